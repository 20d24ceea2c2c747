"""The solver in a process of its own, so that it can be stopped at any moment.

Reads one pickled request from its parent on standard input and answers on standard output, one JSON
object a line: ``progress``, ``incumbent`` and at the end ``found``.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass

from touchmap.project import Project, find_scenario
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.messages import say, say_found
from touchmap.sourcing.search import search
from touchmap.work.options import Ints


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks for."""

    project: Project
    scenario: str
    limits: Limits
    start: Ints | None = None


def main() -> None:
    """Answer one request."""
    from touchmap.costing.costing import build_costing

    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process

    def progress(seconds: float, incumbent: float, bound: float, choice: Ints | None) -> None:
        if choice is not None:
            say("incumbent", choice=[int(i) for i in choice], objective=incumbent)
        say("progress", seconds=seconds, incumbent=incumbent, bound=bound)

    costing = build_costing(request.project)
    scenario = find_scenario(request.project, request.scenario)
    found = search(
        costing,
        scenario,
        request.limits,
        progress=progress,
        start=request.start,
        built=lambda: say("solving"),
    )
    say_found(found)


if __name__ == "__main__":
    main()
