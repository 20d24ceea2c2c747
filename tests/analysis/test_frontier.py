"""The frontier: every point is beaten by nobody, and nothing is missed by more than is stated."""

from dataclasses import replace

import numpy as np
import pytest

import touchmap
from tests.analysis.here import AskerHere
from tests.properties.brute_force import BruteForce
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from tests.sourcing.trio import trio
from touchmap.analysis.criteria import CRITERIA
from touchmap.analysis.frontier import _Pace, _Search, frontier
from touchmap.analysis.frontier_points import knee_of
from touchmap.costing.objective_value import objective_value
from touchmap.plan import SolveStatus
from touchmap.project import Rule, ScenarioRow, ScenarioRule, find_scenario
from touchmap.verifying import RULE_CHECKS


def asked(project, *rules):
    """A project with a scenario *wanted* that has these rules on."""
    return project.replace(
        scenarios=[ScenarioRow(scenario_id="wanted", name="Wanted")],
        rules=rules,
        scenario_rules=[ScenarioRule(scenario_id="wanted", rule_id=r.rule_id) for r in rules],
    )


def found_here(project, scenario="wanted", **options):
    """A frontier found in this process."""
    return frontier(project, scenario, asker=AskerHere(project), **options)


def test_every_trade_of_the_trio_is_found():
    """Of the 27 plans of three packages and three parties, those that no other one beats, and no more."""
    project = asked(trio())
    found = found_here(project, points=30, gap=1e-6)
    plans = every_plan(project, CRITERIA["quality"], "wanted")
    unbeaten = {
        (round(t, 3), round(100 - b, 6))
        for t, b in plans
        if not any((u <= t + 1e-6 and c < b - 1e-6) or (u < t - 1e-6 and c <= b + 1e-6) for u, c in plans)
    }
    assert {(round(p.total, 3), round(p.value, 6)) for p in found.points} == unbeaten
    assert len(found.points) > 5
    assert found.missed == pytest.approx(0, abs=0.011)  # a thousandth of 10.75 points
    assert found.status is SolveStatus.OPTIMAL


def test_the_number_of_third_parties_is_counted():
    """FAR alone is cheapest and OWN alone needs nobody: two points, as a second third party only costs."""
    found = found_here(asked(trio()), against="providers", gap=1e-6)
    assert [(p.value, round(p.cost, 6)) for p in found.points] == [(1.0, 13440.0), (0.0, 26880.0)]
    assert found.missed == 0


def test_moves_are_weighed_against_cost():
    """Today OWN does all: each process moved to FAR saves 2240 for each FTE, the largest first."""
    found = found_here(asked(trio()), against="moves", gap=1e-6)
    assert [(p.value, round(p.cost, 6)) for p in found.points] == [
        (3.0, 13440.0),
        (2.0, 15680.0),
        (1.0, 20160.0),
        (0.0, 26880.0),
    ]


def test_the_offshore_share_is_weighed_against_cost():
    """FAR's part falls from all to none while NEAR, at 1120 more for each FTE, takes over."""
    found = found_here(asked(trio()), against="offshore_share", points=30, gap=1e-6)
    assert [round(6 * p.value) for p in found.points] == [6, 5, 4, 3, 2, 1, 0]
    assert [p.cost for p in found.points] == pytest.approx([13440 + 1120 * n for n in range(7)])


@pytest.mark.parametrize("points", [2, 3, 4, 6])
def test_few_points_state_what_they_miss(points):
    """With only a few points, δ says how much better a plan between two of them may be."""
    project = asked(trio())
    found = found_here(project, points=points, gap=1e-6)
    assert len(found.points) == points
    check(project, every_plan(project, found.criterion, "wanted"), found)
    assert found.missed > 0.5
    assert "is matched by a point" in found.guarantee


def test_plans_that_are_left_out_count_as_missed():
    """Too many plans are thinned out where they are closest; what is missed then is still stated."""
    project = asked(trio())
    desk = AskerHere(project)
    every = found_here(project, points=30, gap=1e-6)
    pace = _Pace(1e-6, 60.0, np.inf, 1)
    search = _Search(desk, find_scenario(project, "wanted"), every.criterion, pace, lambda *_: None)
    search.run(30, None)
    left = len(every.points)
    while left > 2:
        left -= 1
        search._thin_out(left)
        found = search._frontier(search._points(), SolveStatus.OPTIMAL)
        assert len(found.points) == left
        assert found.points[0].value == every.points[0].value
        assert found.points[-1].value == every.points[-1].value
        check(project, every_plan(project, every.criterion, "wanted"), found)


def test_delta_ends_the_search():
    """Asked for two points of quality, the search ends once nothing is missed by more."""
    found = found_here(asked(trio()), points=30, delta=3.0, gap=1e-6)
    assert found.missed <= 3.0
    assert len(found.points) < 13


def test_the_knee_is_where_the_curve_bends():
    """Quality that is cheap up to a point and dear after it bends there."""
    assert knee_of([(10, 0), (4, 1), (3, 5), (0, 20)]) == 1
    assert knee_of([(10, 0), (0, 20)]) is None
    assert knee_of([(10, 0), (5, 10), (0, 20)]) is None


def test_no_plan_no_frontier():
    """An impossible scenario has no points and says so."""
    rule = Rule(rule_id="dream", stem="min_average_quality", minimum=99)
    found = found_here(asked(trio(), rule))
    assert found.points == ()
    assert found.status is SolveStatus.INFEASIBLE
    assert found.to_json_dict()["points"] == []


@pytest.mark.parametrize("options", [{"against": "beauty"}, {"points": 1}])
def test_misuse_is_refused(options):
    """An unknown criterion or a single point is a ValueError."""
    with pytest.raises(ValueError, match="must be"):
        found_here(asked(trio()), **options)


def every_plan(project, criterion, scenario="s"):
    """Total and badness of every plan that holds all musts."""
    brute = BruteForce(project, scenario)
    brute.scenario = replace(
        brute.scenario,
        row=brute.scenario.row.model_copy(update={"objective": "cost", "allow_unassigned": False}),
    )
    rule = criterion.should(0.0, criterion.ideal)
    found = []
    for choice in brute.plans():
        context = brute.context(choice)
        penalties = brute.penalties(context)
        if penalties is not None:
            total = objective_value(context.evaluation, brute.scenario.row, penalties)
            value = RULE_CHECKS[rule.rule.stem](context, rule).activity[0].value
            found.append((total, criterion.badness(value)))
    return np.array(found).reshape(-1, 2)


def check(project, plans, found):
    """Hold a frontier against every plan there is."""
    bad = [found.criterion.badness(p.value) for p in found.points]
    for point, b in zip(found.points, bad, strict=True):
        room = 1e-6 * max(1.0, abs(point.total))
        as_good = plans[plans[:, 1] <= b + 1e-9, 0]
        assert as_good.min() >= point.total - point.cost_tolerance - room
        as_cheap = plans[plans[:, 0] <= point.total - room, 1]
        assert as_cheap.min(initial=np.inf) >= b - point.value_tolerance - 1e-5
    for total, b in plans:
        room = 1e-6 * max(1.0, abs(total))
        assert any(
            p.total <= total + found.missed_cost + room and pb <= b + found.missed + 1e-5
            for p, pb in zip(found.points, bad, strict=True)
        )


@pytest.mark.slow
@pytest.mark.parametrize("against", list(CRITERIA))
def test_frontiers_of_random_projects_hold_against_every_plan(against):
    """Points are beaten by no plan beyond their tolerances; each plan is matched within δ."""
    seen = 0
    for seed in range(35):
        project = build_project(SeededDice(seed), most_plans=120, most_rules=2)
        plans = every_plan(project, CRITERIA[against])
        for points, gap in ((5, 1e-2), (40, 1e-6)):
            found = found_here(project, "s", against=against, points=points, gap=gap)
            if not len(plans):
                assert found.status is SolveStatus.INFEASIBLE, seed
                continue
            assert found.points, (seed, found.status, found.message)
            check(project, plans, found)
            seen += len(found.points) > 1
            if gap < 1e-3 and len(found.points) < points:
                assert found.missed <= 1e-3 * (found.criterion.badness(found.points[0].value) + 1), seed
    assert seen > 1 or against == "offshore_share"  # few offshore parties are drawn; see the trio


@pytest.mark.slow
def test_twenty_points_of_the_insurer():
    """A sample's frontier has its points, each proven, from the cheapest to the best."""
    found = frontier(touchmap.example("insurer"), "blended", points=6)
    costs, values = [p.total for p in found.points], [p.value for p in found.points]
    assert costs == sorted(costs)
    assert values == sorted(values)
    assert len(found.points) == 6
