"""Expected contacts: entered volumes win, nobody is lost, nothing is endless."""

import numpy as np
import pytest
from hypothesis import given

from tests.builders import company, stream
from tests.journey.maps import any_map, chain_of, point, step
from touchmap.journey.contacts import VolumeSource, expected_contacts


def test_unknown_volumes_follow_from_known_ones():
    """A loop of unknown touchpoints is solved together."""
    # B and C unknown: x_B = 0.5 · 1000 + 0.25 x_C and x_C = 0.4 x_B, so 0.9 x_B = 500.
    found = expected_contacts(chain_of({"AB": 0.5, "BC": 0.4, "CB": 0.25}, {"A": 1000, "B": None, "C": None}))
    assert found.of("B").contacts == pytest.approx(500 / 0.9)
    assert found.of("C").contacts == pytest.approx(200 / 0.9)
    assert [t.source for t in found.touchpoints] == [
        VolumeSource.ENTERED,
        VolumeSource.TRANSITIONS,
        VolumeSource.TRANSITIONS,
    ]


def test_known_volume_in_the_middle_wins():
    """What is entered holds, and what follows from it starts from there."""
    found = expected_contacts(chain_of({"AB": 0.5, "BC": 0.5}, {"A": 1000, "B": 700, "C": None}))
    row = found.of("B")
    assert (row.contacts, row.arriving, row.outside, row.excess) == (700, 500, 200, 0)
    assert found.of("C").contacts == 350


def test_transitions_beyond_the_entered_volume_are_reported():
    """More arrivals than were entered are a difference, not a new volume."""
    found = expected_contacts(chain_of({"AB": 0.5}, {"A": 1000, "B": 300}))
    row = found.of("B")
    assert (row.contacts, row.outside, row.excess) == (300, 0, 200)
    (problem,) = found.problems
    assert (problem.code, problem.touchpoint_ids) == ("more_than_entered", ("B",))


def test_demand_is_a_known_volume():
    """Without a volume of its own a touchpoint has the sum of its demand."""
    project = company(point("A"), stream("D1", 60, touchpoint_id="A"), stream("D2", 40, touchpoint_id="A"))
    row = expected_contacts(project).of("A")
    assert (row.contacts, row.source) == (100, VolumeSource.DEMAND)


def test_touchpoint_of_which_nothing_is_known():
    """A touchpoint without volume and arrivals is unknown, not zero."""
    row = expected_contacts(chain_of({}, {"A": None})).of("A")
    assert (row.contacts, row.source, row.further_contacts) == (None, VolumeSource.UNKNOWN, 0)


def test_further_contacts_count_every_way_on():
    """Expected further contacts are the sum over all paths."""
    # From A: 0.5 to B and 0.25 to C; from B 0.5 to C: 0.5 + 0.25 + 0.5 · 0.5 = 1.
    found = expected_contacts(chain_of({"AB": 0.5, "AC": 0.25, "BC": 0.5}, dict.fromkeys("ABC", 1)))
    assert [t.further_contacts for t in found.touchpoints] == pytest.approx([1, 0.5, 0])


def test_transitions_over_one_are_scaled_and_told():
    """Shares that sum to more than 1 are reported and never multiply customers."""
    found = expected_contacts(chain_of({"AB": 0.9, "AC": 0.6}, {"A": 100, "B": None, "C": None}))
    assert [p.code for p in found.problems] == ["transitions_over_1"]
    assert found.of("B").contacts + found.of("C").contacts == pytest.approx(100)
    assert found.of("A").leaving == pytest.approx(0)


def test_closed_loop_is_told_and_gives_no_number():
    """A loop that nobody leaves has no expected contacts, and neither has what leads into it."""
    steps = {"AB": 0.5, "BC": 1, "CB": 1, "AD": 0.1}
    found = expected_contacts(chain_of(steps, {"A": 100, "B": None, "C": None, "D": None}))
    assert [(p.code, p.touchpoint_ids) for p in found.problems] == [("closed_loop", ("B", "C"))]
    assert [found.of(t).contacts for t in "BC"] == [None, None]
    assert [found.of(t).further_contacts for t in "ABCD"] == [None, None, None, 0]
    assert found.of("D").contacts == pytest.approx(10)
    visits = found.visits()
    assert np.isnan(visits[0, 1])
    assert visits[0, 3] == pytest.approx(0.1)


def test_touchpoint_that_only_leads_to_itself_is_a_closed_loop():
    """A transition to itself with certainty is the smallest closed loop."""
    found = expected_contacts(chain_of({"AA": 1}, {"A": 100}))
    assert [p.code for p in found.problems] == ["closed_loop"]
    assert found.of("A").further_contacts is None


@given(any_map())
def test_flow_is_conserved(project):
    """Arrivals and those from outside, less what was never entered, are the contacts, and all leave."""
    found = expected_contacts(project)
    for row in found.touchpoints:
        if row.contacts is not None:
            assert row.arriving + row.outside - row.excess == pytest.approx(row.contacts, abs=1e-6)
    total = [sum(getattr(t, field) for t in found.touchpoints) for field in ("outside", "excess", "leaving")]
    assert total[0] - total[1] == pytest.approx(total[2], abs=1e-6)


@given(any_map())
def test_visits_are_those_of_walking_step_by_step(project):
    """The fundamental matrix equals the sum of the powers of the transitions."""
    chain = expected_contacts(project).chain
    q = chain.probability.toarray()
    walked, power = np.eye(len(q)), np.eye(len(q))
    for _ in range(3000):
        power = power @ q
        walked += power
    found = expected_contacts(project)
    assert found.visits() == pytest.approx(walked, rel=1e-6, abs=1e-9)
    assert chain.own_visits == pytest.approx(np.diag(walked), rel=1e-6)
    assert [t.further_contacts for t in found.touchpoints] == pytest.approx(walked.sum(axis=1) - 1, abs=1e-6)


@given(any_map(known=True))
def test_entered_volumes_are_never_changed(project):
    """Where all volumes are entered, all are shown as entered."""
    entered = {t.touchpoint_id: t.contacts_per_month for t in project.touchpoints}
    assert {t.touchpoint_id: t.contacts for t in expected_contacts(project).touchpoints} == entered


def test_transitions_to_unknown_touchpoints_are_passed_over():
    """A transition that leads nowhere takes nobody along."""
    found = expected_contacts(company(point("A", 10), step("A", "Z", 0.5)))
    assert found.of("A").leaving == 10
