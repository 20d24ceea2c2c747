"""Scenarios side by side, and where two of them differ, in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.compare import Comparison, ScenarioComparison, letter_of
from touchmap.analysis.facts import PEOPLE_MODELS
from touchmap.analysis.input_changes import InputChange
from touchmap.project import Project
from touchmap.report.text.style import (
    change,
    change_percent,
    figures,
    gap_percent,
    money,
    number,
    percent,
    plain,
    table,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_INPUTS = 25
"""Changed inputs shown before the rest is only counted."""
ROOM_FOR_COSTS = 120
"""Characters a line needs before the costs of A and B are shown beside their difference."""
Cell = str | Text
_ROWS: tuple[tuple[str, str, Callable[..., Cell]], ...] = (
    ("Total cost", "cost", money),
    ("Change against today", "change", change),
    ("Change against today, %", "change_share", change_percent),
    ("Quality (0–100)", "quality", number),
    ("Worst moment of truth", "worst_moment_of_truth", number),
    *(
        (f"{m.letter} {m.label.lower()}, share of handle time", f"share_{m.value}", percent)
        for m in PEOPLE_MODELS
    ),
    ("Third parties used", "providers_used", lambda value: number(value, 0)),
    ("Processes moved", "processes_moved", lambda value: number(value, 0)),
    ("Packages left undone", "unassigned", lambda value: number(value, 0)),
    ("Rules on", "rules_on", lambda value: number(value, 0)),
    ("Status", "status", lambda value: str(value).replace("_", " ")),
    ("Gap", "gap", gap_percent),
)


def scenarios(comparison: Comparison | ScenarioComparison) -> RenderableType:
    """The scenario table, one column per scenario."""
    rows = comparison.scenarios
    grid = table("Scenarios", caption=f"Money in {comparison.currency}, present value.")
    grid.add_column("")
    figures(grid, *(f"{letter_of(n)}: {name}" for n, name in enumerate(rows["scenario"])))
    for label, name, look in _ROWS:
        grid.add_row(label, *(look(value) for value in rows[name]))
    return grid


def two_projects(a: Project, b: Project, tables: Sequence[pd.DataFrame]) -> RenderableType:
    """The figures of one scenario in two projects."""
    import pandas as pd

    rows = pd.concat([table.astype(object) for table in tables])
    names = [p.settings.name or p.settings.company_id for p in (a, b)]
    grid = table(
        f"Scenario {rows['scenario'].iloc[0]} in two projects", caption="Money in each one's currency."
    )
    grid.add_column("")
    figures(grid, *(f"{letter_of(n)}: {name}" for n, name in enumerate(names)))
    for label, name, look in _ROWS:
        grid.add_row(label, *(look(value) for value in rows[name]))
    return grid


def inputs(changes: Sequence[InputChange], *, letter: str = "B") -> RenderableType:
    """What differs in the inputs from A to another scenario.

    Parameters
    ----------
    letter
        Letter of the other scenario.
    """
    if not changes:
        return Text(f"No input differs from A to {letter}.")
    heading = Text(f"What changed in the inputs from A to {letter} ({len(changes)})", style="bold")
    said = [
        plain(f"– {c.sentence}".replace(" in B only", f" in {letter} only")) for c in changes[:MOST_INPUTS]
    ]
    if len(changes) > MOST_INPUTS:
        said.append(Text(f"and {len(changes) - MOST_INPUTS} more"))
    return Group(heading, *said)


def who_does_what(comparison: ScenarioComparison) -> RenderableType:
    """Packages that do not have the same home in all plans, one column per scenario."""
    rows = comparison.packages
    letters = [c.removeprefix("provider_") for c in rows.columns if c.startswith("provider_")]
    if rows.empty:
        return Text("Every package is done alike in all plans.")
    grid = table(f"Packages done otherwise ({len(rows)})", caption="+P with self-service in front.")
    grid.add_column("Package", no_wrap=True)
    for letter in letters:
        grid.add_column(letter.upper(), ratio=1)
    for row in rows.to_dict("records"):
        grid.add_row(plain(row["package_id"]), *(plain(row[f"provider_{letter}"]) for letter in letters))
    return grid


def differences(comparison: Comparison, *, width: int = 100) -> RenderableType:
    """Processes, providers and cost lines that differ from A to B.

    Parameters
    ----------
    width
        Characters of a line.
    """
    parts = (_processes(comparison, width), _providers(comparison), _lines(comparison))
    return Group(parts[0], Text(), parts[1], Text(), parts[2])


def _processes(comparison: Comparison, width: int) -> RenderableType:
    rows = comparison.processes
    if rows.empty:
        return Text("No process is done otherwise.")
    caption = "Cost that belongs to the packages alone; difference is B − A. +P with self-service in front."
    grid = table(f"Processes done otherwise ({len(rows)})", caption=caption)
    with_costs = width >= ROOM_FOR_COSTS
    grid.add_column("Process", ratio=3)
    grid.add_column("A", ratio=3)
    grid.add_column("B", ratio=4)
    figures(grid, *(("Cost A", "Cost B") if with_costs else ()), "Difference", "Quality")
    for row in rows.to_dict("records"):
        costs = (money(row["cost_a"]), money(row["cost_b"])) if with_costs else ()
        homes = (plain(row["providers_a"]), plain(row["providers_b"]))
        quality = _arrow(row["quality_a"], row["quality_b"])
        grid.add_row(plain(row["process"]), *homes, *costs, change(row["difference"]), quality)
    return grid


def _arrow(a: float | None, b: float | None) -> str:
    before, after = number(a), number(b)
    return after if before == after else f"{before} → {after}"


def _providers(comparison: Comparison) -> RenderableType:
    rows = comparison.providers
    if rows.empty:
        return Text("No provider has other work.")
    grid = table("Providers")
    grid.add_column("Provider", ratio=3)
    figures(grid, "FTE A", "FTE B", "Cost A", "Cost B", "Difference")
    for row in rows.to_dict("records"):
        fte = (number(row["fte_a"]), number(row["fte_b"]))
        grid.add_row(
            plain(row["provider"]),
            *fte,
            money(row["cost_a"]),
            money(row["cost_b"]),
            change(row["difference"]),
        )
    return grid


def _lines(comparison: Comparison) -> RenderableType:
    rows = comparison.cost_lines
    if rows.empty:
        return Text("No cost line differs.")
    grid = table("Cost lines")
    grid.add_column("Line", ratio=3)
    figures(grid, "A", "B", "Difference")
    for row in rows.to_dict("records"):
        grid.add_row(
            plain(row["label"]), money(row["cost_a"]), money(row["cost_b"]), change(row["difference"])
        )
    return grid
