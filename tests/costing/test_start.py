"""Until the start: today's arrangement runs on until its contract and the mending let work go."""

import pytest

from tests.builders import (
    contract,
    costing_of,
    find,
    front,
    lines,
    own,
    platform,
    process,
    stream,
    today,
    vendor,
)

UNDER = (stream(), own(), today("D1", "VEN", contract_id="C1"))
"""At VEN for 1120 a month, under the contract C1; OWN costs 2240."""


@pytest.mark.parametrize(
    ("ends_on", "notice", "months"),
    [
        ("2027-04-01", None, 0),  # no notice: can be left at once, against the fee
        ("2027-04-01", 2, 2),
        ("2027-04-01", 6, 3),  # ends before the notice does
        ("2026-12-31", 6, 0),
        (None, 2, 2),  # nobody knows when it ends
        ("2030-01-01", 18, 12),  # longer than the plan
    ],
)
def test_work_leaves_at_the_end_of_its_contract_or_of_its_notice(ends_on, notice, months):
    """Whichever comes first: today's 1120 a month until then, 2240 from then on."""
    rows = [*UNDER, vendor(), contract(ends_on=ends_on, notice_months=notice)]
    found = lines(costing_of(*rows), "OWN")
    assert found.get("until_start", 0) == pytest.approx(months * 1120)
    assert found.get("run", 0) == pytest.approx((12 - months) * 2240)


def test_the_notice_may_be_the_providers():
    """A contract without notice of its own has its provider's."""
    found = lines(costing_of(*UNDER, vendor(notice_months=4), contract()), "OWN")
    assert found["until_start"] == pytest.approx(4 * 1120)


def test_who_stays_starts_at_once():
    """Work that does not move has nothing to wait for."""
    assert lines(costing_of(*UNDER, vendor(), contract(notice_months=4))).keys() == {"run"}


BROKEN = process(health=2, remediation_on="2027-05-15")
"""Mended four months after the start."""


@pytest.mark.parametrize(
    ("facts", "home", "months"),
    [
        (BROKEN, "VEN", 4),
        (BROKEN, "OWN2", 0),  # own staff need not wait
        (process(health=3, remediation_on="2027-05-15"), "VEN", 0),  # sound
        (process(health=2), "VEN", 0),  # nobody knows when
        (process(health=2, remediation_on="2026-05-15"), "VEN", 0),  # done
    ],
)
def test_unhealthy_work_waits_until_it_is_mended(facts, home, months):
    """Work that moves to a third party starts there when it is mended; OWN does it until then."""
    rows = [facts, stream(), own(), own("OWN2"), vendor(), today("D1", "OWN")]
    assert lines(costing_of(*rows), home).get("until_start", 0) == pytest.approx(months * 2240)


def test_the_later_of_both_counts():
    """Mended in May and free in March, work leaves in May; free in July, in July."""
    for notice, months in ((2, 4), (6, 6)):
        rows = [BROKEN, *UNDER, vendor(), vendor("VEN2"), contract(notice_months=notice)]
        costing = costing_of(*rows)
        assert costing.delays[find(costing.options, "VEN2")] == months


def test_today_runs_on_with_all_that_belongs_to_it():
    """Governance of 10 % runs on with VEN's bill, at its prices of the year; contingency does not."""
    rows = [*UNDER, vendor(governance_share=0.1, indexation=0.5), contract(notice_months=14)]
    found = lines(costing_of(*rows, horizon_months=24, contingency_share=0.5), "OWN")
    assert found["until_start"] == pytest.approx((12 + 2 * 1.5) * 1232)
    assert found["run"] == pytest.approx(10 * 2240)


def test_a_new_partys_contingency_starts_with_it():
    """Ten months of VEN2's bill have contingency, the two before have not."""
    rows = [*UNDER, vendor(), vendor("VEN2"), contract(notice_months=2)]
    found = lines(costing_of(*rows, contingency_share=0.1), "VEN2")
    assert found == pytest.approx({"run": 11_200, "until_start": 2240, "contingency": 1120})


def test_nobody_waits_for_an_unknown_today():
    """Work nobody is known to do starts at once."""
    rows = [BROKEN, stream(), own(), vendor(), today("D9", "OWN")]
    assert "until_start" not in lines(costing_of(*rows), "VEN")


def test_work_whose_contract_party_stays_is_free_at_once():
    """The contract binds to BOT: new people behind it start at once, dropping BOT waits and costs.

    The 1000 contacts that reach OWN are 60 % of all, so BOT resolves 2000 ÷ 3.
    """
    rows = [stream(), own(), vendor(), platform(exit_fee_months=1), front(0.4, 1)]
    rows += [today("D1", "OWN", platform_id="BOT", contract_id="C1"), contract("BOT", notice_months=2)]
    costing = costing_of(*rows)
    assert "until_start" not in lines(costing, "VEN+BOT")
    without = lines(costing, "OWN")
    assert without["until_start"] == pytest.approx(2 * (2240 + 2000 / 3))
    assert without["exit_fee"] == pytest.approx(2000 / 3)
