"""Alternatives: near the optimum, apart from each other, and a core that is what it is called."""

import numpy as np
import pytest

import touchmap
from tests.analysis.here import AskerHere
from tests.builders import company, own, process, stream, vendor
from tests.properties.brute_force import BruteForce
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.analysis.alternatives import alternatives
from touchmap.costing.objective_value import HIGHER_IS_BETTER, objective_value
from touchmap.plan import SolveStatus
from touchmap.project import Rule, ScenarioRow, ScenarioRule
from touchmap.sourcing.extras import difference


def asked(*rows, rules=()):
    """A project with a scenario *wanted*."""
    return company(*rows).replace(
        scenarios=[ScenarioRow(scenario_id="wanted", name="Wanted")],
        rules=rules,
        scenario_rules=[ScenarioRule(scenario_id="wanted", rule_id=r.rule_id) for r in rules],
    )


def found_here(project, scenario="wanted", **options):
    """Alternatives found in this process."""
    return alternatives(project, scenario, asker=AskerHere(project), **options)


@pytest.fixture(scope="module")
def three():
    """Three packages of 1, 2 and 3 FTE; A costs 10.0 an hour, B 10.1, and OWN twice as much."""
    rows = [process(f"P{n}") for n in (1, 2, 3)]
    rows += [stream(f"D{n}", 1000 * n, process_id=f"P{n}") for n in (1, 2, 3)]
    return asked(*rows, own(), vendor("A"), vendor("B", base_rate=10.1))


def test_plans_come_in_their_order_and_the_rest_is_proven_not_to_be(three):
    """All at A costs 80,640. An FTE at B costs 134.40 more, so that all 8 mixtures are within 806.40.

    Their sums of 0 to 6 FTE at B, with 3 twice, are found; OWN would cost 13,440 more for each FTE.
    """
    found = found_here(three, within=0.0101, differ=1, count=20, gap=0)
    assert sorted(round(p.above_best, 4) for p in found.plans) == pytest.approx(
        [0, 134.4, 268.8, 403.2, 403.2, 537.6, 672.0, 806.4]
    )
    assert found.is_exhausted
    assert found.core == ()
    assert len(found.contested) == 3
    assert found.contested[0].sentence == "A or B: A is EUR 134 cheaper by itself"


def test_what_nobody_would_change_is_the_core(three):
    """Within 0.4 % (322 money) P3, which would cost 403 more at B, stays with A in every plan: proven."""
    found = found_here(three, within=0.004, differ=1, count=1, gap=0, prove_core=True)
    assert found.core == ("P3/nl/*/*",)
    assert found.core_is_proven


def test_plans_differ_from_each_other_as_much_as_asked(three):
    """With three packages apart there is only one other plan: all at B."""
    found = found_here(three, within=0.02, differ=3, count=5, gap=0)
    assert [p.differs_from_any for p in found.plans] == [0, 3]
    assert found.is_exhausted


def test_moving_a_row_alone_is_priced(three):
    """A contested row says what the whole plan costs more if only it moves."""
    found = found_here(three, within=0.02, differ=3, count=1, gap=0)
    homes = found.contested[1].homes
    assert [h.provider_id for h in homes] == ["A", "B"]
    assert homes[1].change_of_total == pytest.approx(268.8)
    assert not homes[1].breaks_rules


def test_no_plan_no_alternatives(three):
    """An impossible scenario has no plans, and says so."""
    rule = Rule(rule_id="core", stem="retained_knowledge", minimum=100)
    project = three.replace(rules=[rule], scenario_rules=[ScenarioRule(scenario_id="wanted", rule_id="core")])
    found = found_here(project)
    assert found.plans == ()
    assert found.status is SolveStatus.INFEASIBLE
    assert found.to_json_dict()["plans"] == []


@pytest.mark.parametrize(
    "options", [{"within": 0}, {"within": 2}, {"differ": 0}, {"count": 0}, {"scenario": "today"}]
)
def test_misuse_is_refused(three, options):
    """Figures out of range, and alternatives to today, are a ValueError."""
    with pytest.raises(ValueError, match=r"must be|today"):
        found_here(three, **options)


@pytest.mark.slow
def test_alternatives_of_random_projects_hold_against_every_plan():
    """Each is within the share of the true optimum and apart from all others; proofs are true."""
    seen = exhausted = cores = 0
    for seed in range(90):
        project = build_project(SeededDice(seed), most_plans=150, most_rules=2)
        brute = BruteForce(project)
        row = brute.scenario.row
        sign = -1.0 if row.objective in HIGHER_IS_BETTER else 1.0
        plans = []
        for choice in brute.plans():
            context = brute.context(choice)
            penalties = brute.penalties(context)
            if penalties is not None:
                plans.append((sign * objective_value(context.evaluation, row, penalties), choice))
        found = found_here(project, "s", within=0.05, differ=1, count=4, gap=1e-6, prove_core=True)
        if not plans:
            assert found.status is SolveStatus.INFEASIBLE, seed
            continue
        best, lead = min(value for value, _ in plans), brute.costing.options.lead
        limit = best + 0.05 * abs(best)
        room = 1e-5 * max(1.0, abs(best))
        for n, plan in enumerate(found.plans):
            assert sign * plan.objective <= limit + room, seed
            assert all(difference(plan.choice, p.choice, lead) >= 1 for p in found.plans[:n]), seed
        near = [choice for value, choice in plans if value <= limit - 2 * room]
        if found.is_exhausted:
            exhausted += 1
            listed = [p.choice for p in found.plans]
            assert all(min(difference(c, p, lead) for p in listed) == 0 for c in near), seed
        if found.core_is_proven:
            ids = [p.package_id for p in brute.costing.options.packages]
            first = np.array(found.plans[0].choice)
            for package_id in found.core:
                k = ids.index(package_id)
                homes = {int(lead[c[k]]) if c[k] >= 0 else -1 for c in [*near, first]}
                assert len(homes) == 1, (seed, package_id)
            cores += bool(found.core)
        seen += len(found.plans) > 1
    assert seen > 20
    assert exhausted > 20
    assert cores > 10


@pytest.mark.slow
def test_the_insurers_alternatives():
    """Five plans within 2 % of the insurer's *Blended*, each in at least 4 of 73 packages apart."""
    found = alternatives(touchmap.example("insurer"), "blended")
    assert len(found.plans) == 6
    assert found.differ == 4
    assert all(p.at_most_above_optimum <= 0.02 + 1e-9 for p in found.plans)
    assert all(p.differs_from_any >= 4 for p in found.plans[1:])
    assert len(found.core) + len(found.contested) == 73
