"""Brand risk and customer insight of each option."""

from __future__ import annotations

import numpy as np

from touchmap.project import Project
from touchmap.project.vocabulary import BACKSTAGE_CHANNELS
from touchmap.quality.expected import NEUTRAL_LANGUAGE, language_quality
from touchmap.work.calendar import Array
from touchmap.work.markets import market_of
from touchmap.work.options import NONE
from touchmap.workload.amounts import Lines


def brand_risk(project: Project, lines: Lines) -> Array:
    """Brand risk of each option, 0 (none) to about 170 points, shape (options,).

    Contact-weighted mean over the lines of ``100 × brand/5 × (1 − language quality/100) × touch/3``
    for contacts the customer sees that are handled outside the customer's market, else 0.
    """
    options = lines.options
    languages = language_quality(project)
    home = project.settings.home_country
    points = np.zeros(len(lines.piece))
    for i, piece in enumerate(lines.piece):
        j = options.people[lines.option[i]]
        if j == NONE or piece.stream.channel in BACKSTAGE_CHANNELS:
            continue
        provider = options.providers[j]
        if (provider.country or home) == market_of(piece.stream, home):
            continue
        process = options.packages[options.package[lines.option[i]]].process
        fluency = languages.get((provider.provider_id, piece.stream.language), NEUTRAL_LANGUAGE)
        points[i] = 100 * process.brand_sensitivity / 5 * (1 - fluency / 100) * process.touch_need / 3
    return _by_contacts(lines, points, lines.people_contacts)


def insight_share(lines: Lines) -> Array:
    """Share of customer insight each option feeds back, 0..1, shape (options,).

    Contact-weighted mean of the providers' insight rating / 100, people and platform each for the
    contacts they handle.
    """
    options = lines.options
    rating = np.array([p.insight_feedback for p in options.providers]) / 100
    people = options.people[lines.option]
    front = options.platform[lines.option]
    contacts = lines.people_contacts.sum(axis=1)
    resolved = lines.platform_contacts.sum(axis=1)
    gained = (
        np.where(people != NONE, rating[people], 0) * contacts
        + np.where(front != NONE, rating[front], 0) * resolved
    )
    total = lines.per_option(contacts + resolved)
    return np.divide(lines.per_option(gained), total, out=np.zeros(len(total)), where=total > 0)


def _by_contacts(lines: Lines, points: Array, contacts: Array) -> Array:
    weight = contacts.sum(axis=1)
    handled = lines.per_option(contacts.sum(axis=1) + lines.platform_contacts.sum(axis=1))
    above = lines.per_option(points * weight)
    return np.divide(above, handled, out=np.zeros(len(above)), where=handled > 0)


def operational_risk(codifiability: float, metric_clarity: float) -> float:
    """``(6 − codifiability) × (6 − metric clarity) ÷ 25``, 0.04 … 1: what cannot be written down or measured.

    After Aron and Singh: the risk of giving work away falls with both.

    >>> operational_risk(5, 5), operational_risk(2, 3), operational_risk(1, 1)
    (0.04, 0.48, 1.0)
    """
    return (6 - codifiability) * (6 - metric_clarity) / 25
