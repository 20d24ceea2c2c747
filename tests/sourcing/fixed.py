"""The program with every x fixed to one plan: can it hold, and what does it cost?"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from tests.sourcing.trio import Case
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.solving import plan_of
from touchmap.sourcing import fence
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.program import Linear
from touchmap.verifying import Verification, verify_plan
from touchmap.work.options import NONE, Ints


@dataclass(frozen=True)
class Fixed:
    """What the program makes of one plan."""

    feasible: bool
    cost: float = 0.0
    penalty: float = 0.0
    running: float = 0.0
    one_off: float = 0.0


class Fixing:
    """Asks a case's program and the independent check about one plan after another."""

    def __init__(self, case: Case) -> None:
        self.case, self.costing = case, case.costing
        self.program, _ = case.built()
        money = self.program.money
        sought = Linear()
        sought.add_all(money.total)
        sought.add_all(money.penalty)
        self.program.problem.setObjective(sought.expression(1000.0))

    def plans(self) -> list[Ints]:
        """Every plan, allowed or not; nobody only where the scenario allows it."""
        nobody = [NONE] if self.case.scenario.row.allow_unassigned else []
        inside = [nobody + [int(i) for i in o] for o in self.costing.options.of_package]
        return [np.array(choice) for choice in product(*inside)]

    def fixed(self, choice: Ints) -> Fixed:
        """The program with x fixed to a plan; closed options have no x and cannot be chosen."""
        program, chosen = self.program, {int(i) for i in choice if i != NONE}
        if not chosen <= program.x.keys():
            return Fixed(False)
        for i, x in program.x.items():
            x.bounds(float(i in chosen), float(i in chosen))
        for k, undone in program.unassigned.items():
            undone.bounds(float(choice[k] == NONE), float(choice[k] == NONE))
        found = fence.run(program.problem, Limits(gap=0.0))
        if found.outcome is Outcome.INFEASIBLE:
            return Fixed(False)
        assert found.outcome is Outcome.PROVEN, found.message
        values = dict(zip(program.problem.variables(), found.values, strict=True))
        money = program.money
        views = (money.total, money.penalty, money.running, money.one_off)
        return Fixed(True, *(_value(terms, values) for terms in views))

    def verified(self, choice: Ints) -> Verification:
        """The independent check of the same plan."""
        plan = plan_of(self.costing.options, choice)
        return verify_plan(self.case.project, self.case.scenario, plan, costing=self.costing)

    def evaluated(self, choice: Ints) -> Evaluation:
        """The plan, priced."""
        per_contact = self.case.scenario.row.unassigned_cost_per_contact or 0.0
        return evaluate_choice(self.costing, choice, per_contact)


def _value(terms: Linear, values: dict) -> float:
    return terms.constant + sum(c * values[v] for v, c in terms.terms.items())
