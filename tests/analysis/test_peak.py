"""Base and peak: each way to staff a season is priced right, and the known case comes out."""

import numpy as np
import pytest

from tests.builders import company, offer, own, process, stream, vendor
from tools.docs_generator import peak as page
from touchmap.analysis.peak import peak_plans
from touchmap.project import Seasonality

SEASON = Seasonality(
    seasonality_id="S", name="Season", **{f"m{n:02}": 3.0 if n > 9 else 1.0 for n in range(1, 13)}
)
"""1 FTE for nine months and 3 for three."""


def small(*rows, flex=0.0, **settings):
    """Own staff at 2240 an FTE-month who are paid all year, and VEN at 1120."""
    work = stream(seasonality_id="S")
    return company(own(flex_share=flex), vendor(), work, SEASON, *rows, **settings)


def test_staff_kept_for_the_peak_is_paid_all_year():
    """All by own staff: 15 FTE-months of work and 3 × 12 paid; what is not worked is idle staff."""
    plan = peak_plans(small()).plans[0]
    assert plan.provider is None
    assert plan.own_fte == pytest.approx([1.0] * 9 + [3.0] * 3)
    assert plan.staff == pytest.approx({"run": 18 * 2240, "idle_staff": 18 * 2240})
    assert (plan.bought, plan.once, plan.exceeded) == ({}, {}, ())


def test_the_peak_is_bought_in_its_months():
    """A base of 1 FTE all year; 2 FTE for three months at the bidder, and nothing idle."""
    plan = peak_plans(small()).plans[1]
    assert plan.own == pytest.approx({"run": 12 * 2240})
    assert plan.bought == pytest.approx({"run": 3 * 2 * 1120})
    assert plan.flexible_fte == pytest.approx([0.0] * 9 + [2.0] * 3)
    assert plan.taken == 1
    assert plan.cost == pytest.approx(12 * 2240 + 6 * 1120)


def test_horizon_and_discount_change_nothing():
    """A year is priced at today's prices, however long and however discounted the plan is."""
    short = peak_plans(small()).plans[1].cost
    assert peak_plans(small(horizon_months=36, discount_rate=0.1)).plans[1].cost == pytest.approx(short)


def test_a_minimum_is_paid_in_the_quiet_months():
    """A bidder that bills at least half an FTE does so for nine months."""
    project = small().replace(providers=(own(flex_share=0), vendor(minimum_fte=0.5)))
    assert peak_plans(project).plans[1].bought["minimum_commitment"] == pytest.approx(9 * 0.5 * 1120)


def test_work_a_bidder_does_not_offer_stays_own():
    """Of two processes alike the bidder quotes one: it takes half of the peak, own staff the rest."""
    second = (process("P2"), stream("D2", process_id="P2", seasonality_id="S"))
    quote = offer("O1", "VEN", process_id="P1", price=10)
    plan = peak_plans(small(process("P1"), *second, quote)).plans[1]
    assert plan.taken == pytest.approx(0.5)
    assert plan.own_fte[[0, 11]] == pytest.approx([2, 4])
    assert plan.flexible_fte[[0, 11]] == pytest.approx([0, 2])


def test_core_is_what_stays_own_at_its_base():
    """The last plan keeps the base of key competencies and buys all else."""
    rows = (
        process("P1", key_competency=True),
        process("P2"),
        stream("D2", process_id="P2", seasonality_id="S"),
    )
    plan = peak_plans(small(*rows)).plans[-1]
    assert plan.name.startswith("Core own")
    assert plan.own_fte == pytest.approx([1.0] * 12)
    assert plan.flexible_fte[[0, 11]] == pytest.approx([1, 5])


@pytest.mark.parametrize(
    ("rate", "base", "kept"), [(10, 0.0, "Keep nobody"), (25, 1.0, "Keep 1.0"), (90, 3.0, "Keep all")]
)
def test_base_that_pays(rate, base, kept):
    """P(D > 1) is 25 %: a bidder cheaper than own staff takes all, one at 25 the peak, one at 90 nothing."""
    project = small().replace(providers=(own(flex_share=0), vendor(base_rate=rate)))
    found = peak_plans(project)
    (row,) = found.processes
    assert row.worth.level.base_fte == pytest.approx(base)
    assert (row.worth.kept, row.worth.flexible) == pytest.approx((2240, rate * 112))
    assert found.plans[1].worth.level.explanation.startswith(kept)


def test_limits_that_are_too_small_are_named():
    """Capacity of own staff below the peak is said, month and number included."""
    project = small().replace(providers=(own(flex_share=0, capacity_fte=2), vendor()))
    kept, bought, _ = peak_plans(project).plans
    assert len(kept.exceeded) == 1
    assert "needs 3.00 FTE" in kept.exceeded[0]
    assert bought.exceeded == ()


def test_nothing_own_is_told():
    """Without own staff there is no base to keep."""
    with pytest.raises(ValueError, match="own staff"):
        peak_plans(company(vendor(), stream()))


def test_estimates_are_met_within_five_percent():
    """The season of 30 and 100 FTE costs what an estimate by hand gives, to 5 % in every plan."""
    plans = page.season().plans
    costs = np.array([plan.cost for plan in plans])
    assert costs == pytest.approx([estimate.cost for estimate in page.ESTIMATES], rel=0.05)
    assert plans[0].own_fte[[0, 11]] == pytest.approx([30, 100], rel=0.002)
    assert [plan.exceeded for plan in plans] == [()] * len(plans)


def test_list_price_of_the_peak_is_that_by_hand():
    """18,816 handle hours × handle factor ÷ occupancy × rate, for every bidder."""
    for plan in page.season().plans[1:5]:
        p = plan.provider
        by_hand = 70 * 3 * 160 * 0.7 * 0.8 * p.handle_factor / p.occupancy * p.base_rate
        assert plan.bought["run"] == pytest.approx(by_hand, rel=0.001)
        assert plan.taken == 1


def test_work_nobody_has_a_price_for_has_no_base_to_keep():
    """No rate and no offer: there is nothing to price, and it is said."""
    with pytest.raises(ValueError, match="no work can be done by own staff"):
        peak_plans(company(own(base_rate=None), stream()))
