"""`find_findings`: asks every check and puts what must be answered first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import Evaluation
from touchmap.findings import assumed, managed, moved, quality
from touchmap.findings.case import Case
from touchmap.plan import Finding, Violation
from touchmap.project import Project, Scenario

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    quality.quality_falls,
    quality.moments_of_truth_fall,
    moved.unhealthy_moved,
    moved.key_competency_outside,
    moved.cut_without_owner,
    moved.cost_is_the_only_motive,
    moved.left_undone,
    quality.staying_below_floor,
    quality.self_service_below_floor,
    managed.provider_without_owner,
    managed.provider_without_owner_time,
    managed.stand_ins_used,
    assumed.touch_not_confirmed,
    assumed.today_not_recorded,
    assumed.today_breaks_limits,
    assumed.flexibility_preset,
    assumed.languages_taken_for_granted,
    managed.spend_concentrated,
)
"""Every check, the gravest first."""

_ORDER = ("red", "amber", "note")


class HasViolations(Protocol):
    """What an independent check gives back, as far as it matters here."""

    @property
    def violations(self) -> Sequence[Violation]:
        """What the plan breaks."""
        ...


def find_findings(
    project: Project,
    costing: Costing,
    evaluation: Evaluation,
    today_evaluation: Evaluation,
    verification: HasViolations | Sequence[Violation] = (),
    *,
    scenario: Scenario | None = None,
) -> tuple[Finding, ...]:
    """List what a board should know about a plan: red must be answered, amber should be, then notes.

    Parameters
    ----------
    costing
        Coefficients of the project.
    evaluation
        The plan, priced.
    today_evaluation
        Today's assignment, priced.
    verification
        What the independent check says of **today's** assignment, or its violations.
    scenario
        The scenario whose quality floors count; all floors of the project if not given.
    """
    found = verification if isinstance(verification, Sequence) else verification.violations
    case = Case(project, costing, evaluation, today_evaluation, tuple(found), scenario)
    findings = [finding for check in CHECKS for finding in check(case)]
    return tuple(sorted(findings, key=lambda f: _ORDER.index(f.level)))
