"""`solve_in_background`: scenarios solved one after the other, as jobs that everybody sees.

Nothing here draws; the page reads the jobs from the store.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from touchmap.errors import TouchmapError
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project
from touchmap.solving import DEFAULT_GAP, Progress, SolveJob
from touchmap.store import Job, JobState, StoredProject
from touchmap.ui.background import Task, background

KIND = "solve"
"""Kind of these jobs in the store."""
BEAT_SECONDS = 1.0
"""How often a job says that it is alive, and looks whether somebody wants it to stop."""
MOST_POINTS = 160
"""Points of the progress that are kept."""
PRESET_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how closely to solve."""

    seconds: float = PRESET_SECONDS
    gap: float = DEFAULT_GAP
    """Relative gap at which a plan counts as proven."""


@dataclass
class Run:
    """One job of this server that is not over."""

    job_id: str
    scenario_id: str
    progress: dict[str, Any] = field(default_factory=dict)
    history: list[tuple[float, float | None, float | None]] = field(default_factory=list)
    solver: SolveJob | None = None
    wanted: bool = True
    is_over: bool = False

    def heard(self, progress: Progress) -> None:
        """Keep the progress; older points are thinned out."""
        self.history.append((progress.seconds, progress.incumbent, progress.bound))
        if len(self.history) > MOST_POINTS:
            self.history = [*self.history[:-1:2], self.history[-1]]
        self.progress = {
            "seconds": progress.seconds,
            "incumbent": progress.incumbent,
            "bound": progress.bound,
            "gap": progress.gap,
            "history": self.history,
        }

    def stop(self) -> None:
        """Stop within a second; the best plan so far stays."""
        self.wanted = False
        if self.solver is not None:
            self.solver.cancel()


_LIVE: dict[str, Run] = {}
"""Jobs this server works on."""


def solve_in_background(
    stored: StoredProject,
    project: Project,
    scenario_ids: Sequence[str],
    limits: Limits,
    *,
    author: str,
) -> list[Job]:
    """Solve scenarios one after the other; what is being solved already is joined and not begun again.

    Returns
    -------
    list
        Their jobs, in the order of the scenarios.
    """
    jobs, runs = [], []
    for scenario_id in scenario_ids:
        job, is_new = stored.jobs.start(KIND, request_of(project, scenario_id, limits), author=author)
        jobs.append(job)
        if is_new:
            runs.append(Run(job.job_id, scenario_id))
    if runs:
        batch = _Batch(stored, project, limits, author, runs)
        task = background().ask((KIND, *(run.job_id for run in runs)), batch.work)
        threading.Thread(target=batch.beat, args=(task,), daemon=True, name="heartbeat").start()
    return jobs


def request_of(project: Project, scenario_id: str, limits: Limits) -> dict[str, Any]:
    """What a job is asked to do; two that ask the same are one."""
    return {
        "scenario": scenario_id,
        "input_hash": project.hash,
        "seconds": limits.seconds,
        "gap": limits.gap,
    }


def limits_of(request: dict[str, Any]) -> Limits:
    """The limits a job was asked for."""
    return Limits(float(request.get("seconds", PRESET_SECONDS)), float(request.get("gap", DEFAULT_GAP)))


def cancel(stored: StoredProject, job_id: str) -> None:
    """Stop a job, wherever it runs: here at once, elsewhere at its next heartbeat."""
    stored.jobs.cancel(job_id)
    run = _LIVE.get(job_id)
    if run is not None:
        run.stop()


class _Batch:
    """Jobs that are worked on one after the other."""

    def __init__(
        self, stored: StoredProject, project: Project, limits: Limits, author: str, runs: list[Run]
    ) -> None:
        self._stored, self._project, self._limits, self._author = stored, project, limits, author
        self._runs = runs
        _LIVE.update({run.job_id: run for run in runs})

    def work(self, task: Task[None]) -> None:
        """Solve every job; called in a thread of its own."""
        task.on_cancel(self._stop)
        for run in self._runs:
            if not run.wanted:
                self._end(run, JobState.CANCELLED)
                continue
            try:
                self._solve(run)
            except (TouchmapError, ValueError, OSError) as error:
                self._end(run, JobState.FAILED, message=str(error))

    def _stop(self) -> None:
        for run in self._runs:
            run.stop()

    def _solve(self, run: Run) -> None:
        limits = self._limits
        run.solver = SolveJob(
            self._project,
            run.scenario_id,
            time_limit=limits.seconds,
            gap=limits.gap,
            on_progress=run.heard,
        )
        if not run.wanted:
            run.solver.cancel()
        result = run.solver.result()
        result_id = self._keep(result)
        state = JobState.DONE if run.wanted else JobState.CANCELLED
        if result.status is SolveStatus.ERROR:
            state = JobState.FAILED
        self._end(run, state, result_id=result_id, message=result.message)

    def _keep(self, result: Result) -> str | None:
        """Save a result, unless it tells less than what is known of the same facts."""
        known = self._stored.results.find(result.scenario_id, result.input_hash)
        proven = result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)
        if result.status not in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE, SolveStatus.INFEASIBLE):
            return None
        if known is not None and not proven:
            before = self._stored.results.read(known.result_id)
            if before.gap is not None and (result.gap is None or result.gap >= before.gap):
                return known.result_id
        return self._stored.results.save(result, author=self._author).result_id

    def _end(self, run: Run, state: JobState, *, result_id: str | None = None, message: str = "") -> None:
        run.is_over = True
        _LIVE.pop(run.job_id, None)
        self._stored.jobs.end(run.job_id, state, result_id=result_id, message=message)

    def beat(self, task: Task[None]) -> None:
        """Say every second that the jobs are alive, until they are over; called in a thread of its own."""
        pause = threading.Event()
        while not task.state.is_over:
            for run in [run for run in self._runs if not run.is_over]:
                try:
                    if not self._stored.jobs.heartbeat(run.job_id, run.progress) and run.wanted:
                        run.stop()
                except TouchmapError:
                    continue
            pause.wait(BEAT_SECONDS)
        for run in [run for run in self._runs if not run.is_over]:
            self._end(run, JobState.FAILED if task.error else JobState.CANCELLED, message=task.error)
