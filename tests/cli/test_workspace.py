"""The workspace on the command line: in, out, changed spreadsheets, undo, minutes, backup."""

import openpyxl
import pytest
from typer.testing import CliRunner

from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import load, origin_of, save
from touchmap.project.edits import set_field
from touchmap.store import Workspace


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in a folder of its own, with a workspace of its own."""
    monkeypatch.chdir(tmp_path)
    env = {"COLUMNS": "140", "TERM": "dumb", "TOUCHMAP_WORKSPACE": "w.sqlite", "TOUCHMAP_AUTHOR": "Ann"}
    runner = CliRunner(env=env)
    return lambda *args: runner.invoke(app, [str(arg) for arg in args])


@pytest.fixture
def acme(run, small, tmp_path):
    """The small project in the workspace, and as a workbook made from it."""
    save(small, tmp_path / "small.json")
    assert run("workspace", "import", "small.json", "--name", "Acme").exit_code == 0
    assert run("workspace", "export", "Acme", "acme.xlsx").exit_code == 0
    return tmp_path / "acme.xlsx"


def change(path, process_id, column, value):
    """Change a cell of the processes in a workbook, as Excel would."""
    book = openpyxl.load_workbook(path)
    sheet = book["processes"]
    headings = [str(cell.value).partition(" [")[0].partition(" (")[0] for cell in sheet[1]]
    line = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == process_id)
    line[headings.index(column)].value = value
    book.save(path)


def now():
    """The project in the workspace."""
    with Workspace("w.sqlite") as workspace:
        return workspace.open("Acme").project()


def test_what_goes_in_comes_out(run, acme, small, tmp_path):
    """A project exported and read again is the same; the workbook says which state it is."""
    assert load(acme) == small
    assert origin_of(acme).endswith(":0")
    assert origin_of(tmp_path / "small.json") == ""
    assert run("workspace", "export", "Acme", "acme.xlsx").exit_code == ExitCode.USAGE
    assert run("workspace", "export", "Acme", "folder", "--at", "0").exit_code == 0
    assert load(tmp_path / "folder") == small


def test_a_changed_spreadsheet_is_shown_then_taken_over_then_undone(run, acme, small):
    """Nothing is changed without --apply; then it is one edit that one undo takes back."""
    change(acme, "P1", "name", "Bills")
    shown = run("import", "workspace:Acme", acme)
    assert shown.exit_code == 0, shown.output
    assert "Bills" in shown.output
    assert "Nothing was changed" in shown.output
    assert now() == small
    assert run("import", "workspace:Acme", acme, "--apply").exit_code == 0
    assert now().process("P1").name == "Bills"
    assert "Take over acme.xlsx: 1 changed" in run("log", "Acme").output
    assert run("undo", "Acme").exit_code == 0
    assert now() == small
    assert "Redo" in run("redo", "Acme").output


def test_a_spreadsheet_does_not_turn_back_what_others_did_since(run, acme, small):
    """The workbook is held against the state it was made from: only what was changed in it counts."""
    with Workspace("w.sqlite") as workspace:
        stored = workspace.open("Acme")
        stored.commit(set_field(small, "processes", "P2", "name", "Bob's"), author="Bob")
    change(acme, "P1", "name", "Bills")
    assert run("import", "workspace:Acme", acme, "--apply").exit_code == 0
    assert (now().process("P1").name, now().process("P2").name) == ("Bills", "Bob's")


def test_a_cell_changed_in_both_is_refused(run, acme, small):
    """It is shown with both values; the rest is taken over on request."""
    with Workspace("w.sqlite") as workspace:
        stored = workspace.open("Acme")
        stored.commit(set_field(small, "processes", "P1", "name", "Bob's"), author="Bob")
    change(acme, "P1", "name", "Bills")
    change(acme, "P2", "name", "Post")
    done = run("import", "workspace:Acme", acme, "--apply")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "refused" in done.output
    assert "by Bob" in done.output
    assert now().process("P2").name == small.process("P2").name
    assert run("import", "workspace:Acme", acme, "--apply", "--skip-refused").exit_code == 0
    assert (now().process("P1").name, now().process("P2").name) == ("Bob's", "Post")


def test_illegal_cells_are_listed_and_nothing_is_taken_over(run, acme, small):
    """A value out of range and an unknown id are refused by cell."""
    change(acme, "P1", "stage_id", "nowhere")
    done = run("import", "workspace:Acme", acme, "--apply")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "nowhere" in done.output
    assert now() == small


def test_a_changed_spreadsheet_of_a_file(run, acme, small, tmp_path):
    """Of a file the differences are shown; with --apply it is written and the old one kept."""
    change(acme, "P1", "name", "Bills")
    done = run("import", "small.json", "acme.xlsx")
    assert done.exit_code == 0
    assert "Nothing was changed" in done.output
    assert load(tmp_path / "small.json") == small
    assert run("import", "small.json", "acme.xlsx", "--apply").exit_code == 0
    assert load(tmp_path / "small.json").process("P1").name == "Bills"
    assert (tmp_path / "small.json.bak").exists()
    assert "holds the same" in run("import", "small.json", "acme.xlsx").output
    assert run("import", "insurer", "acme.xlsx", "--apply").exit_code == ExitCode.USAGE
    assert run("import", "small.json", "new.xlsx", "--apply").exit_code == ExitCode.USAGE
    assert run("import", "workspace:Acme", "new.xlsx").exit_code == ExitCode.USAGE


def test_other_commands_read_the_workspace(run, acme):
    """`workspace:NAME` stands where a project is read; it is not written to by accident."""
    assert run("validate", "workspace:Acme").exit_code == 0
    assert run("market", "workspace:Acme", "--add", "PL").exit_code == ExitCode.USAGE
    assert run("market", "workspace:Acme", "--add", "PL", "--out", "more.json").exit_code == 0
    assert run("validate", "workspace:Nobody").exit_code == ExitCode.USAGE


def test_versions_notes_minutes(run, acme, tmp_path):
    """What was decided stands in the minutes; a version can be compared with now."""
    assert run("workspace", "version", "Acme", "Board").exit_code == 0
    change(acme, "P1", "name", "Bills")
    run("import", "workspace:Acme", acme, "--apply")
    note = ("workspace", "note", "Acme", "Stays", "--on", "processes:P1", "--decision")
    assert run(*note).exit_code == 0
    assert "Bills" in run("workspace", "diff", "Acme", "Board").output
    assert "No difference" in run("workspace", "diff", "Acme", "1").output
    assert "Ann** decided: Stays (processes P1)" in run("log", "Acme", "--out", "-").output
    assert run("log", "Acme", "--out", "minutes.md", "--since", "2020-01-01").exit_code == 0
    assert (tmp_path / "minutes.md").read_text().startswith("# Acme: minutes")
    shown = run("workspace", "show", "Acme").output
    assert "Board" in shown
    assert "processes P1" in shown
    for wrong in (
        ("log", "Acme", "--since", "yesterday"),
        ("workspace", "version", "Acme", "Board"),
        ("workspace", "note", "Acme", "x", "--on", "processes:P99"),
        ("workspace", "diff", "Acme", "Nowhere"),
        ("undo", "Nobody"),
    ):
        assert run(*wrong).exit_code == ExitCode.USAGE, wrong


def test_the_bin_and_other_names(run, acme):
    """A deleted project comes back with its history."""
    assert run("workspace", "rename", "Acme", "Acme Energy").exit_code == 0
    assert run("workspace", "delete", "Acme Energy").exit_code == 0
    assert "Acme Energy" not in run("workspace", "list").output
    assert "Acme Energy" in run("workspace", "list", "--bin").output
    assert run("workspace", "undelete", "Acme Energy").exit_code == 0
    assert "Acme Energy" in run("workspace", "list").output


def test_backup_restore_check(run, acme):
    """A backup goes into an empty workspace only; a check of both is sound."""
    assert run("workspace", "backup", "b.jsonl").exit_code == 0
    assert run("workspace", "backup", "b.jsonl").exit_code == ExitCode.USAGE
    assert run("workspace", "restore", "b.jsonl").exit_code == ExitCode.ENVIRONMENT
    done = run("workspace", "restore", "b.jsonl", "--workspace", "n.sqlite")
    assert done.exit_code == 0, done.output
    assert "sound" in done.output
    assert "sound" in run("workspace", "check").output
