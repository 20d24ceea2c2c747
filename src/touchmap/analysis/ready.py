"""The ready scenarios: questions that almost everybody asks, to be added to a project with one edit."""

from __future__ import annotations

from touchmap.analysis.repairs import scope_rows, write_down
from touchmap.project import ActiveRule, Project, Rule, RuleStem, Scenario, ScenarioRow, find_scenario
from touchmap.project.edits import Change, difference
from touchmap.project.scenario import CHEAPEST, DEFAULT_SCENARIO
from touchmap.project.vocabulary import Objective, Ownership, ScopeSide

FEW = 3
"""Third parties of *cheapest with few providers* (assumed; change it on the rules page)."""
READY: tuple[Scenario, ...] = (
    Scenario(
        ScenarioRow(
            scenario_id="cheapest_few",
            name=f"Cheapest with at most {FEW} providers",
            note=f"The lowest cost with at most {FEW} third parties, and no other rule.",
        ),
        (
            ActiveRule(
                Rule(
                    rule_id="few_providers",
                    stem=RuleStem.PROVIDER_COUNT,
                    maximum=FEW,
                    reason="Each third party needs contracts, systems and attention.",
                ),
                {},
            ),
        ),
    ),
    Scenario(
        ScenarioRow(
            scenario_id="best_quality",
            name="Best quality",
            objective=Objective.QUALITY,
            note="The best average quality there is, whatever it costs.",
        ),
        (),
    ),
    Scenario(
        ScenarioRow(
            scenario_id="in_house_only", name="In-house only", note="Everything is done by own staff."
        ),
        (
            ActiveRule(
                Rule(
                    rule_id="own_staff_only",
                    stem=RuleStem.ALLOWED_SOURCING,
                    reason="What would it cost to do everything ourselves?",
                ),
                {ScopeSide.PROVIDER: {"ownership": (Ownership.OWN.value,)}},
            ),
        ),
    ),
)
"""Scenarios beside *today*, *cheapest* and *blended*, which every project has."""


def missing_scenarios(project: Project) -> tuple[Scenario, ...]:
    """Ready scenarios a project does not have, those whose rule's id means something else left out.

    A rule of that id means the same if nothing but its reason and its limits differs; a limit that differs
    is written into the scenario.

    >>> [scenario.row.name for scenario in missing_scenarios(Project())]
    ['Cheapest with at most 3 providers', 'Best quality', 'In-house only']
    """
    there = {row.scenario_id.lower() for row in project.scenarios}
    return tuple(
        scenario
        for scenario in READY
        if scenario.scenario_id not in there and all(_fits(project, active) for active in scenario.rules)
    )


def _fits(project: Project, active: ActiveRule) -> bool:
    """Whether a rule is new to a project, or means the same there but for a limit a scenario may replace."""
    wanted = active.rule
    known = next((rule for rule in project.rules if rule.rule_id == wanted.rule_id), None)
    if known is None:
        return True
    replaced = {name: v for name in ("minimum", "maximum") if (v := getattr(wanted, name)) is not None}
    rows = {row for row in project.rule_scopes if row.rule_id == wanted.rule_id}
    same = known.model_copy(update={"reason": wanted.reason} | replaced) == wanted
    return same and rows == set(scope_rows(active))


def add_ready_scenarios(project: Project) -> Change:
    """The one edit that adds the ready scenarios a project does not have; *cheapest* and *blended* stay.

    >>> from touchmap.project import scenario_ids
    >>> after = add_ready_scenarios(Project()).apply(Project())
    >>> scenario_ids(after)
    ('today', 'blended', 'cheapest', 'cheapest_few', 'best_quality', 'in_house_only')
    >>> [rule.rule.rule_id for rule in find_scenario(after, "blended").rules]
    ['key_competency', 'fix_first', 'high_touch']
    """
    after, missing = project, missing_scenarios(project)
    if not any(row.objective is not Objective.TODAY for row in project.scenarios):
        for name in (DEFAULT_SCENARIO, CHEAPEST):
            after = write_down(after, find_scenario(project, name))
    for scenario in missing:
        after = write_down(after, scenario)
    return difference(project, after, f"Add the ready scenarios: {', '.join(s.row.name for s in missing)}")
