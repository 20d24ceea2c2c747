"""A result as a whole: its plan and every figure it reports."""

import pytest

import touchmap
from touchmap.plan import Result


@pytest.fixture(scope="module")
def solved() -> tuple[touchmap.Project, Result]:
    """The insurer's blended plan."""
    project = touchmap.example("insurer")
    return project, touchmap.solve(project, "blended", in_process=True)


def test_a_result_of_solve_is_true(solved):
    """What solve reports is what the facts give."""
    verdict = touchmap.verify(*solved)
    assert verdict.ok
    assert verdict.same_input
    assert not verdict.wrong


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("objective", 1.0, "objective"),
        ("cost", 1.0, "cost"),
        ("today_cost", 1.0, "cost of today"),
        ("average_quality", 99.0, "average quality"),
        ("gap", 0.0, "gap"),
        ("cost_line_rows", (), "sum of the cost lines"),
    ],
)
def test_a_figure_that_was_changed_is_named(solved, field, value, named):
    """Nobody can improve a reported figure unnoticed."""
    project, result = solved
    verdict = touchmap.verify(project, result.model_copy(update={field: value}))
    assert not verdict.ok
    assert any(sentence.startswith(f"{named} ") for sentence in verdict.wrong)


def test_a_result_of_other_facts_is_told(solved):
    """The hash of the facts says whether the project is still the same."""
    project, result = solved
    changed = project.replace(settings=project.settings.model_copy(update={"note": "changed"}))
    assert not touchmap.verify(changed, result).same_input


def test_a_result_without_a_plan_cannot_be_checked(solved):
    """There is nothing to hold against the facts."""
    project, _ = solved
    with pytest.raises(ValueError, match="must hold a plan"):
        touchmap.verify(project, Result(scenario_id="blended", status="no_plan"))
