"""The negotiation list, in a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.analysis.break_even import NegotiationList
from touchmap.report.text.style import plain


def negotiation(found: NegotiationList, *, most: int = 25) -> RenderableType:
    """One sentence for each row, the closest rate first.

    Parameters
    ----------
    most
        Rows shown.
    """
    if not found.rows:
        return Text("There is nothing to negotiate: no plan, or no provider that may have any of the work.")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for row in found.rows[:most]:
        bends = f" Not linear: {row.why_not_linear}." if row.why_not_linear else ""
        open_ = "" if row.proven or row.message else " As far as proven in the time."
        grid.add_row("–", plain(row.sentence + bends + open_))
    rest = len(found.rows) - most
    more = Text(f"{rest} rows more; --out writes them all." if rest > 0 else "")
    return Group(Text(f"{found.scenario}: what to negotiate", style="bold"), grid, more)
