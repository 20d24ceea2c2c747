"""Tables of what is wanted: scenarios, rules with their scopes, evidence for facts."""

from __future__ import annotations

from typing import ClassVar

from touchmap.project.entity import Entity, Id, Name, Text, fact
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import Basis, EvidenceLevel, Objective, ScopeSide, Strength


class ScenarioRow(Entity):
    """An objective with the rules that are on."""

    table_name: ClassVar[str] = "scenarios"
    key: ClassVar[tuple[str, ...]] = ("scenario_id",)

    scenario_id: Id = fact(description="Identifier of the scenario.")
    name: Name = fact(description="Name of the scenario.")
    objective: Objective = fact(Objective.COST, description="What is sought.")
    allow_unassigned: bool = fact(False, description="May work be left undone?")
    unassigned_cost_per_contact: float | None = fact(
        None, ge=0, le=1e7, unit="money/contact", description="Penalty for a contact nobody takes."
    )
    quality_price_per_point: float | None = fact(
        None,
        ge=0,
        le=1e12,
        unit="money/point",
        description="For 'blend': worth of one point of average quality.",
    )
    note: Text = fact("", description="What the scenario asks.")


class Rule(Entity):
    """A named rule: must or should, with scope, limits and reason."""

    table_name: ClassVar[str] = "rules"
    key: ClassVar[tuple[str, ...]] = ("rule_id",)

    rule_id: Id = fact(description="Identifier of the rule.")
    stem: RuleStem = fact(description="Kind of rule.")
    strength: Strength = fact(Strength.MUST, description="Must hold, or should at a penalty.")
    penalty_per_unit: float | None = fact(
        None, ge=0, le=1e12, unit="money/unit", description="Price of one unit of violation of a should-rule."
    )
    basis: Basis | None = fact(None, description="What shares, counts and budgets are measured in.")
    minimum: float | None = fact(None, ge=-1e15, le=1e15, description="Lower limit.")
    maximum: float | None = fact(None, ge=-1e15, le=1e15, description="Upper limit.")
    include_platforms: bool = fact(False, description="Count self-service platforms too.")
    reason: Text = fact("", description="Why the rule is there.")


class RuleScope(Entity):
    """Narrows a rule: values of one field are alternatives, different fields must all hold."""

    table_name: ClassVar[str] = "rule_scopes"
    key: ClassVar[tuple[str, ...]] = ("rule_id", "side", "field", "value")

    rule_id: Id = fact(refers_to="rules", description="The rule.")
    side: ScopeSide = fact(
        ScopeSide.WORK, description="Work, other work (keep apart), provider or requirement."
    )
    field: Name = fact(
        description="Field that is looked at, such as stage, process, touch or sourcing_model."
    )
    value: Name = fact(description="Value it must have.")


class ScenarioRule(Entity):
    """A rule is on in a scenario, perhaps with other limits."""

    table_name: ClassVar[str] = "scenario_rules"
    key: ClassVar[tuple[str, ...]] = ("scenario_id", "rule_id")

    scenario_id: Id = fact(refers_to="scenarios", description="The scenario.")
    rule_id: Id = fact(refers_to="rules", description="The rule.")
    on: bool = fact(True, description="Switched on?")
    minimum: float | None = fact(None, ge=-1e15, le=1e15, description="Replaces the rule's lower limit.")
    maximum: float | None = fact(None, ge=-1e15, le=1e15, description="Replaces the rule's upper limit.")


class Evidence(Entity):
    """How well one fact is known, and from where."""

    table_name: ClassVar[str] = "evidence"
    key: ClassVar[tuple[str, ...]] = ("table", "row_id", "field")

    table: Name = fact(description="Table of the fact.")
    row_id: Text = fact("", description="Row of the fact; blank = the whole table.")
    field: Text = fact("", description="Field of the fact; blank = the whole row.")
    level: EvidenceLevel = fact(EvidenceLevel.ASSUMED, description="Assumed, estimated or measured.")
    source: Text = fact("", description="Where the figure comes from.")
    note: Text = fact("", description="Anything worth knowing.")
