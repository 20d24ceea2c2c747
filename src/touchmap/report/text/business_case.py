"""The business case of a plan in a terminal, its headline first."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.analysis.business_case import BusinessCase, Crossover, Saving
from touchmap.analysis.returns import Return, ReturnStatus
from touchmap.costing.lines import COST_LINES
from touchmap.quality.break_even_churn import BreakEvenChurn
from touchmap.report.text.notes import left_out
from touchmap.report.text.style import BLANK, change, figures, money, number, percent, plain, table


def business_case(case: BusinessCase) -> RenderableType:
    """Headline, savings with their break-even churn, returns, money by year, ranges, what is left out."""
    parts = (_headline(case), _savings(case), _returns(case), _by_year(case), _tornado(case), _usual(case))
    spaced = [piece for part in parts for piece in (part, Text())]
    return Group(*spaced, left_out(case.result))


def net_saving(case: BusinessCase) -> Text:
    """The headline: P10, P50 and P90 of the net saving."""
    net = case.net
    line = Text(f"{case.project.settings.currency} {money(net.p10.amount)} – ")
    line.append(money(net.p50.amount), style="bold").append(f" – {money(net.p90.amount)}")
    line.append(f" (P10 – P50 – P90), after {struck_out(case)}")
    return line


def struck_out(case: BusinessCase) -> str:
    """What has come off the saving."""
    stranded = "stranded" in case.plan.lines
    parts = ["one-offs", *(["stranded cost"] if stranded else [])]
    if case.haircut_share:
        parts.append(f"a haircut of {percent(case.haircut_share)}")
    words = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return words if stranded else f"{words}; no stranded cost is counted"


def churn_words(found: BreakEvenChurn) -> str:
    """Break-even churn of a saving in words, or what is missing to say it."""
    if found.share is not None:
        return f"P50 is gone once {percent(found.share, 2)} more of all customers leave a year"
    if found.missing:
        return f"not known: no {' and no '.join(found.missing)} in settings"
    return "none, as P50 saves nothing"


def rate_card_words(case: BusinessCase) -> str:
    """The rate-card saving as it stands beneath the headline."""
    return (
        f"{case.project.settings.currency} {money(case.rate_card.amount)}: prices alone, nothing else counted"
    )


def _headline(case: BusinessCase) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    grid.add_row("Scenario", plain(case.result.scenario_name or case.result.scenario_id))
    grid.add_row("Net saving", net_saving(case))
    grid.add_row("Break-even", churn_words(case.net.p50.churn))
    if case.net.loses_share:
        grid.add_row("At a loss", f"{percent(case.net.loses_share, 1)} of {case.net.draws:,} draws cost more")
    for sentence in case.not_known:
        grid.add_row("Beware", plain(sentence))
    return grid


def _savings(case: BusinessCase) -> RenderableType:
    s = case.project.settings
    caption = (
        f"{s.currency}, present value over {case.horizon} months at {percent(s.discount_rate, 1)} a year"
    )
    grid = table("Savings against today", caption=f"{caption}; {_lifetime(case.net.p50.churn)}")
    grid.add_column("")
    figures(grid, "Saving", "A year", "Break-even churn")
    rows: list[tuple[str, Saving]] = [
        ("Net saving, P10 (nine draws in ten save more)", case.net.p10),
        ("Net saving, P50", case.net.p50),
        ("Net saving, P90", case.net.p90),
        ("As planned, after the haircut", case.counted),
        ("As planned, before the haircut", case.computed),
        ("Rate card only: prices, nothing else", case.rate_card),
    ]
    for label, saving in rows:
        grid.add_row(label, money(saving.amount), money(saving.per_year), percent(saving.churn.share, 2))
    grid.add_section()
    steady = case.steady
    grid.add_row(
        "A settled year, at today's prices", BLANK, money(steady.per_year), percent(steady.churn.share, 2)
    )
    return grid


def _lifetime(churn: BreakEvenChurn) -> str:
    if churn.missing:
        return f"break-even churn needs settings {', '.join(churn.missing)}"
    capped = ", the longest counted" if churn.lifetime_capped else ""
    return f"a customer's lifetime counts {number(churn.lifetime_years)} years{capped}"


def _returns(case: BusinessCase) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    for label, words in return_rows(case):
        grid.add_row(label, words)
    return grid


def return_rows(case: BusinessCase) -> Iterator[tuple[str, str]]:
    """One-offs, payback, rate of return, crossover and exit values in words."""
    currency = case.project.settings.currency
    yield "Laid out once", f"{currency} {money(case.one_off)}"
    discounted = _month(case.payback_discounted)
    yield "Payback", f"{_month(case.payback)}; {discounted} with discounted money"
    yield "Rate of return (IRR)", _irr(case.irr)
    yield "Crossover with in-house", _crossover(case.crossover)
    for found in case.exits:
        fees, back = money(found.exit_fees), f"{money(found.return_low)} to {money(found.return_high)}"
        words = f"{currency} {money(found.low)} to {money(found.high)}: {money(found.so_far)} so far"
        yield f"If stopped in month {found.month}", f"{words}, exit fees {fees}, moving back {back}"


def _month(month: int | None) -> str:
    if month is None:
        return "not within the plan"
    return "at once" if month == 0 else f"month {month}"


def _irr(found: Return) -> str:
    if found.status is ReturnStatus.FOUND:
        return f"{percent(found.per_year, 1)} a year"
    return f"none: {found.status.value}"


def _crossover(found: Crossover) -> str:
    if not found.moved:
        return "no work leaves own staff"
    if found.year is None:
        return "not within 30 years: work that moved stays cheaper than own staff would be"
    if found.year == 1:
        return "from the start: work that moved is dearer than own staff"
    return f"year {found.year}: from then on work that moved is dearer than own staff would be"


def _by_year(case: BusinessCase) -> RenderableType:
    grid = table("Money by year", caption=f"{case.project.settings.currency} as paid, not discounted")
    grid.add_column("")
    figures(grid, "Today", "This plan", "Saved", "Cumulated")
    for row in case.by_year():
        year = int(row["year"])
        label = "Start" if year == 0 else f"Year {year}"
        saved, cumulated = change(-row["saved"]), change(-row["cumulated"])
        grid.add_row(label, money(row["today"]), money(row["plan"]), _turned(saved), _turned(cumulated))
    return grid


def _usual(case: BusinessCase) -> RenderableType:
    """What nobody stated, at usual values."""
    found = case.usual
    if not found.lines:
        return Text("Every field behind a hidden cost is stated.")
    values = "; ".join(f"{v.field} {v.typical:g} {v.unit} ({v.grade})" for v in found.values)
    blank = f" No usual value: {', '.join(found.without)}." if found.without else ""
    caption = f"Counted nowhere: the size of what is not included. Taken: {values}.{blank}"
    grid = table("What nobody stated, at usual values", caption=caption)
    grid.add_column("Cost line")
    figures(grid, "Today", "This plan", "Saving")
    grid.add_row("Saving as planned, before the haircut", "", "", money(found.saving_before))
    for row in found.lines:
        grid.add_row(
            COST_LINES[row.line].label, money(row.today), money(row.plan), _turned(change(-row.saving))
        )
    grid.add_section()
    grid.add_row("Saving at usual values", "", "", money(found.saving), style="bold")
    return grid


def _turned(text: Text) -> Text:
    """A change of cost as a saving: the same colour, the other sign."""
    swapped = str.maketrans("+-", "-+")
    return Text(text.plain.translate(swapped), style=text.style)


def _tornado(case: BusinessCase) -> RenderableType:
    caption = (
        f"Saving before the haircut, each range alone. {case.net.draws:,} independent draws (seed "
        f"{case.net.seed}): triangular around the plan, the start uniform. Ranges are settings, assumed."
    )
    grid = table("What moves the saving", caption=caption)
    grid.add_column("Range")
    grid.add_column("From … to", no_wrap=True)
    figures(grid, "Saving at the first", "Saving at the second")
    for bar in case.tornado:
        grid.add_row(bar.name, f"{bar.low} … {bar.high}", money(bar.saving_low), money(bar.saving_high))
    return grid
