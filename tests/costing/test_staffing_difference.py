"""The FTE a plan is costed at beside exact ones."""

import numpy as np
import pytest

from tests.builders import P1, P2, company, offer, own, plan, process, speaks, stream, today, vendor
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_today
from touchmap.costing.staffing_difference import staffing_differences
from touchmap.files import load
from touchmap.workload.staffing.staff import staff

OFFICE = {"opening_hours": "Mo-Fr 9-17"}
ROWS = (
    *(process("P1"), process("P2"), own(), vendor(), speaks("OWN"), speaks("VEN")),
    *(stream("D1", 20_000, **OFFICE), stream("D2", 5000, process_id="P2", channel="email", **OFFICE)),
    *(today("D1", "OWN"), today("D2", "OWN")),
)


def pools(project, moved=None):
    evaluation = plan(build_costing(project), moved)
    return {(d.provider_id, d.language): d for d in staffing_differences(evaluation)}


def test_exact_staff_of_today_is_that_of_the_table_of_staff():
    """Work that is not moved takes the FTE that `staff` gives for its pool."""
    project = company(*ROWS)
    (found,) = pools(project).values()
    (table,) = staff(project).pools
    assert found.exact_fte == pytest.approx(table.fte)
    assert found.costed_fte == pytest.approx(np.full(12, 25.0))
    assert found.live_hours == pytest.approx(np.full(12, 20 * 89.6))
    assert found.difference_per_month == pytest.approx(2240 * (table.fte.mean() - 25))


def test_the_line_comes_closer_than_the_occupancy():
    """Along the curve the plan is within an FTE of what is exact, and it is what the cost lines hold."""
    flat, curve = (pools(company(*ROWS, staffing_curve=on))["OWN", "nl"] for on in (False, True))
    assert abs(curve.difference_fte) < min(1.0, abs(flat.difference_fte))
    evaluation = evaluate_today(build_costing(company(*ROWS, staffing_curve=True)))
    costed = sum(evaluation.lines.get(line, 0.0) for line in ("run", "pool_opening", "valley_work"))
    assert float(curve.costed_fte.sum()) * 2240 == pytest.approx(costed)


def test_only_work_billed_by_staff_is_compared():
    """Where calls are billed by contact only the mail is left, and nobody has to be there for it."""
    by_contact = offer(price=2, process_id="P1", pricing_model="per_contact")
    by_hour = offer("O2", price=10, process_id="P2")
    found = pools(company(*ROWS, by_contact, by_hour, staffing_curve=True), {P1: "VEN", P2: "VEN"})
    assert found.keys() == {("VEN", "nl")}
    assert not found["VEN", "nl"].live_hours.any()
    assert found["VEN", "nl"].difference_fte == pytest.approx(0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "flat_share", "curve_share"),
    [("telecom_isp", 0.03, 0.015), ("online_retailer", 0.36, 0.005), ("insurer", 0.015, 0.015)],
)
def test_the_samples_of_today(name, flat_share, curve_share, data_folder):
    """Costing without queues misses a third of the retailer's staff; along the curves 1.5 % at most."""
    facts = load(data_folder / name)
    for is_on, most in ((False, flat_share), (True, curve_share)):
        settings = facts.settings.model_copy(update={"staffing_curve": is_on})
        found = pools(facts.replace(settings=settings)).values()
        exact = sum(d.exact_fte.mean() for d in found)
        missed = sum(d.difference_fte for d in found)
        assert abs(missed) <= most * exact
        if name == "online_retailer":
            assert exact == pytest.approx(72.5, abs=0.5)
            assert missed == pytest.approx(0 if is_on else 25.3, abs=0.5)
