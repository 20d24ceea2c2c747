"""`trace`: how each cost of a process under a plan came about, down to the fields and how sure they are.

A cost is a product of factors. Each factor is a field, or is worked out from fields that are named. What
a line works out in a way that is no product – such as idle staff – is told as costed, with its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.costing.lines import COST_LINES
from touchmap.costing.shapes import PartyAmount, Running
from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.project import Entity, Offer, Process, Project, Provider
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import MONTHS, Array, Calendar
from touchmap.work.options import NONE

_SAME = 1e-9
DEFAULT = "default"
"""Level of a value nobody stated."""


@dataclass(frozen=True)
class Origin:
    """A field a figure comes from, with how well it is known."""

    table: str
    row_id: str
    field: str
    value: object
    unit: str = ""
    level: str = ""
    """Assumed, estimated or measured; ``default`` if nobody stated it; empty if nothing is recorded."""
    source: str = ""


@dataclass(frozen=True)
class Months:
    """What 1 a month is worth over the plan: each month's season × rises ÷ discount, added up."""

    horizon: int
    first_month: int
    delay: float
    """Months at the start that do not count."""
    discount_rate: float
    growth: float
    rise: float
    season: tuple[float, ...]
    """Size of each calendar month, January first, 1 = average."""

    @property
    def value(self) -> float:
        """Σ over month n of season × ((1 + growth)(1 + rise)) ^ ((n − 1) // 12) ÷ (1 + rate) ^ (n ÷ 12).

        >>> Months(12, 0, 0, 0.0, 0.0, 0.0, (1.0,) * 12).value
        12.0
        """
        calendar = Calendar(self.horizon, self.first_month, self.discount_rate, self.growth)
        return float((calendar.weights(self.rise, after=self.delay) @ np.array(self.season)).sum())


@dataclass(frozen=True)
class Factor:
    """One factor of a cost."""

    name: str
    value: float
    divides: bool = False
    unit: str = ""
    how: str = ""
    """In words, if it is worked out and no field."""
    months: Months | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class TracedCost:
    """One cost of a process, or one it shares with others, as a product of factors."""

    line: str
    subject: str
    """Package, piece, or what is owed as a whole."""
    provider_id: str | None
    amount: float
    """Present value."""
    factors: tuple[Factor, ...]
    shared_by: tuple[str, ...] = ()
    """Processes that share it, if it is owed once for several; the amount is the whole."""
    number: int | None = None
    """Which of the plan's shared costs it is, so that one told for several processes counts once."""
    as_costed: bool = False
    """Whether the amount is told as the line worked it out, and not taken apart."""

    @property
    def product(self) -> float:
        """The factors multiplied."""
        return _product(self.factors)


@dataclass(frozen=True)
class Trace:
    """Every cost of a process under a plan."""

    project: Project
    result: Result
    process_id: str
    costs: tuple[TracedCost, ...]

    def total(self, line: str | None = None, *, shared: bool = False) -> float:
        """Sum of the costs of a line, or of all; those that are shared apart."""
        return sum(c.amount for c in self.costs if (line or c.line) == c.line and bool(c.shared_by) == shared)


def trace(
    project: Project,
    result: Result,
    process_id: str,
    *,
    line: str | None = None,
    provider_id: str | None = None,
) -> Trace:
    """Take the costs of a process apart.

    Parameters
    ----------
    line
        Only this cost line.
    provider_id
        Only costs of this provider.

    Raises
    ------
    UnknownNameError
        If there is no such process, cost line or provider.
    ValueError
        If the result holds no plan.
    """
    project.process(process_id)
    if provider_id is not None:
        project.provider(provider_id)
    if line is not None and line not in COST_LINES:
        raise UnknownNameError(f"no cost line {line!r}; there are: {', '.join(COST_LINES)}")
    tracer = _Tracer(facts_of(project, result), project.process(process_id))
    order = {name: n for n, name in enumerate(COST_LINES)}
    found = [
        cost
        for cost in tracer.costs()
        if line in (None, cost.line) and provider_id in (None, cost.provider_id)
    ]
    return Trace(project, result, process_id, tuple(sorted(found, key=lambda c: order.get(c.line, 99))))


@dataclass(frozen=True)
class _Place:
    """Where the fields of a cost are looked for."""

    process_ids: tuple[str, ...] = ()
    providers: tuple[Provider, ...] = ()
    offers: tuple[Offer, ...] = ()
    demand_ids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())
    """Further ids, such as those of hand-offs, contracts and systems."""


class _Origins:
    """Looks fields up, with the evidence there is for them."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of(self, row: Entity, name: str) -> Origin:
        """One field of a row."""
        info = type(row).model_fields[name]
        extra: Any = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        row_id = row.row_key if type(row).key else ""
        level, source = self._evidence(row.table_name, row_id, name)
        if name not in row.model_fields_set:
            level, source = DEFAULT, str(extra.get("assumed", ""))
        value = getattr(row, name)
        shown = getattr(value, "value", value)
        return Origin(row.table_name, row_id, name, shown, str(extra.get("unit", "")), level, source)

    def _evidence(self, table: str, row_id: str, name: str) -> tuple[str, str]:
        """The most specific evidence: of the field of a row, the row, the field, the table."""
        told = {(e.row_id, e.field): e for e in self.project.evidence if e.table == table}
        for key in ((row_id, name), (row_id, ""), ("", name), ("", "")):
            if key in told:
                return told[key].level.value, told[key].source
        return "", ""

    def setting(self, name: str) -> Origin:
        """A setting."""
        return self.of(self.project.settings, name)

    def of_line(self, line: str, place: _Place) -> tuple[Origin, ...]:
        """The fields a cost line names, in the rows that matter."""
        found: list[Origin] = []
        for path in COST_LINES[line].fields.split(", "):
            table, _, name = path.partition(".")
            found += [self.of(row, name) for row in self._rows(table, name, place)]
        return tuple(dict.fromkeys(found))

    def _rows(self, table: str, name: str, place: _Place) -> Iterable[Entity]:
        if table == "settings":
            return [self.project.settings]
        if not name:
            return []
        chosen: dict[str, Iterable[Entity]] = {"providers": place.providers, "offers": place.offers}
        if table in chosen:
            return [row for row in chosen[table] if name in type(row).model_fields]
        ids = {p.provider_id for p in place.providers}
        return [row for row in self.project.rows(table) if _belongs(row, table, place, ids)]


def _belongs(row: Any, table: str, place: _Place, provider_ids: set[str]) -> bool:
    """Whether a row of a table matters for a cost."""
    if table == "processes":
        return row.process_id in place.process_ids
    if table == "demand":
        return row.demand_id in place.demand_ids
    if table == "provider_languages":
        return row.provider_id in provider_ids and row.language in place.languages
    if table == "volume_tiers":
        return row.provider_id in provider_ids
    return str(row.row_key) in place.others


class _Tracer:
    def __init__(self, facts: ResultFacts, process: Process) -> None:
        self.facts, self.process = facts, process
        self.project, self.costing = facts.project, facts.costing
        self.options = facts.costing.options
        self.origins = _Origins(facts.project)

    @cached_property
    def packages(self) -> list[int]:
        """Packages of the process."""
        return [
            k for k, p in enumerate(self.facts.packages) if p.process.process_id == self.process.process_id
        ]

    def costs(self) -> Iterator[TracedCost]:
        for k in self.packages:
            if self.facts.choice[k] != NONE:
                yield from self._of_option(int(self.facts.choice[k]))
            for line, amounts in self.facts.evaluation.left_undone.items():
                if abs(amounts[k]) > _SAME:
                    place = _Place((self.process.process_id,))
                    subject = f"{self.facts.packages[k].package_id} left undone"
                    yield self._as_costed(line, subject, None, float(amounts[k]), place)
        for number, part in enumerate(self.facts.evaluation.of_parties):
            sharing = self._sharing(part)
            if self.process.process_id in sharing and abs(part.by_year.sum()) > _SAME:
                yield self._shared(number, part, sharing)

    # --- What belongs to one package ---------------------------------------------------------------

    def _of_option(self, i: int) -> Iterator[TracedCost]:
        running = {r.line for r in self.costing.running}
        for cost in self.costing.running:
            amount = float(self.costing.present_value(cost)[i].sum())
            if abs(amount) > _SAME:
                yield from self._running(cost, i, amount)
        for line, by_year in self.costing.by_year.items():
            amount = float(by_year[i].sum())
            if line not in running and abs(amount) > _SAME:
                yield self._once(line, i, amount)

    def _running(self, cost: Running, i: int, amount: float) -> Iterator[TracedCost]:
        taken_apart = {"run": self._run, "commission": self._commission, "language_premium": self._premium}
        maker = taken_apart.get(cost.line, self._share_of_bill)
        found = list(maker(cost, i))
        if found and abs(sum(c.product for c in found) - amount) <= _SAME * max(1.0, abs(amount)):
            yield from found
            return
        monthly = cost.monthly[i]
        mean = float(monthly[self.costing.calendar.occurs].mean())
        place = self._place(i)
        if not mean:
            yield self._as_costed(cost.line, self._subject(i), self._name(cost.party[i]), amount, place)
            return
        a_month = Factor(
            "a month",
            mean,
            unit="money/month",
            how=COST_LINES[cost.line].formula,
            origins=self.origins.of_line(cost.line, place),
        )
        factors = (a_month, self._months(int(cost.party[i]), i, monthly / mean))
        yield TracedCost(cost.line, self._subject(i), self._name(cost.party[i]), amount, factors)

    def _run(self, cost: Running, i: int) -> Iterator[TracedCost]:
        """Contacts × the units a contact is billed by × price × months, piece by piece."""
        for n in np.flatnonzero(self.costing.lines.option == i):
            offer = self.costing.lines.people_offer[n]
            if offer is not None and offer.pricing_model is not PricingModel.FIXED:
                provider = self.options.providers[self.options.people[i]]
                factors = (*self._units(int(n), offer, provider), *self._price(offer, provider, "price"))
                yield self._piece(cost, i, int(n), factors)

    def _commission(self, cost: Running, i: int) -> Iterator[TracedCost]:
        for n in np.flatnonzero(self.costing.lines.option == i):
            offer = self.costing.lines.people_offer[n]
            if offer is not None and offer.commission_per_success and offer.conversion:
                provider = self.options.providers[self.options.people[i]]
                factors = (
                    *self._contacts(int(n)),
                    Factor("conversion", offer.conversion, origins=(self.origins.of(offer, "conversion"),)),
                    *self._price(offer, provider, "commission_per_success"),
                )
                yield self._piece(cost, i, int(n), factors)

    def _piece(self, cost: Running, i: int, n: int, factors: tuple[Factor, ...]) -> TracedCost:
        piece = self.costing.lines.piece[n]
        contacts = self._entered(n)
        months = self._months(int(cost.party[i]), i, contacts / piece.stream.contacts_per_month)
        whole = (*factors, months)
        subject = f"{self._subject(i)} · {piece.stream.demand_id}"
        return TracedCost(cost.line, subject, self._name(cost.party[i]), _product(whole), whole)

    def _entered(self, n: int) -> Array:
        from touchmap.work.packages import month_contacts

        piece = self.costing.lines.piece[n]
        entered: Array = month_contacts(self.project, piece.stream) * np.array(piece.share)
        return entered

    def _contacts(self, n: int) -> tuple[Factor, ...]:
        """Contacts that reach people."""
        lines = self.costing.lines
        stream, entered = lines.piece[n].stream, self._entered(n)
        factors = [self._field(stream, "contacts_per_month")]
        reach = float(lines.people_contacts[n].sum() / entered.sum()) if entered.sum() else 1.0
        if abs(reach - 1) > _SAME:
            fronts = [o for o in (lines.platform_offer[n],) if o is not None]
            origins = [self.origins.of(o, "containment_share") for o in fronts]
            origins += [
                self.origins.setting("achieved_containment_share"),
                self.origins.of(self.process, "automation_potential_share"),
            ]
            how = "share that reaches people, against today"
            factors.append(Factor("reaches people", reach, how=how, origins=tuple(origins)))
        return tuple(factors)

    def _units(self, n: int, offer: Offer, provider: Provider) -> tuple[Factor, ...]:
        """What a contact is billed by."""
        lines, model = self.costing.lines, offer.pricing_model
        contacts = self._contacts(n)
        if model is PricingModel.PER_CONTACT:
            return contacts
        if model is PricingModel.PER_RESOLUTION:
            share = float(lines.resolved[n].sum() / lines.people_contacts[n].sum())
            origins = (
                self.origins.of(self.process, "resolution_target_share"),
                self.origins.setting("first_contact_resolution"),
                self.origins.of(provider, "resolution_delta"),
            )
            return (*contacts, Factor("resolved", share, how="resolved at first contact", origins=origins))
        stream = lines.piece[n].stream
        hours = [*contacts, self._field(stream, "handle_seconds")]
        plain = lines.people_contacts[n].sum() * stream.handle_seconds / stream.concurrency / 3600
        longer = float(lines.hours[n].sum() / plain) if plain else 1.0
        if abs(longer - 1) > _SAME:
            who = (self.origins.of(provider, "handle_factor"), self.origins.of(offer, "handle_factor"))
            how = "handle time against today's, with what self-service leaves"
            hours.append(Factor("longer", longer, how=how, origins=who))
        if stream.concurrency != 1:
            hours.append(self._field(stream, "concurrency", divides=True))
        hours.append(Factor("seconds in a unit", 60.0 if model is PricingModel.PER_MINUTE else 3600.0, True))
        if model is PricingModel.PER_MINUTE:
            return tuple(hours)
        hours.append(self._field(provider, "occupancy", divides=True))
        if model is PricingModel.PER_FTE:
            present = Factor(
                "present",
                1 - provider.shrinkage,
                True,
                how="1 − shrinkage",
                origins=(self.origins.of(provider, "shrinkage"),),
            )
            hours += [present, self._field(self.project.settings, "paid_hours_per_month", divides=True)]
        return tuple(hours)

    def _price(self, offer: Offer, provider: Provider, name: str) -> tuple[Factor, ...]:
        """A price of an offer in the project's currency; the base rate where there is no offer."""
        known = any(o.offer_id == offer.offer_id for o in self.project.offers)
        row: Entity = offer if known else provider
        origin = self.origins.of(row, name if known else "base_rate")
        value = float(getattr(offer, name))
        factors = [Factor(name, value, unit=f"money {offer.pricing_model.value}", origins=(origin,))]
        currency = offer.currency or provider.currency
        return (*factors, *self._rate(currency))

    def _rate(self, currency: str | None) -> list[Factor]:
        """Exchange rate of a currency, if it is not the project's own."""
        foreign = [r for r in self.project.exchange_rates if r.currency == currency]
        own = self.project.settings.currency
        return [self._field(r, "rate", divides=True) for r in foreign if currency != own]

    def _premium(self, cost: Running, i: int) -> Iterator[TracedCost]:
        """Run × premium."""
        language = self.facts.packages[self.options.package[i]].language
        ids = (self._name(cost.party[i]), language)
        for row in self.project.provider_languages:
            if (row.provider_id, row.language) == ids:
                yield self._of_bill(cost, i, self._bill(i, ("run",)), self._field(row, "premium_share"))

    def _share_of_bill(self, cost: Running, i: int) -> Iterator[TracedCost]:
        """Governance and contingency: a share of the bill of people or of the platform."""
        if cost.line not in ("governance", "contingency") or cost.party[i] == NONE:
            return
        bills = self.costing.bills
        of_people = np.array_equal(cost.party, self.options.people)
        governed = bills.people if cost.line == "governance" else bills.list_price
        monthly = (governed if of_people else bills.platform)[i]
        mean = float(monthly[self.costing.calendar.occurs].mean())
        provider = self.options.providers[cost.party[i]]
        share = (
            self._field(provider, "governance_share") if cost.line == "governance" else self._contingency()
        )
        which = "run, premiums" + (" and commission" if cost.line == "governance" else "")
        how = f"mean bill of a month: {which if of_people else 'platform'}, see these lines"
        months = self._months(int(cost.party[i]), i, monthly / mean)
        factors = (Factor("bill a month", mean, unit="money/month", how=how), share, months)
        yield TracedCost(cost.line, self._subject(i), provider.provider_id, _product(factors), factors)

    def _contingency(self) -> Factor:
        from touchmap.costing.lines.contingency import share_for

        origins = (
            self.origins.setting("contingency_share"),
            self.origins.setting("unclear_contingency_share"),
            self.origins.of(self.process, "metric_clarity"),
            self.origins.of(self.process, "codifiability"),
        )
        how = "contingency, and more where clarity ≤ 3 or codifiability ≤ 2"
        return Factor("share", share_for(self.project.settings, self.process), how=how, origins=origins)

    def _bill(self, i: int, lines: tuple[str, ...]) -> float:
        """Present value of some lines of an option, from the lines above."""
        return sum(float(self.costing.by_year[line][i].sum()) for line in lines)

    def _of_bill(self, cost: Running, i: int, bill: float, share: Factor) -> TracedCost:
        factors = (Factor("run", bill, how="line run of this package, above"), share)
        return TracedCost(cost.line, self._subject(i), self._name(cost.party[i]), _product(factors), factors)

    def _once(self, line: str, i: int, amount: float) -> TracedCost:
        place, lead = self._place(i), self._name(self.options.lead[i])
        if line == "training":
            factors = self._training(i)
            if abs(_product(factors) - amount) <= _SAME * max(1.0, abs(amount)):
                return TracedCost(line, self._subject(i), lead, amount, factors)
        return self._as_costed(line, self._subject(i), lead, amount, place)

    def _training(self, i: int) -> tuple[Factor, ...]:
        provider = self.options.providers[self.options.people[i]]
        offers = [o for o in self.options.options[i].people_offers if o is not None]
        stated = [o for o in offers if o.training_days is not None]
        longest: Entity = max(stated, key=lambda o: o.training_days or 0.0) if stated else self.process
        fte = Factor(
            "FTE",
            float(self.costing.average_fte[i]),
            unit="FTE",
            how="hours of run ÷ paid hours at work",
            origins=(self.origins.of(provider, "shrinkage"), self.origins.of(provider, "occupancy")),
        )
        rate = self.costing.prices.of_provider(provider.training_rate_per_hour, provider)
        hourly = Factor("rate", rate, origins=(self.origins.of(provider, "training_rate_per_hour"),))
        return (fte, self._field(longest, "training_days"), Factor("hours a day", 8.0), hourly)

    # --- What is owed once for several ---------------------------------------------------------------

    def _sharing(self, part: PartyAmount) -> tuple[str, ...]:
        """Processes that share a cost: those whose options set it off, else those at the party."""
        chosen = self.facts.evaluation.chosen
        rows: Iterable[int] = chosen
        for charge in self.costing.charges:
            if (charge.line, charge.key) == (part.line, part.note):
                inside = np.intersect1d(chosen, charge.members)
                rows = inside if len(inside) else self.options.today[list(charge.packages)]
                return self._processes(rows)
        for pair in self.costing.pairs:
            if part.line == "handoffs" and pair.pair.handoff.handoff_id == part.note:
                handoff = pair.pair.handoff
                ids = {p.process_id for p in self.project.processes}
                return tuple(sorted({handoff.from_process_id, handoff.to_id} & ids))
        if part.party != NONE:
            ours = (self.options.people[chosen] == part.party) | (self.options.platform[chosen] == part.party)
            rows = chosen[ours]
        return self._processes(rows)

    def _processes(self, rows: Iterable[int]) -> tuple[str, ...]:
        packages = (self.facts.packages[self.options.package[i]] for i in rows if i != NONE)
        return tuple(sorted({p.process.process_id for p in packages}))

    def _shared(self, number: int, part: PartyAmount, sharing: tuple[str, ...]) -> TracedCost:
        providers = () if part.party < 0 else (self.options.providers[part.party],)
        amount = float(part.by_year.sum())
        others = (part.note, *part.note.split(" → "))
        place = _Place(sharing, providers, languages=(part.note,), others=others)
        subject = part.note or (providers[0].name if providers else "company")
        name = self._name(part.party)
        factors = self._simple(part, place)
        if factors and abs(_product(factors) - amount) <= _SAME * max(1.0, abs(amount)):
            return TracedCost(part.line, subject, name, amount, factors, sharing, number)
        told = self._as_costed(part.line, subject, name, amount, place)
        return replace(told, shared_by=sharing, number=number)

    def _simple(self, part: PartyAmount, place: _Place) -> tuple[Factor, ...]:
        """Factors of costs that are a field, owed once."""
        settings = self.project.settings
        if part.line == "selection_and_advice":
            return (self._field(settings, "selection_and_advice"),)
        if part.line == "remediation":
            return (self._field(self.project.process(part.note), "remediation_cost"),)
        if part.line == "system_integration":
            return (self._field(self.project.system(part.note.split(" → ")[1]), "integration_cost"),)
        if part.line in ("engagement", "travel") and place.providers:
            return self._of_provider(part.line, part.party)
        if part.line == "knowledge_transfer":
            return self._teaching(part, place.providers[0])
        return ()

    def _of_provider(self, line: str, party: int) -> tuple[Factor, ...]:
        provider = self.options.providers[party]
        name = "engagement_cost" if line == "engagement" else "travel_cost_per_year"
        factors = [self._field(provider, name), *self._rate(provider.currency)]
        if line == "travel":
            level = self._months(party, None, np.ones(MONTHS), grows=False)
            factors += [Factor("months in a year", 12.0, divides=True), level]
        return tuple(factors)

    def _teaching(self, part: PartyAmount, provider: Provider) -> tuple[Factor, ...]:
        from touchmap.costing.lines.knowledge_transfer import HOURS_A_WEEK

        process_id = part.note.split(" → ")[0]
        stated = [
            o
            for o in self.project.offers
            if o.provider_id == provider.provider_id
            and o.process_id in (process_id, None)
            and o.knowledge_transfer_weeks is not None
        ]
        row: Entity = max(stated, key=lambda o: o.knowledge_transfer_weeks or 0.0) if stated else provider
        settings = self.project.settings
        trainer = self.costing.prices.of_provider(provider.training_rate_per_hour, provider)
        hourly = Factor(
            "hour",
            settings.expert_rate_per_hour + trainer,
            how="own expert + trainer",
            origins=(
                self.origins.setting("expert_rate_per_hour"),
                self.origins.of(provider, "training_rate_per_hour"),
            ),
        )
        weeks = self._field(row, "knowledge_transfer_weeks")
        return (weeks, Factor("hours a week", float(HOURS_A_WEEK)), hourly)

    # --- Parts ---------------------------------------------------------------------------------------

    def _field(self, row: Entity, name: str, *, divides: bool = False) -> Factor:
        origin = self.origins.of(row, name)
        return Factor(name, float(getattr(row, name)), divides, origin.unit, origins=(origin,))

    def _months(self, party: int, i: int | None, season: Array, *, grows: bool = True) -> Factor:
        """Months' worth of a party's money from the start of an option on."""
        calendar, settings = self.costing.calendar, self.project.settings
        delay = 0.0 if i is None else float(self.costing.delays[i])
        rise = float(self.costing.prices.escalations[party])
        growth = settings.volume_growth if grows else 0.0
        months = Months(
            calendar.horizon,
            calendar.first_month,
            delay,
            settings.discount_rate,
            growth,
            rise,
            tuple(float(v) for v in season),
        )
        names = ("horizon_months", "discount_rate", *(("volume_growth",) if growth else ()))
        origins = [self.origins.setting(name) for name in names]
        if party >= 0:
            provider = self.options.providers[party]
            name = "wage_inflation" if provider.is_own else "indexation"
            origins.append(self.origins.of(provider, name))
        return Factor("months", months.value, unit="months", months=months, origins=tuple(origins))

    def _as_costed(
        self,
        line: str,
        subject: str,
        provider_id: str | None,
        amount: float,
        place: _Place,
    ) -> TracedCost:
        how = f"as costed: {COST_LINES[line].formula}"
        factor = Factor("amount", amount, unit="money", how=how, origins=self.origins.of_line(line, place))
        return TracedCost(line, subject, provider_id, amount, (factor,), as_costed=True)

    def _place(self, i: int) -> _Place:
        option, package = self.options.options[i], self.facts.packages[self.options.package[i]]
        offers = (*option.people_offers, *option.platform_offers)
        known = {o.offer_id for o in self.project.offers}
        parties = (self.options.people[i], self.options.platform[i])
        return _Place(
            (package.process.process_id,),
            tuple(self.options.providers[j] for j in parties if j != NONE),
            tuple(dict.fromkeys(o for o in offers if o is not None and o.offer_id in known)),
            tuple(p.stream.demand_id for p in package.pieces),
            (package.language,),
        )

    def _subject(self, i: int) -> str:
        return str(self.facts.packages[self.options.package[i]].package_id)

    def _name(self, party: int) -> str | None:
        return None if party < 0 else str(self.options.providers[party].provider_id)


def _product(factors: Iterable[Factor]) -> float:
    return prod(1 / f.value if f.divides else f.value for f in factors)
