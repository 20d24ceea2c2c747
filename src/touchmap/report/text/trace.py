"""How the costs of a process came about, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from touchmap.analysis.trace import DEFAULT, Factor, Origin, Trace, TracedCost
from touchmap.costing.lines import COST_LINES
from touchmap.report.text.style import figures, money, plain, table

_INDENT = (0, 0, 0, 2)


def trace(found: Trace) -> RenderableType:
    """Each cost line of a process with its formula, the numbers put in and the fields they come from."""
    process = found.project.process(found.process_id)
    name = found.result.scenario_name or found.result.scenario_id
    parts: list[RenderableType] = [plain(f"{process.name} ({process.process_id}) under {name}"), Text()]
    for line in dict.fromkeys(cost.line for cost in found.costs):
        parts += [*_line(found, line), Text()]
    if not found.costs:
        return Group(*parts, Text("No cost of this kind."))
    return Group(*parts, _totals(found))


def _line(found: Trace, line: str) -> Iterator[RenderableType]:
    facts = COST_LINES[line]
    heading = Text(facts.label, style="bold")
    yield heading.append(f" ({line}) = {facts.formula}", style="not bold")
    for cost in found.costs:
        if cost.line == line:
            yield Padding(_cost(found, cost), _INDENT)


def _cost(found: Trace, cost: TracedCost) -> RenderableType:
    who = f" at {cost.provider_id}" if cost.provider_id else ""
    currency = found.project.settings.currency
    head = plain(f"{cost.subject}{who}: {currency} {cost.amount:,.2f}")
    if cost.shared_by:
        others = [p for p in cost.shared_by if p != found.process_id]
        shared = f"shared with {', '.join(others)}; the whole amount" if others else "of this process alone"
        head.append(f" ({shared})", style="dim")
    return Group(head, Padding(_product(cost), _INDENT), Padding(_factors(cost), _INDENT))


def _product(cost: TracedCost) -> Text:
    """The numbers put in: a × b ÷ c."""
    words = Text("= ")
    for n, factor in enumerate(cost.factors):
        words.append((" ÷ " if factor.divides else " × ") if n else "").append(figure(factor.value))
    return words


def figure(value: float) -> str:
    """A number with as many digits as it needs to be worked with.

    >>> figure(12000.0), figure(0.0437512345678), figure(32.123456789)
    ('12,000', '0.04375123457', '32.123456789')
    """
    digits = f"{value:,.10g}" if abs(value) < 1 else f"{value:,.9f}".rstrip("0").rstrip(".")
    return digits or "0"


def _factors(cost: TracedCost) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for _ in range(3):
        grid.add_column()
    for factor in cost.factors:
        label = Text(figure(factor.value)).append(f" {factor.unit}" if factor.unit else "")
        words = plain(factor.name.replace("_", " "))
        if factor.how:
            words.append_text(plain(f": {factor.how}"))
        if factor.months is not None:
            words.append(": " + _months(factor))
        sources = Group(*(_origin(origin) for origin in factor.origins)) if factor.origins else Text("")
        grid.add_row(label, words, sources)
    return grid


def _months(factor: Factor) -> str:
    months = factor.months
    assert months is not None  # noqa: S101
    season = ""
    if len({round(v, 9) for v in months.season}) > 1:
        season = " × season (" + " ".join(f"{v:.4g}" for v in months.season) + ", January first)"
    rises = f"(1 + {months.growth:g}) × (1 + {months.rise:g})"
    return (
        f"Σ over months {months.delay:g} < n ≤ {months.horizon} of ({rises}) ^ ((n − 1) // 12) "
        f"÷ (1 + {months.discount_rate:g}) ^ (n ÷ 12){season}; month 1 is calendar month "
        f"{months.first_month + 1}"
    )


def _origin(origin: Origin) -> Text:
    """A field with its value and how well it is known."""
    row = f"[{origin.row_id}]" if origin.row_id else ""
    value = "blank" if origin.value is None else origin.value
    words = plain(f"{origin.table}{row}.{origin.field} = {value} {origin.unit}".rstrip())
    level = {DEFAULT: "default, nobody stated it", "": "no evidence recorded"}.get(origin.level, origin.level)
    source = f": {origin.source}" if origin.source else ""
    return words.append_text(plain(f" · {level}{source}"))


def _totals(found: Trace) -> RenderableType:
    caption = f"{found.project.settings.currency}, present value. Shared costs are whole amounts, owed once."
    grid = table("Totals", caption=caption)
    grid.add_column("Line")
    figures(grid, "This process", "Shared")
    for line in dict.fromkeys(cost.line for cost in found.costs):
        own, shared = found.total(line), found.total(line, shared=True)
        grid.add_row(COST_LINES[line].label, money(own), money(shared) if shared else "")
    grid.add_section()
    grid.add_row("Total", money(found.total()), money(found.total(shared=True)), style="bold")
    return grid
