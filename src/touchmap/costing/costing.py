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
from touchmap.costing.lines.pool_opening import Pool, pools_of
from touchmap.costing.lines.volume_discount import Tiers, tiers_of
from touchmap.costing.prices import Prices
from touchmap.costing.shapes import Charge, Running
from touchmap.costing.staffing import Staff, staff_of
from touchmap.costing.start import start_delays
from touchmap.project import Project
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS
from touchmap.quality.expected import Quality, expected_quality
from touchmap.quality.risk import brand_risk, insight_share
from touchmap.work.calendar import MONTHS, Array, Calendar
from touchmap.work.handoff_pairs import build_pairs
from touchmap.work.options import Options, build_options
from touchmap.work.packages import build_packages, month_contacts, package_contacts
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
        return self.lines.per_option(self.lines.fte)

    @cached_property
    def staff_billed_fte(self) -> Array:
        """The part of `fte` that is billed by hour or FTE, shape (options, 12)."""
        return self.lines.per_option(self.lines.fte * self.lines.billed_by_staff[:, None])

    @cached_property
    def waiting_fte(self) -> Array:
        """The part of `fte` that those who keep a language pool open may do, shape (options, 12)."""
        return self.lines.per_option(self.lines.fte * self.lines.in_valleys[:, None])

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
        return self.bills.list_price + self.bills.flat

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
        project, calendar = self.project, self.calendar
        n = len(self.options.packages)
        hours, contacts, served = np.zeros(n), np.zeros(n), np.zeros(n)
        for k, package in enumerate(self.options.packages):
            for piece in package.pieces:
                stream = piece.stream
                monthly = float(calendar.average(month_contacts(project, stream) * np.array(piece.share)))
                if stream.channel in SELF_SERVICE_CHANNELS:
                    served[k] += monthly
                else:
                    contacts[k] += monthly
                    hours[k] += handle_hours(monthly, stream.handle_seconds, stream.concurrency)
        return hours, contacts, served

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

    def present_value(self, running: Running) -> Array:
        """Present value of a running cost of every option from its start on, shape (options, years)."""
        out = np.zeros((len(running.monthly), self.calendar.years))
        unique, which = np.unique(running.party + 1j * self.delays, return_inverse=True)
        for n, party_and_delay in enumerate(unique):
            rows = which == n
            weights = self.weights(int(party_and_delay.real), float(party_and_delay.imag))
            out[rows] = running.monthly[rows] @ weights.T
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
        return until_start.by_year(self)

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
    def left_undone_total(self) -> Array:
        """All one-off costs of leaving each package unassigned, shape (packages,)."""
        total: Array = sum(self.left_undone.values(), start=np.zeros(len(self.options.packages)))
        return total

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
        pools=pools_of(frame),
        commitments=commitments_of(project, prices),
        tiers=tiers_of(project),
        shared_today=np.zeros(len(packages)),
    )
    if not costing.delays.any():
        return costing
    return replace(costing, shared_today=until_start.shared_today(costing))
