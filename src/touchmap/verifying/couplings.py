"""Costs that several packages share, worked out again from the facts and the rows of the plan."""

from __future__ import annotations

from collections import defaultdict

from touchmap.project import Provider, Structural
from touchmap.project.vocabulary import GovernanceBasis, PricingModel
from touchmap.verifying import money
from touchmap.verifying.amounts import line_check
from touchmap.verifying.check import Check
from touchmap.verifying.context import Context
from touchmap.verifying.work_gates import is_left_free, is_unready, months_of_term
from touchmap.work.options import NONE

TRANSFER_HOURS_A_WEEK = 40
"""Hours a week of an own expert and of a trainer while knowledge is transferred."""
TIER_ROUNDING = 1e-7
"""FTE by which a size may miss a tier and still reach it."""


def engaged(context: Context) -> dict[str, Provider]:
    """Everybody who does anything under the plan."""
    return {p.provider_id: p for row in context.rows for p in row.parties}


def engaged_today(context: Context) -> set[str]:
    """Everybody who does anything today."""
    return {i for today in context.known_today if today is not None for i in today.parties if i is not None}


def check_provider_engaged(context: Context) -> Check:
    """Each party that does any work is engaged: set up once if it is new, visited while it is there."""
    project, before = context.project, engaged_today(context)
    setup = travel = 0.0
    for provider_id, provider in engaged(context).items():
        if provider_id not in before:
            setup += money.own_money(project, provider, provider.engagement_cost)
        monthly = money.own_money(project, provider, provider.travel_cost_per_year) / 12
        travel += money.present_value(project, [monthly] * 12, money.yearly_rise(provider), grows=False)
    return line_check(context, Structural.PROVIDER_ENGAGED, {"engagement": setup, "travel": travel})


def check_knowledge_transfer(context: Context) -> Check:
    """Each process is taught once to each party that does any of it and does none of it today."""
    project, total = context.project, 0.0
    known = {
        (package.process.process_id, party)
        for package, today in zip(context.packages, context.known_today, strict=True)
        if today is not None
        for party in today.parties
    }
    taught = {(row.package.process.process_id, p.provider_id) for row in context.rows for p in row.parties}
    quoted = _weeks_quoted(context)
    for process_id, provider_id in taught - known:
        provider = project.provider(provider_id)
        weeks = quoted.get((process_id, provider_id), provider.knowledge_transfer_weeks)
        hourly = money.own_money(project, provider, provider.training_rate_per_hour)
        total += weeks * TRANSFER_HOURS_A_WEEK * (project.settings.expert_rate_per_hour + hourly)
    return line_check(context, Structural.KNOWLEDGE_TRANSFER, {"knowledge_transfer": total})


def _weeks_quoted(context: Context) -> dict[tuple[str, str], float]:
    """Most weeks in any offer of a party under which a package of a process could be done."""
    weeks: dict[tuple[str, str], float] = {}
    for option in context.costing.options.options:
        process_id = context.packages[option.package].process.process_id
        for offer in (*option.people_offers, *option.platform_offers):
            if offer is not None and offer.knowledge_transfer_weeks is not None:
                key = (process_id, offer.provider_id)
                weeks[key] = max(weeks.get(key, 0.0), offer.knowledge_transfer_weeks)
    return weeks


def check_system_integration(context: Context) -> Check:
    """Each third party off the premises is connected once to each system its work needs and it lacks."""
    project = context.project
    used: dict[str, set[str]] = defaultdict(set)
    for need in project.process_systems:
        used[need.process_id].add(need.system_id)
    connected = {(r.provider_id, r.system_id) for r in project.provider_systems}
    for package, today in zip(context.packages, context.known_today, strict=True):
        parties = () if today is None else today.parties
        connected |= {(p, s) for p in parties if p is not None for s in used[package.process.process_id]}
    lacking = {
        (party.provider_id, system_id)
        for row in context.rows
        for party in row.parties
        if not party.is_own and not party.on_client_premises
        for system_id in used[row.package.process.process_id]
    } - connected
    total = sum(project.system(system_id).integration_cost or 0.0 for _, system_id in lacking)
    return line_check(context, Structural.SYSTEM_INTEGRATION, {"system_integration": total})


def check_min_commitment(context: Context) -> Check:
    """An engaged third party bills at least its minimum in each month."""
    project, costing, total = context.project, context.costing, 0.0
    months = money.plan_months(project)
    for provider_id, provider in engaged(context).items():
        if provider.is_own:
            continue
        bill = [0.0] * 12
        for row in context.rows:
            for t in months:
                if row.people is not None and row.people.provider_id == provider_id:
                    bill[t] += float(costing.bill[row.option, t])
                if row.platform is not None and row.platform.provider_id == provider_id:
                    bill[t] += float(costing.platform_bill[row.option, t])
        average = sum(bill[t] for t in months) / len(months)
        staff = provider.minimum_fte * money.fte_month(project, provider)
        least = max(staff, provider.minimum_forecast_share * average)
        short = [max(0.0, least - bill[t]) if t in months else 0.0 for t in range(12)]
        total += money.present_value(project, short, money.yearly_rise(provider))
    return line_check(context, Structural.MIN_COMMITMENT, {"minimum_commitment": total})


def check_volume_tier(context: Context) -> Check:
    """Each provider's run cost and premium are discounted by the tier its average FTE reach."""
    linear, total = context.costing.linear, 0.0
    for provider_id in {row.provider_id for row in context.project.volume_tiers}:
        ours = [row.option for row in context.rows_of(provider_id)]
        size = float(sum(context.costing.average_fte[i] for i in ours)) + TIER_ROUNDING
        reached = [
            (tier.from_fte, tier.discount_share)
            for tier in context.project.volume_tiers
            if tier.provider_id == provider_id and tier.from_fte <= size
        ]
        discount = max(reached)[1] if reached else 0.0
        total -= discount * float(sum(linear["run"][i] + linear["language_premium"][i] for i in ours))
    return line_check(context, Structural.VOLUME_TIER, {"volume_discount": total})


def check_charged_once(context: Context) -> Check:
    """What is owed once is charged once: selection, retained staff, fixed prices, mending, exit fees."""
    expected = {
        "selection_and_advice": _selection(context),
        "retained_organisation": _retained(context),
        "fixed_price": _fixed_prices(context),
        "remediation": _mending(context),
        "exit_fee": _exit_fees(context),
    }
    return line_check(context, Structural.CHARGED_ONCE, expected)


def _selection(context: Context) -> float:
    """Owed if any third party is new; without a known today nobody is."""
    before = engaged_today(context)
    new = [p for i, p in engaged(context).items() if not p.is_own and i not in before]
    return (context.project.settings.selection_and_advice or 0.0) if new and before else 0.0


def _retained(context: Context) -> float:
    """Own staff who manage third parties, where they are charged instead of a share of the bills."""
    project = context.project
    if project.settings.governance_basis is not GovernanceBasis.RETAINED_ORGANISATION:
        return 0.0
    if all(row.people is None or row.people.is_own for row in context.rows):
        return 0.0
    monthly = project.settings.retained_organisation_fte * money.company_fte_month(project)
    return money.present_value(project, [monthly] * 12, money.company_rise(project), grows=False)


def _fixed_prices(context: Context) -> float:
    """A flat amount a month for each process and fixed-price offer that is used."""
    project = context.project
    fixed = {o.offer_id: o for o in project.offers if o.pricing_model is PricingModel.FIXED}
    used = {(row.package.process.process_id, o) for row in context.rows for o in row.offer_ids if o in fixed}
    total = 0.0
    for _, offer_id in used:
        provider = project.provider(fixed[offer_id].provider_id)
        currency = fixed[offer_id].currency or provider.currency
        monthly = money.converted(project, fixed[offer_id].price, currency)
        total += money.present_value(project, [monthly] * 12, money.yearly_rise(provider), grows=False)
    return total


def _mending(context: Context) -> float:
    """Each unready process that moves to people of a third party is mended once."""
    moved = {
        row.package.process.process_id: row.package.process
        for row in context.rows
        if row.people is not None and not row.people.is_own and context.moves(row)
    }
    return sum(p.remediation_cost or 0.0 for p in moved.values() if is_unready(context.project, p))


def _exit_fees(context: Context) -> float:
    """Each contract is left once, as soon as any work under it is done without its party."""
    total = 0.0
    for contract in context.project.contracts:
        under = [
            k
            for k, today in enumerate(context.known_today)
            if today is not None and today.contract_id == contract.contract_id
        ]
        if is_left_free(context.project, contract):
            continue
        left = months_of_term(context.project, contract)
        if all(_stays_with(context, k, contract.provider_id, left) for k in under):
            continue
        months = context.project.provider(contract.provider_id).exit_fee_months
        bill = sum(_bill_today(context, k, contract.provider_id) for k in under)
        total += months * bill if contract.exit_fee is None else contract.exit_fee
    return total


def _stays_with(context: Context, k: int, provider_id: str, left: int | None) -> bool:
    """Whether work stays with a contract's party, or only leaves it once its term is over."""
    if k not in context.row_of:
        return False
    row = context.row_of[k]
    leaves_in_time = left is not None and float(context.costing.delays[row.option]) >= left
    return leaves_in_time or provider_id in (p.provider_id for p in row.parties)


def _bill_today(context: Context, k: int, provider_id: str) -> float:
    """What a provider bills today for a package in an average month at list prices, commission included."""
    today = int(context.costing.options.today[k])
    if today == NONE:
        return 0.0
    option = context.costing.options.options[today]
    billed: set[str] = set()
    if option.provider_id == provider_id:
        billed |= {"run", "language_premium", "commission"}
    if option.platform_id == provider_id:
        billed.add("platform")
    months = money.plan_months(context.project)
    costs = [running.monthly[today] for running in context.costing.running if running.line in billed]
    return float(sum(cost[t] for cost in costs for t in months)) / len(months)
