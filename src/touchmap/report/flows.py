"""Where the work flows: from the stages of the customer lifecycle to whoever does it, and to countries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.plan import Result
from touchmap.project import Project, Provider
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.assignment import UNASSIGNED, stage_of
from touchmap.report.columns import Column, Kind, frame
from touchmap.work.options import NONE

if TYPE_CHECKING:
    import pandas as pd

FLOW_COLUMNS: tuple[Column, ...] = (
    Column("stage", "Stage"),
    Column("provider", "Provider"),
    Column("letter", "Letter"),
    Column("sourcing_model", "Sourcing model"),
    Column("handle_hours_per_month", "Handle time (h/month)", Kind.WHOLE, total=True),
)
"""Columns of the flows from stages to providers; work nobody does has no sourcing model."""

COUNTRY_COLUMNS: tuple[Column, ...] = (
    Column("country", "Country"),
    Column("letter", "Letter"),
    Column("sourcing_model", "Sourcing model"),
    Column("handle_hours_per_month", "Handle time (h/month)", Kind.WHOLE, total=True),
    Column("handle_time_share", "Share of handle time", Kind.SHARE, total=True),
    Column("fte", "FTE (average)", Kind.NUMBER, total=True),
    Column("providers", "Providers"),
)
"""Columns of the table by country."""

NO_STAGE = "no stage"
_ORDER = {model: n for n, model in enumerate(SourcingModel)}


def flow_table(project: Project, result: Result) -> pd.DataFrame:
    """People's handle time from each stage to each provider.

    Stages come in their order; providers by sourcing model, then the largest first.
    """
    if result.plan is None:
        return frame(FLOW_COLUMNS, ())
    facts = facts_of(project, result)
    stages = sorted(project.stages, key=lambda s: (s.position, s.stage_id))
    place = {s.stage_id: n for n, s in enumerate(stages)}
    names = [*(s.name for s in stages), NO_STAGE]
    size: dict[Provider | None, float] = {}
    flows: dict[tuple[int, Provider | None], float] = {}
    for k, people, hours in _people(facts):
        stage = place.get(stage_of(project, facts.packages[k]), len(stages))
        size[people] = size.get(people, 0.0) + hours
        flows[stage, people] = flows.get((stage, people), 0.0) + hours
    rows = sorted(flows.items(), key=lambda f: (f[0][0], *_rank(f[0][1], size)))
    return frame(FLOW_COLUMNS, ((names[stage], *_who(people), hours) for (stage, people), hours in rows))


def country_table(project: Project, result: Result) -> pd.DataFrame:
    """People's handle time by country and sourcing model, the largest country first."""
    if result.plan is None:
        return frame(COUNTRY_COLUMNS, ())
    facts = facts_of(project, result)
    home = project.settings.home_country
    hours: dict[tuple[str, SourcingModel], float] = {}
    fte: dict[tuple[str, SourcingModel], float] = {}
    names: dict[tuple[str, SourcingModel], set[str]] = {}
    for k, people, amount in _people(facts):
        if people is None:
            continue
        key = (people.country or home, people.sourcing_model)
        hours[key] = hours.get(key, 0.0) + amount
        fte[key] = fte.get(key, 0.0) + float(facts.fte[k])
        names.setdefault(key, set()).add(people.name)
    whole = sum(hours.values())
    of_country: dict[str, float] = {}
    for (country, _), amount in hours.items():
        of_country[country] = of_country.get(country, 0.0) + amount
    keys = sorted(hours, key=lambda key: (-of_country[key[0]], key[0], _ORDER[key[1]]))
    return frame(
        COUNTRY_COLUMNS,
        (
            (
                country,
                model.letter,
                model.label,
                hours[country, model],
                hours[country, model] / whole,
                fte[country, model],
                "; ".join(sorted(names[country, model])),
            )
            for country, model in keys
        ),
    )


def _people(facts: ResultFacts) -> Iterator[tuple[int, Provider | None, float]]:
    """Packages with handle time, whose people do them (none = nobody), and the hours a month.

    Work a platform does alone has no people and is left out.
    """
    hours, _, _ = facts.amounts
    for k in np.flatnonzero(hours):
        people = facts.people(int(k))
        if people is None and facts.choice[k] != NONE:
            continue
        yield int(k), people, float(hours[k])


def _rank(people: Provider | None, size: dict[Provider | None, float]) -> tuple[int, float, str]:
    if people is None:
        return len(_ORDER), 0.0, ""
    return _ORDER[people.sourcing_model], -size[people], people.provider_id


def _who(people: Provider | None) -> tuple[str, str, str]:
    if people is None:
        return UNASSIGNED, "", ""
    return people.name, people.sourcing_model.letter, people.sourcing_model.label
