"""How sure a saving is: the quick response against costing a draw in full."""

import time
from dataclasses import replace

import numpy as np
import pytest

from tests.builders import company, contract, own, plan, speaks, stream, today, vendor
from tests.report.plans import cheapest_choice, read_sample
from touchmap.analysis.ranges import (
    Draws,
    Ranges,
    exact_saving,
    percentiles,
    respond,
    straight_error,
    tornado,
)
from touchmap.costing.costing import build_costing
from touchmap.project import ExchangeRate, VolumeTier

AT_OWN = (stream(), own(), today("D1", "OWN"))


def of(*rows, **facts):
    """A project, the choice of P1 at VEN, and the response of the saving."""
    project = company(*rows, **facts)
    choice = plan(build_costing(project), "VEN").choice
    return project, choice, respond(project, choice)


def drawn(**figures):
    """One draw with these figures, the others as planned."""
    return replace(Draws.plan(), **{name: np.array([value]) for name, value in figures.items()})


@pytest.mark.parametrize(
    ("figures", "saving"),
    [
        ({}, 12 * 1120),
        ({"volume": 1.1}, 12 * 1120 * 1.1),
        ({"handle_time": 0.9}, 12 * 1120 * 0.9),
        ({"volume": 1.1, "handle_time": 0.9}, 12 * 1120 * 1.1 * 0.9),
        ({"delay": 3.0}, 9 * 1120),
        ({"own_wages": 0.04}, 12 * 1120),  # wages rise from the second year on
    ],
)
def test_the_saving_answers_to_each_figure(figures, saving):
    """OWN's 2240 against VEN's 1120 a month for a year."""
    _, _, response = of(*AT_OWN, vendor())
    assert response.savings(drawn(**figures)) == pytest.approx([saving])


def test_wages_and_prices_rise_from_the_second_year():
    """Own wages 4 points faster: 2240 × 0.04 more a month; VEN's prices: 1120 × 0.04."""
    _, _, response = of(*AT_OWN, vendor(), horizon_months=24)
    assert response.savings(drawn(own_wages=0.04)) == pytest.approx([24 * 1120 + 12 * 2240 * 0.04])
    assert response.savings(drawn(indexation=0.04)) == pytest.approx([24 * 1120 - 12 * 1120 * 0.04])


def test_foreign_money_moves_only_what_is_paid_in_it():
    """VEN at 10 dollars, 1.25 for a euro, is 896 a month; dollars 10 % dearer cost 89.6 a month more."""
    usd = ExchangeRate(currency="USD", rate=1.25)
    project, choice, response = of(*AT_OWN, vendor(currency="USD"), usd)
    assert response.saving == pytest.approx(12 * (2240 - 896))
    assert response.savings(drawn(exchange_rate=1.1)) == pytest.approx([12 * (2240 - 985.6)])
    assert exact_saving(project, choice, drawn(exchange_rate=1.1)) == pytest.approx(12 * (2240 - 985.6))


def test_a_minimum_commitment_bends():
    """VEN bills at least 1.1 FTE: 1232 a month at any volume up to 1.1, 1344 at 1.2."""
    _, _, response = of(*AT_OWN, vendor(minimum_fte=1.1))
    for volume, bill in ((0.8, 1232), (1.0, 1232), (1.1, 1232), (1.2, 1344)):
        assert response.savings(drawn(volume=volume)) == pytest.approx([12 * (2240 * volume - bill)])


def test_a_volume_discount_sets_in_where_its_size_is_reached():
    """A tenth off from 1.1 FTE on."""
    tier = VolumeTier(provider_id="VEN", from_fte=1.1, discount_share=0.1)
    _, _, response = of(*AT_OWN, vendor(), tier)
    assert response.savings(drawn(volume=1.05)) == pytest.approx([12 * 1120 * 1.05])
    assert response.savings(drawn(volume=1.2)) == pytest.approx([12 * 1.2 * (2240 - 1008)])


def test_tax_is_owed_on_what_bends():
    """A fifth more on VEN's minimum of 1.1 FTE, whatever the volume up to 1.1; then on what is billed."""
    _, _, response = of(*AT_OWN, vendor(minimum_fte=1.1), irrecoverable_vat_share=0.2)
    for volume, bill in ((0.8, 1232), (1.0, 1232), (1.1, 1232), (1.2, 1344)):
        assert response.savings(drawn(volume=volume)) == pytest.approx([12 * (2240 * volume - 1.2 * bill)])


def test_tax_is_saved_where_a_discount_sets_in():
    """A tenth off from 1.1 FTE on, and a fifth on what is left."""
    tier = VolumeTier(provider_id="VEN", from_fte=1.1, discount_share=0.1)
    _, _, response = of(*AT_OWN, vendor(), tier, irrecoverable_vat_share=0.2)
    assert response.savings(drawn(volume=1.05)) == pytest.approx([12 * 1.05 * (2240 - 1.2 * 1120)])
    assert response.savings(drawn(volume=1.2)) == pytest.approx([12 * 1.2 * (2240 - 1.2 * 1008)])


RICH = (
    vendor(minimum_fte=0.95, flex_share=0.5, capacity_fte=1.1, governance_share=0.05, indexation=0.03),
    VolumeTier(provider_id="VEN", from_fte=1.02, discount_share=0.05),
    speaks(opening_fte=0.1),
)


def test_random_draws_are_close_to_costing_each_in_full():
    """Of a plan in which every line bends, under a contract with notice, over three years."""
    rows = [stream(), own(wage_inflation=0.04, flex_share=0.2), today("D1", "OWN"), *RICH]
    project, choice, response = of(*rows, horizon_months=36, discount_rate=0.08, volume_growth=0.1)
    draws = Draws.at_random(response.ranges, 40, seed=1)
    exact = [exact_saving(project, choice, draws.one(n)) for n in range(40)]
    assert response.savings(draws) == pytest.approx(exact, abs=0.05 * np.std(exact))


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_draws_of_the_samples_are_close_to_costing_each_in_full(sample):
    """Exact but where figures meet: on average within 3 % of the distance from P10 to P90."""
    project = read_sample(sample)
    choice = cheapest_choice(build_costing(project))
    response = respond(project, choice)
    draws = Draws.at_random(response.ranges, 10_000, seed=0)
    found = response.savings(draws)
    low, _, high = percentiles(found)
    exact = [exact_saving(project, choice, draws.one(n)) for n in range(30)]
    error = float(np.sqrt(np.mean((found[:30] - exact) ** 2)))
    assert error < 0.03 * (high - low)


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_work_is_exact(sample):
    """Volumes and handle times far apart are priced as costing them anew prices them."""
    project = read_sample(sample)
    choice = cheapest_choice(build_costing(project))
    response = respond(project, choice)
    for volume, longer in ((0.85, 1.1), (1.15, 0.9), (1.07, 1.03)):
        draw = drawn(volume=volume, handle_time=longer)
        exact = exact_saving(project, choice, draw)
        assert response.savings(draw)[0] == pytest.approx(exact, rel=1e-6, abs=1.0)


def test_the_error_of_bent_curves_is_worked_out():
    """A pool of live work at VEN: the error said is that of costing both ends halfway in full."""
    rows = [stream(contacts=20_000), own(), today("D1", "OWN"), vendor(), speaks("OWN"), speaks()]
    project, choice, response = of(*rows, staffing_curve=True)
    found = straight_error(project, choice, response)
    ends = [drawn(volume=1 + n * 0.075, handle_time=1 + n * 0.05) for n in (-1, 1)]
    off = [abs(response.savings(end)[0] - exact_saving(project, choice, end)) for end in ends]
    assert found == pytest.approx(max(off))
    assert found > 1
    straight = project.replace(settings=project.settings.model_copy(update={"staffing_curve": False}))
    assert straight_error(straight, choice, respond(straight, choice)) == 0


@pytest.mark.slow
def test_ten_thousand_draws_take_less_than_a_second():
    """The best of three, costings included."""
    project = read_sample("telecom_isp")
    choice = cheapest_choice(build_costing(project))

    def once() -> float:
        start = time.process_time()
        response = respond(project, choice)
        response.savings(Draws.at_random(response.ranges, 10_000, seed=0))
        return time.process_time() - start

    assert min(once() for _ in range(3)) < 1.0


def test_draws_keep_to_their_ranges():
    """Triangular around the plan, the delay from none to its most; the same seed gives the same draws."""
    draws = Draws.at_random(Ranges(0.15, 0.1, 0.04, 0.1, 3), 5000, seed=7)
    for values, centre, size in ((draws.volume, 1, 0.15), (draws.own_wages, 0, 0.04)):
        assert centre - size <= values.min() < values.max() <= centre + size
        assert values.mean() == pytest.approx(centre, abs=0.03 * size)
        assert values.std() == pytest.approx(size / 6**0.5, rel=0.03)  # of a triangle
    assert draws.delay.min() >= 0
    assert draws.delay.mean() == pytest.approx(1.5, abs=0.05)
    again = Draws.at_random(Ranges(0.15, 0.1, 0.04, 0.1, 3), 5000, seed=7)
    assert (again.handle_time == draws.handle_time).all()
    assert abs(np.corrcoef(draws.volume, draws.handle_time)[0, 1]) < 0.05


def test_no_draws_are_refused():
    """There must be one draw at least."""
    with pytest.raises(ValueError, match="at least 1"):
        Draws.at_random(Ranges(0, 0, 0, 0, 0), 0, seed=0)


def test_without_ranges_every_draw_is_the_plan():
    """All settings 0: the saving is certain."""
    none = {
        "volume_range_share": 0,
        "handle_time_range_share": 0,
        "wage_range_share": 0,
        "exchange_rate_range_share": 0,
        "start_delay_months": 0,
    }
    _, _, response = of(*AT_OWN, vendor(), **none)
    found = response.savings(Draws.at_random(response.ranges, 50, seed=0))
    assert found == pytest.approx(np.full(50, 12 * 1120))


def test_the_widest_bar_comes_first():
    """Three months' delay take 3 × 1120, 15 % of volume 0.15 × 13,440 either way."""
    _, _, response = of(*AT_OWN, vendor())
    bars = {bar.name: bar for bar in tornado(response)}
    assert (bars["Volume"].saving_low, bars["Volume"].saving_high) == pytest.approx((11_424, 15_456))
    assert bars["Start of what moves"].saving_high == pytest.approx(9 * 1120)
    widths = [bar.width for bar in tornado(response)]
    assert widths == sorted(widths, reverse=True)


def test_a_later_start_keeps_to_the_contract():
    """With three months' notice, three months later is six months after the start."""
    rows = [stream(), own(base_rate=5), vendor(), today("D1", "VEN", contract_id="C1")]
    project = company(*rows, contract(notice_months=3))
    choice = plan(build_costing(project), "OWN").choice
    response = respond(project, choice)
    assert response.saving == pytest.approx(9 * 560)
    assert response.savings(drawn(delay=3.0)) == pytest.approx([6 * 560])
