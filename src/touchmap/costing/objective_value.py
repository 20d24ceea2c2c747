"""What a scenario seeks, as a number of an evaluated plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.bases import package_amounts
from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import Evaluation, evaluate_today
from touchmap.project import Project, RuleStem, ScenarioRow
from touchmap.project.vocabulary import Objective
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

HIGHER_IS_BETTER = frozenset({Objective.QUALITY, Objective.WORST_TOUCHPOINT})


def reference_cost(costing: Costing) -> float:
    """Money of the size of a whole plan: gross cost of today, or the dearest options' if it is not known.

    Where nothing costs anything, the highest price of a penalty, so that it is an amount in the project's
    currency all the same; 1 if there is none either.
    """
    today = costing.options.today
    known = len(today) and (today != NONE).all()
    spent = sum(abs(v) for v in evaluate_today(costing).lines.values()) if known else 0.0
    dearest = sum(abs(costing.cost[o]).max(initial=0.0) for o in costing.options.of_package)
    return float(spent or dearest or max(_penalty_prices(costing.project), default=0.0) or 1.0)


def _penalty_prices(project: Project) -> Iterator[float]:
    """Prices of penalties in money; that of a budget is a share of what is spent too much."""
    yield from (r.penalty_per_unit or 0.0 for r in project.rules if r.stem is not RuleStem.BUDGET)
    yield from (s.unassigned_cost_per_contact or 0.0 for s in project.scenarios)


def money_per_point(costing: Costing) -> float:
    """Worth of a point of quality against penalties when quality is sought: 1 % of the reference cost."""
    return costing.reference_cost / 100


def quality_weights(costing: Costing) -> Array:
    """Weight of each package in average quality: own handle time, or contacts where nobody handles."""
    hours, _, _ = package_amounts(costing)
    return hours if hours.sum() > 0 else costing.contacts


def truth_packages(costing: Costing) -> list[int]:
    """Packages at moments of truth; all packages where none is marked."""
    marked = {t.touchpoint_id for t in costing.project.touchpoints if t.moment_of_truth_rank is not None}
    found = [
        k
        for k, package in enumerate(costing.options.packages)
        if any(piece.stream.touchpoint_id in marked for piece in package.pieces)
    ]
    return found or list(range(len(costing.options.packages)))


def average_quality(evaluation: Evaluation) -> float:
    """Average expected quality of a plan over the work that is assigned, 0–100; NaN where nothing is."""
    return evaluation.average(evaluation.costing.quality.expected, quality_weights(evaluation.costing))


def sought_quality(evaluation: Evaluation) -> float:
    """Average quality in which work left unassigned counts 0, so that leaving work undone never helps."""
    costing = evaluation.costing
    weights = quality_weights(costing)
    done = evaluation.choice != NONE
    whole = float(weights.sum()) or 1.0
    return float(costing.quality.expected[evaluation.chosen] @ weights[done]) / whole


def worst_quality(evaluation: Evaluation) -> float:
    """Lowest expected quality at the moments of truth that are assigned; 100 if none is."""
    costing = evaluation.costing
    chosen = evaluation.choice[truth_packages(costing)]
    return float(np.min(costing.quality.expected[chosen[chosen != NONE]], initial=100.0))


def objective_value(evaluation: Evaluation, scenario: ScenarioRow, penalties: float = 0.0) -> float:
    """Value of a scenario's objective for a plan.

    ``cost`` and today: cost lines plus penalties (money, lower is better). ``blend``: that minus the
    price of a point × average quality. ``quality`` and ``worst_touchpoint``: points, higher is
    better, less penalties at `money_per_point`.

    Parameters
    ----------
    penalties
        Penalties of should-rules; that for work left unassigned is in the evaluation.
    """
    money = evaluation.total + penalties
    if scenario.objective in HIGHER_IS_BETTER:
        points = sought_quality if scenario.objective is Objective.QUALITY else worst_quality
        penalty = float(evaluation.unassigned.sum()) + penalties
        return points(evaluation) - penalty / money_per_point(evaluation.costing)
    if scenario.objective is Objective.BLEND:
        return money - (scenario.quality_price_per_point or 0.0) * sought_quality(evaluation)
    return money
