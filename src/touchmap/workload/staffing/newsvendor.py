"""How much staff to keep all year and how much to buy for the peak: the newsvendor's question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.project import Project
from touchmap.workload.staffing.arrays import Array, Figures, figures
from touchmap.workload.staffing.presets import Presets
from touchmap.workload.staffing.staff import staff

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class BaseLevel:
    """The base level of staff that costs least, and why."""

    base_fte: float
    """Staff kept all year."""
    cost_per_month: float
    """Mean cost of base and flexible staff together."""
    critical_share: float
    """``c_in ÷ c_flex``: an FTE pays in the base if it is needed in a larger share of the time."""
    share_above: float
    """Share of the time in which more than the base is needed."""
    peak_fte: float
    """Most flexible staff ever needed beside the base."""
    is_tie: bool
    """Whether a higher level costs the same."""
    explanation: str


def mean_cost(
    base_fte: Figures,
    required_fte: Figures,
    cost_base: float,
    cost_flex: float,
    weights: Figures | None = None,
) -> Array:
    """Mean monthly cost of a base level: ``c_in·K + c_flex·E[(D − K)⁺]``.

    Parameters
    ----------
    base_fte
        One or more levels K, ≥ 0.
    required_fte
        What is needed, month by month or draw by draw, ≥ 0.
    cost_base
        Cost of an FTE kept for a month, ≥ 0.
    cost_flex
        Cost of a flexible FTE in a month in which it is used, ≥ 0: with peak uplift, repeated training and
        minimum commitments.
    weights
        How often each requirement occurs; all alike if not given.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    >>> mean_cost([0, 30, 100], [30] * 9 + [100] * 3, 4000, 6000)
    array([285000., 225000., 400000.])
    """
    demand, share = _distribution(required_fte, weights)
    level = figures("base_fte", base_fte)
    _costs(cost_base, cost_flex)
    beyond = np.maximum(demand - level[..., None], 0.0) @ share
    result: Array = cost_base * level + cost_flex * beyond
    return result


def base_level(
    required_fte: Figures, cost_base: float, cost_flex: float, weights: Figures | None = None
) -> BaseLevel:
    """Base level that costs least on any distribution: the smallest K with ``P(D > K) ≤ c_in / c_flex``.

    An FTE in the base costs ``c_in`` every month and saves ``c_flex`` in the months that need it. So
    K = 0 if flexible staff is cheaper even all year, the lowest requirement where only what is always
    needed pays, everything where peaks are frequent or flexible staff is very dear.

    Parameters
    ----------
    required_fte
        What is needed, month by month or draw by draw, ≥ 0.
    cost_base
        Cost of an FTE kept for a month, ≥ 0.
    cost_flex
        Cost of a flexible FTE in a month in which it is used, ≥ 0.
    weights
        How often each requirement occurs, ≥ 0; all alike if not given.

    Raises
    ------
    ValueError
        If an argument is outside its range, or nothing is required to choose from.

    Notes
    -----
    Arrow, Harris and Marschak (1951).

    >>> season = [30] * 9 + [100] * 3
    >>> [base_level(season, 1, flex).base_fte for flex in (0.9, 2, 5)]      # c_in = 1
    [0.0, 30.0, 100.0]
    >>> print(base_level(season, 4000, 6000).explanation)
    Keep 30.0 FTE and buy up to 70.0 on top: more than 30.0 is needed in 25 % of the time, and an FTE of
    the base pays if it is needed in more than 67 % (4,000 kept against 6,000 flexible).
    """
    demand, share = _distribution(required_fte, weights)
    _costs(cost_base, cost_flex)
    critical = cost_base / cost_flex if cost_flex > 0 else float("inf")
    levels = np.unique(np.append(demand, 0.0))
    above = (demand[None, :] > levels[:, None]) @ share
    best = int(np.flatnonzero(above <= critical + _SAME)[0])
    level, peak = float(levels[best]), float(levels[-1] - levels[best])
    cost = float(mean_cost(level, demand, cost_base, cost_flex, share))
    # Where an FTE more is needed exactly as often as it must be to pay, it makes no difference.
    tie = best + 1 < len(levels) and bool(abs(above[best] - critical) <= _SAME)
    return BaseLevel(
        level,
        cost,
        critical,
        float(above[best]),
        peak,
        tie,
        _explain(level, peak, float(above[best]), critical, (cost_base, cost_flex)),
    )


def _explain(level: float, peak: float, above: float, critical: float, costs: tuple[float, float]) -> str:
    kept, flexible = (f"{cost:,.0f}" for cost in costs)
    against = f"({kept} kept against {flexible} flexible)"
    if critical >= 1 and level == 0:
        return f"Keep nobody: flexible staff costs no more than own even all year {against}."
    if peak <= 0:
        return (
            f"Keep all {level:,.1f} FTE: an FTE of the base pays if it is needed in more than "
            f"{critical:.0%} of the time {against}, and each of them is."
        ).replace("%", " %")
    return (
        f"Keep {level:,.1f} FTE and buy up to {peak:,.1f} on top: more than {level:,.1f} is needed in "
        f"{above:.0%} of the time, and an FTE of the base pays if it is needed in more than "
        f"{critical:.0%} {against}."
    ).replace("%", " %")


def base_levels(
    project: Project,
    cost_base: Mapping[str, float] | float,
    cost_flex: Mapping[str, float] | float,
    presets: Presets | None = None,
) -> dict[str, BaseLevel]:
    """Base level of every process on its twelve monthly requirements, by process id.

    Parameters
    ----------
    project
        The facts; requirements are `fte` of `touchmap.workload.staffing.staff.staff`.
    cost_base
        Cost of an own FTE for a month, one for all processes or by process id.
    cost_flex
        Cost of a flexible FTE for a month, likewise.

    Raises
    ------
    ValueError
        If a cost is below 0.

    >>> base_levels(Project(), 4000, 6000)
    {}
    """
    required: dict[str, Array] = {}
    for row in staff(project, None, presets).rows:
        required[row.process_id] = required.get(row.process_id, 0.0) + row.fte
    return {
        process_id: base_level(fte, _of(cost_base, process_id), _of(cost_flex, process_id))
        for process_id, fte in required.items()
    }


def _of(cost: Mapping[str, float] | float, process_id: str) -> float:
    return cost[process_id] if isinstance(cost, Mapping) else cost


def _costs(cost_base: float, cost_flex: float) -> None:
    figures("cost_base", cost_base)
    figures("cost_flex", cost_flex)


def _distribution(required_fte: Figures, weights: Figures | None) -> tuple[Array, Array]:
    demand = np.atleast_1d(figures("required_fte", required_fte, most=1e12)).ravel()
    given: npt.ArrayLike = np.ones(len(demand)) if weights is None else weights
    weight = figures("weights", given).ravel()
    if len(weight) != len(demand) or not weight.sum() > 0:
        raise ValueError(
            f"`weights` must match {len(demand)} requirements and not all be 0, got {len(weight)}"
        )
    return demand, weight / weight.sum()
