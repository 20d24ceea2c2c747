"""Whatever is in a file, reading it gives a project, a list of problems, or a refusal; never a crash."""

import json
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.files.builders import folder
from tests.files.strategies import AWKWARD
from touchmap.errors import UnreadableFileError
from touchmap.files import read_project
from touchmap.files.columns import columns
from touchmap.project import TABLES

cells = st.one_of(
    st.sampled_from(AWKWARD), st.sampled_from(["P1", "5", "0,5", "1e999", "x", ""]), st.text(max_size=5)
)
plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(cells, inner, max_size=3),
    max_leaves=5,
)


def read_or_refuse(path) -> None:
    try:
        project, issues = read_project(path)
    except UnreadableFileError:
        return
    assert project is not None or issues
    assert all(issue.message and issue.hint for issue in issues)


@given(data=st.binary(max_size=60))
@example(data=b'process_id,name\nP1,"')
@example(data=b"\xff\xfe\x00")
def test_any_bytes(tmp_path_factory, data):
    """Any bytes may stand in a CSV file, a JSON document or a workbook."""
    path = tmp_path_factory.mktemp("bytes")
    read_or_refuse(folder(path / "p", offers=data))
    for name in ("p.json", "p.xlsx"):
        (path / name).write_bytes(data)
        read_or_refuse(path / name)


@given(data=st.data(), table=st.sampled_from([*TABLES]))
def test_any_cells(tmp_path_factory, data, table):
    """Any text may stand under any heading of any table."""
    headings = data.draw(st.lists(st.sampled_from([*columns(table), "", "x", "Id"]), max_size=5))
    rows = data.draw(st.lists(st.lists(cells, max_size=6), max_size=3))
    text = "\n".join(",".join(row) for row in [headings, *rows])
    read_or_refuse(folder(tmp_path_factory.mktemp("cells") / "p", **{table: text.encode()}))


@given(data=st.data(), table=st.sampled_from([*TABLES, "settings", "other"]))
def test_any_json(tmp_path_factory, data, table):
    """Any JSON value may stand in any place of a document."""
    names = [*columns(table)] if table in TABLES else ["currency", "x"]
    row = st.dictionaries(st.sampled_from(names), plain, max_size=4)
    content = data.draw(st.one_of(plain, row, st.lists(st.one_of(row, plain), max_size=3)))
    path = tmp_path_factory.mktemp("json") / "p.json"
    path.write_text(json.dumps({"schema_version": 1, table: content}))
    read_or_refuse(path)


@pytest.mark.parametrize("library", ["pandas", "openpyxl", "xlsxwriter"])
def test_import_is_light(library):
    """Importing the package does not load the spreadsheet libraries."""
    probe = f"import sys, touchmap.files; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
