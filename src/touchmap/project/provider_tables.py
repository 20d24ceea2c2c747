"""Tables of who could do the work and on what terms: providers, offers, contracts, today."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from touchmap.project.entity import Country as CountryCode
from touchmap.project.entity import Currency, Entity, Id, Language, Name, Text, WordList, fact, sorted_list
from touchmap.project.vocabulary import (
    Adequacy,
    Channel,
    LanguageLevel,
    Ownership,
    Premises,
    PricingModel,
    ProviderKind,
    RateBasis,
    SourcingModel,
    TransferBasis,
)


class Provider(Entity):
    """Somebody who can do work: own staff, a third party, or a self-service platform."""

    table_name: ClassVar[str] = "providers"
    key: ClassVar[tuple[str, ...]] = ("provider_id",)

    provider_id: Id = fact(description="Identifier of the provider.")
    name: Name = fact(description="Name of the provider.")
    kind: ProviderKind = fact(ProviderKind.PEOPLE, description="People, or a self-service platform.")
    sourcing_model: SourcingModel = fact(
        description="Sourcing model, as decided by people; never recomputed."
    )
    ownership: Ownership | None = fact(
        None, description="Whose staff; blank = own if in-house, else third party."
    )
    premises: Premises | None = fact(
        None, description="Where they sit; blank = the client's if in-house or insourced."
    )
    specialist: bool = fact(False, description="A specialist in some processes.")
    country: CountryCode | None = fact(None, description="Country of the site; blank = home country.")
    site: Text = fact("", description="Town of the site.")
    site_count: int = fact(1, ge=0, le=10_000, unit="sites", description="Number of sites.")
    utc_offset: float | None = fact(None, ge=-12, le=14, unit="h", description="Winter time zone.")
    opening_hours: Text = fact("", description="When the provider works; blank = at any time.")
    currency: Currency | None = fact(None, description="Currency of its prices; blank = the project's.")
    base_rate: float | None = fact(
        None, ge=0, le=1e6, unit="money/logged h", description="Hourly rate per logged agent hour."
    )
    rate_basis: RateBasis = fact(RateBasis.ONGOING, description="What the hourly rate contains.")
    loaded_fte_per_month: float | None = fact(
        None,
        ge=0,
        le=1e7,
        unit="money/FTE-month",
        description="Full cost of one own FTE; blank = from the rate.",
    )
    capacity_fte: float | None = fact(
        None, ge=0, le=1e7, unit="FTE", description="Most FTE it can give; blank = no limit."
    )
    flex_share: float | None = fact(
        None,
        ge=0,
        le=1,
        unit="share",
        description="Share of its peak staff it can send home unpaid in quiet months; blank = 0.15 for own, "
        "1 for third parties.",
        assumed="own staff 15 % (temps, annualised hours, leave planning)",
    )
    ramp_fte_per_month: float | None = fact(
        None, ge=0, le=1e7, unit="FTE/month", description="How fast it can hire; blank = no limit."
    )
    hiring_cost_per_fte: float = fact(
        0, ge=0, le=1e6, unit="money/FTE", description="Recruiting one more own FTE."
    )
    minimum_fte: float = fact(
        0, ge=0, le=1e6, unit="FTE", description="Billed each month even if less is used."
    )
    minimum_forecast_share: float = fact(
        0, ge=0, le=1, unit="share", description="Share of the average month billed even if less is used."
    )
    volume_band_share: float = fact(
        0, ge=0, le=10, unit="share", description="Volume band around the forecast."
    )
    engagement_cost: float = fact(
        0, ge=0, le=1e9, unit="money", description="One-off set-up of a new provider."
    )
    travel_cost_per_year: float = fact(
        0, ge=0, le=1e9, unit="money/year", description="Travel to keep in touch."
    )
    governance_share: float = fact(
        0, ge=0, le=1, unit="share", description="Cost of managing it, as a share of its bill."
    )
    indexation: float = fact(
        0, ge=-0.5, le=2, unit="share/year", description="Yearly price rise in the contract."
    )
    wage_inflation: float = fact(
        0, ge=-0.5, le=5, unit="share/year", description="Yearly wage rise; drives own cost."
    )
    shrinkage: float = fact(
        0.30,
        ge=0,
        lt=1,
        unit="share",
        description="Paid time not logged in.",
        assumed="30 %, usual range 20–35 %",
    )
    occupancy: float = fact(
        0.80,
        gt=0,
        le=1,
        unit="share",
        description="Logged time spent on work.",
        assumed="80 %, usual range 75–85 %",
    )
    attrition: float = fact(0, ge=0, le=5, unit="share/year", description="Agents leaving per year.")
    handle_factor: float = fact(
        1, gt=0, le=10, unit="×", description="Handle time relative to other providers; 1 = usual."
    )
    satisfaction: float | None = fact(
        None, ge=0, le=100, unit="0–100", description="Satisfaction it is expected to reach."
    )
    resolution_delta: float = fact(
        0, ge=-1, le=1, unit="share", description="Change in first-contact resolution."
    )
    confidence: float | None = fact(
        None, ge=0, le=1, unit="share", description="Trust in its quality figures; blank = 0.5, a claim."
    )
    people_cmm: int | None = fact(None, ge=0, le=5, description="People CMM level.")
    cultural_match: float = fact(75, ge=0, le=100, unit="0–100", description="Cultural match.")
    quality_capability: float = fact(
        75, ge=0, le=100, unit="0–100", description="Capability to deliver quality."
    )
    insight_feedback: float = fact(
        50, ge=0, le=100, unit="0–100", description="Customer insight it feeds back."
    )
    skills_transfer: float = fact(50, ge=0, le=100, unit="0–100", description="Knowledge it hands back.")
    brand_coaching: float = fact(50, ge=0, le=100, unit="0–100", description="Brand coaching of its agents.")
    innovation: float = fact(50, ge=0, le=100, unit="0–100", description="Innovation it brings.")
    flexibility: float = fact(50, ge=0, le=100, unit="0–100", description="Flexibility.")
    technology: float = fact(50, ge=0, le=100, unit="0–100", description="Technology.")
    security: float = fact(50, ge=0, le=100, unit="0–100", description="Security and data protection.")
    financial_strength: float = fact(50, ge=0, le=100, unit="0–100", description="Financial strength.")
    communication: float = fact(50, ge=0, le=100, unit="0–100", description="Communication.")
    mandate_granted: int | None = fact(
        None, ge=0, le=5, description="Mandate it is given; blank = what is needed."
    )
    touch_ceiling: int | None = fact(
        None, ge=1, le=5, description="Highest touch need a platform may stand in front of; blank = 3."
    )
    transfer_basis: TransferBasis | None = fact(
        None, description="Legal basis for personal data; blank = from the two countries."
    )
    dpia_recorded: bool = fact(False, description="A data protection impact assessment is recorded.")
    certifications: WordList = fact((), description="Certificates it holds.")
    licences: WordList = fact((), description="Licences for regulated work it holds.")
    contract_months: int | None = fact(None, ge=0, le=600, unit="months", description="Contract term.")
    notice_months: int | None = fact(None, ge=0, le=120, unit="months", description="Notice.")
    exit_fee_months: float = fact(
        0, ge=0, le=60, unit="months", description="Exit fee in months of its bill."
    )
    training_rate_per_hour: float = fact(
        0, ge=0, le=1e5, unit="money/h", description="Price of an hour of training."
    )
    knowledge_transfer_weeks: float = fact(
        0, ge=0, le=500, unit="weeks", description="Usual knowledge transfer."
    )
    double_running_weeks: float | None = fact(
        None,
        ge=0,
        le=500,
        unit="weeks",
        description="How long today's side works on beside it when work moves in; blank = not known.",
    )
    staff_transfer_share: float | None = fact(
        None,
        ge=0,
        le=1,
        unit="share",
        description="Displaced staff who go over to it with their work; blank = the setting.",
    )
    owner: Text = fact("", description="Client role that manages it.")
    owner_time_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Share of that role's time."
    )
    note: Text = fact("", description="Anything worth knowing.")

    @property
    def is_own(self) -> bool:
        """Own staff: stated, or in-house by its sourcing model.

        >>> Provider(provider_id="P", name="Us", sourcing_model="in_house").is_own
        True
        """
        if self.ownership is None:
            return self.sourcing_model is SourcingModel.IN_HOUSE
        return self.ownership is Ownership.OWN

    @property
    def is_platform(self) -> bool:
        """A self-service platform rather than people."""
        return self.kind is ProviderKind.PLATFORM

    @property
    def on_client_premises(self) -> bool:
        """Works on the client's premises and systems."""
        if self.premises is None:
            return self.sourcing_model in (SourcingModel.IN_HOUSE, SourcingModel.INSOURCED)
        return self.premises is Premises.CLIENT


class ProviderCapacity(Entity):
    """Capacity of a provider in one calendar month, where it differs from the usual."""

    table_name: ClassVar[str] = "provider_capacity"
    key: ClassVar[tuple[str, ...]] = ("provider_id", "month")

    provider_id: Id = fact(refers_to="providers", description="The provider.")
    month: int = fact(ge=1, le=12, description="Calendar month.")
    capacity_fte: float = fact(ge=0, le=1e7, unit="FTE", description="Most FTE in that month.")


class ProviderLanguage(Entity):
    """A language a provider works in."""

    table_name: ClassVar[str] = "provider_languages"
    key: ClassVar[tuple[str, ...]] = ("provider_id", "language")

    provider_id: Id = fact(refers_to="providers", description="The provider.")
    language: Language = fact(description="Language.")
    level: LanguageLevel = fact(LanguageLevel.C1, description="Proficiency.")
    premium_share: float = fact(
        0, ge=-0.9, le=10, unit="share", description="Price premium for this language."
    )
    capacity_fte: float | None = fact(
        None, ge=0, le=1e7, unit="FTE", description="Size of the pool; blank = no limit."
    )
    opening_fte: float | None = fact(
        None,
        ge=0,
        le=1e4,
        unit="FTE",
        description="FTE it takes just to keep the pool open; blank = none, or as proposed where "
        "settings.staffing_curve is on.",
    )
    fte_per_hour: float | None = fact(
        None,
        gt=0,
        le=1,
        unit="FTE/h",
        description="FTE for one more handle hour a month of live work in the pool; blank = as proposed. "
        "Used where settings.staffing_curve is on.",
    )
    quality: float | None = fact(None, ge=0, le=100, unit="0–100", description="Quality of the language.")


class ProviderSystem(Entity):
    """A provider is already connected to a system."""

    table_name: ClassVar[str] = "provider_systems"
    key: ClassVar[tuple[str, ...]] = ("provider_id", "system_id")

    provider_id: Id = fact(refers_to="providers", description="The provider.")
    system_id: Id = fact(refers_to="systems", description="The system.")


class Offer(Entity):
    """What a provider quotes for a process, a channel or a language."""

    table_name: ClassVar[str] = "offers"
    key: ClassVar[tuple[str, ...]] = ("offer_id",)

    offer_id: Id = fact(description="Identifier of the offer.")
    provider_id: Id = fact(refers_to="providers", description="Who quotes.")
    process_id: Id | None = fact(None, refers_to="processes", description="For this process; blank = any.")
    channel: Annotated[tuple[Channel, ...], BeforeValidator(sorted_list)] = fact(
        (), description="For these channels; blank = any."
    )
    language: Language | None = fact(None, description="For this language; blank = any.")
    pricing_model: PricingModel = fact(PricingModel.PER_HOUR, description="What is billed by.")
    price: float = fact(ge=0, le=1e9, unit="money/unit", description="Price per unit of the pricing model.")
    currency: Currency | None = fact(None, description="Blank = the provider's.")
    commission_per_success: float = fact(
        0, ge=0, le=1e7, unit="money", description="Paid per sale or save on top."
    )
    conversion: float | None = fact(None, ge=0, le=1, unit="share", description="Successes per contact.")
    containment_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Most contacts a platform takes off people."
    )
    achieved_share: float | None = fact(
        None,
        ge=0,
        le=1,
        unit="share",
        description="Part of that maximum expected in practice; blank = the setting.",
    )
    residual_handle_factor: float | None = fact(
        None,
        ge=1,
        le=5,
        unit="×",
        description="How much longer the remaining contacts take; blank = 1 + 0.375 × share taken.",
    )
    handle_factor: float | None = fact(None, gt=0, le=10, unit="×", description="Blank = the provider's.")
    fte_override: float | None = fact(
        None, ge=0, le=1e6, unit="FTE", description="FTE it uses, whatever the volume."
    )
    expected_quality: float | None = fact(
        None, ge=0, le=100, unit="0–100", description="Blank = the provider's satisfaction."
    )
    confidence: float | None = fact(None, ge=0, le=1, unit="share", description="Blank = the provider's.")
    training_days: float | None = fact(None, ge=0, le=1000, unit="days", description="Blank = the process's.")
    knowledge_transfer_weeks: float | None = fact(
        None, ge=0, le=500, unit="weeks", description="Blank = the provider's."
    )
    double_running_weeks: float | None = fact(
        None, ge=0, le=500, unit="weeks", description="Blank = the provider's."
    )
    out_of_hours_premium_share: float = fact(
        0, ge=0, le=10, unit="share", description="Premium on the price outside office hours."
    )
    bonus_malus_share: float = fact(
        0,
        ge=0,
        le=1,
        unit="share",
        description="Share of the fee at risk: paid on top above the satisfaction target, held back below.",
    )


class VolumeTier(Entity):
    """Discount on all units once a provider's average month reaches a size."""

    table_name: ClassVar[str] = "volume_tiers"
    key: ClassVar[tuple[str, ...]] = ("provider_id", "from_fte")

    provider_id: Id = fact(refers_to="providers", description="The provider.")
    from_fte: float = fact(ge=0, le=1e6, unit="FTE", description="From this average size on.")
    discount_share: float = fact(0, ge=0, le=1, unit="share", description="Discount on the list price.")


class Contract(Entity):
    """A contract in force today."""

    table_name: ClassVar[str] = "contracts"
    key: ClassVar[tuple[str, ...]] = ("contract_id",)

    contract_id: Id = fact(description="Identifier of the contract.")
    provider_id: Id = fact(refers_to="providers", description="The other party.")
    ends_on: date | None = fact(
        None, description="End of the term; blank = not known, so leaving costs the exit fee."
    )
    notice_months: int | None = fact(None, ge=0, le=120, unit="months", description="Blank = the provider's.")
    exit_fee: float | None = fact(
        None,
        ge=0,
        le=1e10,
        unit="money",
        description="For leaving early; blank = the provider's months of bill.",
    )
    owner: Text = fact("", description="Client role that manages it.")
    owner_time_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Share of that role's time."
    )
    last_reviewed: date | None = fact(None, description="When it was last looked at.")


class TodayRow(Entity):
    """Who does a stream of demand today."""

    table_name: ClassVar[str] = "today"
    key: ClassVar[tuple[str, ...]] = ("demand_id",)

    demand_id: Id = fact(refers_to="demand", description="The stream.")
    provider_id: Id | None = fact(
        None, refers_to="providers", description="People who do it; blank = a platform alone."
    )
    platform_id: Id | None = fact(None, refers_to="providers", description="Platform in front of it.")
    contract_id: Id | None = fact(None, refers_to="contracts", description="Contract it falls under.")
    offer_id: Id | None = fact(
        None,
        refers_to="offers",
        description="Offer it is paid by, where the provider quotes several; blank = the first by its id.",
    )


class ExchangeRate(Entity):
    """Units of a currency for one unit of the project's currency."""

    table_name: ClassVar[str] = "exchange_rates"
    key: ClassVar[tuple[str, ...]] = ("currency",)

    currency: Currency = fact(description="Currency.")
    rate: float = fact(
        gt=0, le=1e9, unit="per unit", description="Units of it for one unit of the project's currency."
    )
    date: Text = fact("", description="Date of the rate.")
    source: Text = fact("", description="Source of the rate.")


class CountryRow(Entity):
    """What the home country's law and clock say of another country."""

    table_name: ClassVar[str] = "countries"
    key: ClassVar[tuple[str, ...]] = ("country",)

    country: CountryCode = fact(description="ISO 3166 code.")
    adequacy: Adequacy = fact(Adequacy.NONE, description="Standing under data protection law.")
    utc_offset: float | None = fact(None, ge=-12, le=14, unit="h", description="Winter time zone.")
