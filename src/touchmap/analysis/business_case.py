"""`business_case`: what a plan saves against today, when, how surely, and what that leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from touchmap.analysis.facts import ById, ResultFacts, facts_of
from touchmap.analysis.ranges import (
    DEFAULT_DRAWS,
    Bar,
    Draws,
    Ranges,
    percentiles,
    respond,
    straight_error,
    tornado,
)
from touchmap.analysis.returns import Return, payback_month, rate_of_return
from touchmap.analysis.usual import UsualCosts, usual_costs
from touchmap.costing.cash import Cash, build_cash_costing, cash_of
from touchmap.costing.costing import Costing
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.costing.staffing_difference import staffing_differences
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.quality.break_even_churn import BreakEvenChurn, break_even_churn
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Ints

RATE_CARD = (
    "run",
    "language_premium",
    "out_of_hours_premium",
    "platform",
    "fixed_price",
    "volume_discount",
)
"""Cost lines of a price list: all that a comparison of rates looks at."""
BILLED = (*RATE_CARD, "commission")
"""Cost lines a provider bills, on which its exit fee is counted."""
NOT_REPEATED = frozenset({"stranded", "social_plan", "exit_fee", "remediation"})
"""One-off lines that moving back does not cost again."""
EXIT_MONTHS = (12, 24)
LEAST_GAP_SHARE = 0.001
"""Part of a plan's cost from which people not counted are worth a sentence."""
LEAST_ERROR_SHARE = 0.005
"""Part of the distance from P10 to P90 from which an error of the spread is worth a sentence."""
CROSSOVER_YEARS = 30
"""Years beyond which no crossover is looked for."""


@dataclass(frozen=True)
class Saving:
    """A saving with the extra churn at which it is gone."""

    amount: float
    per_year: float
    churn: BreakEvenChurn


@dataclass(frozen=True)
class Spread:
    """A saving at P10, P50 and P90, and how many draws save nothing at all."""

    p10: Saving
    p50: Saving
    p90: Saving
    loses_share: float
    """Share of draws in which the plan costs more than today."""
    draws: int
    seed: int


@dataclass(frozen=True)
class ExitValue:
    """What is left of a case that is stopped after some months; present value."""

    month: int
    so_far: float
    """Saved less laid out until then."""
    exit_fees: float
    return_low: float
    """Moving back at the low factor."""
    return_high: float

    @property
    def low(self) -> float:
        """Exit value if moving back is dear."""
        return self.so_far - self.exit_fees - self.return_high

    @property
    def high(self) -> float:
        """Exit value if moving back is cheap."""
        return self.so_far - self.exit_fees - self.return_low


@dataclass(frozen=True)
class Crossover:
    """When the work that leaves own staff becomes dearer than it would have been there."""

    moved: bool
    """Whether any work leaves own staff."""
    year: int | None = None
    """First year of the plan in which it is dearer, 1 = the first; none within 30 years."""


@dataclass(frozen=True)
class BusinessCase:
    """A plan against today, month by month. Savings are positive; present values unless said otherwise."""

    project: Project
    result: Result
    plan: Cash
    today: Cash
    net: Spread
    """Net saving after one-offs, stranded cost and haircut: the headline."""
    computed: Saving
    """Saving as computed: today's cost less the plan's, before the haircut."""
    counted: Saving
    """The same after the haircut."""
    rate_card: Saving
    """What the price lists alone promise, from the first month, with nothing else counted."""
    steady: Saving
    """Running cost a year at today's prices, today's less the plan's, not discounted."""
    crossover: Crossover
    exits: tuple[ExitValue, ...]
    tornado: tuple[Bar, ...]
    ranges: Ranges
    straight_error: float = 0.0
    """How far the spread may be off where staffing curves bend, money."""

    @cached_property
    def monthly(self) -> Array:
        """Saved less laid out at the start and in each month, not discounted."""
        return self.today.total - self.plan.total

    @property
    def horizon(self) -> int:
        """Months of the plan."""
        return len(self.monthly) - 1

    @property
    def haircut_share(self) -> float:
        """Part of a saving that is not counted on."""
        return self.project.settings.savings_haircut_share

    @property
    def one_off(self) -> float:
        """What is laid out once, stranded cost included."""
        lines = self.plan.present_values
        return sum(v for n, v in lines.items() if COST_LINES[n].kind is LineKind.ONE_OFF)

    @cached_property
    def irr(self) -> Return:
        """Rate of return of the monthly amounts, a year."""
        return rate_of_return(self.monthly)

    @cached_property
    def payback(self) -> int | None:
        """Month from which more has been saved than laid out, not discounted."""
        return payback_month(self.monthly)

    @cached_property
    def payback_discounted(self) -> int | None:
        """The same with discounted money."""
        return payback_month(self.monthly * self.plan.discount)

    @cached_property
    def not_known(self) -> tuple[str, ...]:
        """What makes the comparison with today incomplete, in words."""
        return (*_gaps(facts_of(self.project, self.result)), *self._spread_gap())

    def _spread_gap(self) -> Iterator[str]:
        """How far P10, P50 and P90 may be off, where that is worth a sentence."""
        width = self.net.p90.amount - self.net.p10.amount
        if self.straight_error >= LEAST_ERROR_SHARE * width > 0:
            yield (
                "P10, P50 and P90 take staffing curves as straight: with volumes and handle times halfway to "
                f"the ends of their ranges a saving is off by up to {self.project.settings.currency} "
                f"{self.straight_error:,.0f}, {100 * self.straight_error / width:.1f} % of the distance from "
                "P10 to P90."
            )

    @cached_property
    def usual(self) -> UsualCosts:
        """What nobody stated, at usual values; counted nowhere."""
        return usual_costs(self.project, self.result)

    def by_year(self) -> list[dict[str, float]]:
        """Today, plan, saved and cumulated money by year, not discounted; year 0 is the start."""
        rows, cumulated = [], 0.0
        for year in range(-(-self.horizon // MONTHS) + 1):
            months = slice(0, 1) if year == 0 else slice((year - 1) * MONTHS + 1, year * MONTHS + 1)
            saved = float(self.monthly[months].sum())
            cumulated += saved
            today, plan = (float(c.total[months].sum()) for c in (self.today, self.plan))
            rows.append({"year": year, "today": today, "plan": plan, "saved": saved, "cumulated": cumulated})
        return rows

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the figures of the headline and the money by month."""

        def saving(s: Saving) -> dict[str, Any]:
            churn = {"break_even_churn": s.churn.share, "missing": list(s.churn.missing)}
            return {"amount": s.amount, "per_year": s.per_year, **churn}

        return {
            "scenario": self.result.scenario_id,
            "currency": self.project.settings.currency,
            "horizon_months": self.horizon,
            "net_saving": {
                "p10": saving(self.net.p10),
                "p50": saving(self.net.p50),
                "p90": saving(self.net.p90),
                "loses_share": self.net.loses_share,
                "draws": self.net.draws,
                "seed": self.net.seed,
            },
            "computed": saving(self.computed),
            "counted": saving(self.counted),
            "steady_state": saving(self.steady),
            "rate_card": saving(self.rate_card),
            "one_off": self.one_off,
            "irr": {"status": self.irr.status.value, "per_year": self.irr.per_year},
            "payback_month": self.payback,
            "payback_month_discounted": self.payback_discounted,
            "crossover_year": self.crossover.year,
            "exit_values": [
                {"month": e.month, "low": e.low, "high": e.high, "so_far": e.so_far} for e in self.exits
            ],
            "by_year": self.by_year(),
            "monthly": [float(v) for v in self.monthly],
            "usual_values": self.usual.to_json_dict(),
            "not_known": list(self.not_known),
            "not_included": list(self.result.not_included),
        }


def business_case(
    project: Project, result: Result, *, draws: int = DEFAULT_DRAWS, seed: int = 0
) -> BusinessCase:
    """Lay a result against today: net saving with its spread, returns, exit values, and money by month.

    The last few cases are remembered.

    Parameters
    ----------
    draws
        Number of draws of the spread, at least 1.
    seed
        Seed of the draws.

    Raises
    ------
    ValueError
        If the result holds no plan, or `draws` is below 1.
    UnknownNameError
        If the plan does not fit the project.
    """
    return _case(ById(project), ById(result), draws, seed)


@lru_cache(maxsize=8)
def _case(project: ById, result: ById, draws: int, seed: int) -> BusinessCase:
    assert isinstance(project.value, Project)  # noqa: S101
    assert isinstance(result.value, Result)  # noqa: S101
    return _build(project.value, result.value, draws, seed)


def _build(project: Project, result: Result, draws: int, seed: int) -> BusinessCase:
    facts = facts_of(project, result)
    choice, settings = facts.choice, project.settings
    costing = build_cash_costing(project)
    plan, today = cash_of(costing, choice), cash_of(costing, costing.options.today)
    response = respond(project, choice, costing=costing)
    drawn = response.savings(Draws.at_random(response.ranges, draws, seed))
    haircut, horizon = settings.savings_haircut_share, settings.horizon_months

    def saving(amount: float, per_year: float | None = None) -> Saving:
        yearly = amount * MONTHS / horizon if per_year is None else per_year
        return Saving(amount, yearly, break_even_churn(settings, yearly))

    computed = today.cost - plan.cost
    low, middle, high = (saving(after_haircut(p, haircut)) for p in percentiles(drawn))
    year = MONTHS / int(costing.calendar.occurs.sum())
    steady = (facts.today.first_year_running - facts.evaluation.first_year_running) * year
    return BusinessCase(
        project=project,
        result=result,
        plan=plan,
        today=today,
        net=Spread(low, middle, high, float((drawn < 0).mean()), draws, seed),
        computed=saving(computed),
        counted=saving(after_haircut(computed, haircut)),
        rate_card=saving(_rate_card(costing, choice)),
        steady=saving(steady, steady),
        crossover=_crossover(costing, choice),
        exits=tuple(_exits(project, costing, choice, plan, today)),
        tornado=tornado(response),
        ranges=response.ranges,
        straight_error=straight_error(project, choice, response),
    )


def after_haircut(saving: float, share: float) -> float:
    """A saving less the part that is not counted on; a loss stays whole.

    >>> after_haircut(100.0, 0.25), after_haircut(-100.0, 0.25)
    (75.0, -100.0)
    """
    return saving - share * max(saving, 0.0)


def _rate_card(costing: Costing, choice: Ints) -> float:
    """Saving in the bills at list price if everything started at once."""
    at_once = replace(costing, delays=np.zeros_like(costing.delays))
    plan, today = (cash_of(at_once, c).present_values for c in (choice, costing.options.today))
    return sum(today.get(line, 0.0) - plan.get(line, 0.0) for line in RATE_CARD)


def _crossover(costing: Costing, choice: Ints) -> Crossover:
    """Compare the running cost of work that leaves own staff, as own and as planned, year by year."""
    options = costing.options
    own = np.array([p.is_own for p in options.providers] + [False])
    both = (choice != NONE) & (options.today != NONE)
    before, after = options.today[both], choice[both]
    leaves = own[options.people[before]] & ~own[options.people[after]]
    if not leaves.any():
        return Crossover(moved=False)
    rises = 1 + np.asarray(costing.prices.escalations)
    cost = [np.zeros(len(rises)), np.zeros(len(rises))]
    for running in costing.running:
        for total, chosen in zip(cost, (before[leaves], after[leaves]), strict=True):
            amounts = running.of(chosen)[:, costing.calendar.occurs].sum(axis=1)
            np.add.at(total, running.party[chosen], amounts)
    for year in range(CROSSOVER_YEARS):
        as_own, as_planned = (float(total @ rises**year) for total in cost)
        if as_planned >= as_own:
            return Crossover(moved=True, year=year + 1)
    return Crossover(moved=True)


def _exits(project: Project, costing: Costing, choice: Ints, plan: Cash, today: Cash) -> Iterator[ExitValue]:
    """Exit values at the months that lie within the plan."""
    settings, options = project.settings, costing.options
    saved = (today.total - plan.total) * plan.discount
    transition = sum(
        float(amounts.sum())
        for line, amounts in plan.lines.items()
        if COST_LINES[line].kind is LineKind.ONE_OFF and line not in NOT_REPEATED
    )
    engaged_today = _engaged(costing, options.today)
    for month in EXIT_MONTHS:
        if month > costing.calendar.horizon:
            continue
        fees = sum(
            (1 + float(costing.vat[j]))
            * p.exit_fee_months
            * sum(float(plan.by_party[line][j, month]) for line in BILLED)
            for j, p in enumerate(options.providers)
            if not p.is_own and j in _engaged(costing, choice) - engaged_today
        )
        worth = float(plan.discount[month])
        yield ExitValue(
            month,
            float(saved[: month + 1].sum()),
            fees * worth,
            settings.return_factor_low * transition * worth,
            settings.return_factor_high * transition * worth,
        )


def _engaged(costing: Costing, choice: Ints) -> set[int]:
    rows = choice[choice != NONE]
    return {int(j) for a in (costing.options.people, costing.options.platform) for j in a[rows]} - {NONE}


def _gaps(facts: ResultFacts) -> Iterator[str]:
    unknown = int((facts.costing.options.today == NONE).sum())
    undone = int((~facts.assigned).sum())
    if unknown:
        yield f"Today's cost of {unknown} packages is not known and counts as nothing."
    if undone:
        yield f"{undone} packages are left undone; that they cost nothing is no saving."
    yield from _staffing_gap(facts)


def _staffing_gap(facts: ResultFacts) -> Iterator[str]:
    """What the plan and today take more than they are costed at, were they staffed exactly."""
    plan, today = (staffing_differences(evaluation) for evaluation in (facts.evaluation, facts.today))
    months = facts.project.settings.horizon_months
    money = months * sum(p.difference_per_month for p in plan)
    money_today = months * sum(p.difference_per_month for p in today)
    if abs(money - money_today) < LEAST_GAP_SHARE * abs(facts.evaluation.cost):
        return
    fte, fte_today = (sum(p.difference_fte for p in pools) for pools in (plan, today))
    effect = "lower" if money > money_today else "higher"
    known = float(f"{abs(money - money_today):.3g}")
    amount = f"{facts.project.settings.currency} {known:,.0f}"
    yield (
        f"The saving would be about {amount} {effect} if staff were counted hour by hour: the plan "
        f"needs {_more_or_fewer(fte)} than it is priced at, and today's work "
        f"{_more_or_fewer(fte_today)}. Switch on the staffing curve (settings.staffing_curve) to price it so."
    )


def _more_or_fewer(fte: float) -> str:
    return f"{abs(fte):,.1f} FTE {'fewer' if fte < 0 else 'more'}"
