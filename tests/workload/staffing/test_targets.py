"""Targets that contradict each other, and what a service level costs."""

import numpy as np
import pytest

from tests.builders import company, own, process, stream
from touchmap.errors import UnknownNameError
from touchmap.workload.staffing.erlang import queue_state
from touchmap.workload.staffing.requirement import required_agents
from touchmap.workload.staffing.staff import staff
from touchmap.workload.staffing.targets import check_targets, service_level_curve, target_issues

OFFICE = {"opening_hours": "Mo-Fr 9-17"}


def test_the_strictest_target_decides():
    """20 erlangs of 6 minutes: 80/20 asks for 25 agents, an ASA of 60 s for fewer: a contradiction."""
    first, second = check_targets(20, 360, service_level_share=0.8, asa_seconds=60)
    assert (first.name, first.agents, first.is_consistent) == ("service_level_share", 25, True)
    assert (second.name, second.is_consistent) == ("asa_seconds", False)
    assert second.consistent_value == pytest.approx(15.1, abs=0.05)  # the ASA of 25 agents
    assert "15.1 s" in second.sentence


def test_targets_that_agree_are_left_alone():
    """The ASA that 25 agents give, asked for, asks for 25 agents."""
    asa = float(queue_state(20, 25, 360).asa_seconds)
    checks = check_targets(20, 360, service_level_share=0.8, asa_seconds=asa + 0.01)
    assert [c.agents for c in checks] == [25, 25]
    assert all(c.is_consistent for c in checks)


def test_the_consistent_value_is_consistent():
    """Putting the values told in place of the targets, nothing contradicts any more."""
    asked = {"service_level_share": 0.8, "asa_seconds": 60.0, "abandoned_share": 0.02}
    checks = check_targets(50, 300, patience_seconds=120, **asked)
    assert not all(c.is_consistent for c in checks)
    room = {"service_level_share": 1 - 1e-9, "asa_seconds": 1 + 1e-9, "abandoned_share": 1 + 1e-9}
    told = {c.name: c.consistent_value * room[c.name] for c in checks}
    again = check_targets(50, 300, patience_seconds=120, **told)
    assert all(c.is_consistent for c in again)
    assert len({c.agents for c in again}) == 1


def test_targets_need_what_they_are_about():
    """No target, or abandonment of callers who never hang up, cannot be checked."""
    with pytest.raises(ValueError, match="must be given"):
        check_targets(5, 300)
    with pytest.raises(ValueError, match="needs `patience_seconds`"):
        check_targets(5, 300, abandoned_share=0.05)


def test_a_promise_beyond_patience_is_told():
    """80 % in 180 s to people who wait 60 s: kept to the letter, and many hang up; 80/20 is fine."""
    usual = {"service_level_share": 0.8, "patience_seconds": 60, "contacts": 50_000}
    slow = company(stream(**usual, service_level_seconds=180, **OFFICE))
    assert [i.code for i in target_issues(slow)] == ["impatient_callers"]
    assert target_issues(slow)[0].where.row_id == "D1"
    quick = company(stream(**(usual | {"patience_seconds": 600}), service_level_seconds=20, **OFFICE))
    assert target_issues(quick) == []


def test_better_service_costs_more():
    """Agents, FTE and money rise with the service level, and the last points are the dearest."""
    calls = stream(contacts=20_000, handle_seconds=300, **OFFICE)
    curve = service_level_curve(company(calls, own()), "P1", (0.5, 0.7, 0.8, 0.9, 0.97, 0.995), 3000)
    assert (np.diff(curve.positions) >= 0).all()
    assert (np.diff(curve.fte) >= 0).all()
    assert curve.cost_per_month == pytest.approx(3000 * curve.fte)
    assert curve.positions[-1] > curve.positions[0]


def test_money_may_differ_by_provider():
    """Prices by provider id are those of today's provider."""
    calls = stream(contacts=20_000, handle_seconds=300, **OFFICE)
    by_id = service_level_curve(company(calls, own()), "P1", (0.8,), {"OWN": 2500, "VEN": 1})
    assert by_id.cost_per_month == pytest.approx(2500 * by_id.fte)


def test_a_curve_of_nothing_is_told():
    """An unknown process or a level of 1 is refused; a process without work costs nothing."""
    with pytest.raises(UnknownNameError):
        service_level_curve(company(), "P9")
    with pytest.raises(ValueError, match=r"`levels` must be in \[0, 1\), got 1"):
        service_level_curve(company(), "P1", (1,))
    assert service_level_curve(company(process()), "P1", (0.8,)).fte.tolist() == [0]


BUSY = {"contacts": 60_000, "handle_seconds": 300, "patience_seconds": 120, "opening_hours": "Mo-Fr 9-17"}


def test_targets_of_a_stream_that_contradict_each_other_are_told():
    """1 % abandonment asks for many more agents than 80 % in 20 s: the service level is the idle promise."""
    asked = {"service_level_share": 0.8, "service_level_seconds": 20, "abandoned_target_share": 0.01}
    (issue,) = target_issues(company(stream(**BUSY, **asked)))
    assert (issue.code, issue.where.column) == ("targets_contradict", "service_level_share")
    assert "service level 80 % asks for" in issue.message
    assert target_issues(company(stream(**BUSY, **asked | {"service_level_share": 0.98}))) == []


def test_an_abandonment_without_a_patience_cannot_be_staffed_for():
    """Who never hangs up cannot be lost: the patience is asked for."""
    calls = stream(**BUSY | {"patience_seconds": None}, abandoned_target_share=0.03)
    (issue,) = target_issues(company(calls))
    assert (issue.code, issue.where.column) == ("abandonment_without_patience", "patience_seconds")
    patient = target_issues(company(calls, usual_patience_seconds=120))
    assert patient == []


@pytest.mark.parametrize(
    ("target", "value"), [({"asa_target_seconds": 3}, 3.0), ({"abandoned_target_share": 0.01}, 0.01)]
)
def test_targets_of_wait_and_abandonment_are_staffed_for(target, value):
    """A target beside the service level, or alone, needs the agents it asks for in every hour."""
    plain, asked = (staff(company(stream(**BUSY, **more))).rows[0] for more in ({}, target))
    assert (asked.positions > plain.positions).all()
    alone = staff(company(stream(**BUSY, **target, service_level_share=None))).rows[0]
    assert (alone.positions == asked.positions).all()
    load = 60_000 / (31 / 7) / 40 * 300 / 3600
    (name,) = target
    kept = {"asa_target_seconds": "asa_seconds", "abandoned_target_share": "abandoned_share"}[name]
    expected = required_agents(load, 300, **{kept: value}, occupancy_cap=0.88, patience_seconds=120)
    assert asked.positions[0] == pytest.approx(float(expected))
