"""Rules that are rows: averages, shares, counts, pairings, moves, budgets. One function per stem.

Each function adds the rows of one rule. A must-rule's rows have no slack; a should-rule's share one
violation variable, in the unit that `STEM_FACTS` names, at the rule's penalty.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from touchmap.costing.bases import basis_amounts, package_amounts
from touchmap.project import STEM_FACTS, ActiveRule
from touchmap.project.stems import RuleStem, Shape
from touchmap.project.vocabulary import Basis, ScopeSide, Strength
from touchmap.sourcing.gates import GateFacts, refused_by
from touchmap.sourcing.handoffs import home_terms
from touchmap.sourcing.program import Linear, Program, Terms, total
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints


class RuleRows:
    """Adds the rows of one rule to a program."""

    def __init__(self, program: Program, facts: GateFacts, active: ActiveRule) -> None:
        self.program, self.facts, self.active = program, facts, active
        self.rule, self.costing = active.rule, program.costing
        self.packages = facts.scopes.select(active.scope(ScopeSide.WORK))
        inside = np.zeros(len(self.costing.options.packages), dtype=bool)
        inside[self.packages] = True
        self.options: Ints = np.flatnonzero(inside[self.costing.options.package] & program.open)
        self.slack_count = 0

    @property
    def is_should(self) -> bool:
        """Whether the rule may be broken at a penalty."""
        return self.rule.strength is Strength.SHOULD

    @property
    def basis(self) -> Basis:
        """What the rule measures in: as stated, else its stem's default."""
        return self.rule.basis or Basis(STEM_FACTS[self.rule.stem].bases[0])

    def slack(self) -> Linear:
        """A new violation of a should-rule, charged at the penalty; nothing for a must-rule."""
        if not self.is_should:
            return Linear()
        self.slack_count += 1
        violation = self.program.amount("s", self.rule.rule_id, self.slack_count)
        self.program.money.penalty.add(violation, self.rule.penalty_per_unit or 0.0)
        return Linear({violation: 1.0})

    def at_most(
        self, terms: Linear, limit: float, *, per_unit: float = 1.0, subject: str = "", scale: float = 1.0
    ) -> None:
        """Add ``terms ≤ limit + per_unit · violation``."""
        row = Linear(dict(terms.terms), terms.constant - limit)
        row.add_all(self.slack(), -per_unit)
        self.program.add(self.rule.stem, subject, row.expression(scale) <= 0, self.rule.rule_id)

    def at_least(
        self, terms: Linear, limit: float, *, per_unit: float = 1.0, subject: str = "", scale: float = 1.0
    ) -> None:
        """Add ``terms ≥ limit − per_unit · violation``."""
        negative = Linear()
        negative.add_all(terms, -1.0)
        self.at_most(negative, -limit, per_unit=per_unit, subject=subject, scale=scale)

    def in_group(self, party: Ints) -> np.ndarray:
        """Whether each option's party is in the rule's provider scope."""
        return self.facts.in_provider_scope(self.active, party)


def budget(rows: RuleRows) -> None:
    """``Σ cost lines ≤ B``: of the horizon, of a year's running, or one-off."""
    money = rows.program.money
    view = {Basis.TOTAL: money.total, Basis.RUNNING: money.running, Basis.ONE_OFF: money.one_off}[rows.basis]
    limit = rows.rule.maximum or 0.0
    rows.at_most(view, limit, scale=max(1.0, abs(limit)) / 100)


def _average(rows: RuleRows, values: Array, limit: float, *, at_least: bool) -> None:
    """``Σ w_k (value − limit) x ≥ 0`` over the assigned packages in scope."""
    hours, _, _ = package_amounts(rows.costing)
    weights = hours if rows.basis is Basis.HANDLE_TIME else rows.costing.contacts
    reference = float(weights[rows.packages].sum()) or 1.0
    weight = weights[rows.costing.options.package[rows.options]] / reference
    terms = Linear(rows.program.weighted(rows.options, weight * (values[rows.options] - limit)))
    if at_least:
        rows.at_least(terms, 0.0)
    else:
        rows.at_most(terms, 0.0)


def min_average_quality(rows: RuleRows) -> None:
    """Average expected quality is at least the limit."""
    _average(rows, rows.costing.quality.expected, rows.rule.minimum or 0.0, at_least=True)


def max_brand_risk(rows: RuleRows) -> None:
    """Average brand risk is at most the limit."""
    _average(rows, rows.costing.brand_risk, rows.rule.maximum or 0.0, at_least=False)


def min_insight_share(rows: RuleRows) -> None:
    """At least this share of customer insight comes back."""
    _average(rows, rows.costing.insight, rows.rule.minimum or 0.0, at_least=True)


class _Amounts:
    """What counts in a share rule, by option, for people and for platforms."""

    def __init__(self, rows: RuleRows) -> None:
        options = rows.costing.options
        people, platform = basis_amounts(rows.costing, rows.basis)
        self.people = people
        self.platform = platform if rows.rule.include_platforms else np.zeros(len(platform))
        whole = self.people + self.platform
        self.whole = whole
        largest = [float(whole[options.of_package[k]].max(initial=0.0)) for k in rows.packages]
        self.reference = sum(largest) or 1.0


def _share(rows: RuleRows, amounts: _Amounts, counted: Array, subject: str = "") -> None:
    """``L · whole ≤ Σ counted x ≤ U · whole``, divided by the reference so that violations are shares."""
    chosen = rows.options
    for limit, sign in ((rows.rule.maximum, 1.0), (rows.rule.minimum, -1.0)):
        if limit is not None:
            terms = sign * (counted[chosen] - limit * amounts.whole[chosen]) / amounts.reference
            rows.at_most(Linear(rows.program.weighted(chosen, terms)), 0.0, subject=subject)


def share_limit(rows: RuleRows) -> None:
    """A group of providers does between the limits of the work."""
    amounts, options = _Amounts(rows), rows.costing.options
    counted = amounts.people * rows.in_group(options.people) + amounts.platform * rows.in_group(
        options.platform
    )
    _share(rows, amounts, counted)


def max_concentration(rows: RuleRows) -> None:
    """No third party does more than the limit of the work; own centres are exempt."""
    amounts, options = _Amounts(rows), rows.costing.options
    for j, provider in enumerate(options.providers):
        counted = amounts.people * (options.people == j) + amounts.platform * (options.platform == j)
        if not provider.is_own and counted[rows.options].any():
            _share(rows, amounts, counted, provider.provider_id)


def benchmark_share(rows: RuleRows) -> None:
    """Own staff keep at least this share of the work."""
    amounts, options = _Amounts(rows), rows.costing.options
    _share(rows, amounts, amounts.people * rows.facts.own[options.people])


def provider_count(rows: RuleRows) -> None:
    """``Σ v[r]`` between the limits, with ``X[k,r] ≤ v[r] ≤ Σ_k X[k,r]`` over the third parties in scope."""
    program, options = rows.program, rows.costing.options
    met: Terms = {}
    for j, provider in enumerate(options.providers):
        if provider.is_own or (provider.is_platform and not rows.rule.include_platforms):
            continue
        party = options.platform if provider.is_platform else options.people
        members = rows.options[((party == j) & rows.in_group(party))[rows.options]]
        if not len(members):
            continue
        v = program.share("v", rows.rule.rule_id, j)
        met[v] = 1.0
        groups = {k: program.members(inside) for k, inside in program.by_package(members).items()}
        program.link(rows.rule.stem, provider.provider_id, v, groups, rows.rule.rule_id)
        if rows.rule.minimum is not None:
            some = total(program.members(members))
            program.add(rows.rule.stem, provider.provider_id, v <= some, rows.rule.rule_id)
    if rows.rule.maximum is not None:
        rows.at_most(Linear(met), rows.rule.maximum)
    if rows.rule.minimum is not None:
        rows.at_least(Linear(met), rows.rule.minimum)


def retained_knowledge(rows: RuleRows) -> None:
    """Own staff keep at least this many FTE of the work."""
    options = rows.costing.options
    own = rows.options[rows.facts.own[options.people[rows.options]]]
    kept = Linear(rows.program.weighted(own, rows.costing.average_fte[own]))
    rows.at_least(kept, rows.rule.minimum or 0.0)


def keep_together(rows: RuleRows) -> None:
    """``x[a,h] = x[b,h]`` for every home open to either; violations count packages away from the first."""
    contacts = package_amounts(rows.costing)[1]
    staffed = [k for k in rows.packages if contacts[k] > 0]
    if len(staffed) < 2:
        return
    first = home_terms(rows.program, staffed[0])
    for k in staffed[1:]:
        here = home_terms(rows.program, k)
        away = rows.slack()
        for home in sorted(first.keys() | here.keys()):
            for sign in (1.0, -1.0):
                row = Linear()
                row.add_all(first.get(home, Linear()), sign)
                row.add_all(here.get(home, Linear()), -sign)
                row.add_all(away, -1.0)
                rows.program.add(rows.rule.stem, str(k), row.expression() <= 0, rows.rule.rule_id)


def keep_apart(rows: RuleRows) -> None:
    """``x[a,h] + x[b,h] ≤ 1`` for every home two packages share; violations count pairs at one home."""
    other = rows.active.scope(ScopeSide.OTHER)
    if other:
        others = rows.facts.scopes.select(other)
        pairs = {(min(a, b), max(a, b)) for a in rows.packages for b in others if a != b}
    else:
        pairs = set(combinations(rows.packages, 2))
    nobody = rows.costing.homes.nobody
    for a, b in sorted(pairs):
        at_a, at_b = home_terms(rows.program, a), home_terms(rows.program, b)
        together = rows.slack()
        for home in sorted((at_a.keys() & at_b.keys()) - {nobody}):
            row = Linear(constant=-1.0)
            row.add_all(at_a[home])
            row.add_all(at_b[home])
            row.add_all(together, -1.0)
            rows.program.add(rows.rule.stem, f"{a} / {b}", row.expression() <= 0, rows.rule.rule_id)


def max_moves(rows: RuleRows) -> None:
    """At most so many processes, or FTE, leave their home of today."""
    program, options = rows.program, rows.costing.options
    known = [k for k in rows.packages if options.today[k] != NONE]
    moved = Linear()
    if rows.basis is Basis.FTE:
        for k in known:
            moved.add_all(_leaving(rows, k), float(rows.costing.average_fte[options.today[k]]))
    else:
        by_process: dict[str, list[int]] = {}
        for k in known:
            by_process.setdefault(options.packages[k].process.process_id, []).append(k)
        for process_id, packages in by_process.items():
            move = program.share("move", rows.rule.rule_id, process_id)
            moved.add(move, 1.0)
            for k in packages:
                row = _leaving(rows, k)
                row.add(move, -1.0)
                program.add(rows.rule.stem, process_id, row.expression() <= 0, rows.rule.rule_id)
    rows.at_most(moved, rows.rule.maximum or 0.0)


def _leaving(rows: RuleRows, package: int) -> Linear:
    """``1 − X[k, today's lead]``: whether a package leaves today's lead, or is left unassigned."""
    stay = [int(i) for i in rows.costing.options.of_package[package] if not rows.costing.options.moves[i]]
    leaving = Linear(constant=1.0)
    leaving.add_all(Linear(rows.program.members(stay)), -1.0)
    return leaving


ROW_RULES: dict[RuleStem, Callable[[RuleRows], None]] = {
    RuleStem.BUDGET: budget,
    RuleStem.MIN_AVERAGE_QUALITY: min_average_quality,
    RuleStem.MAX_BRAND_RISK: max_brand_risk,
    RuleStem.MIN_INSIGHT_SHARE: min_insight_share,
    RuleStem.SHARE_LIMIT: share_limit,
    RuleStem.MAX_CONCENTRATION: max_concentration,
    RuleStem.BENCHMARK_SHARE: benchmark_share,
    RuleStem.PROVIDER_COUNT: provider_count,
    RuleStem.RETAINED_KNOWLEDGE: retained_knowledge,
    RuleStem.KEEP_TOGETHER: keep_together,
    RuleStem.KEEP_APART: keep_apart,
    RuleStem.MAX_MOVES: max_moves,
}
"""Every rule that adds rows, by stem."""


def should_gate(program: Program, facts: GateFacts, active: ActiveRule) -> None:
    """Price the contacts of options a should-gate would refuse."""
    for i in np.flatnonzero(refused_by(facts, active) & program.open):
        contacts = float(program.costing.contacts[program.costing.options.package[i]])
        program.money.penalty.add(program.x[int(i)], (active.rule.penalty_per_unit or 0.0) * contacts)


def add_rules(program: Program, facts: GateFacts) -> None:
    """Add every rule of the program's scenario but the must-gates, which closed options already.

    Budgets come last, since they sum the money of everything else.
    """
    ordered = sorted(program.scenario.rules, key=lambda r: r.rule.stem is RuleStem.BUDGET)
    for active in ordered:
        if STEM_FACTS[active.rule.stem].shape is not Shape.GATE:
            ROW_RULES[active.rule.stem](RuleRows(program, facts, active))
        elif active.rule.strength is Strength.SHOULD:
            should_gate(program, facts, active)
