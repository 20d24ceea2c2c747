"""The assignment table: one row per work package, who does it, what it costs, why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.plan import Result
from touchmap.project import Project, Provider
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.reasons import Reasons
from touchmap.work.options import NONE
from touchmap.work.packages import Package

if TYPE_CHECKING:
    import pandas as pd

ASSIGNMENT_COLUMNS: tuple[Column, ...] = (
    Column("package_id", "Package"),
    Column("stage", "Stage"),
    Column("process_id", "Process id"),
    Column("process", "Process"),
    Column("language", "Language"),
    Column("channels", "Channels"),
    Column("layer", "Layer"),
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("sourcing_model", "Sourcing model"),
    Column("country", "Country"),
    Column("platform", "Self-service in front"),
    Column("contacts_per_month", "Contacts (per month)", Kind.WHOLE, total=True),
    Column("handle_hours_per_month", "Handle time (h/month)", Kind.WHOLE, total=True),
    Column("fte", "FTE (average)", Kind.NUMBER, total=True),
    Column("cost_per_month", "Running cost, year 1 ({currency}/month)", Kind.MONEY, total=True),
    Column("cost", "Cost over the horizon, present value ({currency})", Kind.MONEY, total=True),
    Column("quality", "Expected quality (0–100)", Kind.POINTS),
    Column("quality_today", "Quality today (0–100)", Kind.POINTS),
    Column("provider_today", "Today's provider"),
    Column("moved", "Moved"),
    Column("reason", "Why here"),
)
"""Columns of the assignment table, in their order."""

UNASSIGNED = "left undone"
UNKNOWN_TODAY = "not recorded"


def assignment_table(project: Project, result: Result) -> pd.DataFrame:
    """Who does each work package, with volume, cost, quality and the reason.

    Costs are those that belong to one package alone; what several packages share (minimum
    commitments, idle staff, hand-offs, set-up of a provider …) stands in the cost lines.

    Returns
    -------
    pandas.DataFrame
        One row per package, columns as in `ASSIGNMENT_COLUMNS`; no row if the result has no plan.
    """
    if result.plan is None:
        return frame(ASSIGNMENT_COLUMNS, ())
    facts = facts_of(project, result)
    reasons = Reasons(facts)
    stages = {s.stage_id: s.name for s in project.stages}
    return frame(ASSIGNMENT_COLUMNS, (_row(facts, reasons, stages, k) for k in range(len(facts.packages))))


def _row(facts: ResultFacts, reasons: Reasons, stages: dict[str, str], k: int) -> tuple[object, ...]:
    package = facts.packages[k]
    channels = dict.fromkeys(piece.stream.channel.value for piece in package.pieces)
    lead, platform = facts.lead(k), facts.platform(k)
    hours, contacts, served = (float(amount[k]) for amount in facts.amounts)
    return (
        package.package_id,
        stages.get(stage_of(facts.project, package), ""),
        package.process.process_id,
        package.process.name,
        "" if package.language == "xx" else package.language,
        "; ".join(channels),
        "" if package.layer == "*" else package.layer,
        lead.provider_id if lead else "",
        lead.name if lead else (UNKNOWN_TODAY if facts.is_today else UNASSIGNED),
        lead.sourcing_model.label if lead else "",
        (lead.country or facts.project.settings.home_country) if lead else "",
        platform.name if platform and platform is not lead else "",
        contacts + served,
        hours,
        float(facts.fte[k]),
        float(facts.running_per_month[k]),
        float(facts.cost[k]),
        _or_none(float(facts.quality[k])),
        _or_none(float(facts.quality_today[k])),
        today_name(facts, k),
        "yes" if facts.moved[k] else "no",
        reasons.of(k),
    )


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def stage_of(project: Project, package: Package) -> str:
    """Stage of a package: that of its process, else that of its first touchpoint; empty for none."""
    if package.process.stage_id:
        return package.process.stage_id
    served = {t.touchpoint_id: t.stage_id for t in project.touchpoints}
    return next((served[i] for p in package.pieces if (i := p.stream.touchpoint_id) in served), "")


def today_name(facts: ResultFacts, k: int) -> str:
    """Name of today's people, else platform, or that it is not recorded."""
    if facts.costing.options.today[k] == NONE:
        return UNKNOWN_TODAY
    lead: Provider | None = facts.lead(k, today=True)
    return lead.name if lead else UNKNOWN_TODAY
