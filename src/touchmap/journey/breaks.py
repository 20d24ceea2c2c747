"""Journey breaks: the chance that a customer meets two parties or more.

A customer speaks one language; a contact at touchpoint ``t`` is with party ``p`` with the share
``s_tp`` of that party in the contacts there in that language, and with nobody (self-service alone,
work nobody sees or does) with ``s_t0``. With ``h_p`` the chance that every contact is with ``p`` or
with nobody, and ``h_0`` that every one is with nobody,

``P(one party at most) = Σ_p (h_p − h_0) + h_0``, and a break is the rest.

- a named journey, gone from end to end: ``h_p = Π_t (s_tp + s_t0)``;
- the chain of transitions, from where customers come in: ``h_p = r ∘ (leaving + Q h_p)`` with
  ``r = s_p + s_0``, solved as a linear system.

Which provider takes a contact is taken to be independent from contact to contact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from touchmap.journey.contacts import Contacts, expected_contacts
from touchmap.journey.graph import ordered_journeys
from touchmap.journey.parties import Placement, place
from touchmap.plan import Plan
from touchmap.project import Project
from touchmap.project.vocabulary import BACKSTAGE_CHANNELS
from touchmap.work.calendar import Array

NEUTRAL = "xx"
"""Language of contacts that need none; customers of every language have them."""

Mix = Mapping[str | None, float]
"""Share of each party in some contacts; none stands for nobody."""


@dataclass(frozen=True)
class Break:
    """Chance that a customer meets two parties or more, 0 … 1."""

    journey_id: str
    """Named journey; empty for the whole chain."""
    probability: float | None
    """Over all languages, weighted by contacts; none where nobody makes the journey."""
    by_language: dict[str, float]
    parties: tuple[str, ...]
    """Parties a customer may meet on it, sorted."""


@dataclass(frozen=True)
class Breaks:
    """Breaks of each named journey, and of the whole chain of transitions."""

    journeys: tuple[Break, ...]
    chain: Break


def break_probability(path: list[Mix]) -> float:
    """Chance that contacts in a row, each with a party by its share, are with two parties or more.

    Parameters
    ----------
    path
        For each contact the share of each party; none stands for nobody. Shares sum to 1.

    Half of the first contacts and all of the second are with A, the rest with B; so half break:

    >>> break_probability([{"A": 0.5, "B": 0.5}, {"A": 1.0}])
    0.5
    >>> break_probability([{"A": 1.0}, {None: 1.0}, {"A": 1.0}])
    0.0
    """
    nobody = float(np.prod([step.get(None, 0.0) for step in path]))
    parties = {party for step in path for party in step if party is not None}
    alone = [
        float(np.prod([step.get(p, 0.0) + step.get(None, 0.0) for step in path])) for p in sorted(parties)
    ]
    return _share(1 - (sum(h - nobody for h in alone) + nobody))


def journey_breaks(
    project: Project,
    plan: Plan | None = None,
    *,
    placement: Placement | None = None,
    contacts: Contacts | None = None,
) -> Breaks:
    """Chance of meeting two parties or more, for each named journey and for the whole chain.

    Customers of a language meet whoever serves the touchpoint in it; where nobody does, whoever serves
    it in no particular language (``xx``), else whoever serves it at all. Languages count with their
    contacts at the touchpoints of the journey; in the chain, with those that come in from outside.

    Parameters
    ----------
    plan
        None = today.
    placement, contacts
        The plan's `place` and the project's `expected_contacts`, if they are at hand.

    >>> from touchmap.project import DemandStream, JourneyStep, Process, Provider, TodayRow, Touchpoint
    >>> from touchmap.project import Transition
    >>> found = journey_breaks(Project(
    ...     touchpoints=tuple(Touchpoint(touchpoint_id=t, stage_id="S", name=t) for t in "AB"),
    ...     transitions=(Transition(from_touchpoint_id="A", to_touchpoint_id="B", probability=0.25),),
    ...     journeys=tuple(JourneyStep(journey_id="J", position=n, touchpoint_id=t)
    ...                    for n, t in enumerate("AB", 1)),
    ...     processes=tuple(Process(process_id=p, name=p) for p in "PQ"),
    ...     demand=tuple(DemandStream(demand_id=t, process_id=p, touchpoint_id=t, language="nl",
    ...                               contacts_per_month=n, handle_seconds=60)
    ...                  for t, p, n in (("A", "P", 100), ("B", "Q", 25))),
    ...     providers=tuple(Provider(provider_id=v, name=v, sourcing_model="onshore") for v in "VW"),
    ...     today=(TodayRow(demand_id="A", provider_id="V"), TodayRow(demand_id="B", provider_id="W")),
    ... ))
    >>> found.journeys[0].probability, found.chain.probability, found.chain.parties
    (1.0, 0.25, ('V', 'W'))
    """
    placement = placement or place(project, plan)
    contacts = contacts or expected_contacts(project)
    mixes = PartyMixes(placement)
    named = (_named(journey_id, steps, mixes) for journey_id, steps in ordered_journeys(project).items())
    return Breaks(tuple(named), _of_chain(contacts, mixes))


class PartyMixes:
    """Who serves each touchpoint in each language, as far as customers see it."""

    def __init__(self, placement: Placement) -> None:
        found: dict[str, dict[str, dict[str | None, float]]] = {}
        for package, party in zip(placement.packages, placement.met, strict=True):
            for piece in package.pieces:
                stream = piece.stream
                if stream.touchpoint_id is None or stream.channel in BACKSTAGE_CHANNELS:
                    continue
                here = found.setdefault(stream.touchpoint_id, {}).setdefault(stream.language, {})
                here[party] = here.get(party, 0.0) + piece.contacts_per_month
        self._amounts = {t: dict(sorted(found[t].items())) for t in sorted(found)}

    def at(self, touchpoint_id: str, language: str) -> Mix:
        """Share of each party in the contacts of customers of a language; nobody where nobody is seen."""
        here = self._amounts.get(touchpoint_id, {})
        for wanted in (language, NEUTRAL):
            if sum(here.get(wanted, {}).values()) > 0:
                return _shares(here[wanted])
        whole: dict[str | None, float] = {}
        for amounts in here.values():
            for party, contacts in amounts.items():
                whole[party] = whole.get(party, 0.0) + contacts
        return _shares(whole) if sum(whole.values()) > 0 else {None: 1.0}

    def parties(self, touchpoint_id: str) -> tuple[str, ...]:
        """Parties customers may meet at a touchpoint, in whatever language, sorted."""
        here = self._amounts.get(touchpoint_id, {}).values()
        return tuple(sorted({p for amounts in here for p, n in amounts.items() if p is not None and n > 0}))

    def languages(self, touchpoint_ids: Iterable[str]) -> dict[str, float]:
        """Contacts a month by language, sorted; language-neutral ones only where there are no others."""
        total: dict[str, float] = {}
        for touchpoint_id in touchpoint_ids:
            for language, amounts in self._amounts.get(touchpoint_id, {}).items():
                total[language] = total.get(language, 0.0) + sum(amounts.values())
        spoken = {language: n for language, n in sorted(total.items()) if n > 0}
        return {language: n for language, n in spoken.items() if language != NEUTRAL} or spoken


def _named(journey_id: str, steps: list[str], mixes: PartyMixes) -> Break:
    weights = mixes.languages(dict.fromkeys(steps))
    paths = {language: [mixes.at(t, language) for t in steps] for language in weights}
    by_language = {language: break_probability(path) for language, path in paths.items()}
    return Break(journey_id, _average(by_language, weights), by_language, _met(*paths.values()))


def _of_chain(contacts: Contacts, mixes: PartyMixes) -> Break:
    ids = contacts.chain.touchpoint_ids
    weights: dict[str, float] = {}
    by_language: dict[str, float] = {}
    met: set[str] = set()
    for language, coming in _coming(contacts, mixes).items():
        if coming.sum() <= 0:
            continue
        path = [mixes.at(t, language) for t in ids]
        nobody = np.array([mix.get(None, 0.0) for mix in path])
        none = _staying(contacts, nobody)
        one = none.copy()
        for party in _met(path):
            one += _staying(contacts, nobody + [mix.get(party, 0.0) for mix in path]) - none
        weights[language] = float(coming.sum())
        by_language[language] = _share(1 - float(coming @ one) / weights[language])
        met.update(_met(path))
    return Break("", _average(by_language, weights), by_language, tuple(sorted(met)))


def _coming(contacts: Contacts, mixes: PartyMixes) -> dict[str, Array]:
    """Contacts that come in from outside, by language; spread as everywhere where nobody is seen."""
    ids = contacts.chain.touchpoint_ids
    usual, outside = mixes.languages(ids), contacts.outside
    coming = {language: np.zeros(len(ids)) for language in usual}
    for i, touchpoint_id in enumerate(ids):
        here = mixes.languages([touchpoint_id])
        weights = here if here and here.keys() <= usual.keys() else usual
        for language, weight in weights.items():
            coming[language][i] = outside[i] * weight / sum(weights.values())
    return coming


def _met(*paths: list[Mix]) -> tuple[str, ...]:
    return tuple(sorted({p for path in paths for mix in path for p in mix if p is not None}))


def _staying(contacts: Contacts, chance: Array) -> Array:
    """Chance that all contacts from here to the end are of a kind, ``h = r ∘ (leaving + Q h)``."""
    if not chance.any():
        return np.zeros(len(chance))
    chain = contacts.chain
    system = sparse.eye_array(len(chance)) - sparse.diags_array(chance) @ chain.flow
    solved: Array = splu(system.tocsc()).solve(chance * chain.leaves)
    return solved


def _average(by_language: dict[str, float], weights: dict[str, float]) -> float | None:
    whole = sum(weights[language] for language in by_language)
    if whole <= 0:
        return None
    return sum(p * weights[language] for language, p in by_language.items()) / whole


def _shares(amounts: Mix) -> Mix:
    whole = sum(amounts.values())
    return {
        p: amounts[p] / whole for p in sorted(amounts, key=lambda p: (p is None, p or "")) if amounts[p] > 0
    }


def _share(value: float) -> float:
    """A probability without the last digits' noise."""
    return min(1.0, max(0.0, round(value, 12)))
