"""The workspace on the command line: in, out, changed spreadsheets, undo, minutes, backup."""

import shutil

import openpyxl
import pytest
from typer.testing import CliRunner

from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import load, origin_of, save
from touchmap.project.edits import remove_row, set_field
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
    assert origin_of(acme).split(":")[1] == "0"
    assert origin_of(tmp_path / "small.json") == ""
    assert run("workspace", "export", "Acme", "acme.xlsx").exit_code == ExitCode.USAGE
    assert run("workspace", "export", "Acme", "folder", "--at", "0").exit_code == 0
    assert load(tmp_path / "folder") == small
    assert run("workspace", "export", "Acme", "out.json").exit_code == 0
    assert load(tmp_path / "out.json") == small
    places = [tmp_path / "folder", tmp_path / "out.json", acme]
    assert [origin_of(p).split(":")[:2] for p in places] == [origin_of(acme).split(":")[:2]] * 3
    assert len({origin_of(p) for p in places}) == 3


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


# --- A spreadsheet that comes back again ---------------------------------------------------------------


def apply(run, path, *more):
    """Take a spreadsheet over, which must go well."""
    done = run("import", "workspace:Acme", path, "--apply", *more)
    assert done.exit_code == 0, done.output
    return done.output


def edited(author, row, field, value):
    """An edit by somebody on the latest state."""
    with Workspace("w.sqlite") as workspace:
        stored = workspace.open("Acme")
        stored.commit(set_field(stored.project(), "processes", row, field, value), author=author)


def test_a_workbook_taken_over_twice_gives_only_what_is_new(run, acme):
    """The first time's cells are no conflict with themselves, and edits made since are not turned back."""
    change(acme, "P1", "name", "Bills")
    apply(run, acme)
    again = run("import", "workspace:Acme", acme, "--apply")
    assert "changes nothing in Acme, taken over already as edit 1." in again.output
    edited("Ann", "P1", "name", "Invoices")
    change(acme, "P2", "name", "Post")
    said = apply(run, acme)
    assert "1 of its changes were taken over already as edit 1" in said
    assert (now().process("P1").name, now().process("P2").name) == ("Invoices", "Post")
    assert "Take over acme.xlsx: 1 changed" in said


def test_a_cell_changed_again_in_the_workbook_is_a_change_of_what_was_taken_over(run, acme):
    """It is held against the value taken over last; somebody else's value is told as such."""
    change(acme, "P1", "name", "Bills")
    apply(run, acme)
    change(acme, "P1", "name", "Accounts")
    apply(run, acme)
    assert now().process("P1").name == "Accounts"
    edited("Bob", "P1", "name", "Bob's")
    change(acme, "P1", "name", "Mine")
    done = run("import", "workspace:Acme", acme, "--apply")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "was ‘Accounts’, is now ‘Bob's’ (by Bob" in done.output


def test_a_cell_turned_back_in_the_workbook_is_told(run, acme, small):
    """It may be another copy of the workbook: nothing is turned back without saying so."""
    change(acme, "P1", "name", "Bills")
    apply(run, acme)
    change(acme, "P1", "name", small.process("P1").name)
    said = run("import", "workspace:Acme", acme, "--apply").output
    assert "processes P1, name" in said
    assert "--base 1" in said
    assert now().process("P1").name == "Bills"
    apply(run, acme, "--base", "1")
    assert now() == small


def test_another_copy_does_not_overwrite_what_a_colleague_took_over(run, acme, tmp_path):
    """Two people with copies of one workbook change the same cell: the second is told, and chooses."""
    copy = shutil.copy(acme, tmp_path / "copy.xlsx")
    change(acme, "P1", "name", "Ann's")
    change(copy, "P1", "name", "Bob's")
    change(copy, "P2", "name", "Post")
    apply(run, acme, "--author", "Ann")
    told = run("import", "workspace:Acme", copy, "--apply", "--author", "Bob")
    assert told.exit_code == ExitCode.INVALID_DATA
    assert "is now ‘Ann's’ (by Ann" in told.output
    apply(run, copy, "--author", "Bob", "--skip-refused")
    assert (now().process("P1").name, now().process("P2").name) == ("Ann's", "Post")
    apply(run, copy, "--author", "Bob", "--base", "2")
    assert now().process("P1").name == "Bob's"
    change(copy, "P1", "name", "Bob's again")  # his own by now
    apply(run, copy, "--author", "Bob")
    assert now().process("P1").name == "Bob's again"


def test_who_names_the_edit_to_take_back_is_not_told_to_name_one(run, acme):
    """The hint to name an earlier edit stands only where none was named."""
    edited("Ann", "P1", "name", "Bills")
    edited("Bob", "P1", "name", "Invoices")
    last, named = run("undo", "Acme"), run("undo", "Acme", "--edit", "1")
    assert last.exit_code == named.exit_code != 0
    assert "by Bob" in named.output
    assert ("--edit" in last.output, "--edit" in named.output) == (True, False)


def test_what_was_taken_back_may_be_taken_over_again(run, acme, small):
    """After an undo the workbook is as new as it ever was."""
    change(acme, "P1", "name", "Bills")
    apply(run, acme)
    assert run("undo", "Acme").exit_code == 0
    apply(run, acme)
    assert now().process("P1").name == "Bills"


def test_what_somebody_has_done_alike_is_not_done_again(run, acme):
    """Cells that are so already are neither changes nor conflicts."""
    edited("Bob", "P1", "name", "Bills")
    change(acme, "P1", "name", "Bills")
    assert "changes nothing in Acme." in run("import", "workspace:Acme", acme, "--apply").output


@pytest.mark.parametrize("form", ["folder", "out.json"])
def test_a_folder_or_document_knows_its_state_too(run, acme, tmp_path, form):
    """What others did since it was written stays."""
    assert run("workspace", "export", "Acme", form).exit_code == 0
    origin = origin_of(tmp_path / form)
    edited("Bob", "P2", "name", "Bob's")
    copy = load(tmp_path / form)
    save(set_field(copy, "processes", "P1", "name", "Bills").apply(copy), tmp_path / form, origin=origin)
    apply(run, form)
    assert (now().process("P1").name, now().process("P2").name) == ("Bills", "Bob's")


def test_a_file_that_says_nothing_of_its_state_turns_nothing_back_unasked(run, acme, small, tmp_path):
    """It is shown with a warning, and taken over only once somebody says which state it is from."""
    edited("Bob", "P2", "name", "Bob's")
    save(set_field(small, "processes", "P1", "name", "Bills").apply(small), tmp_path / "mailed.json")
    shown = run("import", "workspace:Acme", "mailed.json")
    assert shown.exit_code == 0
    assert "turned back" in shown.output
    assert run("import", "workspace:Acme", "mailed.json", "--apply").exit_code == ExitCode.USAGE
    apply(run, "mailed.json", "--base", "0")
    assert (now().process("P1").name, now().process("P2").name) == ("Bills", "Bob's")


def test_a_workbook_of_a_history_that_was_put_back_is_told(run, acme, tmp_path):
    """The number is there again, but it is another edit."""
    assert run("workspace", "backup", "b.jsonl").exit_code == 0
    edited("Bob", "P2", "name", "Lost")
    assert run("workspace", "export", "Acme", "late.xlsx").exit_code == 0
    env = ("--workspace", "n.sqlite")
    assert run("workspace", "restore", "b.jsonl", *env).exit_code == 0
    with Workspace("n.sqlite") as workspace:
        stored = workspace.open("Acme")
        stored.commit(set_field(stored.project(), "processes", "P2", "name", "Other"), author="Ann")
    done = run("import", "workspace:Acme", "late.xlsx", "--apply", *env)
    assert done.exit_code == ExitCode.USAGE
    assert "a state this project never had" in done.output


# --- What is refused ----------------------------------------------------------------------------------


def test_skipping_what_is_refused_keeps_together_what_belongs_together(run, acme, small):
    """A process Bob has changed is not removed, and keeps its demand; the label counts what was done."""
    edited("Bob", "P1", "name", "Bob's")
    hanging = [d.demand_id for d in small.demand if d.process_id == "P1"]
    assert hanging
    gone = remove_row(small, "processes", "P1").apply(small)
    save(set_field(gone, "processes", "P2", "name", "Post").apply(gone), acme, origin=origin_of(acme))
    done = run("import", "workspace:Acme", acme, "--apply")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "--skip-refused takes over the rest" in done.output
    assert "refused (removed)" in done.output
    assert "{" not in done.output
    done = apply(run, acme, "--skip-refused")
    assert "--skip-refused" not in done
    assert "1: Take over acme.xlsx: 1 changed" not in done
    assert "2: Take over acme.xlsx: 1 changed" in done
    assert now().process("P1").name == "Bob's"
    assert [d.demand_id for d in now().demand if d.process_id == "P1"] == hanging


def test_where_all_is_refused_nothing_is_left_to_take_over(run, acme):
    """No dead end: it says so."""
    edited("Bob", "P1", "name", "Bob's")
    change(acme, "P1", "name", "Mine")
    done = run("import", "workspace:Acme", acme, "--apply", "--skip-refused")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "all of it is refused" in done.output
    assert "takes over the rest" not in done.output


def test_references_broken_by_others_are_refused_and_the_rest_goes_on(run, acme, small):
    """A process moved to a stage Bob has removed meanwhile is refused by its cell."""
    stage = small.stages[-1].stage_id
    with Workspace("w.sqlite") as workspace:
        stored = workspace.open("Acme")
        stored.commit(remove_row(stored.project(), "stages", stage), author="Bob")
    point = next(t for t in small.touchpoints if t.stage_id != stage)
    book = openpyxl.load_workbook(acme)
    line = next(
        row for row in book["touchpoints"].iter_rows(min_row=2) if row[0].value == point.touchpoint_id
    )
    line[1].value = stage
    book.save(acme)
    change(acme, "P2", "name", "Post")
    done = run("import", "workspace:Acme", acme, "--apply")
    assert f"touchpoints {point.touchpoint_id}, stage_id: refers to stages {stage}" in done.output
    assert "by Bob" in done.output
    apply(run, acme, "--skip-refused")
    assert now().process("P2").name == "Post"
    assert now().touchpoint(point.touchpoint_id).stage_id == point.stage_id


def test_illegal_cells_do_not_hide_the_others(run, acme, small):
    """The differences that are right are shown beside every cell that is not."""
    change(acme, "P1", "name", "Bills")
    change(acme, "P2", "complexity", 99)
    done = run("import", "workspace:Acme", acme, "--apply")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert "Bills" in done.output
    assert "99" in done.output
    assert "removed" not in done.output
    assert now() == small


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


STEERING = "A\x1b[31mcme\x07\u202e"


def test_no_name_steers_the_terminal(run, acme, small, tmp_path):
    """Names are kept as they are typed; wherever one is printed, what steers the terminal is not."""
    save(small, tmp_path / f"{STEERING}.json")
    author = ("--author", STEERING)
    with Workspace("w.sqlite") as workspace:
        stored = workspace.add("\x1b[2JAlso", small, author=STEERING)
        stored.commit(set_field(small, "processes", "P1", "name", STEERING), author=STEERING, why=STEERING)
        stored.remarks.add(STEERING, author=STEERING)
    name = "\x1b[2JAlso"
    commands = [
        ("workspace", "import", f"{STEERING}.json", "--name", STEERING, *author),
        ("workspace", "list"),
        ("workspace", "open", name),
        ("workspace", "show", name),
        ("workspace", "version", name, STEERING, *author),
        ("workspace", "diff", name, "0"),
        ("workspace", "diff", name, "0", "--words"),
        ("workspace", "note", name, STEERING, *author),
        ("workspace", "export", name, f"{STEERING}.xlsx"),
        ("import", f"workspace:{name}", f"{STEERING}.xlsx"),
        ("import", f"workspace:{name}", f"{STEERING}.json", "--base", "1", "--apply", *author),
        ("log", name),
        ("log", name, "--out", "-"),
        ("undo", name, *author),
        ("undo", name, "--edit", "1", *author),
        ("redo", name, *author),
        ("workspace", "rename", STEERING, f"{STEERING}2"),
        ("workspace", "delete", f"{STEERING}2", *author),
        ("workspace", "list", "--bin"),
        ("workspace", "undelete", f"{STEERING}2"),
        ("workspace", "open", STEERING),
    ]
    for command in commands:
        done = run(*command)
        assert done.exit_code in (0, ExitCode.USAGE), (command, done.output)
        assert not {"\x1b", "\x07", "\u202e"} & set(done.output), (command, done.output)
    with Workspace("w.sqlite") as workspace:
        assert f"{STEERING}2" in {one.name for one in workspace.list()}


def test_reasons_stand_in_the_log(run, acme):
    """Why is told with the edit and its undo."""
    change(acme, "P1", "name", "Bills")
    apply(run, acme, "--why", "As the board wished")
    assert run("undo", "Acme", "--why", "A mistake").exit_code == 0
    minutes = run("log", "Acme", "--out", "-").output
    assert "– As the board wished" in minutes
    assert "– A mistake" in minutes
    assert "As the board wished" in run("log", "Acme").output


def test_undo_by_number(run, acme, small):
    """Where somebody has built on the latest edit, the one before is taken back by its number."""
    edited("Ann", "P2", "name", "Post")
    edited("Ann", "P1", "name", "Bills")
    edited("Bob", "P1", "name", "Bob's")
    stuck = run("undo", "Acme")
    assert stuck.exit_code == ExitCode.ENVIRONMENT
    assert "--edit" in stuck.output
    assert run("undo", "Acme", "--edit", "1").exit_code == 0
    assert now().process("P2").name == small.process("P2").name
    assert run("undo", "Acme", "--edit", "3").exit_code == ExitCode.USAGE


def test_results_of_the_workspace_are_kept(run, acme):
    """What was solved is listed, fresh until the project changes."""
    assert run("solve", "workspace:Acme", "--scenario", "today").exit_code in (0, ExitCode.INFEASIBLE)
    assert "fresh" in run("workspace", "show", "Acme").output
    assert "of the project as it is" in run("workspace", "open", "Acme").output
    edited("Bob", "P2", "name", "Post")
    assert "stale" in run("workspace", "show", "Acme").output
    assert "Edit 1" in run("workspace", "open", "Acme").output
    with Workspace("w.sqlite") as workspace:
        assert [r.author for r in workspace.open("Acme").results.all()] == ["Ann"]


def test_the_workspace_may_be_named_before_any_command(run, acme, tmp_path):
    """One option for every command that takes workspace:NAME."""
    (tmp_path / "w.sqlite").rename(tmp_path / "other.sqlite")
    assert run("validate", "workspace:Acme").exit_code == ExitCode.ENVIRONMENT
    assert run("--workspace", "other.sqlite", "validate", "workspace:Acme").exit_code == 0
    assert "Acme" in run("--workspace", "other.sqlite", "workspace", "list").output
    assert not (tmp_path / "w.sqlite").exists()


def test_a_mistyped_workspace_is_told_and_not_made(run, acme, tmp_path):
    """Only importing and restoring make one; passwords are not told."""
    for command in (("workspace", "list"), ("log", "Acme"), ("workspace", "check")):
        done = run(*command, "--workspace", "typo.sqlite")
        assert done.exit_code == ExitCode.ENVIRONMENT
        assert "there is no workspace" in done.output
    assert not (tmp_path / "typo.sqlite").exists()
    done = run("workspace", "list", "--workspace", "postgresql://ann:secret@host:x/y")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "secret" not in done.output


def test_without_a_workspace_of_ones_own_the_list_says_how_to_begin(run, tmp_path, monkeypatch):
    """Nobody is greeted with an error."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    done = CliRunner(env={"TOUCHMAP_WORKSPACE": ""}).invoke(app, ["workspace", "list"])
    assert done.exit_code == 0
    assert "no project yet" in done.output
    assert not (tmp_path / "home").exists()


def test_names_and_places_that_are_mistyped_are_told(run, acme):
    """In words, without a trace of the inside."""
    done = run("workspace", "note", "Acme", "x", "--on", "processes")
    assert done.exit_code == ExitCode.USAGE
    assert "processes:P1" in done.output
    assert run("workspace", "note", "Acme", "x", "--on", "settings").exit_code == 0
    assert run("workspace", "import", "insurer", "--name", "workspace:P").exit_code == 0
    assert run("validate", "workspace:P").exit_code == 0
    for date in ("0001-01-01", "9999-12-31", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"):
        assert run("log", "Acme", "--since", date).exit_code == 0, date
    assert run("log", "Acme", "--out", "minutes.md").exit_code == 0
    assert run("log", "Acme", "--out", "minutes.md").exit_code == ExitCode.USAGE
    assert run("log", "Acme", "--out", "minutes.md", "--force").exit_code == 0


def test_a_difference_in_sentences(run, acme):
    """One line for each cell."""
    edited("Ann", "P1", "name", "Bills")
    said = run("workspace", "diff", "Acme", "0", "--words").output
    assert said.startswith("processes P1: name ‘")
    assert said.endswith("→ ‘Bills’\n")


def test_sharing(run, acme):
    """Members are listed with their role."""
    assert run("workspace", "share", "Acme", "Ann@example.com", "--role", "owner").exit_code == 0
    assert run("workspace", "share", "Acme", "bob@example.com").exit_code == 0
    shown = run("workspace", "show", "Acme").output
    assert "ann@example.com" in shown
    assert "editor" in shown
    assert run("workspace", "share", "Acme", "bob@example.com", "--role", "none").exit_code == 0
    assert "bob@example.com" not in run("workspace", "show", "Acme").output
    for wrong in (("bob",), ("bob@example.com", "--role", "king"), ("bob@example.com", "--role", "none")):
        assert run("workspace", "share", "Acme", *wrong).exit_code == ExitCode.USAGE, wrong


def test_of_several_in_the_bin_the_id_says_which(run, acme, small, tmp_path):
    """The bin lists ids, and a name that is not clear is no guess."""
    assert run("workspace", "delete", "Acme").exit_code == 0
    assert run("workspace", "import", "small.json", "--name", "Acme").exit_code == 0
    assert run("workspace", "delete", "Acme").exit_code == 0
    done = run("workspace", "undelete", "Acme")
    assert done.exit_code == ExitCode.USAGE
    with Workspace("w.sqlite") as workspace:
        ids = [one.project_id for one in workspace.list(deleted=True)]
    listed = run("workspace", "list", "--bin").output
    assert all(one in listed and one in done.output for one in ids)
    assert run("workspace", "undelete", ids[1]).exit_code == 0


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
    assert ": 1 project, " in done.output
    assert "sound" in done.output
    assert "sound" in run("workspace", "check").output
