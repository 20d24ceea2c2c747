"""Emotion where nobody entered it: derived from measured satisfaction."""

from __future__ import annotations

from touchmap.project import Touchpoint

NEUTRAL_SATISFACTION = 75.0
"""Satisfaction (0–100) at which a customer is neither pleased nor annoyed; the usual score of a service."""

POINTS_PER_STEP = 12.5
"""Points of satisfaction in one step of emotion, so that 100 is +2 and 50 is −2."""

LOWEST, HIGHEST = -2.0, 2.0


def emotion_of_satisfaction(satisfaction: float) -> float:
    """Emotion −2 … +2 that stands for a satisfaction of 0 … 100.

    ``(satisfaction − 75) ÷ 12.5``, cut off at −2 and +2: 75 is the usual score of a service (the
    preset of the setting `satisfaction_today`), and no service scores above 100 or, for long, below 50.

    >>> [emotion_of_satisfaction(s) for s in (40, 50, 62.5, 75, 100)]
    [-2.0, -2.0, -1.0, 0.0, 2.0]
    """
    return max(LOWEST, min(HIGHEST, (satisfaction - NEUTRAL_SATISFACTION) / POINTS_PER_STEP))


def shown_emotion(touchpoint: Touchpoint) -> tuple[float | None, bool]:
    """Emotion to show at a touchpoint, and whether it is derived from satisfaction.

    Entered emotion wins; none where neither is known.

    >>> shown_emotion(Touchpoint(touchpoint_id="T", stage_id="S", name="T", satisfaction=62.5))
    (-1.0, True)
    >>> shown_emotion(Touchpoint(touchpoint_id="T", stage_id="S", name="T", satisfaction=62.5, emotion=1))
    (1.0, False)
    """
    if touchpoint.emotion is not None:
        return float(touchpoint.emotion), False
    if touchpoint.satisfaction is None:
        return None, False
    return emotion_of_satisfaction(touchpoint.satisfaction), True
