"""The page on classical problems shows what really happens."""

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "classical-problems.md"


def test_the_code_on_the_page_runs():
    """Every line of code on the page gives the output shown."""
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted > 10
    assert found.failed == 0
