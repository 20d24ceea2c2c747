"""`find_findings`: asks every check and puts what must be answered first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol
from weakref import ref

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import Evaluation
from touchmap.findings import assumed, defaults, managed, moved, prices, quality
from touchmap.findings.case import Case
from touchmap.plan import Assignment, Finding, Plan, Violation
from touchmap.project import Project, Scenario
from touchmap.verifying import verify_plan
from touchmap.work.options import NONE

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    moved.plan_breaks_limits,
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
    prices.rate_bases_mixed,
    prices.malus_counted,
    assumed.touch_not_confirmed,
    assumed.today_not_recorded,
    assumed.today_breaks_limits,
    assumed.flexibility_preset,
    defaults.defaults_used,
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
        What the independent check says of the plan, or its violations.
    scenario
        The scenario whose rules today is held against and whose quality floors count; without it
        today is not checked, and all floors of the project count.
    """
    found = verification if isinstance(verification, Sequence) else verification.violations
    is_today = np.array_equal(evaluation.choice, today_evaluation.choice)
    of_today = tuple(found) if is_today else _broken_today(project, costing, scenario)
    broken = () if is_today else tuple(found)
    case = Case(project, costing, evaluation, today_evaluation, of_today, broken, scenario)
    findings = [finding for check in CHECKS for finding in check(case)]
    return tuple(sorted(findings, key=lambda f: _ORDER.index(f.level)))


def _broken_today(project: Project, costing: Costing, scenario: Scenario | None) -> tuple[Violation, ...]:
    """What today's assignment breaks of a scenario, as far as today is known; the last answers are kept."""
    if scenario is None:
        return ()
    for known, of, violations in list(_TODAY):
        if known() is costing and of == scenario:
            return violations
    violations = _checked_today(project, costing, scenario)
    _TODAY.append((ref(costing), scenario, violations))
    return violations


_TODAY: deque[tuple[ref[Costing], Scenario, tuple[Violation, ...]]] = deque(maxlen=8)
"""What today breaks of the scenarios asked about last: many plans of one scenario are held against it."""


def _checked_today(project: Project, costing: Costing, scenario: Scenario) -> tuple[Violation, ...]:
    options = costing.options
    rows = []
    for package, option in zip(options.packages, options.today, strict=True):
        parties = (None, None, ()) if option == NONE else options.options[option].identity
        provider_id, platform_id, offer_ids = parties
        rows.append(
            Assignment(
                package_id=package.package_id,
                provider_id=provider_id,
                platform_id=platform_id,
                offer_ids=offer_ids,
            )
        )
    return verify_plan(project, scenario, Plan(assignments=tuple(rows)), costing=costing).violations
