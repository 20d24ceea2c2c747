"""What is owed once: engaging, selecting, teaching, connecting, mending, fixed prices, leaving a contract."""

import pytest

from tests.builders import (
    P1,
    P2,
    contract,
    costing_of,
    front,
    lines,
    offer,
    own,
    platform,
    process,
    speaks,
    stream,
    today,
    vendor,
    web,
)
from touchmap.project import ExchangeRate, ProcessSystem, ProviderSystem, System

DE = "P1/de/*/*"
TWO_PROCESSES = (process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"))
TWO_LANGUAGES = (process("P1"), stream("D1"), stream("D2", language="de"))
AT_OWN = (own(), today("D1", "OWN"), today("D2", "OWN"))
HALF_AT_VEN = (own(), today("D1", "OWN"), today("D2", "VEN"))


def owed(line, *rows, moved, **settings):
    """One cost line of a plan; 0 where it does not occur."""
    return lines(costing_of(*rows, **settings), moved).get(line, 0.0)


# ---- engaging


def test_a_new_party_is_set_up_once():
    """500 whether VEN gets one package or two; in its own currency."""
    rows = [*TWO_PROCESSES, *AT_OWN, vendor(engagement_cost=500)]
    assert owed("engagement", *rows, moved={P1: "VEN"}) == 500
    assert owed("engagement", *rows, moved={P1: "VEN", P2: "VEN"}) == 500
    assert owed("engagement", *rows, moved={}) == 0
    dollars = [*TWO_PROCESSES, *AT_OWN, vendor(engagement_cost=500, currency="USD")]
    dollars.append(ExchangeRate(currency="USD", rate=1.25))
    assert owed("engagement", *dollars, moved={P1: "VEN"}) == pytest.approx(400)


def test_who_does_anything_today_is_not_set_up():
    """VEN does P2 today, so P1 at VEN needs no set-up; a platform in front is new."""
    rows = [*TWO_PROCESSES, *HALF_AT_VEN, vendor(engagement_cost=500), platform(engagement_cost=70), front()]
    assert owed("engagement", *rows, moved={P1: "VEN"}) == 0
    assert owed("engagement", *rows, moved={P1: "VEN+BOT"}) == 70


def test_travel_is_paid_while_a_party_is_engaged():
    """1200 a year for a year and a half, today's parties too; prices rise 10 % in the second year."""
    rows = [*TWO_PROCESSES, *HALF_AT_VEN, vendor(travel_cost_per_year=1200, indexation=0.1)]
    assert owed("travel", *rows, moved={}, horizon_months=18, volume_growth=0.5) == pytest.approx(1200 + 660)
    assert owed("travel", *rows, moved={P2: "OWN"}) == 0


# ---- the company as a whole


@pytest.mark.parametrize(
    ("moved", "amount"),
    [
        ({}, 0),
        ({P1: "VEN"}, 0),  # does P2 today
        ({P1: "VEN2"}, 3000),
        ({P1: "VEN2", P2: "VEN3"}, 3000),  # once
        ({P1: "OWN+BOT"}, 3000),  # a platform is a third party too
    ],
)
def test_selecting_is_paid_once_if_any_third_party_is_new(moved, amount):
    """Selection and advice cost 3000 however many are new, and nothing among those there are."""
    rows = [*TWO_PROCESSES, *HALF_AT_VEN, vendor(), vendor("VEN2"), vendor("VEN3"), platform(), front()]
    assert owed("selection_and_advice", *rows, moved=moved, selection_and_advice=3000) == amount


def test_nobody_is_new_where_today_is_not_known():
    """Without a known today nobody can tell who is new, so selecting is not charged."""
    assert owed("selection_and_advice", stream(), vendor(), moved="VEN", selection_and_advice=3000) == 0


def test_a_retained_organisation_manages_people_of_third_parties():
    """Half an FTE at 2240 a month if anybody else's people work, none for a platform."""
    basis = {"governance_basis": "retained_organisation", "retained_organisation_fte": 0.5}
    rows = [*TWO_PROCESSES, *AT_OWN, vendor(), platform(), front()]
    assert owed("retained_organisation", *rows, moved={P1: "OWN+BOT"}, **basis) == 0
    assert owed("retained_organisation", *rows, moved={P1: "VEN", P2: "VEN"}, **basis) == pytest.approx(
        12 * 1120
    )


# ---- teaching


def test_a_process_is_taught_once_to_each_party():
    """2 weeks × 40 h × (45 expert + 5 trainer) = 4000 for a process, however many of its languages move."""
    ven = vendor(knowledge_transfer_weeks=2, training_rate_per_hour=5)
    rows = [*TWO_LANGUAGES, *AT_OWN, ven, vendor("VEN2", knowledge_transfer_weeks=1)]
    for moved, amount in (
        ({P1: "VEN"}, 4000),
        ({P1: "VEN", DE: "VEN"}, 4000),
        ({P1: "VEN", DE: "VEN2"}, 5800),
        ({}, 0),
    ):
        assert owed("knowledge_transfer", *rows, moved=moved, expert_rate_per_hour=45) == pytest.approx(
            amount
        )
    apart = [*TWO_PROCESSES, *AT_OWN, ven]
    both = owed("knowledge_transfer", *apart, moved={P1: "VEN", P2: "VEN"}, expert_rate_per_hour=45)
    assert both == pytest.approx(8000)


def test_who_does_any_of_a_process_today_knows_it():
    """VEN does the German part and is not taught the Dutch one."""
    rows = [*TWO_LANGUAGES, *HALF_AT_VEN, vendor(knowledge_transfer_weeks=2)]
    assert owed("knowledge_transfer", *rows, moved={P1: "VEN"}) == 0


def test_the_longest_quoted_time_counts():
    """3 weeks quoted for German are the time it takes, though only Dutch at 1 week moves."""
    quotes = [offer("NL", language="nl", knowledge_transfer_weeks=1)]
    quotes.append(offer("DE", language="de", knowledge_transfer_weeks=3))
    rows = [*TWO_LANGUAGES, *AT_OWN, vendor(knowledge_transfer_weeks=9), *quotes]
    assert owed("knowledge_transfer", *rows, moved={P1: "VEN"}, expert_rate_per_hour=50) == pytest.approx(
        6000
    )


# ---- connecting

SYSTEMS = (
    System(system_id="S1", name="1", integration_cost=700),
    System(system_id="S2", name="2", integration_cost=50),
    System(system_id="S3", name="3"),  # cost not known
    *(ProcessSystem(process_id="P1", system_id=s) for s in ("S1", "S2", "S3")),
    ProcessSystem(process_id="P2", system_id="S1"),
)


@pytest.mark.parametrize(
    ("ven", "today_rows", "moved", "amount"),
    [
        (vendor(), AT_OWN, {P1: "VEN"}, 750),
        (vendor(), AT_OWN, {P1: "VEN", P2: "VEN"}, 750),  # S1 once
        (vendor(), AT_OWN, {P1: "VEN", P2: "VEN2"}, 1450),  # S1 for each party
        (vendor(premises="client"), AT_OWN, {P1: "VEN"}, 0),  # works on the client's systems
        (vendor(sourcing_model="insourced"), AT_OWN, {P1: "VEN"}, 0),
        (vendor(), HALF_AT_VEN, {P1: "VEN"}, 50),  # S1 it has from P2
        (vendor(), AT_OWN, {}, 0),
    ],
)
def test_a_third_party_is_connected_to_each_system_it_lacks(ven, today_rows, moved, amount):
    """Each party and system once; who does the work or sits in the house is connected."""
    rows = [*TWO_PROCESSES, *SYSTEMS, *today_rows, ven, vendor("VEN2")]
    assert owed("system_integration", *rows, moved=moved) == amount


def test_a_party_that_is_connected_is_not_connected_again():
    """What provider_systems lists costs nothing; a platform in front is connected too."""
    rows = [*TWO_PROCESSES, *SYSTEMS, *AT_OWN, vendor(), platform(), front()]
    rows.append(ProviderSystem(provider_id="VEN", system_id="S1"))
    assert owed("system_integration", *rows, moved={P1: "VEN"}) == 50
    assert owed("system_integration", *rows, moved={P1: "OWN+BOT"}) == 750


# ---- fixed prices


def test_a_fixed_price_is_owed_for_each_process():
    """300 a month for two languages of a process, twice that for two processes; only prices rise."""
    quoted = offer(pricing_model="fixed", price=300)
    two = [*TWO_LANGUAGES, *AT_OWN, vendor(indexation=0.1), quoted]
    assert owed("fixed_price", *two, moved={P1: "VEN"}) == pytest.approx(3600)
    both = owed("fixed_price", *two, moved={P1: "VEN", DE: "VEN"}, horizon_months=24, volume_growth=1)
    assert both == pytest.approx(3600 * 2.1)
    apart = [*TWO_PROCESSES, *AT_OWN, vendor(), quoted]
    assert owed("fixed_price", *apart, moved={P1: "VEN", P2: "VEN"}) == pytest.approx(7200)


# ---- mending


@pytest.mark.parametrize(
    ("fields", "moved", "amount"),
    [
        ({"health": 2}, {P1: "VEN"}, 900),
        ({"health": 2}, {P1: "VEN", DE: "VEN"}, 900),  # once
        ({"health": 3}, {P1: "VEN"}, 0),  # sound
        ({"codifiability": 1}, {P1: "VEN"}, 900),  # documented below the bar of 2
        ({"health": 2}, {}, 0),
        ({"health": 2}, {P1: "OWN2"}, 0),  # own staff know how to live with it
        ({"health": 2}, {P1: "OWN+BOT"}, 0),
    ],
)
def test_unready_work_is_mended_once_before_it_leaves(fields, moved, amount):
    """Unhealthy or undocumented work that moves to others costs its mending."""
    broken = process("P1", remediation_cost=900, **fields)
    rows = [broken, *TWO_LANGUAGES[1:], *AT_OWN, own("OWN2"), vendor(), platform(), front()]
    assert owed("remediation", *rows, moved=moved) == amount


# ---- leaving a contract

UNDER = (own(), *(today(d, "VEN", contract_id="C1") for d in ("D1", "D2")))
"""Both packages at VEN under the contract C1."""


@pytest.mark.parametrize(
    ("fields", "fee"),
    [
        ({"ends_on": "2027-07-01"}, 5000),  # six months left, no notice
        ({"ends_on": "2027-07-01", "notice_months": 5}, 5000),
        ({"ends_on": "2027-07-01", "notice_months": 6}, 0),  # it ends before the notice does
        ({"ends_on": "2027-01-31"}, 0),  # ends in the month the plan starts
        ({"ends_on": "2026-06-30"}, 0),
        ({"notice_months": 99}, 5000),  # nobody knows when it ends
        ({"ends_on": "2027-07-01", "exit_fee": 0}, 0),
    ],
)
def test_leaving_before_the_end_costs_the_exit_fee(fields, fee):
    """A stated fee is owed unless the term is over by the end of the notice."""
    rows = [*TWO_PROCESSES, *UNDER, vendor(exit_fee_months=9), contract(**({"exit_fee": 5000} | fields))]
    assert owed("exit_fee", *rows, moved={P1: "OWN"}) == fee


def test_the_notice_may_be_the_providers():
    """A contract without notice of its own has its provider's; one of none at all goes before it."""
    rows = [*TWO_PROCESSES, *UNDER, vendor(notice_months=6)]
    term = {"ends_on": "2027-07-01", "exit_fee": 5000}
    assert owed("exit_fee", *rows, contract(**term), moved={P1: "OWN"}) == 0
    assert owed("exit_fee", *rows, contract(**term, notice_months=0), moved={P1: "OWN"}) == 5000


def test_without_a_start_date_the_fee_is_owed():
    """Where the plan has no date nobody knows what is left of the term."""
    rows = [*TWO_PROCESSES, *UNDER, vendor(), contract(ends_on="2020-01-01", exit_fee=5000)]
    assert owed("exit_fee", *rows, moved={P1: "OWN"}, start_on=None) == 5000


@pytest.mark.parametrize(
    ("moved", "times"),
    [
        ({}, 0),
        ({P1: "VEN+BOT"}, 0),  # VEN still does it
        ({P1: "OWN"}, 1),
        ({P1: "OWN", P2: "OWN"}, 1),
        ({P1: None}, 1),  # left undone, VEN does not do it either
    ],
)
def test_a_contract_is_left_once(moved, times):
    """One fee for the contract, as soon as any work under it is done without its party."""
    rows = [*TWO_PROCESSES, *UNDER, vendor(), platform(), front(), contract(exit_fee=5000)]
    assert owed("exit_fee", *rows, moved=moved) == 5000 * times


def test_a_fee_by_months_is_of_all_that_the_party_bills_under_the_contract():
    """Two months of both packages, though one leaves: run of 1120, 10 % premium and 50 commission each."""
    quoted = offer(price=10, commission_per_success=1, conversion=0.05)
    rows = [*TWO_PROCESSES, *UNDER, vendor(exit_fee_months=2), speaks(premium_share=0.1), quoted, contract()]
    assert owed("exit_fee", *rows, moved={P1: "OWN"}) == pytest.approx(2 * (2 * 1232 + 100))


@pytest.mark.parametrize(("party", "moved", "bill"), [("VEN", "OWN+BOT", 1120), ("BOT", "VEN", 666 + 2 / 3)])
def test_a_fee_by_months_is_of_the_partys_own_bill(party, moved, bill):
    """Of VEN's 1000 calls behind BOT, which resolves 40 % of the whole for 1, each party's part only."""
    parties = [vendor(exit_fee_months=1), platform(exit_fee_months=1), front(0.4, 1)]
    behind = today("D1", "VEN", platform_id="BOT", contract_id="C1")
    rows = [stream(), own(), *parties, behind, contract(party)]
    assert owed("exit_fee", *rows, moved=moved) == pytest.approx(bill)


def test_work_without_a_known_today_is_under_no_contract():
    """A contract whose work nobody is known to do is left by nobody."""
    rows = [
        stream(),
        vendor(base_rate=None),
        own(),
        contract(exit_fee=5000),
        today("D1", "VEN", contract_id="C1"),
    ]
    assert owed("exit_fee", *rows, moved="OWN") == 0


def test_a_page_that_leaves_its_platform_leaves_its_contract():
    """A platform has contracts like anybody."""
    other = offer("O2", "BOT2", channel="web", pricing_model="per_contact")
    rows = [stream(channel="web"), platform(), platform("BOT2"), web(), other, contract("BOT", exit_fee=80)]
    assert (
        owed("exit_fee", *rows, today("D1", None, platform_id="BOT", contract_id="C1"), moved="+BOT2") == 80
    )
