"""The cost lines, one small module each: what it is, its formula, its fields, and what computes it.

`COST_LINES` holds what every line says about itself, in the order of reports.
"""

from touchmap.costing.lines import (
    commission,
    contingency,
    engagement,
    exit_fee,
    fixed_price,
    governance,
    handoffs,
    hiring,
    idle_staff,
    knowledge_transfer,
    language_premium,
    minimum_commitment,
    platform,
    pool_opening,
    remediation,
    retained_organisation,
    revenue,
    run,
    selection_and_advice,
    social_plan,
    stranded,
    system_integration,
    training,
    travel,
    unassigned,
    until_start,
    volume_discount,
)
from touchmap.costing.lines.facts import LineFacts, LineKind

__all__ = ["COST_LINES", "LineFacts", "LineKind"]

COST_LINES: dict[str, LineFacts] = {
    "run": run.FACTS,
    "language_premium": language_premium.FACTS,
    "platform": platform.FACTS,
    "commission": commission.FACTS,
    "revenue": revenue.FACTS,
    "volume_discount": volume_discount.FACTS,
    "minimum_commitment": minimum_commitment.FACTS,
    "idle_staff": idle_staff.FACTS,
    "pool_opening": pool_opening.FACTS,
    "fixed_price": fixed_price.FACTS,
    "governance": governance.FACTS,
    "retained_organisation": retained_organisation.FACTS,
    "travel": travel.FACTS,
    "handoffs": handoffs.FACTS,
    "contingency": contingency.FACTS,
    "until_start": until_start.FACTS,
    "stranded": stranded.FACTS,
    "selection_and_advice": selection_and_advice.FACTS,
    "engagement": engagement.FACTS,
    "knowledge_transfer": knowledge_transfer.FACTS,
    "training": training.FACTS,
    "hiring": hiring.FACTS,
    "system_integration": system_integration.FACTS,
    "remediation": remediation.FACTS,
    "social_plan": social_plan.FACTS,
    "exit_fee": exit_fee.FACTS,
    "unassigned": unassigned.FACTS,
}
"""Every cost line in the order of reports; penalties of should-rules are added as ``rule:<id>``."""
