"""All that can be said of a project before solving: its facts, and whether its work can be done."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.costing import Costing, build_costing
from touchmap.eligibility import Eligibility, find_eligible
from touchmap.errors import Issue, Severity, Where
from touchmap.project import Project
from touchmap.project.checks import check_project
from touchmap.work.options import NONE


def validate(project: Project) -> list[Issue]:
    """All problems of a project, errors and warnings.

    Beyond the checks of the facts: packages nobody can do, and demand above what all providers, or all
    pools of a language, can do together. These need priced options and are left out while the facts
    have errors.
    """
    issues = list(check_project(project))
    if any(i.severity is Severity.ERROR for i in issues):
        return issues
    costing = build_costing(project)
    eligibility = find_eligible(project, costing.options)
    return [*issues, *eligibility.issues(), *check_for_demand_above_capacity(costing, eligibility)]


def check_for_demand_above_capacity(costing: Costing, eligibility: Eligibility) -> Iterator[Issue]:
    """Months in which the least staff all work needs exceeds the capacity of all providers together."""
    options, least = costing.options, np.zeros(12)
    for k in range(len(options.packages)):
        inside = options.of_package[k][eligibility.possible[options.of_package[k]]]
        if len(inside):
            least += costing.fte[inside].min(axis=0)
    least = np.maximum(least - sum(pool.valley_fte for pool in costing.pools), 0.0)
    people = {int(j) for j in options.people[eligibility.possible]} - {NONE}
    capacity = sum((costing.staff[j].capacity for j in people), start=np.zeros(12))
    for month in np.flatnonzero(costing.calendar.occurs & (least > capacity + 1e-9)):
        yield Issue(
            "demand_above_capacity",
            f"month {month + 1} needs at least {least[month]:,.1f} FTE; all providers together have "
            f"{capacity[month]:,.1f}",
            "raise capacity_fte of a provider, add a provider, or lower the seasonal peak",
            Where("providers", column="capacity_fte"),
            value=f"{least[month]:.1f}",
        )
