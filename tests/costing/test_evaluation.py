"""A plan as a whole: present value over two years by hand, sums of cost lines, work left undone."""

import numpy as np
import pytest

from tests.builders import (
    P1,
    P2,
    costing_of,
    handoff,
    lines,
    offer,
    own,
    plan,
    platform,
    process,
    speaks,
    stream,
    today,
    vendor,
    web,
)
from touchmap.costing.evaluation import evaluate_choice, evaluate_today
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.project import Seasonality, VolumeTier
from touchmap.work.options import NONE

YEAR = (1 - 1 / 1.1) / (1.1 ** (1 / 12) - 1)
"""Worth of 1 at the end of each month of a year at 10 % (11.40), by the sum of a geometric series."""


def test_two_years_by_hand():
    """P1 goes to VEN: 1120 a month, indexed by 5 %, for volumes that grow by 2 %, at 10 %.

    Of the second year all is worth 1 / 1.1. Set-up, teaching and training are paid at once; travel
    is indexed and does not grow.
    """
    ven = vendor(
        indexation=0.05,
        engagement_cost=1000,
        travel_cost_per_year=1200,
        knowledge_transfer_weeks=1,
        training_rate_per_hour=5,
        governance_share=0.1,
    )
    rows = [process(training_days=10), stream(), own(), ven, today("D1", "OWN")]
    settings = {"horizon_months": 24, "discount_rate": 0.1, "volume_growth": 0.02, "expert_rate_per_hour": 45}
    found = plan(costing_of(*rows, **settings), "VEN")
    both_years = YEAR * (1 + 1.05 * 1.02 / 1.1)
    assert found.lines == pytest.approx(
        {
            "run": 1120 * both_years,
            "governance": 112 * both_years,
            "travel": 100 * YEAR * (1 + 1.05 / 1.1),
            "engagement": 1000,
            "knowledge_transfer": 40 * 50,
            "training": 10 * 8 * 5,
        }
    )
    assert found.cost == pytest.approx(1232 * both_years + 100 * YEAR * (1 + 1.05 / 1.1) + 3400)
    assert found.one_off == pytest.approx(3400)
    assert found.first_year_running == pytest.approx(12 * 1232 + 1200)  # at today's prices


def test_own_wages_rise_by_inflation():
    """OWN stays: 2240 a month, 4 % dearer in the second year, at 10 %."""
    rows = [stream(), own(wage_inflation=0.04, indexation=0.5), today("D1", "OWN")]
    found = lines(costing_of(*rows, horizon_months=24, discount_rate=0.1))
    assert found == pytest.approx({"run": 2240 * YEAR * (1 + 1.04 / 1.1)})


def test_a_part_of_a_year_counts_its_months():
    """15 months from November on: twelve at today's prices and three at 10 % more."""
    rows = [stream(), vendor(indexation=0.1), today("D1", "VEN")]
    found = lines(costing_of(*rows, start_on="2027-11-01", horizon_months=15))
    assert found == pytest.approx({"run": 1120 * (12 + 3 * 1.1)})


def _everything():
    """Two processes in two languages with one of everything that costs money."""
    ven = {"engagement_cost": 500, "travel_cost_per_year": 120, "minimum_fte": 9, "flex_share": 0.5}
    ven |= {"governance_share": 0.1, "knowledge_transfer_weeks": 2, "training_rate_per_hour": 5}
    quoted = offer(price=10, commission_per_success=2, conversion=0.1)
    return costing_of(
        process("P1", value_per_success=9, training_days=5, health=2, remediation_cost=70),
        process("P2"),
        stream("D1", 3000, seasonality_id="S"),
        stream("D2", process_id="P2"),
        Seasonality(seasonality_id="S", m12=2),
        own(flex_share=None, hiring_cost_per_fte=9),
        vendor(**ven),
        speaks(premium_share=0.1, opening_fte=0.5),
        quoted,
        VolumeTier(provider_id="VEN", from_fte=2, discount_share=0.05),
        handoff(cut_seconds=60, cut_cost_per_month=5),
        today("D1", "OWN"),
        today("D2", "OWN"),
        contingency_share=0.1,
        selection_and_advice=300,
        avoidable_share=0.8,
        average_tenure_years=6,
        gross_salary_per_month=3000,
        severance_months_per_year=0.5,
        discount_rate=0.08,
        horizon_months=30,
    )


@pytest.mark.parametrize("moved", [{}, {P1: "VEN"}, {P1: "VEN", P2: "VEN"}, {P1: None, P2: "VEN"}])
def test_the_cost_is_the_sum_of_its_lines(moved):
    """The cost is one-off and running lines; the total has the penalty for work undone too."""
    found = plan(_everything(), moved, per_contact=3)
    assert found.total == pytest.approx(sum(found.lines.values()))
    assert found.cost == pytest.approx(found.total - found.lines.get("unassigned", 0))
    running = sum(v for line, v in found.lines.items() if COST_LINES[line].kind is LineKind.RUNNING)
    assert found.cost == pytest.approx(running + found.one_off)


def test_years_and_parties_add_up_to_the_lines():
    """What belongs to options and what belongs to parties, by year, is the whole."""
    costing = _everything()
    found = plan(costing, {P1: "VEN"})
    of_options = sum(float(by_year[found.chosen].sum()) for by_year in costing.by_year.values())
    of_parties = sum(float(part.by_year.sum()) for part in found.of_parties)
    assert found.cost == pytest.approx(of_options + of_parties)
    assert costing.cost[found.chosen].sum() == pytest.approx(of_options)


def test_lines_come_in_the_order_of_reports_without_zeros():
    """Each line that is not zero, in its place."""
    found = plan(_everything(), {P1: "VEN"}).lines
    assert list(found) == [line for line in COST_LINES if line in found]
    assert all(found.values())


def test_today_is_priced_like_any_plan():
    """Evaluating today is evaluating the plan that changes nothing."""
    costing = _everything()
    assert evaluate_today(costing).lines == plan(costing).lines


def test_work_left_undone_costs_its_penalty():
    """1000 contacts at 3 in each of 24 months; volumes grow by half, prices do not rise."""
    costing = costing_of(stream(), own(), today("D1", "OWN"), horizon_months=24, volume_growth=0.5)
    found = plan(costing, {P1: None}, per_contact=3)
    assert found.lines == pytest.approx({"unassigned": 36_000 * 2.5})
    assert found.cost == 0
    assert found.engaged == frozenset()
    assert np.isnan(found.average(costing.quality.expected, np.ones(1)))


def test_averages_weigh_packages():
    """Values 80 and 60 with weights 3 and 1 are 75; what is left undone does not count."""
    costing = costing_of(process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"), own())
    values, weights = np.array([80.0, 60.0]), np.array([3.0, 1.0])
    assert plan(costing).average(values, weights) == pytest.approx(75)
    assert plan(costing, {P2: None}).average(values, weights) == pytest.approx(80)


def test_staff_are_counted_at_their_provider():
    """Two packages of 1 and 2 FTE at OWN are 3; a page has none."""
    rows = [stream("D1"), stream("D2", 2000, language="de"), stream("D3", language="fr", channel="web")]
    costing = costing_of(*rows, own(), vendor(), platform(), web())
    moved = {P1: "OWN", "P1/de/*/*": "OWN", "P1/fr/*/*": "+BOT"}
    found = plan(costing, moved)
    assert found.fte_by_party[:, 0] == pytest.approx([3, 0, 0])
    assert found.engaged == {0, 2}


def test_a_choice_must_be_the_packages_own():
    """An option of another package is refused."""
    costing = costing_of(stream("D1"), stream("D2", language="de"), own())
    with pytest.raises(ValueError, match="one of its own options"):
        evaluate_choice(costing, np.array([1, NONE]))
