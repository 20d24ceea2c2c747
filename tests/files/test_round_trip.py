"""Every form gives back exactly what was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.strategies import projects, rows
from touchmap.files import load, read_project, save
from touchmap.project import TABLES, Process, Project

TARGETS = ("company", "company.xlsx", "company.json")
SAMPLES = ("telecom_isp", "insurer", "online_retailer")


def read_back(project: Project, path) -> Project:
    save(project, path)
    read, issues = read_project(path, check=False)
    assert issues == []
    assert read is not None
    return read


@pytest.mark.parametrize(
    "target", ["company", pytest.param("company.xlsx", marks=pytest.mark.slow), "company.json"]
)
@given(project=projects())
def test_any_project_survives(tmp_path_factory, target, project):
    """Whatever legal values rows hold, saving and reading them gives an equal project with the same hash."""
    read = read_back(project, tmp_path_factory.mktemp("round") / target)
    assert read == project
    assert read.hash == project.hash


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=10)
@given(data=st.data())
def test_every_table_survives(tmp_path_factory, table, data):
    """Each table by itself survives all three forms."""
    project = Project(**{table: tuple(data.draw(st.lists(rows(table), min_size=1, max_size=3)))})
    folder = tmp_path_factory.mktemp("table")
    for target in TARGETS:
        assert read_back(project, folder / target) == project


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("target", TARGETS)
def test_sample_survives(data_folder, tmp_path, sample, target):
    """Each sample company survives each form, checks included."""
    project = load(data_folder / sample)
    save(project, tmp_path / target)
    assert load(tmp_path / target) == project


def test_one_form_to_the_next(insurer, tmp_path):
    """A project carried from CSV to Excel to JSON and back to CSV is still the same."""
    project = insurer
    for number, target in enumerate(("a.xlsx", "b.json", "c", "d.xlsx")):
        save(project, tmp_path / f"{number}{target}")
        project = load(tmp_path / f"{number}{target}")
    assert project == insurer


@pytest.mark.parametrize("target", TARGETS[1:])
def test_same_project_same_bytes(insurer, tmp_path, target):
    """Saving a project twice, or saving what was read, gives the same file to the byte."""
    first, second, third = (tmp_path / f"{number}{target}" for number in range(3))
    save(insurer, first)
    save(insurer, second)
    save(load(first), third)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()


def test_same_project_same_tables(insurer, tmp_path):
    """Saving what was read gives the same CSV files to the byte."""
    save(insurer, tmp_path / "one")
    save(load(tmp_path / "one"), tmp_path / "two")
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("target", TARGETS)
def test_blank_stays_blank(tmp_path, target):
    """A value nobody filled in is not written, so that an assumed default stays recognisable as such."""
    stated = Process(process_id="P1", name="A", touch_need=3)
    assumed = Process(process_id="P2", name="B")
    read = read_back(Project(processes=(stated, assumed)), tmp_path / target)
    assert ["touch_need" in row.model_fields_set for row in read.processes] == [True, False]


@pytest.mark.parametrize("target", TARGETS)
def test_empty_text_is_not_blank(tmp_path, target):
    """Where a blank cell means a default text, an empty text is kept apart from it."""
    project = Project()
    project = project.replace(settings=project.settings.model_copy(update={"office_hours": ""}))
    assert read_back(project, tmp_path / target).settings.office_hours == ""


def test_strategy_reaches_every_table():
    """The random projects know how to fill every table."""
    for table in (*TABLES, "settings"):
        rows(table).validate()
