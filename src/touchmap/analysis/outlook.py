"""What a plan does to each touchpoint: expected satisfaction, and the emotion it stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.journey.emotion import HIGHEST, LOWEST, POINTS_PER_STEP, emotion_of_satisfaction, shown_emotion
from touchmap.plan import Result
from touchmap.project import Project, Touchpoint
from touchmap.quality.expected import measured_today


@dataclass(frozen=True)
class TouchpointOutlook:
    """One touchpoint today and under a plan."""

    touchpoint_id: str
    contacts_per_month: float
    """Contacts of the work behind it that somebody does under the plan."""
    satisfaction_today: float
    satisfaction_plan: float
    emotion_today: float
    """As entered, else derived from satisfaction, −2 … +2."""
    emotion_plan: float
    assumed: bool
    """Whether satisfaction was not measured here and the setting stands in."""

    @property
    def satisfaction_change(self) -> float:
        """Points gained or lost."""
        return self.satisfaction_plan - self.satisfaction_today

    @property
    def emotion_change(self) -> float:
        """Steps gained or lost."""
        return self.emotion_plan - self.emotion_today


def predicted_emotion(project: Project, result: Result) -> dict[str, float]:
    """Emotion at each touchpoint under a plan, −2 … +2; the second curve of the map.

    Touchpoints of which neither satisfaction nor emotion is known are left out.

    Raises
    ------
    ValueError
        If the result holds no plan.
    """
    return {o.touchpoint_id: o.emotion_plan for o in predict_touchpoints(project, result)}


def predict_touchpoints(project: Project, result: Result) -> tuple[TouchpointOutlook, ...]:
    """Satisfaction and emotion of each touchpoint today and under a plan, sorted by id.

    ``satisfaction under the plan = measured there + Σ contacts × (expected quality under the plan − today)
    ÷ Σ contacts`` over the packages behind it, cut off at 0 and 100. What is measured stays the anchor;
    only the difference is predicted. Where today is not known, the plan is compared with what was
    measured for the package. Work nobody does under the plan does not count; a touchpoint without other
    work stays as it is.

    Emotion that is derived follows by the one formula of `touchmap.journey.emotion`; emotion that people
    entered moves by the same ``change ÷ 12.5`` and is cut off alike.

    Raises
    ------
    ValueError
        If the result holds no plan.
    """
    change = _changes(facts_of(project, result))
    rows = (
        _outlook(project, point, *change.get(point.touchpoint_id, (0.0, 0.0)))
        for point in sorted(project.touchpoints, key=lambda t: t.touchpoint_id)
    )
    return tuple(row for row in rows if row is not None)


def _changes(facts: ResultFacts) -> dict[str, tuple[float, float]]:
    """Mean change of expected quality at each touchpoint, and the contacts it stands on."""
    lost: dict[str, float] = {}
    weight: dict[str, float] = {}
    for package, plan, today in zip(facts.packages, facts.quality, facts.quality_today, strict=True):
        if np.isnan(plan):
            continue
        before = measured_today(facts.project, package) if np.isnan(today) else float(today)
        for piece in package.pieces:
            touchpoint_id = piece.stream.touchpoint_id
            if touchpoint_id is not None:
                contacts = piece.contacts_per_month
                lost[touchpoint_id] = lost.get(touchpoint_id, 0.0) + contacts * (float(plan) - before)
                weight[touchpoint_id] = weight.get(touchpoint_id, 0.0) + contacts
    return {t: (lost[t] / weight[t], weight[t]) for t in weight if weight[t] > 0}


def _outlook(project: Project, point: Touchpoint, change: float, contacts: float) -> TouchpointOutlook | None:
    emotion, derived = shown_emotion(point)
    if emotion is None:
        return None
    assumed = point.satisfaction is None
    today = project.settings.satisfaction_today if point.satisfaction is None else point.satisfaction
    plan = min(100.0, max(0.0, today + change))
    moved = emotion + (plan - today) / POINTS_PER_STEP
    after = emotion_of_satisfaction(plan) if derived else min(HIGHEST, max(LOWEST, moved))
    return TouchpointOutlook(point.touchpoint_id, contacts, today, plan, emotion, after, assumed)
