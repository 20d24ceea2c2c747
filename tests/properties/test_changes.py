"""What must not matter does not matter, and what must go one way does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.changes import POINTS, in_other_money, renamed, shuffled, with_twin, without_rule
from tests.properties.projects import small_projects
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project
from touchmap.project.vocabulary import Strength
from touchmap.solving import solve

FEW = settings(max_examples=max(10, settings.default.max_examples // 2))
EXACT = "the same plan on every machine"


def _solved(project: Project) -> Result:
    result = solve(project, "s", gap=0.0, in_process=True)
    assert result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE), result.message
    return result


def _same_worth(a: Result, b: Result, factor: float = 1.0) -> None:
    assert a.status is b.status
    if a.objective is not None and b.objective is not None:
        assert b.objective == pytest.approx(factor * a.objective, rel=1e-6, abs=1e-6 * max(1.0, factor))


def _same_plan(a: Result, b: Result) -> None:
    _same_worth(a, b)
    if a.reproducible.startswith(EXACT) and b.reproducible.startswith(EXACT):
        assert a.plan == b.plan


@FEW
@given(small_projects(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(project, random):
    """The same rows in another order give the same status, objective and plan."""
    _same_plan(_solved(project), _solved(shuffled(project, random)))


@FEW
@given(small_projects(most_rules=2), st.randoms(use_true_random=False))
def test_a_tie_between_twins_is_broken_the_same_way(project, random):
    """Two providers on the same terms: which of them is taken does not depend on the order of rows."""
    twins = with_twin(project, "VEN", "VEN2")
    _same_plan(_solved(twins), _solved(shuffled(twins, random)))


@FEW
@given(small_projects())
def test_names_do_not_matter(project):
    """Other identifiers, with spaces and signs in them, give the same status and objective."""
    _same_worth(_solved(project), _solved(renamed(project, lambda name: f"é x_{name} 1_1")))


@FEW
@given(small_projects(), st.sampled_from([0.02, 117.0]))
def test_the_optimum_scales_with_money(project, factor):
    """All amounts of money times c: money objectives come out times c, points as before."""
    in_points = project.scenarios[0].objective in POINTS
    other = in_other_money(project, factor)
    _same_worth(_solved(project), _solved(other), 1.0 if in_points else factor)


@FEW
@given(small_projects(most_rules=4))
def test_a_must_never_makes_things_better(project):
    """Switching one must-rule off never makes the objective worse, penalties included."""
    sign = -1 if project.scenarios[0].objective in POINTS else 1
    result = _solved(project)
    for rule in project.rules:
        if rule.strength is Strength.MUST:
            free = _solved(without_rule(project, rule.rule_id))
            if result.objective is None:
                continue
            assert free.objective is not None, f"infeasible only without {rule.rule_id}"
            assert sign * free.objective <= sign * result.objective + 1e-6 * max(1.0, abs(result.objective))
