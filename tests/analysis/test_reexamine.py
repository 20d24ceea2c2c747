"""Today under examination: what to leave now, what at its end, what never; against every combination."""

from datetime import date
from itertools import product

import pytest

from tests.builders import P1, P2, company, contract, own, process, stream, today, vendor
from touchmap.analysis.fleet import Fleet
from touchmap.analysis.reexamine import MOST_OPEN, months_after, re_examine, waiting_for
from touchmap.project import Contract
from touchmap.solving import solve

HERE = Fleet(1)


def under_contract(fee, ends_on="2027-07-01", notice=0, **fields):
    """P1 is done by VEN at 1120 × 2 a month (20 an hour) under C1; NEW would do it for 1120 a month."""
    return company(
        stream(),
        vendor(base_rate=20),
        vendor("NEW"),
        contract(ends_on=ends_on, exit_fee=fee, notice_months=notice),
        today("D1", "VEN", contract_id="C1"),
        **fields,
    )


def examined(project, **fields):
    """The project under examination, solved to proof."""
    return re_examine(project, "cheapest", gap=0, fleet=HERE, **fields)


def test_a_small_fee_is_worth_paying():
    """Leaving now saves 6 × 1120 = 6720 until July; a fee of 5000 is worth it, and waiting costs 1720."""
    found = examined(under_contract(5000))
    (advice,) = found.contracts
    assert (advice.decision, advice.leave_on, advice.months_left) == ("leave now", date(2027, 1, 1), 6)
    assert advice.exit_fee == pytest.approx(5000)
    assert advice.now == pytest.approx(12 * 1120 + 5000)
    assert advice.at_end == pytest.approx(6 * 2240 + 6 * 1120)
    assert advice.waiting == pytest.approx(1720)
    assert found.waiting == pytest.approx(1720)
    assert found.today_cost == pytest.approx(12 * 2240)
    (move,) = found.moves
    assert (move.phase, move.on, move.to_id) == ("now", date(2027, 1, 1), "NEW")
    assert found.now == found.later
    assert found.stays == ()


def test_a_larger_fee_is_worth_waiting_for():
    """A fee of 8000 is more than 6720: the work moves when the contract ends, and stays till then."""
    found = examined(under_contract(8000))
    (advice,) = found.contracts
    assert (advice.decision, advice.leave_on) == ("leave at its end", date(2027, 7, 1))
    assert advice.waiting == pytest.approx(6720 - 8000)
    assert found.waiting == pytest.approx(0)
    assert found.cost == pytest.approx(6 * 2240 + 6 * 1120)
    (move,) = found.moves
    assert (move.phase, move.on, move.because) == ("later", date(2027, 7, 1), "contract C1 ends")
    assert found.now.of(P1).provider_id == "VEN"
    assert found.later.of(P1).provider_id == "NEW"


def test_what_is_not_worth_moving_stays():
    """If nobody is cheaper, nothing moves, now or later."""
    project = company(
        stream(),
        vendor(),
        vendor("NEW", base_rate=15),
        contract(ends_on="2027-07-01", exit_fee=1),
        today("D1", "VEN", contract_id="C1"),
    )
    found = examined(project)
    assert found.contracts[0].decision == "stay"
    assert found.moves == ()
    assert found.stays == (P1,)
    assert found.cost == pytest.approx(found.today_cost)


def test_notice_delays_leaving_now():
    """With 2 months' notice, leaving now saves 4 months; a fee of 4000 is still worth it, in March."""
    found = examined(under_contract(4000, notice=2))
    assert found.contracts[0].decision == "leave now"
    assert found.contracts[0].leave_on == date(2027, 3, 1)
    assert found.cost == pytest.approx(2 * 2240 + 10 * 1120 + 4000)


def test_a_contract_within_its_notice_only_has_its_end():
    """Where the notice lasts to the end, the contract is left at its end, for nothing."""
    found = examined(under_contract(5000, notice=6))
    (advice,) = found.contracts
    assert (advice.decision, advice.at_end) == ("leave at its end", None)
    assert found.moves[0].phase == "later"
    assert found.cost == pytest.approx(6 * 2240 + 6 * 1120)


def test_a_contract_without_a_known_end_costs_its_fee():
    """Without an end there is nothing to wait for: leave now for the fee, or stay."""
    assert examined(under_contract(5000, ends_on=None)).contracts[0].decision == "leave now"
    assert examined(under_contract(14000, ends_on=None)).contracts[0].decision == "stay"


def test_another_day_counts_from_there():
    """As of April, 3 months are left, and a fee of 5000 is more than the 3360 they cost."""
    found = examined(under_contract(5000), as_of=date(2027, 4, 1))
    assert found.as_of == date(2027, 4, 1)
    assert found.contracts[0].months_left == 3
    assert found.contracts[0].decision == "leave at its end"
    assert found.contracts[0].leave_on == date(2027, 7, 1)


def test_work_without_a_contract_moves_at_once():
    """What nothing binds is set going now; the rest of the plan has its own date."""
    project = company(
        process("P1"),
        process("P2"),
        stream(),
        stream("D2", process_id="P2"),
        vendor(base_rate=20),
        own(base_rate=30),
        vendor("NEW"),
        contract(ends_on="2027-07-01", exit_fee=9000),
        today("D1", "VEN", contract_id="C1"),
        today("D2", "OWN"),
    )
    found = examined(project)
    assert [(m.package_id, m.phase) for m in found.moves] == [(P2, "now"), (P1, "later")]
    assert found.now.of(P1).provider_id == "VEN"
    assert found.now.of(P2).provider_id == "NEW"
    assert found.moves_table()["to_id"].tolist() == ["NEW", "NEW"]
    assert found.contracts_table().loc[0, "waiting"] == pytest.approx(6720 - 9000)


def several(fees, ends):
    """As many processes as fees, each under a contract of its own with an incumbent of its own."""
    rows = []
    for n, (fee, end) in enumerate(zip(fees, ends, strict=True)):
        rows += [
            process(f"P{n}"),
            stream(f"D{n}", process_id=f"P{n}"),
            vendor(f"V{n}", base_rate=14 + n, flex_share=1),
            Contract(contract_id=f"C{n}", provider_id=f"V{n}", ends_on=end, exit_fee=fee, notice_months=1),
            today(f"D{n}", f"V{n}", contract_id=f"C{n}"),
        ]
    return company(*rows, vendor("NEW", capacity_fte=2.5, engagement_cost=1500))


def test_the_best_combination_of_dates_is_found():
    """With three contracts, the combination taken is the best of all eight, each solved by itself."""
    project = several((2500, 4000, 6000), ("2027-05-01", "2027-09-01", "2027-11-01"))
    found = examined(project)
    values = {}
    for wait in product((False, True), repeat=3):
        ids = [f"C{n}" for n, w in enumerate(wait) if w]
        values[tuple(ids)] = solve(waiting_for(project, ids), "cheapest", gap=0, in_process=True).cost
    assert found.is_complete
    assert found.cost == pytest.approx(min(values.values()))
    assert found.bound == pytest.approx(min(values.values()), rel=1e-6)
    assert found.waiting == pytest.approx(values["C0", "C1", "C2"] - min(values.values()))
    for n, advice in enumerate(found.contracts):
        now = min(v for ids, v in values.items() if f"C{n}" not in ids)
        at_end = min(v for ids, v in values.items() if f"C{n}" in ids)
        assert (advice.now, advice.at_end) == (pytest.approx(now), pytest.approx(at_end))


def test_many_contracts_are_changed_one_by_one():
    """With too many contracts for all combinations, the answer says so and is no worse than waiting."""
    count = MOST_OPEN + 1
    project = several([1000 + 500 * n for n in range(count)], ["2027-09-01"] * count)
    found = examined(project)
    assert not found.is_complete
    assert found.bound is None
    assert found.waiting >= -1e-6


def test_what_is_impossible_is_said():
    """Without any plan there is no advice, but today is still told."""
    project = company(stream(), vendor(capacity_fte=0.5), contract(), today("D1", "VEN", contract_id="C1"))
    found = examined(project)
    assert found.status == "infeasible"
    assert found.later is None
    assert found.today_broken == ("provider_capacity",)
    assert found.to_json_dict()["moves"] == []


def test_a_day_is_needed():
    """Without a start there is nothing to count from; and today alone is no examination."""
    project = under_contract(1, start_on=None)
    with pytest.raises(ValueError, match="as_of"):
        re_examine(project, "cheapest")
    with pytest.raises(ValueError, match="must seek"):
        re_examine(under_contract(1), "today")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 1), 0, date(2027, 1, 1)),
        (date(2027, 11, 15), 2, date(2028, 1, 15)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 8, 31), 18, date(2029, 2, 28)),
    ],
)
def test_months_after(day, months, then):
    """Months are counted on the calendar; the 31st becomes the last of a shorter month."""
    assert months_after(day, months) == then
