"""What rules cost: against every plan, by hand, pairs, limits as curves."""

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings

import touchmap
from tests.analysis.in_process import CLOSE, HereAsker, lowest, values
from tests.builders import company, own, process, stream, today, vendor
from tests.properties.changes import without_rule
from tests.properties.projects import small_projects
from touchmap.analysis.asking import Asker
from touchmap.analysis.first_look import FirstLook
from touchmap.analysis.limit_curves import limit_curve
from touchmap.analysis.rule_prices import rule_prices
from touchmap.errors import UnknownNameError
from touchmap.project import Rule, RuleScope, ScenarioRow, ScenarioRule

EXAMPLES = settings.default.max_examples
BAN = Rule(rule_id="ban", stem="forbid", reason="A competitor owns it.")
BAN_SCOPE = RuleScope(rule_id="ban", side="provider", field="provider", value="VEN")
NONE = Rule(rule_id="none", stem="provider_count", maximum=0, reason="We do it ourselves.")
CAP = Rule(rule_id="cap", stem="share_limit", maximum=0.5, reason="Not all of it.")
CAP_SCOPE = RuleScope(rule_id="cap", side="provider", field="provider", value="VEN")


def pair(*rules):
    """Two equal processes, own staff at 42 and a vendor at 18 an hour."""
    on = [ScenarioRule(scenario_id="s", rule_id=r.rule_id) for r in rules if isinstance(r, Rule)]
    return company(
        process("P1", name="Billing"),
        process("P2", name="Complaints"),
        stream("D1", process_id="P1"),
        stream("D2", process_id="P2"),
        own(),
        vendor(),
        today("D1", "OWN"),
        today("D2", "OWN"),
        ScenarioRow(scenario_id="s", name="S"),
        *rules,
        *on,
    )


def gain():
    """What one process saves at the vendor: half of what both save, by solving without rules."""
    plans = values(pair())
    return (plans[0][1] - lowest(plans)) / 2 if len(plans) == 4 else None


@settings(max_examples=max(10, EXAMPLES // 4))
@given(small_projects(most_plans=120))
def test_prices_are_those_of_every_plan(project):
    """Each price is the best plan with all rules less the best without the rule, and never below 0.

    From the first look to the last answer at least ≤ price ≤ at most, and the limits only get closer.
    """
    best = lowest(values(project))
    seen = []
    found = rule_prices(project, "s", HereAsker(project), gap=CLOSE, seconds=600, on_prices=seen.append)
    assert (seen[0].waiting, found.waiting) == (len(seen) - 1, 0)
    assert {row.rule_ids[0] for row in found.prices} == {r.rule_id for r in project.rules}
    for row in found.prices:
        without = lowest(values(without_rule(project, row.rule_ids[0])))
        if best == float("inf"):
            assert row.price is None
            assert row.blocks == (without < best)
            continue
        room = 10 * CLOSE * max(1.0, abs(best))
        assert 0 <= row.price.low - room <= best - without <= row.price.high + room or (
            row.price.low <= best - without + room and best - without <= row.price.high + room
        )
        assert row.price.low >= 0
        assert row.price.width <= room
        if row.closes_nothing:
            assert abs(best - without) <= room / 100
        told = [so_far.price_of(row.rule_ids[0]).price for so_far in seen]
        assert all(span.low - room <= best - without <= span.high + room for span in told)
        for before, after in pairwise(told):
            assert before.low <= after.low + room
            assert after.high <= before.high + room


def test_the_first_look_says_at_least_what_moving_the_work_saves():
    """Before anything but the plan is solved, a ban is known to cost at least what the vendor would save."""
    project = pair(BAN, BAN_SCOPE, NONE)
    seen = []
    rule_prices(project, "s", HereAsker(project), gap=0.0, on_prices=seen.append)
    assert seen[0].waiting == 2
    assert [row.price.low for row in seen[0].prices] == pytest.approx([0.0, 0.0], abs=1e-3)
    assert all(row.price.high == float("inf") for row in seen[0].prices)
    alone = pair(BAN, BAN_SCOPE)
    seen.clear()
    desk = HereAsker(alone)
    rule_prices(alone, "s", desk, gap=0.0, on_prices=lambda found: seen.append((desk.asked, found)))
    (asked, first), (_, last) = seen
    assert asked == 1
    assert first.price_of("ban").price.low == pytest.approx(2 * gain())
    assert not first.price_of("ban").is_asked
    assert last.price_of("ban").price.high == pytest.approx(2 * gain())


def test_what_is_not_solved_in_the_time_keeps_what_the_first_look_proves():
    """Without time for a solve the price is a lower limit, and says that nothing was solved."""
    project = pair(BAN, BAN_SCOPE)
    desk = HereAsker(project)
    row = rule_prices(project, "s", desk, gap=0.0, seconds=1e-9).price_of("ban")
    assert desk.asked == 1
    assert (row.is_asked, row.proven, row.price.high) == (False, False, float("inf"))


def test_the_first_look_takes_of_the_time_that_is_given(monkeypatch):
    """What the first look has used up is not given to the solves again."""
    project = pair(BAN, BAN_SCOPE)
    given = []

    class Timed(HereAsker):
        def ask_all(self, questions):
            questions = list(questions)
            given.extend(q.seconds for q in questions)
            return super().ask_all(questions)

    monkeypatch.setattr(FirstLook, "without", lambda *_: time.sleep(1))
    rule_prices(project, "s", Timed(project), gap=0.0, seconds=10)
    assert 0 < given[-1] <= 9


def test_a_ban_costs_what_the_vendor_would_save():
    """Without the ban both processes go to the vendor; with it both stay: the price is twice the gain."""
    found = rule_prices(pair(BAN, BAN_SCOPE), "s", HereAsker(pair(BAN, BAN_SCOPE)), gap=0.0)
    row = found.price_of("ban")
    assert row.price.high == pytest.approx(2 * gain())
    assert row.price.is_one_number(found.total.high)
    assert [(m.package_id, m.before, m.after) for m in row.moves] == [
        ("P1/nl/*/*", "OWN", "VEN"),
        ("P2/nl/*/*", "OWN", "VEN"),
    ]


def test_two_rules_that_forbid_the_same_cost_nothing_alone_and_much_together():
    """Each of two equal bans alone is free; the pair is told with the price of one."""
    project = pair(BAN, BAN_SCOPE, NONE)
    found = rule_prices(project, "s", HereAsker(project), gap=0.0, pairs=True)
    assert [row.price.high for row in found.prices] == pytest.approx([0.0, 0.0], abs=1e-3)
    (together,) = found.pairs
    assert together.rule_ids == ("ban", "none")
    assert together.price.high == pytest.approx(2 * gain())
    assert found.pairs_tried == 1


def test_a_gate_that_refuses_nothing_costs_nothing_and_is_not_solved():
    """A ban on a provider there is no option of is free without any solve but the plan's own."""
    idle = RuleScope(rule_id="ban", side="provider", field="sourcing_model", value="offshore")
    project = pair(BAN, idle)
    desk = HereAsker(project)
    row = rule_prices(project, "s", desk, gap=0.0).price_of("ban")
    assert row.closes_nothing
    assert (row.price.low, row.price.high) == (0.0, 0.0)
    assert desk.asked == 1


def test_a_rule_without_which_there_is_a_plan_is_told():
    """No plan holds two third parties where there is one; without that rule there is one."""
    two = Rule(rule_id="two", stem="provider_count", minimum=2, reason="Never hang on one.")
    found = rule_prices(pair(two), "s", HereAsker(pair(two)), gap=0.0)
    row = found.price_of("two")
    assert row.price is None
    assert row.blocks
    assert found.status is touchmap.SolveStatus.INFEASIBLE


def test_a_curve_falls_by_the_gain_at_each_half():
    """Two equal processes: nothing goes below 50 %, one at 50 %, both at 100 %."""
    project = pair(CAP, CAP_SCOPE)
    curve = limit_curve(project, "s", "cap", (0.0, 0.4, 0.5, 0.9, 1.0), HereAsker(project), gap=0.0)
    stay = curve.points[0].value.high
    saved = [round((stay - p.value.high) / gain(), 6) for p in curve.points]
    assert [p.limit for p in curve.points] == [0.0, 0.4, 0.5, 0.9, 1.0]
    assert saved == [0, 0, 1, 1, 2]
    assert all(p.proven and p.value.is_one_number(stay) for p in curve.points)


@settings(max_examples=max(8, EXAMPLES // 4))
@given(small_projects(most_plans=80))
def test_curves_never_fall_as_the_limit_gets_tighter(project):
    """Each point of a curve is the best of all plans under its limit, and the curve is monotone."""
    desk = HereAsker(project)
    for rule in project.rules:
        limit = rule.maximum if rule.maximum is not None else rule.minimum
        if limit is None:
            continue
        curve = limit_curve(
            project, "s", rule.rule_id, (limit / 2, 1.5 * limit), desk, gap=CLOSE, seconds=600
        )
        other = rule.minimum if rule.maximum is not None else None
        same = [p for p in curve.points if other is None or p.limit >= other]
        for tight, loose in pairwise(same):
            assert tight.value.high >= loose.value.high
            assert tight.value.low >= loose.value.low
        (here,) = [p for p in curve.points if p.limit == limit]
        best = lowest(values(project))
        assert here.value.high == pytest.approx(best, rel=10 * CLOSE, abs=1e-3)


def test_a_curve_needs_a_limit_and_a_rule_that_is_on():
    """A gate has no limit; a rule that is not on is answered with those that are."""
    project = pair(BAN, BAN_SCOPE)
    with pytest.raises(ValueError, match="no limit to vary"):
        limit_curve(project, "s", "ban", asker=HereAsker(project))
    with pytest.raises(UnknownNameError, match="ban"):
        limit_curve(project, "s", "nonsense", asker=HereAsker(project))


def test_it_can_be_written_as_json():
    """Prices and curves are plain data with every limit a number or null."""
    project = pair(BAN, BAN_SCOPE, NONE, CAP, CAP_SCOPE)
    desk = HereAsker(project)
    found = rule_prices(project, "s", desk, gap=0.0, pairs=True)
    assert len(json.loads(json.dumps(found.to_json_dict(), allow_nan=False))["prices"]) == 3
    curve = limit_curve(project, "s", "cap", asker=desk, gap=0.0)
    assert len(json.loads(json.dumps(curve.to_json_dict(), allow_nan=False))["points"]) == 11


@pytest.mark.slow
@pytest.mark.parametrize("name", ["insurer", "telecom_isp"])
def test_rules_of_the_samples_are_priced(name):
    """Every rule of a sample has a price that is not below 0, and some rule costs money."""
    project = touchmap.example(name)
    with Asker(project, gap=1e-4) as asker:
        found = rule_prices(project, "blended", asker, seconds=120)
    assert all(0 <= row.price.low <= row.price.high for row in found.prices)
    assert found.prices[0].price.low > 100_000
