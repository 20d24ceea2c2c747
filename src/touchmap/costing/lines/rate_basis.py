"""Rate basis: what makes basic and fully loaded rates comparable with ongoing ones."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Provider, Settings
from touchmap.project.vocabulary import RateBasis
from touchmap.work.calendar import Array, times

FACTS = LineFacts(
    LineKind.RUNNING,
    "Rates made comparable",
    "run of a third party billed by hour or FTE × uplift of a basic rate, or −reduction of a fully loaded "
    "one",
    "providers.rate_basis, settings.basic_rate_uplift_share, settings.loaded_rate_reduction_share",
    "an ongoing rate holds supervision, quality, planning, seat and platform, not set-up, first training "
    "and travel",
)


def uplift(settings: Settings, provider: Provider) -> float | None:
    """Share by which a provider's rates are raised to be ongoing rates; none where it is not known.

    >>> cheap = Provider(provider_id="P", name="P", sourcing_model="offshore", rate_basis="basic")
    >>> uplift(Settings(basic_rate_uplift_share=0.2), cheap), uplift(Settings(), cheap)
    (0.2, None)
    """
    if provider.is_own or provider.rate_basis is RateBasis.ONGOING:
        return 0.0
    if provider.rate_basis is RateBasis.BASIC:
        return settings.basic_rate_uplift_share
    reduction = settings.loaded_rate_reduction_share
    return None if reduction is None else -reduction


def by_line(frame: Frame, run: Array) -> Array:
    """Money a month by line, shape (lines, 12); nothing where an uplift is not known.

    Parameters
    ----------
    run
        Money a month of each line's people at list price, shape (lines, 12).
    """
    lines = frame.lines
    known = np.array([uplift(frame.settings, p) or 0.0 for p in frame.options.providers] + [0.0])
    share = known[frame.options.people[lines.option]] * lines.billed_by_staff
    return times(run, share)
