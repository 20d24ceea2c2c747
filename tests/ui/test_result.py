"""The page of a plan: its figures are those of the library, every section draws, and rows say why."""

import threading

import pytest

from tests.ui.test_solve import keys, until, with_plans
from touchmap.analysis.compare import scenario_table
from touchmap.examples import example
from touchmap.project.edits import set_setting, switch_rule
from touchmap.project.stems import Structural
from touchmap.ui.background import background
from touchmap.ui.parts.names import rule_or_limit_words, touchpoint_words
from touchmap.ui.result.what_if import placing

VIEWS = ("overview", "work", "flow", "money", "quality", "rules", "open", "proof")


@pytest.fixture
def insurer(workspace):
    """The insurer with its cheapest plan."""
    return with_plans(workspace, "insurer", "cheapest")


def shown(app, label):
    return next(found for found in app.metric if found.label.startswith(label))


def ask(app, stored):
    """Choose the first package of the plan."""
    result = stored.results.read(stored.results.latest("cheapest").result_id)
    app.selectbox(key="why-package").set_value(result.plan.assignments[0].package_id).run()


@pytest.mark.slow
def test_the_headline_is_what_the_library_says(open_page, insurer):
    result = insurer.results.read(insurer.results.latest("cheapest").result_id)
    row = scenario_table(insurer.project(), [result]).iloc[0]
    app = open_page("result", "insurer", scenario="cheapest")
    until(app, lambda a: any(m.label.startswith("Net saving") for m in a.metric))
    assert shown(app, "Total cost").value == f"{row['cost']:,.0f}"
    assert shown(app, "Total cost").delta.startswith(f"{row['change']:+,.0f}")
    assert shown(app, "Quality").value == f"{result.average_quality:.1f}"
    assert shown(app, "Processes moved").value == f"{row['processes_moved']:.0f}"
    assert shown(app, "Net saving").delta.startswith("P10 ")
    assert any("touch needs confirmed" in link.proto.label for link in app.get("page_link"))


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_every_section_draws_on_a_plan_and_on_today(open_page, insurer, view):
    for scenario in ("cheapest", "today"):
        app = open_page("result", "insurer", scenario=scenario, view=view)
        assert app.get("button_group")
        assert not app.exception


@pytest.mark.slow
def test_a_question_that_two_places_show_is_drawn_in_both(open_page, insurer, monkeypatch):
    slow = threading.Event()
    plan = insurer.results.read(insurer.results.latest("cheapest").result_id).plan
    question = ("case", insurer.project().hash, "cheapest", hash(plan))
    background().forget(question)
    monkeypatch.setattr("touchmap.ui.result.headline.case_of", lambda *_: slow.wait(20))
    app = open_page("result", "insurer", scenario="cheapest", view="money")
    assert sum((key or "").startswith("stop-") for key in keys(app)) == 2
    background().forget(question)
    slow.set()


@pytest.mark.slow
def test_a_row_says_why_it_is_here_and_what_else_it_would_cost(open_page, insurer):
    app = open_page("result", "insurer", scenario="cheapest", view="work")
    ask(app, insurer)
    until(app, lambda a: "whatif-provider" in keys(a, "selectbox"))
    assert any("Every provider" in found.value for found in app.markdown)


@pytest.mark.slow
def test_the_assignment_is_filtered_by_every_word(open_page, insurer):
    app = open_page("result", "insurer", scenario="cheapest", view="work")
    whole = app.dataframe[0].value
    app.text_input(key="work-search").input("in-house nl").run()
    some = app.dataframe[0].value
    assert 0 < len(some) < len(whole)
    assert (some["sourcing_model"] == "In-house").all()
    app.text_input(key="work-search").input("").run()
    app.toggle(key="moved-only").set_value(True).run()
    assert set(app.dataframe[0].value["moved"]) == {"yes"}


@pytest.mark.slow
def test_a_line_is_taken_apart_down_to_its_fields(open_page, insurer):
    app = open_page("result", "insurer", scenario="cheapest", view="money")
    app.selectbox(key="trace-line").select("run").run()
    until(app, lambda a: any("came about" in found.value for found in a.markdown))
    fields = [column for table in app.dataframe for column in table.value.columns]
    assert "From" in fields


@pytest.mark.slow
def test_what_if_pins_in_a_copy_and_solves_it(open_page, insurer):
    before = insurer.project()
    app = open_page("result", "insurer", scenario="cheapest", view="work")
    ask(app, insurer)
    until(app, lambda a: "whatif-pin" in keys(a))
    app.button(key="whatif-pin").click().run()
    after = insurer.project()
    assert len(after.scenarios) == len(before.scenarios) + 1
    new = ({s.scenario_id for s in after.scenarios} - {s.scenario_id for s in before.scenarios}).pop()
    assert any(job.request["scenario"] == new for job in insurer.jobs.all())
    assert [r.stem.value for r in after.rules if r not in before.rules] == ["pin"]


def test_a_what_if_in_the_scenario_itself_adds_one_rule_there(workspace):
    project = workspace.open("insurer").project()
    process, provider = project.processes[0].process_id, project.providers[0].provider_id
    change, target = placing(project, "blended", process, provider, is_pin=False, copy_name=None)
    after = change.apply(project)
    assert target == "blended"
    assert len(after.rules) == len(project.rules) + 1
    assert len(after.scenarios) == len(project.scenarios)


def test_a_plan_of_earlier_inputs_is_grey_and_says_what_changed(open_page, insurer):
    insurer.commit(set_setting(insurer.project(), "discount_rate", 0.2), author="Bea")
    app = open_page("result", "insurer", scenario="cheapest", view="open")
    assert any("discount" in found.value for found in app.warning)
    assert "to-solve" in keys(app)


def test_a_scenario_that_was_never_solved_says_how_to(open_page):
    app = open_page("result", "insurer", scenario="best_quality")
    assert "to-solve" in keys(app)
    assert not app.metric


def test_changes_of_other_scenarios_do_not_make_a_plan_old(open_page, insurer):
    row = insurer.project().scenarios[-1]
    rule = insurer.project().rules[0].rule_id
    on = any(
        s.on
        for s in insurer.project().scenario_rules
        if (s.scenario_id, s.rule_id) == (row.scenario_id, rule)
    )
    insurer.commit(switch_rule(insurer.project(), row.scenario_id, rule, on=not on), author="Bea")
    app = open_page("result", "insurer", scenario="cheapest", view="open")
    assert not any("Inputs changed" in found.value for found in app.warning)


def test_rules_limits_and_touchpoints_are_said_in_words():
    """Every limit that always holds has words; a rule is its sentence; what is not known keeps its code."""
    project = example("insurer")
    words = {limit: rule_or_limit_words(project, "blended", limit.value) for limit in Structural}
    assert not {limit for limit, said in words.items() if limit.value in said or not said.endswith(".")}
    assert rule_or_limit_words(project, "blended", "core_staff") == "Own staff keep at least 95 FTE."
    assert rule_or_limit_words(project, "gone", "core_staff") == "core_staff"
    named = touchpoint_words(project, ["T23", "T99"])
    assert named == f"{project.touchpoint('T23').name}; T99"
