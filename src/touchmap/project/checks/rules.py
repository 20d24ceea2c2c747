"""Rules: limits, bases and penalties that fit their stem."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, some, warning
from touchmap.project.model import Project, group
from touchmap.project.scenario_tables import Rule, ScenarioRule
from touchmap.project.stems import STEM_FACTS, RuleStem
from touchmap.project.vocabulary import Strength

_LIMITS = ("minimum", "maximum")
_SHARE = (0.0, 1.0)
_POINTS = (0.0, 100.0)
_LIMIT_RANGES: dict[RuleStem, tuple[float, float]] = {
    RuleStem.BUDGET: (0, inf),
    RuleStem.MIN_AVERAGE_QUALITY: _POINTS,
    RuleStem.MAX_BRAND_RISK: _POINTS,
    RuleStem.MIN_INSIGHT_SHARE: _SHARE,
    RuleStem.MIN_PROCESS_QUALITY: _POINTS,
    RuleStem.SHARE_LIMIT: _SHARE,
    RuleStem.MAX_CONCENTRATION: _SHARE,
    RuleStem.BENCHMARK_SHARE: _SHARE,
    RuleStem.PROVIDER_COUNT: (0, inf),
    RuleStem.MAX_MOVES: (0, inf),
    RuleStem.RETAINED_KNOWLEDGE: (0, inf),
}


def _with_switches(project: Project) -> Iterator[tuple[Rule | ScenarioRule, Rule]]:
    """Every row that holds limits, with the rule they are for."""
    rules = {r.rule_id: r for r in project.rules}
    yield from ((rule, rule) for rule in project.rules)
    for switch in project.scenario_rules:
        if switch.rule_id in rules:
            yield switch, rules[switch.rule_id]


def check_for_rule_limit_missing(project: Project) -> Iterator[Issue]:
    """A rule of a stem with limits needs one of them, itself or wherever it is switched on."""
    switches = group(tuple(s for s in project.scenario_rules if s.on), "rule_id")
    for rule in project.rules:
        wanted = STEM_FACTS[rule.stem].limits
        if not wanted or any(getattr(rule, limit) is not None for limit in wanted):
            continue
        uses = switches.get(rule.rule_id, [])
        if not uses or any(all(getattr(s, limit) is None for limit in wanted) for s in uses):
            hint = f"fill {' or '.join(wanted)} ({STEM_FACTS[rule.stem].sentence})"
            yield error("rule_limit_missing", rule, wanted[0], f"is a {rule.stem} rule without a limit", hint)


def check_for_rule_limit_unused(project: Project) -> Iterator[Issue]:
    """A limit the stem does not know would be ignored."""
    for row, rule in _with_switches(project):
        wanted = STEM_FACTS[rule.stem].limits
        for limit in _LIMITS:
            if getattr(row, limit) is not None and limit not in wanted:
                hint = f"clear {limit}" + (f" and fill {' or '.join(wanted)}" if wanted else "")
                what = f"has a {limit} that a {rule.stem} rule does not use"
                yield error("rule_limit_unused", row, limit, what, hint)


def check_for_rule_limits_crossed(project: Project) -> Iterator[Issue]:
    """The minimum is at most the maximum, also where a scenario replaces one of them."""
    for row, rule in _with_switches(project):
        low = rule.minimum if row.minimum is None else row.minimum
        high = rule.maximum if row.maximum is None else row.maximum
        if low is not None and high is not None and low > high:
            hint = "swap the two, or correct one"
            yield error(
                "rule_limits_crossed",
                row,
                "minimum",
                f"has a minimum above its maximum of {high:g}",
                hint,
                value=low,
            )


def check_for_rule_limit_out_of_range(project: Project) -> Iterator[Issue]:
    """Shares are 0 to 1, quality is 0 to 100, counts and money are not negative."""
    for row, rule in _with_switches(project):
        if rule.stem not in _LIMIT_RANGES:
            continue
        low, high = _LIMIT_RANGES[rule.stem]
        for limit in _LIMITS:
            value = getattr(row, limit)
            if value is not None and not low <= value <= high:
                hint = "write a share, 0.3 for 30 %" if high == 1 else "write points 0 to 100"
                hint = "write 0 or more" if high == inf else hint
                words = f"{low:g} or more" if high == inf else f"{low:g} to {high:g}"
                yield error("rule_limit_out_of_range", row, limit, f"has a {limit} that is not {words}", hint)


def check_for_rule_basis_illegal(project: Project) -> Iterator[Issue]:
    """A stem is measured in some bases and not in others."""
    for rule in project.rules:
        bases = STEM_FACTS[rule.stem].bases
        if rule.basis is not None and rule.basis.value not in bases:
            hint = f"write one of: {', '.join(bases)}" if bases else "clear basis"
            what = f"has a basis that a {rule.stem} rule is not measured in"
            yield error("rule_basis_illegal", rule, "basis", what, hint)


def check_for_rule_penalty_missing(project: Project) -> Iterator[Issue]:
    """A should-rule may be broken at its penalty, so it needs one."""
    for rule in project.rules:
        if rule.strength is Strength.SHOULD and rule.penalty_per_unit is None:
            hint = f"fill penalty_per_unit (money; unit: {STEM_FACTS[rule.stem].unit}), or make it a must"
            yield error(
                "rule_penalty_missing", rule, "penalty_per_unit", "is a should-rule without a penalty", hint
            )


def check_for_rule_penalty_unused(project: Project) -> Iterator[Issue]:
    """A must-rule is never broken, so its penalty has no effect."""
    for rule in project.rules:
        if rule.strength is Strength.MUST and rule.penalty_per_unit is not None:
            hint = "clear penalty_per_unit, or make it a should"
            yield warning(
                "rule_penalty_unused", rule, "penalty_per_unit", "is a must-rule with a penalty", hint
            )


def check_for_rule_reason_missing(project: Project) -> Iterator[Issue]:
    """A rule nobody can justify is the first to be questioned."""
    for rule in project.rules:
        if not rule.reason:
            yield warning(
                "rule_reason_missing", rule, "reason", "has no reason", "write why the rule is there"
            )


def check_for_rule_never_used(project: Project) -> Iterator[Issue]:
    """A rule that no scenario mentions, not even as switched off, is forgotten."""
    used = {s.rule_id for s in project.scenario_rules}
    for rule in project.rules if project.scenarios else ():
        if rule.rule_id not in used:
            hint = "add it to scenario_rules, on or off, or delete it"
            names = some([s.scenario_id for s in project.scenarios])
            yield warning(
                "rule_never_used", rule, "rule_id", f"stands in none of the scenarios {names}", hint
            )
