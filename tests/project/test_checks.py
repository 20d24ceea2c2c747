"""Every check finds its defect, names the place, says what to do, and stays silent otherwise."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from tests.project.check_cases import ERRORS, WARNINGS
from tests.project.small import add, change, drop, small_project
from touchmap.errors import InvalidProjectError, Severity
from touchmap.project import (
    TABLES,
    DemandStream,
    Offer,
    Process,
    Project,
    Provider,
    ScenarioRule,
    Settings,
    TodayRow,
)
from touchmap.project.checks import CHECKS, check_project, require_valid
from touchmap.project.stems import STEM_FACTS

SMALL = small_project()
CASES = [(*case, Severity.ERROR) for case in ERRORS] + [(*case, Severity.WARNING) for case in WARNINGS]
IDS = [f"{n}-{case[0]}" for n, case in enumerate(CASES)]


def codes(project: Project) -> set[str]:
    return {issue.code for issue in check_project(project)}


def test_valid_project_has_no_issue():
    """A sound project gives neither error nor warning."""
    assert check_project(SMALL) == []


@pytest.mark.parametrize(("code", "where", "slip", "severity"), CASES, ids=IDS)
def test_slip_is_named(code, where, slip, severity):
    """A single slip gives exactly its defect, at its place, with what to do about it."""
    issues = check_project(slip(SMALL))
    assert {issue.code for issue in issues} == {code}
    assert where in {str(issue.where) for issue in issues}
    assert {issue.severity for issue in issues} == {severity}
    assert all(issue.hint and " – " in issue.message for issue in issues)


def test_every_check_has_a_slip():
    """No check is without a test."""
    assert {check.__name__.removeprefix("check_for_") for check in CHECKS} == {case[0] for case in CASES}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_check_is_named_after_its_code(check):
    """The name of a check tells the code of its issues, and its docstring the reason."""
    name = check.__name__.removeprefix("check_for_")
    found = {issue.code for _, _, slip, _ in CASES for issue in check(slip(SMALL))}
    assert found == {name}
    assert check.__doc__


def test_message_says_who_what_and_value():
    """A message reads: who – what is wrong – the value seen."""
    (issue,) = check_project(change(SMALL, "demand", "D4", seasonality_id="S01"))
    assert issue.message == "demand stream D4 – names an id that seasonality does not have – S01"
    assert issue.hint == "did you mean 'S1'?"
    assert issue.value == "S01"


def test_volume_mismatch_shows_both_figures():
    """A volume that differs is shown beside the sum of its demand (600 + 400)."""
    (issue,) = check_project(change(SMALL, "touchpoints", "T1", contacts_per_month=1200.0))
    assert issue.value == "1200 at the touchpoint, 1000 in its 2 stream(s)"


def test_limit_given_by_each_scenario_is_enough():
    """A rule may leave its limit to the scenarios that switch it on."""
    open_rule = change(SMALL, "rules", "money", maximum=None)
    assert codes(change(open_rule, "scenario_rules", "blended/money", maximum=5e5)) == set()


def test_clashing_offers_without_common_work_are_no_clash():
    """Two offers are compared only where demand exists that both cover."""
    chat = Offer(offer_id="O8", provider_id="VEN", process_id="P1", channel="chat", price=17)
    chat_too = chat.model_copy(update={"offer_id": "O9"})
    assert codes(add(SMALL, chat, chat_too)) == set()


def test_a_more_specific_offer_settles_a_clash():
    """Process against language is no clash once an offer states both."""
    by_language = Offer(offer_id="O9", provider_id="VEN", language="de", price=17)
    assert codes(add(drop(SMALL, "offers", "O2"), by_language)) == {"offers_equally_specific"}
    assert codes(add(SMALL, by_language)) == set()  # O2 states process and channel


def test_other_pricing_model_is_no_clash():
    """A provider may quote the same work by the hour and by the contact."""
    by_contact = Offer(
        offer_id="O9", provider_id="VEN", process_id="P1", pricing_model="per_contact", price=3
    )
    assert codes(add(SMALL, by_contact)) == set()


def test_offer_for_any_channel_leaves_self_service_alone():
    """An offer for any channel and one for the web do not clash."""
    offers = (
        Offer(
            offer_id="O8",
            provider_id="BOT",
            process_id="P1",
            pricing_model="per_contact",
            price=1,
            containment_share=0.2,
        ),
        Offer(
            offer_id="O9",
            provider_id="BOT",
            channel="email",
            pricing_model="per_contact",
            price=1,
            containment_share=0.2,
        ),
    )
    assert codes(add(SMALL, *offers)) == set()


def test_all_unknown_ids_are_listed():
    """Problems are collected, not stopped at the first."""
    broken = drop(SMALL, "touchpoints")
    places = {str(i.where) for i in check_project(broken) if i.code == "unknown_id"}
    assert {
        "demand, row D1, column touchpoint_id",
        "journeys, row First bill/1, column touchpoint_id",
    } <= places


def test_checks_survive_a_project_of_loose_ends():
    """Rows that refer to nothing are reported; no check fails on them."""
    for table in TABLES:
        check_project(drop(SMALL, table))
    everything_unknown = SMALL.replace(
        **dict.fromkeys(("stages", "processes", "providers", "rules", "departments"), ())
    )
    assert "unknown_id" in codes(everything_unknown)


def test_require_valid_raises_all_errors_at_once():
    """Errors are raised together; warnings alone are handed back."""
    broken = add(change(SMALL, "handoffs", "H1", to_id="P1"), ScenarioRule(scenario_id="lost", rule_id="far"))
    with pytest.raises(
        InvalidProjectError,
        match=r"(?s)leads back.*scenarios does not have|scenarios does not have.*leads back",
    ):
        require_valid(broken)
    assert [i.code for i in require_valid(change(SMALL, "handoffs", "H1", owner=""))] == [
        "handoff_owner_missing"
    ]


def test_every_stem_with_limits_has_a_range():
    """Each limit of a rule is checked against a range."""
    from touchmap.project.checks.rules import _LIMIT_RANGES

    assert set(_LIMIT_RANGES) == {stem for stem, facts in STEM_FACTS.items() if facts.limits}


DATA = Path(__file__).resolve().parents[2] / "data"


def read_plainly(folder: Path) -> Project:
    """Read a sample's tables with nothing but the csv module."""

    def rows(name: str) -> list[dict[str, str]]:
        path = folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return [{k: v for k, v in row.items() if v != ""} for row in csv.DictReader(file)]

    settings = Settings(**{row["key"]: row["value"] for row in rows("settings") if "value" in row})
    return Project(
        settings=settings,
        **{name: tuple(entity(**row) for row in rows(name)) for name, entity in TABLES.items()},
    )


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_samples_have_no_error(sample):
    """The shipped companies are sound; what they leave open are warnings."""
    issues = check_project(read_plainly(DATA / sample))
    assert [str(i) for i in issues if i.severity is Severity.ERROR] == []


def test_ten_thousand_processes_take_less_than_a_second():
    """Checking stays cheap on a large project (the best of three runs)."""
    count = 10_000
    big = Project(
        processes=tuple(Process(process_id=f"P{n}", name=f"P{n}") for n in range(count)),
        demand=tuple(
            DemandStream(demand_id=f"D{n}", process_id=f"P{n}", contacts_per_month=9 + n, handle_seconds=300)
            for n in range(count)
        ),
        providers=tuple(
            Provider(provider_id=f"V{n}", name=f"V{n}", sourcing_model="onshore", base_rate=30)
            for n in range(20)
        ),
        today=tuple(TodayRow(demand_id=f"D{n}", provider_id=f"V{n % 20}") for n in range(count)),
        offers=tuple(
            Offer(offer_id=f"O{n}", provider_id=f"V{n % 20}", process_id=f"P{n}", channel="phone", price=30)
            for n in range(count)
        ),
    )
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        assert check_project(big) == []
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 1
