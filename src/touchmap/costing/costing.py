"""`Costing`: every coefficient of every option, computed once and used by the program and by `evaluate`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from touchmap.costing.book import (
    Bills,
    bills_of,
    charges,
    costs_if_left_undone,
    one_off_costs,
    running_costs,
)
from touchmap.costing.frame import Frame
from touchmap.costing.lines import irrecoverable_vat, unassigned, until_start
from touchmap.costing.lines.handoffs import Homes, PairCost, pair_costs
from touchmap.costing.lines.minimum_commitment import Commitment, commitments_of
from touchmap.costing.lines.pool_opening import Pool
from touchmap.costing.lines.volume_discount import Tiers, tiers_of
from touchmap.costing.prices import Prices
from touchmap.costing.shapes import Charge, Running
from touchmap.costing.staffing import Staff, staff_of
from touchmap.costing.start import start_delays
from touchmap.project import Project
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS
from touchmap.quality.expected import Quality, expected_quality
from touchmap.quality.risk import brand_risk, insight_share
from touchmap.work.calendar import MONTHS, Array, Calendar, added, times
from touchmap.work.grouping import grouped
from touchmap.work.handoff_pairs import build_pairs
from touchmap.work.options import Ints, Options, build_options
from touchmap.work.packages import all_contacts, build_packages, piece_contacts
from touchmap.workload.amounts import Lines, build_lines
from touchmap.workload.conversion import handle_hours


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
    frame: Frame
    """What the cost lines are computed from."""
    bills: Bills
    running: list[Running]
    delays: Array
    one_off: dict[str, Array]
    left_undone: dict[str, Array]
    """One-off costs if a package is left unassigned, by cost line, shape (packages,)."""
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
        return self.frame.monthly_fte

    @cached_property
    def staff_billed_fte(self) -> Array:
        """The part of `fte` that is billed by hour or FTE, shape (options, 12)."""
        return self.lines.per_option(times(self.lines.fte, self.lines.billed_by_staff))

    @cached_property
    def waiting_fte(self) -> Array:
        """The part of `fte` that those who keep a language pool open may do, shape (options, 12)."""
        return self.frame.waiting_fte

    @cached_property
    def average_fte(self) -> Array:
        """Average FTE over the months of the plan."""
        return self.calendar.average(self.fte)

    @cached_property
    def bill(self) -> Array:
        """List-price monthly bill of the people, premiums included, shape (options, 12)."""
        return self.bills.list_price

    @cached_property
    def platform_bill(self) -> Array:
        """List-price monthly bill of the platform, shape (options, 12)."""
        return self.bills.platform

    @cached_property
    def spend(self) -> Array:
        """List-price monthly bill of the people with their part in fixed prices, shape (options, 12)."""
        return added(self.bills.list_price, self.bills.flat)

    @cached_property
    def platform_spend(self) -> Array:
        """List-price monthly bill of the platform with its part in fixed prices, shape (options, 12)."""
        return self.bills.whole_of_platform

    @cached_property
    def vat(self) -> Array:
        """Irrecoverable VAT by provider, last entry for nobody, shape (providers + 1,)."""
        return irrecoverable_vat.shares(self.project)

    @cached_property
    def package_amounts(self) -> tuple[Array, Array, Array]:
        """Average handle hours and contacts of people's work, and contacts of self-service, by package."""
        pieces, where = self.options.pieces, self.options.piece_package
        monthly = self.calendar.average(piece_contacts(self.project, pieces))
        front = np.array([p.stream.channel in SELF_SERVICE_CHANNELS for p in pieces], dtype=bool)
        seconds = np.array([p.stream.handle_seconds for p in pieces])
        by_people = np.where(front, 0.0, monthly)
        hours = handle_hours(by_people, seconds, np.array([p.stream.concurrency for p in pieces]))

        def of_package(amounts: Array) -> Array:
            return np.bincount(where, amounts, len(self.options.packages)).astype(np.float64)

        return of_package(hours), of_package(by_people), of_package(np.where(front, monthly, 0.0))

    @cached_property
    def contacts(self) -> Array:
        """Average monthly contacts as entered, by package, shape (packages,)."""
        return self.calendar.average(self.monthly_contacts)

    @cached_property
    def monthly_contacts(self) -> Array:
        """Contacts as entered, shape (packages, 12)."""
        return all_contacts(self.project, self.options.packages)

    def weights(self, party: int, delay: float = 0.0) -> Array:
        """Worth today of 1 a month at a party's prices, shape (years, 12), starting after a delay."""
        return self.calendar.weights(float(self.prices.escalations[party]), after=delay)

    def level_weights(self, party: int) -> Array:
        """The same for what does not grow with volumes, shape (years, 12)."""
        return self.calendar.weights(float(self.prices.escalations[party]), grows=False)

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

    def present_value(self, running: Running, rows: Ints | None = None) -> Array:
        """Present value of a running cost from the start of each option on, shape (options, years).

        Parameters
        ----------
        rows
            The options asked about, all if not given.
        """
        rows = np.arange(len(running.amount)) if rows is None else rows
        out = np.zeros((len(rows), self.calendar.years))
        delays = len(self._delay_sizes)
        for key, places in grouped(running.party[rows] * delays + self._delay_number[rows]):
            out[places] = running.of(rows[places]) @ self._all_weights[key // delays, key % delays].T
        return out

    @cached_property
    def _delay_sizes(self) -> Array:
        """Every delay that occurs."""
        return np.unique(self.delays)

    @cached_property
    def _delay_number(self) -> Ints:
        """Place of each option's delay among those that occur."""
        return np.searchsorted(self._delay_sizes, self.delays)

    @cached_property
    def _all_weights(self) -> Array:
        """Weights of every party, ``FLAT`` and the company last, and delay, (parties, delays, years, 12)."""
        parties = range(len(self.prices.escalations))
        rows = [[self.weights(j, float(d)) for d in self._delay_sizes] for j in parties]
        return np.array(rows).reshape(len(parties), -1, self.calendar.years, MONTHS)

    @cached_property
    def linear(self) -> dict[str, Array]:
        """Present value of every cost that belongs to one option, by cost line."""
        whole = self._all_weights.sum(axis=2)
        worth: dict[tuple[int, int], Array] = {}
        out: dict[str, Array] = {}
        for cost in self.running:
            key = (id(cost.amount), id(cost.party))
            if key not in worth and not cost.is_nothing:
                worth[key] = np.einsum("ot,ot->o", cost.amount, whole[cost.party, self._delay_number])
            value = worth.get(key, np.zeros(len(cost.amount))) * (1.0 if cost.share is None else cost.share)
            out[cost.line] = out[cost.line] + value if cost.line in out else value
        return {**out, "until_start": self.until_start.sum(axis=1), **self.one_off}

    @cached_property
    def until_start(self) -> Array:
        """Present value of today's running cost before an option starts, shape (options, years).

        With the package's part in what today's parties cost as a whole, such as idle staff.
        """
        return until_start.by_year(self)

    @cached_property
    def first_year_running(self) -> Array:
        """Undiscounted running cost of each option over one calendar year at today's prices."""
        yearly = (r.yearly(self.calendar.occurs) for r in self.running)
        total: Array = sum(yearly, start=np.zeros(len(self.options.options)))
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
    def left_undone_total(self) -> Array:
        """All one-off costs of leaving each package unassigned, shape (packages,)."""
        total: Array = sum(self.left_undone.values(), start=np.zeros(len(self.options.packages)))
        return total

    @cached_property
    def reference_cost(self) -> float:
        """Money of the size of a whole plan; see `touchmap.costing.objective_value.reference_cost`."""
        from touchmap.costing.objective_value import reference_cost

        return reference_cost(self)

    def unassigned_cost(self, per_contact: float) -> Array:
        """Present value of the penalty for leaving each package unassigned, shape (packages,)."""
        worth = self.calendar.weights(0.0).sum(axis=0)
        return unassigned.penalty(self.monthly_contacts, worth, per_contact)


def build_costing(project: Project, options: Options | None = None) -> Costing:
    """Compute every coefficient of a project; about a second for a thousand packages.

    Parameters
    ----------
    options
        The project's options, or those of them that matter, if they are laid out already.
    """
    calendar, prices = Calendar.of(project.settings), Prices(project)
    packages = build_packages(project) if options is None else options.packages
    options = build_options(project, packages) if options is None else options
    lines = build_lines(project, options)
    frame = Frame(
        project=project,
        prices=prices,
        lines=lines,
        quality=expected_quality(project, lines),
        brand_risk=brand_risk(project, lines),
        delays=start_delays(project, options),
    )
    bills = bills_of(frame)
    costing = Costing(
        project=project,
        calendar=calendar,
        prices=prices,
        options=options,
        lines=lines,
        quality=frame.quality,
        brand_risk=frame.brand_risk,
        insight=insight_share(lines),
        frame=frame,
        bills=bills,
        running=running_costs(frame, bills),
        delays=frame.delays,
        one_off=one_off_costs(frame, bills),
        left_undone=costs_if_left_undone(frame),
        charges=list(charges(frame, bills)),
        pairs=pair_costs(frame, build_pairs(project, packages)),
        homes=Homes.of(options),
        staff=staff_of(project, prices),
        pools=frame.pools,
        commitments=commitments_of(project, prices),
        tiers=tiers_of(project),
        shared_today=np.zeros(len(packages)),
    )
    if not costing.delays.any():
        return costing
    return replace(costing, shared_today=until_start.shared_today(costing))
