"""`Asker`: answers to "what if" by solving again, remembered, several at once, stopped within a second.

Every question about a plan – what a rule costs, why the work is here, what else is as good – is one or
more scenarios to solve. An `Asker` solves them in processes of their own, has each plan checked as
`touchmap.solve` does, and remembers the answers by the hash of their inputs.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

import numpy as np

from touchmap.analysis.stopping import Stop, Stopped, stopping
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, Scenario, find_scenario
from touchmap.solving import conclude, limits_of
from touchmap.sourcing.answering import Question, scenario_key
from touchmap.sourcing.asking import Answerers
from touchmap.sourcing.extras import Extra
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.search import Found
from touchmap.work.options import Ints

REMEMBERED = 500
"""Answers kept, the latest used last."""

OnAnswer = Callable[[int, int], None]
"""Called with the number of answers and of questions."""


@dataclass(frozen=True)
class WhatIf:
    """A scenario to solve, which need not be one of the project's own."""

    scenario: Scenario
    start: tuple[int, ...] | None = None
    """Option of each package to start from; today's if none is given."""
    extras: tuple[Extra, ...] = ()
    """Conditions beside the scenario's rules."""
    gap: float | None = None
    seconds: float | None = None
    worth: float | None = None
    """Value of the start, minimised, if it holds everything asked: then only plans that are better by
    more than the gap are sought, and if there are none the start is the answer."""
    ceiling: float | None = None
    """No plan above this value, minimised, is of interest: *infeasible* then says that none is below."""
    narrow: bool = False
    """Whether many questions with a worth or a ceiling are asked of this scenario."""


@dataclass(frozen=True)
class Answer:
    """What came of a question, checked."""

    scenario: Scenario
    result: Result
    choice: tuple[int, ...] | None
    """Option of each package, −1 = nobody; none without a plan."""

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan."""
        return self.choice is not None

    @property
    def is_impossible(self) -> bool:
        """Whether it is proven that there is no plan."""
        return self.result.status is SolveStatus.INFEASIBLE

    @property
    def is_proven(self) -> bool:
        """Whether the plan is proven to the gap asked for, or that there is none."""
        return self.result.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)

    @property
    def lowest(self) -> float:
        """Proven lower bound of the objective, minimised: infinite if there is no plan."""
        if self.is_impossible:
            return np.inf
        bound = self.result.bound
        return -np.inf if bound is None else self._sign * bound

    @property
    def highest(self) -> float:
        """Objective of the plan, minimised: infinite without one."""
        value = self.result.objective
        return np.inf if value is None or not self.has_plan else self._sign * value

    @property
    def _sign(self) -> float:
        return -1.0 if self.scenario.row.objective in HIGHER_IS_BETTER else 1.0


class Asker:
    """Solves scenarios of one project again and again.

    Parameters
    ----------
    project
        What is asked about.
    processes
        Solves at once, 1 or more.
    gap
        Relative gap of each solve, ≥ 0.
    seconds
        Longest time of each solve, > 0.
    on_answer
        Called at each answer with the number of answers and of questions so far.

    Examples
    --------
    >>> import touchmap
    >>> from touchmap.project import find_scenario
    >>> project = touchmap.example("insurer")
    >>> with Asker(project, processes=1) as asker:
    ...     asker.ask(find_scenario(project, "cheapest")).result.status.value
    'optimal'
    """

    def __init__(
        self,
        project: Project,
        *,
        processes: int = 2,
        gap: float = 1e-3,
        seconds: float = 60.0,
        on_answer: OnAnswer | None = None,
    ) -> None:
        self.project = project
        self._limits = limits_of(seconds, gap, None, 0)
        self._on_answer = on_answer
        self._answerers = Answerers(project, processes)
        self._lock = threading.Lock()
        self._asked = self._answered = 0
        self._costing: Costing | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def costing(self) -> Costing:
        """All coefficients of the project."""
        with self._lock:
            if self._costing is None:
                self._costing = build_costing(self.project)
            return self._costing

    def learn(self, result: Result) -> Answer:
        """Take over what was found elsewhere of one of the project's scenarios: it is not solved again.

        Raises
        ------
        ValueError
            If the result is of other facts, or nothing was proven of it.
        UnknownNameError
            If the project has no such scenario.
        """
        from touchmap.analysis.facts import choice_of

        if result.input_hash != self.project.hash:
            raise ValueError(f"the result of {result.scenario_id!r} is of other facts: solve it anew")
        if result.bound is None and result.status is not SolveStatus.INFEASIBLE:
            raise ValueError(f"nothing was proven of {result.scenario_id!r}: solve it")
        choice = None
        if result.plan is not None:
            choice = tuple(int(i) for i in choice_of(self.costing, result.plan))
        return Answer(find_scenario(self.project, result.scenario_id), result, choice)

    def ask(self, scenario: Scenario, **more: object) -> Answer:
        """Solve one scenario; the keywords are those of `WhatIf`."""
        return self.ask_all([WhatIf(scenario, **more)])[0]  # type: ignore[arg-type]

    def ask_all(self, questions: Iterable[WhatIf]) -> list[Answer]:
        """Solve several scenarios at once; answers come in the order of the questions."""
        listed = list(questions)
        with self._lock:
            self._asked += len(listed)
        waiting = [self._begin(question) for question in listed]
        return [self._end(*pair) for pair in waiting]

    def cancel(self) -> None:
        """Stop every solve within a second; questions still open are answered with *no plan*."""
        self._answerers.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether it answers no more."""
        return self._answerers.is_cancelled

    def close(self) -> None:
        """End the processes."""
        self._answerers.close()

    def _begin(self, question: WhatIf) -> tuple[WhatIf, str, Answer | Future[Found]]:
        key = self._key(question)
        known = _MEMORY.get(key)
        if known is not None:
            return question, key, known
        start: Ints | None = None if question.start is None else np.array(question.start, dtype=np.int64)
        asked = Question(
            question.scenario,
            self._limits_of(question),
            start,
            question.extras,
            question.worth,
            question.ceiling,
            question.narrow,
        )
        return question, key, self._answerers.ask(asked)

    def _end(self, question: WhatIf, key: str, waiting: Answer | Future[Found]) -> Answer:
        if isinstance(waiting, Answer):
            answer = waiting
        else:
            found = waiting.result()
            result = conclude(self.costing, question.scenario, found, self._limits_of(question))
            choice = None if found.choice is None else tuple(int(i) for i in found.choice)
            answer = Answer(question.scenario, result, choice if result.plan is not None else None)
            if answer.is_proven:
                _MEMORY.put(key, answer)
        with self._lock:
            self._answered += 1
            done, asked = self._answered, self._asked
        if self._on_answer is not None:
            self._on_answer(done, asked)
        return answer

    def _limits_of(self, question: WhatIf) -> Limits:
        gap = self._limits.gap if question.gap is None else question.gap
        seconds = self._limits.seconds if question.seconds is None else question.seconds
        return replace(self._limits, gap=gap, seconds=seconds)

    def _key(self, question: WhatIf) -> str:
        """Hash of all inputs but the start, which decides nothing about what is proven."""
        whole = (
            self.project.hash,
            scenario_key(question.scenario),
            question.extras,
            question.ceiling,
            self._limits_of(question).gap,
        )
        return hashlib.sha256(repr(whole).encode()).hexdigest()


@dataclass
class _Memory:
    """The answers given last; only proven ones, so that a longer time limit is not ignored."""

    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> Answer | None:
        """Answer that is remembered."""
        with self.lock:
            if key in self.answers:
                self.answers.move_to_end(key)
            return self.answers.get(key)

    def put(self, key: str, answer: Answer) -> None:
        """Remember an answer."""
        with self.lock:
            self.answers[key] = answer
            while len(self.answers) > REMEMBERED:
                self.answers.popitem(last=False)


_MEMORY = _Memory()


__all__ = ["Answer", "Asker", "OnAnswer", "Stop", "Stopped", "WhatIf", "stopping"]
