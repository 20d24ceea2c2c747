"""Files say which state they are from; a changed copy is read though a part of it is wrong."""

import json

import pytest

from touchmap.files import load, origin_of, read_changed, save

FORMS = ("folder", "project.xlsx", "project.json")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_keeps_where_it_is_from(small, tmp_path, form):
    """Read again it is the same project; written anew without one, nothing is said."""
    path = tmp_path / form
    save(small, path, origin="ab:12:cd")
    assert origin_of(path) == "ab:12:cd"
    assert load(path) == small
    save(small, path)
    assert origin_of(path) == ""
    assert load(path) == small


def test_what_is_no_state_is_none(small, tmp_path):
    """Damaged files and files of something else have no origin, and no error."""
    save(small, tmp_path / "folder", origin="x")
    (tmp_path / "folder" / "touchmap-state.txt").write_bytes(b"\xff\xfe\x00")
    bad = {
        "a.json": b"[1, 2",
        "b.json": b'{"touchmap_state": 3}',
        "c.json": b"\xff",
        "d.txt": b"x",
        "e.xlsx": b"x",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    assert [origin_of(tmp_path / name) for name in ("folder", "a.json", "b.json", "c.json", "d.txt")] == [
        ""
    ] * 5
    assert origin_of(tmp_path / "nowhere") == ""


def test_a_wrong_row_is_read_as_it_was_before(small, tmp_path):
    """Everything else of the changed copy is read as it is, and the wrong cells are told."""
    path = tmp_path / "project.json"
    save(small, path)
    data = json.loads(path.read_text())
    first, second = data["processes"][:2]
    first["name"], second["name"], second["complexity"] = "Bills", "Post", 99
    data["settings"] = {"name": "Acme", "discount_rate": "much"}
    path.write_text(json.dumps(data))
    project, issues = read_changed(path, small)
    ids = [row.process_id for row in small.processes[:2]]
    assert project.process(ids[0]).name == "Bills"
    assert project.process(ids[1]) == small.process(ids[1])
    assert (project.settings.name, project.settings.discount_rate) == ("Acme", small.settings.discount_rate)
    assert {issue.where.column for issue in issues} == {"complexity", "value"}
    assert {row.row_key for row in project.processes} == {row.row_key for row in small.processes}
