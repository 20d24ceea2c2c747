"""The page of the staffing: what a service level costs, and the base worth keeping."""

import time

import pytest

from tests.report.plans import read_sample
from touchmap.analysis.peak import peak_plans, propose_bases
from touchmap.analysis.service_levels import service_levels
from touchmap.report.staffing_levels import base_table, level_table


def section(app, name, until):
    """Choose a part of the page and wait for its answer."""
    for _ in range(240):
        if app.segmented_control:
            break
        time.sleep(0.25)
        app.run()
    app.segmented_control(key="staffing-section").set_value(name).run()
    for _ in range(240):
        if until(app):
            return app
        time.sleep(0.25)
        app.run()
    raise AssertionError(f"{name} was never shown")


@pytest.mark.slow
def test_each_service_level_of_a_process_stands_with_its_cost(open_page):
    """The table of the page is the curve the command line prints, and dearer with each level."""
    project = read_sample("online_retailer")
    process = project.processes[2].process_id
    app = section(open_page("staffing", "online_retailer", process=process), "levels", lambda a: a.dataframe)
    shown, expected = app.dataframe[0].value, level_table(service_levels(project, process))
    assert list(shown.iloc[:, 3]) == pytest.approx(list(expected["cost_per_month"]))
    assert list(expected["cost_per_month"]) == sorted(expected["cost_per_month"])
    assert expected["cost_per_month"].iloc[-1] > expected["cost_per_month"].iloc[0]


@pytest.mark.slow
def test_without_a_process_the_service_levels_ask_for_one(open_page):
    """A curve belongs to a process."""
    app = section(open_page("staffing", "online_retailer"), "levels", lambda a: a.info)
    assert "Choose a process" in app.info[0].value


@pytest.mark.slow
def test_the_base_worth_keeping_is_proposed_for_every_process(open_page):
    """As `touchmap peak` proposes it against all bidders, with what is stated beside it."""
    project = read_sample("online_retailer")
    app = section(open_page("staffing", "online_retailer"), "bases", lambda a: a.dataframe)
    shown, expected = app.dataframe[0].value, base_table(propose_bases(project))
    assert len(shown) == len(expected) > 5
    assert list(shown.iloc[:, 4]) == pytest.approx(list(expected["base_fte"]))


def test_the_proposal_is_that_of_the_plans_of_the_peak():
    """One rule in both places."""
    project = read_sample("online_retailer")
    proposed = {row.process.process_id: row.worth.level.base_fte for row in propose_bases(project)}
    assert proposed == {
        row.process.process_id: row.worth.level.base_fte for row in peak_plans(project).processes
    }
    stated = project.processes[2].model_copy(update={"base_level_fte": 1.5})
    changed = project.replace(
        processes=[stated if p.process_id == stated.process_id else p for p in project.processes]
    )
    rows = base_table(propose_bases(changed)).set_index("process_id")
    assert rows.loc[stated.process_id, "stated_fte"] == 1.5
