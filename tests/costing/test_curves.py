"""Staffing curves in the money: an opening, a slope, and work done in valleys."""

from dataclasses import replace

import pytest

from tests.builders import (
    P1,
    P2,
    SECONDS,
    company,
    costing_of,
    lines,
    offer,
    own,
    plan,
    process,
    speaks,
    stream,
    today,
    vendor,
)
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario
from touchmap.verifying.context import Context
from touchmap.verifying.couplings import check_charged_once
from touchmap.workload.staffing.pool_curve import propose_pools
from touchmap.workload.staffing.pool_staff import pool_staff

# 1000 contacts are 89.6 handle hours: 1 FTE at occupancy 0.8, or 0.896 FTE at a slope of 0.01 FTE an hour.
# Keeping the pool open takes 2 FTE, who do 2 × 0.86 ÷ 0.8 = 2.15 FTE of work that can wait.
LINE = {"opening_fte": 2, "fte_per_hour": 0.01}
MAIL = {"process_id": "P2", "channel": "email"}
BOTH = {P1: "VEN", P2: "VEN"}


def parties(**line):
    return [process("P1"), process("P2"), own(), vendor(), speaks("OWN"), speaks(**line)]


def costed(*rows, line=LINE, **more):
    known = [today("D1", "OWN"), today("D2", "OWN")]
    return costing_of(*parties(**line), *rows, *known, staffing_curve=True, **more)


def test_live_work_follows_the_line_and_opens_the_pool_once():
    """Two live processes at VEN: 2 FTE to open, and 0.896 FTE each; an hourly rate bills what is logged."""
    costing = costed(stream(), stream("D2", process_id="P2"))
    for moved, times in (({P1: "VEN"}, 1), ({P1: "VEN", P2: "VEN"}, 2)):
        found = lines(costing, {P1: "OWN", P2: "OWN"} | moved)
        theirs = lines(costing, {P1: "OWN", P2: "OWN"})
        ours = costing.fte[costing.options.today].mean(axis=1)
        assert found["pool_opening"] - theirs["pool_opening"] * (times == 1) == pytest.approx(12 * 2 * 1120)
        staying = 12 * 2240 * ours[times:].sum()
        assert found["run"] == pytest.approx(times * 12 * 0.896 * 1120 + staying)


def test_a_pool_without_live_work_pays_no_opening():
    """E-mail alone is 1 FTE at the occupancy of VEN, as without curves."""
    costing = costed(stream(**MAIL | {"process_id": "P1"}), stream("D2", **MAIL))
    found = lines(costing, BOTH)
    assert found["run"] == pytest.approx(2 * 12 * 1120)
    assert not {"pool_opening", "valley_work"} & found.keys()


@pytest.mark.parametrize(("contacts", "saved"), [(1000, 1.0), (2150, 2.15), (5000, 2.15)])
def test_those_who_keep_a_pool_open_do_work_that_can_wait(contacts, saved):
    """Of 1, 2.15 or 5 FTE of e-mail at most 2.15 come without more people."""
    found = lines(costed(stream(), stream("D2", contacts, **MAIL)), BOTH)
    assert found["valley_work"] == pytest.approx(-12 * saved * 1120)
    assert found["run"] == pytest.approx(12 * (0.896 + contacts / 1000) * 1120)


def test_valleys_are_no_use_to_work_that_others_do():
    """E-mail that stays with OWN is not done by those who keep VEN's pool open."""
    costing = costed(stream(), stream("D2", **MAIL))
    assert "valley_work" not in lines(costing, {P1: "VEN", P2: "OWN"})


def test_work_billed_by_contact_is_staffed_at_its_providers_risk():
    """A price for each contact holds the queue: no opening, and FTE at the provider's occupancy."""
    costing = costed(stream(), stream("D2", **MAIL), offer(price=2, pricing_model="per_contact"))
    found = lines(costing, BOTH)
    assert found["run"] == pytest.approx(12 * 2 * 2000)
    assert not {"pool_opening", "valley_work"} & found.keys()


def test_stated_fte_win_over_the_curve():
    """An offer for 3 FTE, whatever the volume, is 3 FTE and opens nothing."""
    costing = costed(stream(), stream("D2", **MAIL), offer(price=10, process_id="P1", fte_override=3))
    found = lines(costing, {P1: "VEN", P2: "OWN"})
    vendors = [i for i in costing.options.of_package[0] if costing.options.options[i].provider_id == "VEN"]
    assert costing.fte[vendors].mean(axis=1) == pytest.approx(3)
    assert "pool_opening" not in found


@pytest.mark.parametrize("stated", [{}, {"opening_fte": 2}, {"fte_per_hour": 0.01}, LINE])
def test_what_is_stated_wins_and_the_rest_is_proposed(stated):
    """Opening and slope are taken as provider_languages states them; a blank one is as proposed."""
    rows = [*parties(**stated), stream(contacts=20_000), stream("D2", **MAIL)]
    project = company(*rows, staffing_curve=True)
    (proposed,) = [p.line for p in propose_pools(project) if p.provider_id == "VEN"]
    pool = pool_staff(project)["VEN", "nl"]
    assert pool.opening_fte == stated.get("opening_fte", proposed.opening_fte)
    assert pool.fte_per_hour == stated.get("fte_per_hour", proposed.fte_per_hour)
    assert pool.valley_fte == pytest.approx(pool.opening_fte * 0.86 / 0.8)


def test_the_setting_is_off_unless_asked_for():
    """Without it a slope changes nothing, a stated opening is paid by any work, and nothing is proposed."""
    rows = [*parties(**LINE), stream(**MAIL | {"process_id": "P1"}), stream("D2", **MAIL)]
    project = company(*rows, today("D1", "OWN"), today("D2", "OWN"))
    found = lines(build_costing(project), BOTH)
    assert found == pytest.approx({"run": 2 * 12 * 1120, "pool_opening": 12 * 2 * 1120})
    assert pool_staff(project) == {}


def test_a_changed_figure_gives_another_line():
    """Proposals are kept for the same facts only."""
    rows = [*parties(), stream(contacts=20_000), stream("D2", **MAIL)]
    project = company(*rows, staffing_curve=True)
    slower = [s.model_copy(update={"handle_seconds": 2 * SECONDS}) for s in project.demand]
    before, after = (pool_staff(p)["VEN", "nl"] for p in (project, project.replace(demand=slower)))
    assert after.proposal.line.most_hours == pytest.approx(2 * before.proposal.line.most_hours)
    assert pool_staff(company(*rows, staffing_curve=True))["VEN", "nl"] is before


PEOPLE = {"hiring_cost_per_fte": 2000, "training_rate_per_hour": 30, "attrition": 0.24}
"""A successor costs 2000 and 5 × 8 h at 30: 3200; 0.24 × 3200 = 768 a year for each FTE."""
SEVERANCE = {"average_tenure_years": 6, "gross_salary_per_month": 3000, "severance_months_per_year": 0.5}
"""9000 for each own FTE set free."""
DAYS = {"training_days": 5}
OF_PEOPLE = {"attrition_cover", "hiring", "training", "social_plan"}


def own_pools(*rows, opening=2, **settings):
    """Two processes of 0.896 FTE at OWN, whose pool takes 2 FTE to open, as do those of OWN2 and VEN."""
    line = {"opening_fte": opening, "fte_per_hour": 0.01}
    us = [own(**PEOPLE), own("OWN2", **PEOPLE), vendor()]
    pools = [speaks("OWN", **line), speaks("OWN2", **line), speaks(**line)]
    work = [process("P1", **DAYS), process("P2", **DAYS), stream(), stream("D2", process_id="P2")]
    known = [today("D1", "OWN"), today("D2", "OWN")]
    return company(*us, *pools, *work, *rows, *known, staffing_curve=True, **SEVERANCE, **settings)


@pytest.mark.parametrize(
    ("home", "people"),
    [
        ({}, {"attrition_cover": 768 * (2 + 2 * 0.896)}),
        # half of the live work leaves: 0.896 FTE, and half of those who keep the pool open
        ({P1: "VEN"}, {"attrition_cover": 768 * (2 + 0.896), "social_plan": 9000 * (0.896 + 1)}),
        (BOTH, {"social_plan": 9000 * (2 + 2 * 0.896)}),
        ({P1: None, P2: None}, {"social_plan": 9000 * (2 + 2 * 0.896)}),
        # another own site hires and trains for the work and for its pool, and nobody is set free
        (
            {P1: "OWN2"},
            {
                "attrition_cover": 768 * (2 + 2 + 2 * 0.896),
                "hiring": 2000 * (2 + 0.896),
                "training": 1200 * (2 + 0.896),
            },
        ),
    ],
    ids=["today", "one leaves", "all leave", "left undone", "another own site"],
)
def test_those_who_keep_a_pool_open_are_staff_like_all_others(home, people):
    """Hired, trained, replaced and set free with the work; the independent check comes to the same."""
    project = own_pools()
    costing = build_costing(project)
    priced = plan(costing, home)
    found = {line: priced.lines[line] for line in priced.lines if line in OF_PEOPLE}
    assert found == pytest.approx(people)
    context = Context(project, find_scenario(project, "cheapest"), costing, priced, (), frozenset())
    assert check_charged_once(context).violations == ()


def test_without_an_opening_they_cost_nothing():
    """A pool that takes nobody to open: the work's own people, and no others."""
    found = lines(build_costing(own_pools(opening=0)), {P1: "OWN2"})
    expected = {"attrition_cover": 768 * 2 * 0.896, "hiring": 2000 * 0.896, "training": 1200 * 0.896}
    assert {line: found[line] for line in expected} == pytest.approx(expected)


def test_who_does_other_work_in_valleys_is_set_free_once():
    """1 FTE of e-mail is done by those who keep the pool open: they are 1 FTE of e-mail and 1 more."""
    mail = stream("D3", process_id="P2", channel="email")
    project = own_pools(mail, today("D3", "OWN"))
    found = lines(build_costing(project), BOTH)
    assert found["social_plan"] == pytest.approx(9000 * (2 + 2 * 0.896))


def test_the_check_misses_them_where_they_are_left_out():
    """A plan that leaves those who keep its pool open out of hiring is found by the check."""
    project = own_pools()
    costing = build_costing(project)
    priced = plan(costing, {P1: "OWN2"})
    for line in ("attrition_cover", "hiring", "training"):
        parts = tuple(p for p in priced.of_parties if p.line != line)
        less = replace(priced, of_parties=parts)
        context = Context(project, find_scenario(project, "cheapest"), costing, less, (), frozenset())
        assert [v.subject for v in check_charged_once(context).violations] == [line]
