"""Regret and least regret, against every plan of small projects."""

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import P1, company, find, offer, own, process, stream, today, vendor
from tests.properties.brute_force import BruteForce
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.analysis.draws import Future, Ranges, costing_under, draw_future
from touchmap.analysis.futures import judge
from touchmap.analysis.regret import min_max_regret
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.futures import least_regret

RANGES = Ranges(0.3, 0.2, 0.3, 0.2, 0.04, 0.25, 5, 2, 0.2)
EXACT = Limits(gap=0.0)


def minimax(project, futures):
    """Least worst regret by trying every plan; none if no plan holds in all futures."""
    costings = [costing_under(project, f) for f in futures]
    scenario = find_scenario(project, "s")
    values = []
    for choice in BruteForce(project).plans():
        told = [judge(scenario, c, choice) for c in costings]
        values.append([np.inf if t.broken else t.objective for t in told])
    if not values:
        return costings, np.array([np.inf]), None
    table = np.array(values)
    optima = table.min(axis=0)
    regret = (table - optima).max(axis=1) if np.isfinite(optima).all() else np.array([np.inf])
    best = float(np.min(regret))
    return costings, optima, best if np.isfinite(best) else None


def test_least_regret_is_the_best_of_all_plans():
    """No plan that holds in all futures has a lower worst regret, and the one found has it."""
    proven = impossible = 0
    for seed in range(40):
        project = build_project(SeededDice(1000 + seed), most_plans=150, most_rules=1)
        futures = [Future(), *(draw_future(project, RANGES, seed, n) for n in range(2))]
        costings, optima, best = minimax(project, futures)
        if not np.isfinite(optima).all():
            continue
        scenario = find_scenario(project, "s")
        found = least_regret(costings, list(optima), scenario, EXACT)
        if best is None:
            assert found.outcome is Outcome.INFEASIBLE, seed
            impossible += 1
            continue
        assert found.outcome is Outcome.PROVEN, seed
        room = 2e-6 * max(1.0, float(np.abs(optima).max()))
        assert found.objective == pytest.approx(best, abs=room), seed
        told = [judge(scenario, c, found.choice) for c in costings]
        assert not any(t.broken for t in told), seed
        worst = max(t.objective - o for t, o in zip(told, optima, strict=True))
        assert worst == pytest.approx(best, abs=room), seed
        proven += 1
    assert proven >= 15, (proven, impossible)


def two_bids():
    """OWN costs 26880 a year; A 12000 and B 15000, fixed."""
    return company(
        stream(),
        own(),
        vendor("A"),
        vendor("B"),
        offer("OA", "A", 1000, pricing_model="fixed"),
        offer("OB", "B", 1250, pricing_model="fixed"),
        today("D1", "OWN"),
    )


def test_least_regret_by_hand():
    """With A at 1000 or 2000 and B at 1250 or 1150 a month, B regrets 3000, A 10200: B it is."""
    project = two_bids()
    scenario = find_scenario(project, "cheapest")
    # As planned: A 12000, B 15000. Else A 24000, B 13800.
    futures = [Future(), Future("dear", rate={"A": 2, "B": 0.92})]
    costings = [costing_under(project, f) for f in futures]
    facts = [("planned", costings[0], 12000, 12000), ("dear", costings[1], 13800, 13800)]
    a, b = (find(costings[0].options, home, P1) for home in ("A", "B"))
    found = min_max_regret(scenario, facts, {"A": (a,), "B": (b,)}, EXACT)
    assert found.plan.of(P1).provider_id == "B"
    assert found.highest == pytest.approx(3000)
    assert found.lowest == pytest.approx(3000)
    assert found.worst == pytest.approx({"A": 10200, "B": 3000})


def test_regret_beyond_the_proof_is_stated():
    """Where a future's best plan is proven only to a bound, the worst regret is told against the bound."""
    project = two_bids()
    scenario = find_scenario(project, "cheapest")
    costing = build_costing(project)
    found = min_max_regret(scenario, [("planned", costing, 12000, 11900)], {}, EXACT)
    assert found.lowest == pytest.approx(0, abs=1e-3)
    assert found.highest == pytest.approx(100)


def test_futures_must_fit_each_other():
    """Futures of two companies have no plan in common."""
    one, other = build_costing(two_bids()), build_costing(company(stream(), process("P1"), own()))
    scenario = find_scenario(two_bids(), "cheapest")
    with pytest.raises(ValueError, match="same options"):
        least_regret([one, other], [0.0, 0.0], scenario, EXACT)
    with pytest.raises(ValueError, match="at least one"):
        least_regret([], [], scenario, EXACT)


def test_no_plan_for_all_futures_is_said():
    """A vendor limited to 1 FTE and no other cannot do twice the work."""
    project = company(stream(), vendor(capacity_fte=1.2))
    scenario = find_scenario(project, "cheapest")
    costings = [costing_under(project, f) for f in (Future(), Future("double", volume={"P1": 2}))]
    found = least_regret(costings, [0.0, 0.0], scenario, EXACT)
    assert found.outcome is Outcome.INFEASIBLE


def test_regret_of_quality_is_in_points():
    """A scenario that seeks quality has its regret in points."""
    project = company(stream(), own(satisfaction=90), vendor(satisfaction=70), today("D1", "OWN"))
    scenario = find_scenario(project, "cheapest")
    row = scenario.row.model_copy(update={"objective": Objective.QUALITY})
    scenario = replace(scenario, row=row)
    costing = build_costing(project)
    worth = {
        h: judge(scenario, costing, np.array([find(costing.options, h)])).objective for h in ("OWN", "VEN")
    }
    ven = (find(costing.options, "VEN"),)
    found = min_max_regret(scenario, [("planned", costing, worth["OWN"], worth["OWN"])], {"VEN": ven}, EXACT)
    assert found.plan.of(P1).provider_id == "OWN"
    assert found.worst["VEN"] == pytest.approx(worth["VEN"] - worth["OWN"])
    assert found.worst["VEN"] > 1
