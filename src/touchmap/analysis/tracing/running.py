"""Workings of what a package costs each month."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from touchmap.analysis.tracing.bench import SAME, Bench, is_same
from touchmap.analysis.tracing.model import Factor, Origin, TracedCost, product_of
from touchmap.costing.lines import COST_LINES, bonus_malus, hiring, training
from touchmap.costing.lines import contingency as contingency_line
from touchmap.costing.lines.brand_risk import worth_a_month
from touchmap.costing.lines.out_of_hours_premium import outside_share
from touchmap.costing.lines.rate_basis import uplift
from touchmap.costing.lines.revenue import on_platforms
from touchmap.costing.shapes import Running
from touchmap.project import Offer, Provider
from touchmap.project.vocabulary import PricingModel, RateBasis
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE
from touchmap.work.packages import month_contacts


class RunningWork(Bench):
    """Takes the monthly costs of an option apart."""

    def running(self, cost: Running, i: int, amount: float) -> Iterator[TracedCost]:
        """One monthly cost of an option.

        As factors that come to the amount; where they do not, as the line's amount a month.
        """
        maker = self._makers.get(cost.line)
        found = [] if maker is None else list(maker(cost, i))
        if found and is_same(sum(c.product for c in found), amount):
            yield from found
            return
        monthly = cost.monthly[i]
        place = self.place(i)
        if not monthly[self.costing.calendar.occurs].mean():
            yield self.as_costed(cost.line, self.subject(i), self.name(cost.party[i]), amount, place)
            return
        origins = self.origins.of_line(cost.line, place)
        how = COST_LINES[cost.line].formula
        yield self._told(cost, i, (), monthly, name="a month", how=how, origins=origins)

    @property
    def _makers(self) -> dict[str, Callable[[Running, int], Iterator[TracedCost]]]:
        return {
            "run": self._run,
            "commission": self._commission,
            "language_premium": self._language_premium,
            "out_of_hours_premium": self._out_of_hours_premium,
            "bonus_malus": self._bonus_malus,
            "rate_basis": self._rate_basis,
            "platform": self._platform,
            "revenue": self._revenue,
            "repeat_contacts": self._repeat_contacts,
            "attrition_cover": self._attrition_cover,
            "governance": self._governance,
            "contingency": self._contingency,
            "irrecoverable_vat": self._vat,
            "brand_risk": self._brand_risk,
        }

    def _told(
        self,
        cost: Running,
        i: int,
        factors: tuple[Factor, ...],
        monthly: Array,
        *,
        name: str = "bill a month",
        how: str = "",
        origins: tuple[Origin, ...] = (),
        subject: str = "",
    ) -> TracedCost:
        """A monthly amount × factors × months."""
        mean, season = self.monthly(name, monthly, unit="money/month", how=how, origins=origins)
        whole = (mean, *factors, self.months(int(cost.party[i]), season, i=i))
        who = self.name(int(cost.party[i]))
        return TracedCost(cost.line, subject or self.subject(i), who, product_of(whole), whole)

    # --- Piece by piece --------------------------------------------------------------------------------

    def _pieces(self, i: int) -> Iterator[tuple[int, Offer]]:
        """Lines of an option whose people an offer pays for, and that have any work."""
        for n in map(int, np.flatnonzero(self.costing.lines.option == i)):
            offer = self.costing.lines.people_offer[n]
            if offer is not None and self._entered(n).any():
                yield n, offer

    def _piece(self, cost: Running, i: int, n: int, factors: tuple[Factor, ...]) -> TracedCost:
        piece = self.costing.lines.piece[n]
        season = self._entered(n) / piece.stream.contacts_per_month
        whole = (*factors, self.months(int(cost.party[i]), season, i=i))
        subject = f"{self.subject(i)} · {piece.stream.demand_id}"
        return TracedCost(cost.line, subject, self.name(cost.party[i]), product_of(whole), whole)

    def _run(self, cost: Running, i: int) -> Iterator[TracedCost]:
        """Contacts × the units a contact is billed by × price × months, piece by piece."""
        for n, offer in self._pieces(i):
            if offer.pricing_model is not PricingModel.FIXED:
                provider = self.options.providers[self.options.people[i]]
                factors = (*self._units(n, offer, provider), *self.price(offer, provider, "price"))
                yield self._piece(cost, i, n, factors)

    def _commission(self, cost: Running, i: int) -> Iterator[TracedCost]:
        for n, offer in self._pieces(i):
            if offer.commission_per_success and offer.conversion:
                provider = self.options.providers[self.options.people[i]]
                success = self.field(offer, "conversion")
                price = self.price(offer, provider, "commission_per_success")
                yield self._piece(cost, i, n, (*self._contacts(n), success, *price))

    def _revenue(self, cost: Running, i: int) -> Iterator[TracedCost]:
        for n, offer in self._pieces(i):
            before = self.costing.lines.people_offer_today[n]
            process = self.facts.packages[self.options.package[i]].process
            if before is None or before.conversion is None or not process.value_per_success:
                continue
            value = self.field(process, "value_per_success")
            if offer.conversion is not None and offer.conversion != before.conversion:
                origins = (self.origins.of(offer, "conversion"), self.origins.of(before, "conversion"))
                how = "conversion less today's; more of it is a negative cost"
                gain = Factor("conversion", before.conversion - offer.conversion, how=how, origins=origins)
                yield self._piece(cost, i, n, (*self._contacts(n), gain, value))
            yield from self._revenue_on_platforms(cost, i, n, before, value)

    def _revenue_on_platforms(
        self, cost: Running, i: int, n: int, people: Offer, value: Factor
    ) -> Iterator[TracedCost]:
        """Contacts platforms take off people, in this plan and today, against people's conversion today."""
        lines, entered = self.costing.lines, self._entered(n)
        for taken_off, conversions, sign in on_platforms(lines, np.array([n])):
            contacts, conversion = taken_off[0], float(conversions[0])
            front = (lines.platform_offer if sign > 0 else lines.platform_offer_today)[n]
            if front is None or people.conversion is None or not contacts.any():
                continue
            if conversion == people.conversion:
                continue
            whose = "the plan's" if sign > 0 else "today's"
            share = Factor(
                "share",
                float(contacts.sum() / entered.sum()),
                how=f"taken off people by {whose} platform, per contact entered",
                origins=(self.origins.of(front, "containment_share"),),
            )
            gain = Factor(
                "conversion",
                sign * (people.conversion - conversion),
                how=f"{whose} platform's against that of people today; more of it is a negative cost",
                origins=(self.origins.of(front, "conversion"), self.origins.of(people, "conversion")),
            )
            stream = self.field(lines.piece[n].stream, "contacts_per_month")
            yield self._piece(cost, i, n, (stream, share, gain, value))

    def _platform(self, cost: Running, i: int) -> Iterator[TracedCost]:
        lines = self.costing.lines
        for n in map(int, np.flatnonzero(lines.option == i)):
            offer = lines.platform_offer[n]
            billed = self.costing.bills.platform[i]
            if offer is None or not billed.any() or not self._entered(n).any():
                continue
            provider = self.options.providers[self.options.platform[i]]
            stream, visits = lines.piece[n].stream, lines.platform_visits[n]
            per_visit = offer.pricing_model is not PricingModel.PER_RESOLUTION
            units = visits if per_visit else lines.platform_contacts[n]
            entered = self._entered(n)
            share = float(units.sum() / entered.sum()) if entered.sum() else 0.0
            origins = (
                self.origins.of(offer, "containment_share"),
                *self.named_settings("achieved_containment_share"),
                self.origins.of(
                    lines.options.packages[lines.options.package[i]].process, "automation_potential_share"
                ),
            )
            how = "share that comes to the platform" if per_visit else "share resolved on the platform"
            factors = [
                self.field(stream, "contacts_per_month"),
                Factor("share", share, how=how, origins=origins),
            ]
            if offer.pricing_model is PricingModel.PER_MINUTE:
                factors += [self.field(stream, "handle_seconds"), Factor("seconds in a minute", 60.0, True)]
            factors += self.price(offer, provider, "price")
            factors += self._asked_in_front(i, provider)
            yield self._piece(cost, i, n, tuple(factors))

    def _asked_in_front(self, i: int, provider: Provider) -> list[Factor]:
        """What a platform asks more for a language."""
        language = self.facts.packages[self.options.package[i]].language
        for row in self.project.provider_languages:
            if (row.provider_id, row.language) == (provider.provider_id, language) and row.premium_share:
                origin = self.origins.of(row, "premium_share")
                return [Factor("language", 1 + row.premium_share, how="1 + premium", origins=(origin,))]
        return []

    def _out_of_hours_premium(self, cost: Running, i: int) -> Iterator[TracedCost]:
        lines, package = self.costing.lines, self.facts.packages[self.options.package[i]]
        for n, offer in self._pieces(i):
            stream = lines.piece[n].stream
            outside = outside_share(self.costing.frame, package, stream)
            if not offer.out_of_hours_premium_share or not outside:
                continue
            origins = (*self.named_settings("office_hours"), self.origins.of(stream, "opening_hours"))
            how = "part of the volume outside office hours, by opening hours and curves"
            factors = (
                self.field(offer, "out_of_hours_premium_share"),
                Factor("outside", outside, how=how, origins=origins),
            )
            subject = f"{self.subject(i)} · {stream.demand_id}"
            monthly = self.costing.bills.run_by_line[n]
            yield self._told(cost, i, factors, monthly, how="line run of this stream, above", subject=subject)

    def _entered(self, n: int) -> Array:
        piece = self.costing.lines.piece[n]
        entered: Array = month_contacts(self.project, piece.stream) * np.array(piece.share)
        return entered

    def _contacts(self, n: int) -> list[Factor]:
        """Contacts that reach people."""
        lines = self.costing.lines
        stream, entered = lines.piece[n].stream, self._entered(n)
        factors = [self.field(stream, "contacts_per_month")]
        reach = float(lines.people_contacts[n].sum() / entered.sum()) if entered.sum() else 1.0
        if abs(reach - 1) > SAME:
            process = lines.options.packages[lines.options.package[lines.option[n]]].process
            fronts = [o for o in (lines.platform_offer[n],) if o is not None]
            origins = [self.origins.of(o, "containment_share") for o in fronts]
            origins += self.named_settings("achieved_containment_share")
            origins.append(self.origins.of(process, "automation_potential_share"))
            how = "share that reaches people, against today"
            factors.append(Factor("reaches people", reach, how=how, origins=tuple(origins)))
        return factors

    def _units(self, n: int, offer: Offer, provider: Provider) -> list[Factor]:
        """What a contact is billed by."""
        lines, model = self.costing.lines, offer.pricing_model
        contacts = self._contacts(n)
        if model is PricingModel.PER_CONTACT:
            return contacts
        if model is PricingModel.PER_RESOLUTION:
            process = lines.options.packages[lines.options.package[lines.option[n]]].process
            share = float(lines.resolved[n].sum() / lines.people_contacts[n].sum())
            origins = (
                self.origins.of(process, "resolution_target_share"),
                self.origins.setting("first_contact_resolution"),
                self.origins.of(provider, "resolution_delta"),
            )
            return [*contacts, Factor("resolved", share, how="resolved at first contact", origins=origins)]
        stream = lines.piece[n].stream
        hours = [*contacts, self.field(stream, "handle_seconds")]
        plain = lines.people_contacts[n].sum() * stream.handle_seconds / stream.concurrency / 3600
        longer = float(lines.hours[n].sum() / plain) if plain else 1.0
        if abs(longer - 1) > SAME:
            who = (self.origins.of(provider, "handle_factor"), self.origins.of(offer, "handle_factor"))
            how = "handle time against today's, with what self-service leaves"
            hours.append(Factor("longer", longer, how=how, origins=who))
        if stream.concurrency != 1:
            hours.append(self.field(stream, "concurrency", divides=True))
        hours.append(Factor("seconds in a unit", 60.0 if model is PricingModel.PER_MINUTE else 3600.0, True))
        if model is PricingModel.PER_MINUTE:
            return hours
        on_curve, by_hour = bool(lines.on_curve[n]), model is PricingModel.PER_HOUR
        if on_curve:
            hours.append(self.slope(provider.provider_id, self._language(n)))
        else:
            hours.append(self.field(provider, "occupancy", divides=True))
        if on_curve is by_hour:
            absent = (self.origins.of(provider, "shrinkage"),)
            present = 1 - provider.shrinkage
            hours.append(Factor("present", present, not on_curve, how="1 − shrinkage", origins=absent))
            hours.append(self.setting("paid_hours_per_month", divides=not on_curve))
        return hours

    def _language(self, n: int) -> str:
        """Language of a line's package."""
        return str(self.facts.packages[self.options.package[self.costing.lines.option[n]]].language)

    # --- Shares of a bill ------------------------------------------------------------------------------

    def _language_premium(self, cost: Running, i: int) -> Iterator[TracedCost]:
        """Run × premium."""
        language = self.facts.packages[self.options.package[i]].language
        ids = (self.name(cost.party[i]), language)
        run = float(self.costing.by_year["run"][i].sum())
        for row in self.project.provider_languages:
            if (row.provider_id, row.language) == ids:
                above = Factor("run", run, how="line run of this package, above")
                factors = (above, self.field(row, "premium_share"))
                yield TracedCost(cost.line, self.subject(i), ids[0], product_of(factors), factors)

    def _of_people(self, cost: Running) -> bool:
        """Whether a cost is one of people, and not of the platform."""
        return bool(np.array_equal(cost.party, self.options.people))

    def _billed(self, cost: Running, i: int, *, commission: bool = False) -> tuple[Array, str]:
        """Monthly bill of a cost's people or platform, and what it holds in words."""
        bills = self.costing.bills
        if not self._of_people(cost):
            return bills.platform[i], "mean bill of a month: platform, see this line"
        words = "mean bill of a month: run, premiums" + (" and commission" if commission else "")
        return (bills.people if commission else bills.list_price)[i], f"{words}, see these lines"

    def _governance(self, cost: Running, i: int) -> Iterator[TracedCost]:
        if cost.party[i] != NONE:
            provider = self.options.providers[cost.party[i]]
            bill, how = self._billed(cost, i, commission=True)
            yield self._told(cost, i, (self.field(provider, "governance_share"),), bill, how=how)

    def _contingency(self, cost: Running, i: int) -> Iterator[TracedCost]:
        process = self.facts.packages[self.options.package[i]].process
        origins = (
            *self.named_settings("contingency_share", "unclear_contingency_share"),
            self.origins.of(process, "metric_clarity"),
            self.origins.of(process, "codifiability"),
        )
        how = "contingency, and more where clarity ≤ 3 or codifiability ≤ 2"
        share = Factor("share", contingency_line.share_for(self.settings, process), how=how, origins=origins)
        bill, words = self._billed(cost, i)
        yield self._told(cost, i, (share,), bill, how=words)

    def _vat(self, cost: Running, i: int) -> Iterator[TracedCost]:
        share = self.settings.irrecoverable_vat_share
        if share:
            how = (
                "mean bill of a month: run, premiums, rates made comparable, commission, bonus or malus and "
                "repeat contacts"
            )
            words = how if self._of_people(cost) else "mean bill of a month: platform"
            bill = cost.monthly[i] / share
            yield self._told(
                cost, i, (self.setting("irrecoverable_vat_share"),), bill, how=f"{words}, see these lines"
            )

    def _rate_basis(self, cost: Running, i: int) -> Iterator[TracedCost]:
        provider = self.options.providers[self.options.people[i]]
        share = uplift(self.settings, provider)
        if not share:
            return
        name = (
            "basic_rate_uplift_share"
            if provider.rate_basis is RateBasis.BASIC
            else "loaded_rate_reduction_share"
        )
        origins = (self.origins.of(provider, "rate_basis"), *self.named_settings(name))
        how = "uplift of a basic rate, or reduction of a loaded one"
        factors = (Factor("share", share, how=how, origins=origins),)
        words = "run billed by hour or FTE, see this line"
        yield self._told(cost, i, factors, cost.monthly[i] / share, how=words)

    def _bonus_malus(self, cost: Running, i: int) -> Iterator[TracedCost]:
        process = self.facts.packages[self.options.package[i]].process
        target = process.satisfaction_target
        if target is None:
            return
        quality = float(self.costing.quality.expected[i])
        points = self.settings.bonus_malus_points
        reached = float(bonus_malus.attainment(np.array(quality), np.array(target), points))
        origins = (
            self.origins.of(process, "satisfaction_target"),
            *self.named_settings("bonus_malus_points"),
        )
        how = f"(expected quality {quality:.2f} − target) ÷ points of a whole bonus, −1 to 1"
        attainment = Factor("attainment", reached, how=how, origins=origins)
        for n, offer in self._pieces(i):
            if offer.bonus_malus_share:
                factors = (self.field(offer, "bonus_malus_share"), attainment)
                subject = f"{self.subject(i)} · {self.costing.lines.piece[n].stream.demand_id}"
                bill, words = (
                    self.costing.bills.by_line[n],
                    "bill of this stream: run and premiums, see these lines",
                )
                yield self._told(cost, i, factors, bill, how=words, subject=subject)

    def _repeat_contacts(self, cost: Running, i: int) -> Iterator[TracedCost]:
        now = self.options.today[self.options.package[i]]
        if now == NONE or self.options.people[now] == NONE:
            return
        process = self.facts.packages[self.options.package[i]].process
        then, people = (self.options.providers[self.options.people[n]] for n in (now, i))
        before, reached = (float(self.costing.lines.resolution[self.options.first_line[n]]) for n in (now, i))
        usual = (
            self.origins.of(process, "resolution_target_share")
            if process.resolution_target_share is not None
            else self.origins.setting("first_contact_resolution")
        )
        origins = (
            usual,
            self.origins.of(then, "resolution_delta"),
            self.origins.of(people, "resolution_delta"),
        )
        how = f"resolved at first contact today {before:.3f}, at {people.provider_id} {reached:.3f}"
        factors = (
            Factor("less resolved", before - reached, how=how, origins=origins),
            self.setting("repeat_cost_factor"),
        )
        bill, words = self._people_bill(i)
        yield self._told(cost, i, factors, bill, how=words)

    def _people_bill(self, i: int) -> tuple[Array, str]:
        lines = self.costing.lines
        ours = np.flatnonzero(lines.option == i)
        bill: Array = self.costing.bills.by_line[ours].sum(axis=0)
        return bill, "mean bill of a month: run and premiums, see these lines"

    # --- Others ----------------------------------------------------------------------------------------

    def _attrition_cover(self, cost: Running, i: int) -> Iterator[TracedCost]:
        provider = self.options.providers[self.options.people[i]]
        frame = self.costing.frame
        successor = float(hiring.per_fte(frame)[i] + training.per_fte(frame)[i])
        names = ("hiring_cost_per_fte", "training_rate_per_hour")
        origins = tuple(self.origins.of(provider, name) for name in names)
        process = self.facts.packages[self.options.package[i]].process
        origins = (*origins, self.origins.of(process, "training_days"))
        how = "recruiting and training of one: cost + days × 8 h × rate"
        factors = (
            self.field(provider, "attrition"),
            Factor("months in a year", float(MONTHS), True),
            Factor("successor", successor, unit="money", how=how, origins=origins),
        )
        yield self._told(cost, i, factors, frame.monthly_fte[i], name="own FTE", how="mean of a month")

    def _brand_risk(self, cost: Running, i: int) -> Iterator[TracedCost]:
        worth = worth_a_month(self.settings)
        if not worth or not cost.monthly[i].any():
            return
        names = ("customers", "annual_margin_per_customer", "annual_churn", "churn_at_full_offshore_voice")
        how = "customers × margin × lifetime × churn if all were abroad ÷ 12"
        risk = float(self.costing.brand_risk[i])
        share = float(cost.monthly[i][0]) / worth / risk * 100
        factors = (
            Factor("visible", share, how="share of the company's visible contacts"),
            Factor("brand risk", risk / 100, how="points of brand risk of this option ÷ 100"),
        )
        monthly = np.full(MONTHS, worth)
        yield self._told(
            cost, i, factors, monthly, name="worth a month", how=how, origins=self.named_settings(*names)
        )
