"""Staff of a language pool as a function of its work, and the straight line that stands for it.

FTE grow less than in proportion to the live work of a pool, so its cost does too. A program can hold a
fixed amount and a slope: `chord` gives those two, and how far they are off. Work that can wait needs no
line: it first takes the time of those who keep the pool open, and the rest takes its hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from touchmap.project import DemandStream, Project, Provider
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, build_options
from touchmap.work.packages import Package, build_packages
from touchmap.workload.staffing.arrays import Figures, figures
from touchmap.workload.staffing.group_staff import staffed_hours, whole_positions
from touchmap.workload.staffing.groups import Group, build_groups, is_live
from touchmap.workload.staffing.presets import Presets, presets_of
from touchmap.workload.staffing.rostering import fte_of_hours
from touchmap.workload.staffing.smooth import SmoothPositions
from touchmap.workload.staffing.staff import providers_today

_POINTS = 9
_LEAST_RANGE = 0.25
"""The line is fitted from this part of all work down, also where no package is as small."""


@dataclass(frozen=True, slots=True)
class AffineStaff:
    """FTE of a pool as ``opening FTE + slope × handle hours`` over a range of live work."""

    opening_fte: float
    fte_per_hour: float
    """FTE for one more handle hour a month."""
    least_hours: float
    most_hours: float
    largest_error_fte: float
    """Largest distance from the curve in the range."""

    def fte(self, handle_hours: Figures) -> Array:
        """FTE of some handle hours a month; 0 where the pool is not open.

        >>> AffineStaff(2.0, 0.01, 10, 1000, 0.1).fte([0, 100])
        array([0., 3.])
        """
        hours = figures("handle_hours", handle_hours)
        return np.where(hours > 0, self.opening_fte + self.fte_per_hour * hours, 0.0)


@dataclass(frozen=True, slots=True)
class PoolProposal:
    """Opening staff and slope of one language at one provider."""

    provider_id: str
    language: str
    line: AffineStaff
    """FTE of the pool's live work."""
    occupancy: float
    """Occupancy that gives the line's slope: ``1 ÷ (slope × (1 − shrinkage) × paid hours)``.

    Above 1 where those who keep the pool open still have time for more; infinite where they have for all.
    """
    deferrable_fte_per_hour: float
    """FTE for an hour a month of work that can wait: ``1 ÷ (occupancy × (1 − shrinkage) × paid hours)``."""
    valley_fte: float
    """FTE of work that can wait done by those who keep the pool open, see `valley_fte`."""
    curve_hours: Array
    """Live handle hours a month at which the curve was worked out."""
    curve_fte: Array

    def fte(self, live_hours: float, deferrable_hours: float = 0.0) -> float:
        """FTE the line stands for; only live work needs somebody to be there, so only it opens a pool.

        Parameters
        ----------
        live_hours
            Handle hours a month of live work, ≥ 0.
        deferrable_hours
            Handle hours a month of work that can wait, ≥ 0.

        >>> line = AffineStaff(2.0, 0.01, 10, 1000, 0.1)
        >>> pool = PoolProposal("US", "nl", line, 0.9, 0.0112, 1.5, np.zeros(2), np.zeros(2))
        >>> pool.fte(100), pool.fte(100, 50), round(pool.fte(100, 200), 2), round(pool.fte(0, 200), 2)
        (3.0, 3.0, 3.74, 2.24)
        """
        waiting = self.deferrable_fte_per_hour * float(figures("deferrable_hours", deferrable_hours))
        if live_hours > 0:
            waiting = max(0.0, waiting - self.valley_fte)
        return float(self.line.fte(live_hours)) + waiting


def valley_fte(opening_fte: float, occupancy: float, blended_occupancy: float) -> float:
    """FTE of work that can wait, done by those who keep a pool open and paid for being there.

    They work up to the blended occupancy, so they do what takes ``opening × blended ÷ occupancy`` FTE
    elsewhere.

    Parameters
    ----------
    opening_fte
        FTE it takes to keep the pool open.
    occupancy
        Occupancy of extra staff, in (0, 1].
    blended_occupancy
        Occupancy up to which valleys are filled, in (0, 1].

    >>> round(valley_fte(6.4, 0.8, 0.86), 2)
    6.88
    """
    return opening_fte * blended_occupancy / occupancy


def chord(handle_hours: Figures, fte: Figures) -> AffineStaff:
    """The straight line through the ends of a staffing curve, never with a negative opening.

    Where the curve is concave it lies above its chord. It is flat at first where those who must be there
    anyway do all the work; there the chord may lie above it. `largest_error_fte` covers both sides. A
    curve that would give a negative opening gets the line from the origin to its last point.

    Parameters
    ----------
    handle_hours
        Handle hours a month, rising, at least two.
    fte
        FTE at these hours.

    Raises
    ------
    ValueError
        If there are fewer than two points or hours do not rise.

    >>> line = chord([100, 400], [3.0, 6.0])
    >>> round(line.opening_fte, 6), round(line.fte_per_hour, 6)
    (2.0, 0.01)
    """
    hours, staff = figures("handle_hours", handle_hours), figures("fte", fte)
    if hours.ndim != 1 or len(hours) < 2 or hours.shape != staff.shape or (np.diff(hours) <= 0).any():
        raise ValueError(f"`handle_hours` must rise and match `fte`, got {hours.tolist()}")
    slope = float((staff[-1] - staff[0]) / (hours[-1] - hours[0]))
    opening = float(staff[0] - slope * hours[0])
    if opening < 0:
        opening, slope = 0.0, float(staff[-1] / hours[-1])
    error = float(np.abs(opening + slope * hours - staff).max())
    return AffineStaff(opening, slope, float(hours[0]), float(hours[-1]), error)


@dataclass(frozen=True, slots=True)
class PoolWork:
    """A stream, or a part of one, that a pool does."""

    stream: DemandStream
    share: Array
    """Part of the stream's contacts that reaches these people in each calendar month, shape (12,)."""
    handle_factor: float = 1.0
    """How long they take against the stream's handle time."""


def pools_fte(
    project: Project,
    pools: Mapping[tuple[str, str], Sequence[PoolWork]],
    presets: Presets | None = None,
) -> dict[tuple[str, str], Array]:
    """FTE of pools for the very work they do, in whole agents hour by hour: what a line only stands for.

    Parameters
    ----------
    pools
        Work of each pool by provider id and language.

    Returns
    -------
    dict
        FTE in each calendar month, shape (12,), by provider id and language.

    Raises
    ------
    UnknownNameError
        If there is no such provider.

    >>> pools_fte(Project(), {})
    {}
    """
    presets = presets_of(project) if presets is None else presets
    busy = {key: work for key, work in pools.items() if work}
    groups = [_group_of(project, work, presets) for work in busy.values()]
    providers = [project.provider(provider_id) for provider_id, _ in busy]
    hours = staffed_hours(groups, [p.occupancy for p in providers], presets, whole_positions)
    paid = project.settings.paid_hours_per_month
    out = {key: np.zeros(MONTHS) for key in pools}
    for key, provider, logged in zip(busy, providers, hours, strict=True):
        out[key] = fte_of_hours(logged, provider.shrinkage, paid)
    return out


def propose_pools(project: Project, presets: Presets | None = None) -> tuple[PoolProposal, ...]:
    """Opening FTE and slope for every language of every provider, from the live work it could do.

    The live work of all packages in a language that a provider could do is one pool with the shape of
    their sum. Its FTE, an average over the months, are worked out from the smallest package to all of
    them (or to the pool's capacity); the line is the chord of that curve. Shrinkage, occupancy of extra
    staff, paid hours and handle factor are the provider's.

    Parameters
    ----------
    presets
        What is taken for granted; the settings' if not given.

    Returns
    -------
    tuple
        One proposal for each row of provider_languages with live work, in the order of the rows.

    >>> propose_pools(Project())
    ()
    """
    presets = presets_of(project) if presets is None else presets
    pools = [pool for pool in _pools(project, presets) if pool.most_hours > 0]
    if not pools:
        return ()
    scales = [np.geomspace(pool.least_share, pool.most_share, _POINTS) for pool in pools]
    groups = [pool.group.scaled(float(s)) for pool, some in zip(pools, scales, strict=True) for s in some]
    occupancy = [pool.provider.occupancy for pool in pools for _ in range(_POINTS)]
    hours = (
        staffed_hours(groups, occupancy, presets, SmoothPositions(whole=True))
        .mean(axis=1)
        .reshape(-1, _POINTS)
    )
    paid = project.settings.paid_hours_per_month
    out = []
    for pool, shares, staffed in zip(pools, scales, hours, strict=True):
        fte = fte_of_hours(staffed, pool.provider.shrinkage, paid)
        work = shares * pool.hours
        line = chord(work, fte)
        present = (1 - pool.provider.shrinkage) * paid
        occupancy_of_slope = 1 / (line.fte_per_hour * present) if line.fte_per_hour > 0 else float("inf")
        out.append(
            PoolProposal(
                pool.provider.provider_id,
                pool.language,
                line,
                occupancy_of_slope,
                1 / (pool.provider.occupancy * present),
                valley_fte(line.opening_fte, pool.provider.occupancy, presets.blended_occupancy),
                work,
                fte,
            )
        )
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Pool:
    provider: Provider
    language: str
    group: Group
    """Its live work."""
    hours: float
    """Live handle hours of an average month."""
    all_hours: float
    """The same with work that can wait."""
    smallest_hours: float
    capacity_fte: float | None
    paid_hours: float

    @property
    def most_hours(self) -> float:
        return self.most_share * self.hours

    @property
    def most_share(self) -> float:
        """Largest part of the work the pool can hold."""
        if self.capacity_fte is None or self.all_hours <= 0:
            return 1.0
        room = self.capacity_fte * self.paid_hours * (1 - self.provider.shrinkage) * self.provider.occupancy
        return float(min(1.0, room / self.all_hours))

    @property
    def least_share(self) -> float:
        """Part of the work where the line begins."""
        return min(self.smallest_hours / self.hours, _LEAST_RANGE * self.most_share)


def _pools(project: Project, presets: Presets) -> list[_Pool]:
    packages = build_packages(project)
    options = build_options(project, packages)
    could: dict[tuple[str, str], list[int]] = {}
    for k, j in sorted({(int(o.package), int(options.people[i])) for i, o in enumerate(options.options)}):
        if j != NONE:
            could.setdefault((options.providers[j].provider_id, packages[k].language), []).append(k)
    factors = {p.provider_id: p.handle_factor for p in project.providers}
    today = {demand_id: factors.get(j, 1.0) for demand_id, j in providers_today(project).items()}
    pools = []
    for row in project.provider_languages:
        inside = [packages[k] for k in could.get((row.provider_id, row.language), [])]
        if not inside or row.language == "xx":
            continue
        provider = project.provider(row.provider_id)
        everything = _work_of(inside, provider.handle_factor, today)
        work = [part for part in everything if is_live(part.stream, presets)]
        if not work:
            continue
        group = _group_of(project, work, presets)
        hours, waiting = (
            [_hours_of(package, provider.handle_factor, today, presets, live) for package in inside]
            for live in (True, False)
        )
        whole = sum(hours)
        total = float(group.handle_hours.mean())
        a_month = total / whole if whole else 0.0
        smallest = min((h for h in hours if h > 0), default=0.0) * a_month
        paid = project.settings.paid_hours_per_month
        pools.append(
            _Pool(
                provider,
                row.language,
                group,
                total,
                total + sum(waiting) * a_month,
                smallest,
                row.capacity_fte,
                paid,
            )
        )
    return pools


def _work_of(packages: Sequence[Package], factor: float, today: dict[str, float]) -> list[PoolWork]:
    return [
        PoolWork(piece.stream, np.array(piece.share), factor / today[piece.stream.demand_id])
        for package in packages
        for piece in package.pieces
    ]


def _group_of(project: Project, work: Sequence[PoolWork], presets: Presets) -> Group:
    streams = tuple(
        part.stream.model_copy(update={"handle_seconds": part.stream.handle_seconds * part.handle_factor})
        for part in work
    )
    weights = np.array([part.share for part in work]).reshape(-1, MONTHS)
    groups, _ = build_groups(project, streams, lambda _: (), presets, weights, one_queue=True)
    return groups[0]


def _hours_of(
    package: Package, factor: float, today: dict[str, float], presets: Presets, live: bool
) -> float:
    """Handle hours of a package, live or not, in the month its volumes stand for."""
    return sum(
        piece.contacts_per_month
        * piece.stream.handle_seconds
        * factor
        / today[piece.stream.demand_id]
        / piece.stream.concurrency
        / 3600
        for piece in package.pieces
        if is_live(piece.stream, presets) == live
    )
