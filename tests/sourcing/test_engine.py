"""The engine for large programs: bounds, plans and how its searches work together."""

import math
import time

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.sparse import csr_matrix

from benchmarks.enterprise import SCENARIO, enterprise
from tests.properties.projects import small_projects
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario
from touchmap.solving import plan_of
from touchmap.sourcing.engine import engine as engine_module
from touchmap.sourcing.engine.engine import Engine, Ingredients
from touchmap.sourcing.engine.incumbent import Incumbent
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Matrix
from touchmap.sourcing.engine.neighbourhoods import NEIGHBOURHOODS, Sight
from touchmap.sourcing.engine.part import Cutter
from touchmap.sourcing.engine.relaxation import Relaxation, shapes_of
from touchmap.sourcing.engine.small_search import SmallSearch
from touchmap.sourcing.fence import Limits, Model, Outcome
from touchmap.sourcing.search import Ready, search
from touchmap.verifying import verify_plan

GAP = 1e-3


class Handed:
    """A program handed to the solver, and what its columns stand for."""

    def __init__(self, project, scenario):
        self.costing = build_costing(project)
        self.ready = Ready(self.costing, find_scenario(project, scenario))
        program = self.ready.program
        self.model = Model(program.problem)
        self.matrix = Matrix.of(self.model.highs)
        self.layout = Layout.of(program, self.matrix.columns)
        self.today = np.array(sorted(program.x[int(i)].index for i in self.costing.options.today))


def in_a_while():
    return time.perf_counter() + 60


@pytest.fixture(scope="module", params=["light", "H"])
def handed(request):
    return Handed(enterprise(40, 10, request.param, 2), SCENARIO)


def relaxed_whole(matrix):
    """Value of the relaxation with all its rows at once."""
    model = matrix.solver()
    model.setOptionValue("solve_relaxation", True)
    model.run()
    if model.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return math.inf
    return model.getInfo().objective_function_value


def test_the_relaxation_with_growing_rows_has_the_value_of_the_whole(handed):
    """Leaving rows out and pairs summed up changes nothing in the end; every bound on the way is below."""
    heard = []
    relaxed = Relaxation(handed.matrix, handed.layout).solve(in_a_while(), heard.append)
    assert relaxed.is_complete
    assert relaxed.bound == pytest.approx(relaxed_whole(handed.matrix), rel=1e-7)
    assert all(bound <= relaxed.bound * (1 + 1e-9) for bound in heard)
    assert len(heard) > 1


@given(small_projects())
@settings(max_examples=12)
def test_the_relaxation_of_any_project_has_the_value_of_the_whole(project):
    """With every kind of rule and cost, too."""
    ready = Ready(build_costing(project), find_scenario(project, "s"))
    if ready.program is None:
        return
    matrix = Matrix.of(Model(ready.program.problem).highs)
    relaxation = Relaxation(matrix, Layout.of(ready.program, matrix.columns))
    relaxed = relaxation.solve(in_a_while())
    if relaxation.is_infeasible:
        assert relaxed_whole(matrix) == math.inf
        return
    assert relaxed.bound == pytest.approx(relaxed_whole(matrix), rel=1e-6, abs=1e-5)


def test_most_strong_rows_are_left_out(handed):
    """Links and pairs are told by their coefficients, and only those that bind are held."""
    relaxation = Relaxation(handed.matrix, handed.layout)
    relaxation.solve(in_a_while())
    assert len(shapes_of(handed.matrix).pairs) > 0
    assert relaxation.model.getNumRow() < len(handed.matrix.row_lower)


def test_a_dive_makes_choices_that_can_be_completed(handed):
    """One choice for each package, and together they are a plan or all but."""
    relaxation = Relaxation(handed.matrix, handed.layout)
    made = relaxation.dive(relaxation.solve(in_a_while()), in_a_while())
    packages = handed.layout.package[made]
    assert len(set(packages)) == len(packages) > handed.layout.packages / 4


def test_a_part_has_the_solutions_of_the_whole_that_keep_what_is_held(handed):
    """Today's plan held but for ten packages: the best of the part is the best of the whole so held."""
    layout, matrix = handed.layout, handed.matrix
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    held = handed.today[layout.package[handed.today] >= 10]
    others = layout.choices[layout.package[layout.choices] >= 10]
    upper[others] = 0.0
    lower[held] = upper[held] = 1.0
    part = Cutter(matrix).part(lower, upper)
    assert part.matrix.columns < 0.6 * matrix.columns
    small = part.matrix.solver()
    small.setOptionValue("mip_rel_gap", 0.0)
    small.run()
    whole = Matrix(
        matrix.cost,
        matrix.offset,
        lower,
        upper,
        matrix.integer,
        matrix.rows,
        matrix.row_lower,
        matrix.row_upper,
    ).solver()
    whole.setOptionValue("mip_rel_gap", 0.0)
    whole.run()
    best = whole.getInfo().objective_function_value
    assert small.getInfo().objective_function_value == pytest.approx(best, rel=1e-6)
    values = part.whole(np.array(small.getSolution().col_value))
    activity = matrix.rows @ values
    assert (activity <= matrix.row_upper + 1e-5).all()
    assert (activity >= matrix.row_lower - 1e-5).all()
    assert matrix.cost @ values + matrix.offset == pytest.approx(best, rel=1e-6)


def test_bounds_that_contradict_each_other_leave_no_part():
    """x + y = 1 with both held at 1."""
    matrix = Matrix(
        np.zeros(2),
        0.0,
        np.zeros(2),
        np.ones(2),
        np.ones(2, bool),
        csr_matrix([[1.0, 1.0]]),
        np.ones(1),
        np.ones(1),
    )
    assert Cutter(matrix).part(np.ones(2), np.ones(2)) is None
    assert Cutter(matrix).part(np.array([1.0, 0.0]), np.ones(2)).matrix.columns == 0


def test_what_carrying_bounds_does_not_see_is_no_solution():
    """A chain of implications longer than bounds are carried ends in a broken row: nothing is taken."""
    links = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 6), (6, 7), (7, 8)]
    rows = np.zeros((len(links) + 1, 9))
    for n, (a, b) in enumerate(links):
        rows[n, [a, b]] = 1.0, -1.0
    rows[-1, [4, 8]] = 1.0
    matrix = Matrix(
        np.ones(9),
        0.0,
        np.zeros(9),
        np.ones(9),
        np.ones(9, dtype=bool),
        csr_matrix(rows),
        np.full(9, -np.inf),
        np.array([0.0] * 8 + [1.0]),
    )
    layout = Layout(np.array([0] + [-1] * 8), np.zeros(9, int), np.array([0]), np.array([], int), ((),))
    incumbent = Incumbent(0.0, time.perf_counter(), in_a_while())
    assert not SmallSearch(matrix, layout, incumbent).completing(np.array([0]), 5.0)
    assert incumbent.values is None


def test_savings_of_a_pair_that_add_up_are_not_cut_off():
    """Two columns of one pair may both pay: the bound must not suppose that only one does."""
    rows = np.array([[1, 0, -1, 0], [0, 1, -1, 0], [1, 0, 0, -1], [0, 1, 0, -1]], dtype=float)
    matrix = Matrix(
        np.array([-1.0, -1.0, 0.5, 0.0]),
        0.0,
        np.zeros(4),
        np.ones(4),
        np.array([False, False, True, True]),
        csr_matrix(rows),
        np.full(4, -np.inf),
        np.zeros(4),
    )
    layout = Layout(np.array([-1, -1, -1, 0]), np.zeros(4, int), np.array([3]), np.array([], int), ((),))
    relaxed = Relaxation(matrix, layout).solve(in_a_while())
    assert relaxed.is_complete
    assert relaxed.bound == pytest.approx(-1.5)


@pytest.mark.parametrize("pick", NEIGHBOURHOODS, ids=lambda pick: pick.__name__)
def test_a_neighbourhood_picks_some_packages_once(handed, pick):
    """No more than asked for, none twice."""
    sight = Sight(handed.layout, handed.today, np.zeros(handed.matrix.columns), handed.matrix.cost)
    packages = pick(sight, 12, np.random.default_rng(1))
    assert 1 <= len(packages) <= 12
    assert len(set(packages.tolist())) == len(packages)
    assert set(packages.tolist()) <= set(range(handed.layout.packages))


@pytest.mark.slow
@pytest.mark.parametrize(
    "use",
    [
        Ingredients(),
        Ingredients(proof=False),
        Ingredients(dive=False),
        Ingredients(relaxation=False),
        Ingredients(neighbourhoods=False),
    ],
    ids=["all", "no proof", "no dive", "no relaxation", "no neighbourhoods"],
)
def test_every_mix_of_ingredients_keeps_its_word(handed, monkeypatch, use):
    """The solution holds all rows, the bound is below every solution, and what is told only improves."""
    monkeypatch.setattr(engine_module, "LARGE", 0)
    told = []
    now = time.perf_counter()
    incumbent = Incumbent(GAP, now, now + 8, lambda *heard: told.append(heard[1:3]))
    handed.model.highs.clearSolver()
    handed.model.highs.setOptionValue("mip_rel_gap", GAP)
    handed.model.highs.setOptionValue("time_limit", 8.0)
    Engine(handed.model.highs, handed.layout, incumbent, use).run(handed.today)
    values, matrix = incumbent.values, handed.matrix
    activity = matrix.rows @ values
    assert (activity <= matrix.row_upper + 1e-5).all()
    assert (activity >= matrix.row_lower - 1e-5).all()
    assert matrix.cost @ values + matrix.offset == pytest.approx(incumbent.objective, rel=1e-6)
    assert incumbent.bound <= incumbent.objective * (1 + 1e-6)
    assert [o for o, _ in told] == sorted((o for o, _ in told), reverse=True)
    assert [b for _, b in told] == sorted(b for _, b in told)


@pytest.mark.slow
def test_searches_side_by_side_find_a_plan_that_passes_the_check(monkeypatch):
    """Through the whole search: proven, verified, and said to be found by several."""
    monkeypatch.setattr(engine_module, "LARGE", 0)
    project = enterprise(40, 10, "C", 3)
    costing, scenario = build_costing(project), find_scenario(project, SCENARIO)
    alone = search(costing, scenario, Limits(GAP, 120.0))
    found = search(costing, scenario, Limits(GAP, 120.0, threads=2))
    assert found.outcome is Outcome.PROVEN
    assert found.is_shared
    assert found.objective == pytest.approx(alone.objective, rel=2 * GAP)
    assert found.bound <= alone.objective * (1 + 1e-6)
    assert verify_plan(project, scenario, plan_of(costing.options, found.choice), costing=costing).ok


@given(small_projects())
@settings(max_examples=15)
def test_small_programs_give_the_same_plan_with_and_without_the_engine(project):
    """They are proven by one search before others begin."""
    costing, scenario = build_costing(project), find_scenario(project, "s")
    one = search(costing, scenario, Limits(0.0), find_why=False)
    two = search(costing, scenario, Limits(0.0, threads=2), find_why=False)
    assert (one.outcome, two.is_shared) == (two.outcome, False)
    assert one.objective == pytest.approx(two.objective, rel=1e-6, abs=1e-6)
    assert (one.choice is None) == (two.choice is None)
    if one.ties_settled and two.ties_settled:
        assert one.choice.tolist() == two.choice.tolist()


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_no_bound_on_the_way_is_above_the_best_plan(threads):
    """A start that has to be completed must not make the search report a bound of the start."""
    costing = build_costing(enterprise(40, 10, "light", 1))
    scenario = find_scenario(costing.project, SCENARIO)
    heard = []
    found = search(
        costing,
        scenario,
        Limits(GAP, 60.0, threads=threads),
        progress=lambda _s, _i, bound, _c: heard.append(bound),
    )
    assert found.outcome is Outcome.PROVEN
    assert max(heard) <= found.objective * (1 + 1e-6)
