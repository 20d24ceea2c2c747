"""Settings of a project: one value each, stored as rows (key, value)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from touchmap.project.entity import Country, Currency, Entity, Id, Text, fact, ranked_list
from touchmap.project.vocabulary import GovernanceBasis, Motive

_ASSUMED = "assumption, see the method pages"


class Settings(Entity):
    """Facts about the company and conventions of the calculation."""

    table_name: ClassVar[str] = "settings"
    key: ClassVar[tuple[str, ...]] = ()

    company_id: Id = fact("company", description="Identifier of the company.")
    name: Text = fact("", description="Name of the company.")
    sector: Text = fact("", description="Sector.")
    home_country: Country = fact("NL", description="Where the company is at home.", assumed=_ASSUMED)
    currency: Currency = fact("EUR", description="Currency every amount is shown in.", assumed=_ASSUMED)
    stance: Text = fact("", description="What customer contact means to the company.")
    primary_purpose: Text = fact("", description="Why sourcing is looked at.")
    motives: Annotated[tuple[Motive, ...], BeforeValidator(ranked_list)] = fact(
        (), description="Motives, the most important first; every plan is held against them."
    )
    commercial_objectives_external: bool = fact(
        True, description="May sales targets be given to a third party? No switches commission prices off."
    )

    start_on: date | None = fact(
        None, description="First day of the plan; blank = a January, no contract dates."
    )
    horizon_months: int = fact(
        36, ge=1, le=240, unit="months", description="How far costs are counted.", assumed=_ASSUMED
    )
    discount_rate: float = fact(
        0.08, ge=0, le=1, unit="share/year", description="Yearly discount rate.", assumed=_ASSUMED
    )
    volume_growth: float = fact(
        0, ge=-0.9, le=5, unit="share/year", description="Yearly growth of all volumes."
    )
    paid_hours_per_month: float = fact(
        160, gt=0, le=400, unit="h/FTE-month", description="Paid hours of one FTE.", assumed=_ASSUMED
    )
    office_hours: Text = fact(
        "Mo-Fr 9-17", description="Office hours, for the layer 'hours'.", assumed=_ASSUMED
    )

    staffing_curve: bool = fact(
        False,
        description="Staff live work billed by hour or FTE along its pool's staffing curve, an opening and "
        "a slope? Off = handle time ÷ occupancy.",
    )
    occupancy_cap: float = fact(
        0.88,
        gt=0,
        le=1,
        unit="share",
        description="Highest occupancy of live staff in an hour.",
        assumed="above 0.88–0.90 people burn out",
    )
    blended_occupancy: float = fact(
        0.86,
        gt=0,
        le=1,
        unit="share",
        description="Occupancy up to which work that can wait fills the valleys of live staff.",
        assumed="0.85–0.88 is planned",
    )
    usual_service_level_share: float = fact(
        0.8,
        ge=0,
        lt=1,
        unit="share",
        description="Service level of live work that states none.",
        assumed="80 % in 20 s is common, not a standard",
    )
    usual_service_level_seconds: float = fact(
        20,
        ge=0,
        le=1e6,
        unit="s",
        description="Time within which such work is answered.",
        assumed="80 % in 20 s is common, not a standard",
    )
    usual_patience_seconds: float | None = fact(
        None,
        gt=0,
        le=1e6,
        unit="s",
        description="Mean patience of live work that states none, often 120–180; blank = nobody hangs up.",
    )

    achieved_containment_share: float = fact(
        0.6,
        ge=0,
        le=1,
        unit="share",
        description="Part of a platform's maximum expected in practice.",
        assumed=_ASSUMED,
    )
    self_service_quality_floor: float = fact(
        60,
        ge=0,
        le=100,
        unit="0–100",
        description="Lowest quality of self-service in front of people.",
        assumed=_ASSUMED,
    )
    first_contact_resolution: float = fact(
        0.74,
        gt=0,
        le=1,
        unit="share",
        description="Resolved at first contact where no target is set.",
        assumed="industry average of post-call surveys, 70–79 %",
    )
    satisfaction_today: float = fact(
        75, ge=0, le=100, unit="0–100", description="Satisfaction where none was measured.", assumed=_ASSUMED
    )
    documentation_bar: int = fact(
        2, ge=1, le=5, description="Codifiability below this does not move.", assumed=_ASSUMED
    )

    governance_basis: GovernanceBasis = fact(
        GovernanceBasis.SHARE, description="Providers are managed for a share of their bill or by own staff."
    )
    retained_organisation_fte: float = fact(
        0, ge=0, le=1e5, unit="FTE", description="Own staff who manage providers."
    )
    retained_experts_months: float = fact(
        0, ge=0, le=240, unit="months", description="How long experts are kept."
    )
    expert_rate_per_hour: float = fact(
        45,
        ge=0,
        le=1e5,
        unit="money/h",
        description="Cost of an own expert who hands knowledge over.",
        assumed=_ASSUMED,
    )
    selection_and_advice: float | None = fact(
        None,
        ge=0,
        le=1e9,
        unit="money",
        description="One-off cost of selecting new third parties; blank = not known.",
    )
    contingency_share: float = fact(
        0.10,
        ge=0,
        le=1,
        unit="share",
        description="On the bill of third parties for work that moves.",
        assumed="10–20 % in practice",
    )
    unclear_contingency_share: float = fact(
        0.05,
        ge=0,
        le=1,
        unit="share",
        description="On top where quality is hard to measure (clarity ≤ 3) or work hard to write down (≤ 2).",
        assumed=_ASSUMED,
    )
    savings_haircut_share: float = fact(
        0.25,
        ge=0,
        le=1,
        unit="share",
        description="Taken off a saving when shown, never in the objective.",
        assumed="20–40 % in practice",
    )
    avoidable_share: float | None = fact(
        None,
        ge=0,
        le=1,
        unit="share",
        description="Share of the cost of work leaving own staff that really goes away; blank = not known.",
    )
    stranded_months: float = fact(
        12, ge=0, le=240, unit="months", description="How long the rest stays.", assumed=_ASSUMED
    )

    volume_range_share: float = fact(
        0.15,
        ge=0,
        lt=1,
        unit="share",
        description="Volumes may be so much higher or lower.",
        assumed=_ASSUMED,
    )
    handle_time_range_share: float = fact(
        0.10,
        ge=0,
        lt=1,
        unit="share",
        description="Handle times may be so much longer or shorter.",
        assumed=_ASSUMED,
    )
    wage_range_share: float = fact(
        0.04,
        ge=0,
        le=0.5,
        unit="share/year",
        description="Wages, and third parties' prices, may rise so much more or less a year.",
        assumed=_ASSUMED,
    )
    exchange_rate_range_share: float = fact(
        0.10,
        ge=0,
        lt=1,
        unit="share",
        description="Foreign money may be so much dearer or cheaper.",
        assumed=_ASSUMED,
    )
    start_delay_months: float = fact(
        3, ge=0, le=60, unit="months", description="Moves may start up to so much later.", assumed=_ASSUMED
    )
    rate_range_share: float = fact(
        0.05,
        ge=0,
        lt=1,
        unit="share",
        description="Third parties' prices may be so much higher or lower than quoted.",
        assumed=_ASSUMED,
    )
    attrition_range_share: float = fact(
        0.25,
        ge=0,
        lt=1,
        unit="share",
        description="Attrition may be so much higher or lower.",
        assumed=_ASSUMED,
    )
    quality_range_points: float = fact(
        5,
        ge=0,
        le=100,
        unit="0–100",
        description="Quality expected of a provider may be so much higher or lower.",
        assumed=_ASSUMED,
    )
    range_correlation: float = fact(
        0.5,
        ge=0,
        le=1,
        unit="0–1",
        description="How far figures of one kind go together, such as the volumes of two processes.",
        assumed=_ASSUMED,
    )
    return_factor_low: float = fact(
        0.8,
        ge=0,
        le=10,
        unit="×",
        description="Moving back costs at least so much of the transition.",
        assumed="0.8–1.2 in practice",
    )
    return_factor_high: float = fact(
        1.2,
        ge=0,
        le=10,
        unit="×",
        description="Moving back costs at most so much of the transition.",
        assumed="0.8–1.2 in practice",
    )

    average_tenure_years: float | None = fact(
        None, ge=0, le=60, unit="years", description="Tenure of own staff."
    )
    gross_salary_per_month: float | None = fact(
        None, ge=0, le=1e6, unit="money/month", description="Gross salary."
    )
    severance_months_per_year: float | None = fact(
        None, ge=0, le=12, unit="months/year", description="Severance for a year of service."
    )
    social_plan_factor: float = fact(
        1, ge=0, le=10, unit="×", description="What the social plan adds to the law."
    )
    redeploy_share: float = fact(
        0, ge=0, le=1, unit="share", description="Displaced staff who find other work inside."
    )
    natural_attrition_per_month: float = fact(
        0, ge=0, le=1, unit="share/month", description="Own staff leaving anyway."
    )
    transition_months: float = fact(
        6,
        ge=0,
        le=60,
        unit="months",
        description="Length of the transition, for natural attrition.",
        assumed=_ASSUMED,
    )

    staff_transfer_share: float | None = fact(
        None,
        ge=0,
        le=1,
        unit="share",
        description="Displaced staff who go over to the third party with their work (TUPE and the like) "
        "instead of severance; blank = not known.",
    )
    transfer_cost_per_fte: float | None = fact(
        None,
        ge=0,
        le=1e6,
        unit="money/FTE",
        description="Cost of one FTE going over: consultation, pension, settlements; blank = not known.",
    )
    outplacement_cost_per_fte: float | None = fact(
        None,
        ge=0,
        le=1e6,
        unit="money/FTE",
        description="Help to find other work, for each FTE who must leave; blank = not known.",
    )
    project_management_per_month: float | None = fact(
        None,
        ge=0,
        le=1e8,
        unit="money/month",
        description="Project management of the transition, for its months; blank = not known.",
    )
    retained_experts_fte: float | None = fact(
        None,
        ge=0,
        le=1e5,
        unit="FTE",
        description="Own experts kept after work has left, for retained_experts_months; blank = not known.",
    )
    learning_factor: float | None = fact(
        None,
        ge=1,
        le=5,
        unit="×",
        description="Handle time of people new to the work on their first day, falling evenly to 1; "
        "usual 1.4; blank = not known.",
    )
    people_cost_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="People's part of own cost; blank = not told apart."
    )
    people_avoidable_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="… of which really goes away with the work."
    )
    seats_cost_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Seats' and buildings' part of own cost."
    )
    seats_avoidable_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="… of which really goes away with the work."
    )
    it_cost_share: float | None = fact(None, ge=0, le=1, unit="share", description="IT's part of own cost.")
    it_avoidable_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="… of which really goes away with the work."
    )
    management_cost_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="Management's part of own cost."
    )
    management_avoidable_share: float | None = fact(
        None, ge=0, le=1, unit="share", description="… of which really goes away with the work."
    )
    irrecoverable_vat_share: float | None = fact(
        None,
        ge=0,
        le=1,
        unit="share",
        description="Value-added tax on third parties' bills that cannot be recovered; 0 where all can; "
        "blank = not known.",
    )
    basic_rate_uplift_share: float | None = fact(
        None,
        ge=0,
        le=5,
        unit="share",
        description="What a basic rate lacks of an ongoing one (supervision, quality, planning, seat, "
        "platform); blank = not known.",
    )
    loaded_rate_reduction_share: float | None = fact(
        None,
        ge=0,
        le=0.9,
        unit="share",
        description="What a fully loaded rate holds beyond an ongoing one (set-up, first training, travel); "
        "blank = not known.",
    )
    bonus_malus_points: float = fact(
        10,
        gt=0,
        le=100,
        unit="points",
        description="Distance from the satisfaction target at which the whole bonus or malus is due.",
        assumed="usual 5–15 points",
    )
    repeat_cost_factor: float = fact(
        1,
        ge=0,
        le=5,
        unit="×",
        description="Points of cost saved by each point of first-contact resolution gained.",
        assumed="1 % of cost a point in published surveys",
    )
    brand_risk_counted: bool = fact(
        False, description="Count brand risk as money, by churn_at_full_offshore_voice? It is off by default."
    )

    customers: float | None = fact(None, ge=0, le=1e10, unit="customers", description="Number of customers.")
    revenue_per_customer_month: float | None = fact(
        None, ge=0, le=1e8, unit="money/month", description="Revenue each."
    )
    annual_premium: float | None = fact(
        None, ge=0, le=1e8, unit="money/year", description="Average premium (insurers)."
    )
    orders_per_month: float | None = fact(
        None, ge=0, le=1e10, unit="orders/month", description="Orders (retailers)."
    )
    order_value: float | None = fact(
        None, ge=0, le=1e8, unit="money", description="Average order value (retailers)."
    )
    repeat_rate: float | None = fact(None, ge=0, le=1, unit="share", description="Customers who buy again.")
    gross_margin: float | None = fact(None, ge=-1, le=1, unit="share", description="Gross margin.")
    annual_churn: float | None = fact(
        None, ge=0, le=1, unit="share/year", description="Customers leaving per year."
    )
    annual_margin_per_customer: float | None = fact(
        None, ge=0, le=1e8, unit="money/year", description="Margin on one customer."
    )
    churn_at_full_offshore_voice: float | None = fact(
        None, ge=0, le=1, unit="share/year", description="Extra churn if all voice were offshore."
    )
    note: Text = fact("", description="Anything worth knowing.")
