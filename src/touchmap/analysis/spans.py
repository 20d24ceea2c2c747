"""`Span`: a figure known between two proven limits; questions answered within a stated time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from touchmap.analysis.asking import Answer, Asker, OnAnswer, WhatIf
from touchmap.plan import Assignment, Result
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective

PROVEN_GAP = 1e-4
"""Gap at which questions are answered: differences of totals need a closer proof than totals."""
BASE_SECONDS = 60.0
"""Longest time for the plan that questions are about."""
AT_ONCE = 2
LEAST_SECONDS = 0.1
"""A question is not begun with less time left than this."""
ROUNDING = 1e-6
"""Relative difference below which two values are the same, as wherever plans are checked."""


@dataclass(frozen=True)
class Span:
    """A figure of which only limits are proven: low ≤ figure ≤ high.

    Examples
    --------
    >>> Span(10.0, 14.0) - 4
    Span(low=6.0, high=10.0)
    >>> Span(-3.0, 5.0).at_least(0.0)
    Span(low=0.0, high=5.0)
    """

    low: float
    high: float

    def __sub__(self, amount: float) -> Span:
        return Span(self.low - amount, self.high - amount)

    def at_least(self, floor: float) -> Span:
        """With what is known from elsewhere: the figure is not below this."""
        return Span(max(self.low, floor), max(self.high, floor))

    @property
    def width(self) -> float:
        """How much is left open; 0 where both limits are the same infinity."""
        return 0.0 if self.low == self.high else self.high - self.low

    def is_one_number(self, scale: float = 0.0) -> bool:
        """Whether the limits are the same to 1e-6 of the figure, or of a total of this scale.

        >>> Span(5.0, 5.1).is_one_number(), Span(5.0, 5.1).is_one_number(1e6)
        (False, True)
        """
        if not math.isfinite(self.high) or not math.isfinite(self.low):
            return self.low == self.high
        return self.width <= 2 * ROUNDING * max(abs(self.high), abs(scale), 1e-9)

    def to_json_dict(self) -> dict[str, float | None]:
        """Plain data; what is infinite is null."""
        return {
            "low": self.low if math.isfinite(self.low) else None,
            "high": self.high if math.isfinite(self.high) else None,
        }


def span_of(answer: Answer) -> Span:
    """What an answer proves of the best value, minimised."""
    return Span(min(answer.lowest, answer.highest), answer.highest)


def price_span(dearer: Span, cheaper: Span) -> Span:
    """``[LB − UB', UB − LB']``: what is proven of the difference of two best values.

    The dearer one is sought among some of the plans of the cheaper one, so the difference is at least 0.

    >>> price_span(Span(100.0, 103.0), Span(90.0, 92.0))
    Span(low=8.0, high=13.0)
    """
    high = dearer.high - cheaper.low if cheaper.low > -math.inf else math.inf
    low = dearer.low - cheaper.high if cheaper.high < math.inf else 0.0
    return Span(low, high).at_least(0.0)


def wanted_scenario(project: Project, scenario: str | Scenario) -> Scenario:
    """The scenario asked about.

    Raises
    ------
    ValueError
        If it asks for today, which is priced and not sought.
    """
    found = find_scenario(project, scenario) if isinstance(scenario, str) else scenario
    if found.row.objective is Objective.TODAY:
        raise ValueError(f"{found.scenario_id!r} is priced and not sought; name another scenario")
    return found


@contextmanager
def asking(
    project: Project, asker: Asker | None, on_answer: OnAnswer | None = None, *, processes: int = AT_ONCE
) -> Iterator[Asker]:
    """The asker given, or one that is closed at the end."""
    if asker is not None:
        yield asker
        return
    with Asker(
        project, processes=processes, gap=PROVEN_GAP, seconds=BASE_SECONDS, on_answer=on_answer
    ) as own:
        yield own


def base_of(desk: Asker, wanted: Scenario, known: Result | None, gap: float) -> Answer:
    """The scenario's own answer: the result that is known, else solved.

    Raises
    ------
    ValueError
        If the result that is known is of another scenario or of other facts.
    """
    if known is None:
        return desk.ask(wanted, gap=gap, seconds=BASE_SECONDS)
    answer = desk.learn(known)
    if answer.scenario != wanted:
        raise ValueError(
            f"the result known is of {known.scenario_id!r}, not of {wanted.scenario_id!r} as asked"
        )
    return answer


def ask_within(
    asker: Asker,
    questions: Sequence[WhatIf],
    seconds: float,
    heard: Callable[[int, Answer], None] | None = None,
    *,
    at_once: int = AT_ONCE,
) -> list[Answer | None]:
    """Ask questions, the first ones first, within a time for all of them together.

    Each may take a third of the time that is left, or its even share if that is more; what is still
    open at the end is answered with what was proven until then, and not asked if nothing is left.

    Parameters
    ----------
    seconds
        Time for all, > 0.
    heard
        Called with the number of each question and its answer as it comes, one at a time.
    at_once
        Questions asked at a time.
    """
    deadline = time.monotonic() + seconds
    answers: list[Answer | None] = [None] * len(questions)
    waiting = iter(range(len(questions)))
    lock, telling = threading.Lock(), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                i = next(waiting, None)
            left = deadline - time.monotonic()
            if i is None or left < LEAST_SECONDS:
                return
            waves = math.ceil((len(questions) - i) / at_once)
            share = max(left / waves, left / 3)
            answer = asker.ask_all([replace(questions[i], seconds=share)])[0]
            answers[i] = answer
            if heard is not None:
                with telling:
                    heard(i, answer)

    with ThreadPoolExecutor(at_once, thread_name_prefix="question") as pool:
        for done in [pool.submit(work) for _ in range(at_once)]:
            done.result()
    return answers


@dataclass(frozen=True)
class Move:
    """A package that another party does: ids, none for nobody."""

    package_id: str
    before: str | None
    after: str | None


def moves_between(before: Answer, after: Answer) -> tuple[Move, ...]:
    """Packages led by different parties in two plans of one project."""
    if before.result.plan is None or after.result.plan is None:
        return ()
    pairs = zip(before.result.plan.assignments, after.result.plan.assignments, strict=True)
    return tuple(Move(a.package_id, lead_of(a), lead_of(b)) for a, b in pairs if lead_of(a) != lead_of(b))


def lead_of(row: Assignment) -> str | None:
    """Who answers for a row of a plan: its people, else its platform."""
    return row.provider_id or row.platform_id


def without_rules(scenario: Scenario, *rule_ids: str) -> Scenario:
    """The scenario with some rules switched off."""
    return replace(scenario, rules=tuple(r for r in scenario.rules if r.rule.rule_id not in rule_ids))
