"""A process that answers many questions about one project, so that it is read and priced only once.

Reads pickled requests from its parent on standard input until it is closed: a `Project` to work with,
or a `Question` about it. Answers each question with a ``found`` line that carries its number.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import dataclass

from touchmap.costing.costing import Costing, build_costing
from touchmap.project import Project, Scenario
from touchmap.sourcing.extras import Extra
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.messages import say, say_found
from touchmap.sourcing.search import search
from touchmap.work.options import Ints


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario to solve, which need not be one of the project's own."""

    scenario: Scenario
    limits: Limits
    start: Ints | None = None
    """Choice to start from; today's if none is given."""
    extras: tuple[Extra, ...] = ()


def main() -> None:
    """Answer until there is nothing more to read."""
    costing: Costing | None = None
    number = 0
    while True:
        try:
            request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
        except EOFError:
            return
        if isinstance(request, Project):
            costing = build_costing(request)
            continue
        assert costing is not None  # noqa: S101 - the parent sends the project first
        number += 1
        say("solving", number=number)
        question: Question = request
        found = search(
            costing,
            question.scenario,
            question.limits,
            start=question.start,
            extras=question.extras,
            find_why=False,
        )
        say_found(found, number=number)


if __name__ == "__main__":
    main()
