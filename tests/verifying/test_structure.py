"""What always holds: rows of a plan, what is possible, staff and pools by month."""

import pytest

from tests.verifying.companies import Company, change, rebuild, scenario_of, settings, stems
from touchmap.plan import Assignment, Plan
from touchmap.project import CountryRow, Offer, ProviderCapacity, Seasonality
from touchmap.verifying import find_choice
from touchmap.verifying.context import Row
from touchmap.verifying.possible import Facts, impossibilities
from touchmap.verifying.transfer import transfer_basis


def test_a_plan_is_found_option_by_option(company):
    """Each row of a plan leads to the option with its package, people, platform and offers."""
    choice, wrong = find_choice(company.costing, company.plan(P1_nl="FAR+BOT"))
    option = company.costing.options.options[choice[0]]
    assert wrong == []
    assert (option.package, option.identity) == (0, ("FAR", "BOT", ("BOT-TALK", "FAR-H")))


def _with(company: Company, *rows: Assignment, without: str = "") -> Plan:
    kept = [a for a in company.plan().assignments if a.package_id != without]
    return Plan(assignments=(*kept, *rows))


@pytest.mark.parametrize(
    ("rows", "without", "says"),
    [
        ([], "P1/nl/*/*", "P1/nl/*/* has no row"),
        (
            [Assignment(package_id="P2/nl/*/*", provider_id="OWN", offer_ids=("OWN-FTE",))],
            "",
            "more than one row",
        ),
        ([Assignment(package_id="P9/nl/*/*", provider_id="OWN")], "", "P9/nl/*/* does not exist"),
        (
            [Assignment(package_id="P1/nl/*/*", provider_id="NEAR", offer_ids=("FAR-H",))],
            "P1/nl/*/*",
            "no such option",
        ),
        (
            [Assignment(package_id="P1/nl/*/*", provider_id="ELSE")],
            "P1/nl/*/*",
            "cannot be done by ELSE under no offer",
        ),
        ([Assignment(package_id="P1/nl/*/*", offer_ids=("FAR-H",))], "P1/nl/*/*", "cannot be done by nobody"),
        ([Assignment(package_id="P1/nl/*/*")], "P1/nl/*/*", "left undone (4,000 contacts a month)"),
    ],
)
def test_a_wrong_row_is_told_once(company, rows, without, says):
    """A missing, double, unknown, impossible or undone package is exactly one violation that names it."""
    found = company.ask(scenario_of(), _with(company, *rows, without=without))
    assert stems(found) == ["assign_each_package"]
    assert says in found.violations[0].message
    assert found.violations[0].subject in found.violations[0].message


def test_work_may_be_left_where_the_scenario_says_so(company):
    """Leaving work undone is allowed by the scenario and priced by the contact."""
    scenario = scenario_of(allow_unassigned=True, unassigned_cost_per_contact=2)
    found = company.ask(scenario, company.plan(P1_nl=None))
    assert found.ok
    # 6 FTE × 2240 × 12 + 6000 + 4000 contacts × 12 × 2
    assert found.objective == pytest.approx(161_280 + 6000 + 96_000)


def _both(project, *steps):
    for step, args, fields in steps:
        project = step(project, *args, **fields)
    return project


P1_DATA_4 = (change, ("processes", "P1"), {"data_class": 4})
P1_LICENSED = (change, ("processes", "P1"), {"licence_required": "Wft"})
P1_TOUCHY = (change, ("processes", "P1"), {"touch_need": 4})
D1_HOURS = (change, ("demand", "D1"), {"opening_hours": "Mo-Sa 8-18"})

# what is changed, a plan that is possible, a plan that is not, and what is said of it
IMPOSSIBLE = [
    ([], {"P3_de": "NEAR"}, {"P3_de": "FAR"}, "is in de, which FAR does not work in"),
    (
        [D1_HOURS, (change, ("providers", "NEAR"), {"opening_hours": "Mo-Fr 8-18"})],
        {"P1_nl": "FAR"},
        {"P1_nl": "NEAR"},
        "needs 10 hours a week for demand D1 (Mo-Sa 8-18) when NEAR is closed (Mo-Fr 8-18)",
    ),
    (
        [
            (change, ("demand", "D4"), {"opening_hours": "24x7"}),
            (change, ("providers", "BOT"), {"opening_hours": "Mo-Fr 0-24"}),
        ],
        {"P4_nl": None},
        {},
        "needs 48 hours a week for demand D4 (24x7) when BOT is closed (Mo-Fr 0-24)",
    ),
    (
        [P1_TOUCHY],
        {"P1_nl": "NEAR"},
        {"P1_nl": "NEAR+BOT"},
        "has touch need 4, but BOT may only serve up to 3",
    ),
    ([P1_TOUCHY, (change, ("providers", "BOT"), {"touch_ceiling": 4})], {"P1_nl": "NEAR+BOT"}, None, ""),
    (
        [
            (change, ("processes", "P1"), {"data_class": 3}),
            (change, ("providers", "FAR"), {"transfer_basis": "none"}),
        ],
        {"P1_nl": "NEAR"},
        {"P1_nl": "FAR"},
        "holds data of class 3, for which FAR has no legal basis",
    ),
    ([(change, ("providers", "FAR"), {"transfer_basis": "none"})], {"P1_nl": "FAR"}, None, ""),
    ([P1_DATA_4], {"P1_nl": "NEAR"}, {"P1_nl": "FAR"}, "but FAR has no recorded assessment"),
    ([P1_DATA_4, (change, ("providers", "FAR"), {"dpia_recorded": True})], {"P1_nl": "FAR"}, None, ""),
    ([P1_LICENSED], {"P1_nl": "OWN"}, {"P1_nl": "NEAR"}, "needs by law what NEAR does not hold: Wft"),
    ([P1_LICENSED, (change, ("providers", "NEAR"), {"licences": "Wft"})], {"P1_nl": "NEAR"}, None, ""),
    (
        [
            (change, ("offers", "NEAR-H"), {"commission_per_success": 3}),
            (settings, (), {"commercial_objectives_external": False}),
        ],
        {"P1_nl": "FAR"},
        {"P1_nl": "NEAR"},
        "pays commission to NEAR (NEAR-H), but sales targets stay inside",
    ),
    ([(change, ("offers", "NEAR-H"), {"commission_per_success": 3})], {"P1_nl": "NEAR"}, None, ""),
]


@pytest.mark.parametrize(("steps", "holds", "breaks", "says"), IMPOSSIBLE)
def test_the_impossible_is_told_with_its_reason(company, steps, holds, breaks, says):
    """What is physically or legally impossible is found in the raw fields, and nothing else is."""
    changed = Company.of(_both(company.project, *steps))
    scenario = scenario_of(allow_unassigned=True)
    if holds is not None:
        assert changed.ask(scenario, changed.plan(**holds)).violations == ()
    if breaks is not None:
        found = changed.ask(scenario, changed.plan(**breaks))
        assert stems(found) == ["assign_each_package"]
        assert says in found.violations[0].message


def test_hours_outside_the_office_need_only_be_covered_by_whom_does_them(company):
    """Where a process is split by hours, each layer must fit its own part of the week."""
    split = change(company.project, "processes", "P1", split_by="hours")
    split = change(split, "demand", "D1", opening_hours="Mo-Fr 8-18")
    split = change(split, "providers", "NEAR", opening_hours="Mo-Fr 9-17")
    office = Company.of(split)
    rows = [a for a in company.plan().assignments if not a.package_id.startswith("P1")]
    near = {"provider_id": "NEAR", "offer_ids": ("NEAR-H",)}
    own = {"provider_id": "OWN", "offer_ids": ("OWN-FTE",)}
    fine = [Assignment(package_id="P1/nl/*/office", **near), Assignment(package_id="P1/nl/*/outside", **own)]
    assert office.ask(scenario_of(), Plan(assignments=(*rows, *fine))).ok
    late = [Assignment(package_id="P1/nl/*/office", **own), Assignment(package_id="P1/nl/*/outside", **near)]
    found = office.ask(scenario_of(), Plan(assignments=(*rows, *late)))
    assert "needs 10 hours a week" in found.violations[0].message


def test_the_transfer_basis_follows_from_the_countries(company):
    """Home, then what the table of countries says, then two members of the union, else none."""
    project = change(company.project, "providers", "FAR", transfer_basis=None)
    assert [transfer_basis(project, p).value for p in project.providers] == ["home", "EU", "none", "home"]
    told = rebuild(
        project,
        countries=(CountryRow(country="IN", adequacy="DPF"), CountryRow(country="PL", adequacy="adequate")),
    )
    assert [transfer_basis(told, p).value for p in told.providers] == ["home", "adequate", "DPF", "home"]
    assert transfer_basis(settings(project, home_country="GB"), project.provider("NEAR")).value == "none"


def test_paid_staff_fit_the_capacity(company):
    """OWN does 10 FTE today: it fits 10, not 9.5, and who needs no FTE fits nothing at all."""
    assert company.changed(change, "providers", "OWN", capacity_fte=10).verify().ok
    found = company.changed(change, "providers", "OWN", capacity_fte=9.5).verify()
    assert stems(found) == ["provider_capacity"]
    assert found.violations[0].message == (
        "Provider OWN needs 10.00 FTE in January; it has 9.50 FTE (12 months are over)."
    )


def test_capacity_of_a_month_counts_only_if_the_month_occurs(company):
    """A lower capacity in March binds a plan of three months and not one of two."""
    project = rebuild(
        company.project, provider_capacity=(ProviderCapacity(provider_id="OWN", month=3, capacity_fte=9),)
    )
    assert Company.of(settings(project, horizon_months=2)).verify().ok
    assert stems(Company.of(settings(project, horizon_months=3)).verify()) == ["provider_capacity"]


def _peak(project, **own):
    """P1 doubles in December: OWN needs 10 FTE from January to November and 14 in December."""
    shape = Seasonality(seasonality_id="peak", m12=2)
    project = change(rebuild(project, seasonality=(shape,)), "demand", "D1", seasonality_id="peak")
    return change(project, "providers", "OWN", **own)


def test_idle_staff_take_capacity_too(company):
    """With nothing flexible the 14 FTE of December are paid in July as well."""
    low = (ProviderCapacity(provider_id="OWN", month=7, capacity_fte=13),)
    assert Company.of(rebuild(_peak(company.project, flex_share=1), provider_capacity=low)).verify().ok
    found = Company.of(rebuild(_peak(company.project, flex_share=0), provider_capacity=low)).verify()
    assert stems(found) == ["provider_capacity"]
    assert "14.00 FTE in July" in found.violations[0].message


def test_staff_hired_ahead_of_a_peak_take_capacity_too(company):
    """Hiring 2 FTE a month, 12 must be there in November for the 14 of December."""
    low = (ProviderCapacity(provider_id="OWN", month=11, capacity_fte=11),)
    quick = rebuild(_peak(company.project, ramp_fte_per_month=3), provider_capacity=low)
    assert Company.of(quick).verify().ok
    found = Company.of(rebuild(_peak(company.project, ramp_fte_per_month=2), provider_capacity=low)).verify()
    assert stems(found) == ["provider_ramp"]
    assert (
        found.violations[0].message == "Provider OWN hires ahead to 12.00 FTE in November; it has 11.00 FTE."
    )


def test_staff_are_hired_ahead_in_the_order_of_the_plan(company):
    """In a plan that starts at its peak in December nobody is hired ahead of it, nor kept for January."""
    low = (ProviderCapacity(provider_id="OWN", month=11, capacity_fte=10),)
    peak = rebuild(_peak(company.project, ramp_fte_per_month=2), provider_capacity=low)
    assert stems(Company.of(peak).verify()) == ["provider_ramp"]
    found = Company.of(settings(peak, start_on="2027-12-01")).verify()
    assert found.violations == ()
    assert "idle_staff" not in found.evaluation.lines


def test_people_cannot_serve_a_web_page(company):
    """An offer of people that names the web is no way to do web work."""
    offer = Offer(
        offer_id="NEAR-WEB", provider_id="NEAR", channel="web", pricing_model="per_contact", price=1
    )
    project = rebuild(company.project, offers=(*company.project.offers, offer))
    row = Assignment(package_id="P4/nl/*/*", provider_id="NEAR", offer_ids=("NEAR-WEB",))
    rows = [a for a in company.plan().assignments if not a.package_id.startswith("P4")]
    found = Company.of(project).ask(scenario_of(), Plan(assignments=(*rows, row)))
    assert stems(found) == ["assign_each_package"]
    assert "there is no such option" in found.violations[0].message
    package = next(k for k in company.costing.options.packages if k.package_id == "P4/nl/*/*")
    by_people = Row(4, 0, package, project.provider("NEAR"), None, ("NEAR-WEB",))
    assert impossibilities(Facts.of(project), by_people) == ["has no price of NEAR for demand D4 (web)"]


def test_work_billed_by_contact_is_needed_and_never_idle(company):
    """What is not billed by staff counts for capacity as needed, whatever the flex."""
    by_contact = _peak(company.project, flex_share=0, capacity_fte=14)
    by_contact = change(by_contact, "offers", "OWN-FTE", pricing_model="per_contact", price=1)
    low = (ProviderCapacity(provider_id="OWN", month=7, capacity_fte=10),)
    assert Company.of(rebuild(by_contact, provider_capacity=low)).verify().ok


def test_a_language_pool_holds_its_work_and_its_opening(company):
    """1 FTE of German and half an FTE to keep the pool open fit 1.5 FTE and not 1.4."""
    fits = company.changed(change, "provider_languages", "OWN/de", capacity_fte=1.5, opening_fte=0.5)
    assert fits.verify().ok
    found = fits.changed(change, "provider_languages", "OWN/de", capacity_fte=1.4).verify()
    assert stems(found) == ["language_pool"]
    assert found.violations[0].message.startswith("Provider OWN needs 1.50 FTE in de in")
    assert found.violations[0].amount == pytest.approx(0.1)


def test_opening_staff_take_capacity(company):
    """The half FTE that keeps a pool open is staff like any other."""
    full = company.changed(change, "providers", "OWN", capacity_fte=10)
    assert stems(full.changed(change, "provider_languages", "OWN/de", opening_fte=0.5).verify()) == [
        "provider_capacity"
    ]
