"""Folders of CSV files: as other programs write them, and as the package writes them."""

import pytest

from tests.files.builders import folder
from touchmap.errors import Severity, UnreadableFileError
from touchmap.files import load, read_project, save
from touchmap.files.csv_text import records, write_records
from touchmap.project import Department, Process, Project


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_delimiters(tmp_path, encoding, delimiter, newline):
    """CSV files load in the encodings, delimiters and line ends spreadsheet programs write."""
    text = "process_id,name,note\nP1,Réclamations,a b\n".replace(",", delimiter).replace("\n", newline)
    project = load(folder(tmp_path / "p", processes=text.encode(encoding)))
    assert project.processes[0].name == "Réclamations"
    assert project.processes[0].note == "a b"


def test_decimal_comma_in_a_semicolon_file(tmp_path):
    """In a file with semicolons 9,125 is nine and an eighth; in a file with commas it would be refused."""
    text = "demand_id;process_id;contacts_per_month;handle_seconds\nD1;P1;9,125;300,5\n"
    stream = load(folder(tmp_path / "p", demand=text)).demand[0]
    assert (stream.contacts_per_month, stream.handle_seconds) == (9.125, 300.5)


def test_blank_lines_and_padding_are_no_rows(tmp_path):
    """Blank lines, rows of commas and empty columns on the right are passed over; lines are still counted."""
    text = "\nprocess_id,name,,\n\nP1,Billing,,\n,,,\nP2,Claims,,x\n"
    project, issues = read_project(folder(tmp_path / "p", processes=text))
    assert project is None
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    assert [(i.code, i.where.line) for i in errors] == [("ragged_row", 6)]


def test_records_know_their_lines():
    """A record knows the line it starts on, also after a text of several lines."""
    text = 'id,note\r\n1,"two\r\nlines"\r\n2,x\r\n'
    assert [line for line, _ in records(text, ",")] == [1, 2, 4]


def test_other_files_are_left_alone(tmp_path):
    """A file that is no table is told as a warning if it is CSV, and otherwise passed over."""
    path = folder(tmp_path / "p", provider="provider_id\nx\n")
    (path / "README.md").write_text("about")
    (path / "notes").mkdir()
    project, issues = read_project(path)
    assert project is not None
    told = [issue for issue in issues if issue.code == "unknown_table"]
    assert [(i.severity, i.value, i.hint) for i in told] == [
        (Severity.WARNING, "provider.csv", "did you mean 'providers.csv'?")
    ]


def test_links_are_not_followed(tmp_path):
    """A link in the folder is refused, so that a folder cannot bring in files from elsewhere."""
    secret = tmp_path / "secret.csv"
    secret.write_text("stage_id,name\nST1,Secret\n")
    path = folder(tmp_path / "p")
    (path / "stages.csv").symlink_to(secret)
    (path / "offers.csv").mkdir()
    _, issues = read_project(path)
    assert [(i.code, i.value) for i in issues if i.severity is Severity.ERROR] == [
        ("unreadable_file", "stages.csv"),
        ("unreadable_file", "offers.csv"),
    ]


def test_unreadable_table_hides_what_refers_to_it(tmp_path):
    """If a table cannot be read, ids that may be in it are not called unknown."""
    path = folder(tmp_path / "p", stages=b"\x81", processes="process_id,name,stage_id\nP1,Billing,ST1\n")
    _, issues = read_project(path)
    assert [issue.code for issue in issues] == ["unreadable_file"]


def test_text_of_several_kinds_is_written_readably():
    """Cells are quoted only where they must be."""
    rows = [["a", "b c", "d,e", 'f"g', "h\ni", " j", ""]]
    assert write_records(rows) == 'a,b c,"d,e","f""g","h\ni"," j",\n'


def test_only_tables_with_rows_are_written(tmp_path):
    """Processes, demand and providers are always written, other tables only with rows; settings always."""
    save(Project(departments=(Department(department_id="D", name="Legal"),)), tmp_path / "p")
    names = sorted(path.name for path in (tmp_path / "p").iterdir())
    assert names == ["demand.csv", "departments.csv", "processes.csv", "providers.csv", "settings.csv"]
    assert (tmp_path / "p/settings.csv").read_text() == "key,value\nschema_version,1\n"
    assert (tmp_path / "p/departments.csv").read_text() == "department_id,name\nD,Legal\n"


def test_saving_over_a_project(tmp_path):
    """Tables that are now empty go, and files that are no tables stay."""
    path = folder(tmp_path / "p", departments="department_id,name\nD,Legal\n")
    (path / "README.md").write_text("about")
    save(Project(processes=(Process(process_id="P9", name="New"),)), path)
    assert sorted(p.name for p in path.iterdir()) == [
        "README.md",
        "demand.csv",
        "processes.csv",
        "providers.csv",
        "settings.csv",
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("offers.csv", "give the folder"),
        ("old.xls", "save it as .xlsx"),
        ("macro.xlsm", "macros"),
        ("notes.txt", "give a folder"),
        ("missing", "there is no file"),
        ("missing.json", "there is no file"),
    ],
)
def test_path_that_is_no_project(tmp_path, name, what):
    """A path that is no project says what to give instead."""
    if "missing" not in name:
        (tmp_path / name).write_text("x")
    with pytest.raises(UnreadableFileError, match=what):
        load(tmp_path / name)


def test_three_tables_are_a_project(tmp_path):
    """Processes, demand and providers are enough; the tests of this folder start from them."""
    project = load(folder(tmp_path / "p"))
    assert (len(project.processes), len(project.demand), len(project.providers)) == (1, 1, 1)
