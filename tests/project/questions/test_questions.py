"""The five questions: what each answer proposes, and that all of it together is a sound project."""

import pytest

from touchmap.errors import Severity
from touchmap.examples import EXAMPLES, example
from touchmap.project import find_scenario
from touchmap.project.checks import check_project
from touchmap.project.journey_defaults import blank_project
from touchmap.project.questions import Answers, Question, Stance, apply_proposals, propose, work_options
from touchmap.project.vocabulary import Motive, Objective

EVERYTHING = Answers(
    stance=Stance.SERVICE,
    motives=(Motive.QUALITY, Motive.RESILIENCE, Motive.COST),
    stays=("ST1", "P10"),
    languages=("nl", "en"),
    markets=("NL",),
    scope=("ST1", "ST2", "ST3", "ST4", "ST5"),
)


def _errors(project):
    return {issue.code for issue in check_project(project) if issue.severity is Severity.ERROR}


def _by_key(found):
    return {one.key: one for one in found}


@pytest.mark.parametrize("sample", EXAMPLES)
@pytest.mark.parametrize("stance", Stance)
def test_all_proposals_together_leave_a_sound_project(sample, stance):
    """Whatever is ticked, no check of the facts fails that did not fail before."""
    project = example(sample)
    answers = Answers(stance, tuple(Motive), ("ST1", "P10"), ("nl", "en"), ("DE",), ("ST1", "ST2"))
    found = propose(project, answers, cost_today=44_000_000)
    assert {one.question for one in found} == set(Question)
    after = apply_proposals(project, found).apply(project)
    assert _errors(after) <= _errors(project)
    on = {active.rule.rule_id for active in find_scenario(after, "blended").rules}
    assert {str(one.rule["rule_id"]) for one in found if one.rule} <= on


def test_a_blank_project_gets_scenarios_rules_and_stand_ins():
    project = blank_project("Acme")
    change = apply_proposals(project, propose(project, EVERYTHING))
    after = change.apply(project)
    assert [row.scenario_id for row in after.scenarios] == ["today", "cheapest", "blended"]
    assert after.settings.motives == (Motive.QUALITY, Motive.RESILIENCE, Motive.COST)
    assert {p.provider_id for p in after.providers} >= {"MKT-SR", "MKT-IN"}
    assert change.inverse().apply(after) == project


def test_nothing_is_proposed_twice():
    """Once taken over, the same answers propose nothing more."""
    project = blank_project("Acme")
    after = apply_proposals(project, propose(project, EVERYTHING)).apply(project)
    assert propose(after, EVERYTHING) == []


def test_no_answer_proposes_nothing():
    assert propose(example("insurer"), Answers()) == []


def test_service_first_gives_quality_a_price_once_the_cost_of_today_is_known():
    """1 % of 44 million is 440,000 for a point; without that cost it is sought at the lowest cost."""
    project, answers = example("telecom_isp"), Answers(stance=Stance.SERVICE)
    priced = _by_key(propose(project, answers, cost_today=44_000_000))["objective"]
    assert priced.scenario == {"objective": "blend", "quality_price_per_point": 440_000}
    unpriced = _by_key(propose(blank_project("Acme"), answers))["objective"]
    assert unpriced.scenario["objective"] == Objective.COST


@pytest.mark.parametrize(
    ("stance", "floor"), [(Stance.SERVICE, 75), (Stance.BALANCED, 70), (Stance.COST, 65)]
)
def test_the_floor_follows_from_satisfaction_today(stance, floor):
    """75 today; 0, 5 and 10 points below it."""
    project = blank_project("Acme")
    assert _by_key(propose(project, Answers(stance=stance)))["quality_floor"].rule["minimum"] == floor


def test_motives_change_weights_and_limits_by_their_rank():
    """Price weighs 25 % and flexibility 8 %: doubled, and half as much again. The budget is today's cost."""
    project = example("telecom_isp")
    found = _by_key(
        propose(project, Answers(motives=(Motive.COST, Motive.FLEXIBILITY)), cost_today=44_123_456)
    )
    assert found["weights"].weights == {"price": 0.5, "flex": 0.12}
    assert found["no_dearer"].rule["maximum"] == 44_120_000
    assert "no_dearer" not in _by_key(propose(project, Answers(motives=(Motive.QUALITY, Motive.COST))))


def test_what_must_stay_is_work_by_stage_and_by_process():
    """Fields of one scope must all hold, so that stages and processes are rules of their own."""
    project = example("telecom_isp")
    found = _by_key(propose(project, Answers(stays=("ST1", "P12", "P13"))))
    assert set(found) == {"stays_stage", "stays_process"}
    assert found["stays_process"].scopes == (
        ("work", "process", "P12"),
        ("work", "process", "P13"),
        ("provider", "ownership", "own"),
    )
    assert {"ST1", "P12"} <= set(work_options(project))


def test_work_out_of_scope_stays_where_it_is_known_to_be():
    in_scope = Answers(scope=("ST1",))
    known = propose(example("telecom_isp"), in_scope)[0]
    assert known.rule["stem"] == "pin"
    assert ("provider", "today", "yes") in known.scopes
    unknown = propose(blank_project("Acme"), in_scope)[0]
    assert unknown.rule["stem"] == "allowed_sourcing"
    assert ("work", "stage", "ST1") not in unknown.scopes
    everything = tuple(stage.stage_id for stage in blank_project("Acme").stages)
    assert propose(blank_project("Acme"), Answers(scope=everything)) == []


def test_stand_ins_speak_the_languages_and_wait_where_there_are_bids():
    """For German at home in Germany: Germany itself, the cheapest near and the cheapest far country."""
    answers = Answers(languages=("de",), markets=("DE",))
    blank = _by_key(propose(blank_project("Acme", home_country="DE"), answers))["stand_ins"]
    assert blank.countries[0] == "DE"
    assert blank.suggested
    assert not _by_key(propose(example("insurer"), answers))["stand_ins"].suggested


def test_only_what_is_chosen_is_applied():
    project = blank_project("Acme")
    chosen = [one for one in propose(project, EVERYTHING) if one.key == "motives"]
    after = apply_proposals(project, chosen).apply(project)
    assert after.settings.motives == EVERYTHING.motives
    assert (after.rules, after.scenarios, after.providers) == ((), (), ())


def test_rules_that_were_on_stay_on():
    """A project without scenarios has all its rules on; writing the scenarios down keeps that."""
    project = example("telecom_isp").replace(scenarios=(), scenario_rules=())
    before = {a.rule.rule_id for a in find_scenario(project, "blended").rules}
    after = apply_proposals(project, propose(project, Answers(stance=Stance.COST))).apply(project)
    assert before <= {a.rule.rule_id for a in find_scenario(after, "blended").rules}


def test_a_rule_of_another_kind_by_the_same_id_stays():
    project = example("telecom_isp")
    project = project.replace(
        rules=(project.rules[0].model_copy(update={"rule_id": "stays_process"}), *project.rules[1:])
    )
    (found,) = propose(project, Answers(stays=("P12",)))
    assert found.rule["rule_id"] == "stays_process_asked"
    after = apply_proposals(project, [found]).apply(project)
    assert len(after.rules) == len(project.rules) + 1
