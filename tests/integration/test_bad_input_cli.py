"""Malformed input at the command line: every problem with its place and remedy, and exit code 3.

The folders ``tests/data/bad_<defect>`` and their ``expected.json`` are those of tests/files.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.errors import Where

DATA = Path(__file__).resolve().parents[1] / "data"
CASES = sorted(path.name for path in DATA.glob("bad_*"))
KEYS = ("code", "file", "line", "column", "value")


def source_of(case: str) -> str:
    document = DATA / case / "project.json"
    return str(document if document.exists() else DATA / case)


def expected_of(case: str) -> list[dict[str, object]]:
    return json.loads((DATA / case / "expected.json").read_text(encoding="utf-8"))


@cache
def run(*args: str):
    """Run a command in this process; lines are wide enough for any message."""
    return CliRunner(env={"COLUMNS": "2000", "TERM": "dumb"}).invoke(app, list(args))


def errors_listed(case: str) -> list[dict[str, object]]:
    """Errors that ``validate --json`` lists, each with its parts side by side."""
    done = run("validate", source_of(case), "--json")
    assert done.exit_code == ExitCode.INVALID_DATA, done.output
    data = json.loads(done.stdout)
    rows = [issue | issue["where"] for issue in data["issues"] if issue["severity"] == "error"]
    assert data["valid"] is False
    assert data["errors"] == len(rows)
    return rows


def is_told(error: dict[str, object], text: str) -> bool:
    """Whether the place and the message stand on one line, and what to do on a later one."""
    place = str(Where(**error["where"]))
    _, found, rest = text.partition(f"error   {place}: {error['message']}\n")
    return bool(found) and f"        → {error['hint']}\n" in rest


@pytest.mark.parametrize("case", CASES)
def test_json_lists_every_problem(case):
    """`validate --json` is one JSON document with exactly the expected errors."""
    listed = [{key: row[key] for key in KEYS} for row in errors_listed(case)]
    assert listed == expected_of(case)


@pytest.mark.parametrize("case", CASES)
def test_validate_tells_every_problem(case):
    """`validate` ends with 3 and prints every problem with its place and what to do."""
    done = run("validate", source_of(case), "--all")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert [e for e in errors_listed(case) if not (e["hint"] and is_told(e, done.output))] == []
    for row in expected_of(case):
        place = str(Where(file=row["file"], line=row["line"], column=row["column"]))
        assert f"error   {place}" in done.output


@pytest.mark.parametrize("case", CASES)
def test_solve_refuses(case):
    """`solve` ends with 3, prints no result, and tells what is wrong like `validate`."""
    done = run("solve", source_of(case), "--json", "-")
    assert done.exit_code == ExitCode.INVALID_DATA
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    first = str(Where(**errors_listed(case)[0]["where"]))
    assert f"error   {first}: " in done.stderr
