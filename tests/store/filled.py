"""A workspace with something of everything; ``python -m tests.store.filled FILE`` writes the kept one."""

import random
import sys
from pathlib import Path

from tests.project.small import small_project
from tests.store.dice import throw
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project
from touchmap.store import JobState, RemarkKind, Role, Workspace

EDITS = 30


def fill(workspace: Workspace, project: Project) -> None:
    """Put in two projects, one of them in the bin, edits of two people, and the rest."""
    stored, rng = workspace.add("Acme", project, author="Ann"), random.Random(3)
    for n in range(EDITS):
        stored.commit(throw(stored.project(), rng), author=("Ann", "Bob")[n % 2], why="As agreed")
    stored.undo("Ann")
    stored.name_version("Board", author="Bob", number=7)
    result = Result(scenario_id="blended", status=SolveStatus.NO_PLAN, input_hash=stored.project(7).hash)
    kept = stored.results.save(result, author="Ann")
    stored.remarks.add("Ours", author="Bob", kind=RemarkKind.DECISION)
    stored.members.set("ann@example.com", Role.OWNER, by="Ann")
    stored.members.set("bob@example.com", Role.VIEWER, by="Ann")
    job, _ = stored.jobs.start("solve", {"scenario": "blended"}, author="Ann")
    stored.jobs.end(job.job_id, JobState.DONE, result_id=kept.result_id)
    workspace.add("Old", project, author="Ann")
    workspace.delete("Old", author="Bob")


if __name__ == "__main__":
    with Workspace(Path(sys.argv[1])) as made:
        fill(made, small_project())
        made.backup(sys.argv[1] + ".one")
