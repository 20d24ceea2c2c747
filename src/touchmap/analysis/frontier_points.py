"""What a frontier is: its points with what is proven of each, and where the curve bends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from touchmap.analysis.criteria import Criterion
from touchmap.plan import Result, SolveStatus, finite

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class FrontierPoint:
    """A plan of the frontier."""

    value: float
    """The criterion: quality, brand risk, share, providers or moves."""
    total: float
    """Cost with penalties, the figure that is weighed."""
    result: Result = field(repr=False)
    choice: tuple[int, ...] = field(repr=False)
    cost_tolerance: float = math.inf
    """No plan whose criterion is as good costs less by more than this."""
    value_tolerance: float = math.inf
    """No plan that costs as little has a criterion better by more than this."""
    is_knee: bool = False
    """Whether the curve bends most here."""

    @property
    def cost(self) -> float:
        """Cost of the plan, without penalties."""
        return self.total if self.result.cost is None else self.result.cost


@dataclass(frozen=True)
class Frontier:
    """Plans none of which is beaten, from the cheapest to the best."""

    scenario_id: str
    scenario_name: str
    criterion: Criterion
    currency: str
    points: tuple[FrontierPoint, ...]
    missed: float
    """δ: every plan there is is matched by a point that is worse by at most this …"""
    missed_cost: float
    """… and that costs at most this more."""
    status: SolveStatus
    """*optimal* if every search was proven to the gap asked for; else *feasible*, or why there is no plan."""
    message: str = ""
    gap: float = 0.0
    solves: int = 0
    seconds: float = 0.0

    @property
    def knee(self) -> FrontierPoint | None:
        """The point where the curve bends most; none with fewer than three points."""
        return next((p for p in self.points if p.is_knee), None)

    @property
    def guarantee(self) -> str:
        """What is proven, in one sentence."""
        if not self.points:
            return "no plan, no frontier"
        c = self.criterion
        worst = max(p.cost_tolerance for p in self.points)
        better = max(p.value_tolerance for p in self.points)
        return (
            f"No plan beats a point by more than {self.currency} {worst:,.0f} or {c.shown(better)}. "
            f"Every plan is matched by a point that costs at most {self.currency} {self.missed_cost:,.0f} "
            f"more and is at most {c.shown(self.missed)} worse."
        )

    def table(self) -> pd.DataFrame:
        """One row per point: value, cost, change against the cheapest, price of a unit, tolerances, knee."""
        import pandas as pd

        rows = []
        for n, point in enumerate(self.points):
            before = self.points[n - 1] if n else None
            gain = None if before is None else abs(point.value - before.value)
            rows.append(
                {
                    "point": n + 1,
                    self.criterion.name: point.value,
                    "cost": point.cost,
                    "penalties": round(point.total - point.cost, 2) + 0.0,
                    "change_to_cheapest": point.total - self.points[0].total,
                    "price_per_unit": (point.total - before.total) / gain if before and gain else None,
                    "quality": point.result.average_quality,
                    "cost_tolerance": point.cost_tolerance,
                    "value_tolerance": point.value_tolerance,
                    "knee": point.is_knee,
                }
            )
        columns = [
            *("point", self.criterion.name, "cost", "penalties", "change_to_cheapest", "price_per_unit"),
            *(("quality",) if self.criterion.name != "quality" else ()),
            *("cost_tolerance", "value_tolerance", "knee"),
        ]
        return pd.DataFrame(rows, columns=columns)

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        table = self.table().astype(object)
        return {
            "scenario_id": self.scenario_id,
            "against": self.criterion.name,
            "unit": self.criterion.unit,
            "currency": self.currency,
            "status": self.status.value,
            "message": self.message,
            "guarantee": self.guarantee,
            "missed": finite(self.missed),
            "missed_cost": finite(self.missed_cost),
            "points": [
                {str(k): finite(v) if isinstance(v, float) else v for k, v in row.items()}
                for row in table.where(table.notna(), None).to_dict("records")
            ],
        }


def knee_of(points: Sequence[tuple[float, float]]) -> int | None:
    """Number of the point farthest below the straight line between the ends, both axes from 0 to 1.

    >>> knee_of([(10, 0), (2, 1), (0, 10)])
    1
    """
    if len(points) < 3:
        return None
    (b0, t0), (b1, t1) = points[0], points[-1]
    width, height = b0 - b1, t1 - t0
    if width <= 0 or height <= 0:
        return None
    below = [1.0 - (b - b1) / width - (t - t0) / height for b, t in points]
    found = max(range(1, len(points) - 1), key=lambda n: below[n])
    return found if below[found] > 0 else None
