"""Every kind of malformed input: all its problems are listed at once, each with place, value and remedy.

A folder ``tests/data/bad_<defect>`` holds one defect and, in ``expected.json``, the errors it must give.
"""

import json
from pathlib import Path

import pytest

from touchmap.errors import InvalidProjectError, Issue, Severity
from touchmap.files import load, read_project

DATA = Path(__file__).resolve().parents[1] / "data"
CASES = sorted(path.name for path in DATA.glob("bad_*"))
RAW_PYDANTIC = ("Input should", "validation error", "Field required", "pydantic", "String should")


def source_of(case: str) -> Path:
    document = DATA / case / "project.json"
    return document if document.exists() else DATA / case


def expected_of(case: str) -> list[dict[str, object]]:
    return json.loads((DATA / case / "expected.json").read_text(encoding="utf-8"))


def as_row(issue: Issue) -> dict[str, object]:
    where = issue.where
    return {
        "code": issue.code,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "value": issue.value,
    }


def errors_of(case: str) -> list[Issue]:
    _, issues = read_project(source_of(case))
    return [issue for issue in issues if issue.severity is Severity.ERROR]


@pytest.mark.parametrize("case", CASES)
def test_all_problems_are_listed(case):
    """Exactly the expected errors are listed, each at its file, line and column with the value seen."""
    assert [as_row(issue) for issue in errors_of(case)] == expected_of(case)


@pytest.mark.parametrize("case", CASES)
def test_problems_are_told_in_plain_words(case):
    """Every problem says what is wrong, names the value seen and says what to do."""
    for issue in errors_of(case):
        assert issue.hint
        assert issue.message
        assert str(issue.value) in issue.message
        assert not any(phrase in str(issue) for phrase in RAW_PYDANTIC)


@pytest.mark.parametrize("case", CASES)
def test_load_raises_all_at_once(case):
    """`load` refuses the project with one exception that holds every problem."""
    with pytest.raises(InvalidProjectError) as caught:
        load(source_of(case))
    assert len(expected_of(case)) == sum(i.severity is Severity.ERROR for i in caught.value.issues)


def test_there_are_enough_kinds():
    """At least twenty kinds of malformed input are tried."""
    assert len(CASES) >= 20
