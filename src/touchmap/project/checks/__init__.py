"""Every defect of a project's facts, each found by one small check.

`check_project` lists them all; nothing is solved or costed here. The name of a check after
``check_for_`` is the code of the issues it gives. A new check goes into `CHECKS` and gets a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from touchmap.errors import InvalidProjectError, Issue, Severity
from touchmap.project.checks import (
    figures,
    identity,
    journey_map,
    offers,
    providers,
    ratings,
    rules,
    scenarios,
    scopes,
    shapes,
    today,
    work,
)
from touchmap.project.model import Project

Check = Callable[[Project], Iterator[Issue]]


def _checks_of(module: object) -> list[Check]:
    return [check for name, check in vars(module).items() if name.startswith("check_for_")]


CHECKS: tuple[Check, ...] = tuple(
    check
    for module in (
        identity,
        journey_map,
        work,
        shapes,
        today,
        providers,
        ratings,
        offers,
        figures,
        rules,
        scopes,
        scenarios,
    )
    for check in _checks_of(module)
)
"""Every check, in the order issues are listed: as written, module by module."""


def check_project(project: Project) -> list[Issue]:
    """List every problem in the facts: errors that stop the work, warnings shown beside the result.

    >>> [str(issue) for issue in check_project(Project())][0]
    'processes: table processes – has no row – 0 – add the processes behind the touchpoints'
    """
    return [issue for check in CHECKS for issue in check(project)]


def require_valid(project: Project) -> list[Issue]:
    """Give the warnings of a project, or raise all its errors at once.

    Raises
    ------
    InvalidProjectError
        If the project has an error; it holds the warnings too.
    """
    issues = check_project(project)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise InvalidProjectError(issues)
    return issues


__all__ = ["CHECKS", "Check", "check_project", "require_valid"]
