"""What each stem puts into the program, word for word."""

import pytest

from tests.sourcing.golden import FOLDER, golden_text, path_of
from touchmap.project import RuleStem, Structural


@pytest.mark.parametrize("stem", [*Structural, *RuleStem], ids=str)
def test_rows_are_those_of_the_golden_file(stem):
    """A stem's rows, or the options it refuses, are exactly those written down and read by people."""
    assert golden_text(stem) == path_of(stem).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    """Every golden file belongs to a stem."""
    assert {p.stem for p in FOLDER.glob("*.txt")} == {s.value for s in (*Structural, *RuleStem)}
