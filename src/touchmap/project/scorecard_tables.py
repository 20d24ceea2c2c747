"""Tables of the vendor scorecard: what scorers gave each provider, and the weights of the criteria."""

from __future__ import annotations

from typing import ClassVar

from touchmap.project.entity import Entity, Id, Name, Text, fact
from touchmap.project.vocabulary import Criterion


class Rating(Entity):
    """What one person gave a provider for one criterion; at least two rate independently."""

    table_name: ClassVar[str] = "ratings"
    key: ClassVar[tuple[str, ...]] = ("provider_id", "criterion_id", "scorer")

    provider_id: Id = fact(refers_to="providers", description="Who is rated.")
    criterion_id: Criterion = fact(description="Criterion of the scorecard; price is computed, never rated.")
    scorer: Name = fact(description="Who rates.")
    score: float = fact(
        ge=0, le=100, unit="0–100", description="Score by the written anchors at 0, 25, 50, 75 and 100."
    )
    note: Text = fact("", description="What the score rests on.")


class ScorecardWeight(Entity):
    """Weight of a criterion, where it is not the usual one."""

    table_name: ClassVar[str] = "scorecard_weights"
    key: ClassVar[tuple[str, ...]] = ("criterion_id",)

    criterion_id: Criterion = fact(description="Criterion of the scorecard.")
    weight_share: float = fact(
        ge=0,
        le=1,
        unit="share",
        description="Its weight; criteria without a row keep the usual one, and all are scaled to sum to 1.",
    )
