"""Work packages: what goes to exactly one home.

By default a package is process × language with all its channels; a process may ask for further
layers: channel, inside / outside office hours, base / peak, fixed shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from touchmap.project import DemandStream, Process, Project, Provider, Seasonality, group
from touchmap.project.opening_hours import hours_of_week, share_within
from touchmap.project.vocabulary import CurveKind, SplitLayer
from touchmap.work.calendar import MONTHS, Array


@dataclass(frozen=True, slots=True)
class Piece:
    """A demand stream, or the part of one, inside a package."""

    stream: DemandStream
    share: tuple[float, ...]
    """Part of the stream's volume in each calendar month, shape (12,)."""

    @property
    def contacts_per_month(self) -> float:
        """Contacts of the stream's average month that belong to this piece."""
        return self.stream.contacts_per_month * sum(self.share) / MONTHS


@dataclass(frozen=True, slots=True)
class Package:
    """The unit of assignment: everything in it goes to one home."""

    package_id: str
    process: Process
    language: str
    channel: str
    layer: str
    pieces: tuple[Piece, ...]


def build_packages(project: Project) -> tuple[Package, ...]:
    """Cut the work into packages, sorted by id ``process/language/channel/layer``.

    ``*`` stands where a process is not split.

    >>> from touchmap.project import DemandStream, Process, Project
    >>> p = Project(
    ...     processes=(Process(process_id="P1", name="Billing"),),
    ...     demand=(DemandStream(demand_id="D1", process_id="P1", language="nl",
    ...                          contacts_per_month=100, handle_seconds=300),),
    ... )
    >>> [k.package_id for k in build_packages(p)]
    ['P1/nl/*/*']
    """
    streams = group(project.demand, "process_id")
    packages = [
        package
        for process in project.processes
        for package in _packages_of(project, process, streams.get(process.process_id, []))
    ]
    return tuple(sorted(packages, key=lambda k: k.package_id))


def _packages_of(project: Project, process: Process, streams: list[DemandStream]) -> Iterator[Package]:
    by_channel = SplitLayer.CHANNEL in process.split_by
    keys = sorted({(s.language, s.channel.value if by_channel else "*") for s in streams})
    layers = _layers(project, process, streams)
    for (language, channel), (layer, shares) in product(keys, layers.items()):
        pieces = tuple(
            Piece(s, tuple(float(v) for v in shares[s.demand_id]))
            for s in sorted(streams, key=lambda s: s.demand_id)
            if s.language == language and channel in ("*", s.channel.value)
        )
        package_id = f"{process.process_id}/{language}/{channel}/{layer}"
        yield Package(package_id, process, language, channel, layer, pieces)


def _layers(project: Project, process: Process, streams: list[DemandStream]) -> dict[str, dict[str, Array]]:
    """Layers of a process: name → share of each stream by month."""
    layers = {"*": {s.demand_id: np.ones(MONTHS) for s in streams}}
    for split in (SplitLayer.HOURS, SplitLayer.BASE_PEAK, SplitLayer.SHARES):
        if split not in process.split_by:
            continue
        parts = _SPLITTERS[split](project, process, streams)
        layers = {
            (name if outer == "*" else f"{outer}-{name}"): {d: outer_shares[d] * part[d] for d in part}
            for outer, outer_shares in layers.items()
            for name, part in parts.items()
        }
    return layers


def office_share(project: Project, stream: DemandStream) -> float:
    """Share of a stream's volume inside office hours, by its opening hours and curves.

    Without opening hours it is open around the clock, without a curve its volume is flat.

    >>> from touchmap.project import Project
    >>> row = DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=1,
    ...                    opening_hours="Mo-Fr 9-21")
    >>> round(office_share(Project(), row), 6)      # 8 of 12 hours
    0.666667
    """
    office = hours_of_week(project.settings.office_hours)
    points = [c for c in project.curves if c.curve_id == stream.curve_id]
    days = {c.position: c.share for c in points if c.kind is CurveKind.DAY_OF_WEEK}
    clock = {c.position: c.share for c in points if c.kind is CurveKind.HOUR}
    opened = hours_of_week(stream.opening_hours)
    return share_within(opened & office, days, clock) / max(share_within(opened, days, clock), 1e-12)


def _by_hours(project: Project, process: Process, streams: list[DemandStream]) -> dict[str, dict[str, Array]]:
    inside = {s.demand_id: np.full(MONTHS, office_share(project, s)) for s in streams}
    return {"office": inside, "outside": {d: 1 - share for d, share in inside.items()}}


def _by_base_and_peak(
    project: Project, process: Process, streams: list[DemandStream]
) -> dict[str, dict[str, Array]]:
    """Base is the work up to ``base_level_fte`` in each month, at the usual productivity."""
    fte = usual_fte(project, streams)
    level = process.base_level_fte or 0.0
    base = np.where(fte > level, level / np.maximum(fte, 1e-12), 1.0)
    return {
        "base": {s.demand_id: base for s in streams},
        "peak": {s.demand_id: 1 - base for s in streams},
    }


def usual_fte(project: Project, streams: Iterable[DemandStream]) -> Array:
    """FTE some streams ask for in each calendar month at the usual shrinkage and occupancy, shape (12,)."""
    usual = Provider.model_fields
    worked = (
        project.settings.paid_hours_per_month * (1 - usual["shrinkage"].default) * usual["occupancy"].default
    )
    total: Array = sum(
        (month_contacts(project, s) * s.handle_seconds / s.concurrency / 3600 / worked for s in streams),
        start=np.zeros(MONTHS),
    )
    return total


def _by_shares(
    project: Project, process: Process, streams: list[DemandStream]
) -> dict[str, dict[str, Array]]:
    return {
        f"share{n}": {s.demand_id: np.full(MONTHS, share) for s in streams}
        for n, share in enumerate(process.split_shares, 1)
    }


_SPLITTERS = {
    SplitLayer.HOURS: _by_hours,
    SplitLayer.BASE_PEAK: _by_base_and_peak,
    SplitLayer.SHARES: _by_shares,
}


def hours_needed(project: Project, package: Package, piece: Piece) -> frozenset[int]:
    """Hours of the week in which a piece of a package must be staffed; none where they are not stated.

    The layers inside and outside office hours only need their own part of the stream's opening hours.
    """
    if not piece.stream.opening_hours.strip():
        return frozenset()
    opened = hours_of_week(piece.stream.opening_hours)
    if SplitLayer.HOURS not in package.process.split_by:
        return opened
    office = hours_of_week(project.settings.office_hours)
    return opened & office if "office" in package.layer.split("-") else opened - office


@lru_cache(maxsize=256)
def _indices(shape: Seasonality) -> Array:
    """Monthly indices of a shape, worked out once."""
    indices = np.array(shape.months)
    indices.flags.writeable = False
    return indices


def month_contacts(project: Project, stream: DemandStream) -> Array:
    """Contacts of a stream in each calendar month, shape (12,): average month × seasonal index."""
    for shape in project.seasonality:
        if shape.seasonality_id == stream.seasonality_id:
            return stream.contacts_per_month * _indices(shape)
    return np.full(MONTHS, stream.contacts_per_month)


def all_contacts(project: Project, packages: tuple[Package, ...]) -> Array:
    """Contacts of each package in each calendar month as entered, shape (packages, 12)."""
    return np.array([package_contacts(project, k) for k in packages]).reshape(-1, MONTHS)


def piece_contacts(project: Project, pieces: tuple[Piece, ...]) -> Array:
    """Contacts of each piece in each calendar month as entered, shape (pieces, 12)."""
    rows = [month_contacts(project, p.stream) * np.array(p.share) for p in pieces]
    return np.array(rows).reshape(-1, MONTHS)


def package_contacts(project: Project, package: Package) -> Array:
    """Contacts of a package in each calendar month as entered, shape (12,)."""
    total: Array = sum(
        (month_contacts(project, piece.stream) * np.array(piece.share) for piece in package.pieces),
        start=np.zeros(MONTHS),
    )
    return total
