"""Irrecoverable VAT on what third parties bill once: set-up, advice, teaching, connecting, leaving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines import double_running, irrecoverable_vat, outplacement
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

if TYPE_CHECKING:
    from touchmap.costing.book import Bills

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Irrecoverable VAT on one-off bills",
    "one-off bills of third parties × share that cannot be recovered; of knowledge transfer the trainer's "
    "part",
    "settings.irrecoverable_vat_share",
)
BILLED_ONCE = frozenset(
    {"engagement", "selection_and_advice", "knowledge_transfer", "system_integration", "exit_fee"}
)
"""Lines owed once that somebody outside bills; project management, mending and experts are own people."""
BY_ADVISERS = "selection_and_advice"
"""The one of them that no provider bills."""


def trainers_part(expert_per_hour: float, trainer_per_hour: float) -> float:
    """Part of knowledge transfer that the party's trainer is, which is billed.

    >>> trainers_part(45, 15)
    0.25
    """
    both = expert_per_hour + trainer_per_hour
    return trainer_per_hour / both if both else 0.0


def charges(frame: Frame, owed: Iterable[Charge]) -> Iterator[Charge]:
    """Tax on each charge that third parties bill once, owed whenever the charge is."""
    shares = irrecoverable_vat.shares(frame.project)
    for charge in owed:
        if charge.line not in BILLED_ONCE:
            continue
        share = _company_share(frame) if charge.line == BY_ADVISERS else float(shares[charge.party])
        if charge.line == "knowledge_transfer":
            share *= trainers_part(frame.settings.expert_rate_per_hour, _trainer(frame, charge.party))
        if share and charge.total:
            key = f"on {charge.line} · {charge.key}"
            yield replace(charge, line="vat_once", key=key, amount=share * charge.amount)


def by_line(frame: Frame, once: dict[str, Array], bills: Bills) -> dict[str, Array]:
    """Tax on what each option costs once, by the line it is on, shape (options,) each.

    Parameters
    ----------
    once
        One-off amounts of every option, by cost line.
    bills
        Bills of today, for double running.
    """
    people, front = frame.options.people, frame.options.platform
    shares = irrecoverable_vat.shares(frame.project)
    taxed = bills.whole_of_people * shares[people][:, None] + bills.whole_of_platform * shares[front][:, None]
    return {
        "double_running": double_running.by_option(frame, frame.calendar.average(taxed)),
        "training": once["training"] * shares[people],
        "learning_curve": once["learning_curve"] * shares[people],
        "outplacement": once["outplacement"] * _company_share(frame),
    }


def by_option(frame: Frame, once: dict[str, Array], bills: Bills) -> Array:
    """Money once by option, all lines together, shape (options,)."""
    parts = by_line(frame, once, bills).values() if _company_share(frame) else ()
    return sum(parts, start=np.zeros(len(frame.options.options)))


def if_left_undone(frame: Frame) -> Array:
    """Money once if a package is left unassigned, shape (packages,)."""
    return outplacement.if_left_undone(frame) * _company_share(frame)


def _company_share(frame: Frame) -> float:
    """Share that cannot be recovered on bills of those who are no provider."""
    return frame.settings.irrecoverable_vat_share or 0.0


def _trainer(frame: Frame, party: int) -> float:
    if party == NONE:
        return 0.0
    provider = frame.options.providers[party]
    return frame.prices.of_provider(provider.training_rate_per_hour, provider)
