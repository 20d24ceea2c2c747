"""What rules cost, in a terminal."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.analysis.limit_curves import LimitCurve
from touchmap.analysis.rule_prices import RulePrice, RulePrices
from touchmap.analysis.spans import Span
from touchmap.report.text.explain import span_text
from touchmap.report.text.style import BLANK, figures, money, number, plain, table

BAR = 30
"""Characters of the longest bar of a curve."""


def rule_prices(found: RulePrices) -> RenderableType:
    """Each rule with its price and what it binds; pairs that are dear together."""
    head = f"{found.scenario}: {found.status.value}"
    unit = "points" if found.in_points else found.currency
    meaning = (
        f"Price, in {unit}: best value with the rule less best value without it; prices do not add up. "
        "Binds: packages that move once the rule is off."
    )
    grid = _grid(found, "What each rule costs", meaning)
    parts: list[RenderableType] = [plain(head), Text(), grid]
    if found.message and not found.status.has_plan:
        parts.insert(1, plain(found.message))
    if found.pairs_tried:
        parts += [Text(), _pairs(found)]
    return Group(*parts)


def rule_prices_so_far(found: RulePrices) -> RenderableType:
    """The same table while rules are still being solved."""
    solved = len(found.prices) - found.waiting
    unit = "points" if found.in_points else found.currency
    told = f"In {unit}. {solved} of {len(found.prices)} rules solved; of the others, what is certain so far."
    return _grid(found, "What each rule costs, so far", told, so_far=True)


def _grid(found: RulePrices, title: str, caption: str, *, so_far: bool = False) -> Table:
    grid = table(title, caption=caption)
    grid.add_column("Rule", no_wrap=True)
    grid.add_column("Kind")
    grid.add_column("Price", justify="right")
    figures(grid, "Binds")
    grid.add_column("", ratio=1)
    for row in found.prices:
        price = span_text(row.price, found.total.high, in_points=found.in_points)
        binds = str(len(row.moves)) if row.moves else BLANK
        remark = "…" if so_far and not row.is_asked else _remark(found, row)
        grid.add_row(plain(row.rule_ids[0]), row.stem, price, binds, plain(remark))
    return grid


def _remark(found: RulePrices, row: RulePrice) -> str:
    if row.price is None:
        if row.blocks:
            value = _value(row.without, in_points=found.in_points)
            return f"without it there is a plan: {value}"
        return "no plan without it either" if row.proven else "no plan is known without it"
    if row.closes_nothing:
        return "refuses nothing that others leave open"
    if not row.is_asked:
        return "not solved in the time: a first look"
    if not row.proven:
        return "as far as proven in the time"
    named = ", ".join(m.package_id for m in row.moves[:3])
    return named + (f" and {len(row.moves) - 3} more" if len(row.moves) > 3 else "")


def _pairs(found: RulePrices) -> RenderableType:
    if not found.pairs:
        return Text(f"No pair is certain to cost more together; {found.pairs_tried} were tried.")
    grid = table("Dearer together than both alone", caption=f"{found.pairs_tried} pairs were tried.")
    grid.add_column("Rules")
    grid.add_column("Price together", justify="right")
    for row in found.pairs:
        price = span_text(row.price, found.total.high, in_points=found.in_points)
        grid.add_row(plain(" + ".join(row.rule_ids)), price)
    return grid


def _value(span: Span, *, in_points: bool) -> str:
    """A best value as people see it: points are sought high and kept with a minus."""
    if math.isinf(span.high):
        return "no plan" if span.low == math.inf else "not known"
    shown = Span(-span.high, -span.low) if in_points else span
    return span_text(shown, span.high, in_points=in_points)


def limit_curve(found: LimitCurve) -> RenderableType:
    """Best value under each limit, with a bar for how much worse it is than the loosest."""
    unit = "points" if found.in_points else found.currency
    words = {"maximum": "At most", "minimum": "At least"}
    grid = table(f"{found.rule_id}: what its limit costs", caption=f"{unit}; * the limit in the scenario.")
    grid.add_column(words[found.side], justify="right")
    grid.add_column("Best value", justify="right")
    figures(grid, "Dearer by")
    grid.add_column("")
    known = [p.value.high for p in found.points if math.isfinite(p.value.high)]
    least, most = min(known, default=0.0), max(known, default=0.0)
    for point in found.points:
        star = " *" if point.limit == found.limit else ""
        extra = point.value.high - least
        bar = "█" * round(BAR * extra / (most - least)) if math.isfinite(extra) and most > least else ""
        dearer = BLANK if math.isinf(extra) else number(extra, 3) if found.in_points else money(extra)
        grid.add_row(f"{point.limit:g}{star}", _value(point.value, in_points=found.in_points), dearer, bar)
    return grid
