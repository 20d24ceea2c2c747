"""Governance: managing third parties, as a share of their bill."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project.vocabulary import GovernanceBasis
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Governance",
    "bill of a third party × share",
    "providers.governance_share",
    "usual 2.5 % on the premises, 4 onshore, 6 near, 7–8 offshore",
)


def shares(frame: Frame) -> Array:
    """Share by provider, last entry for nobody, shape (providers + 1,).

    0 for own staff, and for everybody where own staff who manage providers are charged instead: never
    both.
    """
    stated = np.array([p.governance_share for p in frame.options.providers] + [0.0])
    if frame.settings.governance_basis is GovernanceBasis.RETAINED_ORGANISATION:
        return np.zeros_like(stated)
    return np.where(frame.third, stated, 0.0)
