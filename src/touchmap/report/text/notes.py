"""Rules, findings and what is left out, in a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from touchmap.analysis.facts import facts_of
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.colours import LEVEL_COLOURS
from touchmap.report.listings import rule_table
from touchmap.report.reasons import Reasons
from touchmap.report.text.style import figures, number, plain, table

LEVEL_WORDS = {"red": "RED", "amber": "AMBER", "note": "note"}


def rules(project: Project, result: Result) -> RenderableType:
    """Rules that bind or are broken, and gates that leave work a single home; how many others hold."""
    limits = _limits(project, result)
    gates = Reasons(facts_of(project, result)).deciding_gates()
    if not gates:
        return limits
    said = ", ".join(f"{rule_id} {count}" for rule_id, count in gates.items())
    return Group(limits, plain(f"Gates that leave packages a single home: {said}."))


def _limits(project: Project, result: Result) -> RenderableType:
    rows = rule_table(project, result)
    tight = rows[rows["state"].isin(["binding", "broken"])]
    holding = len(set(rows["rule_id"]) - set(tight["rule_id"]))
    if tight.empty:
        return Text(f"No limit is reached; {holding} rules hold." if len(rows) else "No rule is on.")
    grid = table("Rules at their limit", caption=f"{holding} further rules hold, with room or as gates.")
    grid.add_column("Rule", no_wrap=True)
    grid.add_column("What it says", ratio=3)
    figures(grid, "Value", "At least", "At most")
    grid.add_column("State")
    for row in tight.to_dict("records"):
        says = row["sentence"] + (f" ({row['subject']})" if row["subject"] else "")
        limits = (number(row[name], 2) for name in ("value", "minimum", "maximum"))
        grid.add_row(plain(row["rule_id"]), plain(says), *limits, row["state"])
    return grid


def findings(result: Result) -> RenderableType:
    """Findings with their level as a word, the gravest first."""
    if not result.findings:
        return Text("No findings.")
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for finding in result.findings:
        level = Text(LEVEL_WORDS[finding.level], style=f"bold {LEVEL_COLOURS[finding.level]}")
        grid.add_row(level, plain(finding.message))
    return Group(Text("Findings", style="bold"), grid)


def left_out(result: Result) -> RenderableType:
    """What no figure of the result contains."""
    if not result.not_included:
        return Text()
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for sentence in result.not_included:
        grid.add_row("–", plain(sentence))
    return Group(Text("Not included in any figure", style="bold"), Padding(grid, 0))
