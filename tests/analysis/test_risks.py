"""The risk register: each risk is triggered by data it names, and stays silent without."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import touchmap
from tests.builders import (
    company,
    contract,
    handoff,
    offer,
    own,
    platform,
    process,
    speaks,
    stream,
    today,
    vendor,
)
from tests.properties.changes import shuffled
from touchmap.analysis.risks import find_risks
from touchmap.analysis.risks.register import RISKS
from touchmap.plan import Assignment, Plan
from touchmap.project import (
    TABLES,
    ExchangeRate,
    Process,
    ProcessSystem,
    Project,
    ProviderSystem,
    Rule,
    ScenarioRow,
    ScenarioRule,
    Seasonality,
    Settings,
    System,
)
from touchmap.quality.churn import churn_at_full_exposure, extra_churn
from touchmap.quality.knowledge import documented_share, knowledge_left
from touchmap.quality.risk import operational_risk
from touchmap.solving import evaluate

CALM = {
    "country": "NL",
    "sourcing_model": "onshore",
    "certifications": ("ISO 27001",),
    "insight_feedback": 90,
    "site_count": 2,
    "owner": "Vendor manager",
    "owner_time_share": 0.2,
}
"""A vendor that gives no cause for concern."""
HALF = (stream("D2", 1000, process_id="P2"), process("P1"), process("P2"))


def calm(provider_id="VEN", **fields):
    """A vendor that gives no cause for concern but what a test says."""
    return vendor(provider_id, **(CALM | fields))


def moved(*rows, to="VEN", **settings):
    """Register of a plan in which P1 goes from own staff to the vendor; P2, if any, stays."""
    project = company(own(site_count=2), *rows, stream(), today("D1", "OWN"), **settings)
    streams = {d.process_id for d in project.demand}
    assignments = [Assignment(package_id="P1/nl/*/*", provider_id=to, offer_ids=("base_rate",))]
    if "P2" in streams:
        assignments.append(Assignment(package_id="P2/nl/*/*", provider_id="OWN", offer_ids=("base_rate",)))
    return find_risks(project, evaluate(project, Plan(assignments=tuple(assignments)), scenario(project)))


def there(*rows, **settings):
    """Register of today's arrangement, in which the vendor does P1."""
    project = company(own(site_count=2), *rows, stream(), today("D1", "VEN"), **settings)
    return find_risks(project, evaluate(project, None, scenario(project)))


def scenario(project):
    """The scenario whose rules are on."""
    return "main" if project.scenarios else "today"


def ruled(rule_id, stem, **fields):
    """A rule that is on."""
    return (
        Rule(rule_id=rule_id, stem=stem, **fields),
        ScenarioRow(scenario_id="main", name="Main"),
        ScenarioRule(scenario_id="main", rule_id=rule_id),
    )


KNOWN = {
    "average_tenure_years": 5,
    "gross_salary_per_month": 2000,
    "severance_months_per_year": 0.3,
    "avoidable_share": 1,
    "selection_and_advice": 1000,
}
SYSTEM = (System(system_id="CRM", name="CRM"), ProcessSystem(process_id="P1", system_id="CRM"))

CASES = {
    "R01": (
        lambda: there(process(brand_sensitivity=5, touch_need=5), calm(country="PL"), speaks(level="B1")),
        lambda: there(process(brand_sensitivity=5, touch_need=5), calm(country="NL"), speaks(level="B1")),
    ),
    "R02": (
        lambda: there(process(key_competency=True), calm()),
        lambda: there(process(key_competency=False), calm()),
    ),
    "R03": (lambda: there(process(health=2), calm()), lambda: there(process(health=3), calm())),
    "R04": (
        lambda: moved(*SYSTEM, calm()),
        lambda: moved(*SYSTEM, ProviderSystem(provider_id="VEN", system_id="CRM"), calm()),
    ),
    "R05": (
        lambda: there(process(metric_clarity=3), calm()),
        lambda: there(process(metric_clarity=4), calm()),
    ),
    "R06": (lambda: moved(calm()), lambda: there(calm())),
    "R07": (lambda: there(calm(cultural_match=69)), lambda: there(calm(cultural_match=70))),
    "R08": (
        lambda: there(*HALF, handoff(criticality=3), today("D2", "OWN"), calm()),
        lambda: there(*HALF, handoff(criticality=3), today("D2", "VEN"), calm()),
    ),
    "R09": (lambda: there(calm(insight_feedback=40)), lambda: there(calm(insight_feedback=60))),
    "R10": (
        lambda: moved(process(process_family="billing"), calm()),
        lambda: moved(
            process("P1", process_family="billing"),
            process("P2", process_family="billing"),
            stream("D2", process_id="P2"),
            today("D2", "OWN"),
            calm(),
        ),
    ),
    "R11": (
        lambda: there(calm(), offer(pricing_model="per_minute")),
        lambda: there(calm(), offer(pricing_model="per_minute", bonus_malus_share=0.05)),
    ),
    "R12": (
        lambda: there(process(data_class=3), calm(certifications=())),
        lambda: there(process(data_class=3), calm()),
    ),
    "R13": (
        lambda: moved(calm(ramp_fte_per_month=0.1), transition_months=6),
        lambda: moved(calm(ramp_fte_per_month=0.3), transition_months=6),
    ),
    "R14": (lambda: there(calm()), lambda: there(*HALF, *_third_of(), calm())),
    "R15": (
        lambda: there(calm(notice_months=4, exit_fee_months=2)),
        lambda: there(calm(notice_months=3, exit_fee_months=2, contract_months=36)),
    ),
    "R16": (lambda: there(calm(owner="")), lambda: there(calm())),
    "R17": (lambda: there(calm(attrition=0.40)), lambda: there(calm(attrition=0.39))),
    "R18": (lambda: there(calm(site_count=1)), lambda: there(calm(site_count=2))),
    "R19": (
        lambda: there(process(licence_required=("FCA",)), calm()),
        lambda: there(process(licence_required=("FCA",)), calm(licences=("FCA",))),
    ),
    "R20": (
        lambda: moved(calm(), **(KNOWN | {"savings_haircut_share": 0, "contingency_share": 0.1})),
        lambda: moved(calm(), **(KNOWN | {"contingency_share": 0.1})),
    ),
}


def _third_of():
    """Two more pieces of own work of the size of P1, so that the vendor does a third."""
    return (
        stream("D3", 1000, process_id="P2", channel="email"),
        today("D2", "OWN"),
        today("D3", "OWN"),
    )


def test_every_seeded_risk_has_a_function_and_a_case():
    """The twenty risks of the reference table are those of the register and of these tests."""
    from touchmap.project.reference_data import reference_rows

    seeded = [row["risk_id"] for row in reference_rows("risks")]
    assert seeded == list(RISKS) == list(CASES)


@pytest.mark.parametrize("risk_id", CASES)
def test_risk_is_triggered_and_names_its_fields(risk_id):
    """The smallest project that runs the risk triggers it, somewhere, for fields that exist."""
    row = CASES[risk_id][0]().row(risk_id)
    assert row.triggered
    assert row.places
    assert row.facts
    for fact in row.facts:
        entity = Settings if fact.table == "settings" else TABLES[fact.table]
        assert fact.field in entity.model_fields
    assert row.probability in range(1, 6)
    assert row.impact in range(1, 6)
    assert row.in_model
    assert row.remedy


@pytest.mark.parametrize("risk_id", CASES)
def test_risk_is_silent_without_its_cause(risk_id):
    """The same project without the cause does not trigger it."""
    row = CASES[risk_id][1]().row(risk_id)
    assert not row.triggered
    assert (row.score, row.facts, row.places, row.band) == (0, (), (), "")


# --- Probability and impact ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("risk_id", "register", "probability", "impact"),
    [
        # 100 × 5/5 × (1 − 0.65) × 5/3 = 58 points, over 5; all of the work.
        ("R01", CASES["R01"][0], 5, 5),
        ("R02", lambda: there(process(key_competency=True, competency_override_by="CEO"), calm()), 3, 5),
        ("R03", CASES["R03"][0], 3, 5),
        ("R03", lambda: moved(process(health=2), calm()), 5, 5),
        (
            "R03",
            lambda: moved(
                process(health=2, remediation_cost=1, remediation_owner="A", remediation_on="2027-02-01"),
                calm(),
            ),
            4,
            5,
        ),
        # (6 − 5)(6 − 3) ÷ 25 × 5 = 0.6, up to 1; (6 − 1)(6 − 1) is the most.
        ("R05", CASES["R05"][0], 1, 5),
        ("R05", lambda: there(process(metric_clarity=1, codifiability=2), calm()), 4, 5),
        ("R06", CASES["R06"][0], 5, 5),
        ("R06", lambda: moved(calm(), **KNOWN), 2, 5),
        ("R07", lambda: there(calm(cultural_match=55)), 4, 5),
        ("R07", lambda: there(calm(cultural_match=49)), 5, 5),
        # All of the weight is cut (redraw: 5) and nobody owns it.
        ("R08", CASES["R08"][0], 5, 3),
        # Insight 0.4 is below all of 0.8, 0.7, 0.6 and 0.5.
        ("R09", CASES["R09"][0], 5, 5),
        ("R11", CASES["R11"][0], 4, 5),
        ("R11", lambda: there(calm(), offer(pricing_model="per_contact")), 3, 5),
        ("R12", CASES["R12"][0], 3, 4),
        ("R12", lambda: there(process(data_class=4), calm(country="IN", transfer_basis="SCC")), 4, 5),
        ("R12", lambda: there(process(data_class=3), calm(country="IN")), 5, 4),
        # 1 FTE of 0.6 that can be hired in time.
        ("R13", CASES["R13"][0], 5, 5),
        ("R13", lambda: moved(calm(ramp_fte_per_month=0.2), transition_months=6), 2, 5),
        ("R14", CASES["R14"][0], 5, 5),
        ("R15", CASES["R15"][0], 3, 5),
        ("R15", lambda: there(calm(notice_months=12, contract_months=48)), 5, 5),
        ("R16", CASES["R16"][0], 4, 5),
        ("R16", lambda: there(calm(owner_time_share=None)), 3, 5),
        ("R17", CASES["R17"][0], 2, 5),
        ("R17", lambda: there(calm(attrition=0.5, indexation=0.05, wage_inflation=0.1)), 4, 5),
        ("R18", CASES["R18"][0], 2, 5),
        ("R18", lambda: there(calm(site_count=1, sourcing_model="offshore", country="IN")), 4, 5),
        ("R19", CASES["R19"][0], 5, 5),
        ("R19", lambda: there(process(regulated=("FCA",)), calm()), 2, 4),
    ],
)
def test_probability_and_impact_follow_their_rule(risk_id, register, probability, impact):
    """Each rule gives the probability and impact derived by hand."""
    row = register().row(risk_id)
    assert (row.probability, row.impact) == (probability, impact)
    assert row.score == probability * impact


def test_impact_follows_the_share_of_the_work():
    """A tenth of the handle time is an impact of 3, a fiftieth of 2."""

    def impact(contacts):
        rows = (process("P1", key_competency=False, metric_clarity=1), process("P2"))
        rest = stream("D2", contacts, process_id="P2")
        return there(*rows, rest, today("D2", "OWN"), calm()).row("R05").impact

    assert [impact(n) for n in (0, 1000, 3000, 9000, 49_000, 60_000)] == [5, 5, 4, 3, 2, 1]


def test_foreign_currency_is_a_sign_of_erosion():
    """A provider paid in another currency is named with that field."""
    row = there(calm(currency="USD"), ExchangeRate(currency="USD", rate=1.1)).row("R17")
    assert [f.field for f in row.facts] == ["currency"]


def test_season_beyond_ramp_and_flexible_staff_is_slow_scaling():
    """Own staff at 4 FTE in December and 1 before, of whom 15 % of 4 are flexible: 2.4 more than ramp 1."""
    season = Seasonality(seasonality_id="S", m12=4.0)
    rows = [
        own(ramp_fte_per_month=1, flex_share=None),
        stream(seasonality_id="S"),
        season,
        today("D1", "OWN"),
    ]
    project = company(*rows)
    row = find_risks(project, evaluate(project)).row("R13")
    assert row.probability == 5
    assert "2.4 more FTE" in row.note


def test_rules_that_are_on_set_the_limits():
    """A cap of 90 % is stated, so a third is far from it; a floor of 2 own FTE is not reached."""
    capped = there(*HALF, *_third_of(), calm(), *ruled("cap", "max_concentration", maximum=0.9))
    assert not capped.row("R14").triggered
    floored = there(calm(), *ruled("core", "retained_knowledge", minimum=2)).row("R10")
    assert (floored.probability, floored.impact) == (4, 4)
    assert "core" in floored.in_model
    insight = there(calm(insight_feedback=70), *ruled("voice", "min_insight_share", minimum=0.8)).row("R09")
    assert insight.triggered


def test_platforms_are_third_parties_without_culture():
    """A platform counts for contracts and owners, and has no cultural match to clash with."""
    project = company(
        platform(cultural_match=10), offer("B", "BOT", 1, pricing_model="per_contact", channel="web"),
        stream(channel="web"), today("D1", None, platform_id="BOT"),
    )  # fmt: skip
    found = find_risks(project, evaluate(project))
    assert not found.row("R07").triggered
    assert found.row("R16").triggered


def test_contract_owner_counts_as_owner():
    """An owner with time in the contract is enough."""
    owned = contract(owner="Vendor manager", owner_time_share=0.1)
    assert not there(calm(owner="", owner_time_share=None), owned).row("R16").triggered


def test_all_own_work_runs_no_outside_risk():
    """Own staff on two sites, owned hand-offs: nothing is triggered."""
    project = company(own(site_count=2), stream(), today("D1", "OWN"))
    assert find_risks(project, evaluate(project)).triggered == ()


def test_result_without_plan_is_refused():
    """Where there is no plan there is no risk to speak of."""
    project = company(own(), stream())
    empty = evaluate(project).model_copy(update={"plan": None})
    with pytest.raises(ValueError, match="no plan"):
        find_risks(project, empty)


# --- The figures above ------------------------------------------------------------------------------


def test_figures_of_half_and_half():
    """VEN does half: largest 50 %, index ½² + ½² = ½, continuity (75 + 50) ÷ 2, insight (100·½ + 50·½)."""
    rows = (*HALF, today("D2", "OWN"), calm(site_count=1, insight_feedback=50, country="BE"))
    project = company(own(site_count=2, insight_feedback=100), *rows, stream(), today("D1", "VEN"))
    found = find_risks(project, evaluate(project))
    assert (found.largest_party, found.largest_share) == ("VEN", pytest.approx(0.5))
    assert found.concentration_index == pytest.approx(0.5)
    assert found.continuity == pytest.approx(62.5)
    assert found.insight_index == pytest.approx(0.75)
    assert found.largest_country_share == pytest.approx(0.5)
    assert found.operational_risk == pytest.approx(1 / 25)


def test_knowledge_decays_where_nobody_practises():
    """Half of the work moves, written down by ¾ × 40 %: ½ + ½ (0.3 + 0.7 × ½) after 18 months = 82.5 %."""
    # (4 − 1) ÷ 4 × 40 ÷ 100 = 0.3; knowledge of P2 stays 1.
    rows = (process("P1", codifiability=4), process("P2"), stream("D2", process_id="P2"), today("D2", "OWN"))
    found = moved(*rows, calm(skills_transfer=40))
    left = dict(found.knowledge)
    assert left[0] == pytest.approx(1)
    assert left[36] == pytest.approx(0.5 + 0.5 * (0.3 + 0.7 * 0.25))
    assert knowledge_left(0, 18, documented_share=0.3) == pytest.approx(0.65)


@given(st.floats(0, 1), st.floats(0, 60), st.floats(0, 24), st.floats(0, 1), st.floats(0, 12))
def test_knowledge_only_falls_and_stays_a_share(own_share, months, experts, written, later):
    """More months never know more; experts and writing never know less."""
    left = knowledge_left(own_share, months, experts_months=experts, documented_share=written)
    assert 0 <= left <= 1 + 1e-12
    assert knowledge_left(own_share, months + later, experts_months=experts, documented_share=written) <= left
    assert knowledge_left(own_share, months, documented_share=written) <= left + 1e-12
    assert knowledge_left(own_share, months, experts_months=experts) <= left + 1e-12


@pytest.mark.parametrize("wrong", [{"own_share": 1.1, "months": 1}, {"own_share": 0.5, "months": -1}])
def test_knowledge_refuses_what_cannot_be(wrong):
    """A share above 1 or negative months are misuse."""
    with pytest.raises(ValueError, match="must"):
        knowledge_left(**wrong)


def test_brand_risk_as_money():
    """20 points more than today at κ 0.8: 0.16 pp of 640,000 × 265 × 4.5 years = 1.22 million a year."""
    s = Settings(sector="Telecom / ISP", customers=640_000, annual_margin_per_customer=265, annual_churn=0.14)
    found = extra_churn(s, exposure=30, exposure_today=10)
    assert found.points == pytest.approx((0.04, 0.16, 0.30))
    assert found.money[1] == pytest.approx(640_000 * 0.0016 * 265 * 4.5)
    assert extra_churn(s, 10, 30).points[1] == pytest.approx(-0.16)


@pytest.mark.parametrize(
    ("sector", "kappa"),
    [("Telecom / ISP", 0.8), ("General insurance", 1.0), ("Online retail", 0.5), ("Water", 0.8)],
)
def test_kappa_by_sector(sector, kappa):
    """Extra churn at full exposure follows the sector."""
    assert churn_at_full_exposure(Settings(sector=sector))[0] == kappa


def test_unknown_customers_have_no_money():
    """Without customers the churn is given and no money."""
    assert extra_churn(Settings(), 10).money is None


def test_operational_risk_falls_with_both():
    """The worst on both scales is 1, the best 0.04; each step helps."""
    grid = [[operational_risk(c, m) for m in range(1, 6)] for c in range(1, 6)]
    assert (grid[0][0], grid[4][4]) == (1, pytest.approx(0.04))
    assert all(row == sorted(row, reverse=True) for row in grid)
    assert [documented_share(c, 100) for c in (1, 3, 5)] == [0, 0.5, 1]


@pytest.mark.parametrize("name", touchmap.EXAMPLES)
def test_no_risk_of_a_sample_without_a_field(name):
    """Today's risks of each sample name fields that exist, and figures that are figures."""
    project: Project = touchmap.example(name)
    found = find_risks(project, evaluate(project))
    assert all(row.facts and row.places for row in found.triggered)
    assert {f.field for r in found.rows for f in r.facts} - {
        field for entity in (*TABLES.values(), Settings) for field in entity.model_fields
    } == set()
    assert [r.score for r in found.rows] == sorted((r.score for r in found.rows), reverse=True)
    assert not math.isnan(found.insight_index)
    assert found.churn.points == pytest.approx((0, 0, 0))
    assert dict(found.knowledge)[36] == pytest.approx(1)
    assert Process.table_name in {f.table for r in found.rows for f in r.facts}


def test_order_of_rows_changes_no_risk(insurer):
    """The same facts in another order trigger the same risks at the same places, and the same figures."""
    mixed = shuffled(insurer, Random(4))
    a, b = (find_risks(p, evaluate(p, None, "blended")) for p in (insurer, mixed))

    def rows(register):
        return {
            r.risk_id: (r.places, r.probability, r.impact, r.in_model, set(r.facts)) for r in register.rows
        }

    assert rows(a) == rows(b)
    assert (a.brand_risk, a.continuity, a.insight_index) == pytest.approx(
        (b.brand_risk, b.continuity, b.insight_index)
    )
    assert dict(a.knowledge) == pytest.approx(dict(b.knowledge))


def test_more_contacts_of_everything_change_no_risk_but_scaling(insurer):
    """Risks are measured in shares: ten times the volume triggers the same, but for growing staff."""
    large = insurer.replace(
        demand=[
            d.model_copy(update={"contacts_per_month": 10 * d.contacts_per_month}) for d in insurer.demand
        ]
    )
    a, b = (find_risks(p, evaluate(p)) for p in (insurer, large))
    free = {"R13", "R08"}  # ramps and hand-offs do not grow along
    assert {r.risk_id: r.score for r in a.rows if r.risk_id not in free} == {
        r.risk_id: r.score for r in b.rows if r.risk_id not in free
    }
