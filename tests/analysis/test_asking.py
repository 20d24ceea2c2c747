"""Asking again and again: the same answers as `solve`, remembered, conditions held, stopped at once."""

import threading
import time
from dataclasses import replace

import pytest

import touchmap
from touchmap.analysis.asking import Asker, WhatIf
from touchmap.plan import SolveStatus
from touchmap.project import RuleStem, find_scenario
from touchmap.sourcing.extras import DifferFrom, difference


@pytest.fixture(scope="module")
def insurer():
    """The sample insurer."""
    return touchmap.example("insurer")


@pytest.fixture(scope="module")
def asker(insurer):
    """An asker for the whole module."""
    with Asker(insurer, processes=2) as asker:
        yield asker


def test_an_answer_is_the_result_of_solve(insurer, asker):
    """A scenario asked for gives the plan that `solve` gives."""
    answer = asker.ask(find_scenario(insurer, "blended"))
    solved = touchmap.solve(insurer, "blended")
    assert answer.result.status is SolveStatus.OPTIMAL
    assert answer.result.verified
    assert answer.result.plan == solved.plan
    assert answer.lowest <= answer.highest * (1 + 1e-9)


def test_answers_come_in_the_order_of_the_questions(insurer, asker):
    """Several questions at once are answered in their order."""
    names = ["cheapest", "blended", "best_quality"]
    answers = asker.ask_all(WhatIf(find_scenario(insurer, name)) for name in names)
    assert [a.result.scenario_id for a in answers] == names


def test_a_proven_answer_is_remembered(insurer):
    """The second time the same is asked, nothing is solved."""
    wanted = find_scenario(insurer, "cheapest")
    with Asker(insurer) as first:
        answer = first.ask(wanted)
    with Asker(insurer) as second:
        assert second.ask(wanted) is answer
        assert second.ask(wanted, gap=0.3) is not answer


def test_a_plan_can_be_asked_to_differ(insurer, asker):
    """With `DifferFrom`, at least so many packages are led by another party."""
    scenario = find_scenario(insurer, "blended")
    best = asker.ask(scenario)
    other = asker.ask(scenario, start=best.choice, extras=(DifferFrom(best.choice, 7),))
    assert difference(best.choice, other.choice, asker.costing.options.lead) >= 7
    assert other.highest >= best.lowest - 1e-6


def test_what_is_impossible_is_said_to_be(insurer, asker):
    """A rule nobody can hold gives a proven *infeasible*, not an exception."""
    scenario = find_scenario(insurer, "blended")
    floor = next(r for r in scenario.rules if r.rule.minimum is not None)
    asked = floor.rule.model_copy(
        update={"rule_id": "dream", "stem": RuleStem.MIN_AVERAGE_QUALITY, "minimum": 99.9}
    )
    answer = asker.ask(replace(scenario, rules=(*scenario.rules, replace(floor, rule=asked, scopes={}))))
    assert answer.is_impossible
    assert answer.is_proven
    assert answer.lowest == float("inf")


def test_cancelling_answers_every_question_within_a_second_or_two():
    """After `cancel`, all open questions come back without a plan."""
    project = touchmap.example("online_retailer")
    scenario = find_scenario(project, "blended")
    with Asker(project, gap=0.0, seconds=120) as asker:
        threading.Timer(1.0, asker.cancel).start()
        started = time.monotonic()
        answers = asker.ask_all([WhatIf(scenario), WhatIf(scenario, gap=1e-9), WhatIf(scenario, gap=1e-8)])
        assert time.monotonic() - started < 30
    assert all(a.result.status is SolveStatus.NO_PLAN for a in answers)


def test_progress_counts_answers(insurer):
    """The listener hears of each answer."""
    heard = []
    with Asker(insurer, on_answer=lambda done, asked: heard.append((done, asked))) as asker:
        asker.ask_all([WhatIf(find_scenario(insurer, "cheapest")), WhatIf(find_scenario(insurer, "blended"))])
    assert heard == [(1, 2), (2, 2)]
