"""Filters of the map: matches stay, the rest stands back."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.journey.graph import NodeType, ordered_stages
from touchmap.project import Process, Project, Touchpoint
from touchmap.project.vocabulary import Channel, TouchClass


@dataclass(frozen=True)
class Filters:
    """What is looked for; empty lets everything through."""

    stages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    touch: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        """Whether anything is looked for."""
        return any((self.stages, self.channels, self.languages, self.touch, self.owners))


def choices(project: Project) -> dict[str, list[str]]:
    """What can be looked for in a project, by the name of the filter."""
    used = {t.channel for t in project.touchpoints} | {d.channel for d in project.demand}
    return {
        "stages": [s.stage_id for s in ordered_stages(project)],
        "channels": [c.value for c in Channel if c in used],
        "languages": sorted({d.language for d in project.demand}),
        "touch": [c.value for c in TouchClass],
        "owners": sorted({p.owner for p in project.processes if p.owner}),
    }


def matches(project: Project, filters: Filters) -> list[str] | None:
    """Cards that match; none if nothing is looked for.

    A touchpoint has the owners of the processes behind it, a process the channels of its demand.

    >>> from touchmap.examples import example
    >>> telecom = example("telecom_isp")
    >>> found = matches(telecom, Filters(channels=("chat",), touch=("high_touch",)))
    >>> all(node.partition(":")[0] in ("touchpoint", "process") for node in found)
    True
    """
    if not filters.is_on:
        return None
    owners = {p.process_id: p.owner for p in project.processes}
    found = []
    for point in project.touchpoints:
        streams = [d for d in project.demand if d.touchpoint_id == point.touchpoint_id]
        facts = _Facts(
            point,
            {point.channel.value},
            {d.language for d in streams},
            {owners.get(d.process_id, "") for d in streams},
        )
        if facts.match(filters):
            found.append(NodeType.TOUCHPOINT.node(point.touchpoint_id))
    for process in project.processes:
        streams = [d for d in project.demand if d.process_id == process.process_id]
        facts = _Facts(
            process, {d.channel.value for d in streams}, {d.language for d in streams}, {process.owner}
        )
        if facts.match(filters):
            found.append(NodeType.PROCESS.node(process.process_id))
    return found


@dataclass(frozen=True)
class _Facts:
    row: Touchpoint | Process
    channels: set[str]
    languages: set[str]
    owners: set[str]

    def match(self, filters: Filters) -> bool:
        touch = TouchClass.of(self.row.touch_need).value
        return (
            (not filters.stages or self.row.stage_id in filters.stages)
            and (not filters.channels or bool(self.channels.intersection(filters.channels)))
            and (not filters.languages or bool(self.languages.intersection(filters.languages)))
            and (not filters.touch or touch in filters.touch)
            and (not filters.owners or bool(self.owners.intersection(filters.owners)))
        )
