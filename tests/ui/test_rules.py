"""Rules: switched, narrowed, limited, copied and priced; each click is one edit that can be taken back."""

import math

import pytest

import touchmap
from touchmap.analysis.rule_prices import RulePrice, RulePrices
from touchmap.analysis.spans import Span
from touchmap.plan import Result, RuleActivity, SolveStatus
from touchmap.project import STEM_FACTS, Project, RuleStem, find_scenario, scenario_ids
from touchmap.project.checks import check_project
from touchmap.project.edits.rules import add_rule
from touchmap.project.journey_defaults import blank_project
from touchmap.project.vocabulary import Strength
from touchmap.ui.background import background
from touchmap.ui.rules.gallery import GROUPS, beginning
from touchmap.ui.rules.inspector import limit_text, read_limit
from touchmap.ui.rules.pricing import key_of, price_words
from touchmap.ui.rules.standing import standings


def on(project: Project, scenario: str = "blended") -> list[str]:
    """Rules that are on."""
    return [r.rule.rule_id for r in find_scenario(project, scenario).rules]


def by_prefix(found, start: str):
    """The one widget whose key begins so."""
    (widget,) = [w for w in found if (w.key or "").startswith(start)]
    return widget


def test_every_kind_of_rule_is_in_the_gallery_once():
    """Whatever the program can hold to, people can ask for."""
    assert sorted(stem for stems in GROUPS.values() for stem in stems) == sorted(RuleStem)


@pytest.mark.parametrize("stem", list(RuleStem))
def test_a_rule_from_the_gallery_is_complete(stem):
    """It has the limits, the basis and the scope its kind needs; only its reason is still to be written."""
    project = touchmap.example("telecom_isp")
    begin = beginning(project, stem)
    values = {"stem": stem.value, "rule_id": "fresh", **begin.values}
    after = add_rule(project, values, begin.scopes, scenario="blended").apply(project)
    known = {str(i) for i in check_project(project)}
    new = [i for i in check_project(after) if str(i) not in known]
    assert {i.code for i in new} <= {"rule_reason_missing"}
    assert set(begin.values) >= ({"basis"} if len(STEM_FACTS[stem].bases) > 1 else set())


@pytest.mark.parametrize(
    ("stem", "value"),
    [
        (RuleStem.SHARE_LIMIT, 0.4),
        (RuleStem.SHARE_LIMIT, 0.125),
        (RuleStem.BUDGET, 44e6),
        (RuleStem.MAX_BRAND_RISK, 1.5),
    ],
)
def test_a_limit_reads_back_as_it_is_shown(stem, value):
    """Percentages and thousands are only how it is written."""
    assert read_limit(stem, limit_text(stem, value)) == value


def test_a_percentage_may_do_without_its_sign():
    """40, 40 % and 0.4 are the same limit of a share."""
    assert {read_limit(RuleStem.SHARE_LIMIT, text) for text in ("40", "40 %", "0.4")} == {0.4}


def _prices(*rows: RulePrice, status: SolveStatus = SolveStatus.OPTIMAL) -> RulePrices:
    return RulePrices("blended", "Blended", "EUR", False, status, "", Span(100.0, 100.0), rows)


@pytest.mark.parametrize(
    ("price", "proven", "without", "words"),
    [
        (Span(12_000.0, 12_000.0), True, 1.0, "12,000 EUR"),
        (Span(0.0, 0.0), True, 1.0, "costs nothing"),
        (Span(0.0, 4_511.0), False, 1.0, "at most 4,511 EUR"),
        (Span(5_000.0, math.inf), False, 1.0, "at least 5,000 EUR"),
        (Span(2_000.0, 3_000.0), True, 1.0, "2,000 to 3,000 EUR"),
        (None, True, 90.0, "without it there is a plan"),
        (None, True, math.inf, ""),
    ],
)
def test_the_price_tag_says_no_more_than_is_proven(price, proven, without, words):
    """A price that is not proven to one figure is told as limits."""
    row = RulePrice(("R",), "budget", price, proven, Span(without, without))
    assert price_words(_prices(row), "R") == words


def test_a_rule_with_several_rows_stands_as_its_gravest():
    """One provider at the limit makes the rule bind, whatever room the others have."""
    common = {"rule_id": "R", "stem": "max_concentration", "strength": "must", "maximum": 0.5}
    rows = (
        RuleActivity(**common, subject="A", value=0.2, slack=0.3),
        RuleActivity(**common, subject="B", value=0.5, slack=0.0),
    )
    found = standings(Result(scenario_id="blended", status="optimal", rule_activity=rows))
    assert (found["R"].state, found["R"].subject) == ("binding", "B")


def test_a_rule_is_switched_off_and_back_by_undo(open_page, workspace):
    """One click, one edit; undo puts it on again."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", scenario="blended")
    app.toggle(key="switch-blended-offshore_cap-True").set_value(False).run()
    assert "offshore_cap" not in on(stored.project())
    assert "offshore_cap" in on(touchmap.example("telecom_isp"))
    app.button(key="undo").click().run()
    assert "offshore_cap" in on(stored.project())
    assert app.toggle(key="switch-blended-offshore_cap-True").value


def test_a_limit_is_set_everywhere_or_here_only(open_page, workspace):
    """The limit of the scenario goes before that of the rule; what is no number is refused and said."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", scenario="blended", rule="offshore_cap")
    by_prefix(app.text_input, "maximum-all-offshore_cap").set_value("35").run()
    assert next(r for r in stored.project().rules if r.rule_id == "offshore_cap").maximum == 0.35
    by_prefix(app.text_input, "maximum-blended-offshore_cap").set_value("20 %").run()
    rule = next(r.rule for r in find_scenario(stored.project()).rules if r.rule.rule_id == "offshore_cap")
    assert rule.maximum == 0.2
    before = stored.revision
    by_prefix(app.text_input, "maximum-blended-offshore_cap").set_value("a lot").run()
    assert stored.revision == before
    assert any("a lot" in found.value for found in app.error)


def test_a_should_rule_has_a_penalty_and_a_must_rule_none(open_page, workspace):
    """Strictness and penalty change together, so that no check complains in between."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", rule="offshore_cap")
    by_prefix(app.button_group, "strength-offshore_cap").set_value(Strength.SHOULD).run()
    rule = next(r for r in stored.project().rules if r.rule_id == "offshore_cap")
    assert (rule.strength.value, rule.penalty_per_unit) == ("should", 1000)


def test_the_scope_is_picked(open_page, workspace):
    """Choosing values narrows the rule, and the sentence says so."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", rule="offshore_cap")
    by_prefix(app.multiselect, "scope-provider-sourcing_model-offshore_cap").set_value(
        ["nearshore", "offshore"]
    ).run()
    assert {s.value for s in stored.project().rule_scopes if s.rule_id == "offshore_cap"} == {
        "nearshore",
        "offshore",
    }
    assert any("Nearshore or offshore providers" in found.value for found in app.markdown)


def test_a_scenario_is_copied_renamed_and_removed(open_page, workspace):
    """A copy has the same rules on; the address follows."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", scenario="blended")
    by_prefix(app.text_input, "new-scenario").set_value("Bolder").run()
    app.button(key="add-scenario").click().run()
    assert on(stored.project(), "Bolder") == on(stored.project(), "blended")
    assert app.query_params["scenario"] == "bolder"
    app.button(key="remove-scenario").click().run()
    assert all(s.scenario_id != "bolder" for s in stored.project().scenarios)


def test_a_rule_is_copied_moved_and_removed(open_page, workspace):
    """The order is the people's order of importance."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", rule="key_competency")
    app.button(key="rule-up").click().run()
    assert stored.project().rules[0].rule_id == "key_competency"
    app.button(key="rule-copy").click().run()
    assert stored.project().rules[1].rule_id == "key_competency_copy"
    app.button(key="rule-remove").click().run()
    assert "key_competency" not in on(stored.project())
    assert "rule" not in app.query_params


def test_a_process_is_pinned(open_page, workspace):
    """From the page of rules as from the map."""
    stored = workspace.open("telecom_isp")
    app = open_page("rules", scenario="cheapest")
    app.selectbox(key="place-process").set_value("P12")
    app.selectbox(key="place-provider").set_value("PR01")
    app.button(key="place-pin").click().run()
    assert "pin_P12_PR01" in on(stored.project(), "cheapest")


def test_a_project_without_scenarios_can_write_one_down(open_page, workspace):
    """Rules that go without saying can be changed once they are written down."""
    project = touchmap.example("telecom_isp").replace(
        scenarios=(), rules=(), rule_scopes=(), scenario_rules=()
    )
    stored = workspace.add("bare", project, author="Ann")
    app = open_page("rules", "bare", scenario="blended")
    app.button(key="write-down").click().run()
    assert on(stored.project()) == on(project)
    assert stored.project().scenarios


def test_prices_stand_beside_the_rules_and_order_them(open_page, workspace):
    """Prices that are known are shown without asking again."""
    stored = workspace.open("telecom_isp")
    project = stored.project()
    rows = [
        RulePrice((rule,), "budget", Span(float(n), float(n)), True, Span(1.0, 1.0))
        for n, rule in enumerate(on(project))
    ]
    found = _prices(*sorted(rows, key=lambda row: -row.price.high))
    background().ask(key_of(project, "blended"), lambda _: found)
    app = open_page("rules", scenario="blended")
    assert any("12 EUR" in text.value for text in app.markdown)
    app.button_group(key="rules-order").set_value("price").run()
    first = next(t.key for t in app.toggle if t.key.startswith("switch-blended"))
    assert first == f"switch-blended-{on(project)[-1]}-True"
    background().forget(key_of(project, "blended"))


def test_the_ready_scenarios_are_added_with_one_click(open_page, workspace):
    """A new company has three; the others come as one edit, and the offer goes away."""
    stored = workspace.add("Acme", blank_project("Acme"), author="Ann")
    app = open_page("rules", "Acme", scenario="blended")
    app.button(key="add-ready").click().run()
    assert len(stored.entries()) == 1
    assert len(scenario_ids(stored.project())) == 6
    assert "add-ready" not in {button.key for button in app.button}


@pytest.mark.slow
def test_a_rule_is_switched_in_the_browser_and_undone(show, server):
    """By keyboard alone: the switch has a name, Space throws it, the header takes it back."""
    page, stored = show("rules", scenario="blended"), server.stored()
    switch = page.get_by_role("switch", name="Rule offshore cap is on")
    switch.focus()
    page.keyboard.press("Space")
    for wanted in (False, True):
        for _ in range(60):
            if ("offshore_cap" in on(stored.project())) is wanted:
                break
            page.wait_for_timeout(250)
        assert ("offshore_cap" in on(stored.project())) is wanted
        if not wanted:
            page.get_by_role("button", name="Undo").first.click()
