"""One-off costs in proportion to an option's work: training, hiring, social plan, stranded cost."""

from __future__ import annotations

import numpy as np

from touchmap.costing.prices import Prices
from touchmap.project import Project
from touchmap.work.calendar import Array, Calendar
from touchmap.work.options import NONE, Options
from touchmap.workload.amounts import Lines

HOURS_PER_TRAINING_DAY = 8


def one_off_costs(
    project: Project, prices: Prices, lines: Lines, fte: Array, own_run: Array
) -> dict[str, Array]:
    """One-off amounts of every option, by cost line, shape (options,).

    Parameters
    ----------
    fte
        Average FTE of each option, shape (options,).
    own_run
        Monthly run cost of each option at own staff, average month, shape (options,).
    """
    options = lines.options
    moves = options.moves
    return {
        "training": _training(prices, lines, fte) * moves,
        "hiring": _hiring(prices, options, fte) * moves,
        "social_plan": displaced_fte(options, fte) * severance_per_fte(project),
        "stranded": _stranded(project, options, own_run),
    }


def severance_per_fte(project: Project) -> float:
    """Cost of one displaced FTE under the social plan; 0 where salary, tenure or severance is not known.

    ``(1 − redeployed) × (1 − natural attrition) ^ transition months × tenure × months per year × salary
    × factor``

    >>> from touchmap.project import Settings
    >>> s = Settings(average_tenure_years=6, gross_salary_per_month=3000, severance_months_per_year=0.5)
    >>> severance_per_fte(Project(settings=s))
    9000.0
    """
    s = project.settings
    if (
        s.average_tenure_years is None
        or s.gross_salary_per_month is None
        or s.severance_months_per_year is None
    ):
        return 0.0
    stays = (1 - s.redeploy_share) * (1 - s.natural_attrition_per_month) ** s.transition_months
    months = s.average_tenure_years * s.severance_months_per_year * s.social_plan_factor
    return float(stays * months * s.gross_salary_per_month)


def displaced_fte(options: Options, fte: Array) -> Array:
    """Own FTE an option sets free: today's own FTE less what the option keeps with own staff, not below 0."""
    own = np.array([p.is_own for p in options.providers] + [False])
    kept = np.where(own[options.people], fte, 0.0)
    return np.maximum(own_fte_today(options, fte)[options.package] - kept, 0.0)


def own_fte_today(options: Options, fte: Array) -> Array:
    """Average own FTE on each package today, shape (packages,)."""
    own = np.array([p.is_own for p in options.providers] + [False])
    known = options.today != NONE
    today = np.where(known, options.today, 0)
    if not len(fte):
        return np.zeros(len(options.packages))
    return np.where(known & own[options.people[today]], fte[today], 0.0)


def _training(prices: Prices, lines: Lines, fte: Array) -> Array:
    options = lines.options
    out = np.zeros(len(options.options))
    for i, option in enumerate(options.options):
        if options.people[i] == NONE:
            continue
        provider = options.providers[options.people[i]]
        process = options.packages[option.package].process
        stated = [
            o.training_days for o in option.people_offers if o is not None and o.training_days is not None
        ]
        days = max(stated) if stated else process.training_days
        rate = prices.of_provider(provider.training_rate_per_hour, provider)
        out[i] = fte[i] * days * HOURS_PER_TRAINING_DAY * rate
    return out


def _hiring(prices: Prices, options: Options, fte: Array) -> Array:
    cost = np.array(
        [prices.of_provider(p.hiring_cost_per_fte, p) if p.is_own else 0.0 for p in options.providers] + [0.0]
    )
    known = options.today[options.package] != NONE
    result: Array = fte * cost[options.people] * known
    return result


def _stranded(project: Project, options: Options, own_run: Array) -> Array:
    """``(1 − avoidable) × (today's own run cost − what is kept) × months``; 0 if avoidable is not known."""
    settings = project.settings
    if settings.avoidable_share is None or not len(own_run):
        return np.zeros(len(options.options))
    known = options.today != NONE
    today = np.where(known, own_run[np.where(known, options.today, 0)], 0.0)
    freed = np.maximum(today[options.package] - own_run, 0.0)
    months = min(settings.stranded_months, Calendar.of(settings).horizon)
    result: Array = (1 - settings.avoidable_share) * freed * months
    return result
