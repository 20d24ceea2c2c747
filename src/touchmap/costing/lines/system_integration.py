"""System integration: connecting a party to the systems its work needs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Bools, Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.grouping import grouped
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "System integration",
    "once per party and system it lacks",
    "systems.integration_cost",
    "usual 4 thousand for sign-on, 15–25 for CRM or billing, 45–55 for claims or OSS",
)


def charges(frame: Frame) -> Iterator[Charge]:
    """Each party is connected once to each system its work needs and it lacks.

    Own staff, and third parties on the client's premises, work on the client's systems; a party
    is connected to the systems of the processes it does today.
    """
    options, project = frame.options, frame.project
    number = {s.system_id: n for n, s in enumerate(project.systems)}
    needs: dict[str, list[int]] = {}
    for row in (row for row in project.process_systems if row.system_id in number):
        needs.setdefault(row.process_id, []).append(number[row.system_id])
    needed = [needs.get(k.process.process_id, []) for k in options.packages]
    lacks = _lacks(frame, needed, number)
    option, party = options.parts
    times = np.array([len(some) for some in needed], dtype=np.int64)[options.package[option]]
    part = np.repeat(np.arange(len(option)), times)
    system = np.array([s for k in options.package[option].tolist() for s in needed[k]], dtype=np.int64)
    open_ = np.flatnonzero(lacks[party[part], system])
    for key, places in grouped(party[part[open_]] * len(number) + system[open_]):
        provider, missing = options.providers[key // len(number)], project.systems[key % len(number)]
        yield Charge(
            "system_integration",
            Structural.SYSTEM_INTEGRATION,
            f"{provider.provider_id} → {missing.system_id}",
            key // len(number),
            frame.once(missing.integration_cost or 0.0),
            0.0,
            option[part[open_[places]]],
        )


def _lacks(frame: Frame, needed: list[list[int]], number: dict[str, int]) -> Bools:
    """Whether connecting each party to each system costs anything, shape (providers, systems)."""
    options, project = frame.options, frame.project
    apart = np.array([not (p.is_own or p.on_client_premises) for p in options.providers], dtype=bool)
    lacks: Bools = apart[:, None] & np.array([bool(s.integration_cost) for s in project.systems], dtype=bool)
    for row in (row for row in project.provider_systems if row.system_id in number):
        lacks[options.position[row.provider_id], number[row.system_id]] = False
    for k, i in zip(np.flatnonzero(frame.known).tolist(), frame.today.tolist(), strict=True):
        for j in (options.people[i], options.platform[i]):
            if j != NONE:
                lacks[j, needed[k]] = False
    return lacks
