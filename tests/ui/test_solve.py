"""Solving: jobs, what came out, why there is no plan, and one-click repairs."""

import time
from functools import cache

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import settled
from touchmap.examples import example
from touchmap.plan import SolveStatus
from touchmap.project.edits import add_row, set_setting, switch_rule
from touchmap.solving import solve
from touchmap.store import JobState
from touchmap.ui.solving.run import Limits, request_of, solve_in_background

PATIENCE_SECONDS = 120


def until(app, done):
    """Draw the page again and again until something is there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done(app):
        assert time.monotonic() < deadline, [e.value for e in app.markdown]
        time.sleep(0.3)
        app.run()
        assert not app.exception, app.exception
    return app


def keys(app, kind="button"):
    return {element.key for element in getattr(app, kind)}


@cache
def plan_of(sample, scenario):
    """A plan of a sample, solved once for all tests."""
    return solve(example(sample), scenario)


def with_plans(workspace, sample, *scenarios):
    """A sample with plans that Ann has solved."""
    stored = workspace.open(sample)
    assert stored.project().hash == example(sample).hash
    for scenario in scenarios:
        stored.results.save(plan_of(sample, scenario), author="Ann")
    return stored


def solved(stored, scenario="blended", **limits):
    """Solve as the page does, and wait until the job is over."""
    (job,) = solve_in_background(stored, stored.project(), [scenario], Limits(**limits), author="Ann")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (job := stored.jobs.read(job.job_id)).state.is_over:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return job


@pytest.mark.slow
def test_a_solve_is_a_job_with_a_result_for_everybody(open_page, workspace):
    stored = workspace.open("insurer")
    app = until(
        open_page("solve", "insurer", scenario="cheapest"), lambda a: not a.button(key="solve").disabled
    )
    app.button(key="solve").click().run()
    until(app, lambda a: "to-result" in keys(a))
    (job,) = stored.jobs.all()
    assert job.state is JobState.DONE
    result = stored.results.read(job.result_id)
    assert (result.scenario_id, result.status) == ("cheapest", SolveStatus.OPTIMAL)
    assert result.input_hash == stored.project().hash
    assert any("roven to within" in found.value for found in app.markdown)


@pytest.mark.slow
def test_all_that_are_due_are_solved_one_after_the_other(open_page, workspace):
    stored = with_plans(workspace, "insurer", "cheapest")
    app = until(open_page("solve", "insurer"), lambda a: not a.button(key="solve-all").disabled)
    assert "4" in app.button(key="solve-all").label
    app.button(key="solve-all").click().run()
    until(app, lambda a: "solve-all" not in keys(a))
    found = stored.results.newest()
    assert set(found) == {"cheapest", "cheapest_few", "best_quality", "in_house_only", "blended"}


@pytest.mark.slow
def test_stopping_keeps_the_best_plan_or_says_that_there_is_none(workspace):
    stored = workspace.open("online_retailer")
    (job,) = solve_in_background(stored, stored.project(), ["cheapest"], Limits(300, 0.0), author="Ann")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not stored.jobs.read(job.job_id).progress.get("incumbent"):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    stored.jobs.cancel(job.job_id)
    asked = time.monotonic()
    while not (job := stored.jobs.read(job.job_id)).state.is_over:
        assert time.monotonic() < asked + 20
        time.sleep(0.05)
    assert job.state is JobState.CANCELLED
    result = stored.results.read(job.result_id)
    assert result.status is SolveStatus.FEASIBLE
    assert result.gap > 0
    assert len(job.progress["history"]) >= 1


def test_who_asks_for_the_same_joins_and_does_not_solve_twice(workspace):
    stored = workspace.open("insurer")
    job, is_new = stored.jobs.start("solve", request_of(stored.project(), "blended", Limits()), author="Bea")
    assert is_new
    (joined,) = solve_in_background(stored, stored.project(), ["blended"], Limits(), author="Ann")
    assert joined.job_id == job.job_id
    assert len(stored.jobs.all()) == 1


def test_a_plan_that_proves_less_does_not_replace_one_that_proves_more(workspace):
    stored = with_plans(workspace, "insurer", "cheapest")
    first = stored.results.latest("cheapest")
    again = solved(stored, "cheapest", seconds=0.01, gap=0.0)
    assert again.result_id in (None, first.result_id)
    assert len(stored.results.all("cheapest")) == 1


def test_while_somebody_solves_the_page_shows_it_and_does_not_start_another(open_page, workspace):
    stored = workspace.open("insurer")
    job, _ = stored.jobs.start("solve", request_of(stored.project(), "blended", Limits()), author="Bea")
    stored.jobs.heartbeat(
        job.job_id,
        {
            "seconds": 2.0,
            "incumbent": 1e6,
            "bound": 9e5,
            "gap": 0.1,
            "history": [[1, None, 8e5], [2, 1e6, 9e5]],
        },
    )
    app = until(
        open_page("solve", "insurer", scenario="blended"), lambda a: f"cancel-{job.job_id}" in keys(a)
    )
    assert app.button(key="solve").disabled
    assert "1,000,000" in [found.value for found in app.metric]
    app.button(key=f"cancel-{job.job_id}").click().run()
    assert stored.jobs.read(job.job_id).state is JobState.CANCELLING


def test_a_result_of_earlier_inputs_says_what_has_changed(open_page, workspace):
    stored = with_plans(workspace, "insurer", "cheapest")
    stored.commit(set_setting(stored.project(), "horizon_months", 48), author="Bea")
    app = open_page("solve", "insurer", scenario="cheapest")
    assert any("horizon" in found.value and "48" in found.value for found in app.warning)


@pytest.mark.slow
def test_a_clash_is_told_and_its_cheapest_repair_makes_room_for_a_plan(open_page, workspace):
    stored = workspace.open("online_retailer")
    solved(stored, "in_house_only")
    app = until(
        open_page("solve", "online_retailer", scenario="in_house_only"), lambda a: "apply-0" in keys(a)
    )
    assert any("own\\_staff\\_only cannot hold with" in found.value for found in app.markdown)
    before = stored.project()
    app.button(key="apply-0").click().run()
    assert not app.exception
    entry = stored.entries()[-1]
    assert entry.label.startswith("Repair In-house only")
    job = solved(stored, "in_house_only")
    assert stored.results.read(job.result_id).status.has_plan
    app.button(key="undo").click().run()
    assert stored.project() == before


@pytest.mark.slow
def test_a_repair_of_a_copy_leaves_the_scenario_alone(open_page, workspace):
    stored = workspace.open("insurer")
    tight = {"rule_id": "tight", "stem": "min_average_quality", "minimum": 95, "reason": "Nobody is so good"}
    stored.commit(add_row(stored.project(), "rules", tight), author="Ann")
    stored.commit(switch_rule(stored.project(), "cheapest", "tight", on=True), author="Ann")
    solved(stored, "cheapest")
    app = until(open_page("solve", "insurer", scenario="cheapest"), lambda a: "copy-0" in keys(a))
    before = stored.project()
    app.button(key="copy-0").click().run()
    after = stored.project()
    new = {s.scenario_id for s in after.scenarios} - {s.scenario_id for s in before.scenarios}
    assert new == {"cheapest_mended"}
    assert [row for row in after.scenario_rules if row.scenario_id not in new] == list(before.scenario_rules)
    assert app.query_params["scenario"] in ("cheapest_mended", ["cheapest_mended"])
    job = solved(stored, "cheapest_mended")
    assert stored.results.read(job.result_id).status.has_plan


@pytest.mark.slow
def test_in_the_browser_a_solve_leads_to_its_result(show):
    page = show("solve", "insurer", scenario="cheapest")
    page.wait_for_selector(".st-key-solve button:enabled").click()
    page.wait_for_selector(".st-key-to-result button", timeout=120_000).click()
    page.wait_for_selector("text=Net saving")
    page.wait_for_url("**/result?**scenario=cheapest**")


@pytest.mark.slow
def test_in_the_browser_stop_ends_a_solve_within_seconds(show, server):
    page = show("solve", "online_retailer", scenario="cheapest")
    page.locator(".st-key-solve button:enabled").wait_for()
    page.get_by_text("Limits", exact=True).click()
    page.locator(".st-key-solve-gap input").fill("0")
    page.locator(".st-key-solve-gap input").press("Tab")
    settled(page)
    page.locator(".st-key-solve button:enabled").click()
    page.wait_for_selector("text=No plan can beat", timeout=60_000)
    stop = page.locator("[class*=st-key-cancel-] button")
    stop.click()
    stop.wait_for(state="detached", timeout=10_000)
    jobs = server.stored("online_retailer").jobs.all()
    assert [job.state for job in jobs if job.request["scenario"] == "cheapest"] == [JobState.CANCELLED]


@pytest.mark.slow
def test_in_the_browser_a_clash_is_told_and_mended_with_one_click(show, server):
    """No plan, the rules that clash, one click on the cheapest repair, a plan."""
    page = show("solve", "online_retailer", scenario="in_house_only")
    page.locator(".st-key-solve button:enabled").click()
    repair = page.locator(".st-key-apply-0 button").first
    repair.wait_for(timeout=120_000)
    settled(page)
    expect(page.locator(".st-key-clash-1")).to_contain_text("cannot hold with")
    repair.click()
    repair.wait_for(state="detached")
    settled(page)
    page.locator(".st-key-solve button:enabled").click()
    page.locator(".st-key-to-result button").wait_for(timeout=120_000)
    stored = server.stored("online_retailer")
    assert stored.results.read(stored.results.latest("in_house_only").result_id).status.has_plan
    assert stored.entries()[-1].label.startswith("Repair In-house only")
