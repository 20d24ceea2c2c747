"""Charges owed once any of some options is chosen, such as engaging, teaching or connecting a party.

Every such cost has the same shape: an amount, and the options that set it off. The program turns
each into one indicator variable, `evaluate` into one test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from touchmap.costing.prices import Prices
from touchmap.project import Project, Provider
from touchmap.project.stems import Structural
from touchmap.project.vocabulary import GovernanceBasis, PricingModel
from touchmap.work.calendar import Array, Calendar
from touchmap.work.options import NONE, Ints, Options
from touchmap.work.today import today_of

KNOWLEDGE_TRANSFER_HOURS = 40
"""Hours a week that an own expert and a trainer spend on knowledge transfer."""
READY_HEALTH = 3
"""Health below this is unhealthy."""


@dataclass(frozen=True)
class Charge:
    """A cost owed once if any of its options is chosen."""

    line: str
    stem: Structural
    key: str
    party: int
    """Provider the charge is about, `NONE` = the company."""
    amount: Array
    """Present value by year of the plan, shape (years,)."""
    first_year: float
    """Undiscounted yearly amount if it is a running cost, else 0."""
    members: Ints
    """Options that set it off, sorted."""
    unless: bool = False
    """Whether leaving one of its packages unassigned sets it off too."""
    packages: tuple[int, ...] = ()
    """For ``unless``: the packages concerned."""

    @property
    def total(self) -> float:
        """Present value of the charge."""
        return float(self.amount.sum())


class ChargeBook:
    """Builds the charges of a project from its options."""

    def __init__(self, project: Project, prices: Prices, options: Options) -> None:
        self.project, self.prices, self.options = project, prices, options
        self.calendar = Calendar.of(project.settings)
        self.months = int(self.calendar.occurs.sum())
        self.known = options.today != NONE
        self.today = options.today[self.known]
        self.engaged_today = {int(j) for a in (options.people, options.platform) for j in a[self.today]} - {
            NONE
        }

    def all(self, people_bill: Array, platform_bill: Array, delays: Array) -> list[Charge]:
        """Every charge; bills of an average month and delays in months, shape (options,)."""
        return [
            *self.engagement(),
            *self.company_wide(),
            *self.knowledge_transfer(),
            *self.system_integration(),
            *self.fixed_prices(),
            *self.remediation(),
            *self.exit_fees(people_bill, platform_bill, delays),
        ]

    def _once(self, amount: float) -> Array:
        out = np.zeros(self.calendar.years)
        out[0] = amount
        return out

    def _monthly(self, amount: float, party: int, *, grows: bool) -> Array:
        rise = float(self.prices.escalations[party])
        weights: Array = self.calendar.weights(rise, grows=grows).sum(axis=1)
        return amount * weights

    def _options_of(self, j: int) -> Ints:
        return np.flatnonzero((self.options.people == j) | (self.options.platform == j))

    def engagement(self) -> Iterator[Charge]:
        """Set-up of each party that is not engaged today, and travel while it is engaged."""
        for j, provider in enumerate(self.options.providers):
            members = self._options_of(j)
            fee = (
                0.0
                if j in self.engaged_today
                else self.prices.of_provider(provider.engagement_cost, provider)
            )
            key = provider.provider_id
            yield Charge("engagement", Structural.PROVIDER_ENGAGED, key, j, self._once(fee), 0.0, members)
            travel = self.prices.of_provider(provider.travel_cost_per_year, provider)
            yearly = self._monthly(travel / 12, j, grows=False)
            yield Charge(
                "travel", Structural.PROVIDER_ENGAGED, key, j, yearly, travel / 12 * self.months, members
            )

    def company_wide(self) -> Iterator[Charge]:
        """Selecting new third parties once; own staff who manage third parties, if charged that way."""
        third = np.array([not p.is_own for p in self.options.providers] + [False])
        new = np.array(
            [not p.is_own and j not in self.engaged_today for j, p in enumerate(self.options.providers)]
            + [False]
        )
        settings, options = self.project.settings, self.options
        if settings.selection_and_advice and self.known.any():
            members = np.flatnonzero(new[options.people] | new[options.platform])
            amount = self._once(settings.selection_and_advice)
            yield Charge(
                "selection_and_advice", Structural.CHARGED_ONCE, "company", NONE, amount, 0.0, members
            )
        if settings.governance_basis is GovernanceBasis.RETAINED_ORGANISATION:
            monthly = settings.retained_organisation_fte * self.prices.company_fte_month
            members = np.flatnonzero(third[options.people])
            yearly = self._monthly(monthly, NONE, grows=False)
            yield Charge(
                "retained_organisation",
                Structural.CHARGED_ONCE,
                "company",
                NONE,
                yearly,
                monthly * self.months,
                members,
            )

    def knowledge_transfer(self) -> Iterator[Charge]:
        """Teaching each process once to each party that does not do any of it today.

        The weeks are the longest the party quotes for the process, since it is taught as a whole.
        """
        options, settings = self.options, self.project.settings
        taught: dict[tuple[str, int], list[int]] = {}
        for i, option in enumerate(options.options):
            process_id = options.packages[option.package].process.process_id
            for j in {int(options.people[i]), int(options.platform[i])} - {NONE}:
                taught.setdefault((process_id, j), []).append(i)
        done_today = {
            (options.packages[k].process.process_id, int(j))
            for k, i in zip(np.flatnonzero(self.known), self.today, strict=True)
            for j in (options.people[i], options.platform[i])
        }
        for (process_id, j), members in taught.items():
            if (process_id, j) in done_today:
                continue
            provider = options.providers[j]
            hourly = settings.expert_rate_per_hour + self.prices.of_provider(
                provider.training_rate_per_hour, provider
            )
            amount = self._weeks(members, provider) * KNOWLEDGE_TRANSFER_HOURS * hourly
            if amount > 0:
                yield Charge(
                    "knowledge_transfer",
                    Structural.KNOWLEDGE_TRANSFER,
                    f"{process_id} → {provider.provider_id}",
                    j,
                    self._once(amount),
                    0.0,
                    np.array(members),
                )

    def _weeks(self, members: list[int], provider: Provider) -> float:
        offers = [
            o
            for i in members
            for o in (*self.options.options[i].people_offers, *self.options.options[i].platform_offers)
            if o is not None
            and o.provider_id == provider.provider_id
            and o.knowledge_transfer_weeks is not None
        ]
        return max(
            (o.knowledge_transfer_weeks or 0.0 for o in offers), default=provider.knowledge_transfer_weeks
        )

    def system_integration(self) -> Iterator[Charge]:
        """Connecting each party once to each system its work needs and it lacks.

        Own staff, and third parties on the client's premises, work on the client's systems; a party
        is connected to the systems of the processes it does today.
        """
        options, project = self.options, self.project
        needs: dict[str, list[str]] = {}
        for row in project.process_systems:
            needs.setdefault(row.process_id, []).append(row.system_id)
        connected = {(r.provider_id, r.system_id) for r in project.provider_systems}
        for k, i in zip(np.flatnonzero(self.known), self.today, strict=True):
            for j in (options.people[i], options.platform[i]):
                if j != NONE:
                    systems = needs.get(options.packages[k].process.process_id, [])
                    connected.update((options.providers[j].provider_id, s) for s in systems)
        members: dict[tuple[int, str], list[int]] = {}
        for i, option in enumerate(options.options):
            for j in {int(options.people[i]), int(options.platform[i])} - {NONE}:
                provider = options.providers[j]
                if provider.is_own or provider.on_client_premises:
                    continue
                for system_id in needs.get(options.packages[option.package].process.process_id, []):
                    if (provider.provider_id, system_id) not in connected:
                        members.setdefault((j, system_id), []).append(i)
        for (j, system_id), chosen in members.items():
            cost = project.system(system_id).integration_cost
            if cost:
                key = f"{options.providers[j].provider_id} → {system_id}"
                yield Charge(
                    "system_integration",
                    Structural.SYSTEM_INTEGRATION,
                    key,
                    j,
                    self._once(cost),
                    0.0,
                    np.array(chosen),
                )

    def fixed_prices(self) -> Iterator[Charge]:
        """Flat monthly amounts, owed once per process and offer."""
        members: dict[tuple[str, str], list[int]] = {}
        offers = {}
        for i, option in enumerate(self.options.options):
            process_id = self.options.packages[option.package].process.process_id
            for offer in {*option.people_offers, *option.platform_offers}:
                if offer is not None and offer.pricing_model is PricingModel.FIXED:
                    members.setdefault((process_id, offer.offer_id), []).append(i)
                    offers[offer.offer_id] = offer
        for (process_id, offer_id), chosen in members.items():
            j = self.options.position[offers[offer_id].provider_id]
            monthly = self.prices.offer(offers[offer_id], self.options.providers[j])
            yield Charge(
                "fixed_price",
                Structural.CHARGED_ONCE,
                f"{process_id} · {offer_id}",
                j,
                self._monthly(monthly, j, grows=False),
                monthly * self.months,
                np.array(chosen),
            )

    def remediation(self) -> Iterator[Charge]:
        """Mending each unhealthy or undocumented process once if any of it moves to a third party."""
        options = self.options
        third = np.array([not p.is_own for p in options.providers] + [False])
        moves = options.moves & third[options.people]
        for process in self.project.processes:
            if process.remediation_cost and is_unready(self.project, process.process_id):
                ours = np.array([k.process.process_id == process.process_id for k in options.packages])
                members = np.flatnonzero(moves & ours[options.package])
                yield Charge(
                    "remediation",
                    Structural.CHARGED_ONCE,
                    process.process_id,
                    NONE,
                    self._once(process.remediation_cost),
                    0.0,
                    members,
                )

    def exit_fees(self, people_bill: Array, platform_bill: Array, delays: Array) -> Iterator[Charge]:
        """Leaving each contract before its end, once; free where the notice lasts to its end.

        Parameters
        ----------
        people_bill, platform_bill
            Average monthly bill of each option's people and platform, shape (options,).
        delays
            Months before each option starts; starting at the end of the term costs no fee.
        """
        options = self.options
        under: dict[str, list[int]] = {}
        for k, today in enumerate(today_of(self.project, options.packages)):
            if today.contract_id is not None and options.today[k] != NONE:
                under.setdefault(today.contract_id, []).append(k)
        for contract_id, packages in sorted(under.items()):
            contract = self.project.contract(contract_id)
            j = options.position[contract.provider_id]
            provider = options.providers[j]
            if is_free_to_leave(self.project, contract_id):
                continue
            done = options.today[packages]
            bill = float((people_bill[done] * (options.people[done] == j)).sum())
            bill += float((platform_bill[done] * (options.platform[done] == j)).sum())
            fee = provider.exit_fee_months * bill if contract.exit_fee is None else contract.exit_fee
            if fee:
                left = months_left(self.project, contract_id)
                early = np.ones(len(delays), dtype=bool) if left is None else delays < left
                inside = np.isin(options.package, packages)
                leaves = np.flatnonzero(inside & early & (options.people != j) & (options.platform != j))
                amount = self._once(fee)
                yield Charge(
                    "exit_fee",
                    Structural.CHARGED_ONCE,
                    contract_id,
                    j,
                    amount,
                    0.0,
                    leaves,
                    True,
                    tuple(packages),
                )


def months_left(project: Project, contract_id: str) -> int | None:
    """Months from the start of the plan to the end of a contract's term, at least 0; none if not known."""
    contract, start = project.contract(contract_id), project.settings.start_on
    if contract.ends_on is None or start is None:
        return None
    return max(0, (contract.ends_on.year - start.year) * 12 + contract.ends_on.month - start.month)


def notice_months(project: Project, contract_id: str) -> int:
    """Notice of a contract: its own, else its provider's, else none."""
    contract = project.contract(contract_id)
    stated = contract.notice_months
    return (project.provider(contract.provider_id).notice_months if stated is None else stated) or 0


def is_free_to_leave(project: Project, contract_id: str) -> bool:
    """Whether a contract's term ends within its notice, so that leaving costs nothing."""
    left = months_left(project, contract_id)
    return left is not None and left <= notice_months(project, contract_id)


def is_unready(project: Project, process_id: str) -> bool:
    """Whether a process is unhealthy (health ≤ 2) or documented below the project's bar."""
    process = project.process(process_id)
    return process.health < READY_HEALTH or process.codifiability < project.settings.documentation_bar
