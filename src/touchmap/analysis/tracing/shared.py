"""Workings of what is owed once for several packages: by a party, for a contract, for a hand-off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from touchmap.analysis.tracing.bench import Bench, by_month, is_same
from touchmap.analysis.tracing.model import Factor, Origin, TracedCost, product_of
from touchmap.analysis.tracing.origins import Place
from touchmap.costing.lines import (
    COST_LINES,
    exit_fee,
    handoffs,
    hiring,
    pool_people,
    training,
    vat_once,
    volume_discount,
)
from touchmap.costing.lines import contingency as contingency_line
from touchmap.costing.lines.handoffs import PairCost
from touchmap.costing.lines.idle_staff import needed_staff
from touchmap.costing.lines.knowledge_transfer import HOURS_A_WEEK
from touchmap.costing.lines.minimum_commitment import monthly_bill
from touchmap.costing.lines.valley_work import in_valleys
from touchmap.costing.shapes import PartyAmount
from touchmap.costing.staffing import paid_staff
from touchmap.project import Entity, Provider
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.handoff_pairs import COMPANY
from touchmap.work.options import NONE
from touchmap.workload.handoffs import extra_seconds, receiver_hours

Factors = list[Factor]
Piece = tuple[str, int, Factors]
"""What a part of an amount is for, whose it is, and its working."""
_PIECES = 100
"""Most costs one shared amount is told as."""


class SharedWork(Bench):
    """Takes shared costs apart."""

    def sharing(self, part: PartyAmount) -> tuple[str, ...]:
        """Processes that share a cost: those whose options set it off, else those at the party."""
        chosen = self.facts.evaluation.chosen
        rows: Iterable[int] = chosen
        for charge in self.costing.charges:
            if (charge.line, charge.key) == (part.line, part.note):
                inside = np.intersect1d(chosen, charge.members)
                rows = inside if len(inside) else self.options.today[list(charge.packages)]
                return self._processes(rows)
        if part.line == "handoffs":
            pairs = [c.pair for c in self.costing.pairs if c.pair.handoff.handoff_id == part.note]
            ids = {p.process_id for p in self.project.processes}
            if pairs:
                handoff = pairs[0].handoff
                return tuple(sorted({handoff.from_process_id, handoff.to_id} & ids))
        if part.party != NONE:
            ours = (self.options.people[chosen] == part.party) | (self.options.platform[chosen] == part.party)
            rows = chosen[ours]
        return self._processes(rows)

    def _processes(self, rows: Iterable[int]) -> tuple[str, ...]:
        packages = (self.facts.packages[self.options.package[i]] for i in rows if i != NONE)
        return tuple(sorted({p.process.process_id for p in packages}))

    def shared(self, number: int, part: PartyAmount, sharing: tuple[str, ...]) -> Iterator[TracedCost]:
        """A shared cost with its whole amount; a hand-off by its two sides, rework and flat amount."""
        providers = () if part.party < 0 else (self.options.providers[part.party],)
        amount = float(part.by_year.sum())
        others = (part.note, *part.note.split(" → "))
        place = Place(sharing, providers, languages=(part.note,), others=others)
        subject = part.note or (providers[0].name if providers else "company")
        name = self.name(part.party)
        for n, (what, party, factors) in enumerate(found := self._workings(part, amount)):
            value = product_of(factors) if len(found) > 1 else amount
            told = TracedCost(part.line, subject + what, self.name(party), value, tuple(factors))
            yield replace(told, shared_by=sharing, number=number * _PIECES + n)
        if not found:
            told = self.as_costed(part.line, subject, name, amount, place)
            yield replace(told, shared_by=sharing, number=number * _PIECES)

    def _workings(self, part: PartyAmount, amount: float) -> list[Piece]:
        """Sums of products that come to the amount; nothing where there are none."""
        if part.line == "handoffs":
            for cost in self.costing.pairs:
                if cost.pair.handoff.handoff_id == part.note:
                    found = self._handoff(cost)
                    if found and is_same(sum(product_of(f) for _, _, f in found), amount):
                        return found
            return []
        if part.line == "minimum_commitment":
            found = self._minimum(part)
            return found if is_same(sum(product_of(f) for _, _, f in found), amount) else []
        maker = self._makers.get(part.line)
        factors = [] if maker is None else maker(part)
        return [("", part.party, factors)] if factors and is_same(product_of(factors), amount) else []

    @property
    def _makers(self) -> dict[str, Callable[[PartyAmount], Factors]]:
        return {
            "selection_and_advice": lambda _: [self.setting("selection_and_advice")],
            "remediation": lambda part: [self.field(self.project.process(part.note), "remediation_cost")],
            "system_integration": self._integration,
            "engagement": lambda part: self.of_provider(self._provider(part), "engagement_cost"),
            "travel": self._travel,
            "knowledge_transfer": self._teaching,
            "project_management": self._project_management,
            "retained_experts": self._retained_experts,
            "retained_organisation": self._retained_organisation,
            "exit_fee": self._exit_fee,
            "idle_staff": self._idle_staff,
            "pool_opening": self._pool_opening,
            "attrition_cover": self._opener,
            "hiring": self._opener,
            "training": self._opener,
            "valley_work": self._valley_work,
            "volume_discount": self._discount,
            "fixed_price": self._fixed_price,
            "governance": self._on_fixed_price,
            "contingency": self._on_fixed_price,
            "irrecoverable_vat": self._vat,
            "vat_once": self._vat,
        }

    def _provider(self, part: PartyAmount) -> Provider:
        return self.options.providers[part.party]

    # --- Starting and stopping ---------------------------------------------------------------------------

    def _integration(self, part: PartyAmount) -> Factors:
        return [self.field(self.project.system(part.note.split(" → ")[1]), "integration_cost")]

    def _travel(self, part: PartyAmount) -> Factors:
        year = Factor("months in a year", 12.0, divides=True)
        cost = self.of_provider(self._provider(part), "travel_cost_per_year")
        return [*cost, year, self.months(part.party, grows=False)]

    def _teaching(self, part: PartyAmount) -> Factors:
        provider = self._provider(part)
        taught = next(c for c in self.costing.charges if (c.line, c.key) == (part.line, part.note))
        quoted = {offer_id for i in taught.members for offer_id in self.options.options[i].offer_ids}
        stated = [
            o
            for o in self.project.offers
            if o.offer_id in quoted
            and o.provider_id == provider.provider_id
            and o.knowledge_transfer_weeks is not None
        ]
        row: Entity = max(stated, key=lambda o: o.knowledge_transfer_weeks or 0.0) if stated else provider
        trainer = self.costing.prices.of_provider(provider.training_rate_per_hour, provider)
        origins = (
            *self.named_settings("expert_rate_per_hour"),
            self.origins.of(provider, "training_rate_per_hour"),
        )
        hour = Factor(
            "hour", self.settings.expert_rate_per_hour + trainer, how="own expert + trainer", origins=origins
        )
        return [
            self.field(row, "knowledge_transfer_weeks"),
            Factor("hours a week", float(HOURS_A_WEEK)),
            hour,
        ]

    def _project_management(self, _part: PartyAmount) -> Factors:
        return [self.setting("project_management_per_month"), self.setting("transition_months")]

    def _retained_experts(self, _part: PartyAmount) -> Factors:
        months = min(self.settings.retained_experts_months or 0.0, self.costing.calendar.horizon)
        origins = self.named_settings("retained_experts_months")
        return [
            self.setting("retained_experts_fte"),
            Factor("months", float(months), how="within the plan", origins=origins),
            self.fte_month(NONE),
        ]

    def _retained_organisation(self, _part: PartyAmount) -> Factors:
        level = self.months(NONE, grows=False)
        return [self.setting("retained_organisation_fte"), self.fte_month(NONE), level]

    def _exit_fee(self, part: PartyAmount) -> Factors:
        contract = self.project.contract(part.note)
        if contract.exit_fee is not None:
            return [self.field(contract, "exit_fee")]
        provider, total = self._provider(part), float(part.by_year.sum())
        if not provider.exit_fee_months:
            return []
        bill = total / provider.exit_fee_months
        told = exit_fee.fee(None, 1.0, bill)
        how = "today's bill under the contract, average month"
        return [
            self.field(provider, "exit_fee_months"),
            Factor("bill a month", told, unit="money/month", how=how),
        ]

    # --- Staff and bills of a party ----------------------------------------------------------------------

    def _idle_staff(self, part: PartyAmount) -> Factors:
        costing, staff = self.costing, self.costing.staff[part.party]
        needed = np.minimum(needed_staff(costing, self.facts.choice)[0][part.party], staff.capacity)
        order = costing.calendar.order
        idle = np.zeros(MONTHS)
        idle[order] = paid_staff(needed[order], staff.flex, staff.ramp) - needed[order]
        provider = self._provider(part)
        origins = [self.origins.of(provider, "flex_share"), self.origins.of(provider, "ramp_fte_per_month")]
        how = f"paid − needed FTE: {by_month(idle)}; needed {by_month(needed)}"
        mean, season = self.monthly("idle", idle, unit="FTE", how=how, origins=origins)
        return [mean, self.fte_month(part.party), self.months(part.party, season)]

    def _pool_opening(self, part: PartyAmount) -> Factors:
        rows = self.project.provider_languages
        ids = (self.name(part.party), part.note)
        row = next((r for r in rows if (r.provider_id, r.language) == ids), None)
        if row is None:
            return []
        pool = next(p for p in self.costing.pools if (p.provider, p.language) == (part.party, part.note))
        how = "kept there to open the pool"
        origins: tuple[Origin, ...] = (self.origins.of(row, "opening_fte"),)
        if row.opening_fte is None:
            how += ", as proposed from the live work it could do"
            origins += self.named_settings("staffing_curve")
        opening = Factor("opening FTE", pool.opening_fte, unit="FTE", how=how, origins=origins)
        return [opening, self.fte_month(part.party), self.months(part.party)]

    def _opener(self, part: PartyAmount) -> Factors:
        """Those who keep a pool open: hired and trained if it is new, replaced while it is open."""
        provider, language = self._provider(part), part.note.rpartition("/")[2]
        pool = next(p for p in self.costing.pools if (p.provider, p.language) == (part.party, language))
        frame = self.costing.frame
        opening = Factor("opening FTE", pool.opening_fte, unit="FTE", how="those who keep the pool open")
        hire = float(hiring.per_fte(frame)[pool.openers[0]])
        train = pool_people.mean_of(training.per_fte(frame)[pool.openers], frame.fte[pool.openers])
        if part.line == "hiring":
            return [opening, *self.of_provider(provider, "hiring_cost_per_fte")]
        how = "of one: days × 8 h × rate, mean of the work that could open the pool"
        rate = self.origins.of(provider, "training_rate_per_hour")
        if part.line == "training":
            return [opening, Factor("training", train, unit="money", how=how, origins=(rate,))]
        names = ("hiring_cost_per_fte", "training_rate_per_hour")
        origins = tuple(self.origins.of(provider, name) for name in names)
        each = Factor("successor", hire + train, unit="money", how="hiring and training", origins=origins)
        year = Factor("months in a year", 12.0, divides=True)
        return [opening, self.field(provider, "attrition"), year, each, self.months(part.party)]

    def _valley_work(self, part: PartyAmount) -> Factors:
        pool = next(p for p in self.costing.pools if (p.provider, p.language) == (part.party, part.note))
        saved = in_valleys(self.costing, pool, self.facts.choice)
        origins = [
            self.origins.of(self._provider(part), "occupancy"),
            *self.named_settings("blended_occupancy"),
        ]
        how = (
            f"FTE of work that can wait, at most opening × blended occupancy ÷ occupancy = "
            f"{pool.valley_fte:,.2f}: {by_month(saved)}"
        )
        mean, season = self.monthly("saved", -saved, unit="FTE", how=how, origins=origins)
        return [mean, self.fte_month(part.party), self.months(part.party, season)]

    def _minimum(self, part: PartyAmount) -> list[Piece]:
        """Shortfall × months, year by year where volumes grow."""
        costing, provider, calendar = self.costing, self._provider(part), self.costing.calendar
        terms = next(c for c in costing.commitments if c.party == part.party)
        bill = monthly_bill(costing, self.facts.choice, part.party)
        mean_bill = float(bill[calendar.occurs].mean())
        found: list[Piece] = []
        grows = bool(self.settings.volume_growth)
        for year, volume in enumerate(calendar.volumes if grows else (1.0,)):
            least = max(terms.amount, volume * terms.share * mean_bill)
            stated = least == terms.amount
            short = np.where(calendar.occurs, np.maximum(0.0, least - bill * volume), 0.0)
            what = "minimum FTE × cost of an FTE-month" if stated else "share of the mean month"
            how = f"minimum {least:,.2f} a month ({what}) less the bill: {by_month(short)}"
            origins = [self.origins.of(provider, "minimum_fte" if stated else "minimum_forecast_share")]
            mean, season = self.monthly("shortfall", short, unit="money/month", how=how, origins=origins)
            months = self.months(part.party, season, grows=False, year=year if grows else None)
            found.append((f" · year {year + 1}" if grows else "", part.party, [mean, months]))
        return found

    def _discount(self, part: PartyAmount) -> Factors:
        chosen = self.facts.evaluation.chosen
        ours = chosen[self.options.people[chosen] == part.party]
        tiers = next(t for t in self.costing.tiers if t.party == part.party)
        size = float(self.costing.average_fte[ours].sum())
        n = tiers.reached(size)
        bill = sum(float(self.costing.by_year[line][ours].sum()) for line in volume_discount.DISCOUNTED)
        rows = [
            r
            for r in self.project.volume_tiers
            if r.provider_id == self.name(part.party) and r.from_fte == tiers.from_fte[n]
        ]
        origins = tuple(self.origins.of(r, name) for r in rows for name in ("from_fte", "discount_share"))
        how = f"tier reached with {size:,.2f} FTE on average; a discount is a negative cost"
        return [
            Factor("discount", -float(tiers.discount[n]), how=how, origins=origins),
            Factor("bill", bill, unit="money", how="run and premiums of all its work, present value"),
        ]

    def _fixed_price(self, part: PartyAmount) -> Factors:
        _, offer_id = part.note.split(" · ")
        offer = next(o for o in self.project.offers if o.offer_id == offer_id)
        price = self.price(offer, self._provider(part), "price")
        return [*price, self.months(part.party, grows=False)]

    def _on_fixed_price(self, part: PartyAmount) -> Factors:
        if " · " not in part.note:
            return []
        return [self._share(part), *self._fixed_price(part)]

    def _share(self, part: PartyAmount) -> Factor:
        """Share of a fixed price that governance, tax or contingency adds."""
        if part.line == "governance":
            return self.field(self._provider(part), "governance_share")
        if part.line == "irrecoverable_vat":
            return self.setting("irrecoverable_vat_share")
        process = self.project.process(part.note.split(" · ")[0])
        origins = self.named_settings("contingency_share", "unclear_contingency_share")
        return Factor(
            "share", contingency_line.share_for(self.settings, process), how="contingency", origins=origins
        )

    def _vat(self, part: PartyAmount) -> Factors:
        if not part.note.startswith("on "):
            return self._on_fixed_price(part)
        line, _, note = part.note.removeprefix("on ").partition(" · ")
        parts = self.facts.evaluation.of_parties
        same = [p for p in parts if (p.line, p.party, p.note) == (line, part.party, note)]
        if len(same) != 1:
            return []
        whose = "" if part.party == NONE else " of this provider"
        how = f"line {COST_LINES[line].label}{whose}, present value"
        taxed = [Factor("amount", float(same[0].by_year.sum()), unit="money", how=how)]
        if line == "knowledge_transfer":
            taxed.append(self._trainers_part(part))
        return [*taxed, self.setting("irrecoverable_vat_share")]

    def _trainers_part(self, part: PartyAmount) -> Factor:
        provider, expert = self._provider(part), self.settings.expert_rate_per_hour
        trainer = self.costing.prices.of_provider(provider.training_rate_per_hour, provider)
        origins = (
            self.origins.of(provider, "training_rate_per_hour"),
            *self.named_settings("expert_rate_per_hour"),
        )
        how = "of it the trainer bills; the own expert is no bill"
        return Factor("part", vat_once.trainers_part(expert, trainer), how=how, origins=origins)

    # --- Hand-offs ---------------------------------------------------------------------------------------

    def _handoff(self, cost: PairCost) -> list[Piece]:
        """Extra seconds on either side, rework by the receiver, and the flat amount."""
        pair, handoff = cost.pair, cost.pair.handoff
        homes = handoffs.homes_of(self.costing, self.facts.choice)
        a = int(homes[pair.sender])
        b = 0 if pair.receiver == COMPANY else int(homes[pair.receiver])
        if a == b:
            return []
        origins = [self.origins.of(handoff, "contacts_per_month")]
        ends = f"{self._end(pair.sender)} and {self._end(pair.receiver)}"
        how = f"its part between {ends}: {pair.share:.4g} of all"
        contacts, season = self.monthly("contacts", pair.contacts, unit="a month", how=how, origins=origins)
        found: list[Piece] = []
        if seconds := extra_seconds(handoff):
            names = [self.origins.of(handoff, name) for name in ("cut_seconds", "route")]
            extra = Factor(
                "seconds", seconds, unit="s", how="extra when cut, both sides", origins=tuple(names)
            )
            halved = [Factor("seconds in an hour", 3600.0, True), Factor("sides", 2.0, True)]
            for side, home in (("sender", a), ("receiver", b)):
                at = [self._hour(home), self._worth(home, season)]
                found.append((f" · {side}", home - 1, [contacts, extra, *halved, *at]))
        if handoff.cut_rework_share and pair.receiver != COMPANY:
            hours = receiver_hours(self.options.packages, pair)
            redo = Factor("hours", hours, unit="h", how="handle time of the receiver, done again")
            share = self.field(handoff, "cut_rework_share")
            found.append((" · rework", b - 1, [contacts, share, redo, self._hour(b), self._worth(b, season)]))
        if handoff.cut_cost_per_month:
            part = Factor("part", pair.share, how="its part of the hand-off's volume")
            flat = self.months(NONE, grows=False, rise=0.0)
            found.append((" · flat", NONE, [self.field(handoff, "cut_cost_per_month"), part, flat]))
        # A side without people costs nothing, and so is not told.
        return [piece for piece in found if product_of(piece[2])]

    def _end(self, k: int) -> str:
        return "a department" if k == COMPANY else str(self.facts.packages[k].package_id)

    def _hour(self, home: int) -> Factor:
        """Cost of an hour of work at a home; nothing where there are no people."""
        if home == 0:
            return self.hour(NONE)
        if home == self.costing.homes.nobody or self.options.providers[home - 1].is_platform:
            return Factor("hourly cost", 0.0, how="no people on this side")
        return self.hour(home - 1)

    def _worth(self, home: int, season: Array) -> Factor:
        if home == self.costing.homes.nobody:
            return self.months(NONE, season, rise=0.0)
        return self.months(home - 1, season)
