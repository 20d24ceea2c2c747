"""`not_included`: every open question that leaves a cost out, in plain sentences; never a silent zero."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from touchmap.costing.evaluation import Evaluation, evaluate_today
from touchmap.costing.lines.revenue import are_untold
from touchmap.costing.lines.stranded import GROUPS, avoidable_share
from touchmap.costing.readiness import is_unready
from touchmap.findings.case import Case, named, percent, some
from touchmap.findings.hidden_costs import HIDDEN_COSTS, own_fte_freed
from touchmap.project import Project
from touchmap.project.vocabulary import WorkType
from touchmap.quality.break_even_churn import break_even_churn
from touchmap.work.today import today_of

MONTHS = 12
NOTICEABLE_FTE = 0.05
"""Less work than this that moves in is not named."""


def not_included(
    project: Project, evaluation: Evaluation, today_evaluation: Evaluation | None = None
) -> tuple[str, ...]:
    """What no figure of a plan contains, one sentence each.

    Parameters
    ----------
    evaluation
        The plan, priced.
    today_evaluation
        Today's assignment, priced; computed if not given.
    """
    today = evaluate_today(evaluation.costing) if today_evaluation is None else today_evaluation
    case = Case(project, evaluation.costing, evaluation, today)
    return tuple(sentence for question in QUESTIONS for sentence in question(case))


def _new_third_parties(case: Case) -> list[str]:
    return [p.name for p in case.engaged if not p.is_own and p.provider_id not in case.engaged_today]


def selection_and_advice(case: Case) -> Iterator[str]:
    """Selecting new third parties has no price."""
    new = _new_third_parties(case)
    if new and case.project.settings.selection_and_advice is None:
        yield (
            f"Selecting and contracting {some(new)}: no cost of selection and advice is given "
            "(settings.selection_and_advice)."
        )


def stranded_cost(case: Case) -> Iterator[str]:
    """Nobody has said how much of own cost really goes away."""
    freed = own_fte_freed(case)
    settings = case.project.settings
    if freed > 0 and avoidable_share(settings) is None:
        blank = [
            f"settings.{group}_avoidable_share"
            for group in GROUPS
            if getattr(settings, f"{group}_cost_share")
            and getattr(settings, f"{group}_avoidable_share") is None
        ]
        yield (
            f"Stranded cost: {freed:,.1f} own FTE are set free, but the share of their cost that really "
            f"goes away is not stated ({', '.join(blank) or 'settings.avoidable_share'}); all of it is "
            "counted as saved."
        )


def social_plan(case: Case) -> Iterator[str]:
    """Severance cannot be counted."""
    s = case.project.settings
    asked = {
        "average tenure": s.average_tenure_years,
        "gross salary": s.gross_salary_per_month,
        "severance per year of service": s.severance_months_per_year,
    }
    missing = [name for name, value in asked.items() if value is None]
    freed = own_fte_freed(case)
    if freed > 0 and missing:
        yield f"Social plan for {freed:,.1f} own FTE: {', '.join(missing)} not stated."


def remediation(case: Case) -> Iterator[str]:
    """Mending work before it moves has no price."""
    moved = case.by_process(np.flatnonzero(case.handed_over))
    unpriced = [
        named(case.project.process(p))
        for p, packages in moved.items()
        if is_unready(case.project, p)
        and case.project.process(p).remediation_cost is None
        and any((lead := case.lead(k)) is not None and not lead.is_own for k in packages)
    ]
    if unpriced:
        yield f"Mending {some(unpriced)} before it moves: no cost is given (processes.remediation_cost)."


def integration(case: Case) -> Iterator[str]:
    """Connecting a new party to a system has no price."""
    connected = {(r.provider_id, r.system_id) for r in case.project.provider_systems}
    needs: dict[str, list[str]] = {}
    for row in case.project.process_systems:
        needs.setdefault(row.process_id, []).append(row.system_id)
    unpriced = []
    for k in np.flatnonzero(case.handed_over):
        lead = case.lead(int(k))
        if lead is None or lead.is_own or lead.on_client_premises:
            continue
        for system_id in needs.get(case.packages[k].process.process_id, []):
            system = case.project.system(system_id)
            if system.integration_cost is None and (lead.provider_id, system_id) not in connected:
                unpriced.append(f"{lead.name} to {system.name}")
    if unpriced:
        yield f"Connecting {some(unpriced)}: no integration cost is given (systems.integration_cost)."


def hiring(case: Case) -> Iterator[str]:
    """Work moves to own staff and nobody stated what hiring costs."""
    free = _moved_in(case, "hiring_cost_per_fte")
    if free:
        yield f"Hiring at {some(free)}: no hiring cost is given (providers.hiring_cost_per_fte)."


def training(case: Case) -> Iterator[str]:
    """Own staff take over work and nobody stated what training them costs."""
    free = _moved_in(case, "training_rate_per_hour")
    if free:
        yield f"Training at {some(free)}: no training rate is given (providers.training_rate_per_hour)."


def _moved_in(case: Case, field: str) -> list[str]:
    """Own sites that take work over and of which a field is not stated, with the FTE of it."""
    more = dict.fromkeys(case.engaged, 0.0)
    for k in np.flatnonzero(case.handed_over):
        people = case.people(int(k))
        if people is not None and people.is_own and field not in people.model_fields_set:
            more[people] += float(case.costing.average_fte[case.plan.choice[k]])
    return [f"{p.name} (+{fte:,.1f} FTE)" for p, fte in more.items() if fte > NOTICEABLE_FTE]


_TERMS = {
    "engagement_cost": "set-up",
    "governance_share": "governance",
    "knowledge_transfer_weeks": "knowledge transfer",
    "training_rate_per_hour": "training rate",
    "indexation": "indexation",
    "exit_fee_months": "exit terms",
}
"""Terms of a third party that cost nothing where nobody states them."""


def terms_of_third_parties(case: Case) -> Iterator[str]:
    """Terms of the third parties in the plan that nobody stated and that therefore cost nothing."""
    unstated: dict[tuple[str, ...], list[str]] = {}
    for provider in case.engaged:
        if provider.is_own:
            continue
        missing = tuple(word for field, word in _TERMS.items() if field not in provider.model_fields_set)
        if missing:
            unstated.setdefault(missing, []).append(provider.name)
    for missing, names in unstated.items():
        yield f"Terms of {some(names)} that nobody stated and that cost nothing here: {', '.join(missing)}."


def travel(case: Case) -> Iterator[str]:
    """Nobody stated what travel to a provider abroad costs."""
    home = case.project.settings.home_country
    free = [
        p.name
        for p in case.engaged
        if not (p.is_own or p.is_platform or p.on_client_premises)
        and (p.country or home) != home
        and "travel_cost_per_year" not in p.model_fields_set
    ]
    if free:
        yield f"Travel to {some(free)}: none is given (providers.travel_cost_per_year)."


def contract_ends(case: Case) -> Iterator[str]:
    """Work leaves a contract whose end nobody knows."""
    contracts = {c.contract_id: c for c in case.project.contracts}
    left = {
        today.contract_id
        for k, today in enumerate(today_of(case.project, case.packages))
        if today.contract_id is not None and case.handed_over[k]
    }
    open_ended = [c for i in sorted(left) if (c := contracts[i]).ends_on is None]
    if open_ended:
        names = some(f"{c.contract_id} ({case.project.provider(c.provider_id).name})" for c in open_ended)
        yield f"The end of contract {names} is not known: its notice and the usual exit fee are counted."


def revenue(case: Case) -> Iterator[str]:
    """Sales and saves have no value."""
    unpriced = [
        named(p)
        for p in case.project.processes
        if p.value_per_success is None and p.work_type is WorkType.OUTBOUND
    ]
    if unpriced:
        yield (
            f"Revenue: the value of a sale, save or collection is not stated for {some(unpriced)} "
            "(processes.value_per_success); a better or worse conversion changes no figure."
        )


def conversions(case: Case) -> Iterator[str]:
    """A success has a value, but nobody said how often those succeed who do the work."""
    lines = case.costing.lines
    people: dict[str, str] = {}
    fronts: dict[str, str] = {}
    inside = np.flatnonzero(np.isin(lines.option, case.plan.chosen))
    untold = are_untold(lines, inside)
    same = np.isclose(lines.contained(inside), lines.contained_today(inside))
    for n, is_untold, stays in zip(inside.tolist(), untold, same, strict=True):
        process = lines.options.packages[lines.options.package[lines.option[n]]].process
        offer, before = lines.people_offer[n], lines.people_offer_today[n]
        if not process.value_per_success or offer is None or before is None:
            continue
        if offer != before and (offer.conversion is None or before.conversion is None):
            people[process.process_id] = named(process)
        if is_untold or (before.conversion is None and not stays.all()):
            fronts[process.process_id] = named(process)
    if people:
        yield (
            f"Revenue of {some(people.values())}: how often people succeed, today or in the plan, is not "
            "stated (offers.conversion); what that wins or loses is in no figure."
        )
    if fronts:
        yield (
            f"Revenue of contacts that a platform takes off people in {some(fronts.values())}: how often "
            "they succeed there is not stated (offers.conversion); no sale or save is counted as lost."
        )


def churn(case: Case) -> Iterator[str]:
    """Customers who leave because of the plan, with the churn at which a saving is gone."""
    if not case.handed_over.any():
        return
    settings = case.project.settings
    yearly_saving = (case.today.cost - case.plan.cost) / (settings.horizon_months / MONTHS)
    found = break_even_churn(settings, yearly_saving).share
    counted = settings.brand_risk_counted
    sentence = (
        "Customers lost or won by the change, beyond brand risk abroad: not priced."
        if counted
        else "Customers lost or won by the change: not priced (settings.brand_risk_counted is off)."
    )
    if found is not None:
        sentence += (
            f" Break-even: the saving is gone once {percent(found, 2)} of the customers a year leave who "
            "would have stayed (before any haircut on the saving)."
        )
    yield sentence


QUESTIONS: tuple[Callable[[Case], Iterator[str]], ...] = (
    selection_and_advice,
    stranded_cost,
    social_plan,
    remediation,
    integration,
    hiring,
    training,
    terms_of_third_parties,
    travel,
    contract_ends,
    revenue,
    conversions,
    *HIDDEN_COSTS,
    churn,
)
"""Every question, in the order of the list shown."""
