"""Workings of what a package costs once, and of today's arrangement until the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from touchmap.analysis.tracing.bench import SAME, Bench, is_same
from touchmap.analysis.tracing.model import Factor, Origin, TracedCost, product_of
from touchmap.costing.lines import (
    COST_LINES,
    double_running,
    learning_curve,
    staff_transfer,
    stranded,
    vat_once,
)
from touchmap.costing.lines.until_start import ONLY_FOR_MOVES
from touchmap.project import Entity
from touchmap.work.options import NONE

Factors = list[Factor]


class OnceWork(Bench):
    """Takes what an option costs once apart."""

    def cost(self, line: str, i: int, amount: float) -> Iterator[TracedCost]:
        """One cost of an option that is no monthly cost of it."""
        lead = self.name(int(self.options.lead[i]))
        if line in self._sums:
            found = list(self._sums[line](i))
            if is_same(sum(c.product for c in found), amount):
                yield from found
                return
        elif line in self._makers:
            factors = tuple(self._makers[line](i))
            if factors and is_same(product_of(factors), amount):
                yield TracedCost(line, self.subject(i), lead, amount, factors)
                return
        yield self.as_costed(line, self.subject(i), lead, amount, self.place(i))

    @property
    def _sums(self) -> dict[str, Callable[[int], Iterator[TracedCost]]]:
        return {"until_start": self._until_start, "vat_once": self._vat_once}

    @property
    def _makers(self) -> dict[str, Callable[[int], Factors]]:
        return {
            "training": self._training,
            "learning_curve": self._learning_curve,
            "double_running": self._double_running,
            "hiring": self._hiring,
            "social_plan": lambda i: [*self._displaced(i), *self._staying(i), *self.severance()],
            "outplacement": lambda i: [*self._displaced(i), *self._staying(i), *self.outplacement()],
            "staff_transfer": self._staff_transfer,
            "stranded": self._stranded,
        }

    # --- People who are set free -------------------------------------------------------------------------

    def _displaced(self, i: int) -> Factors:
        frame = self.costing.frame
        before = float(frame.own_fte_today[self.options.package[i]])
        value = float(frame.displaced_fte[i])
        how = f"own FTE set free: {before:,.3f} today less {before - value:,.3f} that stay"
        if opening := float(frame.opening_today[self.options.package[i]]):
            how += f"; {opening:,.3f} of today's keep its pool open"
        return [Factor("displaced", value, unit="FTE", how=how, origins=self._fte_origins(i))]

    def _fte_origins(self, i: int) -> tuple[Origin, ...]:
        """Fields that make hours FTE at who does the work today."""
        now = int(self.options.today[self.options.package[i]])
        if now == NONE or self.options.people[now] == NONE:
            return ()
        provider = self.options.providers[self.options.people[now]]
        return (self.origins.of(provider, "shrinkage"), self.origins.of(provider, "occupancy"))

    def _going_over(self, i: int) -> tuple[float, tuple[Origin, ...]]:
        share = float(staff_transfer.share_of(self.costing.frame)[i])
        who = int(self.options.people[i])
        stated = [] if who == NONE else [self.origins.of(self.options.providers[who], "staff_transfer_share")]
        return share, (*stated, *self.named_settings("staff_transfer_share"))

    def _staying(self, i: int) -> Factors:
        share, origins = self._going_over(i)
        return (
            [Factor("not going over", 1 - share, how="1 − share who go over", origins=origins)]
            if share
            else []
        )

    def leaving(self) -> Factors:
        """Share of displaced staff who lose their work."""
        s = self.settings
        stays = Factor(
            "not redeployed",
            1 - s.redeploy_share,
            how="1 − redeployed",
            origins=self.named_settings("redeploy_share"),
        )
        kept = (1 - s.natural_attrition_per_month) ** s.transition_months
        names = ("natural_attrition_per_month", "transition_months")
        how = "(1 − leaving anyway in a month) ^ months of the transition"
        return [
            stays,
            Factor("not leaving anyway", float(kept), how=how, origins=self.named_settings(*names)),
        ]

    def severance(self) -> Factors:
        """What the social plan pays for one displaced FTE."""
        names = (
            "average_tenure_years",
            "severance_months_per_year",
            "social_plan_factor",
            "gross_salary_per_month",
        )
        if any(getattr(self.settings, name) is None for name in names):
            return []
        return [*self.leaving(), *map(self.setting, names)]

    def outplacement(self) -> Factors:
        """What outplacement of one displaced FTE costs."""
        if self.settings.outplacement_cost_per_fte is None:
            return []
        return [*self.leaving(), self.setting("outplacement_cost_per_fte")]

    def _staff_transfer(self, i: int) -> Factors:
        share, origins = self._going_over(i)
        if self.settings.transfer_cost_per_fte is None:
            return []
        over = Factor("going over", share, how="share who go over with their work", origins=origins)
        return [*self._displaced(i), over, self.setting("transfer_cost_per_fte")]

    def _stranded(self, i: int) -> Factors:
        avoidable = stranded.avoidable_share(self.settings)
        now = int(self.options.today[self.options.package[i]])
        if avoidable is None or now == NONE:
            return []
        own = (
            self.costing.calendar.average(self.costing.bills.run)
            * self.costing.frame.own[self.options.people]
        )
        how = f"own run of a month: {own[now]:,.2f} today less {own[i]:,.2f} in this plan"
        freed = Factor("set free", float(max(own[now] - own[i], 0.0)), unit="money/month", how=how)
        names = [f"{g}_{what}" for g in stranded.GROUPS for what in ("cost_share", "avoidable_share")]
        stated = [name for name in names if getattr(self.settings, name) is not None]
        by_group = any(getattr(self.settings, f"{g}_cost_share") for g in stranded.GROUPS)
        origins = self.named_settings(*(stated if by_group else ("avoidable_share",)))
        months = min(self.settings.stranded_months, self.costing.calendar.horizon)
        return [
            freed,
            Factor("stays", 1 - avoidable, how="1 − share that really goes away", origins=origins),
            Factor(
                "months",
                float(months),
                how="within the plan",
                origins=self.named_settings("stranded_months"),
            ),
        ]

    def _vat_once(self, i: int) -> Iterator[TracedCost]:
        """Tax line by line, on what is billed once for the option."""
        costing = self.costing
        share = self.setting("irrecoverable_vat_share")
        for line, taxes in vat_once.by_line(costing.frame, costing.one_off, costing.bills).items():
            if abs(taxes[i]) > SAME:
                label = COST_LINES[line].label
                how = f"part of the line {label} that third parties bill"
                factors = (Factor("amount", float(taxes[i]) / share.value, unit="money", how=how), share)
                subject, lead = f"{self.subject(i)} · {label}", self.name(int(self.options.lead[i]))
                yield TracedCost("vat_once", subject, lead, product_of(factors), factors)

    # --- The transition ----------------------------------------------------------------------------------

    def _fte(self, i: int) -> Factor:
        provider = self.options.providers[self.options.people[i]]
        origins = (self.origins.of(provider, "shrinkage"), self.origins.of(provider, "occupancy"))
        how = "hours of run ÷ paid hours at work"
        return Factor("FTE", float(self.costing.average_fte[i]), unit="FTE", how=how, origins=origins)

    def _training(self, i: int) -> Factors:
        provider = self.options.providers[self.options.people[i]]
        stated = [o for o in self.offers(i) if o.training_days is not None]
        process = self.facts.packages[self.options.package[i]].process
        longest: Entity = max(stated, key=lambda o: o.training_days or 0.0) if stated else process
        days = [self.field(longest, "training_days"), Factor("hours a day", 8.0)]
        return [self._fte(i), *days, *self.of_provider(provider, "training_rate_per_hour")]

    def _hiring(self, i: int) -> Factors:
        provider = self.options.providers[self.options.people[i]]
        return [self._fte(i), *self.of_provider(provider, "hiring_cost_per_fte")]

    def _weeks(self) -> Factors:
        return [
            Factor("months in a year", 12.0),
            Factor("weeks in a year", float(double_running.WEEKS_A_YEAR), True),
        ]

    def _double_running(self, i: int) -> Factors:
        bills = self.costing.bills
        today = int(self.options.today[self.options.package[i]])
        whole = self.costing.calendar.average(bills.whole_of_people + bills.whole_of_platform)
        lead = self.options.providers[int(self.options.lead[i])]
        offers = [o for o in self.place(i).offers if o.provider_id == lead.provider_id]
        stated = [o for o in offers if o.double_running_weeks is not None]
        row: Entity = max(stated, key=lambda o: o.double_running_weeks or 0.0) if stated else lead
        if getattr(row, "double_running_weeks") is None or today == NONE:  # noqa: B009
            return []
        bill = Factor("bill a month", float(whole[today]), unit="money/month", how="today's, average month")
        return [bill, self.field(row, "double_running_weeks"), *self._weeks()]

    def _learning_curve(self, i: int) -> Factors:
        factor = self.settings.learning_factor
        if factor is None:
            return []
        lines, calendar = self.costing.lines, self.costing.calendar
        rows = [
            n
            for n in np.flatnonzero(lines.option == i)
            if (offer := lines.people_offer[n]) is not None and offer.pricing_model in learning_curve.BY_TIME
        ]
        bill = float(calendar.average(self.costing.bills.by_line[rows].sum(axis=0)))
        process = self.facts.packages[self.options.package[i]].process
        provider = self.options.providers[self.options.people[i]]
        weeks = learning_curve.weeks_of(process, provider)
        origins = (
            self.origins.of(
                process, "complexity" if process.proficiency_weeks is None else "proficiency_weeks"
            ),
            self.origins.of(provider, "people_cmm"),
        )
        slower = self.named_settings("learning_factor")
        return [
            Factor("bill a month", bill, unit="money/month", how="billed by time: run and premiums"),
            Factor("slower", (factor - 1) / 2, how="(learning factor − 1) ÷ 2, on average", origins=slower),
            Factor("weeks", weeks, how="to proficiency, by complexity and People CMM", origins=origins),
            *self._weeks(),
        ]

    # --- Before the start --------------------------------------------------------------------------------

    def _until_start(self, i: int) -> Iterator[TracedCost]:
        """Today's running costs line by line, and the package's part in what its party costs as a whole."""
        costing, k = self.costing, self.options.package[i]
        until, today = float(costing.delays[i]), int(self.options.today[k])
        lead = int(self.options.lead[today])
        when = self.origins.of_line("until_start", self.place(i))
        for cost in costing.running:
            monthly = cost.monthly[today]
            if cost.line in ONLY_FOR_MOVES or not monthly.any():
                continue
            party = int(cost.party[today])
            label = COST_LINES[cost.line].label
            how = f"today's {label}, a month, for the {until:g} months before the start"
            bill, season = self.monthly(cost.line, monthly, unit="money/month", how=how, origins=when)
            factors = (bill, self.months(party, season, until=until))
            subject = f"{self.subject(i)} · {label}"
            yield TracedCost("until_start", subject, self.name(party), product_of(factors), factors)
        shared = float(costing.shared_today[k])
        if abs(shared) > SAME:
            how = "its part in what today's party costs as a whole, such as idle staff"
            part = Factor("shared", shared, unit="money/month", how=how, origins=when)
            factors = (part, self.months(lead, until=until))
            yield TracedCost(
                "until_start", f"{self.subject(i)} · shared", self.name(lead), product_of(factors), factors
            )
