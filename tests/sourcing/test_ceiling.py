"""A search below a ceiling says that there is nothing only where it has proven it."""

import numpy as np
import pulp
import pytest

from touchmap.sourcing.fence import Limits, Model, Outcome

ANY = Limits(gap=1.0)


def covering(seed):
    """Few of many sets that cover all: the first solution found is far from the best."""
    rng = np.random.default_rng(seed)
    problem = pulp.LpProblem("covering", pulp.LpMinimize)
    chosen = [problem.add_variable(f"x{n}", 0, 1, pulp.LpBinary) for n in range(40)]
    problem.setObjective(pulp.lpSum(float(rng.integers(20, 100)) * x for x in chosen))
    for n in range(60):
        problem += pulp.lpSum(chosen[i] for i in rng.choice(40, 4, replace=False)) >= 1, f"row{n}"
    return problem


@pytest.mark.parametrize("seed", range(8))
def test_a_solution_at_the_ceiling_is_no_proof(seed):
    """The ceiling lies a hair below the first solution found, so that the solver's tolerance lets it in."""
    first = Model(covering(seed)).solve(ANY)
    best = Model(covering(seed)).solve(Limits(gap=0.0))
    assert best.outcome is Outcome.PROVEN
    ceiling = first.objective * (1 - 1e-6)
    for gap in (1.0, 0.5, 0.01, 0.0):
        found = Model(covering(seed)).solve(Limits(gap=gap), ceiling=ceiling)
        if best.objective < ceiling:
            assert found.outcome is Outcome.PROVEN, gap
            assert found.objective < ceiling
        else:
            assert found.outcome is Outcome.INFEASIBLE, gap
        assert found.bound <= min(best.objective, ceiling) + 1e-6 * ceiling


@pytest.mark.parametrize("seed", range(3))
def test_below_the_best_there_is_nothing(seed):
    """Just below the best value nothing is found, just above it the best is."""
    best = Model(covering(seed)).solve(Limits(gap=0.0))
    below = Model(covering(seed)).solve(ANY, ceiling=best.objective * (1 - 1e-4))
    above = Model(covering(seed)).solve(ANY, ceiling=best.objective * (1 + 1e-4))
    assert below.outcome is Outcome.INFEASIBLE
    assert (above.outcome, above.objective) == (Outcome.PROVEN, pytest.approx(best.objective))
