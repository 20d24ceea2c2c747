"""`Costing`: every coefficient of every option, computed once and used by the program and by `evaluate`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from touchmap.costing.charges import Charge, ChargeBook
from touchmap.costing.handoff_costs import Homes, PairCost, pair_costs
from touchmap.costing.once import one_off_costs, own_fte_today, severance_per_fte
from touchmap.costing.prices import Prices
from touchmap.costing.running import Running, running_costs
from touchmap.costing.staffing import Staff, staff_of
from touchmap.costing.start import start_delays
from touchmap.project import Project, group
from touchmap.quality.expected import Quality, expected_quality
from touchmap.quality.risk import brand_risk, insight_share
from touchmap.work.calendar import MONTHS, Array, Calendar
from touchmap.work.handoff_pairs import build_pairs
from touchmap.work.options import NONE, Ints, Options, build_options
from touchmap.work.packages import build_packages, package_contacts
from touchmap.workload.amounts import Lines, build_lines


@dataclass(frozen=True)
class Pool:
    """People of one provider who work in one language."""

    provider: int
    language: str
    capacity: float
    opening_fte: float
    amount: Array
    """Present value of keeping it open, by year, shape (years,)."""
    first_year: float
    members: Ints


@dataclass(frozen=True)
class Commitment:
    """The least a party bills each month once engaged: an amount, or a share of its average month."""

    party: int
    amount: float
    share: float


@dataclass(frozen=True)
class Tiers:
    """Volume tiers of a provider: discount by average FTE."""

    party: int
    from_fte: Array
    discount: Array


@dataclass(frozen=True)
class Costing:
    """All coefficients of a project. Arrays have one entry per option unless said otherwise."""

    project: Project
    calendar: Calendar
    prices: Prices
    options: Options
    lines: Lines
    quality: Quality
    brand_risk: Array
    insight: Array
    running: list[Running]
    delays: Array
    one_off: dict[str, Array]
    charges: list[Charge]
    pairs: list[PairCost]
    homes: Homes
    staff: list[Staff]
    pools: list[Pool]
    commitments: list[Commitment]
    tiers: list[Tiers]
    shared_today: Array
    """Monthly part of each package in what today's parties cost as a whole, shape (packages,)."""

    @cached_property
    def fte(self) -> Array:
        """Paid FTE by calendar month, shape (options, 12)."""
        return self.lines.per_option(self.lines.fte)

    @cached_property
    def staff_billed_fte(self) -> Array:
        """The part of `fte` that is billed by hour or FTE, shape (options, 12)."""
        return self.lines.per_option(self.lines.fte * self.lines.billed_by_staff[:, None])

    @cached_property
    def average_fte(self) -> Array:
        """Average FTE over the months of the plan."""
        return self.calendar.average(self.fte)

    @cached_property
    def bill(self) -> Array:
        """List-price monthly bill of the people, premium included, shape (options, 12)."""
        return self.running[0].monthly + self.running[1].monthly

    @cached_property
    def platform_bill(self) -> Array:
        """List-price monthly bill of the platform, shape (options, 12)."""
        return self.running[2].monthly

    @cached_property
    def contacts(self) -> Array:
        """Average monthly contacts as entered, by package, shape (packages,)."""
        return self.calendar.average(self.monthly_contacts)

    @cached_property
    def monthly_contacts(self) -> Array:
        """Contacts as entered, shape (packages, 12)."""
        rows = [package_contacts(self.project, k) for k in self.options.packages]
        return np.array(rows).reshape(-1, MONTHS)

    def weights(self, party: int, delay: float = 0.0) -> Array:
        """Worth today of 1 a month at a party's prices, shape (years, 12), starting after a delay."""
        return self.calendar.weights(float(self.prices.escalations[party]), after=delay)

    @cached_property
    def by_year(self) -> dict[str, Array]:
        """Present value by year of every cost that belongs to one option: line → shape (options, years)."""
        out: dict[str, Array] = {}
        for running in self.running:
            value = self.present_value(running)
            out[running.line] = out[running.line] + value if running.line in out else value
        out["until_start"] = self.until_start
        for line, amount in self.one_off.items():
            out[line] = np.zeros((len(amount), self.calendar.years))
            out[line][:, 0] = amount
        return out

    def present_value(self, running: Running) -> Array:
        """Present value of a running cost of every option from its start on, shape (options, years)."""
        out = np.zeros((len(running.monthly), self.calendar.years))
        keys = np.stack([running.party.astype(float), self.delays], axis=1)
        unique, which = np.unique(keys, axis=0, return_inverse=True)
        for n, (party, delay) in enumerate(unique):
            rows = which.reshape(-1) == n
            out[rows] = running.monthly[rows] @ self.weights(int(party), float(delay)).T
        return out

    @cached_property
    def linear(self) -> dict[str, Array]:
        """Present value of every cost that belongs to one option, by cost line."""
        return {line: amount.sum(axis=1) for line, amount in self.by_year.items()}

    @cached_property
    def until_start(self) -> Array:
        """Present value of today's running cost before an option starts, shape (options, years).

        With the package's part in what today's parties cost as a whole, such as idle staff.
        """
        out = np.zeros((len(self.delays), self.calendar.years))
        for i in np.flatnonzero(self.delays > 0):
            today = self.options.today[self.options.package[i]]
            for running in self.running:
                if running.line != "contingency" and running.monthly[today].any():
                    rise = float(self.prices.escalations[running.party[today]])
                    out[i] += (
                        self.calendar.weights(rise, until=float(self.delays[i])) @ running.monthly[today]
                    )
            k = self.options.package[i]
            rise = float(self.prices.escalations[self.options.lead[today]])
            worth = self.calendar.weights(rise, until=float(self.delays[i]))
            out[i] += self.shared_today[k] * worth.sum(axis=1)
        return out

    @cached_property
    def first_year_running(self) -> Array:
        """Undiscounted running cost of each option over one calendar year at today's prices."""
        total: Array = sum(r.monthly[:, self.calendar.occurs].sum(axis=1) for r in self.running)
        return total

    @cached_property
    def one_off_total(self) -> Array:
        """All one-off costs that belong to an option."""
        total: Array = sum(self.one_off.values(), start=np.zeros(len(self.options.options)))
        return total

    @cached_property
    def cost(self) -> Array:
        """Present value of everything that belongs to one option."""
        total: Array = sum(self.linear.values(), start=np.zeros(len(self.options.options)))
        return total

    @cached_property
    def unassigned_social_plan(self) -> Array:
        """Social plan if a package is left unassigned, shape (packages,)."""
        return own_fte_today(self.options, self.average_fte) * severance_per_fte(self.project)

    def unassigned_cost(self, per_contact: float) -> Array:
        """Present value of the penalty for leaving each package unassigned, shape (packages,)."""
        result: Array = per_contact * (self.monthly_contacts @ self.calendar.weights(0.0).sum(axis=0))
        return result


def _pools(project: Project, prices: Prices, options: Options, calendar: Calendar) -> list[Pool]:
    """Language pools that have a limit or cost something to keep open."""
    members: dict[tuple[str, str], list[int]] = {}
    for i, option in enumerate(options.options):
        if option.provider_id is not None:
            members.setdefault((option.provider_id, options.packages[option.package].language), []).append(i)
    pools = []
    for row in project.provider_languages:
        inside = members.get((row.provider_id, row.language), [])
        if row.language == "xx" or not inside or (row.capacity_fte is None and not row.opening_fte):
            continue
        j = options.position[row.provider_id]
        monthly = row.opening_fte * prices.fte_month(options.providers[j])
        worth = calendar.weights(float(prices.escalations[j])).sum(axis=1)
        capacity = np.inf if row.capacity_fte is None else row.capacity_fte
        first_year = monthly * int(calendar.occurs.sum())
        pools.append(
            Pool(j, row.language, capacity, row.opening_fte, monthly * worth, first_year, np.array(inside))
        )
    return pools


def _commitments(project: Project, prices: Prices) -> list[Commitment]:
    return [
        Commitment(j, p.minimum_fte * prices.fte_month(p), p.minimum_forecast_share)
        for j, p in enumerate(project.providers)
        if not p.is_own and (p.minimum_fte * prices.fte_month(p) > 0 or p.minimum_forecast_share > 0)
    ]


def _tiers(project: Project) -> list[Tiers]:
    """Tiers of each provider that discounts anything; below the first tier there is no discount."""
    tiers = []
    for provider_id, rows in group(project.volume_tiers, "provider_id").items():
        steps = sorted((r.from_fte, r.discount_share) for r in rows)
        if any(discount for _, discount in steps):
            if steps[0][0] > 0:
                steps.insert(0, (0.0, 0.0))
            start, discount = zip(*steps, strict=True)
            j = next(j for j, p in enumerate(project.providers) if p.provider_id == provider_id)
            tiers.append(Tiers(j, np.array(start), np.array(discount)))
    return tiers


def build_costing(project: Project) -> Costing:
    """Compute every coefficient of a project; about a second for a thousand packages."""
    calendar, prices = Calendar.of(project.settings), Prices(project)
    packages = build_packages(project)
    options = build_options(project, packages)
    lines = build_lines(project, options)
    running = running_costs(project, prices, lines)
    fte = calendar.average(lines.per_option(lines.fte))
    own = np.array([p.is_own for p in options.providers] + [False])
    own_run = calendar.average(running[0].monthly) * own[options.people]
    book, delays = ChargeBook(project, prices, options), start_delays(project, options)
    people_bill = calendar.average(running[0].monthly + running[1].monthly + running[3].monthly)
    platform_bill = calendar.average(running[2].monthly)
    costing = Costing(
        project=project,
        calendar=calendar,
        prices=prices,
        options=options,
        lines=lines,
        quality=expected_quality(project, lines),
        brand_risk=brand_risk(project, lines),
        insight=insight_share(lines),
        running=running,
        delays=delays,
        one_off=one_off_costs(project, prices, lines, fte, own_run),
        charges=book.all(people_bill, platform_bill, delays),
        pairs=pair_costs(project, prices, options, build_pairs(project, packages)),
        homes=Homes.of(options),
        staff=staff_of(project, prices),
        pools=_pools(project, prices, options, calendar),
        commitments=_commitments(project, prices),
        tiers=_tiers(project),
        shared_today=np.zeros(len(packages)),
    )
    return replace(costing, shared_today=_shared_today(costing)) if delays.any() else costing


def _shared_today(costing: Costing) -> Array:
    """Spread what today's parties cost as a whole, such as idle staff, over their packages by FTE.

    Travel and hand-offs are left out: they do not grow with the work.
    """
    from touchmap.costing.evaluation import evaluate_today

    options, today = costing.options, costing.options.today
    shared = np.zeros(len(today))
    for part in evaluate_today(costing).of_parties:
        if part.party == NONE or not part.first_year or part.line in ("travel", "handoffs"):
            continue
        ours = np.flatnonzero((today != NONE) & (options.lead[today] == part.party))
        work = costing.average_fte[today[ours]]
        weight = work if work.sum() > 0 else np.ones(len(ours))
        if len(ours):
            shared[ours] += part.first_year / costing.calendar.occurs.sum() * weight / weight.sum()
    return shared
