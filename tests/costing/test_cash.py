"""Cash by month: when money is paid, and that discounting it gives every cost line again."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.builders import company, contract, costing_of, own, plan, process, stream, today, vendor
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project, small_projects
from touchmap.costing.cash import build_cash_costing, cash_of
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_choice
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.work.options import NONE

AT_OWN = (stream(), own(), today("D1", "OWN"))


def cash(*rows, home=None, later=0.0, **facts):
    """Cash of today's plan, or of P1 at a home."""
    project = company(*rows, **facts)
    choice = plan(build_costing(project), home).choice if home else build_costing(project).options.today
    return cash_of(build_cash_costing(project), choice, later=later)


def test_running_cost_is_paid_at_the_end_of_each_month():
    """One FTE at OWN costs 2240 in each of twelve months and nothing at the start."""
    assert cash(*AT_OWN).total == pytest.approx([0] + [2240] * 12)


def test_prices_rise_once_a_year():
    """2240 a month in the first year, 2240 × 1.1 in the second."""
    rows = (stream(), own(wage_inflation=0.1), today("D1", "OWN"))
    assert cash(*rows, horizon_months=24).total == pytest.approx([0] + [2240] * 12 + [2464] * 12)


def test_what_is_paid_once_is_paid_at_the_start():
    """Setting VEN up costs 5000 before it earns 1120 a month."""
    found = cash(*AT_OWN, vendor(engagement_cost=5000), home="VEN")
    assert found.lines["engagement"] == pytest.approx([5000] + [0] * 12)
    assert found.total == pytest.approx([5000] + [1120] * 12)


def test_today_runs_on_until_the_start():
    """Three months of notice: three months at OWN's supplier VEN, then the new one."""
    rows = [stream(), vendor(), vendor("NEW", base_rate=5), today("D1", "VEN", contract_id="C1")]
    found = cash(*rows, contract(notice_months=3), home="NEW")
    assert found.total == pytest.approx([0] + [1120] * 3 + [560] * 9)


def test_a_later_start_moves_the_saving():
    """Two months later, today's 2240 is paid twice more; what is paid once stays where it was."""
    found = cash(*AT_OWN, vendor(engagement_cost=5000), home="VEN", later=2)
    assert found.total == pytest.approx([5000] + [2240] * 2 + [1120] * 10)


def test_money_is_told_by_party():
    """What VEN gets stands in its row; what is set up with it too."""
    found = cash(*AT_OWN, vendor(engagement_cost=5000), home="VEN")
    assert found.parties.sum(axis=1) == pytest.approx([0, 5000 + 12 * 1120, 0, 0])


def test_a_yearly_costing_is_refused():
    """Cash needs a costing by month."""
    costing = costing_of(*AT_OWN)
    with pytest.raises(ValueError, match="build_cash_costing"):
        cash_of(costing, costing.options.today)


def agrees(project, choice):
    """Whether discounted cash is every cost line, each to 1e-9."""
    priced = evaluate_choice(build_costing(project), choice)
    found = cash_of(build_cash_costing(project), choice)
    money = {line: v for line, v in priced.lines.items() if COST_LINES[line].kind is not LineKind.PENALTY}
    scale = max([1.0, *(abs(v) for v in money.values())])
    assert found.present_values == pytest.approx(money, rel=1e-9, abs=1e-9 * scale)
    assert found.cost == pytest.approx(priced.cost, rel=1e-9, abs=1e-9 * scale)


@settings(max_examples=60)
@given(small_projects())
def test_discounted_cash_is_every_cost_line(project):
    """Of any project, today and the first and last option of each package."""
    options = build_costing(project).options
    agrees(project, options.today)
    for end in (0, -1):
        agrees(project, np.array([int(i[end]) if len(i) else NONE for i in options.of_package]))


@pytest.mark.parametrize("seed", range(8))
def test_discounted_cash_is_every_cost_line_of_any_mix(seed):
    """Of projects in which more features meet, with work left undone."""
    dice = SeededDice(seed)
    project = build_project(dice)
    options = build_costing(project).options
    choice = [int(dice.pick(NONE, *inside)) for inside in options.of_package]
    agrees(project, np.array(choice))


def test_mending_stands_with_the_company():
    """What is paid to nobody in particular stands in the last row."""
    rows = [process(health=1, remediation_cost=700), *AT_OWN, vendor()]
    assert cash(*rows, home="VEN").by_party["remediation"].sum(axis=1) == pytest.approx([0, 0, 0, 700])
