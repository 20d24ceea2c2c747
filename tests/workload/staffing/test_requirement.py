"""The fewest agents: enough, not one too many, and found quickly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.workload.staffing.erlang import ENDLESS, queue_state
from touchmap.workload.staffing.requirement import required_agents

LOADS = st.floats(-2, 5).map(lambda x: 10.0**x)


@given(
    LOADS,
    st.floats(30, 3000),
    st.floats(0, 300),
    st.one_of(st.just(ENDLESS), st.floats(10, 2000)),
    st.sampled_from(
        [
            {"service_level_share": 0.8},
            {"service_level_share": 0.99},
            {"asa_seconds": 15.0},
            {"occupancy_cap": 0.85},
            {"service_level_share": 0.3, "asa_seconds": 200.0, "occupancy_cap": 0.95},
            {"abandoned_share": 0.03, "service_level_share": 0.1},
        ]
    ),
)
def test_enough_and_not_one_too_many(load, handle, threshold, patience, asked):
    """With the agents found every promise is kept; with one fewer one of them is broken."""
    settings = {"threshold_seconds": threshold, "patience_seconds": patience}
    agents = float(required_agents(load, handle, **asked, **settings))
    assert agents == int(agents) >= 1
    assert keeps(queue_state(load, agents, handle, **settings), asked, 1e-8)
    assert agents == 1 or not keeps(queue_state(load, agents - 1, handle, **settings), asked, -1e-8)


def keeps(state, asked, room) -> bool:
    """Whether every promise is kept, with some room for rounding, and waits are not endless."""
    worst = 1 + room
    return (
        (1 - float(state.service_level_share)) <= (1 - asked.get("service_level_share", 0.0)) * worst
        and float(state.asa_seconds) <= asked.get("asa_seconds", 1e300) * worst
        and float(state.abandoned_share) <= asked.get("abandoned_share", 1.0) * worst
        and float(state.occupancy) <= asked.get("occupancy_cap", 1.0) * worst
    )


@given(LOADS, st.floats(30, 3000), st.floats(0.3, 0.99), st.one_of(st.just(ENDLESS), st.floats(10, 2000)))
def test_between_whole_agents_the_promise_is_just_kept(load, handle, level, patience):
    """The real number of agents gives the service level itself, and rounds up to the whole number."""
    asked = {"service_level_share": level, "patience_seconds": patience}
    real = float(required_agents(load, handle, **asked, whole=False))
    whole = float(required_agents(load, handle, **asked))
    assert whole - 1 - 1e-6 * whole <= real <= whole * (1 + 1e-6)
    state = queue_state(load, real, handle, patience_seconds=patience)
    # Where load and agents are many, a millionth of them is a larger part of the service level.
    assert float(state.service_level_share) == pytest.approx(level, abs=1e-5)


def test_arguments_are_broadcast():
    """Loads down and levels across give a table."""
    table = required_agents(np.array([[5.0], [50.0]]), 300, service_level_share=[0.5, 0.8, 0.95])
    assert table.shape == (2, 3)
    assert (np.diff(table, axis=1) >= 0).all()
    assert float(table[1, 1]) == float(required_agents(50, 300, service_level_share=0.8))


def test_exact_limits_are_kept():
    """8.8 erlangs at 88 % are 10 agents and not 11, whatever the rounding."""
    assert float(required_agents(8.8, 300, occupancy_cap=0.88)) == 10
    assert float(required_agents(88, 300, occupancy_cap=0.88)) == 100
    assert float(required_agents(10, 300, occupancy_cap=1)) == 11  # at 10 the queue would never end


def test_patience_saves_agents():
    """Callers who hang up leave the line: Erlang A never asks for more than Erlang C."""
    loads = 10.0 ** np.linspace(-2, 4, 40)
    patient = required_agents(loads, 300, service_level_share=0.8)
    restless = required_agents(loads, 300, service_level_share=0.8, patience_seconds=150)
    assert (restless <= patient).all()
    assert (restless[-5:] < patient[-5:]).all()


def test_chats_take_fewer_agents():
    """Ten erlangs of chats, 1.7 at once: more than 5.9 agents, as many as fill the places."""
    promise = {"service_level_share": 0.8, "threshold_seconds": 45}
    places = float(required_agents(10, 700, **promise, whole=False))
    agents = float(required_agents(10, 700, **promise, concurrency=1.7))
    assert 10 / 1.7 < agents == np.ceil(places / 1.7)


def test_many_are_found_at_once():
    """A thousand of a hundred thousand random queues are the same as one by one."""
    rng = np.random.default_rng(4)
    load = 10 ** rng.uniform(-2, 5, 1000)
    handle, level = rng.uniform(60, 900, 1000), rng.uniform(0.5, 0.97, 1000)
    patience = np.where(rng.random(1000) < 0.5, np.inf, rng.uniform(30, 600, 1000))
    together = required_agents(load, handle, service_level_share=level, patience_seconds=patience)
    for i in range(0, 1000, 97):
        alone = required_agents(
            load[i], handle[i], service_level_share=level[i], patience_seconds=patience[i]
        )
        assert float(alone) == together[i]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "one of `service_level_share`, `asa_seconds`, `abandoned_share`, `occupancy_cap` must be given"),
        ({"service_level_share": 1}, "`service_level_share` must be in [0, 1), got 1.0"),
        ({"asa_seconds": 0}, "`asa_seconds` must be in (0, inf], got 0.0"),
        ({"abandoned_share": 0}, "`abandoned_share` must be in (0, 1], got 0.0"),
        ({"occupancy_cap": 1.1}, "`occupancy_cap` must be in (0, 1], got 1.1"),
    ],
)
def test_promises_nobody_can_keep_are_told(arguments, message):
    """A service level of 1, or nobody ever hanging up, takes agents without end."""
    with pytest.raises(ValueError, match="must be") as caught:
        required_agents(5, 300, **arguments)
    assert str(caught.value) == message
