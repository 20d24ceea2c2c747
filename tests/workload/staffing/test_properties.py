"""What must hold of every queue, whatever its figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.workload.staffing.erlang import ENDLESS, queue_state
from touchmap.workload.staffing.requirement import required_agents

LOADS = st.floats(-2, 5).map(lambda x: 10.0**x)
HANDLE = st.floats(10, 5000)
THRESHOLD = st.floats(0, 600)
PATIENCE = st.floats(5, 10_000)
BETA = st.floats(-3, 8)
ANY = st.tuples(LOADS, BETA, HANDLE, THRESHOLD, PATIENCE)
"""Load, square roots of it beyond it, handle time, threshold, patience."""


def crowd(load: float, beta: float) -> float:
    """Agents around a load, at least a little of one."""
    return max(load + beta * np.sqrt(load), 0.3 * load, 0.05)


@given(LOADS, BETA, HANDLE, THRESHOLD, PATIENCE)
def test_shares_are_shares(load, beta, handle, threshold, patience):
    """Everything that is a share lies between 0 and 1, and parts never exceed their whole."""
    state = queue_state(
        load, crowd(load, beta), handle, threshold_seconds=threshold, patience_seconds=patience
    )
    for name in ("occupancy", "wait_probability", "abandoned_share", "late_share", "service_level_share"):
        assert 0 <= float(getattr(state, name)) <= 1 + 1e-12, name
    assert float(state.abandoned_share) <= float(state.late_share) * (1 + 1e-9)
    assert float(state.late_share) <= float(state.wait_probability) * (1 + 1e-9)
    assert float(state.service_level_of_answered_share) <= 1 + 1e-9


@given(LOADS, BETA, HANDLE, PATIENCE)
def test_nobody_is_lost_from_the_books(load, beta, handle, patience):
    """Carried + abandoned = offered; abandonment = mean wait ÷ patience; Little's law."""
    n = crowd(load, beta)
    state = queue_state(load, n, handle, patience_seconds=patience)
    carried, left = float(state.occupancy) * n, float(state.abandoned_share) * load
    assert carried + left == pytest.approx(load, rel=1e-9)
    assert float(state.mean_wait_seconds) == pytest.approx(float(state.abandoned_share) * patience, rel=1e-9)
    assert float(state.waiting_contacts) == pytest.approx(load / handle * float(state.mean_wait_seconds))


@given(LOADS, st.floats(0.01, 8), HANDLE)
def test_without_patience_asa_is_waiting_times_the_wait(load, beta, handle):
    """Erlang C: ASA = P(wait) × E[wait | wait], the latter being handle ÷ (N − R)."""
    n = load + beta * np.sqrt(load)
    state = queue_state(load, n, handle)
    asa = float(state.wait_probability) * handle / (n - load)
    assert float(state.asa_seconds) == pytest.approx(asa, rel=1e-9)


@given(ANY, st.floats(0.001, 5))
def test_an_agent_more_helps(queue, more):
    """With more agents fewer wait, hang up or are late, and nobody is busier."""
    load, beta, handle, threshold, patience = queue
    n = crowd(load, beta)
    few, many = (
        queue_state(load, agents, handle, threshold_seconds=threshold, patience_seconds=patience)
        for agents in (n, n + more)
    )
    for name in ("wait_probability", "abandoned_share", "late_share", "asa_seconds", "occupancy"):
        a, b = float(getattr(few, name)), float(getattr(many, name))
        assert b <= a * (1 + 1e-9) + 1e-14, name


@given(ANY, st.floats(1.0001, 1.5))
def test_more_contacts_hurt(queue, factor):
    """With more contacts more wait, hang up or are late, and agents are busier."""
    load, beta, handle, threshold, patience = queue
    n = crowd(load, beta)
    calm, busy = (
        queue_state(r, n, handle, threshold_seconds=threshold, patience_seconds=patience)
        for r in (load, load * factor)
    )
    for name in ("wait_probability", "abandoned_share", "late_share", "occupancy"):
        a, b = float(getattr(calm, name)), float(getattr(busy, name))
        assert b >= a * (1 - 1e-9) - 1e-14, name


@given(ANY, st.floats(0.01, 100))
def test_the_unit_of_time_does_not_matter(queue, unit):
    """Handle time, threshold and patience in another unit give the same shares, and waits in that unit."""
    load, beta, handle, threshold, patience = queue
    n = crowd(load, beta)
    one = queue_state(load, n, handle, threshold_seconds=threshold, patience_seconds=patience)
    other = queue_state(
        load, n, handle * unit, threshold_seconds=threshold * unit, patience_seconds=patience * unit
    )
    assert float(other.late_share) == pytest.approx(float(one.late_share), rel=1e-8, abs=1e-14)
    assert float(other.asa_seconds) == pytest.approx(float(one.asa_seconds) * unit, rel=1e-8, abs=1e-12)


@given(st.floats(-2, 4).map(lambda x: 10.0**x), st.floats(0.02, 6), HANDLE, THRESHOLD)
def test_endless_patience_is_the_limit_of_long_patience(load, beta, handle, threshold):
    """Erlang A with a patience of ten thousand years is Erlang C."""
    n = load + beta * np.sqrt(load)
    long = queue_state(load, n, handle, threshold_seconds=threshold, patience_seconds=3e11)
    never = queue_state(load, n, handle, threshold_seconds=threshold)
    hang_up_still = 2 * float(never.mean_wait_seconds) / 3e11
    late = float(never.late_share)
    assert float(long.late_share) == pytest.approx(late, rel=1e-4, abs=hang_up_still + 1e-12)
    assert float(long.asa_seconds) == pytest.approx(float(never.asa_seconds), rel=1e-4, abs=1e-9)


@given(LOADS, BETA, HANDLE, THRESHOLD, PATIENCE)
def test_figures_do_not_jump(load, beta, handle, threshold, patience):
    """A millionth of an agent or of load changes next to nothing, also where the method changes."""
    n = crowd(load, beta)
    state = queue_state(
        [load, load, load * (1 + 1e-9)],
        [n, n * (1 + 1e-9), n],
        handle,
        threshold_seconds=threshold,
        patience_seconds=patience,
    )
    # The steepest change is of the order of the load's square root times the change.
    room = 1e-9 * (50 + 5 * np.sqrt(load))
    for name in ("wait_probability", "abandoned_share", "late_share", "occupancy"):
        values = getattr(state, name)
        assert np.abs(values - values[0]).max() <= room, name


@given(LOADS, HANDLE)
def test_with_agents_without_end_nobody_waits(load, handle):
    """N → ∞: everybody is answered at once."""
    state = queue_state(load, load + 60 * np.sqrt(load) + 60, handle)
    assert float(state.wait_probability) < 1e-12
    assert float(state.service_level_share) == 1


def test_no_load_needs_nobody():
    """Without contacts nobody waits, whatever the staff; without staff everybody does."""
    idle = queue_state(0, [0, 1, 5], 300)
    assert idle.wait_probability.tolist() == [0, 0, 0]
    assert idle.service_level_share.tolist() == [1, 1, 1]
    assert required_agents(0, 300, service_level_share=0.9).tolist() == 0
    closed = queue_state(5, 0, 300, patience_seconds=60)
    assert float(closed.abandoned_share) == 1
    assert float(closed.mean_wait_seconds) == 60
    assert float(closed.service_level_of_answered_share) == 0


def test_a_queue_that_cannot_keep_up_grows():
    """Without patience and with no more agents than load, waits are endless and agents always busy."""
    state = queue_state(10, [9, 10], 300)
    assert np.isinf(state.asa_seconds).all()
    assert state.service_level_share.tolist() == [0, 0]
    assert state.occupancy.tolist() == [1, 1]


def test_extremes_are_numbers():
    """From 0.01 to 100,000 erlangs, from seconds to years: no NaN, no warning (warnings are errors)."""
    loads = 10.0 ** np.arange(-2, 5.01, 0.5)
    factors = [0.001, 0.3, 0.9, 0.999, 1, 1.001, 1.1, 2, 10]
    grid = np.meshgrid(loads, factors, [1, 10, 360, 1e5], [1e-3, 1, 120, 1e6, ENDLESS], [0, 20, 1e5, 1e9])
    load, factor, handle, patience, threshold = (g.ravel() for g in grid)
    state = queue_state(load, load * factor, handle, patience_seconds=patience, threshold_seconds=threshold)
    for name in state.__slots__:
        assert not np.isnan(getattr(state, name)).any(), name
    agents = required_agents(
        load,
        handle,
        service_level_share=0.8,
        threshold_seconds=np.minimum(threshold, 1e5),
        patience_seconds=patience,
    )
    assert np.isfinite(agents).all()
    assert (agents >= 1).all()


@given(LOADS, st.floats(1, 8), HANDLE, THRESHOLD)
def test_contacts_at_once_are_places(load, at_once, handle, threshold):
    """An agent with c contacts at once is c places, each busy for a whole handle time."""
    agents = (load + 2 * np.sqrt(load) + 1) / at_once
    by_agents = queue_state(load, agents, handle, threshold_seconds=threshold, concurrency=at_once)
    by_places = queue_state(load, agents * at_once, handle, threshold_seconds=threshold)
    assert float(by_agents.late_share) == pytest.approx(float(by_places.late_share), rel=1e-6, abs=1e-14)
    assert float(by_agents.occupancy) == pytest.approx(float(by_places.occupancy))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"load_erlangs": -1}, "`load_erlangs` must be in [0, 1e+09], got -1.0"),
        ({"agents": float("nan")}, "`agents` must be in [0, 1e+09], got nan"),
        ({"handle_seconds": 0}, "`handle_seconds` must be in (0, 1e+09], got 0.0"),
        ({"patience_seconds": 0}, "`patience_seconds` must be in (0, inf], got 0.0"),
        ({"threshold_seconds": -5}, "`threshold_seconds` must be in [0, inf], got -5.0"),
        ({"concurrency": 0}, "`concurrency` must be in (0, 1e+06], got 0.0"),
    ],
)
def test_figures_outside_their_range_are_told(arguments, message):
    """The message names the argument, its range and the value."""
    usual = {"load_erlangs": 1, "agents": 2, "handle_seconds": 300}
    with pytest.raises(ValueError, match="must be in") as caught:
        queue_state(**(usual | arguments))
    assert str(caught.value) == message
