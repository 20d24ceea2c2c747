"""A folder of tables in one .zip: read like the folder, and nothing of it lands elsewhere."""

import zipfile

import pytest

from touchmap.errors import UnreadableFileError
from touchmap.files import read_project
from touchmap.files.limits import MAX_FILE_BYTES
from touchmap.files.zipped import unpack_tables
from touchmap.project.reference_data import data_path

SAMPLE = data_path() / "telecom_isp"


def _zip(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("prefix", ["", "acme/", "deep\\folder\\"])
def test_it_reads_as_the_folder_does(tmp_path, prefix):
    parts = {prefix + file.name: file.read_bytes() for file in SAMPLE.glob("*.csv")}
    packed = _zip(tmp_path / "a.zip", parts | {"readme.txt": b"hello", "__MACOSX/._stages.csv": b"x"})
    folder = tmp_path / "out"
    folder.mkdir()
    assert read_project(unpack_tables(packed, folder))[0] == read_project(SAMPLE)[0]


def test_names_that_climb_out_stay_inside(tmp_path):
    """Only the last part of a name is used."""
    folder = tmp_path / "in" / "out"
    folder.mkdir(parents=True)
    unpack_tables(_zip(tmp_path / "a.zip", {"../../stages.csv": b"a", "/etc/today.csv": b"b"}), folder)
    assert sorted(file.name for file in folder.iterdir()) == ["stages.csv", "today.csv"]
    assert sorted(file.name for file in tmp_path.rglob("*.csv")) == ["stages.csv", "today.csv"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"readme.txt": b"x"}, "holds no CSV table"),
        ({"a/stages.csv": b"x", "b/Stages.CSV": b"y"}, "holds stages.csv twice"),
        ({"stages.csv": b"0" * (MAX_FILE_BYTES + 1)}, "at most 50 MB is read"),
        ({f"{n}.txt": b"" for n in range(2001)}, "holds 2,001 files"),
    ],
)
def test_what_does_not_fit_is_refused_before_unpacking(tmp_path, parts, said):
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(UnreadableFileError, match=said):
        unpack_tables(_zip(tmp_path / "a.zip", parts), folder)
    assert list(folder.iterdir()) == []


def test_damaged_archives_are_refused(tmp_path):
    whole = _zip(tmp_path / "a.zip", {"stages.csv": b"stage_id,position,name\n" * 500}).read_bytes()
    folder = tmp_path / "out"
    folder.mkdir()
    for cut in (0, 20, len(whole) // 2):
        (tmp_path / "cut.zip").write_bytes(whole[:cut])
        with pytest.raises(UnreadableFileError, match="damaged"):
            unpack_tables(tmp_path / "cut.zip", folder)
    (tmp_path / "bad.zip").write_bytes(whole[:45] + b"\xff\xff\xff" + whole[48:])
    with pytest.raises(UnreadableFileError, match="damaged"):
        unpack_tables(tmp_path / "bad.zip", folder)
