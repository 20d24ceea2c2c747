"""The touch index: how much a contact needs a person. A proposal; people decide.

``T = 0.30 · emotional stake + 0.20 · complexity + 0.20 · value at stake + 0.15 · brand sensitivity
+ 0.15 · preference for a person − 0.02 · automation potential in % · codifiability ÷ 5``

with every scale 1 … 5. From 3.6 on a contact is high touch, from 2.4 on mixed, below high tech
(weights and thresholds: expert estimates, to be calibrated in the workshop). Complexity, automation
potential and codifiability are those of the processes behind the touchpoint, weighted by contacts.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from touchmap.project import DemandStream, Process, Project, Touchpoint, group
from touchmap.project.vocabulary import (
    SELF_SERVICE_CHANNELS,
    SPOKEN_CHANNELS,
    Channel,
    Decision,
    Direction,
    TouchClass,
)

HIGH_TOUCH_FROM = 3.6
MIXED_FROM = 2.4

WEIGHTS = {
    "emotional stake": 0.30,
    "complexity": 0.20,
    "value at stake": 0.20,
    "brand sensitivity": 0.15,
    "preference for a person": 0.15,
}
"""Weight of each term on its scale 1 … 5; they sum to 1."""

AUTOMATION_WEIGHT = 0.02
"""Taken off for each percent of automation potential of work that is fully written down."""

SPOKEN_PREFERENCE, WRITTEN_PREFERENCE, SELF_SERVICE_PREFERENCE = 5.0, 3.0, 1.0
"""Preference for a person that today's channel speaks of, where customers have not been asked."""

ROUNDING = 1e-9
"""A threshold counts as reached within this."""


@dataclass(frozen=True)
class Term:
    """One term of an index: what it is, how high it is, and what it adds."""

    name: str
    value: float
    points: float
    derived: bool = False
    """Not entered but taken from other facts."""

    def __str__(self) -> str:
        """The term as a reason.

        >>> str(Term("emotional stake", 5, 1.5)), str(Term("preference for a person", 3, 0.45, derived=True))
        ('emotional stake 5 → 1.50', 'preference for a person 3 (derived) → 0.45')
        """
        return f"{self.name} {self.value:.3g}{' (derived)' if self.derived else ''} → {self.points:.2f}"


@dataclass(frozen=True)
class TouchProposal:
    """What the index proposes for one touchpoint, beside what is entered."""

    touchpoint_id: str
    index: float | None
    """None where no process is behind the touchpoint."""
    proposed: TouchClass | None
    entered: TouchClass
    decision: Decision | None
    """What the workshop said of it."""
    terms: tuple[Term, ...]

    @property
    def differs(self) -> bool:
        """Whether the proposal is another class than the one entered."""
        return self.proposed is not None and self.proposed is not self.entered


@dataclass(frozen=True)
class TouchProgress:
    """How far the workshop has come with the touch needs."""

    touchpoints: int
    confirmed: int
    parked: int
    disagreed: int
    differences: tuple[TouchProposal, ...]
    """Touchpoints whose proposal is another class than what is entered, sorted by id."""


def touch_class_of_index(index: float) -> TouchClass:
    """Class an index stands for: high touch from 3.6, mixed from 2.4, else high tech.

    >>> [touch_class_of_index(t).value for t in (3.6, 3.59, 2.4, 2.39)]
    ['high_touch', 'mixed', 'mixed', 'high_tech']
    """
    if index >= HIGH_TOUCH_FROM - ROUNDING:
        return TouchClass.HIGH_TOUCH
    return TouchClass.MIXED if index >= MIXED_FROM - ROUNDING else TouchClass.HIGH_TECH


def scaled_value(value_at_stake: float, average: float) -> float:
    """Value at stake in one contact on the scale 1 … 5.

    ``3 + log2(value ÷ average)``, cut off at 1 and 5: the average contact of the company is 3, one
    worth twice as much 4, four times or more 5; a quarter or less, and nothing at all, is 1. Free of
    currency and size.

    Parameters
    ----------
    value_at_stake
        Money per contact, ≥ 0.
    average
        Average over all contacts of the company, money per contact; 0 where no value is known.

    >>> [scaled_value(v, 10) for v in (0, 5, 10, 20, 400)]
    [1.0, 2.0, 3.0, 4.0, 5.0]
    """
    if value_at_stake <= 0 or average <= 0:
        return 1.0
    return min(5.0, max(1.0, 3 + math.log2(value_at_stake / average)))


def derived_preference(touchpoint: Touchpoint) -> float:
    """Preference for a person, 1 … 5, as the channel of today speaks of it.

    Who rings up wants a person (5), who writes does not mind (3), who helps himself wants none (1). A
    contact that the company starts says nothing (3).

    >>> derived_preference(Touchpoint(touchpoint_id="T", stage_id="S", name="Call", channel="phone"))
    5.0
    """
    if touchpoint.channel in SELF_SERVICE_CHANNELS:
        return SELF_SERVICE_PREFERENCE
    started = touchpoint.direction is Direction.IN and touchpoint.channel is not Channel.OUTBOUND_PHONE
    return SPOKEN_PREFERENCE if started and touchpoint.channel in SPOKEN_CHANNELS else WRITTEN_PREFERENCE


def touch_index(
    *,
    emotional_stake: float,
    complexity: float,
    value_at_stake: float,
    brand_sensitivity: float,
    person_preference: float,
    automation_potential_share: float,
    codifiability: float,
) -> float:
    """The index of one contact, from about −1 (nobody needed) to 5 (only a person will do).

    Parameters
    ----------
    emotional_stake, complexity, value_at_stake, brand_sensitivity, person_preference
        On the scale 1 … 5; the value as `scaled_value` gives it.
    automation_potential_share
        Share of the contacts self-service could ever take, 0 … 1.
    codifiability
        How fully the work can be written down, 1 … 5.

    1.5 + 0.8 + 0.8 + 0.75 + 0.75 − 0.02 · 20 · 2 / 5 = 4.6 − 0.16:

    >>> round(touch_index(emotional_stake=5, complexity=4, value_at_stake=4, brand_sensitivity=5,
    ...                   person_preference=5, automation_potential_share=0.2, codifiability=2), 2)
    4.44
    """
    scales = (emotional_stake, complexity, value_at_stake, brand_sensitivity, person_preference)
    points = sum(weight * value for weight, value in zip(WEIGHTS.values(), scales, strict=True))
    return points + _automation_points(automation_potential_share, codifiability)


def propose_touch(project: Project) -> tuple[TouchProposal, ...]:
    """The index of every touchpoint with its terms, and the touch class it proposes, sorted by id."""
    processes = {p.process_id: p for p in project.processes}
    streams = group(tuple(d for d in project.demand if d.process_id in processes), "touchpoint_id")
    average = average_value_at_stake(project)
    return tuple(
        _proposal(row, streams.get(row.touchpoint_id, []), processes, average)
        for row in sorted(project.touchpoints, key=lambda t: t.touchpoint_id)
    )


def average_value_at_stake(project: Project) -> float:
    """Value at stake in the average contact that comes in at a touchpoint, money per contact.

    >>> from touchmap.project import DemandStream
    >>> points = [Touchpoint(touchpoint_id=t, stage_id="S", name=t, value_at_stake=v)
    ...           for t, v in (("A", 30), ("B", 0))]
    >>> demand = [DemandStream(demand_id=t, process_id="P", touchpoint_id=t, contacts_per_month=n,
    ...                        handle_seconds=60) for t, n in (("A", 100), ("B", 200))]
    >>> average_value_at_stake(Project(touchpoints=points, demand=demand))
    10.0
    """
    value = {t.touchpoint_id: t.value_at_stake for t in project.touchpoints}
    rows = [
        (d.contacts_per_month, value[d.touchpoint_id]) for d in project.demand if d.touchpoint_id in value
    ]
    contacts = sum(c for c, _ in rows)
    return sum(c * v for c, v in rows) / contacts if contacts > 0 else 0.0


def touch_progress(project: Project) -> TouchProgress:
    """How many touch needs are confirmed, parked and disagreed, and where the index differs.

    >>> progress = touch_progress(Project(touchpoints=(
    ...     Touchpoint(touchpoint_id="A", stage_id="S", name="A", touch_confirmed="confirmed"),
    ...     Touchpoint(touchpoint_id="B", stage_id="S", name="B"))))
    >>> progress.confirmed, progress.touchpoints
    (1, 2)
    """
    said = Counter(t.touch_confirmed for t in project.touchpoints)
    return TouchProgress(
        len(project.touchpoints),
        said[Decision.CONFIRMED],
        said[Decision.PARKED],
        said[Decision.DISAGREED],
        tuple(p for p in propose_touch(project) if p.differs),
    )


def _proposal(
    row: Touchpoint, streams: list[DemandStream], processes: dict[str, Process], average: float
) -> TouchProposal:
    entered = TouchClass.of(row.touch_need)
    if not streams:
        return TouchProposal(row.touchpoint_id, None, None, entered, row.touch_confirmed, ())
    weights = [s.contacts_per_month for s in streams]
    if sum(weights) <= 0:
        weights = [1.0] * len(streams)

    def behind(field: str) -> float:
        values = (float(getattr(processes[s.process_id], field)) for s in streams)
        return sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)

    asked = row.person_preference
    scales = {
        "emotional stake": float(row.emotional_stake),
        "complexity": behind("complexity"),
        "value at stake": scaled_value(row.value_at_stake, average),
        "brand sensitivity": float(row.brand_sensitivity),
        "preference for a person": derived_preference(row) if asked is None else float(asked),
    }
    automation, codifiability = behind("automation_potential_share"), behind("codifiability")
    terms = [
        Term(name, value, WEIGHTS[name] * value, derived=name == "preference for a person" and asked is None)
        for name, value in scales.items()
    ]
    name = f"automation potential {100 * automation:.0f} %, codifiability"
    terms.append(Term(name, codifiability, _automation_points(automation, codifiability)))
    index = sum(term.points for term in terms)
    proposed = touch_class_of_index(index)
    return TouchProposal(row.touchpoint_id, index, proposed, entered, row.touch_confirmed, tuple(terms))


def _automation_points(automation_potential_share: float, codifiability: float) -> float:
    return -AUTOMATION_WEIGHT * 100 * automation_potential_share * codifiability / 5
