"""The defaults that are assumptions, with the reason for each."""

from __future__ import annotations

from touchmap.analysis.usual import usual_values
from touchmap.project.dictionary import data_dictionary

from .blocks import table

REASONS: dict[tuple[str, str], str] = {
    ("settings", "home_country"): "A starting point only; state it first.",
    ("settings", "currency"): "A starting point only; state it first.",
    ("settings", "horizon_months"): "Contracts with providers run 24 to 36 months.",
    ("settings", "discount_rate"): "A common rate for operating projects; ask finance for the company's own.",
    (
        "settings",
        "paid_hours_per_month",
    ): "40 hours a week, four weeks: a round figure for a full-time contract.",
    ("settings", "office_hours"): "Only used to split work by hours.",
    ("settings", "achieved_containment_share"): "Platforms seldom reach in practice what their makers state.",
    ("settings", "self_service_quality_floor"): "Below it customers come back by phone.",
    ("settings", "first_contact_resolution"): "Average of post-call surveys; 70 to 79 % counts as good.",
    ("settings", "satisfaction_today"): "Close to the average of post-call surveys over sectors.",
    ("settings", "documentation_bar"): "Work that can hardly be written down cannot be handed over.",
    ("settings", "expert_rate_per_hour"): "About a loaded senior hour in north-western Europe.",
    ("settings", "contingency_share"): "10 to 20 % in practice: extra work, change requests, set-backs.",
    ("settings", "unclear_contingency_share"): "What cannot be measured or written down is argued about.",
    (
        "settings",
        "savings_haircut_share",
    ): "20 to 40 % in practice: rate-card savings of 30–50 % shrink to 18–28 %.",
    ("settings", "stranded_months"): "Seats, leases and management take about a year to go.",
    ("settings", "transition_months"): "Scoping, transfer, training, pilot and ramp together.",
    ("settings", "volume_range_share"): "What a year's forecast is usually off by.",
    ("settings", "handle_time_range_share"): "Handle times drift with products, systems and new staff.",
    (
        "settings",
        "wage_range_share",
    ): "Hourly labour cost rose by 2 to 14 % in 2024, by country: a plan rate is easily 4 points off.",
    ("settings", "exchange_rate_range_share"): "About what a year moves between the larger currencies.",
    ("settings", "start_delay_months"): "Transfer, pilot and ramp seldom start on the day planned.",
    ("settings", "rate_range_share"): "Bids move by some points until the contract is signed.",
    ("settings", "attrition_range_share"): "Attrition follows the local labour market, a quarter up or down.",
    ("settings", "quality_range_points"): "What surveys of the same work differ by from year to year.",
    ("settings", "range_correlation"): "What moves one volume, such as growth, moves others in part.",
    ("touchpoints", "touch_need"): "Mixed, until somebody says otherwise.",
    ("processes", "touch_need"): "Mixed, until somebody says otherwise.",
    (
        "providers",
        "flex_share",
    ): "15 % for own staff (temps, annualised hours, leave planning), 1 for third parties.",
    ("providers", "shrinkage"): "20 to 35 % is usual: leave, illness, training, meetings, breaks.",
    ("providers", "occupancy"): "75 to 85 % is usual; above 88 % people burn out.",
}
"""Reasons beside what the fields declare themselves; none may be missing where a field points here."""
POINTS_HERE = "see the method pages"


def assumed_fields() -> dict[tuple[str, str], str]:
    """What every default declared as an assumption says of itself, by table and field."""
    return {(f.table, f.field): f.assumed for f in data_dictionary() if f.assumed}


def assumptions_table() -> str:
    """Each assumption with its value, unit and reason."""
    rows = [
        (f"`{f.table}.{f.field}`", f.default or "blank", f.unit, REASONS.get((f.table, f.field), f.assumed))
        for f in data_dictionary()
        if f.assumed
    ]
    return table(("field", "value", "unit", "reason"), rows)


def usual_costs_table() -> str:
    """What the blanks behind hidden costs usually hold."""
    rows = [
        (f"`{v.field}`", f"{v.low:g}", f"{v.typical:g}", f"{v.high:g}", v.unit, v.grade, v.note)
        for v in usual_values().values()
    ]
    return table(("field", "low", "typical", "high", "unit", "grade", "reason"), rows, right=(1, 2, 3))
