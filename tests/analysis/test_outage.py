"""The outage drill: prices and what stays undone, by hand and against every plan of small projects."""

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import P1, P2, company, own, process, stream, today, vendor
from tests.properties.brute_force import BruteForce
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.analysis.fleet import Fleet
from touchmap.analysis.futures import judge
from touchmap.analysis.outage import ALL_WORK, ITS_WORK, outage_drill
from touchmap.costing.costing import build_costing
from touchmap.eligibility import find_eligible
from touchmap.project import Touchpoint, find_scenario
from touchmap.solving import plan_of
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.outage import cover_outage
from touchmap.work.options import NONE

HERE = Fleet(1)


def by(drill, provider_id, may_move=ALL_WORK):
    """The outage of one provider."""
    return next(o for o in drill.outages if (o.provider_id, o.may_move) == (provider_id, may_move))


def two_processes(**capacity):
    """P1 and P2 of 1 FTE each: VEN does both at 13440 a year each, OWN could at 26880."""
    return company(
        process("P1"),
        process("P2"),
        stream("D1", touchpoint_id="T1"),
        stream("D2", process_id="P2", touchpoint_id="T2"),
        Touchpoint(touchpoint_id="T1", name="Pay", stage_id="S", moment_of_truth_rank=2),
        Touchpoint(touchpoint_id="T2", name="Complain", stage_id="S", moment_of_truth_rank=1),
        own(**capacity),
        vendor(),
        today("D1", "VEN"),
        today("D2", "VEN"),
    )


def test_a_covered_outage_has_its_price():
    """OWN takes over both processes for 2 × 13440 more."""
    drill = outage_drill(two_processes(), "cheapest", gap=0, fleet=HERE)
    outage = by(drill, "VEN")
    assert outage.is_covered
    assert outage.price == pytest.approx(2 * 13440)
    assert outage.price_at_least == pytest.approx(2 * 13440)
    assert outage.uncovered_contacts == 0
    assert outage.failed_moments == ()
    assert [t.provider_id for t in outage.taken] == ["OWN", "OWN"]
    assert outage.fte == pytest.approx(2)


def test_what_cannot_be_covered_is_told_with_its_moments_of_truth():
    """With room for one process, one is done for 13440 more, and the other's moment of truth fails."""
    drill = outage_drill(two_processes(capacity_fte=1.5), "cheapest", gap=0, fleet=HERE)
    outage = by(drill, "VEN")
    assert outage.status == "partly covered"
    assert outage.uncovered_contacts == pytest.approx(1000)
    assert outage.least_is_proven
    assert outage.price == pytest.approx(13440)
    assert outage.failed_moments in {("T1",), ("T2",)}
    assert sorted(t.provider_id or "" for t in outage.taken) == ["", "OWN"]


def test_moments_of_truth_stand_in_their_order():
    """Where nothing can be covered, all moments of truth fail, the first rank first."""
    drill = outage_drill(two_processes(capacity_fte=0.5), "cheapest", gap=0, fleet=HERE)
    outage = by(drill, "VEN")
    assert outage.failed_moments == ("T2", "T1")
    assert outage.price == pytest.approx(0, abs=0.01)


def test_moving_other_work_can_make_room():
    """A at 1 FTE does P2; when VEN fails, A takes P1 only if P2 may go to OWN, who cannot do P1."""
    project = company(
        process("P1", licence_required=("L",)),
        process("P2"),
        stream("D1"),
        stream("D2", process_id="P2"),
        own(),
        vendor("VEN", licences=("L",)),
        vendor("A", base_rate=12, licences=("L",), capacity_fte=1.2),
        today("D1", "VEN"),
        today("D2", "A"),
    )
    costing = build_costing(project)
    ids = {(o.package, o.provider_id): i for i, o in enumerate(costing.options.options)}
    plan = plan_of(costing.options, np.array([ids[0, "VEN"], ids[1, "A"]]))
    project = project.replace(rules=(), scenarios=())
    drill = outage_drill(project, "cheapest", plan=plan, gap=0, fleet=HERE)
    assert by(drill, "VEN", ALL_WORK).price <= by(drill, "VEN", ITS_WORK).price + 1e-6
    assert plan.of(P1).provider_id == "VEN"
    assert plan.of(P2).provider_id == "A"


def test_the_provider_that_hurts_most_comes_first():
    """Failing moments of truth weigh more than any price."""
    drill = outage_drill(two_processes(capacity_fte=1.5), "cheapest", gap=0, fleet=HERE)
    assert drill.outages[0].provider_id == "VEN"
    assert drill.table().iloc[0]["status"] == "partly covered"


def brute_cover(project, failed, keep):
    """Everything done if possible, else fewest contacts undone, then least value, of what has not failed."""
    brute = BruteForce(project)
    costing, scenario = brute.costing, brute.scenario
    possible = find_eligible(project, costing.options).possible
    strict = replace(scenario, row=scenario.row.model_copy(update={"allow_unassigned": True}))
    choices = [[]]
    for k, inside in enumerate(costing.options.of_package):
        mine = [int(i) for i in inside if possible[i] and not failed[i]]
        if keep is not None and keep[k] != NONE and not failed[keep[k]]:
            mine = [i for i in mine if i == keep[k]]
        choices = [[*c, i] for c in choices for i in (NONE, *mine)]
    best = None
    for choice in choices:
        told = judge(strict, costing, np.array(choice))
        if not told.broken:
            undone = sum(costing.contacts[k] for k, i in enumerate(choice) if i == NONE)
            worth = (NONE in choice, round(undone, 6), told.objective)
            best = worth if best is None else min(best, worth)
    return best


@pytest.mark.parametrize("kept", [True, False])
def test_cover_is_the_best_of_all_plans(kept):
    """Fewest contacts undone and then the least value, as found by trying every plan."""
    covered = partly = 0
    for seed in range(40):
        project = build_project(SeededDice(2000 + seed), most_plans=120, most_rules=2)
        costing = build_costing(project)
        scenario = find_scenario(project, "s")
        first = BruteForce(project).best().choice
        if first is None or (first == NONE).all():
            continue
        party = int(costing.options.lead[first[first != NONE][0]])
        failed = (costing.options.people == party) | (costing.options.platform == party)
        keep = first if kept else None
        found = cover_outage(costing, scenario, failed, Limits(gap=0.0), keep=keep)
        best = brute_cover(project, failed, keep)
        if best is None:
            assert found.outcome is Outcome.INFEASIBLE, seed
            continue
        assert found.outcome is Outcome.PROVEN, seed
        undone = sum(costing.contacts[k] for k, i in enumerate(found.choice) if i == NONE)
        assert (NONE in found.choice) is best[0], seed
        assert undone == pytest.approx(best[1], abs=1e-3), seed
        assert found.objective == pytest.approx(best[2], rel=1e-6, abs=1e-3), seed
        covered += not best[0]
        partly += best[0]
    assert covered >= 2, (covered, partly)
    assert partly >= 2, (covered, partly)


def test_without_a_plan_there_is_nothing_to_fail():
    """A scenario without a plan is refused."""
    project = company(stream(), vendor(capacity_fte=0.1))
    with pytest.raises(ValueError, match="no plan to try"):
        outage_drill(project, "cheapest", fleet=HERE)
