"""Asking in this process: many small projects are asked without starting a process for each."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from touchmap.analysis.asking import Answer, WhatIf
from touchmap.costing.costing import Costing, build_costing
from touchmap.project import Project, Scenario
from touchmap.solving import conclude, limits_of
from touchmap.sourcing.answering import Question, Shelf


class AskerHere:
    """Answers as an `Asker` does, but here and one at a time."""

    def __init__(self, project: Project, *, gap: float = 1e-3, seconds: float = 60.0, **_: Any) -> None:
        self.project, self.limits = project, limits_of(seconds, gap, None, 0)
        self.asked: list[WhatIf] = []
        self.is_cancelled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def cancel(self) -> None:
        """Answer no more."""
        self.is_cancelled = True

    @cached_property
    def shelf(self) -> Shelf:
        """The programs, kept as in the processes that answer."""
        return Shelf(self.costing)

    @cached_property
    def costing(self) -> Costing:
        """All coefficients of the project."""
        return build_costing(self.project)

    def ask(self, scenario: Scenario, **more: Any) -> Answer:
        """One answer."""
        return self.ask_all([WhatIf(scenario, **more)])[0]

    def ask_all(self, questions: Iterable[WhatIf]) -> list[Answer]:
        """Several answers."""
        return [self._answer(q) for q in questions]

    def _answer(self, q: WhatIf) -> Answer:
        self.asked.append(q)
        limits = self.limits if q.gap is None else replace(self.limits, gap=q.gap)
        start = None if q.start is None else np.array(q.start)
        asked = Question(q.scenario, limits, start, q.extras, q.worth, q.ceiling, q.narrow)
        found = self.shelf.answer(asked)
        result = conclude(self.costing, q.scenario, found, limits)
        choice = None if result.plan is None else tuple(int(i) for i in found.choice)
        return Answer(q.scenario, result, choice)
