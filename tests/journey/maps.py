"""Small maps for the tests of the journey, in shorthand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.builders import company, handoff, own, process, stream, today, vendor
from touchmap.project import Entity, JourneyStep, Project, Stage, Touchpoint, Transition

FIELDS_WITH_IDS = {
    "touchpoint_id": "T",
    "from_touchpoint_id": "T",
    "to_touchpoint_id": "T",
    "process_id": "P",
    "from_process_id": "P",
}


def point(touchpoint_id: str, contacts: float | None = None, **fields: Any) -> Touchpoint:
    """A touchpoint of stage S."""
    usual = {"stage_id": "S", "name": touchpoint_id, "contacts_per_month": contacts}
    return Touchpoint(touchpoint_id=touchpoint_id, **(usual | fields))


def step(start: str, end: str, probability: float) -> Transition:
    """A transition."""
    return Transition(from_touchpoint_id=start, to_touchpoint_id=end, probability=probability)


def path(journey_id: str, touchpoint_ids: str) -> list[JourneyStep]:
    """A named journey of touchpoints with one letter each."""
    return [
        JourneyStep(journey_id=journey_id, position=n, touchpoint_id=t)
        for n, t in enumerate(touchpoint_ids, 1)
    ]


def stages(*stage_ids: str) -> list[Stage]:
    """Stages in this order."""
    return [Stage(stage_id=s, name=s, position=n) for n, s in enumerate(stage_ids, 1)]


def chain_of(steps: dict[str, float], volumes: dict[str, float | None]) -> Project:
    """A map of touchpoints with one letter each: transitions such as ``{"AB": 0.5}``, and volumes."""
    return company(*(point(t, v) for t, v in volumes.items()), *(step(*s, p) for s, p in steps.items()))


def served(parties: dict[str, str | None], *rows: Entity, contacts: float = 100) -> Project:
    """Processes with a stream of back-office work each, done today as given; none = by nobody.

    ``OWN`` is own staff, every other name a third party.
    """
    names = sorted({p for p in parties.values() if p not in (None, "OWN")})
    return company(
        *(process(p) for p in parties),
        *(stream(f"D-{p}", contacts, process_id=p, channel="back_office") for p in parties),
        own(),
        *(vendor(name) for name in names),
        *(today(f"D-{p}", who) for p, who in parties.items() if who is not None),
        *rows,
    )


def renamed(project: Project, names: dict[str, str]) -> Project:
    """The same project with other ids for touchpoints (``T…``) and processes (``P…``)."""

    def row_with_new_names(row: Entity) -> Entity:
        changed = {
            field: names.get(value, value)
            for field in type(row).model_fields
            if isinstance(value := getattr(row, field), str)
            and (field in FIELDS_WITH_IDS or field == "to_id")
        }
        return row.model_copy(update=changed)

    tables = ("touchpoints", "processes", "demand", "transitions", "journeys", "handoffs")
    return project.replace(
        **{name: tuple(sorted(map(row_with_new_names, project.rows(name)), key=str)) for name in tables}
    )


PARTIES = ("OWN", "V", "W")


@st.composite
def any_map(draw: st.DrawFn, *, largest: int = 6, known: bool = False) -> Project:
    """Any small map: transitions with room to leave, hand-offs, and work at up to three parties."""
    count = draw(st.integers(2, largest))
    shares = st.integers(0, 8)
    steps, points, streams, now = [], [], [], []
    for i in range(count):
        weights = draw(st.lists(shares, min_size=count, max_size=count))
        whole = sum(weights) + draw(st.integers(1, 8))
        steps += [step(f"T{i}", f"T{j}", w / whole) for j, w in enumerate(weights) if w]
        volume = draw(st.integers(0, 50)) * 10 if known else draw(st.none() | st.integers(0, 50))
        points.append(
            point(
                f"T{i}",
                volume,
                emotional_stake=draw(st.integers(1, 5)),
                value_at_stake=draw(st.integers(0, 9)),
            )
        )
        for language in ("nl", "fr"):
            contacts = draw(st.integers(0, 20))
            streams.append(
                stream(
                    f"D{i}{language}", contacts, process_id=f"P{i}", touchpoint_id=f"T{i}", language=language
                )
            )
            now.append(today(f"D{i}{language}", draw(st.sampled_from(PARTIES))))
    ends = st.integers(0, count - 1)
    handoffs = [
        handoff(f"P{a}", f"P{b}", n, handoff_id=f"H{k}", criticality=draw(st.integers(1, 5)), cut_seconds=60)
        for k, (a, b, n) in enumerate(draw(st.lists(st.tuples(ends, ends, st.integers(0, 99)), max_size=8)))
    ]
    journey = draw(st.lists(st.sampled_from(points), min_size=1, max_size=4))
    walk = [
        JourneyStep(journey_id="J", position=n, touchpoint_id=t.touchpoint_id)
        for n, t in enumerate(journey, 1)
    ]
    processes = [process(f"P{i}", key_competency=draw(st.booleans())) for i in range(count)]
    rows = (*stages("S"), *points, *steps, *processes, *streams, *handoffs, *walk)
    return company(*rows, own(), vendor("V"), vendor("W"), *now)
