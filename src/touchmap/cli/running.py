"""Running the solver for a command: progress shown, today priced, names resolved first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.cli.outcome import ExitCode
from touchmap.cli.progress import waiting

if TYPE_CHECKING:
    from touchmap.plan import Result
    from touchmap.project import Project

DEFAULT_SECONDS = 60.0
DEFAULT_GAP = 1e-3


def run(
    project: Project, scenario: str, *, time_limit: float, gap: float, work_limit: int | None = None
) -> Result:
    """Solve a scenario, or price today, with progress on stderr.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    """
    from touchmap.project import find_scenario
    from touchmap.project.vocabulary import Objective

    wanted = find_scenario(project, scenario)
    if wanted.row.objective is Objective.TODAY:
        from touchmap.solving import evaluate

        with waiting("Pricing today"):
            return evaluate(project, None, wanted.scenario_id)
    from touchmap.solving import solve

    with waiting(f"Solving {wanted.row.name}") as show:
        return solve(
            project,
            wanted.scenario_id,
            time_limit=time_limit,
            gap=gap,
            work_limit=work_limit,
            on_progress=show,
        )


def exit_code(result: Result) -> ExitCode:
    """Exit code for the outcome of solving."""
    from touchmap.plan import SolveStatus

    codes = {
        SolveStatus.INFEASIBLE: ExitCode.INFEASIBLE,
        SolveStatus.NO_PLAN: ExitCode.NO_PLAN,
        SolveStatus.ERROR: ExitCode.ENVIRONMENT,
    }
    return codes.get(result.status, ExitCode.OK)
