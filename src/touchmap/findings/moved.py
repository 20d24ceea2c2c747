"""Findings about work that moves: unready, key, torn from its hand-offs, moved for cost alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from touchmap.costing.lines.handoffs import homes_of
from touchmap.costing.readiness import is_unready
from touchmap.findings.case import SHOWN, Case, count, named, some
from touchmap.plan import Finding
from touchmap.project import Process
from touchmap.project.vocabulary import Motive
from touchmap.work.handoff_pairs import COMPANY, build_pairs
from touchmap.work.options import NONE

_COST = re.compile(
    r"\b(?:cost\w*|cheap\w*|saving\w*|save money|expense\w*|spend\w*|budget\w*|kosten\w*)\b", re.I
)
_SEPARATOR = re.compile(r"[;,.]|\band\b|\bthen\b|\bat\b", re.I)


def plan_breaks_limits(case: Case) -> Iterator[Finding]:
    """A plan somebody made by hand does not hold the limits."""
    for violation in case.plan_violations[:SHOWN]:
        subject = violation.rule_id or violation.subject or violation.stem
        yield Finding(
            level="red", code="plan_breaks", subject=subject, message=f"Broken: {violation.message}"
        )
    rest = len(case.plan_violations) - SHOWN
    if rest > 0:
        yield Finding(
            level="red", code="plan_breaks", message=f"The plan breaks {count(rest, 'more limit')}."
        )


def unhealthy_moved(case: Case) -> Iterator[Finding]:
    """Broken or undocumented work goes to a third party; amber where mending is priced, owned and dated."""
    for process_id in case.by_process(np.flatnonzero(case.handed_over)):
        process = case.project.process(process_id)
        takers = [
            lead.name
            for k in np.flatnonzero(case.handed_over)
            if case.packages[k].process.process_id == process_id
            and (lead := case.lead(int(k))) is not None
            and not lead.is_own
        ]
        if takers and is_unready(case.project, process_id):
            yield _unhealthy(process, some(takers))


def _unhealthy(process: Process, takers: str) -> Finding:
    state = f"health {process.health} of 5, documentation {process.codifiability} of 5"
    planned = bool(
        process.remediation_cost is not None and process.remediation_owner and process.remediation_on
    )
    what = (
        f"is mended by {process.remediation_owner} until {process.remediation_on}, then moves to {takers}"
        if planned
        else f"moves to {takers} although nobody has priced, owned and dated its mending"
    )
    return Finding(
        level="amber" if planned else "red",
        code="unhealthy_moved",
        subject=process.process_id,
        message=f"{named(process)} is not ready ({state}): it {what}.",
    )


def key_competency_outside(case: Case) -> Iterator[Finding]:
    """A competency the company lives by is in other hands; amber where somebody signed for it."""
    outside: dict[str, list[str]] = {}
    for k, package in enumerate(case.packages):
        people = case.people(k)
        if package.process.key_competency and people is not None and not people.is_own:
            outside.setdefault(package.process.process_id, []).append(people.name)
    for process_id, names in outside.items():
        process = case.project.process(process_id)
        by = process.competency_override_by
        signed = f"allowed by {by}" if by else "and nobody has signed for it"
        yield Finding(
            level="amber" if by else "red",
            code="key_competency_outside",
            subject=process_id,
            message=f"{named(process)} is a key competency done by {some(names)}, {signed}.",
        )


def cut_without_owner(case: Case) -> Iterator[Finding]:
    """Work crosses from one home to another and nobody answers for that it arrives."""
    homes, before = homes_of(case.costing, case.plan.choice), homes_of(case.costing, case.today.choice)
    cut: dict[str, bool] = {}
    for pair in build_pairs(case.project, case.packages):
        if pair.handoff.owner:
            continue
        ends = (pair.sender, pair.receiver)
        a, b = (0 if k == COMPANY else int(homes[k]) for k in ends)
        c, d = (0 if k == COMPANY else int(before[k]) for k in ends)
        if a != b and case.plan.choice[pair.sender] != NONE:
            cut[pair.handoff.handoff_id] = cut.get(pair.handoff.handoff_id, False) or c == d
    if cut:
        new = sum(cut.values())
        rows = {h.handoff_id: h for h in case.project.handoffs}
        names = some(
            f"{rows[h].handoff_id} {rows[h].from_process_id} → {rows[h].to_id}"
            for h in sorted(cut, key=lambda h: (not cut[h], -rows[h].criticality, h))
        )
        yield Finding(
            level="red",
            code="cut_without_owner",
            subject="; ".join(sorted(cut)),
            message=f"{count(len(cut), 'hand-off')} between different homes without an owner "
            f"({new} of them newly cut): {names}.",
        )


def cost_is_the_only_motive(case: Case) -> Iterator[Finding]:
    """The purpose of sourcing, or its motives, speak of cost and of nothing else."""
    purpose, motives = case.project.settings.primary_purpose, case.project.settings.motives
    if names_only_cost(purpose) or (not purpose and set(motives) == {Motive.COST}):
        said = f" (“{purpose}”)" if purpose else ""
        yield Finding(
            level="red",
            code="cost_only",
            message=f"The stated purpose is cost alone{said}: "
            "say what customers and the company gain beside it.",
        )


def names_only_cost(purpose: str) -> bool:
    """Whether every aim in a purpose is about cost.

    >>> [names_only_cost(purpose) for purpose in ("cut cost and spend less", "quality at flat cost", "")]
    [True, False, False]
    """
    aims = [aim for aim in _SEPARATOR.split(purpose) if aim.strip()]
    return bool(aims) and all(_COST.search(aim) for aim in aims)


def left_undone(case: Case) -> Iterator[Finding]:
    """Work for which the plan names nobody."""
    left = np.flatnonzero(
        (case.plan.choice == NONE) & ((case.today.choice != NONE) | case.plan.unassigned.astype(bool))
    )
    if len(left):
        names = some(named(case.project.process(p)) for p in case.by_process(left))
        contacts = float(case.contacts[left].sum())
        yield Finding(
            level="amber",
            code="left_undone",
            subject="; ".join(case.packages[k].package_id for k in left),
            message=f"{count(len(left), 'package')} left undone ({contacts:,.0f} contacts a month): {names}.",
        )
