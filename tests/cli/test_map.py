"""`touchmap map`: pictures, data and measures of the map."""

import pytest
from typer.testing import CliRunner, Result

from touchmap.cli.app import app
from touchmap.cli.mapping import COLOURS, SHEETS, VIEWS
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.dot import PAPERS
from touchmap.report.map.drawing import View

PROJECT = "online_retailer"


def run(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(app, words)


def test_without_anything_the_measures_are_printed():
    """`touchmap map PROJECT` prints the measures of today's map."""
    done = run("map", PROJECT)
    assert done.exit_code == 0, done.output
    assert "→ 0.45" in done.stdout, "the terms of the touch index"
    for heading in ("Contacts by stage", "Touch mix", "Critical touchpoints", "Coupled sets", "Cut of today"):
        assert heading in done.stdout


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph map")]
)
def test_a_picture_is_written_in_the_form_its_ending_says(tmp_path, ending, start):
    """SVG, PNG, PDF and DOT are told by the ending of the file."""
    path = tmp_path / f"map.{ending}"
    done = run("map", PROJECT, "--out", str(path), "--paper", "a3", "--colour-by", "touch")
    assert done.exit_code == 0, done.output
    assert path.read_bytes().startswith(start)


def test_several_files_are_written_at_once(tmp_path):
    """`--out` may be given for pictures and data alike."""
    paths = [tmp_path / name for name in ("a.svg", "a.graphml", "a.mmd", "a.json")]
    done = run("map", PROJECT, *(word for path in paths for word in ("--out", str(path))))
    assert done.exit_code == 0, done.output
    assert all(path.stat().st_size for path in paths)


def test_a_map_written_for_other_tools_can_be_imported(tmp_path):
    """What `map --out map.graphml` writes, `import` reads."""
    map_file, folder = tmp_path / "map.graphml", tmp_path / "company"
    assert run("map", PROJECT, "--out", str(map_file)).exit_code == 0
    done = run("import", str(map_file), str(folder), "--unfinished")
    assert done.exit_code == 0, done.output
    assert (folder / "touchpoints.csv").is_file()


@pytest.mark.parametrize(
    "options",
    [
        ("--view", "sideways"),
        ("--colour-by", "mood"),
        ("--paper", "A9"),
        ("--out", "map.docx"),
        ("--out", "map.svg", "--beside", "cheapest", "--view", "hand-offs"),
        ("--beside", "cheapest"),
        ("--out", "map.graphml", "--scenario", "nonsense"),
        ("--out", "no_such_folder/map.svg"),
        ("--scenario", "nonsense"),
    ],
)
def test_wrong_use_says_what_is_allowed(options):
    """An unknown view, colour, paper, ending, folder or scenario ends with exit code 2."""
    done = run("map", PROJECT, *options)
    assert done.exit_code == 2
    assert done.stderr.strip()


def test_today_can_be_drawn_before_anything_can_be_solved(tmp_path):
    """A map of stages and touchpoints alone is drawn and measured."""
    folder = tmp_path / "acme"
    assert run("new", str(folder)).exit_code == 0
    (folder / "touchpoints.csv").write_text(
        "touchpoint_id,stage_id,name,channel\nT1,ST1,First call,phone\nT2,ST2,Chat,chat\n", encoding="utf-8"
    )
    done = run("map", str(folder), "--out", str(tmp_path / "map.svg"), "--measures")
    assert done.exit_code == 0, done.output
    assert "First call" in (tmp_path / "map.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [("--colour-by", "quality"), ("--scenario", "blended")])
def test_what_must_be_priced_needs_a_finished_project(tmp_path, options):
    """A row that names nothing is listed as an error when the map needs a price, and is no fault."""
    folder = tmp_path / "acme"
    assert run("new", str(folder), "--sample", PROJECT).exit_code == 0
    demand = folder / "demand.csv"
    demand.write_text(demand.read_text(encoding="utf-8").replace(",T01,", ",NOWHERE,"), encoding="utf-8")
    assert run("map", str(folder)).exit_code == 0
    done = run("map", str(folder), "--out", str(tmp_path / "map.svg"), *options)
    assert done.exit_code == 3
    assert "NOWHERE" in done.stderr


def test_the_command_offers_what_the_library_draws():
    """Views, colours and papers of the command are those of the library, none more and none less."""
    assert set(VIEWS) == {view.value for view in View}
    assert set(COLOURS) == {colour.value for colour in ColourBy}
    assert set(SHEETS) == set(PAPERS)
