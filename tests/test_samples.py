"""The three sample companies: complete, closed in themselves, and with the figures they were built from."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from touchmap.project import STEM_FACTS, TABLES, Project, Settings, find_scenario
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, SourcingModel
from touchmap.quality.break_even_churn import break_even_churn

DATA = Path(__file__).resolve().parents[1] / "data"
SAMPLES = ("telecom_isp", "insurer", "online_retailer")
READY_SCENARIOS = ["today", "cheapest", "cheapest_few", "best_quality", "in_house_only", "blended"]

HANDLED_HOURS_PER_FTE = 160 * 0.70 * 0.80
"""Paid hours a month × (1 − shrinkage) × occupancy = 89.6."""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_sample(name: str) -> Project:
    tables = {path.stem: rows_of(path) for path in sorted((DATA / name).glob("*.csv"))}
    settings = Settings(**{row["key"]: row["value"] for row in tables.pop("settings")})
    entities = {
        table: tuple(TABLES[table](**{k: v for k, v in row.items() if v != ""}) for row in rows)
        for table, rows in tables.items()
    }
    return Project(settings=settings, **entities)


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request) -> Project:
    return read_sample(request.param)


@pytest.fixture(scope="module")
def samples() -> dict[str, Project]:
    return {name: read_sample(name) for name in SAMPLES}


def work_hours(project: Project) -> dict[str, float]:
    """Handle hours a month by process; what customers do themselves is no work."""
    hours: dict[str, float] = defaultdict(float)
    for d in project.demand:
        if d.channel not in SELF_SERVICE_CHANNELS:
            hours[d.process_id] += d.contacts_per_month * d.handle_seconds / d.concurrency / 3600
    return hours


# --- Size and figures ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("telecom_isp", (27, 39, 167, 36, 13, 170)),
        ("insurer", (28, 42, 130, 40, 14, 174)),
        ("online_retailer", (26, 41, 243, 35, 13, 151)),
    ],
)
def test_samples_have_their_size(samples, name, counts):
    """Each sample has its full number of processes, touchpoints, streams, hand-offs, providers and offers."""
    p = samples[name]
    tables = (p.processes, p.touchpoints, p.demand, p.handoffs, p.providers, p.offers)
    assert tuple(map(len, tables)) == counts


@pytest.mark.parametrize(
    ("name", "by_people", "self_service"),
    [
        # Self-service: 42,000 + 21,000; 30,000 + 11,000; 23,213 + 52,616.
        ("telecom_isp", 195_934, 63_000),
        ("insurer", 140_430, 41_000),
        ("online_retailer", 34_313, 75_829),
    ],
)
def test_volumes_are_those_of_the_case(samples, name, by_people, self_service):
    """The streams add up to the contacts of the case, those of people and of self-service apart."""
    totals = {True: 0.0, False: 0.0}
    for d in samples[name].demand:
        totals[d.channel in SELF_SERVICE_CHANNELS] += d.contacts_per_month
    assert totals == {False: by_people, True: self_service}


@pytest.mark.parametrize(
    ("name", "fte"),
    [
        # Sum of the processes' FTE, e.g. telecom 1.6 + 12.1 + 1.6 + 19.0 + 7.2 + ... + 2.4 = 255.9.
        ("telecom_isp", 255.9),
        ("insurer", 222.9),
        ("online_retailer", 30.3),
    ],
)
def test_work_is_as_large_as_described(samples, name, fte):
    """Hours of work ÷ handled hours of an FTE give the staff of each case."""
    assert sum(work_hours(samples[name]).values()) / HANDLED_HOURS_PER_FTE == pytest.approx(fte, abs=0.05)


@pytest.mark.parametrize(
    ("name", "process", "fte"),
    [
        # (19,500 × 640 + 8,800 × 820 / 1.7 + 3,800 × 700 / 2.2) s = 4,981.6 h; ÷ 89.6 = 55.6
        ("telecom_isp", "P13", 55.6),
        # 9,200 × 980 s = 2,504.4 h; ÷ 89.6 = 27.95
        ("insurer", "P18", 27.95),
        # (2,708 × 270 / 1.7 + 1,780 × 250 + 1,934 × 210 + 1,238 × 240 / 2.2) s = 393.4 h; ÷ 89.6 = 4.39
        ("online_retailer", "P09", 4.39),
        # Self-service is the customer's own time.
        ("telecom_isp", "P18", 0.0),
    ],
)
def test_work_of_a_process(samples, name, process, fte):
    """A process's channels and languages together give the FTE computed by hand."""
    assert work_hours(samples[name])[process] / HANDLED_HOURS_PER_FTE == pytest.approx(fte, abs=0.05)


def test_retailer_grows_from_thirty_to_a_hundred(samples):
    """Three quarters of about 30 FTE and a last quarter of 100: the seasonal peak the case is about."""
    p = samples["online_retailer"]
    shape = {d.process_id: d.seasonality_id for d in p.demand}
    months = {s.seasonality_id: s.months for s in p.seasonality}
    hours = work_hours(p)
    fte = [sum(h * months[shape[k]][m] for k, h in hours.items()) / HANDLED_HOURS_PER_FTE for m in range(12)]
    by_month = [34.4, 27.7, 27.8, 30.1, 30.4, 29.5, 29.3, 29.8, 30.9, 57.8, 112.4, 129.8]
    assert fte == pytest.approx(by_month, abs=0.05)
    assert [sum(fte[q : q + 3]) / 3 for q in (0, 3, 6, 9)] == pytest.approx([30, 30, 30, 100], abs=0.1)


@pytest.mark.parametrize(
    ("name", "percent"),
    [
        ("telecom_isp", {"nl": 74, "fr": 12, "en": 11, "de": 3}),
        ("insurer", {"en": 97.5, "cy": 1.5, "pl": 1}),
        ("online_retailer", {"de": 34, "nl": 22, "fr": 16, "en": 14, "pl": 8, "es": 6}),
    ],
)
def test_language_mix(samples, name, percent):
    """Contacts with customers come in the languages of the case."""
    volume: Counter[str] = Counter()
    for d in samples[name].demand:
        if d.touchpoint_id and d.language != "xx":
            volume[d.language] += d.contacts_per_month
    mix = {language: 100 * v / volume.total() for language, v in volume.items()}
    assert mix == pytest.approx(percent, abs=0.05)


def test_touchpoints_agree_with_their_streams(sample):
    """A touchpoint's measured volume and handle time are those of the streams that serve it."""
    volume: Counter[str] = Counter()
    for d in sample.demand:
        if d.touchpoint_id:
            volume[d.touchpoint_id] += d.contacts_per_month
            t = sample.touchpoint(d.touchpoint_id)
            assert (d.channel, d.handle_seconds) == (t.channel, t.handle_seconds)
    assert {t.touchpoint_id: t.contacts_per_month for t in sample.touchpoints} == dict(volume)


def test_curves_add_up(sample):
    """The shares of a week and of a day add up to 1, within the rounding of the source."""
    total: Counter[tuple[str, str]] = Counter()
    for c in sample.curves:
        total[c.curve_id, c.kind] += c.share
    assert set(total) == {(curve, kind) for curve in ("std", "24x7") for kind in ("dow", "hour")}
    assert list(total.values()) == pytest.approx([1] * 4, abs=0.005)


# --- Closed in themselves ------------------------------------------------------------------------------


def test_keys_are_unique(sample):
    """No row of any table occurs twice."""
    for table in TABLES:
        keys = Counter(row.row_key for row in sample.rows(table))
        assert [k for k, n in keys.items() if n > 1] == [], table


def test_every_reference_exists(sample):
    """Every id that refers to another table is there."""
    ids = {name: {getattr(r, entity.key[0]) for r in sample.rows(name)} for name, entity in TABLES.items()}
    missing = [
        (table, row.row_key, name)
        for table, entity in TABLES.items()
        for name, field in entity.model_fields.items()
        if (target := (field.json_schema_extra or {}).get("refers_to"))
        for row in sample.rows(table)
        if getattr(row, name) is not None and getattr(row, name) not in ids[target]
    ]
    receivers = {"process": ids["processes"], "department": ids["departments"]}
    missing += [
        ("handoffs", h.handoff_id, h.to_id) for h in sample.handoffs if h.to_id not in receivers[h.to_kind]
    ]
    missing += [
        ("rule_scopes", s.rule_id, s.value)
        for s in sample.rule_scopes
        if s.field == "process" and s.value not in ids["processes"]
    ]
    assert missing == []


@pytest.mark.parametrize("name", SAMPLES)
def test_files_follow_the_tables(name):
    """Columns stand in the order of the tables, ids first, and none is blank throughout."""
    for path in (DATA / name).glob("*.csv"):
        rows = rows_of(path)
        header = list(rows[0])
        known = ["key", "value"] if path.stem == "settings" else list(TABLES[path.stem].model_fields)
        assert header == [column for column in known if column in header], path.name
        assert all(any(row[column] != "" for row in rows) for column in header), path.name


# --- Today ---------------------------------------------------------------------------------------------


def test_today_is_recorded_for_every_stream(sample):
    """Each stream has a home today, with an offer for the process from somebody who speaks the language."""
    offered = {(o.provider_id, o.process_id) for o in sample.offers}
    spoken = {(row.provider_id, row.language) for row in sample.provider_languages}
    assert [row.demand_id for row in sample.today] == [d.demand_id for d in sample.demand]
    for row in sample.today:
        d = sample.stream(row.demand_id)
        home = row.provider_id or row.platform_id
        assert (home, d.process_id) in offered
        assert d.language == "xx" or (home, d.language) in spoken
        assert (row.platform_id is not None) == (d.channel in SELF_SERVICE_CHANNELS)


def test_third_parties_of_today_have_a_contract(sample):
    """Work at a third party falls under a contract with it; own staff need none."""
    for row in sample.today:
        provider = sample.provider(row.provider_id or row.platform_id or "")
        if provider.is_own:
            assert row.contract_id is None
        else:
            assert sample.contract(row.contract_id or "").provider_id == provider.provider_id


def test_second_own_sites_speak_what_the_first_does_not(samples):
    """French at the telecom company is done in Ghent, Welsh at the insurer in Cardiff."""
    for name, language, site in (("telecom_isp", "fr", "Ghent"), ("insurer", "cy", "Cardiff")):
        p = samples[name]
        homes = {row.provider_id for row in p.today if p.stream(row.demand_id).language == language}
        assert {q.site for q in p.providers if q.provider_id in homes and q.is_own} == {site}


# --- Map -----------------------------------------------------------------------------------------------


def test_named_journeys(sample):
    """There are three to six named journeys, counted from 1, with at most five moments of truth each."""
    steps: dict[str, list[int]] = defaultdict(list)
    moments: Counter[str] = Counter()
    for step in sample.journeys:
        steps[step.journey_id].append(step.position)
        moments[step.journey_id] += sample.touchpoint(step.touchpoint_id).moment_of_truth_rank is not None
    assert 3 <= len(steps) <= 6
    assert all(positions == list(range(1, len(positions) + 1)) for positions in steps.values())
    assert max(moments.values()) <= 5


def test_moments_of_truth_are_ranked_by_what_is_at_stake(sample):
    """Ranks run from 1 without a gap, highest value × emotional stake first."""
    ranked = sorted(
        (t for t in sample.touchpoints if t.moment_of_truth_rank), key=lambda t: t.moment_of_truth_rank or 0
    )
    assert [t.moment_of_truth_rank for t in ranked] == list(range(1, len(ranked) + 1))
    stakes = [t.value_at_stake * t.emotional_stake for t in ranked]
    assert stakes == sorted(stakes, reverse=True)


def test_nothing_is_confirmed_or_owned_that_nobody_said(sample):
    """Touch needs wait for their workshop, and no owner is invented."""
    assert all(t.touch_confirmed is None for t in sample.touchpoints)
    assert not any(
        row.owner for row in (*sample.processes, *sample.handoffs, *sample.providers, *sample.contracts)
    )


# --- Scenarios and rules -------------------------------------------------------------------------------


def test_ready_scenarios(sample):
    """The six ready scenarios are there in their order, each says what it asks, and today has no rules."""
    assert [s.scenario_id for s in sample.scenarios if s.scenario_id in READY_SCENARIOS] == READY_SCENARIOS
    assert all(s.note for s in sample.scenarios)
    for s in sample.scenarios:
        assert (find_scenario(sample, s.scenario_id).rules == ()) == (s.scenario_id == "today")


def test_rules_are_complete(sample):
    """Every rule has a reason, the limit and the providers its kind needs, a legal basis, a priced wish."""
    sides = {(s.rule_id, s.side) for s in sample.rule_scopes}
    for rule in sample.rules:
        facts = STEM_FACTS[rule.stem]
        assert rule.reason.endswith(".")
        assert not facts.limits or any(getattr(rule, limit) is not None for limit in facts.limits)
        assert rule.basis is None or rule.basis in facts.bases
        assert not facts.provider_scope or (rule.rule_id, "provider") in sides
        assert (rule.strength == "must") == (rule.penalty_per_unit is None)


def test_in_house_only_names_all_work_once(sample):
    """Each process either goes to own staff or, having no in-house offer, stays with today's provider."""
    own = {p.provider_id for p in sample.providers if p.sourcing_model is SourcingModel.IN_HOUSE}
    offered = {o.process_id for o in sample.offers if o.provider_id in own}
    named: dict[str, set[str]] = defaultdict(set)
    for scope in sample.rule_scopes:
        if scope.field == "process":
            named[scope.rule_id].add(scope.value)
    assert named["own_staff_only"] == offered
    assert named["no_own_offer"] == {p.process_id for p in sample.processes} - offered


@pytest.mark.parametrize(
    ("name", "scenario", "limits"),
    [
        ("telecom_isp", "blended", (74, 0.40, 0.5, 70)),
        ("insurer", "blended", (76, 0.35, 0.5, 95)),
        ("online_retailer", "as_asked", (76, 0.40, 0.6, 24)),
        ("online_retailer", "blended", (65, 0.40, 0.6, 12)),
    ],
)
def test_limits_of_the_companies(samples, name, scenario, limits):
    """Blended has each company's own floor, caps and core of own staff; the retailer asked for more first."""
    active = {a.rule.rule_id: a.rule for a in find_scenario(samples[name], scenario).rules}
    floor, offshore, single, core = limits
    assert active["quality_floor"].minimum == floor
    assert active["offshore_cap"].maximum == offshore
    assert active["one_provider_cap"].maximum == single
    assert active["core_staff"].minimum == core


# --- Traps that are meant ------------------------------------------------------------------------------


def test_a_break_even_churn_can_be_said_for_every_sample(sample):
    """Customers, margin and churn are stated, so that no saving stands alone."""
    found = break_even_churn(sample.settings, 1e6)
    assert found.missing == ()
    assert not found.lifetime_capped or sample.settings.annual_churn is not None


def test_retailers_customers_follow_from_its_orders(samples):
    """Nine months of base orders are 60 % of a year's; who does not buy again has left; both assumed."""
    s = samples["online_retailer"].settings
    orders = s.orders_per_month * 9 / 0.6
    of_a_customer = s.annual_margin_per_customer / (s.order_value * s.gross_margin)
    assert s.customers == pytest.approx(orders / of_a_customer, rel=0.01)
    assert s.annual_churn == pytest.approx(1 - s.repeat_rate)
    levels = {e.field: e.level for e in samples["online_retailer"].evidence if e.table == "settings"}
    assert levels == {"customers": "assumed", "annual_churn": "assumed"}


def test_who_commits_to_no_volume_bills_no_minimum(sample):
    """What a note says of a provider's commitment is what its figures say."""
    for p in sample.providers:
        if "no volume commitment" in p.note:
            assert (p.minimum_fte, p.minimum_forecast_share) == (0, 0)


def test_insurer_offers_that_data_protection_rules_out(samples):
    """Class 4 data, standard clauses and no recorded assessment: 17 offers at the insurer."""
    p = samples["insurer"]
    # P07: 2, P11: 3, P13: 1, P15: 1, P16: 4, P17: 3, P18: 1, P25: 2 = 17.
    barred = [
        o.process_id
        for o in p.offers
        if (q := p.provider(o.provider_id)).transfer_basis == "SCC"
        and not q.dpia_recorded
        and p.process(o.process_id or "").data_class == 4
    ]
    assert Counter(barred) == {"P07": 2, "P11": 3, "P13": 1, "P15": 1, "P16": 4, "P17": 3, "P18": 1, "P25": 2}


def test_insurer_claim_chasers_are_to_be_mended_first(samples):
    """The chasers' process is unhealthy and nobody has said what mending it costs."""
    chasers = samples["insurer"].process("P16")
    assert (chasers.health, chasers.remediation_cost) == (2, None)


def test_insurer_claims_authority(samples):
    """Outside the company, only the claims handler holds the authority that deciding claims needs."""
    p = samples["insurer"]
    needed = set(p.process("P18").licence_required)
    assert [q.name for q in p.providers if needed <= set(q.licences)] == ["Castle Claims TPA"]
