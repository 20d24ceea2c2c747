"""Eligibility: each gate refuses with its reason and the nearest remedy, and lets the rest through."""

from typing import NamedTuple

import pytest

from tests.builders import (
    company,
    front,
    home_of,
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
from touchmap.eligibility import GATES, Eligibility, find_eligible
from touchmap.project import CountryRow, Entity
from touchmap.work.options import build_options
from touchmap.work.packages import build_packages


def asked(*rows, **settings) -> Eligibility:
    """Every gate asked of every option of a project of these rows."""
    project = company(*rows, **settings)
    return find_eligible(project, build_options(project, build_packages(project)))


def possible(found: Eligibility) -> list[str]:
    """Who may do the work."""
    return [home_of(found.options, i) for i in range(len(found.possible)) if found.possible[i]]


class Case(NamedTuple):
    """Who may do the work, and who is refused with what reason and remedy."""

    gate: str
    rows: list[Entity]
    may: list[str]
    refused: str
    reason: str
    remedy: str


CASES = [
    Case(
        "language",
        [stream(), own(), speaks("OWN", "nl"), vendor(), speaks("VEN", "de")],
        ["OWN"],
        "VEN",
        "VEN does not offer nl",
        "add nl to provider_languages of VEN if it can be offered",
    ),
    Case(
        "language",  # of the platform in front
        [stream(), own(), platform(), speaks("BOT", "de"), front()],
        ["OWN"],
        "OWN+BOT",
        "BOT does not offer nl",
        "add nl to provider_languages of BOT if it can be offered",
    ),
    Case(
        "hours",
        [stream(opening_hours="Mo-Sa 9-17"), own(), vendor(opening_hours="Mo-Fr 8-18")],
        ["OWN"],
        "VEN",
        "VEN works Mo-Fr 8-18, D1 is open Mo-Sa 9-17",
        "8 more hours a week at VEN, or split the process by hours",
    ),
    Case(
        "touch",
        [process(touch_need=4), stream(), own(), platform(), front()],
        ["OWN"],
        "OWN+BOT",
        "touch need 4 is above what BOT may stand in front of (3)",
        "raise touch_ceiling of BOT to 4 if customers accept it",
    ),
    Case(
        "data_transfer",
        [process(data_class=3), stream(), own(), vendor(country="IN")],
        ["OWN"],
        "VEN",
        "no legal basis to send personal data (class 3) to VEN",
        "agree standard contractual clauses: transfer_basis SCC at VEN",
    ),
    Case(
        "data_transfer",
        [process(data_class=4), stream(), own(), vendor(country="IN", transfer_basis="SCC")],
        ["OWN"],
        "VEN",
        "data class 4 at VEN under SCC without a recorded impact assessment",
        "carry out the assessment and set dpia_recorded at VEN",
    ),
    Case(
        "licence",
        [process(licence_required="Wft; AFM"), stream(), own(), vendor(licences="AFM")],
        ["OWN"],
        "VEN",
        "VEN does not hold Wft",
        "add the licence at VEN once it is granted",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.gate)
def test_a_gate_refuses_with_reason_and_remedy(case):
    """Who cannot do the work is refused once, by the gate's name, and all others are possible."""
    found = asked(*case.rows)
    assert possible(found) == case.may
    (refusal,) = found.refusals
    assert f"{refusal.provider_id or ''}+{refusal.platform_id or ''}".rstrip("+") == case.refused
    assert (refusal.package_id, refusal.gate) == ("P1/nl/*/*", case.gate)
    assert (refusal.reason, refusal.remedy) == (case.reason, case.remedy)


def test_commission_is_refused_where_sales_targets_stay_inside():
    """A third party's commission price is off if the setting says no; own staff may earn it."""
    rows = [
        stream(),
        own(),
        vendor(),
        offer("OWN-O", "OWN", commission_per_success=1),
        offer(commission_per_success=1),
    ]
    assert possible(asked(*rows)) == ["OWN", "VEN"]
    found = asked(*rows, commercial_objectives_external=False)
    assert possible(found) == ["OWN"]
    assert found.refusals[0].gate == "commission"
    assert "commission prices are off" in found.refusals[0].reason
    assert found.refusals[0].remedy.startswith("ask for a price without commission")


def test_every_gate_is_tried_here():
    """No gate is left without a refusal."""
    assert {case.gate for case in CASES} | {"commission"} == GATES.keys()


PASSES = {
    "a provider that lists no language speaks all": [stream(), vendor()],
    "a listed language": [stream(), vendor(), speaks("VEN", "de"), speaks("VEN", "nl")],
    "neutral work": [stream(language="xx"), vendor(), speaks("VEN", "de")],
    "hours within those of the provider": [
        stream(opening_hours="Mo-Fr 9-17"),
        vendor(opening_hours="Mo-Su 8-20"),
    ],
    "hours that are not stated": [stream(), vendor(opening_hours="Mo 9-10")],
    "personal data within the EU": [process(data_class=4), stream(), vendor(country="PL")],
    "personal data under SCC": [process(data_class=3), stream(), vendor(country="IN", transfer_basis="SCC")],
    "special data under SCC with an assessment": [
        process(data_class=4),
        stream(),
        vendor(country="IN", transfer_basis="SCC", dpia_recorded=True),
    ],
    "special data to an adequate country": [
        process(data_class=4),
        stream(),
        vendor(country="JP"),
        CountryRow(country="JP", adequacy="adequate"),
    ],
    "data that is not personal": [process(data_class=2), stream(), vendor(country="IN")],
    "every licence held": [process(licence_required="Wft"), stream(), vendor(licences="Wft; AFM")],
    "a price without commission": [stream(), vendor(), offer()],
}


@pytest.mark.parametrize("rows", PASSES.values(), ids=PASSES.keys())
def test_what_is_possible_passes(rows):
    """Nothing but the impossible is refused."""
    found = asked(*rows, commercial_objectives_external=False)
    assert possible(found) == ["VEN"]
    assert found.refusals == ()


@pytest.mark.parametrize(
    ("need", "ceiling", "may"),
    [(3, None, True), (4, None, False), (4, 4, True), (2, 1, False)],
)
def test_a_platform_stands_in_front_up_to_its_ceiling(need, ceiling, may):
    """A blank ceiling is 3; people alone may always."""
    found = asked(process(touch_need=need), stream(), own(), platform(touch_ceiling=ceiling), front())
    assert possible(found) == (["OWN", "OWN+BOT"] if may else ["OWN"])


def test_a_page_is_on_its_platform_whatever_its_need_for_touch():
    """Self-service by nature has nobody to stand in front of, alone or beside people's calls."""
    page = [process(touch_need=5), platform(), web()]
    assert possible(asked(*page, stream(channel="web"))) == ["+BOT"]
    assert possible(asked(*page, stream("D1"), stream("D2", channel="web"), own())) == ["OWN+BOT"]


def test_staying_is_refused_too():
    """What is impossible is not made possible by being done today."""
    found = asked(process(licence_required="Wft"), stream(), own(), vendor(), today("D1", "VEN"))
    assert possible(found) == ["OWN"]


def test_an_option_may_be_refused_for_several_reasons():
    """Every reason is told, not only the first."""
    facts = process(data_class=3, licence_required="Wft")
    found = asked(facts, stream(), own(), vendor(country="IN"), speaks("VEN", "de"))
    assert [r.gate for r in found.refusals] == ["language", "data_transfer", "licence"]


def test_whoever_does_a_piece_keeps_its_hours():
    """People who work in office hours are possible beside a page that a platform serves day and night."""
    rows = [stream("D1", opening_hours="Mo-Fr 9-17"), stream("D2", channel="web", opening_hours="24x7")]
    assert possible(asked(*rows, vendor(opening_hours="Mo-Fr 9-17"), platform(), web())) == ["VEN+BOT"]


def test_an_office_hours_layer_needs_office_hours_only():
    """Calls open all day, split by hours: VEN in office hours may do the office layer, OWN both."""
    split = process(split_by=("hours",))
    rows = [stream(opening_hours="Mo-Fr 8-20"), vendor(opening_hours="Mo-Fr 9-17"), own()]
    assert possible(asked(*rows, split, office_hours="Mo-Fr 9-17")) == ["OWN", "VEN", "OWN"]


def test_who_quotes_no_price_is_told():
    """People without an option for a package have no offer that covers it; platforms are not asked."""
    rows = [stream("D1"), stream("D2", channel="email"), own(), vendor(), offer(channel="email"), platform()]
    (refusal,) = asked(*rows).without_offer
    assert (refusal.provider_id, refusal.gate) == ("VEN", "offer")
    assert refusal.reason == "VEN quotes no price that covers all of P1/nl/*/*"
    assert refusal.remedy == "add an offer of VEN for process P1"


def test_a_package_nobody_can_do_is_an_issue():
    """Each package without any possible option is an error that names it and every reason once."""
    rows = [process(licence_required="Wft"), stream("D1"), stream("D2", channel="web", language="de")]
    (page, calls) = asked(*rows, vendor(), vendor("VEN2")).issues()
    assert (calls.code, calls.value) == ("nobody_can_do", "P1/nl/*/*")
    assert calls.message == "nobody can do P1/nl/*/* (P1): VEN does not hold Wft; VEN2 does not hold Wft"
    assert calls.where.table == "processes"
    assert page.value == "P1/de/*/*"
    assert "no provider quotes a price that covers all its channels" in page.message


def test_there_is_no_issue_while_anybody_can():
    """One possible option is enough, however many are refused."""
    assert asked(process(licence_required="Wft"), stream(), own(), vendor()).issues() == []
