"""Repeat contacts: what a lower first-contact resolution than today's costs, or a higher one saves.

Volumes are measured today, so they hold today's repeat contacts; only the difference counts. Work
billed by the resolution is left out: there the provider bears it.
"""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.RUNNING,
    "Repeat contacts",
    "bill × (today's first-contact resolution − the option's) × cost per point",
    "providers.resolution_delta, processes.resolution_target_share, settings.first_contact_resolution, "
    "settings.repeat_cost_factor",
    "published surveys: a point of first-contact resolution is 1 % of cost",
)


def repeats(billed: Array, today: float, resolution: float, factor: float) -> Array:
    """Money a month more than at today's resolution.

    >>> repeats(np.array([1000.0]), 0.75, 0.5, 1.0)
    array([250.])
    """
    return billed * (today - resolution) * factor


def resolution(frame: Frame, stated: float | None, delta: float) -> float:
    """First-contact resolution of a process at a provider: its target, else the usual, and the difference."""
    usual = frame.settings.first_contact_resolution if stated is None else stated
    return float(np.clip(usual + delta, 0, 1))


def by_line(frame: Frame, billed: Array) -> Array:
    """Money a month by line, shape (lines, 12); nothing where people's work of today is not known.

    Parameters
    ----------
    billed
        Bill of each line's people, premiums included, shape (lines, 12).
    """
    lines, options = frame.lines, frame.options
    out = np.zeros_like(billed)
    for i, offer in enumerate(lines.people_offer):
        now = options.today[options.package[lines.option[i]]]
        if offer is None or now == NONE or options.people[now] == NONE:
            continue
        if offer.pricing_model is not PricingModel.PER_RESOLUTION:
            stated = options.packages[options.package[lines.option[i]]].process.resolution_target_share
            people = options.providers[options.people[lines.option[i]]]
            before = options.providers[options.people[now]]
            then = resolution(frame, stated, before.resolution_delta)
            reached = resolution(frame, stated, people.resolution_delta)
            out[i] = repeats(billed[i], then, reached, frame.settings.repeat_cost_factor)
    return out
