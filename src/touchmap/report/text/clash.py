"""A clash in a terminal: what cannot hold together, and what mends it at what price."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from touchmap.analysis.clash import Clash, ClashStatus
from touchmap.analysis.repairs import Repair
from touchmap.plan import SolveStatus
from touchmap.report.text.style import (
    BLANK,
    change,
    figures,
    gap_percent,
    money,
    number,
    plain,
    table,
)
from touchmap.sourcing.elastic import MemberKind


def clash(found: Clash) -> RenderableType:
    """Everything known about a clash."""
    if found.status is ClashStatus.NONE:
        return Text(". ".join(found.notes) or "Nothing clashes: the scenario has a plan.")
    if found.status is ClashStatus.UNDECIDED:
        return Text("Undecided: neither a plan nor a proof that there is none was found in time.")
    parts: list[RenderableType] = []
    if found.impossible:
        parts.append(Text("Work nobody can do at all, whatever the rules", style="bold"))
        parts += [Padding(plain(f"– {sentence}"), (0, 0, 0, 2)) for sentence in found.impossible]
    said: set[str] = set()
    for number_, one in enumerate(found.sets, 1):
        proof = "" if one.is_minimal else " (not proven minimal)"
        parts.append(Text.assemble((f"Clash {number_}: ", "bold"), plain(f"{one.sentence}{proof}.")))
        rules = [m for m in one.members if m.kind is MemberKind.RULE and m.subject not in said]
        parts += [Padding(plain(f"– {m.sentence}"), (0, 0, 0, 2)) for m in rules]
        said |= {m.subject for m in rules}
    if found.sets:
        parts.append(Text(_all_said(found), style="dim"))
    if found.repairs:
        parts += [Text(), _repairs(found)]
    return Group(*parts)


def _all_said(found: Clash) -> str:
    every = "Every plan has to give way in at least one member of each clash."
    if found.is_complete:
        return every
    return f"{every} There may be further clashes behind these."


def _repairs(found: Clash) -> RenderableType:
    known = found.today_cost is not None
    caption = "The least change found that makes room for a plan, and what the best plan then costs"
    order = "the best first" if found.in_points else "the cheapest first"
    grid = table(f"Repairs, {order}", caption=f"{caption} ({found.currency}).")
    grid.add_column("Change", ratio=5)
    figures(grid, "Cost", *(("Against today",) if known else ()), "Gap", "Quality")
    for repair in found.repairs:
        cost = repair.cost
        against = () if not known else (change(_against(cost, found.today_cost)),)
        quality = None if repair.result is None else repair.result.average_quality
        grid.add_row(plain(repair.sentence), money(cost), *against, _gap(repair), number(quality))
    return grid


def _against(cost: float | None, today: float | None) -> float | None:
    return None if cost is None or today is None else cost - today


def _gap(repair: Repair) -> str:
    result = repair.result
    if result is None or not result.status.has_plan:
        return "not priced"
    if result.gap is None:
        return BLANK
    return gap_percent(result.gap) + ("" if result.status is SolveStatus.OPTIMAL else " so far")
