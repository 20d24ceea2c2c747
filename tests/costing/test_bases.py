"""What shares are measured in, and what an objective makes of a plan."""

import pytest

from tests.builders import (
    P1,
    P2,
    costing_of,
    find,
    front,
    own,
    plan,
    platform,
    process,
    stream,
    today,
    vendor,
    web,
)
from touchmap.costing.bases import basis_amounts
from touchmap.costing.objective_value import money_per_point, objective_value
from touchmap.project import Rule, ScenarioRow, Touchpoint
from touchmap.project.vocabulary import Basis

ROWS = (
    stream("D1"),
    stream("D2", 500, channel="web"),
    own(),
    vendor(handle_factor=1.5),
    platform(),
    web(0.1),
)
"""1000 calls (89.6 h, 1 FTE, at VEN 1.5) and 500 visits to a page, in one package."""


@pytest.mark.parametrize(
    ("basis", "people", "platforms"),
    [
        ("handle_time", 89.6, 0),  # the stream's own, whoever does it; a customer's time is nobody's
        ("contacts", 1000, 500),
        ("fte", 1.5, 0),  # what the option needs
        ("spend", 12 * 1.5 * 1120, 12 * 50),
    ],
)
def test_an_option_counts_for_its_people_and_its_platform(basis, people, platforms):
    """Contacts and handle time are the work's own, FTE and spend the option's."""
    costing = costing_of(*ROWS)
    i = find(costing.options, "VEN+BOT")
    found = [amounts[i] for amounts in basis_amounts(costing, Basis(basis))]
    assert found == pytest.approx([people, platforms])


def test_containment_does_not_change_the_whole():
    """With a platform in front of calls, the calls still count as people's work."""
    costing = costing_of(stream(), own(), platform(), front(0.4))
    people, platforms = basis_amounts(costing, Basis.CONTACTS)
    assert people.tolist() == [1000, 1000]
    assert platforms.tolist() == [0, 0]


def test_costs_are_no_share():
    """Budgets are measured otherwise."""
    with pytest.raises(ValueError, match="must be handle_time"):
        basis_amounts(costing_of(*ROWS), Basis.RUNNING)


def _two():
    """P1 (a moment of truth) measured at 60 and P2 at 80, with three times the handle time."""
    places = [
        Touchpoint(touchpoint_id="T1", stage_id="S", name="1", satisfaction=60, moment_of_truth_rank=1),
        Touchpoint(touchpoint_id="T2", stage_id="S", name="2", satisfaction=80),
    ]
    streams = [stream("D1", touchpoint_id="T1"), stream("D2", 3000, process_id="P2", touchpoint_id="T2")]
    return costing_of(
        process("P1"), process("P2"), *places, *streams, own(), today("D1", "OWN"), today("D2", "OWN")
    )


def test_each_objective_makes_a_number_of_a_plan():
    """Cost is money, quality is average points, the worst touchpoint is the lowest at a moment of truth."""
    found = plan(_two())
    values = {
        "cost": 4 * 12 * 2240 + 500,
        "quality": 75 - 500 / (0.01 * 4 * 12 * 2240),  # penalties at 1 % of today's cost for a point
        "worst_touchpoint": 60 - 500 / (0.01 * 4 * 12 * 2240),
        "blend": 4 * 12 * 2240 + 500 - 75 * 1000,
    }
    for objective, value in values.items():
        row = ScenarioRow(scenario_id="s", name="S", objective=objective, quality_price_per_point=1000)
        assert objective_value(found, row, penalties=500) == pytest.approx(value)


def test_leaving_work_undone_never_raises_quality():
    """Without P1, at 60 the worse of both, average quality counts it as 0: 0.75 × 80."""
    costing = _two()
    row = ScenarioRow(scenario_id="s", name="S", objective="quality")
    assert objective_value(plan(costing, {P1: None}), row) == pytest.approx(60)
    assert money_per_point(costing) == pytest.approx(0.01 * 4 * 12 * 2240)
    assert objective_value(plan(costing, {P2: None}), row) == pytest.approx(15)


@pytest.mark.parametrize("factor", [1, 0.02])
def test_where_nothing_costs_anything_penalties_are_weighed_against_each_other(factor):
    """In a project without any cost the dearest penalty is the reference, in any currency: 1 % is a point."""
    rules = [
        Rule(rule_id="A", stem="max_moves", strength="should", penalty_per_unit=900 * factor, maximum=0),
        Rule(rule_id="B", stem="keep_together", strength="should", penalty_per_unit=100 * factor),
        Rule(rule_id="C", stem="budget", strength="should", penalty_per_unit=5000, maximum=1),
    ]
    free = costing_of(stream("D1", 0), own(), today("D1", "OWN"), *rules)
    assert plan(free).total == 0
    assert money_per_point(free) == pytest.approx(9 * factor)
    row = ScenarioRow(scenario_id="s", name="S", objective="worst_touchpoint")
    worth = objective_value(plan(free), row) - objective_value(plan(free), row, penalties=90 * factor)
    assert worth == pytest.approx(10)
