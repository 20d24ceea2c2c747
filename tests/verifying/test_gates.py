"""Gates: one plan that holds and one that breaks exactly the rule, for each stem."""

from typing import Any, NamedTuple

import pytest

from tests.verifying.companies import Company, change, rebuild, rule_of, scenario_of, settings, stems
from touchmap.project import Contract

PEOPLE_ABROAD = {"country": ("IN", "PL")}
HOME = {"country": ("NL",)}
CLOSE = {"sourcing_model": ("in_house", "nearshore", "self_service")}


class Case(NamedTuple):
    """A gate with a plan that holds it, a plan that breaks it, and the contacts a month that offend."""

    stem: str
    rule: dict[str, Any]
    holds: dict[str, str | None]
    breaks: dict[str, str | None]
    contacts: float


CASES = [
    Case(
        "pin", {"work": {"process": ("P1",)}, "provider": {"provider": ("OWN",)}}, {}, {"P1_nl": "NEAR"}, 4000
    ),
    Case(
        "pin",
        {"work": {"process": ("P1",)}, "provider": {"kind": ("platform",)}},
        {"P1_nl": "FAR+BOT"},
        {},
        4000,
    ),
    Case("pin", {"provider": {"today": ("yes",)}}, {"P1_nl": "OWN+BOT"}, {"P3_de": "NEAR"}, 1000),
    Case(
        "forbid", {"provider": PEOPLE_ABROAD}, {"P1_nl": "OWN+BOT"}, {"P1_nl": "FAR", "P3_de": "NEAR"}, 5000
    ),
    Case(
        "forbid",
        {"work": {"touch": ("mixed",)}, "provider": {"provider": ("BOT",), "today": ("no",)}},
        {},
        {"P1_nl": "NEAR+BOT"},
        4000,
    ),
    Case("allowed_sourcing", {"provider": CLOSE}, {"P1_nl": "NEAR"}, {"P1_nl": "FAR"}, 4000),
    Case(
        "allowed_sourcing",
        {"work": {"language": ("de",)}, "provider": {"sourcing_model": ("in_house",)}},
        {"P1_nl": "FAR"},
        {"P3_de": "NEAR"},
        1000,
    ),
    Case(
        "touch_sourcing",
        {"work": {"touch": ("high_touch",)}, "provider": {"sourcing_model": ("in_house",)}},
        {"P1_nl": "FAR"},
        {"P2_nl": "NEAR"},
        2000,
    ),
    Case("data_residency", {"provider": HOME}, {"P1_nl": "OWN+BOT"}, {"P3_nl": "NEAR"}, 3000),
    Case("key_competency_inhouse", {}, {"P1_nl": "FAR"}, {"P2_nl": "NEAR"}, 2000),
    Case("ready_to_move", {}, {"P1_nl": "FAR", "P3_nl": "OWN+BOT"}, {"P3_nl": "NEAR"}, 3000),
    Case(
        "licence",
        {"work": {"process": ("P1",)}, "requirement": {"certification": ("PCI", "PCI-2")}},
        {"P3_nl": "FAR"},
        {"P1_nl": "FAR"},
        4000,
    ),
    Case(
        "language_proficiency",
        {"requirement": {"language_level": ("C1", "native")}},
        {"P1_nl": "NEAR"},
        {"P3_nl": "FAR"},
        3000,
    ),
    Case("min_process_quality", {"minimum": 68}, {"P1_nl": "NEAR", "P3_nl": "NEAR"}, {"P1_nl": "FAR"}, 4000),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_gate_holds_for_one_plan_and_refuses_another(company, case):
    """A gate is silent where it holds; where not, it is the only thing broken, by its contacts a month."""
    rule = rule_of(case.stem, **case.rule)
    fine = company.verify(rule, **case.holds)
    assert fine.violations == ()
    assert fine.activity[0].value == fine.activity[0].violation == 0

    broken = company.verify(rule, **case.breaks)
    assert set(stems(broken)) == {case.stem}
    assert {v.subject for v in broken.violations} <= {
        f"{name.replace('_', '/')}/*/*" for name in case.breaks or {"P1_nl"}
    }
    assert sum(v.amount for v in broken.violations) == pytest.approx(case.contacts)
    (activity,) = broken.activity
    assert activity.value == len(broken.violations) == -activity.slack
    assert activity.violation == pytest.approx(case.contacts)


def test_a_message_names_package_provider_and_volume(company):
    """What is wrong can be read without knowing the rule's stem."""
    (violation,) = company.verify(rule_of("key_competency_inhouse", rule_id="core"), P2_nl="NEAR").violations
    assert violation.message == (
        "Rule core: package P2/nl/*/* is a key competency done by NEAR, and nobody signed for that "
        "(2,000 contacts a month)."
    )


def test_work_nobody_does_breaks_no_gate(company):
    """Gates never apply to unassigned packages."""
    scenario = scenario_of(rule_of("pin", provider={"provider": ("FAR",)}, work={"process": ("P1",)}))
    scenario = scenario_of(*scenario.rules, allow_unassigned=True)
    assert company.ask(scenario, company.plan(P1_nl=None)).ok


def test_a_rule_on_the_transfer_basis_sees_the_derived_one(company):
    """NEAR in Poland states no basis: it is EU from NL, FAR states SCC."""
    rule = rule_of("data_residency", provider={"transfer_basis": ("home", "EU")})
    assert company.verify(rule, P1_nl="NEAR").ok
    assert stems(company.verify(rule, P1_nl="FAR")) == ["data_residency"]


def test_a_signed_key_competency_may_leave(company):
    """A name in the override lets a key competency go."""
    signed = company.changed(change, "processes", "P2", competency_override_by="M. de Wit")
    assert signed.verify(rule_of("key_competency_inhouse"), P2_nl="NEAR").ok


@pytest.mark.parametrize("missing", ["remediation_cost", "remediation_owner", "remediation_on"])
def test_mending_must_be_priced_owned_and_dated(company, missing):
    """Unhealthy work moves once mending has a cost, an owner and a date, and not with two of them."""
    mending = {"remediation_cost": 0, "remediation_owner": "Ops", "remediation_on": "2027-01-31"}
    rule = rule_of("ready_to_move")
    assert company.changed(change, "processes", "P3", **mending).verify(rule, P3_nl="NEAR").ok
    mending.pop(missing)
    assert stems(company.changed(change, "processes", "P3", **mending).verify(rule, P3_nl="NEAR")) == [
        "ready_to_move"
    ]


def test_undocumented_work_is_not_ready(company):
    """Codifiability below the project's bar counts like bad health."""
    vague = company.changed(change, "processes", "P1", codifiability=2)
    assert vague.verify(rule_of("ready_to_move"), P1_nl="NEAR").ok
    strict = vague.changed(settings, documentation_bar=3)
    assert stems(strict.verify(rule_of("ready_to_move"), P1_nl="NEAR")) == ["ready_to_move"]


def test_certificate_and_licence_are_both_needed(company):
    """Values of one field are alternatives, both fields must hold."""
    rule = rule_of("licence", requirement={"certification": ("PCI", "PCI-2"), "licence": ("Wft",)})
    half = company.changed(change, "providers", "NEAR", certifications="PCI-2")
    rule = rule_of("licence", work={"process": ("P1",)}, requirement=rule.scopes["requirement"])
    assert "does not hold Wft" in half.verify(rule, P1_nl="NEAR").violations[0].message
    both = half.changed(change, "providers", "NEAR", licences="Wft")
    assert both.verify(rule, P1_nl="NEAR").ok


def test_a_provider_that_lists_no_language_counts_as_c1(company):
    """Without any listed language a provider is taken to speak all at C1."""
    rows = tuple(r for r in company.project.provider_languages if r.provider_id != "FAR")
    silent = Company.of(rebuild(company.project, provider_languages=rows))
    assert silent.verify(
        rule_of("language_proficiency", requirement={"language_level": ("C1",)}), P1_nl="FAR"
    ).ok
    broken = silent.verify(
        rule_of("language_proficiency", work={"process": ("P1",)}, requirement={"language_level": ("C2",)}),
        P1_nl="FAR",
    )
    assert stems(broken) == ["language_proficiency"]


def test_staying_work_may_be_below_the_floor(company):
    """The quality floor is for work that changes: today's way of doing it is left alone."""
    assert company.verify(rule_of("min_process_quality", minimum=90)).ok
    # OWN+BOT reaches 75 + 0.5 × ((0.5 × 70 + 0.5 × 75) − 75) = 73.75
    assert stems(company.verify(rule_of("min_process_quality", minimum=90), P1_nl="OWN+BOT")) == [
        "min_process_quality"
    ]


def test_self_service_has_its_own_floor(company):
    """A new platform must reach the floor for self-service (it offers 70), whatever the rule's minimum."""
    rule = rule_of("min_process_quality", minimum=10)
    assert company.changed(settings, self_service_quality_floor=70).verify(rule, P1_nl="OWN+BOT").ok
    strict = company.changed(settings, self_service_quality_floor=71)
    assert "70.0 points" in strict.verify(rule, P1_nl="OWN+BOT").violations[0].message
    assert strict.verify(rule).ok  # P4 is on the platform today


@pytest.mark.parametrize(("ends_on", "free"), [("2027-01-31", True), ("2027-02-01", False), (None, False)])
def test_a_contract_locks_work_until_its_end(company, ends_on, free):
    """Work under a contract moves once its term is over as the plan starts; an unknown end locks it."""
    contract = Contract(contract_id="C1", provider_id="OWN", ends_on=ends_on)
    project = change(rebuild(company.project, contracts=(contract,)), "today", "D1", contract_id="C1")
    rule = rule_of("locked_contract")
    assert Company.of(project).verify(rule, P1_nl="OWN+BOT", P3_de="NEAR").ok
    assert Company.of(project).verify(rule, P1_nl="NEAR").ok is free
