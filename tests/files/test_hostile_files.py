"""Files made to harm: too large, unpacking without end, with entities, macros or tricks; all are refused."""

import time
import zipfile

import pytest

from tests.files.builders import change_part, folder, read_parts, workbook, write_parts
from touchmap.errors import InvalidProjectError, UnreadableFileError
from touchmap.files import (
    csv_folder,
    formats,
    json_document,
    limits,
    load,
    read_project,
    records,
    workbook_reader,
)

ENTITIES = b"""<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PARTS = (
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
)


@pytest.fixture
def book(tmp_path):
    """A small valid workbook."""
    return workbook(tmp_path / "p.xlsx")


@pytest.mark.parametrize("declaration", [ENTITIES, OUTSIDE], ids=["expanding", "external"])
@pytest.mark.parametrize("part", PARTS)
def test_entities_are_refused(book, part, declaration):
    """A workbook that declares entities in any part is refused at once."""
    change_part(book, part, b"?>", b"?>" + declaration)
    with pytest.raises(UnreadableFileError, match="not safe"):
        load(book)


def test_zip_bomb_is_refused_unopened(book):
    """A workbook that unpacks to hundreds of times its size is refused without unpacking it."""
    parts = read_parts(book)
    parts["xl/worksheets/sheet1.xml"] += b" " * 60_000_000
    write_parts(book, parts)
    start = time.perf_counter()
    with pytest.raises(UnreadableFileError, match="times its size"):
        load(book)
    assert time.perf_counter() - start < 0.5


def test_huge_workbook_is_refused(book, monkeypatch):
    """A workbook that unpacks to more than the limit is refused, however well it is packed."""
    monkeypatch.setattr("touchmap.files.zip_safety.MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFileError, match="unpacks to"):
        load(book)


def test_size_that_lies_is_no_way_in(book):
    """A part that claims to be small is not unpacked beyond what it claims."""
    data = book.read_bytes()
    with zipfile.ZipFile(book) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    book.write_bytes(data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(UnreadableFileError):
        load(book)


def test_macros_are_refused(book):
    """A workbook with macros is refused even under an .xlsx name."""
    write_parts(book, read_parts(book) | {"xl/vbaProject.bin": b"x"})
    with pytest.raises(UnreadableFileError, match="macros"):
        load(book)


def test_external_links_are_ignored(book):
    """Links to other workbooks are not followed; the cells beside them are read."""
    write_parts(book, read_parts(book) | {"xl/externalLinks/externalLink1.xml": b"<broken"})
    assert load(book).processes[0].name == "Billing"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0" * 9, b"name,x\n"])
def test_no_workbook_at_all(tmp_path, content):
    """What is no workbook says so, whatever its name."""
    (tmp_path / "p.xlsx").write_bytes(content)
    with pytest.raises(UnreadableFileError):
        load(tmp_path / "p.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("damage", [b"", b"<a", b"\xff\xfe\x00"])
def test_damaged_part(book, part, damage):
    """A workbook with a damaged part is refused and does not crash."""
    write_parts(book, read_parts(book) | {part: damage})
    with pytest.raises((UnreadableFileError, InvalidProjectError)):
        load(book)


def test_missing_part(book):
    """A workbook without one of its sheets is refused."""
    parts = read_parts(book)
    del parts["xl/worksheets/sheet1.xml"]
    write_parts(book, parts)
    with pytest.raises((UnreadableFileError, InvalidProjectError)):
        load(book)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row r="4000000000"'),
        (b'r="B2"', b'r="XFD2"'),
        (b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:XFD1048576"/>'),
    ],
    ids=["row", "column", "dimension"],
)
def test_cells_far_out_take_no_time(book, old, new):
    """A cell at the far end of a sheet, or a sheet that claims to be full, costs no time or memory."""
    change_part(book, "xl/worksheets/sheet1.xml", old, new)
    start = time.perf_counter()
    read_project(book)
    assert time.perf_counter() - start < 2


def test_file_too_large(book, monkeypatch):
    """A file over the limit is refused before it is opened."""
    monkeypatch.setattr(formats, "MAX_FILE_BYTES", 100)
    with pytest.raises(UnreadableFileError, match="larger than"):
        load(book)


def test_folder_too_large(tmp_path, monkeypatch):
    """A folder whose tables together are over the limit is refused before they are opened."""
    monkeypatch.setattr(csv_folder, "MAX_FILE_BYTES", 100)
    with pytest.raises(UnreadableFileError, match="together"):
        load(folder(tmp_path / "p"))


def test_too_many_rows(tmp_path, monkeypatch, book):
    """A table with too many rows is refused in every form."""
    for module in (csv_folder, json_document, workbook_reader, records):
        monkeypatch.setattr(module, "MAX_ROWS", 2)
    text = "process_id,name\nP1,A\nP2,B\nP3,C\n"
    _, issues = read_project(folder(tmp_path / "p", processes=text))
    assert [(i.code, i.where.line) for i in issues] == [("too_many_rows", 4)]
    rows = [line.split(",") for line in text.splitlines()]
    _, issues = read_project(workbook(tmp_path / "q.xlsx", processes=rows))
    assert [i.code for i in issues] == ["too_many_rows"]
    listed = ", ".join(f'{{"process_id": "P{n}", "name": "A"}}' for n in range(3))
    (tmp_path / "p.json").write_text('{"schema_version": 1, "processes": [' + listed + "]}")
    with pytest.raises(UnreadableFileError, match="more than 2 rows"):
        load(tmp_path / "p.json")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"a"}',
        '{"a": 1',
        '{"a": 1,}',
        "{1: 2}",
        '{"processes": [}',
        '{"processes": [{"a": 1} {"b": 2}]}',
        "{} {}",
        '{"processes": ' + "[" * 100_000 + "}",
        '{"x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"x": ' + '{"a":' * 100_000,
        '{"x": ' + "9" * 10_000 + "}",
    ],
)
def test_no_json_document(tmp_path, text):
    """What is no JSON document, or nested without end, is refused with the line, and does not crash."""
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(UnreadableFileError):
        load(tmp_path / "p.json")


def test_json_that_is_no_text(tmp_path):
    """A JSON document in another encoding is refused."""
    (tmp_path / "p.json").write_bytes('{"é": 1}'.encode("cp1252"))
    with pytest.raises(UnreadableFileError, match="not UTF-8"):
        load(tmp_path / "p.json")


def test_flood_of_problems_is_cut_short(tmp_path):
    """Thousands of rows with one mistake give a list people can read, and the number of the rest."""
    rows = "".join(f"P{number},Name,high\n" for number in range(limits.MAX_OF_A_KIND + 7))
    _, issues = read_project(folder(tmp_path / "p", processes="process_id,name,health\n" + rows))
    assert len(issues) == limits.MAX_OF_A_KIND + 1
    assert issues[-1].message.startswith("7 more rows")


def test_device_is_no_file(tmp_path):
    """A path that is neither file nor folder is refused."""
    import os

    os.mkfifo(tmp_path / "p.json")
    with pytest.raises(UnreadableFileError, match="not a file"):
        load(tmp_path / "p.json")
