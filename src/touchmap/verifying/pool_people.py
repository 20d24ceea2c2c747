"""What those who keep own language pools open cost besides their pay, worked out from the raw fields."""

from __future__ import annotations

from touchmap.project import Provider
from touchmap.verifying import curves, money
from touchmap.verifying.context import Context, Row
from touchmap.verifying.curves import Pool

HOURS_A_DAY = 8


def people_of_pools(context: Context) -> dict[str, float]:
    """Attrition cover, hiring and training of those who keep the plan's own pools open."""
    project, total = context.project, {"attrition_cover": 0.0, "hiring": 0.0, "training": 0.0}
    for pool in curves.open_pools(context):
        provider = project.provider(pool.row.provider_id)
        if not provider.is_own:
            continue
        openers = _openers(context, pool, provider)
        hire = money.own_money(project, provider, provider.hiring_cost_per_fte)
        train = _training(context, provider, openers)
        monthly = pool.opening_fte * provider.attrition / 12 * (hire + train)
        total["attrition_cover"] += money.present_value(project, [monthly] * 12, money.yearly_rise(provider))
        opened_by = {row.option for row in openers}
        if opened_by & {int(i) for i in context.costing.options.today}:
            continue
        taken_over = [row for row in context.rows if row.option in opened_by]
        if any(context.known_today[row.k] is not None and context.moves(row) for row in taken_over):
            total["hiring"] += pool.opening_fte * hire
            total["training"] += pool.opening_fte * train
    return total


def _openers(context: Context, pool: Pool, provider: Provider) -> list[Row]:
    """Every way to do work at a provider that opens its pool."""
    found = []
    for i, option in enumerate(context.costing.options.options):
        package = context.packages[option.package]
        if option.provider_id != provider.provider_id or package.language != pool.row.language:
            continue
        row = Row(option.package, i, package, provider, None, option.offer_ids)
        follows = any(part.on_curve for part in curves.parts(context, row))
        if follows or not context.project.settings.staffing_curve:
            found.append(row)
    return found


def _training(context: Context, provider: Provider, openers: list[Row]) -> float:
    """Cost of training one FTE for a pool: mean over what could open it, by its FTE."""
    rate = money.own_money(context.project, provider, provider.training_rate_per_hour)
    days, weights = [], []
    for row in openers:
        offers = context.costing.options.options[row.option].people_offers
        stated = [o.training_days for o in offers if o is not None and o.training_days is not None]
        days.append(max(stated) if stated else row.package.process.training_days)
        weights.append(float(context.costing.average_fte[row.option]))
    if not sum(weights):
        weights = [1.0] * len(days)
    return sum(d * w for d, w in zip(days, weights, strict=True)) / sum(weights) * HOURS_A_DAY * rate
