"""A large map made of dice with a fixed seed: touchpoints, processes, transitions, journeys, hand-offs."""

from __future__ import annotations

import random

from touchmap.project import (
    DemandStream,
    Department,
    Handoff,
    JourneyStep,
    Process,
    ProcessSystem,
    Project,
    Provider,
    Stage,
    System,
    TodayRow,
    Touchpoint,
    Transition,
)
from touchmap.project.vocabulary import Channel, HandoffMode, NodeKind, Office, SourcingModel

STAGES = 8
TOUCHPOINTS_PER_PROCESS = 3
STEPS_ONWARD = 3
"""Transitions out of a touchpoint at most."""
LANGUAGES = (("nl", 0.6), ("fr", 0.25), ("de", 0.15))
THIRD_PARTIES = 6
CHANNELS = (Channel.PHONE, Channel.CHAT, Channel.EMAIL, Channel.WEB)


def map_project(touchpoints: int = 1500, *, seed: int = 0) -> Project:
    """A map of any number of touchpoints, the same on every machine.

    A third as many processes stand behind them, every tenth in the back office. Half of the touchpoints
    have a measured volume, the others what the transitions bring. Transitions lead mostly to the next
    touchpoints and at times far back, so that large loops arise; a fifth of the work is at third parties.

    >>> project = map_project(30)
    >>> len(project.touchpoints), len(project.processes), project == map_project(30)
    (30, 10, True)
    """
    dice = random.Random(seed)
    processes = max(2, touchpoints // TOUCHPOINTS_PER_PROCESS)
    demand = [*_demand(dice, touchpoints, processes), *_back_office(processes)]
    at_third_party = {p: dice.random() < 0.2 for p in range(processes)}
    return Project(
        stages=tuple(Stage(stage_id=f"S{s}", position=s, name=f"Stage {s}") for s in range(1, STAGES + 1)),
        touchpoints=tuple(_touchpoint(dice, t, touchpoints) for t in range(touchpoints)),
        transitions=tuple(_transitions(dice, touchpoints)),
        journeys=tuple(_journeys(dice, touchpoints)),
        processes=tuple(_process(dice, p) for p in range(processes)),
        demand=tuple(demand),
        departments=tuple(Department(department_id=f"D{d}", name=f"Department {d}") for d in range(5)),
        systems=tuple(System(system_id=f"Y{y}", name=f"System {y}") for y in range(10)),
        process_systems=tuple(
            ProcessSystem(process_id=f"P{p}", system_id=f"Y{y}")
            for p in range(processes)
            for y in sorted(dice.sample(range(10), 2))
        ),
        handoffs=tuple(_handoffs(dice, processes)),
        providers=(
            Provider(
                provider_id="OWN", name="Own staff", sourcing_model=SourcingModel.IN_HOUSE, base_rate=40
            ),
            *(
                Provider(
                    provider_id=f"V{v}",
                    name=f"Third party {v}",
                    sourcing_model=SourcingModel.ONSHORE,
                    base_rate=25,
                )
                for v in range(THIRD_PARTIES)
            ),
        ),
        today=tuple(
            TodayRow(
                demand_id=d.demand_id,
                provider_id=f"V{int(d.process_id[1:]) % THIRD_PARTIES}"
                if at_third_party[int(d.process_id[1:])] and d.language != "fr"
                else "OWN",
            )
            for d in demand
        ),
    )


def _touchpoint(dice: random.Random, t: int, count: int) -> Touchpoint:
    return Touchpoint(
        touchpoint_id=f"T{t}",
        stage_id=f"S{1 + t * STAGES // count}",
        name=f"Touchpoint {t}",
        channel=CHANNELS[t % len(CHANNELS)],
        touch_need=dice.randint(1, 5),
        emotional_stake=dice.randint(1, 5),
        brand_sensitivity=dice.randint(1, 5),
        satisfaction=dice.randint(55, 90),
        value_at_stake=dice.choice((0, 5, 20, 80)),
        moment_of_truth_rank=1 + t // 100 if t % 100 == 50 else None,
    )


def _process(dice: random.Random, p: int) -> Process:
    return Process(
        process_id=f"P{p}",
        name=f"Process {p}",
        office=Office.BACK if p % 10 == 9 else Office.FRONT,
        complexity=dice.randint(1, 5),
        codifiability=dice.randint(1, 5),
        metric_clarity=dice.randint(1, 5),
        touch_need=dice.randint(1, 5),
        automation_potential_share=dice.choice((0.1, 0.4, 0.8)),
        key_competency=p % 12 == 0,
    )


def _demand(dice: random.Random, touchpoints: int, processes: int) -> list[DemandStream]:
    front = [p for p in range(processes) if p % 10 != 9]
    rows = []
    for t in range(0, touchpoints, 2):
        contacts = dice.randint(200, 20_000)
        process = front[min(len(front) - 1, t * len(front) // touchpoints)]
        rows += [
            DemandStream(
                demand_id=f"T{t}-{language}",
                process_id=f"P{process}",
                touchpoint_id=f"T{t}",
                channel=CHANNELS[t % len(CHANNELS)],
                language=language,
                contacts_per_month=round(contacts * share, 2),
                handle_seconds=dice.randint(60, 900),
            )
            for language, share in LANGUAGES
        ]
    return rows


def _back_office(processes: int) -> list[DemandStream]:
    return [
        DemandStream(
            demand_id=f"B{p}",
            process_id=f"P{p}",
            channel=Channel.BACK_OFFICE,
            contacts_per_month=500 + p,
            handle_seconds=600,
        )
        for p in range(9, processes, 10)
    ]


def _transitions(dice: random.Random, count: int) -> list[Transition]:
    rows = []
    for t in range(count):
        ahead = range(t + 1, min(count, t + 20))
        onward = set(dice.sample(ahead, min(len(ahead), dice.randint(0, STEPS_ONWARD))))
        if t > 20 and dice.random() < 0.1:
            onward.add(dice.randrange(t))
        rows += [
            Transition(from_touchpoint_id=f"T{t}", to_touchpoint_id=f"T{n}", probability=0.8 / len(onward))
            for n in sorted(onward)
        ]
    return rows


def _journeys(dice: random.Random, count: int) -> list[JourneyStep]:
    return [
        JourneyStep(journey_id=f"Journey {j}", position=n, touchpoint_id=f"T{t}")
        for j in range(6)
        for n, t in enumerate(sorted(dice.sample(range(count), min(count, 7))), 1)
    ]


def _handoffs(dice: random.Random, processes: int) -> list[Handoff]:
    rows = []
    for p in range(processes):
        for k in range(dice.randint(1, 4)):
            other = (p + dice.randint(1, 12)) % processes
            to_department = dice.random() < 0.15 or other == p
            rows.append(
                Handoff(
                    handoff_id=f"H{p}-{k}",
                    from_process_id=f"P{p}",
                    to_kind=NodeKind.DEPARTMENT if to_department else NodeKind.PROCESS,
                    to_id=f"D{other % 5}" if to_department else f"P{other}",
                    contacts_per_month=dice.randint(10, 5000),
                    mode=dice.choice(tuple(HandoffMode)),
                    criticality=dice.randint(1, 5),
                    data_class=dice.randint(1, 4),
                    cut_seconds=dice.randint(0, 90),
                )
            )
    return rows
