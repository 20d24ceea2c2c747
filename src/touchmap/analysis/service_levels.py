"""`service_levels`: what each service level of a process takes, at the prices of today's providers."""

from __future__ import annotations

from touchmap.costing.prices import Prices
from touchmap.project import Project
from touchmap.workload.staffing.staff import NOBODY
from touchmap.workload.staffing.targets import ServiceLevelCurve, service_level_curve


def service_levels(project: Project, process_id: str) -> ServiceLevelCurve:
    """Agents, FTE and money of every service level of a process, an FTE at its provider's cost of a month.

    Raises
    ------
    UnknownNameError
        If there is no such process.
    """
    prices = Prices(project)
    cost = {p.provider_id: prices.fte_month(p) for p in project.providers}
    return service_level_curve(project, process_id, cost_per_fte_month={NOBODY: 0.0, **cost})
