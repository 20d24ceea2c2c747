"""The board page: complete, on what is known, and nothing typed is markup."""

import pytest

from touchmap.analysis.board import board_facts
from touchmap.analysis.business_case import business_case
from touchmap.analysis.motives import MotiveState, hold_against_motives
from touchmap.examples import example
from touchmap.project.edits import set_field, set_setting
from touchmap.report.board import board_html
from touchmap.solving import evaluate, solve

pytestmark = pytest.mark.slow
HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def project():
    return example("telecom_isp")


@pytest.fixture(scope="module")
def case(project):
    return business_case(project, solve(project, "blended", gap=5e-3))


def test_what_moves_and_what_stays_is_all_the_work_of_the_plan(case):
    found = board_facts(case)
    moved = {name for move in found.moves for name in move.processes}
    assert found.moves
    assert moved
    assert all(move.why or move.cost_change for move in found.moves)
    hours = [move.hours_per_month for move in found.moves]
    assert hours == sorted(hours, reverse=True)
    assert found.stay.processes > 0
    third = {manager.provider.provider_id for manager in found.managers}
    assert {m.provider.provider_id for m in found.moves if not m.provider.is_own} <= third


def test_motives_are_tested_in_their_rank_against_figures_of_both_sides(case, project):
    tests = hold_against_motives(case)
    assert [test.motive for test in tests] == list(project.settings.motives)
    assert [test.rank for test in tests] == [1, 2, 3]
    cost = next(test for test in tests if test.motive == "cost")
    assert cost.state is (MotiveState.KEPT if case.net.p10.amount > 0 else MotiveState.OPEN)
    quality = next(test for test in tests if test.motive == "quality")
    falls = case.result.average_quality < case.result.today_quality
    assert (quality.state is MotiveState.BROKEN) == falls


def test_today_breaks_no_motive_against_itself(project):
    tests = hold_against_motives(business_case(project, evaluate(project)))
    states = {test.motive: test.state for test in tests}
    assert states["quality"] is MotiveState.OPEN
    assert states["flexibility"] is not MotiveState.KEPT
    assert states["cost"] is MotiveState.BROKEN


def test_the_page_says_what_is_not_known_and_who_is_missing(case):
    page = board_html(case)
    for heading in ("What moves, and why", "What stays", "Motives", "Who manages whom", "Not included"):
        assert heading in page
    assert "nobody named" in page
    assert "touch needs confirmed by people" in page
    assert "Stranded cost" in page
    assert "a haircut of 25 %; no stranded cost is counted. Paid back" in page


def test_nothing_typed_is_markup(project):
    changed = set_setting(project, "name", HOSTILE).apply(project)
    changed = set_field(changed, "providers", changed.providers[3].provider_id, "name", HOSTILE).apply(
        changed
    )
    page = board_html(business_case(changed, evaluate(changed)))
    assert "<img" not in page
    assert "&lt;img" in page
