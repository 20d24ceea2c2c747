"""The solver in a process of its own, so that it can be stopped at any moment.

Reads one pickled request from its parent on standard input and answers on standard output, one JSON
object a line: ``progress``, ``incumbent`` and at the end ``found``.
"""

from __future__ import annotations

import json
import math
import pickle
import sys
from dataclasses import asdict, dataclass
from typing import Any

from touchmap.project import Project, find_scenario
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.search import search
from touchmap.work.options import Ints


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks for."""

    project: Project
    scenario: str
    limits: Limits
    start: Ints | None = None


def _say(kind: str, **data: Any) -> None:
    clean = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in data.items()}
    sys.stdout.write(json.dumps({"kind": kind, **clean}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer one request."""
    from touchmap.costing.costing import build_costing

    request: Request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process

    def progress(seconds: float, incumbent: float, bound: float, choice: Ints | None) -> None:
        if choice is not None:
            _say("incumbent", choice=[int(i) for i in choice], objective=incumbent)
        _say("progress", seconds=seconds, incumbent=incumbent, bound=bound)

    costing = build_costing(request.project)
    scenario = find_scenario(request.project, request.scenario)
    found = search(
        costing,
        scenario,
        request.limits,
        progress=progress,
        start=request.start,
        built=lambda: _say("solving"),
    )
    _say(
        "found",
        outcome=found.outcome.value,
        choice=None if found.choice is None else [int(i) for i in found.choice],
        objective=found.objective,
        bound=found.bound,
        seconds=found.seconds,
        message=found.message,
        ties_settled=found.ties_settled,
        blocked=list(found.blocked),
        culprits=None if found.culprits is None else asdict(found.culprits),
    )


if __name__ == "__main__":
    main()
