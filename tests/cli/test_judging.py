"""`touchmap scorecard` and `touchmap risks`: what people see, what is written, how they end."""

import pytest
from typer.testing import CliRunner

from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import save


@pytest.fixture
def run():
    """Run a command in this process."""
    runner = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"})
    return lambda *args: runner.invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def small_json(small, tmp_path_factory):
    """The small project as a JSON document."""
    path = tmp_path_factory.mktemp("small") / "small.json"
    save(small, path)
    return path


def test_scorecard_shows_and_writes(run, small_json, tmp_path):
    """The scorecard is printed with its stability and written as a workbook."""
    done = run("scorecard", small_json, "--process", "P1", "--out", tmp_path / "card.xlsx")
    assert done.exit_code == 0, done.output
    assert "Scorecard, process P1" in done.output
    assert "sets of weights" in done.output
    assert (tmp_path / "card.xlsx").read_bytes()[:2] == b"PK"


def test_scorecard_knows_its_processes(run, small_json):
    """A process that does not exist is wrong use."""
    done = run("scorecard", small_json, "--process", "P9")
    assert done.exit_code == ExitCode.USAGE
    assert "P9" in done.output


def test_risks_of_today_are_shown_and_written(run, small_json, tmp_path):
    """Today's risks are printed with the fields behind them and written as a workbook."""
    done = run("risks", small_json, "--scenario", "today", "--out", tmp_path / "risks.xlsx")
    assert done.exit_code == 0, done.output
    assert "of 20" in done.output
    assert "Remedy:" in " ".join(done.output.split())
    assert (tmp_path / "risks.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("command", ["scorecard", "risks"])
@pytest.mark.parametrize("target", ["x.csv", "nowhere/x.xlsx"])
def test_targets_are_checked_first(run, small_json, tmp_path, command, target):
    """Another form, or a folder that does not exist, is wrong use."""
    assert run(command, small_json, "--out", tmp_path / target).exit_code == ExitCode.USAGE


@pytest.mark.slow
def test_risks_without_a_plan_say_why(run):
    """A scenario that is proven impossible has no risks to list, and ends with its own code."""
    done = run("risks", "online_retailer", "--scenario", "as_asked", "--gap", "0.02")
    assert done.exit_code == ExitCode.INFEASIBLE
    assert "quality_floor" in done.output


@pytest.mark.slow
def test_solve_shows_the_seven_rules(run):
    """The page of a plan says how each of the seven rules is met."""
    done = run("solve", "insurer", "--gap", "0.02")
    assert done.exit_code == 0
    assert "The seven rules" in done.output
    assert "1 Key competency stays in-house" in done.output
