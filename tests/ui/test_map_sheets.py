"""The page waits for a drawing that comes soon, and goes on without one that does not."""

from concurrent.futures import Future
from time import monotonic

from touchmap.errors import TouchmapError
from touchmap.ui.map.sheets import is_there, outcome


def test_a_drawing_that_is_there_is_not_waited_for():
    """The page goes on at once."""
    drawing = Future()
    drawing.set_result({"key": "a"})
    start = monotonic()
    assert is_there(drawing, 60)
    assert monotonic() - start < 10
    assert outcome(drawing) == ({"key": "a"}, "")


def test_a_drawing_that_takes_long_is_not_waited_for():
    """The page goes on after the time that was given."""
    start = monotonic()
    assert not is_there(Future(), 0.2)
    assert monotonic() - start >= 0.2


def test_what_went_wrong_is_told():
    """A drawing that failed is there, with the reason."""
    drawing = Future()
    drawing.set_exception(TouchmapError("too large"))
    assert is_there(drawing, 0)
    assert outcome(drawing) == (None, "too large")
