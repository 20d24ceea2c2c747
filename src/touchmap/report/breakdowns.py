"""A plan by provider, by stage and by sourcing model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from touchmap.analysis.facts import PEOPLE_MODELS, ResultFacts, facts_of
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.assignment import stage_of
from touchmap.report.columns import Column, Kind, frame
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

if TYPE_CHECKING:
    import pandas as pd

PROVIDER_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("sourcing_model", "Sourcing model"),
    Column("country", "Country"),
    Column("packages", "Packages", Kind.WHOLE),
    Column("processes", "Processes", Kind.WHOLE),
    Column("handle_hours_per_month", "Handle time (h/month)", Kind.WHOLE, total=True),
    Column("handle_time_share", "Share of handle time", Kind.SHARE, total=True),
    Column("fte", "FTE (average)", Kind.NUMBER, total=True),
    Column("fte_today", "FTE today (average)", Kind.NUMBER, total=True),
    Column("cost_per_month", "Running cost, year 1 ({currency}/month)", Kind.MONEY, total=True),
    Column("cost", "Cost over the horizon, present value ({currency})", Kind.MONEY, total=True),
    Column("cost_today", "The same today ({currency})", Kind.MONEY, total=True),
)
"""Columns of the table by provider."""

STAGE_COLUMNS: tuple[Column, ...] = (
    Column("stage_id", "Stage id"),
    Column("stage", "Stage"),
    Column("processes", "Processes", Kind.WHOLE, total=True),
    Column("contacts_per_month", "Contacts (per month)", Kind.WHOLE, total=True),
    Column("handle_hours_per_month", "Handle time (h/month)", Kind.WHOLE, total=True),
    Column("fte", "FTE (average)", Kind.NUMBER, total=True),
    Column("cost_per_month", "Running cost, year 1 ({currency}/month)", Kind.MONEY, total=True),
    Column("cost", "Cost over the horizon, present value ({currency})", Kind.MONEY, total=True),
    *(Column(f"share_{m.value}", f"{m.label}, share of handle time", Kind.SHARE) for m in PEOPLE_MODELS),
)
"""Columns of the table by stage; costs are those that belong to one package."""

MODEL_COLUMNS: tuple[Column, ...] = (
    Column("letter", "Letter"),
    Column("sourcing_model", "Sourcing model"),
    Column("handle_hours_per_month", "Handle time (h/month)", Kind.WHOLE, total=True),
    Column("handle_time_share", "Share of handle time", Kind.SHARE, total=True),
    Column("handle_time_share_today", "Share today", Kind.SHARE, total=True),
    Column("fte", "FTE (average)", Kind.NUMBER, total=True),
    Column("contacts_per_month", "Contacts (per month)", Kind.WHOLE, total=True),
)
"""Columns of the table by sourcing model; self-service has contacts but no handle time."""


def by_provider(project: Project, result: Result) -> pd.DataFrame:
    """What each provider does and costs, people and platforms, used in the plan or today.

    The cost of a provider is what belongs to the packages it leads plus what is charged to the
    provider as a whole. Costs of the company itself, such as retained staff, are a row of their own,
    so that the column adds up to the cost of the plan.
    """
    if result.plan is None:
        return frame(PROVIDER_COLUMNS, ())
    facts = facts_of(project, result)
    used = sorted(facts.evaluation.engaged | facts.today.engaged)
    rows = [_provider_row(facts, j) for j in used]
    company, company_today = (_shared(facts, NONE, today=today) for today in (False, True))
    # Work left undone has no provider; its social plan is the company's.
    company += float(facts.cost[~facts.assigned].sum())
    if company or company_today:
        running = _running(facts, NONE)
        whole = ("company", "The company itself", "", "", 0, 0, 0.0, 0.0, 0.0, 0.0)
        rows.append((*whole, running, company, company_today))
    return frame(PROVIDER_COLUMNS, rows)


def _provider_row(facts: ResultFacts, j: int) -> tuple[object, ...]:
    provider = facts.costing.options.providers[j]
    led, led_today = _led(facts, j), _led(facts, j, today=True)
    hours = _people_hours(facts, j)
    whole = sum(_people_hours(facts, i) for i in range(len(facts.costing.options.providers)))
    calendar = facts.costing.calendar
    fte, fte_today = (float(calendar.average(e.fte_by_party[j])) for e in (facts.evaluation, facts.today))
    processes = {facts.packages[k].process.process_id for k in led}
    return (
        provider.provider_id,
        provider.name,
        provider.sourcing_model.label,
        provider.country or facts.project.settings.home_country,
        len(led),
        len(processes),
        hours,
        hours / whole if whole else 0.0,
        fte,
        fte_today,
        float(facts.running_per_month[led].sum()) + _running(facts, j),
        float(facts.cost[led].sum()) + _shared(facts, j),
        float(facts.cost_today[led_today].sum()) + _shared(facts, j, today=True),
    )


def _led(facts: ResultFacts, j: int, *, today: bool = False) -> list[int]:
    options = facts.costing.options
    choice = options.today if today else facts.choice
    return [k for k, option in enumerate(choice) if option != NONE and options.lead[option] == j]


def _people_hours(facts: ResultFacts, j: int) -> float:
    hours, _, _ = facts.amounts
    people = facts.costing.options.people
    return float(sum(hours[k] for k in np.flatnonzero(facts.assigned) if people[facts.choice[k]] == j))


def _shared(facts: ResultFacts, party: int, *, today: bool = False) -> float:
    """Present value of what is charged to a party as a whole."""
    evaluation = facts.today if today else facts.evaluation
    return float(sum(part.by_year.sum() for part in evaluation.of_parties if part.party == party))


def _running(facts: ResultFacts, party: int) -> float:
    """Monthly running cost in year 1 of what is charged to a party as a whole."""
    months = int(facts.costing.calendar.occurs.sum())
    return float(sum(part.first_year for part in facts.evaluation.of_parties if part.party == party)) / months


def by_stage(project: Project, result: Result) -> pd.DataFrame:
    """Work, cost and blend of each stage of the customer lifecycle, in its order."""
    if result.plan is None:
        return frame(STAGE_COLUMNS, ())
    facts = facts_of(project, result)
    of_stage: dict[str, list[int]] = {}
    for k, package in enumerate(facts.packages):
        of_stage.setdefault(stage_of(project, package), []).append(k)
    stages = sorted(project.stages, key=lambda s: (s.position, s.stage_id))
    known = [(s.stage_id, s.name) for s in stages if s.stage_id in of_stage]
    if "" in of_stage:
        known.append(("", "no stage"))
    return frame(STAGE_COLUMNS, (_stage_row(facts, i, name, of_stage[i]) for i, name in known))


def _stage_row(facts: ResultFacts, stage_id: str, name: str, packages: list[int]) -> tuple[object, ...]:
    hours, contacts, served = (float(amount[packages].sum()) for amount in facts.amounts)
    shares = _shares(facts, packages)
    return (
        stage_id,
        name,
        len({facts.packages[k].process.process_id for k in packages}),
        contacts + served,
        hours,
        float(facts.fte[packages].sum()),
        float(facts.running_per_month[packages].sum()),
        float(facts.cost[packages].sum()),
        *(shares.get(m) for m in PEOPLE_MODELS),
    )


def _shares(facts: ResultFacts, packages: Iterable[int]) -> dict[SourcingModel, float]:
    hours, _, _ = facts.amounts
    total: dict[SourcingModel, float] = dict.fromkeys(PEOPLE_MODELS, 0.0)
    for k in packages:
        people = facts.people(k)
        if people is not None:
            total[people.sourcing_model] = total.get(people.sourcing_model, 0.0) + float(hours[k])
    whole = sum(total.values())
    return {m: value / whole for m, value in total.items()} if whole else {}


def by_sourcing_model(project: Project, result: Result) -> pd.DataFrame:
    """The blend: share of handle time of each sourcing model, people only, and self-service contacts.

    Always the five models of people in their fixed order, then self-service.
    """
    if result.plan is None:
        return frame(MODEL_COLUMNS, ())
    facts = facts_of(project, result)
    hours, _, _ = facts.amounts
    before = _shares_today(facts)
    reached = _contacts(facts, facts.costing.lines.people_contacts)
    served = _contacts(facts, facts.costing.lines.platform_contacts)
    rows: list[tuple[object, ...]] = []
    for model in PEOPLE_MODELS:
        mine = [k for k in range(len(facts.packages)) if (p := facts.people(k)) and p.sourcing_model is model]
        rows.append(
            (
                model.letter,
                model.label,
                float(hours[mine].sum()),
                facts.handle_time_shares.get(model, 0.0),
                before.get(model, 0.0),
                float(facts.fte[mine].sum()),
                float(reached[mine].sum()),
            )
        )
    model = SourcingModel.SELF_SERVICE
    rows.append((model.letter, model.label, 0.0, 0.0, 0.0, 0.0, float(served.sum())))
    return frame(MODEL_COLUMNS, rows)


def _shares_today(facts: ResultFacts) -> dict[SourcingModel, float]:
    hours, _, _ = facts.amounts
    total: dict[SourcingModel, float] = {}
    for k in range(len(facts.packages)):
        people = facts.people(k, today=True)
        if people is not None:
            total[people.sourcing_model] = total.get(people.sourcing_model, 0.0) + float(hours[k])
    whole = sum(total.values())
    return {m: value / whole for m, value in total.items()} if whole else {}


def _contacts(facts: ResultFacts, of_lines: Array) -> Array:
    """Average monthly contacts by package, from contacts by line and month."""
    per_option = facts.costing.calendar.average(facts.costing.lines.per_option(of_lines))
    return np.nan_to_num(facts.pick(per_option))
