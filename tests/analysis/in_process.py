"""An asker that solves in this process, so that thousands of tiny questions are quick."""

from collections.abc import Iterable

import numpy as np

from tests.properties.brute_force import BruteForce
from touchmap.analysis.asking import Answer, WhatIf
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.objective_value import HIGHER_IS_BETTER, objective_value
from touchmap.project import Project, Scenario
from touchmap.solving import conclude, limits_of
from touchmap.sourcing.answering import Question, Shelf

CLOSE = 2e-6
"""A gap above that at which ties are settled, which takes many solves."""


class HereAsker:
    """Answers as an `Asker` does."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.costing = build_costing(project)
        self.shelf = Shelf(self.costing)
        self.asked = 0
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True

    def ask(self, scenario: Scenario, **more) -> Answer:
        return self.ask_all([WhatIf(scenario, **more)])[0]

    def ask_all(self, questions: Iterable[WhatIf]) -> list[Answer]:
        return [self._answer(question) for question in questions]

    def _answer(self, question: WhatIf) -> Answer:
        self.asked += 1
        limits = limits_of(60.0, question.gap or CLOSE, None, 0)
        start = None if question.start is None else np.array(question.start, dtype=np.int64)
        found = self.shelf.answer(
            Question(
                question.scenario,
                limits,
                start,
                question.extras,
                question.worth,
                question.ceiling,
                question.narrow,
            )
        )
        result = conclude(self.costing, question.scenario, found, limits)
        choice = None if result.plan is None else tuple(int(i) for i in found.choice)
        return Answer(question.scenario, result, choice)


def values(project: Project, costing: Costing | None = None) -> list[tuple[np.ndarray, float]]:
    """Every plan of scenario ``s`` that holds all musts, with its value, minimised."""
    tried = BruteForce(project, costing=costing)
    sign = -1.0 if tried.scenario.row.objective in HIGHER_IS_BETTER else 1.0
    found = []
    for choice in tried.plans():
        context = tried.context(choice)
        penalties = tried.penalties(context)
        if penalties is not None:
            found.append((choice, sign * objective_value(context.evaluation, tried.scenario.row, penalties)))
    return found


def lowest(plans: Iterable[tuple[np.ndarray, float]]) -> float:
    """Best value, infinite if there is no plan."""
    return min((value for _, value in plans), default=np.inf)
