"""The vendor scorecard: gates before scores, points, prices per resolved contact, how sure the order is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import touchmap
from tests.builders import company, offer, own, process, speaks, stream, today, vendor
from touchmap.analysis.scorecard import build_scorecard, process_weights, scorecard_weights
from touchmap.analysis.scorecard.criteria import criteria
from touchmap.analysis.scorecard.margin import Plausible, margin
from touchmap.analysis.scorecard.points import field_points, points_of
from touchmap.analysis.scorecard.stability import draw_weights, stability
from touchmap.errors import UnknownNameError
from touchmap.project import ProviderCapacity, Rating, Rule, RuleScope, ScorecardWeight
from touchmap.project.vocabulary import Criterion

ISO = {"certifications": ("ISO 27001",)}


def card(*rows, process_id=None, **settings):
    """Scorecard of a project with own staff and one stream of 1000 contacts, 1 FTE."""
    return build_scorecard(company(own(), stream(), *rows, **settings), process_id, draws=1000)


def rate(provider_id, criterion, *scores):
    """One rating for each score, by different people."""
    return [
        Rating(provider_id=provider_id, criterion_id=criterion, scorer=f"scorer {n}", score=s)
        for n, s in enumerate(scores)
    ]


def everything(provider_id, score):
    """Two scorers who give the same for every criterion but the price."""
    return [r for c in Criterion if c is not Criterion.PRICE for r in rate(provider_id, c, score, score)]


# --- Criteria and weights ---------------------------------------------------------------------------


def test_every_criterion_has_five_anchors_and_a_source():
    """Each of the ten criteria says what 0, 25, 50, 75 and 100 mean and which fields it reads."""
    assert [f.criterion for f in criteria()] == list(Criterion)
    assert all(len(set(f.anchors.values())) == 5 and all(f.anchors.values()) for f in criteria())
    tables = touchmap.example("telecom_isp")
    for facts in criteria():
        for field in facts.fields:
            table, _, column = field.partition(".")
            assert column in type(tables.rows(table)[0]).model_fields, field


def test_stated_weights_replace_the_usual_ones():
    """25 points of price left out of 100 make 75: quality then weighs 15 ÷ 75."""
    weights = scorecard_weights(company(own(), ScorecardWeight(criterion_id="price", weight_share=0)))
    assert weights[Criterion.PRICE] == 0
    assert weights[Criterion.QUALITY] == pytest.approx(0.15 / 0.75)
    assert sum(weights.values()) == pytest.approx(1)


def test_weights_shift_with_touch_need_and_brand():
    """Ordinary work keeps the weights; high touch moves them from price and technology to people."""
    usual = scorecard_weights(company(own()))
    assert process_weights(usual, touch_need=3, brand_sensitivity=3) == pytest.approx(usual)
    high = process_weights(usual, touch_need=5, brand_sensitivity=5)
    low = process_weights(usual, touch_need=1, brand_sensitivity=1)
    for criterion in (Criterion.PEOPLE, Criterion.CULTURE, Criterion.QUALITY):
        assert high[criterion] > usual[criterion] > low[criterion]
    for criterion in (Criterion.PRICE, Criterion.TECH):
        assert high[criterion] < usual[criterion] < low[criterion]
    assert sum(high.values()) == pytest.approx(1)
    assert min(low.values()) > 0


# --- Points -----------------------------------------------------------------------------------------


def test_fields_speak_only_where_somebody_stated_them():
    """Defaults give no points; a stated 80 and an attrition of 30 % (50 points) give 65 for people."""
    assert field_points(vendor(), Criterion.PEOPLE)[0] is None
    assert field_points(vendor(brand_coaching=80, attrition=0.3), Criterion.PEOPLE)[0] == pytest.approx(65)


def test_scorers_go_before_fields_and_their_spread_is_shown():
    """40 and 70 are 55 on average and 30 apart, which is to be discussed; 45 and 70 are not."""
    found = points_of(company(vendor(cultural_match=90), *rate("VEN", "culture", 40, 70)))
    points = found["VEN", Criterion.CULTURE]
    assert (points.value, points.spread, points.of_fields) == (55, 30, 90)
    assert points.discuss
    assert not points_of(company(vendor(), *rate("VEN", "culture", 45, 70)))["VEN", Criterion.CULTURE].discuss


def test_what_nobody_knows_counts_half_and_shows_its_range():
    """With price alone known (100 points at 25 %): 25 + 0.75 × 50, between 25 and 100."""
    (row,) = card(vendor(**ISO)).ranked
    assert set(row.unknown) == set(Criterion) - {Criterion.PRICE}
    assert (row.score, row.lowest, row.highest) == pytest.approx((62.5, 25, 100))


# --- Prices -----------------------------------------------------------------------------------------


def test_price_is_that_of_a_resolved_contact():
    """112 logged hours at 10 plus 20 % governance, for 1000 contacts of which 80 % are resolved: 1.68."""
    (row,) = card(
        process(resolution_target_share=0.8), vendor(governance_share=0.2, **ISO), process_id="P1"
    ).ranked
    assert row.price_per_resolved == pytest.approx(112 * 10 * 1.2 / 800)


def test_price_points_are_cheapest_over_this():
    """Twice the price for a resolved contact is 50 points; better resolution makes dear hours cheaper."""
    rows = card(
        process(resolution_target_share=0.5),
        vendor("A", base_rate=10, **ISO),
        vendor("B", base_rate=20, **ISO),
        vendor("C", base_rate=20, resolution_delta=0.5, **ISO),
    )
    points = {r.provider_id: r.points[Criterion.PRICE].value for r in rows.ranked}
    assert points == pytest.approx({"A": 100, "B": 50, "C": 100})


def test_dear_work_does_not_make_a_provider_look_dear():
    """A quotes for easy and hard work, B only for hard work, at the same prices: the same points."""
    rows = (
        process("P1"),
        process("P2"),
        stream("D2", 1000, process_id="P2", handle_seconds=3225.6),
        vendor("A", **ISO),
        vendor("B", **ISO),
        offer("OB", "B", 10, process_id="P2"),
    )
    found = card(*rows)
    assert found.row("B").price_per_resolved > 1.5 * found.row("A").price_per_resolved
    assert found.row("A").price_index == pytest.approx(found.row("B").price_index)


def test_own_staff_stand_beside_and_are_never_the_cheapest():
    """Own staff at 1 an hour are shown, are not ranked, and leave the vendor its 100 points."""
    found = build_scorecard(company(own(base_rate=1), stream(), vendor(**ISO)), draws=1000)
    assert [r.provider_id for r in found.ranked] == ["VEN"]
    assert found.row("VEN").points[Criterion.PRICE].value == 100
    assert found.row("OWN").rank is None
    assert found.row("OWN").is_own


def test_fixed_prices_are_not_compared():
    """A fixed amount has no price per contact; its points are not shown rather than the best."""
    found = card(vendor("A", **ISO), vendor("B", **ISO), offer("OB", "B", 10, pricing_model="fixed"))
    assert found.row("B").points[Criterion.PRICE].value is None
    assert found.row("A").points[Criterion.PRICE].value == 100


# --- Gates ------------------------------------------------------------------------------------------

CARD_PAYMENT = (
    Rule(rule_id="pci", stem="licence"),
    RuleScope(rule_id="pci", side="requirement", field="certification", value="PCI-DSS"),
)
GATES = {
    "language": [vendor(**ISO), speaks("VEN", "de")],
    "transfer basis": [process(data_class=3), vendor(country="IN", **ISO)],
    "licence": [process(licence_required=("FCA",)), vendor(**ISO)],
    "ISO 27001": [vendor()],
    "PCI DSS": [vendor(**ISO), *CARD_PAYMENT],
    "capacity": [vendor(capacity_fte=0.9, **ISO)],
    "hours": [vendor(opening_hours="Mo-Fr 9-12", **ISO)],
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_not_averaged(gate):
    """Who does not pass a gate is not ranked, however good its scores, and is told why."""
    rows = [*GATES[gate], *everything("VEN", 100)]
    if gate == "hours":
        rows = [*rows, stream("D2", process_id="P1", opening_hours="Mo-Fr 9-17")]
    found = card(*rows)
    row = found.row("VEN")
    assert not row.ranked
    assert row.open_share == 0
    assert [g.gate for g in row.failed_gates] == [gate]
    assert "VEN" in row.failed_gates[0].reason


def test_gates_pass_with_what_they_ask_for():
    """A vendor with language, basis, licence, certificates and room for the peak passes everything."""
    rows = [
        process(data_class=3, licence_required=("FCA",)),
        vendor(
            country="PL", licences=("FCA",), capacity_fte=1, certifications=("ISO/IEC 27001:2022", "PCI-DSS")
        ),
        speaks("VEN", "nl"),
        *CARD_PAYMENT,
    ]
    assert card(*rows).row("VEN").failed_gates == ()


def test_people_on_our_premises_need_no_iso_certificate():
    """Insourced staff work in our rooms and systems, under our certificate."""
    assert card(vendor(sourcing_model="insourced")).row("VEN").ranked


def test_capacity_counts_in_the_month_it_lacks():
    """1 FTE fits in a capacity of 5, but not in the one month that has 0.5."""
    rows = [vendor(capacity_fte=5, **ISO)]
    assert card(*rows).row("VEN").ranked
    short = ProviderCapacity(provider_id="VEN", month=7, capacity_fte=0.5)
    assert "month 7" in card(*rows, short).row("VEN").failed_gates[0].reason


def test_work_that_passes_is_compared_without_the_rest():
    """A vendor without German is ranked for its Dutch half, and the other half is named."""
    found = card(stream("D2", language="de"), vendor(**ISO), speaks("VEN", "nl"), offer("O", "VEN", 10))
    row = found.row("VEN")
    assert row.ranked
    assert row.open_share == pytest.approx(0.5)
    assert row.quoted_share == pytest.approx(1)
    assert [g.gate for g in row.failed_gates] == ["language"]


# --- Order ------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 90), min_size=9, max_size=9), st.integers(0, 10), st.integers(0, 5))
def test_better_in_everything_never_ranks_lower(scores, better_by, cheaper_by):
    """A provider at least as good in each criterion and as cheap is never behind, and leads all draws."""
    soft = [c for c in Criterion if c is not Criterion.PRICE]
    rows = [vendor("A", base_rate=10, **ISO), vendor("B", base_rate=10 - cheaper_by, **ISO)]
    for c, score in zip(soft, scores, strict=True):
        rows += [*rate("A", c, score, score), *rate("B", c, score, score + better_by)]
    found = card(*rows)
    assert found.row("B").rank == 1
    assert found.row("B").score >= found.row("A").score - 1e-9
    first = dict(zip([r.provider_id for r in found.ranked], found.stability.first_share, strict=True))
    assert first["B"] == pytest.approx(1)


def test_new_names_and_another_order_change_nothing():
    """Renamed providers in another order have the same scores, index and stability."""

    def scores(a, b):
        rows = [
            vendor(a, base_rate=10, cultural_match=60, **ISO),
            vendor(b, base_rate=13, cultural_match=95, **ISO),
        ]
        found = card(*(rows if a < b else rows[::-1]))
        return [(round(r.score, 9), r.price_index) for r in found.ranked], found.stability.leader_share

    assert scores("A", "B") == scores("Z", "C")


def test_equals_share_a_rank():
    """Two vendors on the same terms are both first."""
    assert [r.rank for r in card(vendor("A", **ISO), vendor("B", **ISO)).ranked] == [1, 1]


def test_scaled_weights_give_the_same_stability():
    """Weights in percent or in shares are the same weights."""
    points = np.array([[80.0, 40.0], [60.0, 70.0]])
    a, b = stability(points, [0.3, 0.7], draws=2000), stability(points, [30, 70], draws=2000)
    assert a.leader_share == b.leader_share
    assert a.reversals == b.reversals


@given(
    st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
)
def test_shares_of_draws_are_shares(points, weights):
    """Every share lies in 0 … 1, somebody leads every draw, and no reversal names a pair in its order."""
    found = stability(np.array(points), weights, draws=200)
    assert ((found.first_share >= 0) & (found.first_share <= 1)).all()
    assert found.first_share.sum() >= 1 - 1e-9
    scores = np.array(points) @ np.array(weights)
    assert all(scores[r.above] > scores[r.below] for r in found.reversals)


def test_leader_share_is_that_of_the_weights_that_keep_it():
    """Two criteria, A ahead while the first weighs more than half: a Beta(60, 40) is above ½ in 97.8 %."""
    # P(X > 0.5), X ~ Beta(60, 40), is I_{0.5}(40, 60) = 0.9775 (binomial sum, 99 trials).
    from scipy.stats import beta

    found = stability(np.array([[100.0, 0.0], [0.0, 100.0]]), [0.6, 0.4], draws=100_000)
    assert found.leader == 0
    assert found.leader_share == pytest.approx(beta.sf(0.5, 60, 40), abs=0.002)


def test_five_points_reverse_a_close_order():
    """A leads 52 to 48 at equal weights of criteria that favour A and B; 5 points less turn it round."""
    # Weight 0.52 / 0.48: A 52, B 48. First weight 0.47 of 0.95: A 49.5, B 50.5.
    found = stability(np.array([[100.0, 0.0], [0.0, 100.0]]), [0.52, 0.48], draws=100)
    assert {(r.criterion, r.step) for r in found.reversals} == {(0, -0.05), (1, 0.05)}
    assert {(r.above, r.below) for r in found.reversals} == {(0, 1)}


def test_draws_keep_their_mean_and_spread():
    """A weight of 25 % varies by sqrt(0.25 × 0.75 ÷ 101) = 4.3 points."""
    drawn = draw_weights([0.25, 0.75], 50_000, seed=3)[:, 0]
    assert drawn.mean() == pytest.approx(0.25, abs=0.001)
    assert drawn.std() == pytest.approx((0.25 * 0.75 / 101) ** 0.5, rel=0.02)


@pytest.mark.parametrize(("points", "weights"), [(np.zeros((0, 2)), [1, 1]), (np.zeros((1, 2)), [0, 0])])
def test_nothing_to_rank_is_refused(points, weights):
    """Without a provider or a weight there is no order to judge."""
    with pytest.raises(ValueError, match="must"):
        stability(points, weights)


def test_unknown_process_is_refused():
    """A scorecard for a process that does not exist says so."""
    with pytest.raises(UnknownNameError):
        card(vendor(), process_id="P9")


# --- Margin and incentives --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "verdict"),
    # Poland: rates 13 to 23, captive 13.5: pay 0.6 × 13.5 ÷ 0.7 = 11.57; 85 % of 13.61 is all pay.
    [(12.9, Plausible.BELOW), (13.5, Plausible.BELOW), (18, Plausible.USUAL), (23.1, Plausible.ABOVE)],
)
def test_price_is_held_against_rates_and_wages(rate, verdict):
    """A price below the usual rates or eaten up by pay is not plausible; one above them can be bargained."""
    provider = vendor(base_rate=rate)
    assert margin(company(provider), provider).verdict is verdict


def test_margin_knows_what_it_cannot_judge():
    """Another rate basis, an unknown country or no price is said, not judged."""
    for provider in (
        vendor(rate_basis="basic"),
        vendor(country="XK"),
        vendor(base_rate=None),
    ):
        found = margin(company(provider), provider)
        assert found.verdict is Plausible.UNKNOWN
        assert found.reason


def test_price_in_other_money_is_judged_in_euro():
    """17 GBP at 0.85 GBP to the EUR are 20 EUR."""
    provider = vendor(base_rate=17)
    assert margin(company(provider, currency="GBP"), provider).price_per_hour == pytest.approx(20)


def test_pricing_by_the_minute_rewards_volume():
    """By the minute 1.5 of 3 risks are carried (50), and half of nothing at risk is taken off: 0."""
    found = card(
        vendor("A", **ISO),
        offer("OA", "A", 0.2, pricing_model="per_minute"),
        vendor("B", **ISO),
        offer("OB", "B", 0.2, pricing_model="per_minute", bonus_malus_share=0.05),
    )
    assert found.row("A").incentives.volume_rewarded_share == 1
    assert found.row("A").incentives.index == pytest.approx(0)
    assert found.row("B").incentives.index == pytest.approx(50)


def test_today_plays_no_part():
    """Who does the work today is compared like anybody else."""
    assert card(vendor(**ISO), today("D1", "VEN")).row("VEN").ranked
