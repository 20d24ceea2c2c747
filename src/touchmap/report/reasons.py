"""Why a package is where it is: one honest sentence, said only as far as it is known.

A package's own cost is what belongs to it alone. Shared costs, limits over the whole plan and moving
costs are weighed by the program as a whole; what each of them is worth takes exact re-solving and is
not claimed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.analysis.facts import Bools, ResultFacts
from touchmap.eligibility import Eligibility, find_eligible
from touchmap.errors import UnknownNameError
from touchmap.plan import SolveStatus
from touchmap.project import ActiveRule, RuleStem, find_scenario
from touchmap.project.vocabulary import Objective, ScopeSide, Strength
from touchmap.work.options import NONE

SAME_SHARE = 0.005
"""Costs closer than half a percent are called equal."""


@dataclass(frozen=True)
class Reasons:
    """Gives the reason of every row of an assignment table."""

    facts: ResultFacts

    @cached_property
    def rules(self) -> tuple[ActiveRule, ...]:
        """Rules that are on in the result's scenario; none if the scenario is gone."""
        try:
            return find_scenario(self.facts.project, self.facts.result.scenario_id).rules
        except UnknownNameError:
            return ()

    @cached_property
    def _gates(self) -> list[tuple[str, Bools]]:
        """Options each must-gate refuses, by the id of its rule."""
        from touchmap.sourcing.gates import GATE_RULES, GateFacts, refused_by

        gate_facts = GateFacts(self.facts.costing)
        gates = (r for r in self.rules if r.rule.strength is Strength.MUST and r.rule.stem in GATE_RULES)
        return [(rule.rule.rule_id, refused_by(gate_facts, rule)) for rule in gates]

    @cached_property
    def eligibility(self) -> Eligibility:
        """Options that are possible, and what refuses the others."""
        return find_eligible(self.facts.project, self.facts.costing.options)

    @cached_property
    def open(self) -> Bools:
        """Options that are possible and that no must-gate refuses."""
        result = self.eligibility.possible.copy()
        for _, refused in self._gates:
            result &= ~refused
        return result

    def homes(self, k: int) -> dict[int, int]:
        """Leads that could do package `k`, each with its cheapest open option."""
        options, cost = self.facts.costing.options, self.facts.costing.cost
        best: dict[int, int] = {}
        for i in options.of_package[k]:
            lead = int(options.lead[i])
            if self.open[i] and (lead not in best or cost[i] < cost[best[lead]]):
                best[lead] = int(i)
        return best

    def narrowing_rules(self, k: int) -> list[str]:
        """Rules without which another home would be open to package `k`."""
        options = self.facts.costing.options
        members = options.of_package[k]
        now = set(self.homes(k))
        found = []
        for rule_id, refused in self._gates:
            others = np.ones(len(members), dtype=bool)
            for other_id, other in self._gates:
                if other_id != rule_id:
                    others &= ~other[members]
            freed = members[self.eligibility.possible[members] & refused[members] & others]
            if {int(j) for j in options.lead[freed]} - now:
                found.append(rule_id)
        return found

    def deciding_gates(self) -> dict[str, int]:
        """Packages to which a gate leaves a single home, by rule id, most first."""
        found: dict[str, int] = {}
        for k in np.flatnonzero(self.facts.assigned):
            if len(self.homes(int(k))) == 1:
                for rule_id in self.narrowing_rules(int(k)):
                    found[rule_id] = found.get(rule_id, 0) + 1
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def of(self, k: int) -> str:
        """The reason of package number `k`."""
        facts = self.facts
        if facts.is_today:
            return "today's arrangement" if facts.assigned[k] else "today's arrangement is not known"
        if not facts.assigned[k]:
            return "left undone: the scenario allows it at its penalty for every contact"
        homes = self.homes(k)
        only = self._only_home(k, homes)
        verb = self._verb(k)
        if only:
            return f"{verb}: {only}"
        if Objective(facts.result.objective_kind) in (Objective.QUALITY, Objective.WORST_TOUCHPOINT):
            return f"{verb}: {self._by_quality(k, homes)}"
        return f"{verb}: {self._by_cost(k, homes)}"

    @property
    def _otherwise(self) -> str:
        """What outweighs a better home, as far as it is known."""
        if self.facts.result.status is SolveStatus.OPTIMAL:
            return "limits and shared costs decide"
        return "limits, shared costs or the gap left decide"

    def _verb(self, k: int) -> str:
        facts, options = self.facts, self.facts.costing.options
        if options.today[k] == NONE:
            return "new"
        if facts.moved[k]:
            return "moves"
        before, now = facts.platform(k, today=True), facts.platform(k)
        if now is not None and now != before:
            return f"stays, {now.name} put in front"
        return "stays" if now == before else "stays, without the platform of today"

    def _only_home(self, k: int, homes: dict[int, int]) -> str:
        """Why there is no other home, if there is none."""
        chosen = int(self.facts.costing.options.lead[self.facts.choice[k]])
        if set(homes) - {chosen}:
            return ""
        rules = self.narrowing_rules(k)
        if rules:
            pins = {r.rule.rule_id for r in self.rules if r.rule.stem is RuleStem.PIN}
            how = "pinned by" if set(rules) <= pins else "only home left by"
            return f"{how} {'rule' if len(rules) == 1 else 'rules'} {', '.join(rules)}"
        if len(self._gates) and self._has_other_possible(k, chosen):
            return "only home left by the rules together"
        return "only possible home"

    def _has_other_possible(self, k: int, chosen: int) -> bool:
        options = self.facts.costing.options
        members = options.of_package[k]
        return bool((self.eligibility.possible[members] & (options.lead[members] != chosen)).any())

    def _by_cost(self, k: int, homes: dict[int, int]) -> str:
        facts, costing = self.facts, self.facts.costing
        option = int(facts.choice[k])
        parts = []
        if facts.moved[k] and costing.options.today[k] != NONE:
            parts.append(self._against_today(k, option))
            parts.append(self._quality(k))
        lead = int(costing.options.lead[option])
        rivals = {j: i for j, i in homes.items() if j != lead}
        best = min(rivals.values(), key=lambda i: (float(costing.cost[i]), i))
        difference = _share(float(costing.cost[best]), float(costing.cost[option]))
        count = f"{len(rivals) + 1} possible homes"
        if difference < -SAME_SHARE:
            rival = costing.options.providers[int(costing.options.lead[best])].name
            parts.append(f"{_percent(difference)} by itself at {rival}; {self._otherwise}")
        else:
            parts.append(f"cheapest of {count} by itself")
        return "; ".join(part for part in parts if part)

    def _against_today(self, k: int, option: int) -> str:
        costing = self.facts.costing
        today = int(costing.options.today[k])
        change = _share(float(costing.cost[option]), float(costing.cost[today]))
        if not self.open[today]:
            refusing = [rule_id for rule_id, refused in self._gates if refused[today]]
            why = f"by rule {', '.join(refusing)}" if refusing else "(it is not possible)"
            return f"today's home is closed {why}; {_compared(change, 'today')}"
        return _compared(change, "today")

    def _quality(self, k: int) -> str:
        facts = self.facts
        quality, before = float(facts.quality[k]), float(facts.quality_today[k])
        floors = [r for r in self._floors(k) if r.rule.minimum is not None]
        if floors:
            highest = max(floors, key=lambda r: r.rule.minimum or 0.0)
            sign = "≥" if quality >= (highest.rule.minimum or 0.0) - 1e-9 else "<"
            return f"quality {quality:.1f} {sign} floor {highest.rule.minimum:g}"
        return f"quality {quality:.1f} against {before:.1f}"

    def _floors(self, k: int) -> list[ActiveRule]:
        stem = RuleStem.MIN_PROCESS_QUALITY
        return [r for r in self.rules if r.rule.stem is stem and k in self._scope(r)]

    def _scope(self, rule: ActiveRule) -> frozenset[int]:
        return self._scopes[rule.rule.rule_id]

    @cached_property
    def _scopes(self) -> dict[str, frozenset[int]]:
        from touchmap.work.scopes import WorkScopes
        from touchmap.work.today import today_of

        packages = self.facts.packages
        scopes = WorkScopes(self.facts.project, packages, today_of(self.facts.project, packages))
        return {r.rule.rule_id: frozenset(scopes.select(r.scope(ScopeSide.WORK))) for r in self.rules}

    def _by_quality(self, k: int, homes: dict[int, int]) -> str:
        facts, quality = self.facts, self.facts.costing.quality.expected
        options = facts.costing.options
        chosen = float(facts.quality[k])
        lead = int(options.lead[facts.choice[k]])
        rivals = {
            j: max(float(quality[i]) for i in options.of_package[k] if self.open[i] and options.lead[i] == j)
            for j in homes
            if j != lead
        }
        best = max(rivals, key=lambda j: (rivals[j], -j))
        against = f"quality {chosen:.1f} against {float(facts.quality_today[k]):.1f} today"
        if rivals[best] > chosen + 0.05:
            name = options.providers[best].name
            return f"{against}; {name} would reach {rivals[best]:.1f}, but {self._otherwise}"
        return f"{against}; best of {len(rivals) + 1} possible homes"


def _share(cost: float, reference: float) -> float:
    """Relative difference of a cost from a reference; 0 where the reference is nothing."""
    return (cost - reference) / abs(reference) if abs(reference) > 1e-9 else 0.0


def _percent(share: float) -> str:
    """A relative difference in words.

    >>> _percent(-0.31), _percent(0.12)
    ('31 % cheaper', '12 % dearer')
    """
    return f"{100 * abs(share):.0f} % {'cheaper' if share < 0 else 'dearer'}"


def _compared(share: float, reference: str) -> str:
    """A relative difference from something named.

    >>> _compared(-0.31, "today"), _compared(0.001, "today")
    ('31 % cheaper than today', 'costs the same as today')
    """
    if abs(share) <= SAME_SHARE:
        return f"costs the same as {reference}"
    return f"{_percent(share)} than {reference}"
