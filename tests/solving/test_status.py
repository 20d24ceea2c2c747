"""What came out is told honestly: proven, stopped, impossible or failed."""

import pytest

from tests.sourcing.trio import Case, rule_of, scenario_of, trio
from touchmap import solving
from touchmap.costing.costing import Costing
from touchmap.files import load
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, Rule, RuleScope, ScenarioRow, ScenarioRule
from touchmap.solving import SolveJob, solve
from touchmap.sourcing.fence import Outcome
from touchmap.sourcing.search import Found


def asking(project: Project, *rules: Rule, scopes: tuple[RuleScope, ...] = (), **fields: object) -> Project:
    """A project with one scenario ``s`` in which some rules are on."""
    return project.replace(
        scenarios=[ScenarioRow(scenario_id="s", name="S", **fields)],
        rules=rules,
        rule_scopes=scopes,
        scenario_rules=[ScenarioRule(scenario_id="s", rule_id=r.rule_id) for r in rules],
    )


def test_a_proven_plan_is_optimal():
    """FAR is cheapest for everything: 2240 + 4480 + 6720, proven and the same on every machine."""
    result = solve(asking(trio()), "s", gap=0.0, in_process=True)
    assert result.status is SolveStatus.OPTIMAL
    assert result.plan is not None
    assert {a.provider_id for a in result.plan.assignments} == {"FAR"}
    assert result.objective == pytest.approx(2240 + 4480 + 6720)
    assert result.bound == pytest.approx(result.objective)
    assert result.gap == pytest.approx(0, abs=1e-9)
    assert result.verified
    assert result.reproducible.startswith("the same plan on every machine")


def test_the_process_of_its_own_gives_the_same():
    """Solving in a process of its own gives the same result as solving here, but for the time taken."""
    project = asking(trio())
    here, there = (solve(project, "s", gap=0.0, in_process=i) for i in (True, False))
    assert here.model_copy(update={"seconds": 0}) == there.model_copy(update={"seconds": 0})


def test_too_little_capacity_is_infeasible():
    """6 FTE of work and 5 FTE of staff: proven that there is no plan."""
    capacity = {"OWN": {"capacity_fte": 2}, "NEAR": {"capacity_fte": 2}, "FAR": {"capacity_fte": 1}}
    result = solve(asking(trio(providers=capacity)), "s", in_process=True)
    assert result.status is SolveStatus.INFEASIBLE
    assert result.message.startswith("proven")
    _has_nothing(result)


def test_work_without_a_home_is_named_with_its_rules():
    """Where gates close every option of a package, the message names the package and those rules."""
    rules = (
        Rule(rule_id="own-only", stem="allowed_sourcing"),
        Rule(rule_id="not-own", stem="forbid"),
        Rule(rule_id="harmless", stem="key_competency_inhouse"),
    )
    scopes = (
        RuleScope(rule_id="own-only", side="work", field="process", value="P1"),
        RuleScope(rule_id="own-only", side="provider", field="ownership", value="own"),
        RuleScope(rule_id="not-own", side="work", field="tag", value="core"),
        RuleScope(rule_id="not-own", side="provider", field="ownership", value="own"),
    )
    result = solve(asking(trio(), *rules, scopes=scopes), "s", in_process=True)
    assert result.status is SolveStatus.INFEASIBLE
    assert result.message == "some work has no home: P1/nl/*/*: no home is left under own-only, not-own"
    _has_nothing(result)


def test_work_nobody_can_do_may_be_left_undone():
    """The same gates are no obstacle where work may be left undone."""
    rules = (Rule(rule_id="nobody", stem="pin"),)
    scopes = (
        RuleScope(rule_id="nobody", side="work", field="process", value="P1"),
        RuleScope(rule_id="nobody", side="provider", field="country", value="US"),
    )
    project = asking(trio(), *rules, scopes=scopes, allow_unassigned=True, unassigned_cost_per_contact=50)
    result = solve(project, "s", gap=0.0, in_process=True)
    assert result.status is SolveStatus.OPTIMAL
    assert not result.plan.of("P1/nl/*/*").is_assigned
    # 1000 contacts × 2 months × 50, and the others at FAR
    assert result.totals()["unassigned"] == pytest.approx(100_000)
    assert result.objective == pytest.approx(100_000 + 4480 + 6720)


@pytest.mark.parametrize("in_process", [True, False])
def test_a_tiny_time_limit_is_never_optimal(data_folder, in_process):
    """Stopped by the clock, a plan is only feasible, and without one nothing is proven."""
    result = solve(load(data_folder / "insurer"), "blended", time_limit=1e-3, gap=0.0, in_process=in_process)
    assert result.status in (SolveStatus.FEASIBLE, SolveStatus.NO_PLAN)
    if result.status is SolveStatus.NO_PLAN:
        assert "nothing is proven" in result.message
        _has_nothing(result)
    else:
        assert result.verified
        assert result.gap > 0
        assert result.reproducible == "not reproducible: stopped by the clock"


def _has_nothing(result: Result) -> None:
    assert result.plan is None
    assert result.objective is None
    assert result.cost is None
    assert result.cost_line_rows == ()
    assert not result.verified


def _finding(monkeypatch: pytest.MonkeyPatch, choose, objective=None) -> None:
    """Let the search find something else."""

    def search(costing: Costing, *_: object) -> Found:
        choice = choose(costing)
        worth = 13_440.0 if objective is None else objective
        return Found(Outcome.PROVEN, choice, worth, worth, 0.1, "Optimal")

    monkeypatch.setattr(solving, "search", search)


def test_a_plan_that_breaks_a_rule_becomes_an_error(monkeypatch):
    """A plan that does not survive the independent check is never shown as a plan."""
    project = asking(trio(), Rule(rule_id="R", stem="key_competency_inhouse"))
    _finding(monkeypatch, lambda costing: costing.options.of_package[0][0] + [0, 3, 6])
    result = solve(project, "s", in_process=True)
    assert result.status is SolveStatus.ERROR
    assert result.plan is None
    assert [v.rule_id for v in result.violations] == ["R"]
    assert "did not survive the independent check" in result.message
    assert not result.verified


def test_a_plan_worth_something_else_becomes_an_error(monkeypatch):
    """So does a plan whose reported objective is not what it costs."""
    _finding(monkeypatch, lambda costing: costing.options.of_package[0][0] + [0, 3, 6], 13_441.0)
    result = solve(asking(trio()), "s", in_process=True)
    assert result.status is SolveStatus.ERROR
    assert result.plan is None
    assert "did not survive the independent check" in result.message


def test_a_failing_solver_is_an_error(monkeypatch):
    """A solver that failed is an error with its message, not a plan and not infeasibility."""
    failed = Found(Outcome.FAILED, None, float("inf"), float("-inf"), 0.1, "Solve error")
    monkeypatch.setattr(solving, "search", lambda *_: failed)
    result = solve(asking(trio()), "s", in_process=True)
    assert result.status is SolveStatus.ERROR
    assert result.message == "Solve error"
    _has_nothing(result)


def test_today_is_evaluated_and_never_solved(monkeypatch):
    """Today's assignment costs 4480 + 8960 + 13440 at OWN, and no solver is asked."""

    def solver(*_: object, **__: object) -> None:
        raise AssertionError("today must not be solved")

    monkeypatch.setattr(solving, "search", solver)
    monkeypatch.setattr(solving, "SolverProcess", solver)
    result = solve(trio(), "today")
    assert SolveJob(trio(), "today").result() == result
    assert result.status is SolveStatus.EVALUATED
    assert result.objective == pytest.approx(26_880)
    assert {a.provider_id for a in result.plan.assignments} == {"OWN"}
    assert result.bound is None
    assert result.gap is None


@pytest.mark.parametrize("limits", [{"time_limit": 0}, {"time_limit": -1}, {"gap": -0.1}, {"work_limit": 0}])
def test_limits_that_mean_nothing_are_refused(limits):
    """A limit out of its range is a misuse, told by its name."""
    with pytest.raises(ValueError, match=next(iter(limits))):
        solve(asking(trio()), "s", **limits)


def test_rules_of_a_case_are_those_of_the_tables():
    """The cases of the program's tests and the tables of a project mean the same rule."""
    active = rule_of("max_moves", maximum=1)
    project = asking(trio(), active.rule)
    solved = solve(project, "s", gap=0.0, in_process=True)
    # One of three may move: P3, which saves 13440 − 6720.
    assert solved.objective == pytest.approx(26_880 - 6720)
    assert Case(trio(), scenario_of(active)).scenario.rules == (active,)
