"""Costs a plan does not show as a field is blank or stated as 0: a sentence for each, with the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from touchmap.costing.lines import brand_risk, learning_curve, rate_basis, staff_transfer
from touchmap.costing.lines.out_of_hours_premium import is_hours_known
from touchmap.findings.case import Case, named, some
from touchmap.project import Offer, Provider
from touchmap.project.vocabulary import PricingModel, SplitLayer
from touchmap.work.options import NONE

COVER_FIELDS = ("attrition", "hiring_cost_per_fte", "training_rate_per_hour")
"""Fields of own staff that say who leaves and what a successor, or anybody who comes in, costs."""


def own_fte_freed(case: Case) -> float:
    """Average own FTE set free, package by package, those whose work is left undone among them."""
    costing = case.costing
    chosen = case.plan.choice
    freed = costing.frame.own_fte_today.copy()
    done = chosen != NONE
    freed[done] = costing.frame.displaced_fte[chosen[done]]
    return float(freed.sum())


def _third_parties(case: Case) -> list[Provider]:
    return [p for p in case.engaged if not p.is_own]


def _offers(case: Case) -> Iterator[tuple[int, int, Offer]]:
    """Package, piece and offer of all work of people in the plan."""
    for i in case.plan.chosen:
        option = case.costing.options.options[i]
        for n, offer in enumerate(option.people_offers):
            if offer is not None:
                yield option.package, n, offer


def out_of_hours(case: Case) -> Iterator[str]:
    """A premium outside office hours is quoted for work of which nobody knows when it comes in."""
    unknown = [
        case.packages[k].process
        for k, n, offer in _offers(case)
        if offer.out_of_hours_premium_share
        and SplitLayer.HOURS not in case.packages[k].process.split_by
        and not is_hours_known(case.packages[k].pieces[n].stream)
    ]
    if unknown:
        yield (
            f"Premiums outside office hours for {some(named(p) for p in unknown)}: nothing says when the "
            "work comes in (demand.opening_hours, demand.curve_id)."
        )


def bonus_malus(case: Case) -> Iterator[str]:
    """A fee is at risk for quality, but no target says what is due."""
    at_risk = [(k, o) for k, _, o in _offers(case) if o.bonus_malus_share]
    without = [
        case.packages[k].process for k, _ in at_risk if case.packages[k].process.satisfaction_target is None
    ]
    if without:
        yield (
            f"Bonus and malus for {some(named(p) for p in without)}: no target is set "
            "(processes.satisfaction_target)."
        )
    flat = [o.offer_id for _, o in at_risk if o.pricing_model is PricingModel.FIXED]
    fronts = [
        o.offer_id
        for i in case.plan.chosen
        for o in case.costing.options.options[i].platform_offers
        if o is not None and o.bonus_malus_share
    ]
    if flat or fronts:
        yield (
            f"Bonus and malus on fixed prices and platforms ({some([*flat, *fronts])}): not counted "
            "(offers.bonus_malus_share)."
        )


def rates_not_comparable(case: Case) -> Iterator[str]:
    """A rate holds more or less than an ongoing one, and nobody said how much."""
    settings = case.project.settings
    unknown = [p for p in _third_parties(case) if rate_basis.uplift(settings, p) is None]
    for basis, field in (
        ("basic", "settings.basic_rate_uplift_share"),
        ("fully_loaded", "settings.loaded_rate_reduction_share"),
    ):
        names = [p.name for p in unknown if p.rate_basis.value == basis]
        if names:
            kind = basis.replace("_", " ")
            yield f"Rates of {some(names)} are {kind} and counted as they are: no uplift is stated ({field})."


def tax(case: Case) -> Iterator[str]:
    """Nobody said whether tax on bills can be recovered."""
    if _third_parties(case) and case.project.settings.irrecoverable_vat_share is None:
        yield "Value-added tax that cannot be recovered: not stated (settings.irrecoverable_vat_share)."


def attrition_cover(case: Case) -> Iterator[str]:
    """Own staff leave, and nobody said how many or what their successors cost."""
    for p in case.engaged:
        if not p.is_own or p.is_platform:
            continue
        missing = [f"providers.{field}" for field in COVER_FIELDS if field not in p.model_fields_set]
        if missing:
            yield f"Successors of own staff who leave {p.name}: {', '.join(missing)} not stated."


def stated_as_nothing(case: Case) -> Iterator[str]:
    """What own staff who come and go cost is stated, as nothing: an answer, but one that is shown."""
    free: dict[tuple[str, ...], list[str]] = {}
    for p in case.engaged:
        fields = tuple(
            f"providers.{field}"
            for field in COVER_FIELDS
            if field in p.model_fields_set and not getattr(p, field)
        )
        if fields and p.is_own and not p.is_platform:
            free.setdefault(fields, []).append(p.name)
    for fields, names in free.items():
        yield (
            f"Own staff who come and go at {some(names)}: {', '.join(fields)} stated as 0, so nothing of it "
            "is in any figure."
        )


def retained_experts(case: Case) -> Iterator[str]:
    """Own experts are kept after their work has left, at no cost."""
    settings = case.project.settings
    moved_out = any(not p.is_own for p in case.engaged) and own_fte_freed(case) > 0
    if not moved_out or (settings.retained_experts_fte is not None and settings.retained_experts_months):
        return
    months = settings.retained_experts_months
    term = f" for {months:g} months" if months else ""
    missing = [] if settings.retained_experts_fte is not None else ["settings.retained_experts_fte"]
    missing += [] if months or settings.retained_experts_fte == 0 else ["settings.retained_experts_months"]
    if missing:
        yield f"Own experts kept{term} after the move: {', '.join(missing)} not stated."


def project_management(case: Case) -> Iterator[str]:
    """Managing the transition has no price."""
    if case.handed_over.any() and case.project.settings.project_management_per_month is None:
        yield "Project management of the transition: not stated (settings.project_management_per_month)."


def staff_transfer_unknown(case: Case) -> Iterator[str]:
    """Nobody said whether staff go over with their work."""
    settings, options = case.project.settings, case.costing.options
    chosen = case.plan.chosen
    displaced, share = (
        case.costing.frame.displaced_fte[chosen],
        staff_transfer.share_of(case.costing.frame)[chosen],
    )
    takers = {int(j) for j in options.people[chosen[(displaced > 0) & options.moves[chosen]]]} - {NONE}
    silent = [
        options.providers[j].name
        for j in sorted(takers)
        if not options.providers[j].is_own and options.providers[j].staff_transfer_share is None
    ]
    if silent and settings.staff_transfer_share is None:
        yield (
            f"Staff going over to {some(silent)} with their work: not stated "
            "(settings.staff_transfer_share); all who are set free are counted in the social plan."
        )
    going = float(displaced @ share)
    if going > 0 and settings.transfer_cost_per_fte is None:
        yield (
            f"Cost of {going:,.1f} own FTE going over with their work: not stated "
            "(settings.transfer_cost_per_fte)."
        )


def outplacement(case: Case) -> Iterator[str]:
    """Help for those who must leave has no price."""
    freed = own_fte_freed(case)
    if freed > 0 and case.project.settings.outplacement_cost_per_fte is None:
        yield f"Outplacement for {freed:,.1f} own FTE: not stated (settings.outplacement_cost_per_fte)."


def double_running_unknown(case: Case) -> Iterator[str]:
    """Nobody said how long both sides work side by side."""
    silent = []
    for k in np.flatnonzero(case.handed_over):
        option = case.costing.options.options[case.plan.choice[k]]
        lead = case.lead(int(k))
        stated = [o for o in (*option.people_offers, *option.platform_offers) if o is not None]
        unknown = all(o.double_running_weeks is None for o in stated)
        if lead is not None and unknown and lead.double_running_weeks is None:
            silent.append(lead.name)
    if silent:
        yield (
            f"Both sides working side by side while {some(silent)} learn the work: not stated "
            "(providers.double_running_weeks)."
        )


def learning(case: Case) -> Iterator[str]:
    """People new to the work take longer, and nobody said how much."""
    if case.project.settings.learning_factor is not None:
        return
    new = [
        case.people(k)
        for k, _, offer in _offers(case)
        if case.handed_over[k] and offer.pricing_model in learning_curve.BY_TIME
    ]
    names = some(p.name for p in new if p is not None)
    if names:
        yield f"Longer handle times while people of {names} learn: not stated (settings.learning_factor)."


def brand_risk_unknown(case: Case) -> Iterator[str]:
    """Brand risk is to be counted, but a figure is missing."""
    s = case.project.settings
    if not s.brand_risk_counted or brand_risk.worth_a_month(s) is not None:
        return
    asked = ("churn_at_full_offshore_voice", "customers", "annual_margin_per_customer")
    missing = [f"settings.{field}" for field in asked if getattr(s, field) is None]
    yield f"Brand risk as money: {', '.join(missing)} not stated."


HIDDEN_COSTS: tuple[Callable[[Case], Iterator[str]], ...] = (
    out_of_hours,
    bonus_malus,
    rates_not_comparable,
    tax,
    attrition_cover,
    stated_as_nothing,
    retained_experts,
    project_management,
    staff_transfer_unknown,
    outplacement,
    double_running_unknown,
    learning,
    brand_risk_unknown,
)
"""Every question, in the order of the list shown."""
