"""What a scenario seeks, as a number of an evaluated plan."""

from __future__ import annotations

import numpy as np

from touchmap.costing.bases import package_amounts
from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import Evaluation, evaluate_today
from touchmap.project import ScenarioRow
from touchmap.project.vocabulary import Objective
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

HIGHER_IS_BETTER = frozenset({Objective.QUALITY, Objective.WORST_TOUCHPOINT})


def reference_cost(costing: Costing) -> float:
    """Money of the size of a whole plan: gross cost of today, or the dearest options' if it is not known."""
    if len(costing.options.today) and (costing.options.today != NONE).all():
        return max(sum(abs(v) for v in evaluate_today(costing).lines.values()), 1e-6)
    return max(float(sum(abs(costing.cost[o]).max(initial=0.0) for o in costing.options.of_package)), 1e-6)


def money_per_point(costing: Costing) -> float:
    """Worth of a point of quality against penalties when quality is sought: 1 % of the reference cost."""
    return reference_cost(costing) / 100


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
