"""The ten criteria: names, weights, written anchors, and the fields their points are read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from touchmap.project import Project
from touchmap.project.reference_data import reference_rows
from touchmap.project.vocabulary import Criterion

ANCHORED = (0, 25, 50, 75, 100)
"""Scores that have a written anchor."""

TOUCH_SHIFT: dict[Criterion, float] = {
    Criterion.PRICE: -0.15,
    Criterion.QUALITY: 0.15,
    Criterion.INSIGHT: 0.15,
    Criterion.PEOPLE: 0.25,
    Criterion.TECH: -0.25,
}
"""How much more a criterion weighs for each level of touch need above 3 (assumption)."""
BRAND_SHIFT: dict[Criterion, float] = {Criterion.CULTURE: 0.25, Criterion.PRICE: -0.10}
"""The same for each level of brand sensitivity above 3 (assumption)."""


@dataclass(frozen=True)
class CriterionFacts:
    """What a criterion is."""

    criterion: Criterion
    name: str
    usual_weight: float
    measure: str
    fields: tuple[str, ...]
    """Fields its points are read from where nobody rated it."""
    anchors: Mapping[int, str]
    """What a score means."""


@cache
def criteria() -> tuple[CriterionFacts, ...]:
    """The criteria in the order of the scorecard, from the reference tables.

    >>> [f.criterion.value for f in criteria()][:3], round(sum(f.usual_weight for f in criteria()), 6)
    (['price', 'quality', 'culture'], 1.0)
    >>> criteria()[4].anchors[50]
    '30 % leave a year; an hour of coaching a month'
    """
    anchors = {row["criterion_id"]: row for row in reference_rows("scorecard_anchors")}
    rows = {row["criterion_id"]: row for row in reference_rows("scorecard")}
    return tuple(
        CriterionFacts(
            c,
            rows[c.value]["criterion"],
            float(rows[c.value]["default_weight_share"]),
            rows[c.value]["measure"],
            tuple(f.strip() for f in anchors[c.value]["fields"].split(";")),
            {n: anchors[c.value][f"at_{n}"] for n in ANCHORED},
        )
        for c in Criterion
    )


def scorecard_weights(project: Project) -> dict[Criterion, float]:
    """Weight of each criterion: the project's where it states one, else the usual; scaled to sum to 1.

    >>> from touchmap.project import ScorecardWeight
    >>> row = ScorecardWeight(criterion_id="price", weight_share=0.75)
    >>> weights = scorecard_weights(Project(scorecard_weights=(row,)))
    >>> round(weights[Criterion.PRICE], 6), round(weights[Criterion.QUALITY], 6)
    (0.5, 0.1)
    """
    stated = {row.criterion_id: row.weight_share for row in project.scorecard_weights}
    return _scaled({f.criterion: stated.get(f.criterion, f.usual_weight) for f in criteria()})


def process_weights(
    weights: Mapping[Criterion, float], *, touch_need: float, brand_sensitivity: float
) -> dict[Criterion, float]:
    """Weights for one process: people, quality and insight count more where touch need is high.

    ``weight × (1 + shift · (touch need − 3)) × (1 + shift · (brand sensitivity − 3))``, scaled to sum
    to 1, with `TOUCH_SHIFT` and `BRAND_SHIFT`. At 3 and 3 the weights are what they were.

    Parameters
    ----------
    touch_need, brand_sensitivity
        Of the process, 1 … 5.

    Of two criteria of equal weight, people counts 1.5 and technology 0.5 at touch need 5:

    >>> process_weights({Criterion.PEOPLE: 1, Criterion.TECH: 1}, touch_need=5, brand_sensitivity=3)
    {<Criterion.PEOPLE: 'people'>: 0.75, <Criterion.TECH: 'tech'>: 0.25}
    """
    return _scaled(
        {
            c: w
            * (1 + TOUCH_SHIFT.get(c, 0.0) * (touch_need - 3))
            * (1 + BRAND_SHIFT.get(c, 0.0) * (brand_sensitivity - 3))
            for c, w in weights.items()
        }
    )


def _scaled(weights: Mapping[Criterion, float]) -> dict[Criterion, float]:
    total = sum(weights.values())
    if total <= 0:
        raise ValueError("`weights` must not all be 0")
    return {c: w / total for c, w in weights.items()}
