"""Which edits an author can take back, and which repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def stacks(edits: Iterable[tuple[int, int | None]]) -> tuple[list[int], list[int]]:
    """What an author can undo and what the author can redo, the latest last.

    An undo takes an edit from the first stack and puts itself on the second; a redo the other way round;
    a new edit empties the second.

    Parameters
    ----------
    edits
        The author's edits in their order: number, and number of the edit taken back or repeated.

    >>> stacks([(1, None), (2, None), (5, 2)])
    ([1], [5])
    >>> stacks([(1, None), (2, None), (5, 2), (6, 5)])
    ([1, 6], [])
    """
    done: list[int] = []
    undone: list[int] = []
    for number, undoes in edits:
        if undoes is None:
            done.append(number)
            undone.clear()
        elif undoes in done:
            done.remove(undoes)
            undone.append(number)
        elif undoes in undone:
            undone.remove(undoes)
            done.append(number)
    return done, undone


def is_taken_back(number: int, taken_by: Mapping[int, int]) -> bool:
    """Whether what an edit did is taken back and not repeated since.

    Parameters
    ----------
    taken_by
        For each edit that was taken back or repeated, the edit that did so.

    >>> is_taken_back(1, {}), is_taken_back(1, {1: 4}), is_taken_back(1, {1: 4, 4: 5})
    (False, True, False)
    """
    back = False
    while number in taken_by:
        number, back = taken_by[number], not back
    return back
