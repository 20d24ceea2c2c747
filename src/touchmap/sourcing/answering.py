"""A process that answers many questions about one project, so that it is read and priced only once.

Reads pickled requests from its parent on standard input until it is closed: a `Project` to work with,
or a `Question` about it. Answers each question with a ``found`` line that carries its number.
"""

from __future__ import annotations

import pickle
import sys
import time
from collections import OrderedDict
from dataclasses import dataclass

from touchmap.costing.costing import Costing, build_costing
from touchmap.project import Project, Scenario
from touchmap.sourcing.extras import Extra
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.messages import say, say_found
from touchmap.sourcing.search import Found, Ready
from touchmap.work.options import Ints

KEPT = 4
"""Programs kept for further questions, the latest used last."""


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario to solve, which need not be one of the project's own."""

    scenario: Scenario
    limits: Limits
    start: Ints | None = None
    """Choice to start from; today's if none is given."""
    extras: tuple[Extra, ...] = ()
    worth: float | None = None
    """Value of the start, minimised, if it holds everything asked."""
    ceiling: float | None = None
    """No plan above this value is of interest."""
    narrow: bool = False
    """Whether many questions with a worth or a ceiling are asked of this scenario."""


class Shelf:
    """Programs of the scenarios asked about last.

    Parameters
    ----------
    costing
        Coefficients of the project.
    """

    def __init__(self, costing: Costing) -> None:
        self._costing = costing
        self._kept: OrderedDict[str, Ready] = OrderedDict()

    def answer(self, question: Question) -> Found:
        """Answer a question, with the program as it stands on the shelf if it does."""
        key = scenario_key(question.scenario)
        ready = self._kept.pop(key, None) or Ready(self._costing, question.scenario)
        found = ready.find(
            question.limits,
            start=question.start,
            extras=question.extras,
            worth=question.worth,
            ceiling=question.ceiling,
            narrow=question.narrow,
        )
        if not ready.is_spent:
            self._kept[key] = ready
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def scenario_key(scenario: Scenario) -> str:
    """Everything that tells one scenario of a project from another."""
    rules = [
        (
            active.rule.model_dump_json(),
            sorted((side.value, sorted(fields.items())) for side, fields in active.scopes.items()),
        )
        for active in scenario.rules
    ]
    return repr((scenario.row.model_dump_json(), rules))


def main() -> None:
    """Answer until there is nothing more to read."""
    shelf: Shelf | None = None
    number = 0
    while True:
        try:
            request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent process
        except EOFError:
            return
        if isinstance(request, Project):
            shelf = Shelf(build_costing(request))
            continue
        assert shelf is not None  # noqa: S101 - the parent sends the project first
        number += 1
        say("solving", number=number)
        started = time.process_time()
        found = shelf.answer(request)
        say_found(found, number=number, cpu=time.process_time() - started)


if __name__ == "__main__":
    main()
