"""Prices: what each rule costs, one limit as a curve, what to negotiate."""

import pytest

from tests.ui.test_solve import until, with_plans
from tests.ui.test_tradeoffs import start
from touchmap.ui.say import say


@pytest.fixture
def insurer(workspace):
    return with_plans(workspace, "insurer", "blended")


@pytest.mark.slow
def test_every_rule_of_the_scenario_has_a_row_with_what_is_certain_first(open_page, insurer):
    app = open_page("prices", "insurer", scenario="blended", view="rules")
    app.number_input(key="rule-price-seconds").set_value(10).run()
    until(start(app), lambda a: say("prices.rules_note") in [found.value for found in a.caption])
    table = app.dataframe[0].value
    on = {s.rule_id for s in insurer.project().scenario_rules if s.scenario_id == "blended" and s.on}
    assert set(table["Rule"]) == on
    assert list(table.columns)[1:3] == ["What it says", "At least (GBP)"]
    assert "Own staff keep at least 95 FTE." in set(table["What it says"])
    assert (table["At least (GBP)"].fillna(0) >= 0).all()


@pytest.mark.slow
def test_only_rules_with_a_limit_have_a_curve(open_page, insurer):
    app = open_page("prices", "insurer", scenario="blended", view="curve")
    offered = app.selectbox(key="curve-rule").options
    assert "Own staff keep at least 95 FTE." in offered
    assert not any("key competency" in name for name in offered)
    assert all(any(c.isdigit() for c in name) for name in offered)


@pytest.mark.slow
def test_the_list_to_negotiate_is_said_in_sentences(open_page, insurer):
    app = open_page("prices", "insurer", scenario="blended", view="negotiate")
    until(start(app), lambda a: len(a.dataframe) > 0)
    rows = app.dataframe[0].value
    assert set(rows["verdict"]) <= {"won", "lost", "shared"}
    assert any(word in found.value for found in app.markdown for word in ("wins it", "lost", " has "))


def test_about_today_nothing_is_asked(open_page):
    app = open_page("prices", "insurer", scenario="today")
    assert len(app.info) == 1
    assert not app.get("button_group")
