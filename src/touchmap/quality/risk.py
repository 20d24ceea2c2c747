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
    home = project.settings.home_country
    markets = [market_of(p.stream, home) for p in options.pieces]
    places = [p.country or home for p in options.providers]
    number = {country: n for n, country in enumerate(dict.fromkeys((*markets, *places)))}
    market = np.array([number[m] for m in markets], dtype=np.int64)[options.line_piece]
    people = options.people[lines.option]
    place = np.array([*(number[p] for p in places), NONE], dtype=np.int64)[people]
    seen = np.array([p.stream.channel not in BACKSTAGE_CHANNELS for p in options.pieces], dtype=bool)
    abroad = seen[options.line_piece] & (people != NONE) & (place != market)
    fluency = options.in_language(language_quality(project), options.people, NEUTRAL_LANGUAGE)
    brand, touch = options.of_process("brand_sensitivity"), options.of_process("touch_need")
    points = 100 * brand / 5 * (1 - fluency / 100) * touch / 3
    return _by_contacts(lines, np.where(abroad, points[lines.option], 0.0), lines.people_contacts)


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
