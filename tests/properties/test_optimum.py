"""The solver's answer against trying every plan: the most important test of the decision."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from tests.properties.brute_force import BruteForce, disagreements
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project, small_projects
from touchmap.costing.lines import COST_LINES
from touchmap.eligibility import find_eligible
from touchmap.errors import Severity
from touchmap.plan import SolveStatus
from touchmap.project import (
    DemandStream,
    Handoff,
    Process,
    Project,
    Provider,
    RuleStem,
    ScenarioRow,
    Settings,
)
from touchmap.project.checks import check_project
from touchmap.project.vocabulary import Objective, Strength
from touchmap.solving import solve
from touchmap.verifying.possible import Facts, impossibilities
from touchmap.work.options import NONE

EXAMPLES = settings.default.max_examples
MANY, FEW = settings(max_examples=2 * EXAMPLES), settings(max_examples=max(10, EXAMPLES // 2))


def _compare(project: Project) -> None:
    """Solve a project and try every plan of it."""
    tried = BruteForce(project)
    best = tried.best()
    result = solve(project, "s", gap=0.0, in_process=True)
    if best.choice is None:
        assert result.status is SolveStatus.INFEASIBLE, result.message
        assert result.plan is None
        return
    assert result.status is SolveStatus.OPTIMAL, result.message
    assert result.objective == pytest.approx(best.value, rel=1e-6, abs=1e-6)
    assert result.verified
    assert result.violations == ()
    assert disagreements(tried.context(best.choice)) == []


@MANY
@given(small_projects())
def test_the_solver_finds_the_best_of_all_plans(project):
    """With a gap of 0 the solver's optimum is that of trying every plan, and so is infeasibility."""
    _compare(project)


@pytest.mark.parametrize("block", range(10))
def test_the_solver_finds_the_best_of_all_plans_of_any_mix(block):
    """The same for projects in which rare features are as likely as plain ones."""
    for seed in range(12 * block, 12 * block + 12):
        _compare(build_project(SeededDice(seed)))


def test_random_projects_have_every_feature():
    """Every cost line, every kind of rule in both strengths and every objective occurs in random projects."""
    lines: set[str] = set()
    rules, objectives, undone = set(), set(), set()
    for seed in range(150):
        dice = SeededDice(seed)
        project = build_project(dice)
        assert not [i for i in check_project(project) if i.severity is Severity.ERROR], seed
        tried = BruteForce(project)
        options = [inside for inside in tried.possible() if inside]
        choice = np.full(len(tried.costing.options.packages), NONE)
        for inside in options:
            i = dice.pick(*inside)
            choice[tried.costing.options.package[i]] = i
        lines |= tried.context(choice).evaluation.lines.keys()
        rules |= {(r.stem, r.strength) for r in project.rules}
        objectives.add(project.scenarios[0].objective)
        undone.add(project.scenarios[0].allow_unassigned)
    assert lines == set(COST_LINES)
    assert rules == set(product(RuleStem, Strength))
    assert objectives == set(Objective) - {Objective.TODAY}
    assert undone == {False, True}


@FEW
@given(small_projects(most_rules=0))
def test_every_cost_line_is_found_again(project):
    """On any plan, the evaluation and the independent check give the same amount for every shared cost."""
    tried = BruteForce(project)
    plans = list(tried.plans())
    for choice in plans[:: max(1, len(plans) // 12)]:
        assert disagreements(tried.context(choice)) == []


@FEW
@given(small_projects(most_rules=0))
def test_options_are_refused_on_the_same_grounds(project):
    """An option is eligible if it starts within the plan and the check finds nothing impossible about it."""
    tried, facts = BruteForce(project), Facts.of(project)
    starts = tried.costing.delays < project.settings.horizon_months
    options = tried.costing.options
    possible = find_eligible(project, options).possible
    for i, option in enumerate(options.options):
        choice = np.full(len(options.packages), NONE)
        choice[option.package] = i
        (row,) = tried.context(choice).rows
        assert possible[i] == (starts[i] and not impossibilities(facts, row)), option.identity


def test_rework_of_a_part_by_hours_is_found_again():
    """Rework is done at the handle time of the receiving part, inside or outside office hours."""
    streams = {
        # Open only in office hours, and around the clock: the parts mix them differently.
        "D2": {"process_id": "P2", "handle_seconds": 100, "opening_hours": "Mo-Fr 9-17"},
        "D3": {"process_id": "P2", "handle_seconds": 700},
        "D1": {"process_id": "P1", "handle_seconds": 300},
    }
    project = Project(
        settings=Settings(horizon_months=12),
        processes=[
            Process(process_id="P1", name="P1"),
            Process(process_id="P2", name="P2", split_by="hours"),
        ],
        demand=[DemandStream(demand_id=i, contacts_per_month=1000, **f) for i, f in streams.items()],
        providers=[
            Provider(provider_id="OWN", name="OWN", sourcing_model="in_house", base_rate=30),
            Provider(provider_id="VEN", name="VEN", sourcing_model="onshore", base_rate=20),
        ],
        handoffs=[
            Handoff(
                handoff_id="H",
                from_process_id="P1",
                to_id="P2",
                contacts_per_month=500,
                cut_rework_share=0.5,
            )
        ],
        scenarios=[ScenarioRow(scenario_id="s", name="S")],
    )
    tried = BruteForce(project)
    for choice in tried.plans():
        assert disagreements(tried.context(choice)) == []
