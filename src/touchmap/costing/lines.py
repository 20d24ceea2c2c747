"""The cost lines: their names, order, kind and what each one counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    """Whether a line returns every month or is paid once."""

    RUNNING = "running"
    ONE_OFF = "one_off"
    PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a cost line is, for tables, exports and the documentation."""

    kind: LineKind
    label: str
    formula: str
    fields: str
    """Fields the figure comes from."""


COST_LINES: dict[str, LineFacts] = {
    "run": LineFacts(
        LineKind.RUNNING,
        "Run: list price",
        "billed units × price",
        "offers.price, offers.pricing_model, providers.base_rate, demand.contacts_per_month, "
        "demand.handle_seconds",
    ),
    "language_premium": LineFacts(
        LineKind.RUNNING, "Language premium", "run × premium", "provider_languages.premium_share"
    ),
    "platform": LineFacts(
        LineKind.RUNNING,
        "Self-service platform",
        "contacts resolved on the platform × price",
        "offers.price, offers.containment_share, settings.achieved_containment_share",
    ),
    "commission": LineFacts(
        LineKind.RUNNING,
        "Commission",
        "contacts × conversion × commission",
        "offers.commission_per_success, offers.conversion",
    ),
    "revenue": LineFacts(
        LineKind.RUNNING,
        "Revenue (negative cost)",
        "−contacts × (conversion − today's conversion) × value of a success",
        "offers.conversion, processes.value_per_success",
    ),
    "volume_discount": LineFacts(
        LineKind.RUNNING,
        "Volume discount",
        "−discount of the tier reached × (run + language premium)",
        "volume_tiers.from_fte, volume_tiers.discount_share",
    ),
    "minimum_commitment": LineFacts(
        LineKind.RUNNING,
        "Minimum commitment",
        "shortfall of the month's bill against the minimum",
        "providers.minimum_fte, providers.minimum_forecast_share",
    ),
    "idle_staff": LineFacts(
        LineKind.RUNNING,
        "Idle staff",
        "(paid − needed FTE) × cost of an FTE-month",
        "providers.flex_share, providers.ramp_fte_per_month, seasonality",
    ),
    "pool_opening": LineFacts(
        LineKind.RUNNING,
        "Opening of language pools",
        "opening FTE × cost of an FTE-month",
        "provider_languages.opening_fte",
    ),
    "fixed_price": LineFacts(LineKind.RUNNING, "Fixed prices", "flat amount a month", "offers.price"),
    "governance": LineFacts(
        LineKind.RUNNING, "Governance", "bill of a third party × share", "providers.governance_share"
    ),
    "retained_organisation": LineFacts(
        LineKind.RUNNING,
        "Retained organisation",
        "FTE × cost of an own FTE-month",
        "settings.retained_organisation_fte",
    ),
    "travel": LineFacts(
        LineKind.RUNNING, "Travel", "amount a year while engaged", "providers.travel_cost_per_year"
    ),
    "handoffs": LineFacts(
        LineKind.RUNNING,
        "Cut hand-offs",
        "contacts × extra seconds × hourly cost, half on either side; rework; flat",
        "handoffs.cut_seconds, handoffs.cut_rework_share, handoffs.cut_cost_per_month",
    ),
    "contingency": LineFacts(
        LineKind.RUNNING,
        "Contingency",
        "bill of a third party for work that moves × share",
        "settings.contingency_share, settings.unclear_contingency_share",
    ),
    "until_start": LineFacts(
        LineKind.RUNNING,
        "Today's arrangement until the start",
        "today's running cost in the months before",
        "contracts.ends_on, contracts.notice_months, processes.remediation_on",
    ),
    "stranded": LineFacts(
        LineKind.ONE_OFF,
        "Stranded in-house cost",
        "(1 − avoidable) × today's own cost × months",
        "settings.avoidable_share, settings.stranded_months",
    ),
    "selection_and_advice": LineFacts(
        LineKind.ONE_OFF,
        "Selection and advice",
        "once, if any new third party is engaged",
        "settings.selection_and_advice",
    ),
    "engagement": LineFacts(
        LineKind.ONE_OFF, "Engagement", "once for each newly engaged party", "providers.engagement_cost"
    ),
    "knowledge_transfer": LineFacts(
        LineKind.ONE_OFF,
        "Knowledge transfer",
        "weeks × 40 h × (own expert + trainer), per process and party",
        "offers.knowledge_transfer_weeks, settings.expert_rate_per_hour, providers.training_rate_per_hour",
    ),
    "training": LineFacts(
        LineKind.ONE_OFF,
        "Training",
        "FTE × days × 8 h × rate, for work that moves",
        "offers.training_days, providers.training_rate_per_hour",
    ),
    "hiring": LineFacts(
        LineKind.ONE_OFF,
        "Hiring of own staff",
        "FTE of work that moves in × cost",
        "providers.hiring_cost_per_fte",
    ),
    "system_integration": LineFacts(
        LineKind.ONE_OFF,
        "System integration",
        "once per party and system it lacks",
        "systems.integration_cost",
    ),
    "remediation": LineFacts(
        LineKind.ONE_OFF,
        "Mending before moving",
        "once per process that moves unhealthy",
        "processes.remediation_cost",
    ),
    "social_plan": LineFacts(
        LineKind.ONE_OFF,
        "Social plan",
        "displaced FTE × (1 − redeployed) × (1 − leaving anyway) × tenure × months per year × salary "
        "× factor",
        "settings.average_tenure_years, settings.gross_salary_per_month, settings.severance_months_per_year, "
        "settings.social_plan_factor, settings.redeploy_share, settings.natural_attrition_per_month",
    ),
    "exit_fee": LineFacts(
        LineKind.ONE_OFF,
        "Exit fees",
        "once per contract left early",
        "contracts.exit_fee, providers.exit_fee_months",
    ),
    "unassigned": LineFacts(
        LineKind.PENALTY,
        "Work left unassigned",
        "contacts × penalty",
        "scenarios.unassigned_cost_per_contact",
    ),
}
"""Every cost line in the order of reports; penalties of should-rules are added as ``rule:<id>``."""
