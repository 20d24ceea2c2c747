"""Why work is where it is: forced prices against every plan, reasons complete, figures by hand."""

import json

import pytest
from hypothesis import given, settings

import touchmap
from tests.analysis.in_process import CLOSE, HereAsker, lowest, values
from tests.builders import company, handoff, offer, own, platform, process, speaks, stream, today, vendor
from tests.properties.projects import small_projects
from touchmap.analysis.asking import Asker
from touchmap.analysis.explain import Standing, explain
from touchmap.analysis.spans import Span, price_span
from touchmap.eligibility import find_eligible
from touchmap.errors import UnknownNameError
from touchmap.project import Rule, RuleScope, ScenarioRow, ScenarioRule, find_scenario
from touchmap.work.options import NONE

EXAMPLES = settings.default.max_examples


def trio(*more, rules=()):
    """Billing and Complaints at own staff; a vendor may do both."""
    rows = [
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
        *(ScenarioRule(scenario_id="s", rule_id=r.rule_id) for r in rules if isinstance(r, Rule)),
        *more,
    ]
    return company(*rows)


@settings(max_examples=max(10, EXAMPLES // 4))
@given(small_projects(most_plans=120, most_rules=3))
def test_forced_prices_are_those_of_every_plan(project):
    """Each provider's price is the best plan with it less the best of all; none where no plan has it."""
    desk = HereAsker(project)
    options = desk.costing.options
    plans = values(project)
    best = lowest(plans)
    process_id = options.packages[0].process.process_id
    found = explain(project, process_id, "s", desk, gap=CLOSE, seconds=600)
    if best == float("inf"):
        assert all(h.price is None for work in found.works for h in work.homes)
        return
    room = 10 * CLOSE * max(1.0, abs(best))
    numbers = {package.package_id: k for k, package in enumerate(options.packages)}
    for work in found.works:
        k = numbers[work.package_ids[0]]
        for home in work.homes:
            j = options.position[home.provider_id]
            forced = lowest((c, v) for c, v in plans if c[k] != NONE and options.lead[c[k]] == j)
            if home.standing is Standing.OPEN:
                assert home.price.low - room <= forced - best <= home.price.high + room, home
                assert home.price.high - home.price.low <= room
            elif home.standing is Standing.HERE:
                assert forced - best <= room
            else:
                assert forced == float("inf"), home
                for rule_id in home.possible_without:
                    others = [r for r in project.scenario_rules if r.rule_id != rule_id]
                    relaxed = values(project.replace(scenario_rules=others))
                    assert any(c[k] != NONE and options.lead[c[k]] == j for c, _ in relaxed)
        leads = set(options.lead[options.of_package[k]].tolist())
        assert leads <= {options.position[h.provider_id] for h in work.homes}


@settings(max_examples=max(10, EXAMPLES // 4))
@given(small_projects(most_plans=60, most_rules=0))
def test_reasons_against_a_provider_are_complete(project):
    """Whoever cannot do a package has every reason that refuses one of its ways, each with a remedy."""
    desk = HereAsker(project)
    eligibility = find_eligible(project, desk.costing.options)
    found = explain(project, project.demand[0].process_id, "s", desk, gap=CLOSE, seconds=600)
    for work in found.works:
        for home in work.homes:
            if home.standing is not Standing.CANNOT:
                continue
            expected = {
                (r.gate, r.reason, r.remedy)
                for r in (*eligibility.refusals, *eligibility.without_offer)
                if r.package_id in work.package_ids and home.provider_id == (r.provider_id or r.platform_id)
            }
            assert {(r.gate, r.reason, r.remedy) for r in home.reasons} == expected
            assert any(r.nearest for r in home.reasons) or not expected


def test_the_price_is_the_difference_of_two_totals():
    """Both processes are cheapest at the vendor; forcing Billing to stay costs the difference of its run."""
    project = trio()
    found = explain(project, "Billing", "s", HereAsker(project), gap=0.0, seconds=60)
    (work,) = found.works
    (here,), runner_up = work.here, work.runner_up
    # No shared costs: the price is the difference of the two own costs.
    assert here.provider_id == "VEN"
    assert runner_up.provider_id == "OWN"
    assert runner_up.price.high == pytest.approx(runner_up.cost - here.cost)
    assert runner_up.price.is_one_number(found.total.high)
    assert "goes to" in work.sentence
    assert runner_up.name in work.sentence
    assert runner_up.moves == ()


def test_what_else_moves_is_told():
    """A hand-off so dear to cut that both processes go together: forcing one moves the other."""
    cut = handoff("P1", "P2", 10_000, cut_seconds=3600)
    project = trio(cut)
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    moved = [m.package_id for h in found.works[0].homes for m in h.moves]
    assert moved == ["P2/nl/*/*"]
    assert "1 other package would move" in found.works[0].sentence


def test_a_provider_that_cannot_is_told_the_nearest_remedy():
    """A vendor that lists German only cannot do Dutch work, and is told which row to add."""
    project = trio(speaks("VEN", "de"))
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    (home,) = [h for h in found.works[0].homes if h.provider_id == "VEN"]
    assert home.standing is Standing.CANNOT
    assert [(r.gate, r.nearest) for r in home.reasons] == [("language", True)]
    assert "provider_languages" in home.reasons[0].remedy
    assert home.price is None


def test_a_rule_that_keeps_a_provider_out_is_named_with_what_lifting_it_allows():
    """A gate closes the vendor; without it a plan is found, so it is named as the one to lift."""
    ban = Rule(rule_id="ban", stem="forbid", reason="A competitor owns it.")
    project = trio(RuleScope(rule_id="ban", side="provider", field="provider", value="VEN"), rules=(ban,))
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    (home,) = [h for h in found.works[0].homes if h.provider_id == "VEN"]
    assert home.standing is Standing.CLOSED
    assert home.closed_by == home.possible_without == ("ban",)
    assert "ban" in found.works[0].sentence


def test_a_rule_that_leaves_no_plan_is_named():
    """No third party may be used: the vendor is open by itself, yet no plan has it but without the rule."""
    none = Rule(rule_id="none", stem="provider_count", maximum=0, reason="We do it ourselves.")
    project = trio(rules=(none,))
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    (home,) = [h for h in found.works[0].homes if h.provider_id == "VEN"]
    assert home.standing is Standing.IMPOSSIBLE
    assert home.possible_without == ("none",)


def test_without_a_plan_eligibility_is_still_told():
    """Where no plan holds all rules there are no prices, but who could do the work is said."""
    both = Rule(rule_id="two", stem="provider_count", minimum=2, reason="Never hang on one.")
    project = trio(rules=(both,))
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    assert found.status is touchmap.SolveStatus.INFEASIBLE
    assert {h.provider_id: h.standing for h in found.works[0].homes} == {
        "OWN": Standing.OPEN,
        "VEN": Standing.OPEN,
    }
    assert all(h.price is None for h in found.works[0].homes)
    assert "proven that there is no plan" in found.works[0].sentence


def test_a_whole_process_is_priced_as_one_lot():
    """Two languages of a process as one lot cost at least as much to move as either alone."""
    project = trio(stream("D3", process_id="P1", language="de"), today("D3", "OWN"))
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60, whole=True)
    assert len(found.works) == 2
    alone = [w.runner_up.price.high for w in found.works]
    assert found.whole.runner_up.price.high == pytest.approx(sum(alone))


def test_without_time_the_limits_are_wide_and_right():
    """With no time for a solve the price is between 0 and the plan with only this work moved."""
    project = trio()
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=1e-6)
    runner_up = found.works[0].runner_up
    assert not runner_up.proven
    assert runner_up.price.low == pytest.approx(0.0, abs=1e-3)
    assert runner_up.price.high == pytest.approx(runner_up.cost - found.works[0].here[0].cost)


def test_only_as_many_prices_as_asked_for():
    """The cap asks for the most promising providers and leaves the others without a standing of their own."""
    project = trio(vendor("DEAR", base_rate=90))
    desk = HereAsker(project)
    explain(project, "P1", "s", desk, gap=0.0, seconds=60, most=1)
    assert desk.asked == 2


def test_a_platform_is_shown_where_it_could_do_all():
    """A platform that only stands in front of people is no home of its own."""
    project = trio(platform(), offer("OB", provider_id="BOT", channel=("web",)))
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    assert "BOT" not in {h.provider_id for h in found.works[0].homes}


def test_unknown_names_and_today_are_refused():
    """An unknown process is answered with those there are; today is not sought."""
    project = trio()
    with pytest.raises(UnknownNameError, match="P1 Billing"):
        explain(project, "nonsense", "s", HereAsker(project))
    with pytest.raises(ValueError, match="priced and not sought"):
        explain(project, "P1", "today", HereAsker(project))


def test_it_can_be_written_as_json():
    """The explanation is plain data with every limit a number or null."""
    project = trio()
    found = explain(project, "P1", "s", HereAsker(project), gap=0.0, seconds=60)
    data = json.loads(json.dumps(found.to_json_dict(), allow_nan=False))
    assert {h["standing"] for h in data["works"][0]["homes"]} == {"here", "open"}


def test_price_span_is_the_interval_of_a_difference():
    """[LB − UB', UB − LB'], and never below 0."""
    assert price_span(Span(10, 12), Span(4, 5)) == Span(5, 8)
    assert price_span(Span(10, 12), Span(9, 11)) == Span(0, 3)


@pytest.mark.slow
def test_a_process_of_the_insurer_is_explained():
    """Every package of a sample process has a home, and each open one has limits that hold 0 or more."""
    project = touchmap.example("insurer")
    with Asker(project, gap=1e-4) as asker:
        found = explain(project, "P03", find_scenario(project, "blended"), asker, seconds=30)
    assert all(work.here for work in found.works)
    prices = [h.price for w in found.works for h in w.homes if h.standing is Standing.OPEN]
    assert prices
    assert all(0 <= p.low <= p.high for p in prices)
