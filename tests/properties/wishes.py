"""What is wanted of a random project: a scenario and rules of every stem, with limits that bind."""

from typing import Any

from tests.properties.dice import Dice
from touchmap.project import STEM_FACTS, Rule, RuleScope, RuleStem, ScenarioRow, ScenarioRule
from touchmap.project.vocabulary import Basis

LIMITS: dict[RuleStem, tuple[float, ...]] = {
    RuleStem.MIN_AVERAGE_QUALITY: (68, 74, 79),
    RuleStem.MAX_BRAND_RISK: (4, 1, 0),
    RuleStem.MIN_INSIGHT_SHARE: (0.3, 0.5, 0.6),
    RuleStem.MIN_PROCESS_QUALITY: (65, 72, 76),
    RuleStem.SHARE_LIMIT: (0.6, 0.25, 0, 1),
    RuleStem.MAX_CONCENTRATION: (0.6, 0.35, 0),
    RuleStem.BENCHMARK_SHARE: (0.2, 0.5, 1),
    RuleStem.PROVIDER_COUNT: (1, 2, 0),
    RuleStem.MAX_MOVES: (1, 2, 0, 0.7),
    RuleStem.RETAINED_KNOWLEDGE: (0.5, 1.5, 3),
}
"""Limits that bind in many small projects."""

PENALTIES: dict[RuleStem, float] = {
    RuleStem.BUDGET: 0.5,
    RuleStem.MIN_AVERAGE_QUALITY: 3000,
    RuleStem.MAX_BRAND_RISK: 2000,
    RuleStem.MIN_INSIGHT_SHARE: 50_000,
    RuleStem.SHARE_LIMIT: 40_000,
    RuleStem.MAX_CONCENTRATION: 40_000,
    RuleStem.BENCHMARK_SHARE: 40_000,
    RuleStem.PROVIDER_COUNT: 9000,
    RuleStem.KEEP_TOGETHER: 8000,
    RuleStem.KEEP_APART: 8000,
    RuleStem.MAX_MOVES: 9000,
    RuleStem.RETAINED_KNOWLEDGE: 12_000,
}
"""Penalty of one unit that weighs about as much as the cost of small projects; gates count contacts."""

WORK = (
    ("process", "P1"),
    ("process", "P2"),
    ("language", "nl"),
    ("language", "de"),
    ("channel", "phone"),
    ("channel", "web"),
    ("touch", "high_touch"),
    ("touch", "high_tech"),
    ("data_class", "3"),
    ("stage", "ST1"),
    ("touchpoint", "T2"),
    ("process_family", "care"),
    ("market", "BE"),
    ("work_type", "deferred"),
    ("office", "back"),
    ("tag", "core"),
    ("regulated", "yes"),
    ("key_competency", "yes"),
    ("moment_of_truth", "yes"),
    ("contract", "C-VEN"),
)
PARTIES = (
    ("ownership", "own"),
    ("ownership", "third_party"),
    ("provider", "OWN"),
    ("provider", "VEN"),
    ("provider", "BOT"),
    ("sourcing_model", "in_house"),
    ("sourcing_model", "nearshore"),
    ("sourcing_model", "self_service"),
    ("country", "NL"),
    ("country", "PL"),
    ("kind", "people"),
    ("kind", "platform"),
    ("certification", "ISO"),
    ("licence", "Wft"),
    ("transfer_basis", "home"),
    ("transfer_basis", "SCC"),
    ("today", "yes"),
    ("today", "no"),
)
REQUIREMENTS = {
    RuleStem.LICENCE: (("certification", "ISO"), ("licence", "Wft")),
    RuleStem.LANGUAGE_PROFICIENCY: (("language_level", "C1"), ("language_level", "native")),
}


def rule(dice: Dice, rule_id: str, stem: RuleStem) -> tuple[Rule, list[RuleScope]]:
    facts = STEM_FACTS[stem]
    limits: dict[str, float] = {}
    if stem in LIMITS:
        for limit in facts.limits if len(facts.limits) == 1 else dice.at_least_one(facts.limits):
            limits[limit] = dice.pick(*LIMITS[stem])
    if limits.get("minimum", 0) > limits.get("maximum", 1e9):
        limits["minimum"], limits["maximum"] = limits["maximum"], limits["minimum"]
    strength = dice.pick("must", "should")
    row = Rule(
        rule_id=rule_id,
        stem=stem,
        strength=strength,
        penalty_per_unit=PENALTIES.get(stem, 3) * dice.pick(1, 4) if strength == "should" else None,
        basis=dice.pick(None, *(Basis(b) for b in facts.bases)) if facts.bases else None,
        include_platforms=dice.flip() and facts.shape.value in ("share", "count"),
        reason="wanted",
        **limits,
    )
    return row, _scopes(dice, row)


def _scopes(dice: Dice, row: Rule) -> list[RuleScope]:
    stem = row.stem
    scopes = [("work", *s) for s in _drawn(dice, WORK, 0 if dice.flip() else 1)]
    if STEM_FACTS[stem].provider_scope or (stem is RuleStem.PROVIDER_COUNT and dice.rarely()):
        scopes += [("provider", *s) for s in _drawn(dice, PARTIES, 1)]
    if stem is RuleStem.KEEP_APART:
        scopes += [("other", *s) for s in _drawn(dice, WORK, 1)]
    if stem in REQUIREMENTS:
        scopes += [("requirement", *s) for s in dice.at_least_one(REQUIREMENTS[stem])]
    return [
        RuleScope(rule_id=row.rule_id, side=side, field=field, value=value)
        for side, field, value in dict.fromkeys(scopes)
    ]


def _drawn(dice: Dice, values: tuple[tuple[str, str], ...], least: int) -> list[tuple[str, str]]:
    return [dice.pick(*values) for _ in range(least + dice.pick(0, 0, 0, 1))]


def wishes(dice: Dice, most_rules: int = 4) -> dict[str, Any]:
    """A scenario ``s`` in which some rules are on; the limits of budgets are filled in afterwards."""
    stems = [dice.pick(*RuleStem) for _ in range(dice.count(0, most_rules))]
    drawn = [rule(dice, f"R{n}", stem) for n, stem in enumerate(stems, 1)]
    objective = dice.pick("cost", "cost", "quality", "worst_touchpoint", "blend")
    allowed = dice.pick(False, False, True)
    return {
        "scenarios": (
            ScenarioRow(
                scenario_id="s",
                name="S",
                objective=objective,
                allow_unassigned=allowed,
                unassigned_cost_per_contact=dice.pick(0, 2.5, 40) if allowed else None,
                quality_price_per_point=dice.pick(500, 20_000) if objective == "blend" else None,
            ),
        ),
        "rules": tuple(r for r, _ in drawn),
        "rule_scopes": tuple(s for _, scopes in drawn for s in scopes),
        "scenario_rules": tuple(ScenarioRule(scenario_id="s", rule_id=r.rule_id) for r, _ in drawn),
    }
