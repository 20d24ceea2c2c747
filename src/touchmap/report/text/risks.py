"""The risk register in a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.analysis.risks import RiskRegister, RiskRow
from touchmap.project import Project
from touchmap.report.risks import figures_of, named
from touchmap.report.text.style import figures, plain, table

FACTS_SHOWN, PLACES_SHOWN = 3, 6


def risks(project: Project, register: RiskRegister) -> RenderableType:
    """The figures above, the risks a plan runs with what triggers each, and those it does not run."""
    above = Table.grid(padding=(0, 2))
    above.add_column(style="bold", no_wrap=True)
    above.add_column()
    for label, value in figures_of(project, register):
        above.add_row(label, plain(value))
    calm = ", ".join(f"{r.risk_id} {r.name}" for r in register.rows if not r.triggered)
    parts: list[RenderableType] = [above, Text(), _grid(register)]
    if calm:
        parts += [Text(), plain(f"Not triggered: {calm}.")]
    return Group(*parts)


def _grid(register: RiskRegister) -> RenderableType:
    rows = register.triggered
    grid = table(
        f"Risks of this plan: {len(rows)} of {len(register.rows)}",
        caption="Score = probability × impact, each 1–5; medium from 6, high from 12, very high from 20.",
    )
    grid.add_column("Risk", no_wrap=True)
    grid.add_column("What could happen", ratio=2)
    figures(grid, "P", "I", "Score")
    grid.add_column("Where, and what triggers it", ratio=3)
    grid.add_column("In the model; remedy", ratio=3)
    for row in rows:
        grid.add_row(
            row.risk_id,
            plain(f"{row.name} ({row.band})"),
            str(row.probability),
            str(row.impact),
            str(row.score),
            plain(_why(row)),
            plain(f"{row.in_model}. Remedy: {row.remedy}."),
        )
    return grid


def _why(row: RiskRow) -> str:
    places = named(list(row.places), PLACES_SHOWN).replace("; and", " and").replace("; ", ", ")
    facts = named([str(f) for f in row.facts], FACTS_SHOWN)
    note = f" ({row.note})" if row.note else ""
    return f"{places}{note}: {facts}"
