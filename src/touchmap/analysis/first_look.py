"""Plans without one rule, found without solving: what the rule costs at least, before its price is known.

Once a rule is off, work goes where it is better by itself, many packages at once and then by halves; each
plan is priced, one that is better is held against rules and limits, and the one that is kept is checked as
every plan is. The bound of the best plan *with* the rule less the value of any plan *without* it is a price
the rule has at least.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from touchmap.analysis.asking import Answer
from touchmap.analysis.nearby import Near, Neighbourhood
from touchmap.analysis.spans import without_rules
from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import evaluate_choice
from touchmap.costing.objective_value import objective_value
from touchmap.sourcing.search import Admission
from touchmap.work.options import NONE

TRIES = 12
"""Plans that are looked at for each rule."""


class FirstLook:
    """Looks for better plans of a scenario without one of its rules.

    Parameters
    ----------
    costing
        All coefficients of the project.
    base
        Answer of the scenario with all rules, with a plan.
    admission
        Options the scenario leaves open, and what closed the others.
    """

    def __init__(self, costing: Costing, base: Answer, admission: Admission) -> None:
        self.costing, self.base, self.admission = costing, base, admission
        self._merit = Neighbourhood(costing, base.scenario, base).merit

    def without(self, rule_id: str, deadline: float = math.inf) -> Near | None:
        """A plan without a rule that is better than the scenario's own; none if none was found.

        Parameters
        ----------
        deadline
            When to stop, by `time.monotonic`.
        """
        if self.base.choice is None:
            return None
        scenario = without_rules(self.base.scenario, rule_id)
        around = Neighbourhood(self.costing, scenario, self.base)
        best = Near(self.base.choice, self.base.highest)
        waiting, tried = [self._better(rule_id)], 0
        while waiting and tried < TRIES and time.monotonic() < deadline:
            moves = waiting.pop(0)
            if not moves:
                continue
            tried += 1
            found = self._with(around, best, moves)
            if found is not None:
                best = found
            elif len(moves) > 1:
                half = len(moves) // 2
                waiting += [moves[:half], moves[half:]]
        if best.value >= self.base.highest:
            return None
        kept = around.checked(best.choice)
        return kept if kept.value < self.base.highest else None

    def _better(self, rule_id: str) -> list[tuple[int, int]]:
        """Packages and options that are better by themselves once a rule is off, the best first."""
        options, left = self.costing.options, self._open(rule_id)
        found = []
        for k, chosen in enumerate(self.base.choice or ()):
            inside = options.of_package[k][left[options.of_package[k]]]
            if chosen == NONE or not len(inside):
                continue
            option = int(inside[np.argmin(self._merit[inside])])
            gain = float(self._merit[chosen] - self._merit[option])
            if option != chosen and gain > 0:
                found.append((-gain, k, option))
        return [(k, option) for _, k, option in sorted(found)]

    def _open(self, rule_id: str) -> npt.NDArray[np.bool_]:
        """Options that are open once a rule is off."""
        left = self.admission.eligibility.possible.copy()
        for other, refused in self.admission.closed_by.items():
            if other != rule_id:
                left &= ~refused
        return left

    def _with(self, around: Neighbourhood, best: Near, moves: Sequence[tuple[int, int]]) -> Near | None:
        """A plan with some moves made, if it is better and holds; only one that is better is held to them."""
        choice = list(best.choice)
        for k, option in moves:
            choice[k] = option
        row = around.scenario.row
        per_contact = row.unassigned_cost_per_contact or 0.0
        priced = evaluate_choice(self.costing, np.array(choice, dtype=np.int64), per_contact)
        sign = -1.0 if around.higher_is_better else 1.0
        if sign * objective_value(priced, row) >= best.value:
            return None
        found = around.tried(choice)
        return found if found.value < best.value else None
