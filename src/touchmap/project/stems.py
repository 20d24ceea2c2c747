"""The stems: one name for each kind of constraint and rule, the same in every part of touchmap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Structural(StrEnum):
    """Constraints that always hold, whatever the rules."""

    ASSIGN_EACH_PACKAGE = "assign_each_package"
    PROVIDER_ENGAGED = "provider_engaged"
    PROVIDER_CAPACITY = "provider_capacity"
    LANGUAGE_POOL = "language_pool"
    SEASONAL_STAFFING = "seasonal_staffing"
    PROVIDER_RAMP = "provider_ramp"
    KNOWLEDGE_TRANSFER = "knowledge_transfer"
    SYSTEM_INTEGRATION = "system_integration"
    MIN_COMMITMENT = "min_commitment"
    VOLUME_TIER = "volume_tier"
    HANDOFF_CUT = "handoff_cut"
    CHARGED_ONCE = "charged_once"


class RuleStem(StrEnum):
    """Kinds of rules people switch on and off."""

    BUDGET = "budget"
    MIN_AVERAGE_QUALITY = "min_average_quality"
    MAX_BRAND_RISK = "max_brand_risk"
    MIN_INSIGHT_SHARE = "min_insight_share"
    MIN_PROCESS_QUALITY = "min_process_quality"
    SHARE_LIMIT = "share_limit"
    MAX_CONCENTRATION = "max_concentration"
    BENCHMARK_SHARE = "benchmark_share"
    PROVIDER_COUNT = "provider_count"
    PIN = "pin"
    FORBID = "forbid"
    ALLOWED_SOURCING = "allowed_sourcing"
    TOUCH_SOURCING = "touch_sourcing"
    KEY_COMPETENCY_INHOUSE = "key_competency_inhouse"
    READY_TO_MOVE = "ready_to_move"
    DATA_RESIDENCY = "data_residency"
    LICENCE = "licence"
    LANGUAGE_PROFICIENCY = "language_proficiency"
    KEEP_TOGETHER = "keep_together"
    KEEP_APART = "keep_apart"
    MAX_MOVES = "max_moves"
    RETAINED_KNOWLEDGE = "retained_knowledge"
    LOCKED_CONTRACT = "locked_contract"


class Shape(StrEnum):
    """The row shape a rule takes in the program."""

    AVERAGE = "average"
    SHARE = "share"
    COUNT = "count"
    PAIRING = "pairing"
    MOVES = "moves"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class StemFacts:
    """What a rule of a stem says, needs and is measured in."""

    shape: Shape
    sentence: str
    limits: tuple[str, ...] = ()
    """Which of minimum and maximum it uses; at least one of them is required."""
    bases: tuple[str, ...] = ()
    """Legal bases, the first is the default."""
    provider_scope: bool = False
    """A provider scope is required."""
    unit: str = ""
    """Unit of a violation, for the penalty of a should-rule."""


_SHARE_BASES = ("handle_time", "contacts", "fte", "spend")
_PAIR = "contacts a month done against the rule"

STEM_FACTS: dict[RuleStem, StemFacts] = {
    RuleStem.BUDGET: StemFacts(
        Shape.AVERAGE,
        "Running, one-off or total cost is at most the limit.",
        ("maximum",),
        ("total", "running", "one_off"),
        unit="money over the limit",
    ),
    RuleStem.MIN_AVERAGE_QUALITY: StemFacts(
        Shape.AVERAGE,
        "Average expected quality is at least the limit.",
        ("minimum",),
        ("handle_time", "contacts"),
        unit="points of average quality",
    ),
    RuleStem.MAX_BRAND_RISK: StemFacts(
        Shape.AVERAGE,
        "Average brand risk is at most the limit.",
        ("maximum",),
        ("contacts", "handle_time"),
        unit="points of average risk",
    ),
    RuleStem.MIN_INSIGHT_SHARE: StemFacts(
        Shape.AVERAGE,
        "At least this share of customer insight comes back to the company.",
        ("minimum",),
        ("contacts", "handle_time"),
        unit="share of insight",
    ),
    RuleStem.MIN_PROCESS_QUALITY: StemFacts(
        Shape.GATE, "Nothing that moves falls below the quality floor.", ("minimum",), unit=_PAIR
    ),
    RuleStem.SHARE_LIMIT: StemFacts(
        Shape.SHARE,
        "A group of providers does between the limits of the work.",
        ("minimum", "maximum"),
        _SHARE_BASES,
        True,
        unit="share of the work",
    ),
    RuleStem.MAX_CONCENTRATION: StemFacts(
        Shape.SHARE,
        "No third party does more than the limit of the work.",
        ("maximum",),
        _SHARE_BASES,
        unit="share of the work",
    ),
    RuleStem.BENCHMARK_SHARE: StemFacts(
        Shape.SHARE,
        "Own staff keep at least this share of the work, as a benchmark.",
        ("minimum",),
        _SHARE_BASES,
        unit="share of the work",
    ),
    RuleStem.PROVIDER_COUNT: StemFacts(
        Shape.COUNT,
        "The number of third parties used is between the limits.",
        ("minimum", "maximum"),
        unit="providers",
    ),
    RuleStem.PIN: StemFacts(
        Shape.GATE, "This work is done by these providers.", provider_scope=True, unit=_PAIR
    ),
    RuleStem.FORBID: StemFacts(
        Shape.GATE, "This work is not done by these providers.", provider_scope=True, unit=_PAIR
    ),
    RuleStem.ALLOWED_SOURCING: StemFacts(
        Shape.GATE, "This work is only done under these sourcing models.", provider_scope=True, unit=_PAIR
    ),
    RuleStem.TOUCH_SOURCING: StemFacts(
        Shape.GATE,
        "Work of this touch need is only done under these sourcing models.",
        provider_scope=True,
        unit=_PAIR,
    ),
    RuleStem.KEY_COMPETENCY_INHOUSE: StemFacts(
        Shape.GATE, "A key competency stays with own staff unless somebody signs for it.", unit=_PAIR
    ),
    RuleStem.READY_TO_MOVE: StemFacts(
        Shape.GATE,
        "Unhealthy or undocumented work does not move to others until mending it is priced, owned and dated.",
        unit=_PAIR,
    ),
    RuleStem.DATA_RESIDENCY: StemFacts(
        Shape.GATE, "This work stays where its data may be.", provider_scope=True, unit=_PAIR
    ),
    RuleStem.LICENCE: StemFacts(
        Shape.GATE,
        "This work is only done by third parties that hold the certificate or licence.",
        unit=_PAIR,
    ),
    RuleStem.LANGUAGE_PROFICIENCY: StemFacts(
        Shape.GATE, "This work is only done at this language level or better.", unit=_PAIR
    ),
    RuleStem.KEEP_TOGETHER: StemFacts(
        Shape.PAIRING, "This work has one home.", unit="packages away from the others"
    ),
    RuleStem.KEEP_APART: StemFacts(
        Shape.PAIRING, "This work and that work have different homes.", unit="pairs at one home"
    ),
    RuleStem.MAX_MOVES: StemFacts(
        Shape.MOVES,
        "At most this much leaves its home of today.",
        ("maximum",),
        ("processes", "fte"),
        unit="processes or FTE over the limit",
    ),
    RuleStem.RETAINED_KNOWLEDGE: StemFacts(
        Shape.SHARE, "Own staff keep at least this many FTE.", ("minimum",), ("fte",), unit="FTE missing"
    ),
    RuleStem.LOCKED_CONTRACT: StemFacts(
        Shape.GATE, "Work under a contract stays until the contract can be left for free.", unit=_PAIR
    ),
}
