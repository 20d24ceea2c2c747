"""Alternatives in a terminal: plans nearly as good, the stable core, contested rows."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.alternatives import Alternatives, Contested
from touchmap.project import Project
from touchmap.report.text.style import change, figures, money, number, percent, plain, table

MOST_ROWS = 30
"""Contested packages shown before the rest is only counted."""


def alternatives(project: Project, found: Alternatives) -> RenderableType:
    """The plans, what is the same in all of them, and what decides the rest."""
    if not found.plans:
        return plain(f"No alternatives: {found.message or found.status.value}")
    parts: list[RenderableType] = [_plans(project, found), plain(_end(found)), Text(), plain(_core(found))]
    if found.contested:
        parts += [Text(), _contested(found)]
    return Group(*parts)


def _plans(project: Project, found: Alternatives) -> RenderableType:
    caption = f"{found.currency}. Difference: packages led by another party."
    title = f"Plans within {100 * found.within:g} % of the optimum of {found.scenario_name}"
    grid = table(title, caption=caption)
    grid.add_column("Plan")
    own = {p.provider_id for p in project.providers if p.is_own or p.is_platform}
    figures(grid, "Cost", "Quality", "Third parties", "Proven within", "Differs from best", "from any before")
    for n, plan in enumerate(found.plans):
        assigned = () if plan.result.plan is None else plan.result.plan.assignments
        parties = len({row.provider_id for row in assigned if row.provider_id} - own)
        grid.add_row(
            "best" if n == 0 else str(n),
            money(plan.result.cost),
            number(plan.result.average_quality),
            str(parties),
            percent(plan.at_most_above_optimum, 2),
            str(plan.differs_from_best) if n else "",
            str(plan.differs_from_any) if n else "",
        )
    return grid


def _end(found: Alternatives) -> str:
    if found.message:
        return f"{found.message[0].upper()}{found.message[1:]}."
    if found.is_exhausted:
        return (
            f"Proven: no further plan within that share differs in {found.differ} packages from all of these."
        )
    return "There may be more."


def _core(found: Alternatives) -> str:
    count, whole = len(found.core), len(found.core) + len(found.contested)
    if found.core_is_proven:
        return (
            f"Stable core, proven: {count} of {whole} packages have one home in every plan within that share."
        )
    return f"Stable core: {count} of {whole} packages have the same home in all plans found."


def _stake(row: Contested) -> tuple[bool, float, str]:
    """Single moves that hold first, by how much the whole cost changes."""
    other = row.homes[1] if len(row.homes) > 1 else None
    if other is None or other.change_of_total is None:
        return True, math.inf, row.package_id
    return other.breaks_rules, abs(other.change_of_total), row.package_id


def _contested(found: Alternatives) -> RenderableType:
    caption = (
        f"Alone: change of the whole cost in {found.currency} if only this package moves, from its home in "
        "the best plan to the second one named."
    )
    grid = table(f"Contested ({len(found.contested)}), those that cost least to move first", caption=caption)
    grid.add_column("Package", no_wrap=True)
    grid.add_column("What decides it", ratio=4)
    figures(grid, "Alone")
    for row in sorted(found.contested, key=_stake)[:MOST_ROWS]:
        other = row.homes[1] if len(row.homes) > 1 else None
        alone = change(None if other is None else other.change_of_total)
        grid.add_row(plain(row.package_id), plain(row.sentence), alone)
    if len(found.contested) > MOST_ROWS:
        grid.add_row(f"and {len(found.contested) - MOST_ROWS} more", "", "")
    return grid
