"""Findings about providers: who manages them, whether they are real, how much hangs on one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.findings.case import Case, percent, some
from touchmap.plan import Finding
from touchmap.project import Provider
from touchmap.project.market import STAND_IN
from touchmap.work.options import NONE


def _third_parties(case: Case) -> list[Provider]:
    return [p for p in case.engaged if not p.is_own]


def _contract_owners(case: Case) -> dict[str, tuple[bool, bool]]:
    """Whether a provider's contracts name an owner, and the owner's time."""
    found: dict[str, tuple[bool, bool]] = {}
    for contract in case.project.contracts:
        owner, time = found.get(contract.provider_id, (False, False))
        named, timed = bool(contract.owner), contract.owner_time_share is not None
        found[contract.provider_id] = (owner or named, time or timed)
    return found


def provider_without_owner(case: Case) -> Iterator[Finding]:
    """Nobody at the client is named who manages a third party."""
    owners = _contract_owners(case)
    without = [
        p for p in _third_parties(case) if not (p.owner or owners.get(p.provider_id, (False, False))[0])
    ]
    if without:
        yield Finding(
            level="amber",
            code="provider_without_owner",
            subject="; ".join(p.provider_id for p in without),
            message=f"Nobody at the client is named who manages {some(p.name for p in without)}.",
        )


def provider_without_owner_time(case: Case) -> Iterator[Finding]:
    """An owner is named but no time of theirs is set aside."""
    owners = _contract_owners(case)
    without = []
    for p in _third_parties(case):
        owned, timed = owners.get(p.provider_id, (False, False))
        if (p.owner or owned) and p.owner_time_share is None and not timed:
            without.append(p)
    if without:
        yield Finding(
            level="amber",
            code="provider_without_owner_time",
            subject="; ".join(p.provider_id for p in without),
            message=f"No share of the owner's time is set aside to manage {some(p.name for p in without)}.",
        )


def stand_ins_used(case: Case) -> Iterator[Finding]:
    """The plan rests on market figures where there is no bid yet."""
    used = [p for p in case.engaged if p.name.startswith(STAND_IN)]
    if used:
        yield Finding(
            level="amber",
            code="stand_in_used",
            subject="; ".join(p.provider_id for p in used),
            message=f"Not bids but market figures: {some(p.name for p in used)}.",
        )


def spend_concentrated(case: Case) -> Iterator[Finding]:
    """How much of the spend with third parties goes to the largest of them."""
    options, year = case.costing.options, case.costing.calendar.occurs
    spend = np.zeros(len(options.providers))
    costing = case.costing
    for party, bill in ((options.people, costing.spend), (options.platform, costing.platform_spend)):
        chosen = case.plan.chosen[party[case.plan.chosen] != NONE]
        np.add.at(spend, party[chosen], bill[chosen][:, year].sum(axis=1))
    third = np.array([not p.is_own for p in options.providers], dtype=bool)
    outside = np.where(third, spend, 0.0)
    if (outside > 0).sum() > 1:
        j = int(outside.argmax())
        yield Finding(
            level="note",
            code="concentration",
            subject=options.providers[j].provider_id,
            message=f"{options.providers[j].name} gets {percent(outside[j] / outside.sum())} of the spend "
            f"with third parties and {percent(outside[j] / spend.sum())} of all (list price, year 1).",
        )
