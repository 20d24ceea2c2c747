"""Fit terms: points of expected quality that depend on the process and not only on the provider.

Each term is a small function of one provider's rating and one need of the process, in points of the
0–100 scale. The sizes are assumptions, chosen so that no single term moves quality by more than
about five points between realistic providers; they are shown with every result.
"""

from __future__ import annotations

import numpy as np

from touchmap.work.calendar import Array


def language_fit(language_quality: Array, touch_need: Array) -> Array:
    """``0.10 × (language quality − 90) × touch need / 3``: fluency counts more where people count.

    >>> language_fit(np.array([80.0]), np.array([3.0]))
    array([-1.])
    """
    result: Array = 0.10 * (language_quality - 90) * touch_need / 3
    return result


def culture_fit(cultural_match: Array, brand_sensitivity: Array) -> Array:
    """``0.05 × (cultural match − 75) × brand sensitivity / 3``.

    >>> culture_fit(np.array([95.0]), np.array([3.0]))
    array([1.])
    """
    result: Array = 0.05 * (cultural_match - 75) * brand_sensitivity / 3
    return result


def complexity_fit(quality_capability: Array, complexity: Array) -> Array:
    """``0.05 × (quality capability − 75) × complexity / 3``.

    >>> complexity_fit(np.array([75.0]), np.array([5.0]))
    array([0.])
    """
    result: Array = 0.05 * (quality_capability - 75) * complexity / 3
    return result


def coaching_fit(brand_coaching: Array, brand_sensitivity: Array) -> Array:
    """``0.02 × (brand coaching − 50) × brand sensitivity / 3``.

    >>> coaching_fit(np.array([100.0]), np.array([3.0]))
    array([1.])
    """
    result: Array = 0.02 * (brand_coaching - 50) * brand_sensitivity / 3
    return result


def attrition_fit(attrition: Array, complexity: Array) -> Array:
    """``−5 × max(0, attrition − 0.30) × complexity / 3``: leavers take hard work's knowledge with them.

    >>> attrition_fit(np.array([0.5]), np.array([3.0])).round(6)
    array([-1.])
    """
    result: Array = -5 * np.maximum(0, attrition - 0.30) * complexity / 3
    return result


def mandate_fit(mandate_needed: Array, mandate_granted: Array) -> Array:
    """``−1.5`` for each level of mandate an agent lacks.

    >>> mandate_fit(np.array([4.0]), np.array([2.0]))
    array([-3.])
    """
    result: Array = -1.5 * np.maximum(0, mandate_needed - mandate_granted)
    return result


def readiness_fit(health: Array, moves: Array) -> Array:
    """``−1.5 × (3 − health)`` when an unhealthy process (below 3) moves: what is broken travels along.

    >>> readiness_fit(np.array([2.0, 2.0]), np.array([1.0, 0.0]))
    array([-1.5, -0. ])
    """
    result: Array = -1.5 * np.maximum(0, 3 - health) * moves
    return result
