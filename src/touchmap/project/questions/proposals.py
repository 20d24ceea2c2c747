"""A proposal: what it would change, why, and how several of them become one edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from touchmap.project.edits import Change, Draft, difference
from touchmap.project.edits.steps import SETTINGS
from touchmap.project.market import add_market
from touchmap.project.model import Project
from touchmap.project.questions.answers import Question
from touchmap.project.scenario import CHEAPEST, DEFAULT_SCENARIO, TODAY
from touchmap.project.vocabulary import Objective

SCENARIO = DEFAULT_SCENARIO
"""The scenario the answers are about."""
_READY = (
    {"scenario_id": TODAY, "name": "Today", "objective": Objective.TODAY},
    {"scenario_id": CHEAPEST, "name": "Cheapest", "objective": Objective.COST},
    {"scenario_id": SCENARIO, "name": "Blended", "objective": Objective.COST},
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that follows from an answer; it is applied only if a person wants it."""

    key: str
    question: Question
    what: str
    """The change in a sentence."""
    why: str
    """Reason, with the assumption it rests on."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    rule: Mapping[str, Any] = field(default_factory=dict)
    """Row of a rule that is switched on; a rule of that id that is there already is only switched on."""
    scopes: tuple[tuple[str, str, str], ...] = ()
    """Side, field and value of the rule's scopes."""
    scenario: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the scenario."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """Weights of the scorecard's criteria, 0–1."""
    countries: tuple[str, ...] = ()
    """Market stand-ins."""
    suggested: bool = True
    """Whether it is ticked until a person unticks it."""


def apply_proposals(project: Project, chosen: Iterable[Proposal]) -> Change:
    """The one edit that applies proposals.

    Raises
    ------
    InvalidProjectError
        If a value is not legal.
    ValueError
        If there is no rate to convert the prices of market stand-ins.
    """
    wanted = list(chosen)
    draft = Draft(project)
    if any(one.rule or one.scenario for one in wanted):
        _scenarios(draft)
    for one in wanted:
        _apply(draft, one)
    countries = [code for one in wanted for code in one.countries]
    after = add_market(draft.project(), countries) if countries else draft.project()
    return difference(project, after, f"Answer the five questions: {len(wanted)} proposals taken over")


def _scenarios(draft: Draft) -> None:
    """Write down the ready scenarios where the project has none, with the rules that are on in them."""
    there = draft.rows("scenarios")
    if SCENARIO in there:
        return
    rules = list(draft.rows("rules"))
    for row in _READY:
        if row["scenario_id"] not in there:
            draft.add("scenarios", row)
    for rule in rules:
        _switch_on(draft, rule)


def _apply(draft: Draft, one: Proposal) -> None:
    for name, value in one.settings.items():
        draft.set(SETTINGS, "", name, value)
    for name, value in one.scenario.items():
        draft.set("scenarios", SCENARIO, name, value)
    for criterion, share in one.weights.items():
        if criterion in draft.rows("scorecard_weights"):
            draft.set("scorecard_weights", criterion, "weight_share", share)
        else:
            draft.add("scorecard_weights", {"criterion_id": criterion, "weight_share": share})
    if not one.rule:
        return
    rule_id = str(one.rule["rule_id"])
    if rule_id not in draft.rows("rules"):
        draft.add("rules", dict(one.rule))
        for side, name, value in one.scopes:
            draft.add("rule_scopes", {"rule_id": rule_id, "side": side, "field": name, "value": value})
    _switch_on(draft, rule_id)


def _switch_on(draft: Draft, rule_id: str) -> None:
    key = f"{SCENARIO}/{rule_id}"
    if key in draft.rows("scenario_rules"):
        draft.set("scenario_rules", key, "on", True)
    else:
        draft.add("scenario_rules", {"scenario_id": SCENARIO, "rule_id": rule_id, "on": True})
