"""Cut hand-offs: time on both sides, rework at the receiver, a flat amount; nothing within one home.

P1 hands 1000 contacts a month to P2. An hour of work costs 25 at OWN (20 ÷ 0.8) and 12.5 at VEN.
"""

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
    stream,
    today,
    vendor,
)
from touchmap.project import Department

WORK = (process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"))
PARTIES = (own(), own("OWN2"), vendor(), vendor("VEN2"), today("D1", "OWN"), today("D2", "OWN"))


def monthly(moved, handed, *rows, **settings):
    """Cost of hand-offs in a month of the year."""
    return lines(costing_of(*WORK, *PARTIES, *rows, handed, **settings), moved).get("handoffs", 0) / 12


SLOW = handoff(contacts=1000, cut_seconds=36)
"""36 s more for 1000 contacts: 10 hours a month, five on either side."""


@pytest.mark.parametrize(
    ("moved", "cost"),
    [
        ({}, 0),  # one home
        ({P1: "VEN"}, 5 * 12.5 + 5 * 25),
        ({P2: "VEN"}, 5 * 25 + 5 * 12.5),
        ({P1: "VEN", P2: "VEN"}, 0),
        ({P1: "VEN", P2: "VEN2"}, 5 * 12.5 + 5 * 12.5),
        ({P1: "OWN2"}, 0),  # all own sites are one home
        ({P1: None}, 5 * 25),  # nobody's time costs nothing
        ({P1: None, P2: None}, 0),
    ],
)
def test_extra_time_is_spent_half_on_either_side(moved, cost):
    """Each side's hours at its own cost while the two ends have different homes."""
    assert monthly(moved, SLOW) == pytest.approx(cost)


@pytest.mark.parametrize(("moved", "hourly"), [({P1: "VEN"}, 25), ({P2: "VEN"}, 12.5)])
def test_rework_is_done_by_the_receiver(moved, hourly):
    """A tenth is done again: 100 contacts of 322.56 s are 8.96 hours at the receiver's cost."""
    assert monthly(moved, handoff(contacts=1000, cut_rework_share=0.1)) == pytest.approx(8.96 * hourly)


def test_a_flat_amount_is_owed_once_a_month():
    """10 a month, however many contacts; it does not grow with volumes."""
    flat = handoff(contacts=1000, cut_cost_per_month=10)
    assert monthly({P1: "VEN"}, flat) == pytest.approx(10)
    assert monthly({P1: "VEN"}, flat, horizon_months=24, volume_growth=0.5) == pytest.approx(20)


def test_the_supervisor_costs_time_even_without_any_other_figure():
    """90 s by way of the team leader are 25 hours a month: 12.5 on either side."""
    assert monthly({P1: "VEN"}, handoff(contacts=1000, route="supervisor")) == pytest.approx(12.5 * 37.5)
    both = handoff(contacts=1000, route="supervisor", cut_seconds=36)
    assert monthly({P1: "VEN"}, both) == pytest.approx(17.5 * 37.5)


def test_a_direct_handoff_without_figures_costs_nothing():
    """What nobody says costs anything is free."""
    assert monthly({P1: "VEN"}, handoff(contacts=1000)) == 0


def test_departments_are_at_the_company():
    """A hand-off to finance is cut when the work is at VEN: five hours there and five at the company."""
    handed = handoff(to_kind="department", to_id="FIN", contacts=1000, cut_seconds=36, cut_rework_share=0.5)
    finance = Department(department_id="FIN", name="Finance")
    assert monthly({}, handed, finance) == 0
    assert monthly({P1: "VEN"}, handed, finance) == pytest.approx(5 * 12.5 + 5 * 25)  # it has no handle time


def test_a_platform_has_no_people_whose_time_it_is():
    """Calls handed over from a page cost the people's half only."""
    page = [
        process("P1"),
        process("P2"),
        stream("D1", channel="web"),
        stream("D2", process_id="P2"),
        own(),
        platform(),
    ]
    quoted = offer("W", "BOT", channel="web", pricing_model="per_contact", price=0)
    rows = [*page, quoted, SLOW, today("D1", None, platform_id="BOT"), today("D2", "OWN")]
    assert lines(costing_of(*rows))["handoffs"] == pytest.approx(12 * 5 * 25)


def test_only_the_part_that_crosses_is_paid():
    """A quarter of the hand-offs is German; only the Dutch part crosses when P1 in Dutch leaves."""
    rows = [process("P1"), process("P2"), own(), vendor(), SLOW]
    for n, (process_id, language, contacts) in enumerate(
        [("P1", "nl", 750), ("P1", "de", 250), ("P2", "nl", 500), ("P2", "de", 500)]
    ):
        rows += [stream(f"D{n}", contacts, process_id=process_id, language=language), today(f"D{n}", "OWN")]
    found = lines(costing_of(*rows), {P1: "VEN"})
    assert found["handoffs"] == pytest.approx(12 * 0.75 * 5 * 37.5)


def test_the_cost_of_a_year_has_them_too():
    """The running cost of a year counts each hand-off as the cost line does."""
    handed = handoff(contacts=1000, cut_seconds=36, cut_rework_share=0.1, cut_cost_per_month=10)
    found = plan(costing_of(*WORK, *PARTIES, handed), {P1: "VEN"})
    assert found.first_year_running == pytest.approx(found.lines["run"] + found.lines["handoffs"])
