"""Maps on the command line: imported into a project, and checked."""

import pytest
from typer.testing import CliRunner

from tests.files.maps import only_map
from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import load, read_project, write_map


@pytest.fixture
def run():
    """Run a command in this process."""
    runner = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"})
    return lambda *args: runner.invoke(app, [str(arg) for arg in args])


@pytest.mark.parametrize("name", ["map.graphml", "map.json"])
def test_import_of_a_map(run, insurer, tmp_path, name):
    """`touchmap import` makes a folder of tables from a map; what a map cannot hold is a warning."""
    write_map(insurer, tmp_path / name)
    result = run("import", tmp_path / name, tmp_path / "acme")
    assert result.exit_code == 0, result.output
    read, _ = read_project(tmp_path / "acme", check=False)
    assert read == only_map(insurer)


def test_import_of_a_journey(run, insurer, tmp_path):
    """`touchmap import` makes stages and touchpoints from a Mermaid journey."""
    write_map(insurer, tmp_path / "map.mmd")
    assert run("import", tmp_path / "map.mmd", tmp_path / "acme.xlsx").exit_code == 0
    read, _ = read_project(tmp_path / "acme.xlsx", check=False)
    names = [t.name for t in read.touchpoints]
    assert sorted(names) == sorted(t.name for t in insurer.touchpoints)


def test_validate_of_a_journey(run, tmp_path):
    """`touchmap validate` lists what a journey lacks as a project, with line and remedy."""
    (tmp_path / "map.mmd").write_text("journey\nCall: 9\n")
    result = run("validate", tmp_path / "map.mmd")
    assert result.exit_code == ExitCode.INVALID_DATA
    assert "line 2" in result.output
    assert "from 1 to 5" in result.output


def test_no_project_is_saved_as_a_map(run, tmp_path):
    """A whole project is not written as a map by mistake, which would leave most of it out."""
    result = run("new", tmp_path / "acme.graphml")
    assert result.exit_code != 0
    assert "only the map" in result.output
    assert not (tmp_path / "acme.graphml").exists()


def test_map_reads_as_project(insurer, tmp_path):
    """`load` takes a map as it takes a project."""
    write_map(insurer, tmp_path / "map.graphml")
    assert load(tmp_path / "map.graphml").touchpoints == insurer.touchpoints
