"""System integration: connecting a party to the systems its work needs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
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
    needs: dict[str, list[str]] = {}
    for row in project.process_systems:
        needs.setdefault(row.process_id, []).append(row.system_id)
    connected = {(r.provider_id, r.system_id) for r in project.provider_systems}
    for k, i in zip(np.flatnonzero(frame.known), frame.today, strict=True):
        for j in (options.people[i], options.platform[i]):
            if j != NONE:
                systems = needs.get(options.packages[k].process.process_id, [])
                connected.update((options.providers[j].provider_id, s) for s in systems)
    members: dict[tuple[int, str], list[int]] = {}
    for i, option in enumerate(options.options):
        for j in {int(options.people[i]), int(options.platform[i])} - {NONE}:
            provider = options.providers[j]
            if provider.is_own or provider.on_client_premises:
                continue
            for system_id in needs.get(options.packages[option.package].process.process_id, []):
                if (provider.provider_id, system_id) not in connected:
                    members.setdefault((j, system_id), []).append(i)
    for (j, system_id), chosen in members.items():
        cost = project.system(system_id).integration_cost
        if cost:
            yield Charge(
                "system_integration",
                Structural.SYSTEM_INTEGRATION,
                f"{options.providers[j].provider_id} → {system_id}",
                j,
                frame.once(cost),
                0.0,
                np.array(chosen),
            )
