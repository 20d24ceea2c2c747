"""Market stand-ins: generic providers to work with before any bid exists.

Each is one country at its low, typical or high hourly rate, marked as assumed. A real bid replaces
it by taking over its provider id, so that everything that refers to it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from touchmap.project.model import Project
from touchmap.project.provider_tables import Provider, ProviderLanguage
from touchmap.project.reference_data import Location, locations, reference_rows
from touchmap.project.scenario_tables import Evidence
from touchmap.project.vocabulary import EvidenceLevel, LanguageLevel, SourcingModel, TransferBasis

Rate = Literal["low", "typical", "high"]


STAND_IN = "Market stand-in"
"""How the name of a stand-in begins; a bid that takes its place has a name of its own."""
PLANNING_RATES = {"EUR": 1.0, "USD": 1.10, "GBP": 0.85}
"""Units of a currency for one EUR, where the project gives no exchange rate for EUR."""

_EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"}
    | {"IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)


def stand_in_id(country: str) -> str:
    """Provider id of the stand-in for a country.

    >>> stand_in_id("PL")
    'MKT-PL'
    """
    return f"MKT-{country}"


def add_market(project: Project, countries: Iterable[str], *, rate: Rate = "typical") -> Project:
    """Add a generic provider for each country, with languages and evidence rows.

    A country that is already there is left as it is, so adding it twice changes nothing.

    Parameters
    ----------
    countries
        ISO 3166 codes, such as ``["PL", "ZA"]``.
    rate
        Which end of the range of hourly rates to take.

    Raises
    ------
    ValueError
        If a country is not in the locations table, or EUR cannot be converted into the project's
        currency.

    >>> p = add_market(Project(), ["PL"])
    >>> p.provider("MKT-PL").name, p.provider("MKT-PL").base_rate
    ('Market stand-in Poland (nearshore)', 18.0)
    """
    if rate not in ("low", "typical", "high"):
        raise ValueError(f"`rate` must be low, typical or high, got {rate!r}")
    known = {p.provider_id for p in project.providers}
    wanted = [place for place in _find(countries) if stand_in_id(place.country) not in known]
    if not wanted:
        return project
    factor, factor_note = per_euro(project)
    providers = [_provider(project, place, rate, factor) for place in wanted]
    languages = [row for place in wanted for row in _languages(place)]
    evidence = [
        row
        for place, provider in zip(wanted, providers, strict=True)
        for row in _evidence(place, provider, rate, factor_note)
    ]
    return project.replace(
        providers=(*project.providers, *providers),
        provider_languages=(*project.provider_languages, *languages),
        evidence=(*project.evidence, *evidence),
    )


def remove_market(project: Project, countries: Iterable[str] | None = None) -> Project:
    """Take stand-ins out again, with their languages and evidence rows; all of them by default.

    Rules and rows of today that name them are left; the checks then list them.

    >>> remove_market(add_market(Project(), ["PL", "PT"]), ["PL"]).providers[0].provider_id
    'MKT-PT'
    """
    places = locations() if countries is None else _find(countries)
    gone = {stand_in_id(place.country) for place in places}
    return project.replace(
        providers=(p for p in project.providers if p.provider_id not in gone),
        provider_languages=(r for r in project.provider_languages if r.provider_id not in gone),
        evidence=(
            e
            for e in project.evidence
            if not (e.table in ("providers", "provider_languages") and e.row_id.split("/")[0] in gone)
        ),
    )


def proposed_model(place: Location, home_country: str) -> SourcingModel:
    """Propose a sourcing model for a country, as seen from the company's home.

    Home is onshore; otherwise the distance stated in the locations table decides, which is that from
    north-western Europe, or from the United States for a company at home there.

    >>> poland = next(l for l in locations() if l.country == "PL")
    >>> [proposed_model(poland, home).value for home in ("PL", "NL", "US")]
    ['onshore', 'nearshore', 'offshore']
    """
    if place.country == home_country:
        return SourcingModel.ONSHORE
    near_america = "(US" in place.sourcing_class
    if home_country in ("US", "CA"):
        return SourcingModel.NEARSHORE if near_america else SourcingModel.OFFSHORE
    far = near_america or place.sourcing_class.startswith("offshore")
    return SourcingModel.OFFSHORE if far else SourcingModel.NEARSHORE


def _find(countries: Iterable[str]) -> list[Location]:
    known = {place.country: place for place in locations()}
    codes = list(dict.fromkeys(code.strip().upper() for code in countries))
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValueError(f"no location {', '.join(map(repr, unknown))}; there are: {', '.join(known)}")
    return [known[code] for code in codes]


def per_euro(project: Project) -> tuple[float, str]:
    """Units of the project's currency for one EUR, and the words for the evidence."""
    currency = project.settings.currency
    if currency == "EUR":
        return 1.0, ""
    for row in project.exchange_rates:
        if row.currency == "EUR":
            return 1 / row.rate, f", at the project's rate of {row.rate:g} EUR for 1 {currency}"
    if currency in PLANNING_RATES:
        per_euro = PLANNING_RATES[currency]
        return per_euro, f", at the planning rate of {per_euro:g} {currency} for 1 EUR"
    raise ValueError(f"no rate from EUR to {currency}; add a row for EUR to exchange_rates")


def _assumptions(model: SourcingModel) -> dict[str, str]:
    return next(row for row in reference_rows("market_assumptions") if row["sourcing_model"] == model.value)


def _provider(project: Project, place: Location, rate: Rate, factor: float) -> Provider:
    model = proposed_model(place, project.settings.home_country)
    usual = _assumptions(model)
    price = round(getattr(place, f"rate_{rate}") * factor, 2)
    return Provider(
        provider_id=stand_in_id(place.country),
        name=f"{STAND_IN} {place.name} ({model.value})",
        sourcing_model=model,
        country=place.country,
        utc_offset=place.utc_offset,
        base_rate=price,
        attrition=place.attrition_typical,
        wage_inflation=place.wage_growth,
        indexation=float(usual["indexation"]),
        handle_factor=float(usual["handle_factor"]),
        governance_share=float(usual["governance_share"]),
        engagement_cost=round(float(usual["engagement_cost"]) * factor, 2),
        travel_cost_per_year=round(float(usual["travel_cost_per_year"]) * factor, 2),
        knowledge_transfer_weeks=float(usual["knowledge_transfer_weeks"]),
        training_rate_per_hour=round(price * float(usual["training_rate_share"]), 2),
        transfer_basis=_transfer_basis(place, project.settings.home_country),
        note="Market stand-in: replace with a bid under the same provider_id.",
    )


def _transfer_basis(place: Location, home_country: str) -> TransferBasis | None:
    """Basis for personal data from the home country; none where the table does not say."""
    if place.country == home_country:
        return TransferBasis.HOME
    if home_country == "GB":
        return TransferBasis.ADEQUATE if place.transfer_basis is TransferBasis.EU else place.transfer_basis
    return place.transfer_basis if home_country in _EEA else None


def _languages(place: Location) -> Iterator[ProviderLanguage]:
    for language in place.languages:
        level = LanguageLevel.NATIVE if language in place.native_languages else LanguageLevel.C1
        yield _language(place, language, level)
    score = place.english_score or 0
    if "en" not in place.languages and score >= 500:
        yield _language(place, "en", LanguageLevel.C1 if score >= 550 else LanguageLevel.B2)


def _language(place: Location, language: str, level: LanguageLevel) -> ProviderLanguage:
    return ProviderLanguage(provider_id=stand_in_id(place.country), language=language, level=level)


def _evidence(place: Location, provider: Provider, rate: Rate, factor_note: str) -> Iterator[Evidence]:
    numbers = f"sources {'; '.join(place.sources)}"
    usual = _assumptions(provider.sourcing_model)
    by_model = f"market assumptions for {provider.sourcing_model.value} providers, grade {usual['grade']}"
    texts = {
        "base_rate": f"locations table, {rate} rate, grade {place.rate_grade}, {numbers}{factor_note}",
        "attrition": f"locations table, grade {place.attrition_grade}, {numbers}",
        "wage_inflation": f"locations table, grade {place.wage_growth_grade}, {numbers}",
        "utc_offset": f"locations table, {numbers}",
        "sourcing_model": f"locations table: {place.sourcing_class}, seen from north-western Europe",
        "training_rate_per_hour": f"{by_model}: {usual['training_rate_share']} of the hourly rate",
    }
    if provider.transfer_basis is not None:
        texts["transfer_basis"] = f"locations table, {numbers}"
    for field in ("indexation", "handle_factor", "governance_share", "knowledge_transfer_weeks"):
        texts[field] = by_model
    for field in ("engagement_cost", "travel_cost_per_year"):
        texts[field] = by_model + factor_note
    for field, source in texts.items():
        yield _assumed("providers", provider.provider_id, field, source)
    grade = f", English grade {place.english_grade}" if place.english_grade else ""
    for row in _languages(place):
        yield _assumed(
            "provider_languages", row.row_key, "", f"locations table{grade}, {numbers}; premium 0 assumed"
        )


def _assumed(table: str, row_id: str, field: str, source: str) -> Evidence:
    return Evidence(table=table, row_id=row_id, field=field, level=EvidenceLevel.ASSUMED, source=source)
