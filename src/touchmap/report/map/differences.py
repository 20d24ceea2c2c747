"""What two plans do differently, as nodes of the map."""

from __future__ import annotations

from touchmap.journey.graph import NodeType
from touchmap.plan import Assignment, Plan
from touchmap.project import Project
from touchmap.work.packages import build_packages

LEAST_SHARE = 0.005
"""Part of a card's handle time that must change hands before the card counts as different."""


def find_differences(project: Project, left: Plan, right: Plan) -> frozenset[str]:
    """Touchpoints and processes whose work is with somebody else in one plan than in the other.

    Work is with somebody else if the provider or the platform is another, whatever their sourcing models.

    >>> from touchmap.project import DemandStream, Process, Project
    >>> project = Project(
    ...     processes=(Process(process_id="P", name="P"), Process(process_id="Q", name="Q")),
    ...     demand=tuple(DemandStream(demand_id=p, process_id=p, contacts_per_month=1, handle_seconds=1)
    ...                  for p in "PQ"),
    ... )
    >>> def plan(p, q):
    ...     return Plan(assignments=(Assignment(package_id="P/xx/*/*", provider_id=p),
    ...                              Assignment(package_id="Q/xx/*/*", provider_id=q)))
    >>> sorted(find_differences(project, plan("V", "V"), plan("V", "W")))
    ['process:Q']
    """
    homes = [{a.package_id: _home(a) for a in plan.assignments} for plan in (left, right)]
    times: dict[str, list[float]] = {}
    for package in build_packages(project):
        one, other = (home.get(package.package_id, (None, None)) for home in homes)
        for piece in package.pieces:
            time = piece.contacts_per_month * piece.stream.handle_seconds
            nodes = [NodeType.PROCESS.node(package.process.process_id)]
            if piece.stream.touchpoint_id is not None:
                nodes.append(NodeType.TOUCHPOINT.node(piece.stream.touchpoint_id))
            for node in nodes:
                sums = times.setdefault(node, [0.0, 0.0])
                sums[0] += time
                sums[1] += time if one != other else 0.0
    return frozenset(node for node, (whole, moved) in times.items() if moved > LEAST_SHARE * whole)


def _home(row: Assignment) -> tuple[str | None, str | None]:
    return row.provider_id, row.platform_id
