"""The commands explain, rules and negotiate: what they print, how they end."""

import json
import re
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from touchmap.cli import terminal
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


@pytest.mark.slow
def test_explain_says_why(run, small_json):
    """A process is explained package by package, with a price or a reason for each provider."""
    done = run("explain", small_json, "Billing", "--time-limit", 20, "--whole")
    assert done.exit_code == 0, done.output
    assert "P1/de/*/*" in done.output
    assert "Own staff" in done.output
    data = json.loads(run("explain", small_json, "P1", "--json", "--most", 1).stdout)
    assert data["process_id"] == "P1"


@pytest.mark.slow
def test_rules_are_priced(run, small_json):
    """Each rule that is on has a line; a curve shows the limit of the scenario with a star."""
    done = run("rules", small_json, "--pairs")
    assert done.exit_code == 0, done.output
    assert all(rule in done.output for rule in ("money", "far", "apart", "german"))
    assert {r["stem"] for r in json.loads(run("rules", small_json, "--json").stdout)["prices"]} >= {"budget"}
    curve = run("rules", small_json, "--curve", "far", "--limit", 0.2)
    assert "0.4 *" in curve.output


@pytest.mark.slow
def test_in_a_terminal_prices_are_shown_as_they_are_proven(small_json, monkeypatch):
    """The table stands before every rule is solved, and counts those that are."""
    shown = StringIO()
    console = Console(file=shown, force_terminal=True, width=120)
    monkeypatch.setattr(terminal, "errors", lambda: console)
    done = CliRunner(env={"TERM": "xterm"}).invoke(app, ["rules", str(small_json)])
    assert done.exit_code == 0, done.output
    told = [(int(a), int(b)) for a, b in re.findall(r"(\d+) of (\d+)\s+rules\s+solved", shown.getvalue())]
    assert told[0][0] < told[0][1]
    assert told[-1][0] == told[-1][1]


@pytest.mark.slow
def test_negotiate_writes_the_list(run, small_json, tmp_path):
    """The list is printed and written."""
    done = run("negotiate", small_json, "--out", tmp_path / "list.csv", "--by-package")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "list.csv").exists()
    assert "rows" in json.loads(run("negotiate", small_json, "--provider", "VEN", "--json").stdout)


@pytest.mark.parametrize(
    "args",
    [
        ("explain", "P1", "--scenario", "today"),
        ("rules", "--limit", "0.2"),
        ("negotiate", "--out", "list.pdf"),
    ],
)
def test_wrong_use_is_told(run, small_json, args):
    """What does not fit ends with the code of wrong use and a message."""
    command, *rest = args
    done = run(command, small_json, *rest)
    assert done.exit_code == ExitCode.USAGE, done.output
    assert "Unexpected" not in done.output


@pytest.mark.slow
def test_names_that_are_not_there_are_told(run, small_json):
    """An unknown process, rule or provider ends with the code of wrong use and those there are."""
    for args in (("explain", "nonsense"), ("rules", "--curve", "nonsense"), ("negotiate", "--provider", "X")):
        command, *rest = args
        done = run(command, small_json, *rest)
        assert done.exit_code == ExitCode.USAGE, done.output
        assert "there are" in done.output
