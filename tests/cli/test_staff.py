"""``touchmap staff`` and ``peak``: what they print and write, and how wrong use ends."""

import json

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


def run(*args, command="staff"):
    return CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(app, [command, *map(str, args)])


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
    assert "What a service level of" in done.output


def test_staffing_curves_are_shown(place):
    """Opening and slope of every pool, and that they are not counted."""
    done = run(place, "--curves")
    assert done.exit_code == 0, done.output
    assert "Staffing curves of language pools" in done.output
    assert "settings.staffing_curve is off" in done.output


def test_a_plan_is_shown_beside_exact_staff(place, small, tmp_path):
    """Pools of a scenario's plan, on paper too; a scenario that does not exist is told."""
    today = next(s.scenario_id for s in small.scenarios if s.objective == "today")
    done = run(place, "--scenario", today, "--out", tmp_path / "s.xlsx")
    assert done.exit_code == 0, done.output
    assert "Staffing difference" in done.output
    assert run(place, "--scenario", "nope").exit_code == ExitCode.USAGE


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


def test_peak_shows_plans_lines_and_why():
    """A variant of a sample by its name: plans, cost lines side by side, reasons, base of each process."""
    done = run("online_retailer/seed_step", "-j", "PR02", command="peak")
    assert done.exit_code == 0, done.output
    for part in (
        "Staffing the season",
        "Line by line",
        "Keep 30.0 FTE and buy up to 70.0",
        "P09 Where is my order",
    ):
        assert part in done.output


def test_peak_as_json():
    """Plans with their money by cost line, and the base of each process."""
    done = run("online_retailer/seed_step", "-j", "PR14", "--json", command="peak")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert sum(found["plans"][0]["staff"].values()) == pytest.approx(found["plans"][0]["cost"])
    assert found["processes"][0]["why"]


@pytest.mark.parametrize("args", [("insurer/nothing",), ("online_retailer", "-j", "NOBODY")])
def test_wrong_use_of_peak_is_told(args):
    """An unknown variant or bidder ends with 2 and one message."""
    done = run(*args, command="peak")
    assert done.exit_code == ExitCode.USAGE
    assert "Traceback" not in done.output


def test_samples_and_variants_stay_as_they_are():
    """A variant is never written to."""
    done = run("online_retailer/seed_step", "--add", "PL", command="market")
    assert done.exit_code == ExitCode.USAGE
    assert "is a sample" in done.output
