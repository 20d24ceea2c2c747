"""Averages, shares, counts and pairs: values and violations against figures derived by hand."""

from typing import Any, NamedTuple

import pytest

from tests.verifying.companies import rule_of, scenario_of, stems


class Case(NamedTuple):
    """A limit with a plan that holds it, a plan that breaks it, and the latter's value and violation."""

    stem: str
    rule: dict[str, Any]
    holds: dict[str, str | None]
    breaks: dict[str, str | None]
    value: float
    violation: float


CASES = [
    # OWN 10 FTE × 2240 × 12 = 268 800 and BOT 5000 × 0.1 × 12 = 6000
    Case("budget", {"maximum": 274_000}, {"P1_nl": "FAR"}, {}, 274_800, 800),
    Case("budget", {"maximum": 274_000, "basis": "running"}, {"P1_nl": "FAR"}, {}, 274_800, 800),
    # (4 × 70 + 6 × 75) / 10
    Case("min_average_quality", {"minimum": 74}, {}, {"P1_nl": "NEAR"}, 73, 1),
    # by contacts, P4 counts with 5000 of 15 000: (4000 × 70 + 11 000 × 75) / 15 000
    Case(
        "min_average_quality", {"minimum": 74, "basis": "contacts"}, {}, {"P1_nl": "NEAR"}, 73 + 2 / 3, 1 / 3
    ),
    # German customers are abroad at OWN in NL: 6 × 1000 / 15 000; FAR adds 6 × 4000 / 15 000
    Case("max_brand_risk", {"maximum": 1.5}, {}, {"P1_nl": "FAR"}, 2, 0.5),
    # (4000 × 0.2 + 6000 × 0.8 + 5000 × 1) / 15 000
    Case("min_insight_share", {"minimum": 0.8}, {}, {"P1_nl": "FAR"}, 10_600 / 15_000, 0.8 - 10_600 / 15_000),
    Case(
        "share_limit",
        {"maximum": 0.35, "provider": {"sourcing_model": ("offshore",)}},
        {"P3_nl": "FAR"},
        {"P1_nl": "FAR"},
        0.4,
        0.05,
    ),
    Case(
        "share_limit",
        {"minimum": 0.2, "provider": {"ownership": ("third_party",)}},
        {"P1_nl": "NEAR"},
        {},
        0,
        0.2,
    ),
    # P1 and P2 are 4 and 2 FTE
    Case(
        "share_limit",
        {"maximum": 0.5, "provider": {"provider": ("NEAR",)}, "work": {"process": ("P1", "P2")}},
        {"P2_nl": "NEAR", "P3_nl": "NEAR"},
        {"P1_nl": "NEAR"},
        4 / 6,
        1 / 6,
    ),
    # 5000 of 15 000 contacts are on the platform
    Case(
        "share_limit",
        {"maximum": 0.3, "provider": {"kind": ("platform",)}, "basis": "contacts", "include_platforms": True},
        {"P4_nl": None},
        {},
        1 / 3,
        1 / 3 - 0.3,
    ),
    Case("benchmark_share", {"minimum": 0.7}, {"P3_nl": "NEAR"}, {"P1_nl": "FAR"}, 0.6, 0.1),
    Case("retained_knowledge", {"minimum": 7}, {"P3_nl": "NEAR"}, {"P1_nl": "FAR"}, 6, 1),
    Case(
        "provider_count",
        {"maximum": 1},
        {"P1_nl": "FAR", "P3_nl": "FAR"},
        {"P1_nl": "FAR", "P3_nl": "NEAR"},
        2,
        1,
    ),
    Case(
        "provider_count",
        {"minimum": 1, "work": {"process": ("P1",)}},
        {"P1_nl": "FAR"},
        {"P3_nl": "FAR"},
        0,
        1,
    ),
    Case(
        "provider_count",
        {"maximum": 0, "include_platforms": True},
        {"P4_nl": None},
        {"P1_nl": "OWN+BOT"},
        1,
        1,
    ),
    # P3 is two packages and one process
    Case(
        "max_moves",
        {"maximum": 1},
        {"P3_nl": "NEAR", "P3_de": "NEAR", "P1_nl": "OWN+BOT"},
        {"P3_de": "NEAR", "P1_nl": "NEAR"},
        2,
        1,
    ),
    Case(
        "max_moves",
        {"maximum": 5, "basis": "fte"},
        {"P1_nl": "FAR", "P3_de": "NEAR"},
        {"P1_nl": "FAR", "P3_nl": None},
        7,
        2,
    ),
    Case(
        "keep_together",
        {"work": {"process": ("P3", "P4")}},
        {"P3_nl": "NEAR", "P3_de": "NEAR"},
        {"P3_nl": "NEAR"},
        1,
        1,
    ),
    Case(
        "keep_together",
        {"work": {"process": ("P1", "P2")}},
        {"P1_nl": None, "P2_nl": None},
        {"P2_nl": None},
        1,
        1,
    ),
    Case(
        "keep_apart",
        {"work": {"process": ("P1",)}, "other": {"process": ("P1", "P3")}},
        {"P1_nl": "NEAR", "P3_nl": "FAR"},
        {"P3_nl": "FAR"},
        1,
        1,
    ),
    # P3/de stays at OWN with P2; P1 with P3/nl at NEAR
    Case(
        "keep_apart",
        {"work": {"process": ("P1", "P2", "P3")}},
        {"P1_nl": "NEAR", "P2_nl": None, "P3_nl": None},
        {"P1_nl": "NEAR", "P3_nl": "NEAR"},
        2,
        2,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_limit_holds_for_one_plan_and_is_broken_by_another(company, case):
    """A limit is silent where it holds; where not, it is the only thing broken, by the amount derived."""
    scenario = scenario_of(rule_of(case.stem, **case.rule), allow_unassigned=True)
    assert company.ask(scenario, company.plan(**case.holds)).violations == ()

    broken = company.ask(scenario, company.plan(**case.breaks))
    assert stems(broken) == [case.stem]
    (activity,) = broken.activity
    assert activity.value == pytest.approx(case.value)
    assert activity.violation == broken.violations[0].amount == pytest.approx(case.violation)
    assert activity.slack < 0


def test_concentration_has_a_row_for_each_third_party(company):
    """Every third party has its own row; own staff and, unless asked for, platforms have none."""
    rule = rule_of("max_concentration", maximum=0.35)
    assert company.verify(rule, P3_nl="NEAR").ok
    broken = company.verify(rule, P1_nl="FAR")  # 4 of 10 FTE
    assert stems(broken) == ["max_concentration"]
    assert {a.subject: a.value for a in broken.activity} == pytest.approx({"NEAR": 0, "FAR": 0.4})
    assert broken.violations[0].message == (
        "Rule R1: FAR does 40.00% of the handle time; it must be at most 35.0%."
    )
    both = rule_of("max_concentration", maximum=0.3, basis="contacts", include_platforms=True)
    assert [v.subject for v in company.verify(both).violations] == ["BOT"]  # 5000 of 15 000


def test_unassigned_work_is_in_neither_side_of_an_average(company):
    """The average leaves undone work out; the violation is weighed against all work in scope."""
    scenario = scenario_of(rule_of("min_average_quality", minimum=74), allow_unassigned=True)
    (activity,) = company.ask(scenario, company.plan(P1_nl="NEAR", P2_nl=None)).activity
    assert activity.value == pytest.approx(72.5)  # (4 × 70 + 4 × 75) / 8
    assert activity.violation == pytest.approx(1.2)  # (74 − 72.5) × 8 / 10


def test_unassigned_work_is_in_neither_side_of_a_share(company):
    """A share is of the work that is done; its violation is of all that could be done."""
    rule = rule_of("share_limit", maximum=0.35, provider={"provider": ("FAR",)})
    (activity,) = company.ask(
        scenario_of(rule, allow_unassigned=True), company.plan(P1_nl="FAR", P2_nl=None)
    ).activity
    assert activity.value == pytest.approx(0.5)  # 4 of 8 FTE
    assert activity.violation == pytest.approx(0.12)  # (4 − 0.35 × 8) / 10


def test_nothing_to_measure_is_satisfied(company):
    """Averages and shares of no work at all break nothing."""
    nobody = scenario_of(
        rule_of("share_limit", minimum=0.5, provider={"provider": ("FAR",)}, work={"process": ("P4",)}),
        rule_of("min_average_quality", rule_id="R2", minimum=99, work={"process": ("P4",)}),
        rule_of("benchmark_share", rule_id="R3", minimum=0.5, work={"language": ("fr",)}),
        rule_of("keep_together", rule_id="R4", work={"process": ("P4",)}),
    )
    found = company.ask(nobody, company.plan())
    assert found.ok
    assert [a.violation for a in found.activity] == [0, 0, 0, 0]


def test_spend_is_the_list_price_of_a_year(company):
    """NEAR bills 4 × 2240 of 10 × 2240 a month, FAR 4 × 1120 of 4 × 1120 + 6 × 2240."""
    rule = rule_of("share_limit", maximum=1, basis="spend", provider={"ownership": ("third_party",)})
    assert company.verify(rule, P1_nl="NEAR").activity[0].value == pytest.approx(0.4)
    assert company.verify(rule, P1_nl="FAR").activity[0].value == pytest.approx(0.25)


def test_a_broken_should_rule_costs_its_penalty(company):
    """A should-rule is no violation: its penalty per unit × violation is added to the objective."""
    rule = rule_of("budget", strength="should", penalty_per_unit=2, maximum=274_000)
    found = company.verify(rule)
    assert found.violations == ()
    assert found.penalties == pytest.approx({"R1": 1600})  # 800 over
    assert found.objective == pytest.approx(274_800 + 1600)
    assert found.activity[0].slack == pytest.approx(-800)


def test_one_off_budget_leaves_running_cost_out(company):
    """The basis one_off looks only at what is paid once; nothing is in today's plan."""
    (activity,) = company.verify(rule_of("budget", basis="one_off", maximum=0)).activity
    assert (activity.value, activity.slack, activity.violation) == (0, 0, 0)
