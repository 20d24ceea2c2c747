"""Queues against three other ways to work them out: state by state, played through, and by pyworkforce."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from tests.workload.staffing.chain import reference
from tests.workload.staffing.simulation import Interval, simulate
from touchmap.workload.staffing.blocking import erlang_b
from touchmap.workload.staffing.erlang import ENDLESS, queue_state
from touchmap.workload.staffing.requirement import required_agents
from touchmap.workload.staffing.rostering import rostered_agents

DATA = Path(__file__).resolve().parents[2] / "data" / "staffing"
FIGURES = (
    "wait_probability",
    "abandoned_share",
    "service_level_share",
    "asa_seconds",
    "mean_wait_seconds",
    "occupancy",
    "waiting_contacts",
)


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- State by state ---------------------------------------------------------------------------------

LOADS = ("0.01", "0.1", "0.5", "1", "2", "4", "10", "25", "60")
PATIENCE = (None, 30.0, 120.0, 900.0)


def around(load: str) -> list[int]:
    """Agents well below, at, just above and well above a load."""
    r = float(load)
    return sorted({max(1, round(0.7 * r)), max(1, round(r)), int(r) + 1, int(r + 3 * math.sqrt(r)) + 2})


EXACT = [
    (load, agents, patience, threshold)
    for load in LOADS
    for agents in around(load)
    for patience in PATIENCE
    for threshold in (0.0, 20.0, 90.0)
    if patience is not None or agents > float(load)
]
LARGE = [
    ("300", 280, 120.0),
    ("300", 310, None),
    ("300", 310, 600.0),
    ("2000", 2040, None),
    ("2000", 1950, 120.0),
    ("100000", 100_200, None),
    ("100000", 99_000, 600.0),
]


@pytest.mark.parametrize("load", LOADS)
def test_every_figure_agrees_with_the_chain_of_states(load):
    """All figures are those of the birth–death chain with 50 decimals, to 1e-10."""
    for _, agents, patience, threshold in (case for case in EXACT if case[0] == load):
        exact = reference(load, agents, 300.0, patience, threshold)
        state = queue_state(
            float(load), agents, 300.0, patience_seconds=patience or ENDLESS, threshold_seconds=threshold
        )
        for name in FIGURES:
            expected = getattr(exact, name)
            assert float(getattr(state, name)) == pytest.approx(expected, rel=1e-10, abs=1e-13), (
                name,
                load,
                agents,
                patience,
                threshold,
            )


@pytest.mark.slow
@pytest.mark.parametrize(("load", "agents", "patience"), LARGE)
def test_large_groups_agree_with_the_chain_of_states(load, agents, patience):
    """Hundreds of agents and a hundred thousand too, with the service level at once."""
    exact = reference(load, agents, 300.0, patience, 0.0)
    state = queue_state(float(load), agents, 300.0, patience_seconds=patience or ENDLESS, threshold_seconds=0)
    for name in FIGURES:
        assert float(getattr(state, name)) == pytest.approx(getattr(exact, name), rel=1e-10), name


def test_there_are_more_than_two_hundred_exact_vectors():
    """The promise of 200 reference vectors is kept by the exact ones alone."""
    assert len(EXACT) + len(LARGE) > 200


@pytest.mark.parametrize("load", [0.01, 0.7, 5.0, 80.0, 3000.0, 100_000.0])
def test_erlang_b_agrees_with_its_recursion(load):
    """``1/B(k) = 1 + k/(R·B(k − 1))`` from nobody on gives the same, to 1e-11."""
    inverse, k = 1.0, 0
    for agents in (max(1, int(load * f)) for f in (0.5, 0.9, 1.0, 1.01, 1.2)):
        while k < agents:
            k += 1
            inverse = 1 + k * inverse / load
        assert float(erlang_b(load, agents)) == pytest.approx(1 / inverse, rel=1e-11)


# --- Played through ---------------------------------------------------------------------------------

SIMULATED = rows_of("simulated.csv")
SPANS = ("service_level_share", "abandoned_share", "wait_probability", "asa_seconds", "mean_wait_seconds")


@pytest.mark.parametrize("row", SIMULATED, ids=lambda row: row["seed"])
def test_every_figure_lies_in_the_interval_of_the_simulation(row):
    """Queues played through by tools/simulate_queues.py: each figure is within four standard errors."""
    state = queue_state(
        float(row["load"]),
        float(row["agents"]),
        float(row["handle"]),
        patience_seconds=float(row["patience"] or ENDLESS),
        threshold_seconds=float(row["threshold"]),
    )
    for name in SPANS:
        span = Interval(float(row[name]), float(row[f"{name}_half_width"]))
        assert span.holds(float(getattr(state, name))), (name, span, float(getattr(state, name)))


def test_the_intervals_are_narrow():
    """An interval says something: shares are known to a hundredth or so."""
    assert max(float(row["service_level_share_half_width"]) for row in SIMULATED) < 0.015


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "agents", "patience", "threshold"), [(4, 6, None, 20), (10, 9, 90, 60), (2, 2, 45, 0)]
)
def test_a_queue_played_through_now(load, agents, patience, threshold):
    """The simulation of the file, live, for a few queues."""
    seen = simulate(load, agents, 300.0, patience, threshold, seed=load, contacts=3000, copies=150)
    state = queue_state(
        load, agents, 300.0, patience_seconds=patience or ENDLESS, threshold_seconds=threshold
    )
    for name, span in seen.items():
        assert span.holds(float(getattr(state, name))), name


# --- pyworkforce ------------------------------------------------------------------------------------


def test_erlang_c_agrees_with_pyworkforce():
    """540 vectors of tools/pyworkforce_vectors.py: what its agents reach is the same here, to 1e-9."""
    rows = {
        name: np.array([float(r[name]) for r in rows_of("pyworkforce.csv")])
        for name in rows_of("pyworkforce.csv")[0]
    }
    load = rows["calls"] * rows["handle_seconds"] / 1800
    state = queue_state(
        load, rows["agents"], rows["handle_seconds"], threshold_seconds=rows["threshold_seconds"]
    )
    assert state.service_level_share == pytest.approx(rows["reached"], abs=1e-9)
    assert state.occupancy == pytest.approx(rows["occupancy"], rel=1e-12)
    assert state.wait_probability == pytest.approx(rows["wait_probability"], rel=1e-9)


def test_agents_agree_with_pyworkforce():
    """The same number of agents wherever pyworkforce looks for the fewest; never more than it says."""
    data = rows_of("pyworkforce.csv")
    rows = {name: np.array([float(r[name]) for r in data]) for name in data[0]}
    load = rows["calls"] * rows["handle_seconds"] / 1800
    agents = required_agents(
        load,
        rows["handle_seconds"],
        service_level_share=rows["level"],
        threshold_seconds=rows["threshold_seconds"],
        occupancy_cap=rows["cap"],
    )
    # Its search starts at round(load + 1); only from there up does it find the fewest.
    searched = rows["agents"] > np.round(load + 1)
    assert searched.sum() > 400
    assert (agents[searched] == rows["agents"][searched]).all()
    assert (agents <= rows["agents"]).all()


# --- Published check values -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("load", "agents", "reached", "rostered"),
    [
        (1, 3, (0.33, 0.919, 16.4), 4.3),
        (2, 4, (0.50, 0.844, 31.3), 5.7),
        (4, 7, (0.57, 0.886, 16.2), 10.0),
        (10, 14, (0.71, 0.861, 15.7), 20.0),
        (20, 25, (0.80, 0.842, 15.1), 35.7),
        (40, 46, (0.87, 0.810, 15.9), 65.7),
        (100, 114, (0.88, 0.947, 3.0), 162.9),
    ],
)
def test_table_of_erlang_c(load, agents, reached, rostered):
    """6-minute calls, 80 % in 20 s, at most 88 % occupied: agents, what they reach, the roster at 30 %."""
    occupancy, level, asa = reached
    assert float(required_agents(load, 360, service_level_share=0.8, occupancy_cap=0.88)) == agents
    state = queue_state(load, agents, 360)
    assert float(state.occupancy) == pytest.approx(occupancy, abs=0.005)
    assert float(state.service_level_share) == pytest.approx(level, abs=0.0005)
    assert float(state.asa_seconds) == pytest.approx(asa, abs=0.05)
    assert float(rostered_agents(agents, 0.3)) == pytest.approx(rostered, abs=0.05)


@pytest.mark.parametrize(("agents", "left"), [(48, 0.092), (50, 0.069), (52, 0.050), (54, 0.035)])
def test_table_of_erlang_a(agents, left):
    """50 erlangs of 5-minute calls with 2 minutes patience: who hangs up."""
    state = queue_state(50, agents, 300, patience_seconds=120)
    assert float(state.abandoned_share) == pytest.approx(left, abs=0.0005)


@pytest.mark.parametrize(("beta", "level"), [(0.85, 0.79), (1.13, 0.89)])
def test_square_root_law(beta, level):
    """50 erlangs of 5-minute calls: N = R + β√R answers about this share within 20 s."""
    state = queue_state(50, 50 + beta * math.sqrt(50), 300)
    assert float(state.service_level_share) == pytest.approx(level, abs=0.01)
