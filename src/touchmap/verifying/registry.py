"""Which check belongs to which stem. A stem without a check fails a test."""

from __future__ import annotations

from collections.abc import Callable

from touchmap.project import ActiveRule, RuleStem, Structural
from touchmap.verifying import (
    assignment,
    averages,
    counts,
    couplings,
    gates,
    handoffs,
    shares,
    staffing,
    work_gates,
)
from touchmap.verifying.check import Check
from touchmap.verifying.context import Context

RULE_CHECKS: dict[RuleStem, Callable[[Context, ActiveRule], Check]] = {
    RuleStem.BUDGET: averages.check_budget,
    RuleStem.MIN_AVERAGE_QUALITY: averages.check_min_average_quality,
    RuleStem.MAX_BRAND_RISK: averages.check_max_brand_risk,
    RuleStem.MIN_INSIGHT_SHARE: averages.check_min_insight_share,
    RuleStem.MIN_PROCESS_QUALITY: work_gates.check_min_process_quality,
    RuleStem.SHARE_LIMIT: shares.check_share_limit,
    RuleStem.MAX_CONCENTRATION: shares.check_max_concentration,
    RuleStem.BENCHMARK_SHARE: shares.check_benchmark_share,
    RuleStem.PROVIDER_COUNT: counts.check_provider_count,
    RuleStem.PIN: gates.check_pin,
    RuleStem.FORBID: gates.check_forbid,
    RuleStem.ALLOWED_SOURCING: gates.check_allowed_sourcing,
    RuleStem.TOUCH_SOURCING: gates.check_touch_sourcing,
    RuleStem.KEY_COMPETENCY_INHOUSE: work_gates.check_key_competency_inhouse,
    RuleStem.READY_TO_MOVE: work_gates.check_ready_to_move,
    RuleStem.DATA_RESIDENCY: gates.check_data_residency,
    RuleStem.LICENCE: work_gates.check_licence,
    RuleStem.LANGUAGE_PROFICIENCY: work_gates.check_language_proficiency,
    RuleStem.KEEP_TOGETHER: counts.check_keep_together,
    RuleStem.KEEP_APART: counts.check_keep_apart,
    RuleStem.MAX_MOVES: counts.check_max_moves,
    RuleStem.RETAINED_KNOWLEDGE: shares.check_retained_knowledge,
    RuleStem.LOCKED_CONTRACT: work_gates.check_locked_contract,
}
"""The check of each kind of rule."""

STRUCTURAL_CHECKS: dict[Structural, Callable[[Context], Check]] = {
    Structural.ASSIGN_EACH_PACKAGE: assignment.check_assign_each_package,
    Structural.PROVIDER_ENGAGED: couplings.check_provider_engaged,
    Structural.PROVIDER_CAPACITY: staffing.check_provider_capacity,
    Structural.LANGUAGE_POOL: staffing.check_language_pool,
    Structural.SEASONAL_STAFFING: staffing.check_seasonal_staffing,
    Structural.PROVIDER_RAMP: staffing.check_provider_ramp,
    Structural.KNOWLEDGE_TRANSFER: couplings.check_knowledge_transfer,
    Structural.SYSTEM_INTEGRATION: couplings.check_system_integration,
    Structural.MIN_COMMITMENT: couplings.check_min_commitment,
    Structural.VOLUME_TIER: couplings.check_volume_tier,
    Structural.HANDOFF_CUT: handoffs.check_handoff_cut,
    Structural.CHARGED_ONCE: couplings.check_charged_once,
}
"""The check of each constraint that always holds."""
