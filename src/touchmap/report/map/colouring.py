"""What the colours of a map mean: one class for each way to colour, with its legend.

A colour never stands alone: a letter or number is printed on it and explained in the legend.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from touchmap.analysis.facts import facts_of
from touchmap.journey.graph import NodeType
from touchmap.journey.parties import today_plan
from touchmap.plan import Assignment, Plan, Result
from touchmap.project import Project
from touchmap.project.vocabulary import EvidenceLevel, SourcingModel
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.map.scene import LegendRow, Share
from touchmap.work.packages import Package, build_packages

UNKNOWN = "#BFC5CE"
"""Colour of what is not known or not done by anybody."""

PROVIDER_COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#332288", "#117733",
    "#882255", "#44AA99", "#999933", "#AA4499", "#88CCEE", "#DDCC77", "#CC6677",
)  # fmt: skip
"""Palettes of Okabe and Ito and of Tol, one after the other; the letter tells apart what repeats."""

TOUCH_COLOURS = ("#2166AC", "#67A9CF", "#E7D4A8", "#F4A460", "#B2560D")
"""From high tech (blue) to high touch (brown)."""
BRAND_COLOURS = ("#F2F0F7", "#CBC9E2", "#9E9AC8", "#756BB1", "#54278F")
QUALITY_COLOURS = ("#8C510A", "#D8B365", "#E6E6C8", "#5AB4AC", "#01665E")
QUALITY_BANDS = (65.0, 70.0, 75.0, 80.0)
"""Limits of the five bands of expected quality (0–100)."""
EVIDENCE_COLOURS = {
    EvidenceLevel.ASSUMED: "#D55E00",
    EvidenceLevel.ESTIMATED: "#E69F00",
    EvidenceLevel.MEASURED: "#009E73",
}


class ColourBy(StrEnum):
    """What the colours of a map show."""

    SOURCING = "sourcing"
    """Sourcing model of whoever does the work."""
    PROVIDER = "provider"
    """Whoever does the work."""
    TOUCH = "touch"
    """Touch need, high tech to high touch."""
    BRAND = "brand"
    """Brand sensitivity."""
    QUALITY = "quality"
    """Expected quality."""
    EVIDENCE = "evidence"
    """How well the facts are known."""


@dataclass(frozen=True)
class Doers:
    """Who does each package of work."""

    plan: Plan
    packages: tuple[Package, ...]


def find_doers(project: Project, result: Result | None) -> Doers:
    """Who does the work under a result, or today."""
    plan = today_plan(project) if result is None or result.plan is None else result.plan
    return Doers(plan, build_packages(project))


class Colouring(Protocol):
    """Gives each node its parts in colour, and the legend that explains them."""

    def shares(self, kind: NodeType, row_id: str) -> tuple[Share, ...]:
        """Colours of a node with their shares, which add up to 1; empty if it has no colour."""
        ...

    @property
    def legend(self) -> LegendRow:
        """What the colours mean."""
        ...


def colouring(
    project: Project, by: ColourBy, result: Result | None = None, *, doers: Doers | None = None
) -> Colouring:
    """Make a colouring.

    Parameters
    ----------
    result
        Plan to show; None = today.
    doers
        Who does what under it, if that is at hand.

    Raises
    ------
    ValueError
        If the result holds no plan, or an expected quality is asked for without a result.
    """
    if result is not None and result.plan is None:
        raise ValueError(f"the result of {result.scenario_id!r} holds no plan to colour by")
    return _MAKERS[by](project, result, doers)


@dataclass(frozen=True)
class _Level:
    """One level of a scale."""

    label: str
    letter: str
    colour: str


class _Scale:
    """Each node is on one level of a scale."""

    def __init__(
        self, title: str, levels: list[_Level], level_of: Callable[[NodeType, str], int | None]
    ) -> None:
        self.title = title
        self.levels = levels
        self.level_of = level_of

    def shares(self, kind: NodeType, row_id: str) -> tuple[Share, ...]:
        number = self.level_of(kind, row_id)
        if number is None:
            return ()
        level = self.levels[number]
        return (Share(level.label, level.colour, 1.0, level.letter),)

    @property
    def legend(self) -> LegendRow:
        return LegendRow(self.title, tuple(Share(v.label, v.colour, 1.0, v.letter) for v in self.levels))


class _Work:
    """Who does the work of each process and touchpoint, weighed by handle time."""

    def __init__(self, doers: Doers, mark_of: Callable[[Assignment], _Level]) -> None:
        self.weights: dict[tuple[NodeType, str], dict[_Level, float]] = {}
        rows = {row.package_id: row for row in doers.plan.assignments}
        for package in doers.packages:
            row = rows.get(package.package_id, Assignment(package_id=package.package_id))
            self._add(package, mark_of(row))

    def _add(self, package: Package, mark: _Level) -> None:
        for piece in package.pieces:
            time = piece.contacts_per_month * piece.stream.handle_seconds
            nodes = [(NodeType.PROCESS, package.process.process_id)]
            if piece.stream.touchpoint_id is not None:
                nodes.append((NodeType.TOUCHPOINT, piece.stream.touchpoint_id))
            for node in nodes:
                weights = self.weights.setdefault(node, {})
                weights[mark] = weights.get(mark, 0.0) + time

    def shares(self, kind: NodeType, row_id: str, order: list[_Level]) -> tuple[Share, ...]:
        weights = self.weights.get((kind, row_id), {})
        total = sum(weights.values())
        if total <= 0:
            return ()
        return tuple(
            Share(level.label, level.colour, weights[level] / total, level.letter)
            for level in order
            if weights.get(level)
        )


class _ByParty:
    """Colours of those who do the work, in a stated order; departments belong to the company."""

    def __init__(self, title: str, levels: list[_Level], doers: _Work, company: _Level | None) -> None:
        self.title = title
        self.order = levels
        self.doers = doers
        self.company = company

    def shares(self, kind: NodeType, row_id: str) -> tuple[Share, ...]:
        if kind is NodeType.DEPARTMENT and self.company is not None:
            return (Share(self.company.label, self.company.colour, 1.0, self.company.letter),)
        return self.doers.shares(kind, row_id, self.order)

    @cached_property
    def legend(self) -> LegendRow:
        weights = self.doers.weights.values()
        used = {level for of_node in weights for level, weight in of_node.items() if weight > 0}
        if self.company is not None:
            used.add(self.company)
        marks = (Share(v.label, v.colour, 1.0, v.letter) for v in self.order if v in used)
        return LegendRow(self.title, tuple(marks))


_NOBODY = _Level("Nobody", "–", UNKNOWN)


def _by_sourcing(project: Project, result: Result | None, doers: Doers | None) -> Colouring:
    levels = {m: _Level(m.label, m.letter, SOURCING_COLOURS[m]) for m in SourcingModel}

    def mark(row: Assignment) -> _Level:
        party = row.provider_id or row.platform_id
        return _NOBODY if party is None else levels[project.provider(party).sourcing_model]

    order = [*levels.values(), _NOBODY]
    work = _Work(doers or find_doers(project, result), mark)
    return _ByParty(
        "Who does it", order, work, levels[SourcingModel.IN_HOUSE] if project.departments else None
    )


def _by_provider(project: Project, result: Result | None, doers: Doers | None) -> Colouring:
    # Letters and colours belong to the project and not to the plan, so that two maps can be compared.
    parties = sorted(p.provider_id for p in project.providers)
    levels = {
        party: _Level(project.provider(party).name, _letters(n), PROVIDER_COLOURS[n % len(PROVIDER_COLOURS)])
        for n, party in enumerate(parties)
    }

    def mark(row: Assignment) -> _Level:
        return levels.get(row.provider_id or row.platform_id or "", _NOBODY)

    work = _Work(doers or find_doers(project, result), mark)
    return _ByParty("Who does it", [*levels.values(), _NOBODY], work, None)


def _letters(number: int) -> str:
    """Name a column as a spreadsheet does: A … Z, AA ….

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    head = _letters(number // 26 - 1) if number >= 26 else ""
    return head + chr(65 + number % 26)


def _by_touch(project: Project, *_: object) -> Colouring:
    words = ("high tech", "rather high tech", "mixed", "rather high touch", "high touch")
    levels = [_Level(f"{n} {w}", str(n), TOUCH_COLOURS[n - 1]) for n, w in enumerate(words, 1)]
    return _Scale("Touch need", levels, _field(project, "touch_need"))


def _by_brand(project: Project, *_: object) -> Colouring:
    words = ("hardly", "a little", "some", "much", "very")
    levels = [_Level(f"{n} {w}", str(n), BRAND_COLOURS[n - 1]) for n, w in enumerate(words, 1)]
    return _Scale("Brand sensitivity", levels, _field(project, "brand_sensitivity"))


def _field(project: Project, name: str) -> Callable[[NodeType, str], int | None]:
    find = {NodeType.TOUCHPOINT: project.touchpoint, NodeType.PROCESS: project.process}

    def level_of(kind: NodeType, row_id: str) -> int | None:
        return getattr(find[kind](row_id), name) - 1 if kind in find else None

    return level_of


def _by_evidence(project: Project, *_: object) -> Colouring:
    from touchmap.journey.evidence import EvidenceBook

    book = EvidenceBook(project)
    known = list(EvidenceLevel)
    levels = [_Level(e.value, e.value[0].upper(), EVIDENCE_COLOURS[e]) for e in known]
    levels.append(_Level("not stated", "–", UNKNOWN))
    tables = {
        NodeType.TOUCHPOINT: "touchpoints",
        NodeType.PROCESS: "processes",
        NodeType.DEPARTMENT: "departments",
        NodeType.SYSTEM: "systems",
    }

    def level_of(kind: NodeType, row_id: str) -> int | None:
        level = book.level(tables[kind], row_id)
        return len(known) if level is None else known.index(level)

    return _Scale("How well known", levels, level_of)


def _by_quality(project: Project, result: Result | None, _: object) -> Colouring:
    if result is None:
        raise ValueError("colouring by quality needs a result; today's is `touchmap.evaluate(project)`")
    facts = facts_of(project, result)
    sums: dict[tuple[NodeType, str], tuple[float, float]] = {}
    for package, quality, assigned in zip(facts.packages, facts.quality, facts.assigned, strict=True):
        for piece in package.pieces if assigned else ():
            time = piece.contacts_per_month * piece.stream.handle_seconds
            for node in (
                (NodeType.PROCESS, package.process.process_id),
                (NodeType.TOUCHPOINT, piece.stream.touchpoint_id or ""),
            ):
                weight, total = sums.get(node, (0.0, 0.0))
                sums[node] = (weight + time, total + time * float(quality))

    def level_of(kind: NodeType, row_id: str) -> int | None:
        weight, total = sums.get((kind, row_id), (0.0, 0.0))
        return None if weight <= 0 else sum(total / weight >= limit for limit in QUALITY_BANDS)

    limits = [f"{limit:g}" for limit in QUALITY_BANDS]
    words = [
        f"below {limits[0]}",
        *(f"{low} to {high}" for low, high in itertools.pairwise(limits)),
        f"{limits[-1]} or more",
    ]
    levels = [_Level(w, str(n), QUALITY_COLOURS[n - 1]) for n, w in enumerate(words, 1)]
    return _Scale("Expected quality, 0–100", levels, level_of)


_MAKERS: dict[ColourBy, Callable[[Project, Result | None, Doers | None], Colouring]] = {
    ColourBy.SOURCING: _by_sourcing,
    ColourBy.PROVIDER: _by_provider,
    ColourBy.TOUCH: _by_touch,
    ColourBy.BRAND: _by_brand,
    ColourBy.QUALITY: _by_quality,
    ColourBy.EVIDENCE: _by_evidence,
}
