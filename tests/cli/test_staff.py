"""``touchmap staff``: what it prints and writes, and how wrong use ends."""

import pytest
from typer.testing import CliRunner

from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import save


@pytest.fixture(scope="module")
def place(small, tmp_path_factory):
    """The small project as a JSON document."""
    path = tmp_path_factory.mktemp("staff") / "small.json"
    save(small, path)
    return path


def run(*args):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(app, ["staff", *map(str, args)])


def test_staff_shows_processes_and_pools(place):
    """Processes, pools, and what was taken for granted."""
    done = run(place)
    assert done.exit_code == 0, done.output
    for part in ("Staff by process", "Language pools", "Taken for granted"):
        assert part in done.output


def test_one_process_is_shown_by_month(place, small):
    """Only the process asked for, month by month."""
    done = run(place, "--process", small.processes[0].process_id)
    assert done.exit_code == 0, done.output
    assert "Staff by month" in done.output
    assert "Dec" in done.output


@pytest.mark.parametrize("name", ["staffing.csv", "staffing.xlsx"])
def test_staff_is_written(place, tmp_path, name):
    """Every month goes into a file of the form asked for."""
    assert run(place, "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / name).stat().st_size > 500


@pytest.mark.parametrize(
    "args", [("--process", "NONSENSE"), ("--out", "staffing.pdf"), ("--out", "no/such/s.csv")]
)
def test_wrong_use_is_told(place, args):
    """An unknown process, form or folder ends with 2 and one message."""
    done = run(place, *args)
    assert done.exit_code == ExitCode.USAGE
    assert "Traceback" not in done.output
