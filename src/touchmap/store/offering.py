"""What a changed spreadsheet would change in a project of the workspace, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from touchmap.project import Project
from touchmap.project.edits import Change, DifferenceRow, difference, difference_rows, returned, summary
from touchmap.store.journal import Told

if TYPE_CHECKING:
    from touchmap.store.stored_project import StoredProject


@dataclass(frozen=True, slots=True)
class Offer:
    """What a spreadsheet would change, held against the state it was written from."""

    seen: int
    """Number of that state."""
    source: str
    """What the spreadsheet says it was written from."""
    whole: Change
    rest: Change
    """The change without what is refused."""
    told: tuple[Told, ...]
    """What is refused, as somebody has changed it since, and who."""
    before: tuple[int, ...]
    """Numbers of the edits by which parts of it were taken over already."""
    known: int
    """How many of its changes these were."""
    turned_back: tuple[str, ...]
    """What it has as it was written, though taken over changed; it stays as taken over."""
    latest_taken: int | None = None
    """The last of those edits, also where it holds nothing of the spreadsheet any more."""

    def rows(self) -> list[DifferenceRow]:
        """Every difference, the refused ones first; these are marked ``refused``."""
        fits = {id(step) for step in self.rest.steps}
        refused, others = [], []
        for step, row in zip(self.whole.steps, difference_rows(self.whole), strict=True):
            if id(step) in fits:
                others.append(row)
            else:
                what = "refused" if row.what == "changed" else f"refused ({row.what})"
                refused.append(DifferenceRow(what, row.table, row.row, row.field, row.old, row.new))
        return [*refused, *others]

    def change(self, name: str) -> Change:
        """What fits, as an edit whose label names the spreadsheet."""
        return self.rest.model_copy(update={"label": f"Take over {name}: {summary(self.rest)}"})


def offer(
    stored: StoredProject,
    read: Callable[[Project], Project],
    source: str,
    seen: int | str | None = None,
    *,
    author: str,
) -> Offer:
    """Hold a spreadsheet against the state it was written from, and what was taken over from it since.

    Parameters
    ----------
    read
        Gives the spreadsheet as a project, held against the state it was written from.
    source
        What the spreadsheet says it was written from; empty if it says nothing.
    seen
        Number of an edit or name of a version it was really written from; none = as it says, else now.
    author
        Who wants to take it over. Others may have copies of the same file: where somebody else took over
        a cell and this file gives it a third value, it is refused like any edit of a cell changed since.
    """
    wanted = stored.number_of(source) if seen is None else seen
    number, base = stored.state(wanted)
    sheet = read(base)
    earlier = [] if seen is not None else stored.taken_over(source)
    me = " ".join(author.split())
    others: set[tuple[str, str, str]] = set()
    for entry, change in earlier:
        others = others - change.cells if entry.author == me else others | change.cells
    back = returned(base, sheet, [change for _, change in earlier], others)
    before = tuple(entry.number for entry, _ in earlier) if back.known else ()
    whole = difference(back.base, sheet).still_to_do(stored.project())
    rest, told = whole, []
    while refused := stored.conflicts(rest, number):
        told += refused
        fewer = rest.without([one.conflict for one in refused], back.base)
        if len(fewer.steps) == len(rest.steps):
            break
        rest = fewer
    last = earlier[-1][0].number if earlier else None
    return Offer(number, source, whole, rest, tuple(told), before, back.known, back.turned_back, last)
