"""Staff by month: capacity, ramp, language pools and the staff who are paid while idle."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isinf

from touchmap.plan import Violation
from touchmap.project import Project, Provider, ProviderLanguage, Structural
from touchmap.verifying import curves, money
from touchmap.verifying.amounts import line_check
from touchmap.verifying.check import Check, broken_structure, exceeds
from touchmap.verifying.context import Context, Row
from touchmap.verifying.curves import Pool, open_pools

OWN_FLEX = 0.15
"""Share of own peak staff that can be sent home unpaid where nothing is stated."""
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Need:
    """FTE one provider needs in each month of the plan."""

    provider: Provider
    by_staff: list[float]
    """Billed by hour or FTE, with the staff that keep language pools open."""
    otherwise: list[float]
    """Billed by contact, minute, resolution or as a fixed price: idle staff is the provider's risk."""


def needs(context: Context) -> list[Need]:
    """Add up the FTE of each provider that has work, over the first twelve months of the plan, in order."""
    months = money.plan_months(context.project)
    found: dict[str, Need] = {}
    for row in context.rows:
        if row.people is None:
            continue
        none = [0.0] * len(months)
        need = found.setdefault(row.people.provider_id, Need(row.people, list(none), list(none)))
        for n, t in enumerate(months):
            by_staff = float(context.costing.staff_billed_fte[row.option, t])
            need.by_staff[n] += by_staff
            need.otherwise[n] += float(context.costing.fte[row.option, t]) - by_staff
    for pool in open_pools(context):
        need, spare = found[pool.row.provider_id], in_valleys(context, pool)
        for n, t in enumerate(months):
            need.by_staff[n] += pool.opening_fte - spare[t]
    return list(found.values())


def in_valleys(context: Context, pool: Pool) -> list[float]:
    """FTE of work that can wait done by those who keep a pool open, by calendar month."""
    waiting = [curves.waiting_fte(context, row) for row in _rows_in(context, pool.row)]
    return [min(pool.valley_fte, sum(fte[t] for fte in waiting)) for t in range(12)]


def _rows_in(context: Context, pool: ProviderLanguage) -> list[Row]:
    return [row for row in context.rows_of(pool.provider_id) if row.package.language == pool.language]


def flexible_share(provider: Provider) -> float:
    """Share of peak staff that can be sent home unpaid in quiet months."""
    if provider.flex_share is not None:
        return provider.flex_share
    return OWN_FLEX if provider.is_own else 1.0


def staff_paid(needed: list[float], flex: float, ramp: float) -> list[float]:
    """Fewest paid staff in each month: needed, not to be sent home, or hired ahead of a rise.

    In month t at least ``level(s) − ramp × (s − t)`` for each month s from t on, where
    ``level = max(needed, (1 − flex) × peak)``.

    >>> staff_paid([10.0, 10.0, 30.0], flex=0.5, ramp=10.0)
    [15.0, 20.0, 30.0]
    """
    floor = (1 - flex) * max(needed, default=0.0)
    level = [max(need, floor) for need in needed]
    if isinf(ramp):
        return level
    return [max(level[s] - ramp * (s - t) for s in range(t, len(level))) for t in range(len(level))]


def _capacity(project: Project, provider: Provider) -> list[float]:
    """Most FTE of a provider in each month of the plan."""
    rows = [r for r in project.provider_capacity if r.provider_id == provider.provider_id]
    special = {r.month: r.capacity_fte for r in rows}
    usual = inf if provider.capacity_fte is None else provider.capacity_fte
    return [special.get(t + 1, usual) for t in money.plan_months(project)]


def _ramp(provider: Provider) -> float:
    return inf if provider.ramp_fte_per_month is None else provider.ramp_fte_per_month


def _over(context: Context, need: Need, ramp: float) -> dict[int, tuple[float, float]]:
    """Months in which paid staff exceed capacity: month of the plan → (FTE, capacity)."""
    paid = staff_paid(need.by_staff, flexible_share(need.provider), ramp)
    whole = [a + b for a, b in zip(paid, need.otherwise, strict=True)]
    limits = _capacity(context.project, need.provider)
    return {n: (fte, limits[n]) for n, fte in enumerate(whole) if exceeds(fte, limits[n])}


def check_provider_capacity(context: Context) -> Check:
    """In each month the paid staff fit the provider, however fast it could hire."""
    wrong = []
    for need in needs(context):
        over = _over(context, need, inf)
        if over:
            wrong.append(_too_many(context, Structural.PROVIDER_CAPACITY, need.provider, over, "needs"))
    return Check(tuple(wrong))


def check_provider_ramp(context: Context) -> Check:
    """Staff who must be hired ahead of a peak, because a provider hires only so fast, fit it as well."""
    wrong = []
    for need in needs(context):
        anyway = _over(context, need, inf)
        over = {n: v for n, v in _over(context, need, _ramp(need.provider)).items() if n not in anyway}
        if over:
            wrong.append(_too_many(context, Structural.PROVIDER_RAMP, need.provider, over, "hires ahead to"))
    return Check(tuple(wrong))


def _too_many(
    context: Context, stem: Structural, provider: Provider, over: dict[int, tuple[float, float]], verb: str
) -> Violation:
    worst = max(over, key=lambda n: over[n][0] - over[n][1])
    fte, capacity = over[worst]
    month = MONTH_NAMES[money.plan_months(context.project)[worst]]
    more = f" ({len(over)} months are over)" if len(over) > 1 else ""
    who = provider.provider_id
    message = f"Provider {who} {verb} {fte:,.2f} FTE in {month}; it has {capacity:,.2f} FTE{more}."
    return broken_structure(stem, message, subject=provider.provider_id, amount=fte - capacity)


def check_language_pool(context: Context) -> Check:
    """Each language pool holds its work and the staff who keep it open; opening it is paid for.

    Where staffing curves are on, live work follows its pool's line, and work in valleys is saved.
    """
    project, months = context.project, money.plan_months(context.project)
    wrong, opening, saved = curves.off_the_curve(context), 0.0, 0.0
    opened = {(pool.row.provider_id, pool.row.language): pool for pool in open_pools(context)}
    for row in project.provider_languages:
        provider, pool = project.provider(row.provider_id), opened.get((row.provider_id, row.language))
        spare = [0.0] * 12
        if pool is not None:
            monthly = pool.opening_fte * money.fte_month(project, provider)
            opening += money.present_value(project, [monthly] * 12, money.yearly_rise(provider))
            spare = in_valleys(context, pool)
            credit = [fte * money.fte_month(project, provider) for fte in spare]
            saved += money.present_value(project, credit, money.yearly_rise(provider))
        if row.capacity_fte is None or row.language == "xx":
            continue
        kept_open = 0.0 if pool is None else pool.opening_fte
        fte, month = max((_fte_in(context, row, t) + kept_open - spare[t], t) for t in months)
        if exceeds(fte, row.capacity_fte):
            message = (
                f"Provider {row.provider_id} needs {fte:,.2f} FTE in {row.language} "
                f"in {MONTH_NAMES[month]}; the pool has {row.capacity_fte:,.2f} FTE."
            )
            subject, over = f"{row.provider_id}/{row.language}", fte - row.capacity_fte
            wrong.append(broken_structure(Structural.LANGUAGE_POOL, message, subject=subject, amount=over))
    lines = {"pool_opening": opening, "valley_work": -saved}
    priced = line_check(context, Structural.LANGUAGE_POOL, lines)
    return Check((*wrong, *priced.violations))


def _fte_in(context: Context, pool: ProviderLanguage, month: int) -> float:
    return float(sum(context.costing.fte[row.option, month] for row in _rows_in(context, pool)))


def check_seasonal_staffing(context: Context) -> Check:
    """Staff who cannot be flexed are paid while idle: (paid − needed) FTE at the cost of an FTE-month.

    Need beyond capacity, as today may have it, is bought and never idle.
    """
    project, months, total = context.project, money.plan_months(context.project), 0.0
    for need in needs(context):
        limits = _capacity(project, need.provider)
        there = [min(fte, limit) for fte, limit in zip(need.by_staff, limits, strict=True)]
        paid = staff_paid(there, flexible_share(need.provider), _ramp(need.provider))
        monthly = [0.0] * 12
        for n, t in enumerate(months):
            monthly[t] = (paid[n] - there[n]) * money.fte_month(project, need.provider)
        total += money.present_value(project, monthly, money.yearly_rise(need.provider))
    return line_check(context, Structural.SEASONAL_STAFFING, {"idle_staff": total})
