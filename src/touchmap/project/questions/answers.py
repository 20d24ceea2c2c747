"""What the five questions ask, what can be answered, and answers as people type them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from touchmap.project.model import Project
from touchmap.project.reference_data import locations
from touchmap.project.vocabulary import Motive


class Question(StrEnum):
    """The five questions, in their order."""

    STANCE = "stance"
    """What is customer contact to the company?"""
    MOTIVES = "motives"
    """Why is sourcing looked at, the most important reason first?"""
    STAYS = "stays"
    """What must stay with own staff?"""
    LANGUAGES = "languages"
    """Which languages do customers speak, and where are they?"""
    SCOPE = "scope"
    """Which part of the lifecycle is looked at?"""


class Stance(StrEnum):
    """What customer contact is to a company."""

    SERVICE = "service"
    """What sets it apart: excellent service to all."""
    BALANCED = "balanced"
    """Good service at a fair cost."""
    COST = "cost"
    """A cost to be kept low, at a decent minimum."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers to the five questions; what is empty proposes nothing."""

    stance: Stance | None = None
    motives: tuple[Motive, ...] = ()
    """The most important first."""
    stays: tuple[str, ...] = ()
    """Ids of stages and processes."""
    languages: tuple[str, ...] = ()
    """ISO 639 codes."""
    markets: tuple[str, ...] = ()
    """ISO 3166 codes, the home country first."""
    scope: tuple[str, ...] = ()
    """Ids of the stages that are looked at; empty = all."""


def work_options(project: Project) -> dict[str, str]:
    """What can be said to stay: stages and, where there are any, processes, as {id: name}.

    >>> from touchmap.project.journey_defaults import blank_project
    >>> list(work_options(blank_project("Acme")).values())[:2]
    ['Target & attract', 'Enquire & decide']
    """
    stages = {stage.stage_id: stage.name for stage in project.stages}
    return stages | {process.process_id: process.name for process in project.processes}


def answer_options(project: Project) -> dict[str, dict[str, str]]:
    """What each field of `Answers` may hold, as {field: {value: name}}; languages in use come first.

    >>> from touchmap.project.journey_defaults import blank_project
    >>> options = answer_options(blank_project("Acme"))
    >>> list(options), options["markets"]["PL"]
    (['stance', 'motives', 'stays', 'languages', 'markets', 'scope'], 'Poland')
    """
    used = sorted({stream.language for stream in project.demand if stream.language != "xx"})
    spoken = sorted({language for place in locations() for language in place.languages})
    return {
        "stance": {stance.value: stance.value for stance in Stance},
        "motives": {motive.value: motive.value for motive in Motive},
        "stays": work_options(project),
        "languages": {code: code for code in (*used, *spoken)},
        "markets": {place.country: place.name for place in locations()},
        "scope": {stage.stage_id: stage.name for stage in project.stages},
    }


def chosen_of(typed: Iterable[object], options: Mapping[str, str]) -> tuple[str, ...]:
    """What people mean by what they type: a value, its name in any case, or its number counted from 1.

    Raises
    ------
    ValueError
        If something is none of the options; the message lists them.

    >>> chosen_of(["poland", "2"], {"PL": "Poland", "PT": "Portugal"})
    ('PL', 'PT')
    """
    known = {str(number): value for number, value in enumerate(options, 1)}
    known |= {name.casefold(): value for value, name in options.items()}
    known |= {value.casefold(): value for value in options}
    found: dict[str, None] = {}
    for one in typed:
        value = known.get(str(one).strip().casefold())
        if value is None:
            there = ", ".join(v if v == name else f"{v} ({name})" for v, name in options.items())
            raise ValueError(f"{str(one).strip()!r} is not known; there are: {there}")
        found[value] = None
    return tuple(found)


def read_answers(project: Project, typed: Mapping[str, object]) -> Answers:
    """Answers from a document with a key for each question; a question that is left out proposes nothing.

    Parameters
    ----------
    typed
        ``stance`` is one word; ``motives``, ``stays``, ``languages``, ``markets`` and ``scope`` are lists
        of values or names.

    Raises
    ------
    ValueError
        If a key or a value is not known.

    >>> from touchmap.project.journey_defaults import blank_project
    >>> read_answers(blank_project("Acme"), {"stance": "service", "markets": ["Netherlands"]}).markets
    ('NL',)
    """
    options = answer_options(project)
    if unknown := sorted(set(typed) - set(options)):
        raise ValueError(f"there is no question {unknown[0]!r}; there are: {', '.join(options)}")
    found: dict[str, tuple[str, ...]] = {}
    for name, value in typed.items():
        several = value if isinstance(value, list | tuple) else [value]
        try:
            found[name] = chosen_of(several, options[name])
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    stances = found.pop("stance", ())
    if len(stances) > 1:
        raise ValueError("stance: there is only one")
    motives = tuple(Motive(value) for value in found.pop("motives", ()))
    return Answers(Stance(stances[0]) if stances else None, motives, **found)
