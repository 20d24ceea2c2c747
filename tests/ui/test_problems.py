"""Problems: all of them, the grave ones first, each with a way to its cell; nothing wrong is said, too."""

import pytest

import touchmap
from touchmap.examples import EXAMPLES
from touchmap.project import Project
from touchmap.project.edits import set_field
from touchmap.solving import solve
from touchmap.ui.background import background
from touchmap.ui.problems.found import Found, problems_of, whole_task
from touchmap.ui.problems.links import cell_params
from touchmap.validation import validate


def whole(project: Project) -> Found:
    """All problems, once they are known."""
    problems_of(project)
    task = whole_task(project)
    while not task.state.is_over:
        task.ended  # noqa: B018 - another thread ends it
    return problems_of(project)


@pytest.mark.parametrize("sample", sorted(EXAMPLES))
def test_all_problems_of_the_library_are_found_and_lead_to_a_cell(sample):
    """The page lists what validation lists, and each place can be opened."""
    project = touchmap.example(sample)
    found = whole(project)
    assert found.is_whole
    assert sorted(map(str, found.issues)) == sorted(map(str, validate(project)))
    assert all(cell_params(issue.where) for issue in found.issues)


def test_the_facts_are_judged_at_once():
    """Before the slower question is answered, the checks of the facts are shown already."""
    project = Project()
    background().forget(("problems", project.hash))
    assert any(i.code == "no_process" for i in problems_of(project).errors)


def test_errors_stand_before_warnings(open_page, workspace):
    """What stops the work is told first, with a link to its cell."""
    stored = workspace.open("telecom_isp")
    project = stored.project()
    shape = project.curves[0]
    stored.commit(set_field(project, "curves", shape.row_key, "share", 0.9), author="Ann")
    assert whole(stored.project()).errors
    app = open_page("problems")
    heads = [found.value for found in app.subheader]
    assert "To be corrected first" in heads[0]
    assert "Worth a look" in heads[1]


def test_nothing_wrong_is_said(open_page, monkeypatch):
    """An empty list is good news, and says so."""
    monkeypatch.setattr("touchmap.ui.problems.page.problems_of", lambda _: Found((), is_whole=True))
    app = open_page("problems")
    assert "Nothing is wrong" in [found.value for found in app.subheader]


@pytest.mark.slow
def test_findings_of_the_latest_plan_are_listed(open_page, workspace):
    """What a board has to be told stands below the problems of the facts."""
    stored = workspace.open("insurer")
    result = solve(stored.project(), "cheapest", time_limit=20)
    stored.results.save(result, author="Ann")
    app = open_page("problems", "insurer", scenario="cheapest")
    assert result.findings
    text = "\n".join(found.value for found in app.markdown)
    assert all(str(sum(f.level == level for f in result.findings)) in text for level in ("red", "amber"))
