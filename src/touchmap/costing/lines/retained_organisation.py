"""Retained organisation: own staff who manage third parties, instead of a share of their bills."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.project.vocabulary import GovernanceBasis
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.RUNNING,
    "Retained organisation",
    "FTE × cost of an own FTE-month",
    "settings.retained_organisation_fte",
)


def charges(frame: Frame) -> Iterator[Charge]:
    """Owed while any third party's people do anything."""
    if frame.settings.governance_basis is GovernanceBasis.RETAINED_ORGANISATION:
        monthly = frame.settings.retained_organisation_fte * frame.prices.company_fte_month
        yield Charge(
            "retained_organisation",
            Structural.CHARGED_ONCE,
            "company",
            NONE,
            frame.monthly(monthly, NONE),
            monthly * frame.months,
            np.flatnonzero(frame.third[frame.options.people]),
        )
