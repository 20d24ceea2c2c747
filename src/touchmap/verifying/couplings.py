"""Costs that several packages share, worked out again from the facts and the rows of the plan."""

from __future__ import annotations

from collections import defaultdict

from touchmap.project import Offer, Project, Provider, Structural
from touchmap.project.vocabulary import GovernanceBasis, PricingModel
from touchmap.verifying import money
from touchmap.verifying.amounts import line_check
from touchmap.verifying.check import Check
from touchmap.verifying.context import Context
from touchmap.verifying.pool_people import people_of_pools
from touchmap.verifying.work_gates import is_left_free, is_unready, months_of_term
from touchmap.work.options import NONE
from touchmap.work.packages import Package

TRANSFER_HOURS_A_WEEK = 40
"""Hours a week of an own expert and of a trainer while knowledge is transferred."""
UNCLEAR_METRICS, UNCLEAR_TEXT = 3, 2
"""Metric clarity and codifiability up to which work is hard to measure or to write down."""
TAXED_AS_A_WHOLE = ("minimum_commitment", "volume_discount", "idle_staff", "pool_opening", "valley_work")
"""Lines a party bills as a whole, fixed prices apart."""
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
    project, travel = context.project, 0.0
    for provider in engaged(context).values():
        monthly = money.own_money(project, provider, provider.travel_cost_per_year) / 12
        travel += money.present_value(project, [monthly] * 12, money.yearly_rise(provider), grows=False)
    setup = sum(_set_up(context).values())
    return line_check(context, Structural.PROVIDER_ENGAGED, {"engagement": setup, "travel": travel})


def _set_up(context: Context) -> dict[str, float]:
    """What it costs to set up each party that does nothing today."""
    project, before = context.project, engaged_today(context)
    new = {i: p for i, p in engaged(context).items() if i not in before}
    return {i: money.own_money(project, p, p.engagement_cost) for i, p in new.items()}


def check_knowledge_transfer(context: Context) -> Check:
    """Each process is taught once to each party that does any of it and does none of it today."""
    expert = context.project.settings.expert_rate_per_hour
    total = sum(hours * (expert + trainer) for _, hours, trainer in _taught(context))
    return line_check(context, Structural.KNOWLEDGE_TRANSFER, {"knowledge_transfer": total})


def _taught(context: Context) -> list[tuple[str, float, float]]:
    """Each party taught a process: who, hours, and what its trainer costs an hour."""
    project, found = context.project, []
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
        trainer = money.own_money(project, provider, provider.training_rate_per_hour)
        found.append((provider_id, weeks * TRANSFER_HOURS_A_WEEK, trainer))
    return found


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
    return line_check(context, Structural.SYSTEM_INTEGRATION, {"system_integration": _connecting(context)})


def _connecting(context: Context) -> float:
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
    return sum(project.system(system_id).integration_cost or 0.0 for _, system_id in lacking)


def check_min_commitment(context: Context) -> Check:
    """An engaged third party bills at least its minimum in each month, the minimum in FTE never growing."""
    total = sum(_shortfall(context, p) for p in engaged(context).values() if not p.is_own)
    return line_check(context, Structural.MIN_COMMITMENT, {"minimum_commitment": total})


def _shortfall(context: Context, provider: Provider) -> float:
    """Worth today of what a party's bills fall short of its minimum, month by month."""
    project, costing, settings = context.project, context.costing, context.project.settings
    months = money.plan_months(project)
    bill = dict.fromkeys(months, 0.0)
    for row in context.rows:
        for t in months:
            if row.people is not None and row.people.provider_id == provider.provider_id:
                bill[t] += float(costing.spend[row.option, t])
            if row.platform is not None and row.platform.provider_id == provider.provider_id:
                bill[t] += float(costing.platform_spend[row.option, t])
    forecast = provider.minimum_forecast_share * sum(bill.values()) / len(months)
    staff = provider.minimum_fte * money.fte_month(project, provider)
    total = 0.0
    for n in range(settings.horizon_months):
        volume = (1 + settings.volume_growth) ** (n // money.MONTHS)
        price = (1 + money.yearly_rise(provider)) ** (n // money.MONTHS)
        short = max(0.0, max(staff, forecast * volume) - bill[months[n % len(months)]] * volume)
        total += short * price / (1 + settings.discount_rate) ** ((n + 1) / money.MONTHS)
    return total


def check_volume_tier(context: Context) -> Check:
    """Each provider's run cost and premiums are discounted by the tier its average FTE reach."""
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
        billed = ("run", "language_premium", "out_of_hours_premium")
        total -= discount * float(sum(linear[line][i] for line in billed for i in ours))
    return line_check(context, Structural.VOLUME_TIER, {"volume_discount": total})


def check_charged_once(context: Context) -> Check:
    """What is owed once is charged once: selection, management, retained staff, fixed prices, exit fees."""
    fixed = _fixed_prices(context)
    openers = {line: _of_rows(context, line) + more for line, more in people_of_pools(context).items()}
    expected = {
        "selection_and_advice": _selection(context),
        "project_management": _project_management(context),
        "retained_organisation": _retained(context),
        "retained_experts": _experts(context),
        **fixed,
        **openers,
        "irrecoverable_vat": _of_rows(context, "irrecoverable_vat") + _tax(context, fixed["fixed_price"]),
        "remediation": _mending(context),
        "exit_fee": sum(_exit_fees(context).values()),
        "vat_once": _of_rows(context, "vat_once") + _left_undone(context, "vat_once") + _tax_once(context),
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


def _project_management(context: Context) -> float:
    """Owed if anything that somebody does today changes hands."""
    settings = context.project.settings
    moved = [row for row in context.rows if context.known_today[row.k] is not None and context.moves(row)]
    return (settings.project_management_per_month or 0.0) * settings.transition_months if moved else 0.0


def _experts(context: Context) -> float:
    """Own experts kept for a time if people of a third party do anything own staff do today."""
    project, settings = context.project, context.project.settings
    own = {p.provider_id for p in project.providers if p.is_own}
    for row in context.rows:
        today = context.known_today[row.k]
        if row.people is None or row.people.is_own or today is None or today.provider_id not in own:
            continue
        months = min(settings.retained_experts_months, settings.horizon_months)
        return (settings.retained_experts_fte or 0.0) * months * money.company_fte_month(project)
    return 0.0


def _of_rows(context: Context, line: str) -> float:
    """The part of a cost line that belongs to single packages."""
    return float(sum(context.costing.linear[line][row.option] for row in context.rows))


def _fixed_prices(context: Context) -> dict[str, float]:
    """A flat amount a month for each process and fixed-price offer that is used, and its shares."""
    project, settings = context.project, context.project.settings
    fixed = {o.offer_id: o for o in project.offers if o.pricing_model is PricingModel.FIXED}
    used: dict[tuple[str, str], bool] = {}
    for row in context.rows:
        for offer_id in fixed.keys() & set(row.offer_ids):
            key = (row.package.process.process_id, offer_id)
            used[key] = used.get(key, False) or context.moves(row)
    by_share = settings.governance_basis is GovernanceBasis.SHARE
    total = {
        "fixed_price": 0.0,
        "governance": _of_rows(context, "governance"),
        "contingency": _of_rows(context, "contingency"),
    }
    for (process_id, offer_id), moved in used.items():
        provider, process = project.provider(fixed[offer_id].provider_id), project.process(process_id)
        worth = _worth_of_flat(project, fixed[offer_id])
        total["fixed_price"] += worth
        if not provider.is_own:
            total["governance"] += worth * provider.governance_share * by_share
            unclear = process.metric_clarity <= UNCLEAR_METRICS or process.codifiability <= UNCLEAR_TEXT
            risk = settings.contingency_share + settings.unclear_contingency_share * unclear
            total["contingency"] += worth * risk * moved
    return total


def _worth_of_flat(project: Project, offer: Offer) -> float:
    """Worth today of a fixed price, which is owed every month."""
    provider = project.provider(offer.provider_id)
    monthly = money.converted(project, offer.price, offer.currency or provider.currency)
    return money.present_value(project, [monthly] * 12, money.yearly_rise(provider), grows=False)


def _tax(context: Context, fixed_price: float) -> float:
    """Tax on what third parties bill as a whole: fixed prices of theirs, minimums, discounts, idle staff."""
    project, providers = context.project, context.costing.options.providers
    own = {p.provider_id for p in project.providers if p.is_own}
    untaxed = {
        (row.package.process.process_id, o.offer_id): _worth_of_flat(project, o)
        for row in context.rows
        for o in project.offers
        if o.offer_id in row.offer_ids and o.pricing_model is PricingModel.FIXED and o.provider_id in own
    }
    taxed = fixed_price - sum(untaxed.values())
    for part in context.evaluation.of_parties:
        if part.line in TAXED_AS_A_WHOLE and not providers[part.party].is_own:
            taxed += float(part.by_year.sum())
    return (project.settings.irrecoverable_vat_share or 0.0) * taxed


def _tax_once(context: Context) -> float:
    """Tax on what is billed once by advisers, by new third parties and by those whose contract is left."""
    project = context.project
    own = {p.provider_id for p in project.providers if p.is_own}
    owner = {c.contract_id: c.provider_id for c in project.contracts}
    taxed = _selection(context) + _connecting(context)
    taxed += sum(fee for provider_id, fee in _set_up(context).items() if provider_id not in own)
    taxed += sum(hours * trainer for who, hours, trainer in _taught(context) if who not in own)
    taxed += sum(fee for contract_id, fee in _exit_fees(context).items() if owner[contract_id] not in own)
    return (project.settings.irrecoverable_vat_share or 0.0) * taxed


def _left_undone(context: Context, line: str) -> float:
    """The part of a cost line that leaving work undone causes."""
    done = context.row_of
    return float(sum(v for k, v in enumerate(context.costing.left_undone[line]) if k not in done))


def _mending(context: Context) -> float:
    """Each unready process that moves to people of a third party is mended once."""
    moved = {
        row.package.process.process_id: row.package.process
        for row in context.rows
        if row.people is not None and not row.people.is_own and context.moves(row)
    }
    return sum(p.remediation_cost or 0.0 for p in moved.values() if is_unready(context.project, p))


def _exit_fees(context: Context) -> dict[str, float]:
    """Each contract that is left, once, as soon as any work under it is done without its party."""
    fees = {}
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
        fees[contract.contract_id] = months * bill if contract.exit_fee is None else contract.exit_fee
    return fees


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
        billed |= {"run", "language_premium", "out_of_hours_premium", "commission"}
    if option.platform_id == provider_id:
        billed.add("platform")
    months = money.plan_months(context.project)
    costs = [running.monthly[today] for running in context.costing.running if running.line in billed]
    by_unit = float(sum(cost[t] for cost in costs for t in months)) / len(months)
    return by_unit + _flat_part(context, k, provider_id, today)


def _flat_part(context: Context, k: int, provider_id: str, option: int) -> float:
    """A package's part in the fixed prices of a provider, by its part of the process's work."""
    project, chosen = context.project, context.costing.options.options[option]
    package = context.packages[k]
    ours = [p for p in context.packages if p.process.process_id == package.process.process_id]
    whole = sum(_seconds(p) for p in ours)
    flat = [
        money.converted(project, o.price, o.currency or project.provider(provider_id).currency)
        for o in project.offers
        if o.offer_id in chosen.offer_ids
        and o.provider_id == provider_id
        and o.pricing_model is PricingModel.FIXED
    ]
    return sum(flat) * _seconds(package) / whole if whole > 0 else 0.0


def _seconds(package: Package) -> float:
    """Handle time of a package in an average month."""
    pieces = package.pieces
    return sum(p.contacts_per_month * p.stream.handle_seconds / p.stream.concurrency for p in pieces)
