"""The reference tables, market stand-ins and the blank project a company starts with."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.project.small import small_project
from touchmap.errors import MissingDependencyError
from touchmap.project import (
    CountryRow,
    DemandStream,
    ExchangeRate,
    Process,
    Project,
    Provider,
    Rule,
    RuleScope,
    Settings,
    TodayRow,
    reference_data,
)
from touchmap.project.checks import check_project
from touchmap.project.journey_defaults import blank_project, default_stages
from touchmap.project.market import add_market, proposed_model, remove_market, stand_in_id
from touchmap.project.reference_data import data_path, locations, reference_rows

BY_COUNTRY = {place.country: place for place in locations()}
ALL = tuple(BY_COUNTRY)


def company(home: str = "NL", currency: str = "EUR") -> Project:
    return Project(settings=Settings(home_country=home, currency=currency))


# --- Reference tables -------------------------------------------------------------------------------


def test_data_folder_of_an_installed_package_comes_first(tmp_path, monkeypatch):
    """Installed data is found before that of a checkout."""
    for name in ("installed", "checkout"):
        (tmp_path / name / "reference").mkdir(parents=True)
    monkeypatch.setattr(reference_data, "_FOLDERS", (tmp_path / "installed", tmp_path / "checkout"))
    assert data_path() == tmp_path / "installed"


def test_missing_data_says_how_to_get_it(tmp_path, monkeypatch):
    """Without its data the package says how to install it."""
    monkeypatch.setattr(reference_data, "_FOLDERS", (tmp_path,))
    with pytest.raises(MissingDependencyError, match="pip install"):
        data_path()


def test_locations_are_complete_and_ordered():
    """27 countries, each with a rate range in order, a grade and at least one source."""
    assert len(ALL) == 27
    for place in locations():
        assert 0 < place.rate_low <= place.rate_typical <= place.rate_high, place.country
        assert 0 < place.attrition_low <= place.attrition_typical <= place.attrition_high < 1, place.country
        assert 0 <= place.wage_growth < 1, place.country
        assert place.rate_grade in "ABCDE"
        assert place.sources, place.country
        assert set(place.native_languages) <= set(place.languages), place.country


def test_sources_of_locations_and_benchmarks_are_listed():
    """Every source number leads to a line of sources.csv; other sources are names."""
    known = {row["source"] for row in reference_rows("sources")}
    cited = {n for place in locations() for n in place.sources}
    cited |= {n.strip() for row in reference_rows("benchmarks") for n in row["sources"].split(";")}
    assert {n for n in cited if n.isdigit()} <= known


def test_half_hour_time_zones_are_kept():
    """India is five and a half hours ahead."""
    assert BY_COUNTRY["IN"].utc_offset == 5.5


@pytest.mark.parametrize("path", sorted((data_path() / "reference").glob("*.csv")), ids=lambda p: p.stem)
def test_every_row_has_every_column(path: Path):
    """No row of a reference table is shorter or longer than its heading."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_scorecard_weights_sum_to_one():
    """25 + 15 + 12 + 10 + 10 + 6 + 8 + 6 + 5 + 3 = 100 %."""
    assert sum(float(row["default_weight_share"]) for row in reference_rows("scorecard")) == pytest.approx(1)


# --- Market stand-ins -------------------------------------------------------------------------------


def test_stand_in_carries_the_figures_of_its_country():
    """Poland seen from the Netherlands: typical rate 18, attrition 30 %, wages + 13.8 %, near."""
    provider = add_market(company(), ["PL"]).provider("MKT-PL")
    assert (provider.base_rate, provider.attrition, provider.wage_inflation) == (18, 0.30, 0.138)
    assert (provider.sourcing_model, provider.transfer_basis, provider.utc_offset) == ("nearshore", "EU", 1)
    assert (provider.governance_share, provider.handle_factor, provider.knowledge_transfer_weeks) == (
        0.06,
        1.06,
        7,
    )
    assert provider.satisfaction is None
    assert not provider.is_own


@pytest.mark.parametrize(("rate", "hourly"), [("low", 13), ("typical", 18), ("high", 23)])
def test_either_end_of_the_range_can_be_taken(rate, hourly):
    """The rate is the low, typical or high one of the table."""
    assert add_market(company(), ["PL"], rate=rate).provider("MKT-PL").base_rate == hourly


def test_rates_are_converted_at_the_planning_rate():
    """18 EUR × 0.85 = 15.30 GBP, 18 EUR × 1.10 = 19.80 USD; set-up 26,000 EUR = 22,100 GBP."""
    in_pounds = add_market(company("GB", "GBP"), ["PL"]).provider("MKT-PL")
    assert (in_pounds.base_rate, in_pounds.engagement_cost) == (15.30, 22_100)
    assert add_market(company("US", "USD"), ["PL"]).provider("MKT-PL").base_rate == 19.80


def test_the_projects_own_rate_comes_first():
    """At 1.25 EUR for 1 GBP, 18 EUR are 14.40 GBP."""
    project = company("GB", "GBP").replace(exchange_rates=[ExchangeRate(currency="EUR", rate=1.25)])
    assert add_market(project, ["PL"]).provider("MKT-PL").base_rate == 14.40


def test_unknown_currency_is_refused():
    """A currency that cannot be reached from EUR is an error of use."""
    with pytest.raises(ValueError, match="add a row for EUR"):
        add_market(company("SE", "SEK"), ["PL"])


def test_unknown_country_lists_the_known_ones():
    """An unknown code is refused with the list of those there are."""
    with pytest.raises(ValueError, match=r"no location 'XX'; there are: NL, BE, .*MG"):
        add_market(company(), ["PL", "XX"])


def test_unknown_rate_is_refused():
    """Only low, typical and high exist."""
    with pytest.raises(ValueError, match="got 'cheap'"):
        add_market(company(), ["PL"], rate="cheap")


def test_adding_twice_changes_nothing():
    """A country that is there already stays as it is, also if a bid has taken its place."""
    once = add_market(company(), ["PL", "ZA"])
    assert add_market(once, ["ZA", "PL", "pl"], rate="high") == once
    bid = Provider(provider_id="MKT-PL", name="Vistula", sourcing_model="nearshore", base_rate=17)
    assert add_market(Project(providers=(bid,)), ["PL"]).providers == (bid,)


def test_removing_takes_everything_of_a_stand_in_and_nothing_else():
    """After removal the project is what it was."""
    before = small_project()
    both = add_market(before, ["PL", "ZA"])
    assert remove_market(both) == before
    assert remove_market(both, ["ZA"]) == add_market(before, ["PL"])


def test_every_assumed_fact_has_its_evidence():
    """Each figure of a stand-in that is not a default is marked as assumed, with its source."""
    project = add_market(company(), ALL)
    told = {(e.row_id, e.field) for e in project.evidence if e.table == "providers"}
    plain = {"provider_id", "name", "country", "note"}
    for provider in project.providers:
        stated = provider.model_dump(exclude_defaults=True).keys() - plain
        assert {(provider.provider_id, field) for field in stated} <= told
    assert {e.level for e in project.evidence} == {"assumed"}
    assert all(e.source for e in project.evidence)
    assert {e.row_id for e in project.evidence if e.table == "provider_languages"} == {
        row.row_key for row in project.provider_languages
    }


def test_evidence_names_grade_and_sources():
    """The rate of Belgium is an expert's assumption from sources 1, 23, 24 and 72."""
    project = add_market(company(), ["BE"])
    sources = {e.field: e.source for e in project.evidence}
    assert sources["base_rate"] == "locations table, typical rate, grade E, sources 1; 23; 24; 72"


def levels(country: str) -> dict[str, str]:
    rows = add_market(company(), [country]).provider_languages
    return {row.language: row.level.value for row in rows}


def test_languages_and_levels():
    """Home languages are native, others C1; English is added by the proficiency index."""
    assert levels("PT") == {"pt": "native", "en": "C1", "fr": "C1", "es": "C1"}
    assert levels("BE") == {"nl": "native", "fr": "native", "de": "native", "en": "C1"}  # index 592
    assert levels("FR") == {"fr": "native", "en": "B2"}  # index 524
    assert levels("MA") == {"fr": "C1", "ar": "native", "es": "C1"}  # index 479; few speak Dutch
    assert levels("SR") == {"nl": "native", "srn": "native", "en": "C1"}


@pytest.mark.parametrize(
    ("home", "country", "model"),
    [
        ("NL", "NL", "onshore"),
        ("NL", "DE", "nearshore"),
        ("NL", "GB", "nearshore"),
        ("NL", "SR", "offshore"),
        ("NL", "MX", "offshore"),
        ("NL", "US", "offshore"),
        ("GB", "GB", "onshore"),
        ("GB", "ZA", "offshore"),
        ("US", "MX", "nearshore"),
        ("US", "PL", "offshore"),
        ("IN", "IN", "onshore"),
    ],
)
def test_sourcing_model_is_proposed_from_home(home, country, model):
    """Distance is judged from the company's home."""
    assert proposed_model(BY_COUNTRY[country], home) == model


@pytest.mark.parametrize(
    ("home", "country", "basis"),
    [
        ("NL", "NL", "home"),
        ("NL", "PL", "EU"),
        ("NL", "GB", "adequate"),
        ("NL", "US", "DPF"),
        ("NL", "IN", "SCC"),
        ("GB", "PL", "adequate"),
        ("GB", "IN", "SCC"),
        ("US", "IN", None),
    ],
)
def test_transfer_basis_is_that_of_the_home_country(home, country, basis):
    """Personal data travels on the basis the home country's law gives."""
    currency = {"GB": "GBP", "US": "USD"}.get(home, "EUR")
    assert (
        add_market(company(home, currency), [country]).provider(stand_in_id(country)).transfer_basis == basis
    )


def test_a_market_makes_a_project_without_vendor_complete():
    """With own staff and stand-ins a first hour's project has no error, and rules may name them."""
    project = Project(
        processes=(Process(process_id="P1", name="Billing"),),
        demand=(
            DemandStream(
                demand_id="D1", process_id="P1", language="nl", contacts_per_month=9, handle_seconds=300
            ),
        ),
        providers=(Provider(provider_id="OWN", name="Own", sourcing_model="in_house", base_rate=45),),
        today=(TodayRow(demand_id="D1", provider_id="OWN"),),
        rules=(Rule(rule_id="no", stem="forbid", reason="Test."),),
        rule_scopes=(RuleScope(rule_id="no", side="provider", field="provider", value="MKT-ZA"),),
        countries=(CountryRow(country="ZA"),),
    )
    assert {i.code for i in check_project(add_market(project, ALL))} == {"every_language_assumed"}
    assert {i.code for i in check_project(project)} == {"every_language_assumed", "scope_value_unknown"}


# --- A new project ----------------------------------------------------------------------------------


def test_default_stages_are_the_eight_of_the_lifecycle():
    """Eight stages, numbered from the left."""
    assert [s.position for s in default_stages()] == list(range(1, 9))
    assert default_stages()[0].stage_id == "ST1"


def test_blank_project_has_name_stages_and_nothing_else():
    """A new project knows its name and home and has the default stages."""
    project = blank_project("Brightcrate & Söhne", home_country="DE")
    assert (project.settings.name, project.settings.home_country) == ("Brightcrate & Söhne", "DE")
    assert project.settings.company_id == "brightcrate-s-hne"
    assert list(project.to_tables()) == ["stages"]
    assert blank_project("???").settings.company_id == "company"
