"""Risks of the business case: costs nobody wrote down, savings nobody will see."""

from __future__ import annotations

import numpy as np

from touchmap.analysis.risks.case import (
    Fact,
    RiskCase,
    Trigger,
    ids,
    impact_of,
    level,
    of_settings,
    shown,
    unique,
)

MANY_OPEN = 5
"""Open questions from which a saving is doubtful by their number alone."""
LEAST_FTE = 0.05

_SOCIAL = ("average_tenure_years", "gross_salary_per_month", "severance_months_per_year")


def hidden_costs(case: RiskCase) -> Trigger | None:
    """R06: a move sets people free or engages new parties; what that costs may stand nowhere."""
    freed = np.maximum(case.own_fte_today - case.own_fte, 0.0)
    released = [int(k) for k in np.flatnonzero(freed > LEAST_FTE)]
    engaged = {case.facts.costing.options.providers[j].provider_id for j in case.facts.today.engaged}
    new = [(p, ks) for p, ks in case.third_parties if p.provider_id not in engaged]
    if not (released or new):
        return None
    facts = []
    if released:
        facts += of_settings(case.project, *_SOCIAL, "avoidable_share")
    if new:
        facts += of_settings(case.project, "selection_and_advice")
        facts += [
            Fact("providers", p.provider_id, f, shown(getattr(p, f)))
            for p, _ in new
            for f in ("engagement_cost", "exit_fee_months")
        ]
    blank = any(f.table == "settings" and f.value == "blank" for f in facts)
    packages = [*released, *(k for _, ks in new for k in ks)]
    places = ids([*(case.process(k).process_id for k in released), *(p.provider_id for p, _ in new)])
    note = f"{freed.sum():.1f} own FTE set free, {len(new)} new third parties"
    return Trigger(places, unique(facts), 5 if blank else 2, impact_of(case.share(packages)), note)


def overestimated_savings(case: RiskCase) -> Trigger | None:
    """R20: the saving is shown without what usually eats it."""
    cost, today = case.facts.evaluation.cost, case.facts.today.cost
    saving = today - cost
    if saving <= 0 or not any(case.moved(k) for k in range(len(case.facts.packages))):
        return None
    s = case.project.settings
    freed = float(np.maximum(case.own_fte_today - case.own_fte, 0.0).sum())
    signs = {
        "contingency_share": s.contingency_share == 0 and bool(case.outside),
        "savings_haircut_share": s.savings_haircut_share == 0,
        "avoidable_share": s.avoidable_share is None and freed > LEAST_FTE,
    }
    questions = len(case.facts.result.not_included)
    fields = [field for field, there in signs.items() if there]
    if not fields:
        return None
    places = ids(case.process(k).process_id for k in range(len(case.facts.packages)) if case.moved(k))
    return Trigger(
        places,
        unique(of_settings(case.project, *fields)),
        level(1 + len(fields) + (questions >= MANY_OPEN)),
        impact_of(saving / abs(today) if today else 0.0),
        f"{questions} open questions beside the saving",
    )
