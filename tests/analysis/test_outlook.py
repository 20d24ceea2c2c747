"""Satisfaction and emotion of each touchpoint under a plan, relative to what is measured today."""

import pytest

import touchmap
from tests.builders import company, offer, own, platform, process, stream, today, vendor
from touchmap.analysis.outlook import predict_touchpoints, predicted_emotion
from touchmap.plan import Assignment, Plan
from touchmap.project import Touchpoint
from touchmap.solving import evaluate

PLACE = {"stage_id": "S", "name": "Call"}


def point(touchpoint_id="T1", **fields):
    return Touchpoint(touchpoint_id=touchpoint_id, **(PLACE | fields))


def moved(*rows, **packages):
    """Outlook of a plan in which packages go to the providers named; own staff claim 80, VEN 90."""
    project = company(
        own(satisfaction=80), vendor(satisfaction=90), process("P1"), process("P2"), *rows,
        today("D1", "OWN"), today("D2", "OWN"),
    )  # fmt: skip
    plan = Plan(
        assignments=tuple(
            Assignment(package_id=f"{p}/nl/*/*", provider_id=who, offer_ids=("base_rate",) if who else ())
            for p, who in packages.items()
        )
    )
    return {o.touchpoint_id: o for o in predict_touchpoints(project, evaluate(project, plan))}


def test_what_is_measured_moves_by_the_difference():
    """Half of VEN's 10 points more count: 62.5 becomes 67.5, and −1 becomes −1 + 5 ÷ 12.5."""
    rows = (point(satisfaction=62.5), stream(touchpoint_id="T1"), stream("D2", process_id="P2"))
    found = moved(*rows, P1="VEN", P2="OWN")["T1"]
    assert (found.satisfaction_today, found.satisfaction_plan) == (62.5, pytest.approx(67.5))
    assert (found.emotion_today, found.emotion_plan) == (-1, pytest.approx(-0.6))
    assert found.satisfaction_change == pytest.approx(5)
    assert found.emotion_change == pytest.approx(0.4)


def test_work_behind_a_touchpoint_weighs_by_contacts():
    """1000 contacts gain 5 points, 3000 none: 1.25."""
    rows = (
        point(satisfaction=70),
        stream(touchpoint_id="T1"),
        stream("D2", 3000, process_id="P2", touchpoint_id="T1"),
    )
    found = moved(*rows, P1="VEN", P2="OWN")["T1"]
    assert found.satisfaction_change == pytest.approx(1.25)
    assert found.contacts_per_month == pytest.approx(4000)


def test_entered_emotion_moves_by_the_same_steps():
    """People entered −2; 5 points make it −1.6. At +2 there is nothing above."""
    rows = (stream(touchpoint_id="T1"), stream("D2", process_id="P2", touchpoint_id="T2"))
    points = (point(satisfaction=70, emotion=-2), point("T2", satisfaction=70, emotion=2))
    found = moved(*points, *rows, P1="VEN", P2="VEN")
    assert found["T1"].emotion_plan == pytest.approx(-1.6)
    assert found["T2"].emotion_plan == 2


def test_satisfaction_that_nobody_measured_is_marked():
    """The setting stands in where only the emotion is known, and says so."""
    rows = (point(emotion=0), stream(touchpoint_id="T1"), stream("D2", process_id="P2"))
    found = moved(*rows, P1="VEN", P2="OWN")["T1"]
    assert found.assumed
    assert found.satisfaction_today == 75


def test_what_nobody_knows_is_not_predicted():
    """Without satisfaction and emotion a touchpoint has no curve."""
    rows = (point(), stream(touchpoint_id="T1"), stream("D2", process_id="P2"))
    assert moved(*rows, P1="VEN", P2="OWN") == {}


def test_work_left_undone_and_places_without_work_stay():
    """Nothing is predicted from work nobody does; a place without work stays as it is."""
    rows = (
        point(satisfaction=70),
        point("T2", satisfaction=60),
        stream(touchpoint_id="T1"),
        stream("D2", process_id="P2"),
    )
    found = moved(*rows, P1=None, P2="OWN")
    assert found["T1"].satisfaction_change == 0
    assert found["T1"].contacts_per_month == 0
    assert found["T2"].emotion_change == 0


def test_satisfaction_stays_on_its_scale():
    """A gain of 5 points from 98 ends at 100, a loss from 3 at 0."""
    rows = (point(satisfaction=98), stream(touchpoint_id="T1"), stream("D2", process_id="P2"))
    assert moved(*rows, P1="VEN", P2="OWN")["T1"].satisfaction_plan == 100


def test_platform_in_front_is_felt():
    """Half of 40 % of the contacts are at 60 × ½ + 70 × ½ = 65 instead of 70: 1 to 2 points less."""
    project = company(
        own(), platform(satisfaction=60), point(satisfaction=70), stream(touchpoint_id="T1"),
        offer("B", "BOT", 1, pricing_model="per_resolution", channel="phone", containment_share=0.4,
              achieved_share=1),
        today("D1", "OWN"),
    )  # fmt: skip
    rows = (
        Assignment(
            package_id="P1/nl/*/*", provider_id="OWN", platform_id="BOT", offer_ids=("B", "base_rate")
        ),
    )
    (found,) = predict_touchpoints(project, evaluate(project, Plan(assignments=rows)))
    # 0.4 × ((½ · 60 + ½ · 70) − 70) = −2
    assert found.satisfaction_change == pytest.approx(-2)


@pytest.mark.parametrize("name", touchmap.EXAMPLES)
def test_today_changes_nothing(name):
    """Under today's arrangement every touchpoint is as it is; none is lost."""
    project = touchmap.example(name)
    result = evaluate(project)
    found = predict_touchpoints(project, result)
    assert len(found) == len(project.touchpoints)
    assert all(abs(o.satisfaction_change) < 1e-9 and abs(o.emotion_change) < 1e-9 for o in found)
    assert predicted_emotion(project, result) == {o.touchpoint_id: o.emotion_plan for o in found}


def test_no_plan_has_no_outlook():
    """Without a plan there is nothing to predict."""
    project = company(own(), stream())
    with pytest.raises(ValueError, match="no plan"):
        predicted_emotion(project, evaluate(project).model_copy(update={"plan": None}))
