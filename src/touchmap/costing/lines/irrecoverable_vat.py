"""Irrecoverable VAT on third parties' monthly bills: insurers, banks and others cannot reclaim it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import PartyAmount
from touchmap.project import Project
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Irrecoverable VAT",
    "running bills of third parties × share that cannot be recovered",
    "settings.irrecoverable_vat_share",
)
BILLED_AS_A_WHOLE = frozenset(
    {"minimum_commitment", "volume_discount", "idle_staff", "pool_opening", "valley_work"}
)
"""What a party bills as a whole and not for one package; the tax on a fixed price is a charge like it."""


def vat(bill: Array, share: float) -> Array:
    """Tax that cannot be recovered.

    >>> vat(np.array([1000.0]), 0.21)
    array([210.])
    """
    return bill * share


def shares(project: Project) -> Array:
    """Irrecoverable share by provider, 0 for own staff and, last, for nobody, shape (providers + 1,)."""
    share = project.settings.irrecoverable_vat_share or 0.0
    return np.array([0.0 if p.is_own else share for p in project.providers] + [0.0])


def amounts(costing: Costing, parts: Iterable[PartyAmount]) -> Iterator[PartyAmount]:
    """Tax on what third parties bill as a whole under a plan."""
    for part in parts:
        share = 0.0 if part.party == NONE else float(costing.vat[part.party])
        if share and part.line in BILLED_AS_A_WHOLE:
            note = f"on {part.line}" + (f" · {part.note}" if part.note else "")
            yield PartyAmount(
                "irrecoverable_vat", part.party, vat(part.by_year, share), share * part.first_year, note
            )
