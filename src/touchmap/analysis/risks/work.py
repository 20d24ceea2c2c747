"""Risks of the work itself: brand, competencies, readiness, clarity, hand-offs, knowledge, conduct."""

from __future__ import annotations

import math

import numpy as np

from touchmap.analysis.risks.case import (
    Fact,
    RiskCase,
    Trigger,
    ids,
    impact_of,
    level,
    of_process,
    of_provider,
    of_settings,
    shown,
    unique,
)
from touchmap.journey.cut import CutBand
from touchmap.project import RuleStem
from touchmap.project.vocabulary import WorkType
from touchmap.quality.risk import operational_risk

BRAND_POINTS = 5.0
"""Brand risk of a package from which R01 is triggered."""
UNCLEAR, UNWRITTEN = 3, 2
"""Metric clarity and codifiability up to which work is hard to define in a contract."""
CRITICAL = 4
"""Criticality from which a cut hand-off is a risk even where somebody owns it."""
INSIGHT_FLOOR = 0.60
"""Insight index below which the market is lost sight of, where no rule says."""
LEAST_FTE = 0.05


def brand_damage(case: RiskCase) -> Trigger | None:
    """R01: customers hear that somebody far away answers."""
    points = case.picked(case.facts.costing.brand_risk)
    found = [k for k in range(len(points)) if points[k] >= BRAND_POINTS]
    if not found:
        return None
    worst = max(float(points[k]) for k in found)
    facts = []
    for k in found:
        people = case.facts.people(k)
        if people is not None:
            facts += of_process(case.process(k), "brand_sensitivity", "touch_need")
            facts += of_provider(people, "country")
            rows = case.project.provider_languages
            mine = (people.provider_id, case.facts.packages[k].language)
            facts += [
                Fact("provider_languages", r.row_key, "level", r.level.value)
                for r in rows
                if (r.provider_id, r.language) == mine
            ]
    note = f"up to {worst:.0f} points of brand risk"
    places = ids(case.process(k).process_id for k in found)
    return Trigger(places, unique(facts), level(math.ceil(worst / 10)), impact_of(case.share(found)), note)


def key_competency_away(case: RiskCase) -> Trigger | None:
    """R02: what the company lives by is done by others."""
    found = [k for k in case.by_third_people if case.process(k).key_competency]
    if not found:
        return None
    signed = all(case.process(k).competency_override_by for k in found)
    facts = [
        f for k in found for f in of_process(case.process(k), "key_competency", "competency_override_by")
    ]
    places = ids(case.process(k).process_id for k in found)
    return Trigger(places, unique(facts), 3 if signed else 5, 5)


def unsolved_problem(case: RiskCase) -> Trigger | None:
    """R03: a process that is broken or not written down is with a third party."""
    found = [k for k in case.outside if case.is_unready(k)]
    if not found:
        return None
    moved = [k for k in found if case.moved(k)]
    planned = all(
        p.remediation_cost is not None and p.remediation_owner and p.remediation_on is not None
        for p in map(case.process, moved)
    )
    probability = 3 if not moved else 4 if planned else 5
    facts = [
        f
        for k in found
        for f in of_process(
            case.process(k), "health", "codifiability", "remediation_cost", "remediation_owner"
        )
    ]
    places = ids(case.process(k).process_id for k in found)
    return Trigger(places, unique(facts), probability, impact_of(case.share(found)))


def unclear_work(case: RiskCase) -> Trigger | None:
    """R05: work that is hard to measure or to write down is bought."""
    found = [
        k
        for k in case.by_third_people
        if case.process(k).metric_clarity <= UNCLEAR or case.process(k).codifiability <= UNWRITTEN
    ]
    if not found:
        return None
    risk = max(operational_risk(p.codifiability, p.metric_clarity) for p in map(case.process, found))
    facts = [f for k in found for f in of_process(case.process(k), "metric_clarity", "codifiability")]
    places = ids(case.process(k).process_id for k in found)
    note = f"operational risk up to {risk:.2f}"
    return Trigger(
        places, unique(facts), level(math.ceil(5 * risk - 1e-9)), impact_of(case.share(found)), note
    )


def broken_handoffs(case: RiskCase) -> Trigger | None:
    """R08: work crosses from one company to another where that is heavy, critical or nobody's job."""
    cut = case.cut
    grave = [h for h in cut.handoffs if not h.is_owned or h.handoff.criticality >= CRITICAL]
    if not grave and cut.band is CutBand.CLEAN:
        return None
    found = grave or list(cut.handoffs)
    base = {CutBand.CLEAN: 2, CutBand.MANAGEABLE: 3, CutBand.REDRAW: 5}[cut.band]
    facts = [
        Fact("handoffs", h.handoff.handoff_id, field, shown(getattr(h.handoff, field)))
        for h in found
        for field in ("owner", "criticality", "contacts_per_month")
    ]
    note = f"cut complexity {cut.complexity:.0f}, {len(cut.unowned)} of {cut.handoff_count} without an owner"
    return Trigger(
        ids(h.handoff.handoff_id for h in found),
        unique(facts),
        level(base + bool(cut.unowned)),
        max(h.handoff.criticality for h in found),
        note,
    )


def insight_index(case: RiskCase) -> float:
    """Part of what customers say that comes back to the company, weighted by contacts; NaN without any."""
    _, contacts, served = case.facts.amounts
    weight = np.where(case.facts.assigned, contacts + served, 0.0)
    gained = case.picked(case.facts.costing.insight)
    return float(gained @ weight / weight.sum()) if weight.sum() > 0 else float("nan")


def market_pulse(case: RiskCase) -> Trigger | None:
    """R09: what customers say does not come back, or the insight itself is done by others."""
    rules = [r.rule for r in case.rules_of(RuleStem.MIN_INSIGHT_SHARE) if r.rule.minimum is not None]
    floor = max((r.minimum or 0.0 for r in rules), default=INSIGHT_FLOOR)
    index = insight_index(case)
    analysts = [k for k in case.by_third_people if case.process(k).work_type is WorkType.ANALYTICS]
    low = bool(case.outside) and index < floor - 1e-9
    if not (low or analysts):
        return None
    facts = [f for k in analysts for f in of_process(case.process(k), "work_type")]
    weak = [p for p, _ in case.third_parties if p.insight_feedback < 100 * floor] if low else []
    facts += [f for p in weak for f in of_provider(p, "insight_feedback")]
    facts += [Fact("rules", r.rule_id, "minimum", shown(r.minimum)) for r in rules if low]
    places = ids([*(case.process(k).process_id for k in analysts), *(p.provider_id for p in weak)])
    steps = sum(index < limit for limit in (0.8, 0.7, 0.6, 0.5))
    return Trigger(
        places,
        unique(facts),
        level(1 + steps),
        impact_of(case.share(case.outside)),
        f"insight index {100 * index:.0f} %",
    )


def lost_families(case: RiskCase) -> dict[str, list[int]]:
    """Families of processes in which own staff work today and none under the plan."""
    families: dict[str, list[int]] = {}
    for k, package in enumerate(case.facts.packages):
        families.setdefault(package.process.process_family or package.process.process_id, []).append(k)
    return {
        name: ks
        for name, ks in families.items()
        if case.own_fte_today[ks].sum() > LEAST_FTE and case.own_fte[ks].sum() <= LEAST_FTE
    }


def knowledge_to_judge(case: RiskCase) -> Trigger | None:
    """R10: nobody is left who knows the work well enough to judge who does it."""
    rules = [r.rule for r in case.rules_of(RuleStem.RETAINED_KNOWLEDGE) if r.rule.minimum is not None]
    short = [r for r in rules if case.own_fte.sum() < (r.minimum or 0.0) - 1e-6]
    lost = lost_families(case)
    if not (short or lost):
        return None
    packages = [k for ks in lost.values() for k in ks]
    facts = [f for k in packages for f in of_process(case.process(k), "process_family", "codifiability")]
    facts += of_settings(case.project, "retained_experts_months")
    facts += [Fact("rules", r.rule_id, "minimum", shown(r.minimum)) for r in short]
    places = ids(case.process(k).process_id for k in packages) or ids(r.rule_id for r in short)
    note = f"{case.own_fte.sum():.1f} own FTE; nobody left for {', '.join(sorted(lost))}" if lost else ""
    impact = max(impact_of(case.share(packages)), 4 if short else 1)
    return Trigger(places, unique(facts), 4 if short else 3, impact, note)


def conduct_failure(case: RiskCase) -> Trigger | None:
    """R19: regulated work is with somebody who holds no licence for it."""
    found = []
    missing = False
    for k in case.by_third_people:
        process, third = case.process(k), case.third(k)
        lacks = set(process.licence_required) - set(third.licences if third else ())
        unnamed = bool(process.regulated) and not process.licence_required and not (third and third.licences)
        if lacks or unnamed:
            found.append(k)
            missing = missing or bool(lacks)
    if not found:
        return None
    facts = []
    for k in found:
        third = case.third(k)
        facts += of_process(case.process(k), "regulated", "licence_required")
        facts += of_provider(third, "licences") if third else []
    places = ids(case.process(k).process_id for k in found)
    return Trigger(places, unique(facts), 5 if missing else 2, 5 if missing else 4)
