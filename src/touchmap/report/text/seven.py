"""The seven visible rules in a terminal."""

from __future__ import annotations

from rich.console import RenderableType

from touchmap.analysis.seven_rules import Held, seven_rules
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.text.style import plain, table

SHORT = {Held.HELD: "held", Held.OPEN: "open", Held.BROKEN: "NOT HELD", Held.NO_PLAN: "no plan"}


def visible_rules(project: Project, result: Result) -> RenderableType:
    """The seven rules every plan is held against, and how this one meets each."""
    grid = table("The seven rules", caption="open: held by the plan, but people still owe an answer.")
    grid.add_column("Rule", ratio=2)
    grid.add_column("State", no_wrap=True)
    grid.add_column("How", ratio=4)
    for row in seven_rules(project, result):
        style = "bold" if row.state is Held.BROKEN else ""
        grid.add_row(plain(f"{row.number} {row.title}"), SHORT[row.state], plain(row.how), style=style)
    return grid
