"""Language premium: what a provider asks on top of its price for a language."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints

FACTS = LineFacts(
    LineKind.RUNNING,
    "Language premium",
    "run × premium",
    "provider_languages.premium_share",
    "usual 5–10 % for a common language, 20–40 % for a rare one",
)


def premium(run: Array, share: Array) -> Array:
    """Premium a month, shape (options, 12).

    Parameters
    ----------
    run
        Money a month at list price, shape (options, 12).
    share
        Premium by option, shape (options,).

    >>> premium(np.array([[1000.0, 500.0]]), np.array([0.25]))
    array([[250., 125.]])
    """
    result: Array = run * share[:, None]
    return result


def share_of(frame: Frame, party: Ints) -> Array:
    """Premium a party of each option asks for the package's language, shape (options,)."""
    asked = {(r.provider_id, r.language): r.premium_share for r in frame.project.provider_languages}
    options = frame.options
    return np.array(
        [
            0.0
            if j == NONE
            else asked.get((options.providers[j].provider_id, options.packages[k].language), 0.0)
            for j, k in zip(party, options.package, strict=True)
        ]
    )
