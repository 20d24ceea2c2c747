"""How sure a saving is: P10, P50 and P90 over stated ranges, and what each range does alone.

Nothing is solved or costed anew for a draw. Most cost lines are `a + b × volume + c × volume × handle
time`: three costings give a, b and c exactly, party by party and year by year, and rises and exchange
rates are applied to what they touch. Idle staff, minimum commitments and volume discounts bend; their
own formulas are applied to each draw (`bends`). `exact_saving` costs a single draw in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from math import ceil

import numpy as np

from touchmap.analysis.bends import BENT, BentLines, Corners, Straight, with_tax, yearly
from touchmap.costing.cash import Cash, build_cash_costing, cash_of
from touchmap.costing.costing import Costing
from touchmap.project import Project, Settings
from touchmap.work.calendar import Array
from touchmap.work.options import Ints

PERCENTILES = (10, 50, 90)
DEFAULT_DRAWS = 10_000
_STEP, _FOREIGN_STEP = 0.1, 1.1


@dataclass(frozen=True)
class Ranges:
    """How far each uncertain figure may be from its plan value; symmetric but for the delay."""

    volume_share: float
    handle_time_share: float
    wage_share: float
    exchange_rate_share: float
    delay_months: float

    @classmethod
    def of(cls, settings: Settings) -> Ranges:
        """The ranges of a project.

        >>> Ranges.of(Settings()).volume_share
        0.15
        """
        return cls(
            settings.volume_range_share,
            settings.handle_time_range_share,
            settings.wage_range_share,
            settings.exchange_rate_range_share,
            settings.start_delay_months,
        )


@dataclass(frozen=True)
class Draws:
    """Uncertain figures, one entry per draw; `Draws.plan` is the plan itself."""

    volume: Array
    """Factor on contacts and hand-offs."""
    handle_time: Array
    """Factor on handle times."""
    own_wages: Array
    """Added to the yearly rise of own staff."""
    indexation: Array
    """Added to the yearly rise of third parties' prices."""
    exchange_rate: Array
    """Factor on the price of foreign money, one for all currencies."""
    delay: Array
    """Months by which moves start later."""

    @classmethod
    def plan(cls, count: int = 1) -> Draws:
        """Everything as planned."""
        one, zero = np.ones(count), np.zeros(count)
        return cls(one, one, zero, zero, one, zero)

    @classmethod
    def at_random(cls, ranges: Ranges, count: int, seed: int) -> Draws:
        """Independent draws: triangular around the plan value, the delay uniform from none to its most.

        Raises
        ------
        ValueError
            If `count` is not at least 1.
        """
        if count < 1:
            raise ValueError(f"`count` must be at least 1, got {count}")
        rng = np.random.default_rng(seed)
        around = rng.triangular(-1.0, 0.0, 1.0, (5, count))
        late = rng.uniform(0.0, 1.0, count) * ranges.delay_months
        return cls(
            1 + around[0] * ranges.volume_share,
            1 + around[1] * ranges.handle_time_share,
            around[2] * ranges.wage_share,
            around[3] * ranges.wage_share,
            1 + around[4] * ranges.exchange_rate_share,
            late,
        )

    def one(self, n: int) -> Draws:
        """One draw by itself."""
        return Draws(*(getattr(self, f.name)[n : n + 1] for f in fields(self)))


@dataclass(frozen=True)
class Response:
    """How the saving of a plan answers to each uncertain figure, by party and year, discounted.

    Arrays have shape (parties, years); parties are the providers, nobody and the company.
    """

    ranges: Ranges
    planned: Array
    """Saving of the lines that do not bend, as planned."""
    by_volume: Array
    """Change of it for a volume twice as high."""
    by_handle_time: Array
    """Change of it for handle times twice as long."""
    late: Straight
    """Change of it by whole months of delay, 0 first, shape (months, parties, years)."""
    bent_today: BentLines
    """Today's cost in the lines that bend."""
    bent_plan: BentLines
    """The plan's."""
    rises: Array
    """Yearly rise of each party's prices, shape (parties,)."""
    is_own: Array
    """1 for parties whose prices are own wages, shape (parties,)."""
    is_third: Array
    """1 for parties whose prices are indexed, shape (parties,)."""
    foreign: Array
    """Part of each party's money that is foreign, shape (parties,)."""

    @property
    def saving(self) -> float:
        """Saving as planned."""
        return float(self.savings(Draws.plan())[0])

    def savings(self, draws: Draws) -> Array:
        """Saving in each draw, present value, shape (draws,)."""
        weights = [np.ones_like(draws.volume), draws.volume - 1, draws.volume * (draws.handle_time - 1)]
        parts = [self.planned, self.by_volume, self.by_handle_time]
        shape = self.planned.shape
        amounts = np.stack(weights, axis=1) @ np.stack(parts).reshape(len(parts), -1)
        amounts += self._late(draws, weights[1:]) + self._bent(draws).reshape(len(draws.volume), -1)
        total: Array = (amounts * self._factors(draws).reshape(-1, shape[0] * shape[1])).sum(axis=1)
        return total

    def _late(self, draws: Draws, work: list[Array]) -> Array:
        """Change of the saving by a delay; a part of a month counts in part."""
        last = len(self.late.base) - 1
        whole = np.minimum(draws.delay.astype(np.int64), last)
        after, part = np.minimum(whole + 1, last), (draws.delay - whole)[:, None]

        def at(amounts: Array) -> Array:
            months = amounts.reshape(last + 1, -1)
            result: Array = months[whole] + part * (months[after] - months[whole])
            return result

        up, long = (weight[:, None] for weight in work)
        return at(self.late.base) + up * at(self.late.by_volume) + long * at(self.late.by_handle_time)

    def _bent(self, draws: Draws) -> Array:
        """Saving of the lines that bend in each draw, shape (draws, parties, years)."""
        work = (draws.volume, draws.handle_time)
        return self.bent_today.amounts(*work) - self.bent_plan.amounts(*work)

    def _factors(self, draws: Draws) -> Array:
        """What rises and exchange rates do to the money of each party in each year."""
        extra = np.outer(draws.own_wages, self.is_own) + np.outer(draws.indexation, self.is_third)
        rise = np.maximum(1 + self.rises + extra, 0) / (1 + self.rises)
        years = [np.ones_like(rise)]
        for _ in range(1, self.planned.shape[1]):
            years.append(years[-1] * rise)
        dearer = 1 + np.outer(draws.exchange_rate - 1, self.foreign)
        factors: Array = np.stack(years, axis=2) * dearer[:, :, None]
        return factors


def respond(project: Project, choice: Ints, *, costing: Costing | None = None) -> Response:
    """Cost a plan and today as planned, for more work and for longer handle times.

    Parameters
    ----------
    choice
        Option of each package, `NONE` for work left undone.
    costing
        Costing of the project by month, if there is one already.
    """
    ranges = Ranges.of(project.settings)
    costing = build_cash_costing(project) if costing is None else costing
    step, longer = ranges.volume_share or _STEP, ranges.handle_time_share or _STEP
    corners = Corners(
        costing,
        build_cash_costing(project_under(project, volume=1 + step)),
        step,
        build_cash_costing(project_under(project, handle_time=1 + longer)),
        longer,
    )
    saved = corners.straight(lambda c: _savings(c, choice, ceil(ranges.delay_months)))
    own = [float(p.is_own) for p in costing.options.providers]
    return Response(
        ranges=ranges,
        planned=saved.base[0],
        by_volume=saved.by_volume[0],
        by_handle_time=saved.by_handle_time[0],
        late=Straight(*(part - part[0] for part in (saved.base, saved.by_volume, saved.by_handle_time))),
        bent_today=BentLines.of(corners, costing.options.today),
        bent_plan=BentLines.of(corners, choice),
        rises=np.asarray(costing.prices.escalations),
        is_own=np.array([*own, 0.0, 1.0]),
        is_third=np.array([*(1 - o for o in own), 0.0, 0.0]),
        foreign=_foreign(project, costing, choice),
    )


def exact_saving(project: Project, choice: Ints, draw: Draws) -> float:
    """Saving in one draw, costed in full; a part of a month of delay counts in part."""
    figures = {f.name: float(getattr(draw, f.name)[0]) for f in fields(draw)}
    delay = figures.pop("delay")
    costing = build_cash_costing(project_under(project, **figures))
    today = cash_of(costing, costing.options.today).cost
    whole, part = divmod(delay, 1)
    cost = cash_of(costing, choice, later=whole).cost
    if part:
        cost += part * (cash_of(costing, choice, later=whole + 1).cost - cost)
    return today - cost


def straight_error(project: Project, choice: Ints, response: Response) -> float:
    """How far a saving is off where staffing curves bend, money; 0 where they are off.

    A curve is proposed anew for other work, and `Response` takes what follows it as straight. The larger
    difference from costing in full, with volumes and handle times both halfway to either end.
    """
    if not project.settings.staffing_curve:
        return 0.0
    plan, ranges, errors = Draws.plan(), response.ranges, []
    for sign in (-0.5, 0.5):
        draw = replace(
            plan,
            volume=plan.volume + sign * ranges.volume_share,
            handle_time=plan.handle_time + sign * ranges.handle_time_share,
        )
        errors.append(abs(float(response.savings(draw)[0]) - exact_saving(project, choice, draw)))
    return max(errors)


def project_under(
    project: Project,
    *,
    volume: float = 1.0,
    handle_time: float = 1.0,
    own_wages: float = 0.0,
    indexation: float = 0.0,
    exchange_rate: float = 1.0,
) -> Project:
    """The project with other volumes, handle times, rises and exchange rates.

    >>> from touchmap.project import DemandStream
    >>> stream = DemandStream(demand_id="D", process_id="P", contacts_per_month=100, handle_seconds=300)
    >>> project_under(Project(demand=(stream,)), volume=1.1).demand[0].contacts_per_month.__round__(6)
    110.0
    """
    changed: dict[str, object] = {}
    if volume != 1 or handle_time != 1:
        changed["demand"] = [
            d.model_copy(
                update={
                    "contacts_per_month": d.contacts_per_month * volume,
                    "handle_seconds": d.handle_seconds * handle_time,
                }
            )
            for d in project.demand
        ]
    if volume != 1:
        changed["handoffs"] = [
            h.model_copy(update={"contacts_per_month": h.contacts_per_month * volume})
            for h in project.handoffs
        ]
    if own_wages or indexation:
        changed["providers"] = [
            p.model_copy(
                update={
                    "wage_inflation": p.wage_inflation + own_wages,
                    "indexation": p.indexation + indexation,
                }
            )
            for p in project.providers
        ]
    if exchange_rate != 1:
        changed["exchange_rates"] = [
            r.model_copy(update={"rate": r.rate / exchange_rate}) for r in project.exchange_rates
        ]
    return project.replace(**changed) if changed else project


def _savings(costing: Costing, choice: Ints, most: int) -> Array:
    """Saving of the lines that do not bend by 0, 1, … months of delay, shape (months, parties, years)."""
    today = _straight_by_year(costing, cash_of(costing, costing.options.today))
    late = (cash_of(costing, choice, later=month) for month in range(most + 1))
    return np.stack([today - _straight_by_year(costing, cash) for cash in late])


def _by_year(cash: Cash) -> Array:
    """Present value by party and year."""
    return yearly(cash.parties * cash.discount)


def _straight_by_year(costing: Costing, cash: Cash) -> Array:
    """Present value by party and year of what does not bend: without the bent lines and the tax on them."""
    bent = [amounts for line, amounts in cash.by_party.items() if line in BENT]
    taxed = with_tax(costing)[:, None]
    return _by_year(cash) - yearly(sum(bent, start=np.zeros_like(cash.parties)) * taxed * cash.discount)


def _foreign(project: Project, costing: Costing, choice: Ints) -> Array:
    """Part of each party's money that follows exchange rates, by moving them all."""
    own = project.settings.currency
    used = {p.currency for p in project.providers} | {o.currency for o in project.offers}
    if not used - {None, own}:
        return np.zeros(len(costing.options.providers) + 2)
    moved = build_cash_costing(project_under(project, exchange_rate=_FOREIGN_STEP))
    change = whole = np.zeros(len(costing.options.providers) + 2)
    for plan in (choice, costing.options.today):
        before, after = (_by_year(cash_of(c, plan)) for c in (costing, moved))
        change = change + np.abs(after - before).sum(axis=1)
        whole = whole + np.abs(before).sum(axis=1)
    part: Array = change / (_FOREIGN_STEP - 1) / np.where(whole > 0, whole, 1.0)
    return np.minimum(part, 1.0)


@dataclass(frozen=True)
class Bar:
    """What one range does to the saving while everything else is as planned."""

    name: str
    low: str
    high: str
    saving_low: float
    saving_high: float

    @property
    def width(self) -> float:
        """How far apart its ends are."""
        return abs(self.saving_high - self.saving_low)


def tornado(response: Response) -> tuple[Bar, ...]:
    """Each range alone, the widest first; saving before any haircut."""
    bars = (
        Bar(name, low, high, *(float(response.savings(draw)[0]) for draw in ends))
        for name, low, high, *ends in _ends(response.ranges)
    )
    return tuple(sorted(bars, key=lambda bar: -bar.width))


def _ends(ranges: Ranges) -> Iterator[tuple[str, str, str, Draws, Draws]]:
    """Each range with its ends in words and as draws."""
    plan = Draws.plan()
    for field, name, size, centre, unit in (
        ("volume", "Volume", ranges.volume_share, 1.0, "%"),
        ("handle_time", "Handle time", ranges.handle_time_share, 1.0, "%"),
        ("own_wages", "Rise of own wages", ranges.wage_share, 0.0, "pp a year"),
        ("indexation", "Rise of third parties' prices", ranges.wage_share, 0.0, "pp a year"),
        ("exchange_rate", "Price of foreign money", ranges.exchange_rate_share, 1.0, "%"),
    ):
        low, high = (replace(plan, **{field: np.array([centre + sign * size])}) for sign in (-1, 1))
        yield name, f"−{100 * size:g} {unit}", f"+{100 * size:g} {unit}", low, high
    late = replace(plan, delay=np.array([ranges.delay_months]))
    yield "Start of what moves", "as planned", f"{ranges.delay_months:g} months later", plan, late


def percentiles(values: Array) -> tuple[float, float, float]:
    """P10, P50 and P90 of savings: nine in ten draws save more than P10.

    >>> percentiles(np.arange(11.0))
    (1.0, 5.0, 9.0)
    """
    low, middle, high = np.percentile(values, PERCENTILES)
    return float(low), float(middle), float(high)
