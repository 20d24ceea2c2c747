"""Findings about what a plan takes for granted: touch needs, today, flexibility, languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from touchmap.costing.staffing import OWN_FLEX
from touchmap.findings.case import SHOWN, Case, count, percent, some
from touchmap.plan import Finding
from touchmap.project.vocabulary import Decision, EvidenceLevel
from touchmap.work.options import NONE
from touchmap.work.today import is_today_assumed


def touch_not_confirmed(case: Case) -> Iterator[Finding]:
    """The touch need of some touchpoints has not been confirmed by people."""
    said = Counter(t.touch_confirmed for t in case.project.touchpoints)
    whole, confirmed = len(case.project.touchpoints), said[Decision.CONFIRMED]
    if confirmed < whole:
        others = [f"{said[d]} {d.value}" for d in (Decision.PARKED, Decision.DISAGREED) if said[d]]
        aside = f" ({', '.join(others)})" if others else ""
        yield Finding(
            level="amber",
            code="touch_not_confirmed",
            message=f"The touch need of {confirmed} of {whole} touchpoints is confirmed{aside}; "
            "the rest is a proposal.",
        )


def today_not_recorded(case: Case) -> Iterator[Finding]:
    """Nobody has recorded who does the work now."""
    unknown = np.flatnonzero(case.today.choice == NONE)
    if is_today_assumed(case.project) and len(unknown) < len(case.packages):
        yield Finding(
            level="amber",
            code="today_assumed",
            message="Who does the work today is not recorded; all of it is taken to be done by own staff.",
        )
    elif len(unknown):
        names = some(case.packages[k].package_id for k in unknown)
        yield Finding(
            level="amber",
            code="today_unknown",
            subject="; ".join(case.packages[k].package_id for k in unknown),
            message=f"Today's provider of {count(len(unknown), 'package')} is not known or cannot be priced, "
            f"so the comparison with today leaves them out: {names}.",
        )


def today_breaks_limits(case: Case) -> Iterator[Finding]:
    """Today's assignment does not hold the limits a plan must hold."""
    for violation in case.today_violations[:SHOWN]:
        yield Finding(
            level="note",
            code="today_breaks",
            subject=violation.rule_id or violation.subject or violation.stem,
            message=f"Today: {violation.message}",
        )
    rest = len(case.today_violations) - SHOWN
    if rest > 0:
        yield Finding(
            level="note",
            code="today_breaks",
            message=f"Today breaks {count(rest, 'more limit')} of this scenario.",
        )


def flexibility_preset(case: Case) -> Iterator[Finding]:
    """How far own staff follow the seasons has not been asked."""
    preset = [p for p in case.engaged if p.is_own and not p.is_platform and p.flex_share is None]
    if preset:
        yield Finding(
            level="note",
            code="flexibility_preset",
            subject="; ".join(p.provider_id for p in preset),
            message=f"{percent(OWN_FLEX)} of the peak staff of {some(p.name for p in preset)} is taken to "
            "be flexible (temps, annualised hours, leave planning): a preset, not asked yet.",
        )


def languages_taken_for_granted(case: Case) -> Iterator[Finding]:
    """The languages of a provider in the plan are assumed."""
    listed = {row.provider_id for row in case.project.provider_languages}
    spoken = {s.language for s in case.project.demand} - {"xx"}
    doubtful = {
        e.row_id.split("/")[0]
        for e in case.project.evidence
        if e.table == "provider_languages" and e.level is EvidenceLevel.ASSUMED and e.row_id
    }
    people = [p for p in case.engaged if not p.is_platform]
    silent = [p for p in people if p.provider_id not in listed]
    assumed = [p for p in people if p.provider_id in doubtful]
    if silent and spoken:
        yield Finding(
            level="note",
            code="languages_assumed",
            subject="; ".join(p.provider_id for p in silent),
            message=f"{some(p.name for p in silent)} list no languages and are taken to speak all "
            f"({some(sorted(spoken))}).",
        )
    if assumed:
        yield Finding(
            level="note",
            code="languages_assumed",
            subject="; ".join(p.provider_id for p in assumed),
            message=f"The languages of {some(p.name for p in assumed)} are assumed from the market.",
        )
