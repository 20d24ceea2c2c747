"""Conditions a question puts on a plan: the best of all other plans, with work that is left undone."""

import pytest

from tests.analysis.in_process import CLOSE, lowest, values
from tests.builders import company, own, process, stream, today, vendor
from touchmap.costing.costing import build_costing
from touchmap.project import ScenarioRow, find_scenario
from touchmap.sourcing.extras import DiffersAtAll
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.search import Ready
from touchmap.work.options import NONE


@pytest.mark.parametrize("per_contact", [0.5, 1.5, 10.0])
def test_any_plan_can_be_ruled_out_and_only_that_one(per_contact):
    """Whichever of nine plans is ruled out, what is found is the best of the other eight.

    Each of two processes is done by own staff, by a vendor or by nobody; leaving 1000 contacts undone is
    cheaper than the vendor (1120 a month), between the vendor and own staff (2240), or dearest.
    """
    project = company(
        *(process("P1"), process("P2"), stream("D1"), stream("D2", 900, process_id="P2")),
        *(own(), vendor(), today("D1", "OWN"), today("D2", "OWN")),
        ScenarioRow(
            scenario_id="s", name="S", allow_unassigned=True, unassigned_cost_per_contact=per_contact
        ),
    )
    costing = build_costing(project)
    plans = [(tuple(int(i) for i in choice), value) for choice, value in values(project, costing)]
    assert len(plans) == 9
    best, _ = min(plans, key=lambda plan: plan[1])
    assert (NONE in best) == (per_contact == 0.5)
    ready = Ready(costing, find_scenario(project, "s"))
    for ruled_out, _ in plans:
        found = ready.find(Limits(CLOSE), extras=(DiffersAtAll(ruled_out),))
        assert found.outcome is Outcome.PROVEN
        assert tuple(found.choice) != ruled_out
        others = [(choice, value) for choice, value in plans if choice != ruled_out]
        assert found.objective == pytest.approx(lowest(others), rel=2 * CLOSE)
