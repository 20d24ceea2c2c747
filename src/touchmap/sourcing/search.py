"""Solving a scenario: close what is refused, build the program, solve, settle ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pulp

from touchmap.costing.costing import Costing
from touchmap.eligibility import Eligibility, find_eligible
from touchmap.project import STEM_FACTS, ActiveRule, Scenario, Shape
from touchmap.project.vocabulary import Strength
from touchmap.sourcing import fence
from touchmap.sourcing.culprits import Culprits, find_culprits
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.extras import Extra, add_extras, rows_of
from touchmap.sourcing.fence import Limits, Outcome, Solution, Watch
from touchmap.sourcing.gates import GateFacts, refused_by
from touchmap.sourcing.narrowing import Narrowing
from touchmap.sourcing.objective import objective_terms
from touchmap.sourcing.program import Program
from touchmap.sourcing.rules import add_rules
from touchmap.sourcing.structure import STRUCTURE
from touchmap.sourcing.ties import TIE, Best, settle
from touchmap.work.options import Ints

COARSE = 1e-5
"""From this gap on, a start of known worth is only to be beaten; a closer proof is sought from scratch."""
LARGE = 3000
"""Rows from which on the solver does better with the start itself than with its worth as a ceiling, unless
parties are decided beforehand: measured on the samples, a third less or more of the processor's time."""


@dataclass(frozen=True)
class Found:
    """What a search found. Objective and bound are minimised values in the scenario's unit."""

    outcome: Outcome
    choice: Ints | None
    objective: float
    bound: float
    seconds: float
    message: str = ""
    ties_settled: bool = False
    blocked: tuple[str, ...] = ()
    """Packages that gates leave without a home, in sentences."""
    culprits: Culprits | None = None
    """Where there is no plan: what cannot hold by itself."""
    is_shared: bool = False
    """Whether several searches side by side found it, so that another run may find another plan."""


@dataclass(frozen=True)
class Admission:
    """Which options a scenario leaves open, and which rules closed the others."""

    eligibility: Eligibility
    open: npt.NDArray[np.bool_]
    closed_by: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    """Options each must-gate refuses, by rule id."""

    def blocked(self) -> tuple[str, ...]:
        """Sentences naming each package that no option is left for, and the rules that closed it."""
        options = self.eligibility.options
        sentences = []
        for k, package in enumerate(options.packages):
            inside = options.of_package[k]
            if self.open[inside].any():
                continue
            possible = inside[self.eligibility.possible[inside]]
            if not len(possible):
                sentences.append(f"{package.package_id}: nobody can do it at all")
                continue
            rules = [rule_id for rule_id, closed in self.closed_by.items() if closed[possible].any()]
            sentences.append(f"{package.package_id}: no home is left under {', '.join(rules)}")
        return tuple(sentences)


def admit(costing: Costing, scenario: Scenario, facts: GateFacts) -> Admission:
    """Close the options that are impossible or that a must-gate refuses."""
    eligibility = find_eligible(costing.project, costing.options)
    left = eligibility.possible.copy()
    closed = {}
    for active in scenario.rules:
        if _is_must_gate(active):
            refused = refused_by(facts, active)
            closed[active.rule.rule_id] = refused
            left &= ~refused
    return Admission(eligibility, left, closed)


def _is_must_gate(active: ActiveRule) -> bool:
    return STEM_FACTS[active.rule.stem].shape is Shape.GATE and active.rule.strength is Strength.MUST


def build_program(costing: Costing, scenario: Scenario, facts: GateFacts, admission: Admission) -> Program:
    """The whole integer program of a scenario, without its objective."""
    program = Program(costing, scenario, admission.open)
    for add in STRUCTURE.values():
        add(program)
    add_rules(program, facts)
    return program


Progress = Callable[[float, float, float, Ints | None], None]
"""Called with seconds, incumbent and bound in the scenario's unit, and the choice of a new incumbent."""


def search(
    costing: Costing,
    scenario: Scenario,
    limits: Limits,
    *,
    progress: Progress | None = None,
    start: Ints | None = None,
    built: Callable[[], None] | None = None,
    extras: Sequence[Extra] = (),
    find_why: bool = True,
    worth: float | None = None,
) -> Found:
    """Find the best plan of a scenario within limits.

    Parameters
    ----------
    start
        A choice to start from, today's if not given; without effect if any of it is closed.
    built
        Called when the program is built and solving begins.
    extras
        Conditions beside the rules of the scenario.
    find_why
        Whether to look for the rules that cannot hold where there is no plan.
    worth
        Value of the start, minimised, if it holds all rules and extras; see `Ready.find`.
    """
    ready = Ready(costing, scenario)
    if ready.program is not None:
        add_extras(ready.program, extras)
        if built is not None:
            built()
    found = ready.find(limits, progress=progress, start=start, worth=worth)
    if find_why and found.outcome is Outcome.INFEASIBLE and not found.blocked:
        return replace(found, culprits=find_culprits(costing, scenario))
    return found


class Ready:
    """The program of a scenario, built and handed over once, ready for many questions.

    Parameters
    ----------
    costing, scenario
        What the questions are about.
    """

    def __init__(self, costing: Costing, scenario: Scenario) -> None:
        self.costing, self.scenario = costing, scenario
        facts = GateFacts(costing)
        admission = admit(costing, scenario, facts)
        self.blocked = () if scenario.row.allow_unassigned else admission.blocked()
        self.program: Program | None = None
        self.is_spent = False
        """Whether settling ties has changed the program, so that it is ready no more."""
        self._model: fence.Model | None = None
        self._narrowing: Narrowing | None = None
        if not self.blocked:
            self.program = build_program(costing, scenario, facts, admission)
            self._sought, self._unit = objective_terms(self.program)
            self.program.problem.setObjective(self._sought.expression(self._unit))

    def find(
        self,
        limits: Limits,
        *,
        progress: Progress | None = None,
        start: Ints | None = None,
        extras: Sequence[Extra] = (),
        worth: float | None = None,
        ceiling: float | None = None,
        narrow: bool = False,
    ) -> Found:
        """Find the best plan within limits.

        Parameters
        ----------
        start
            A choice to start from, today's if not given; without effect if any of it is closed.
        extras
            Conditions for this question only.
        worth
            Value of the start, minimised, if it holds all rules and extras. Then only plans that are
            better by more than the gap are sought; if there are none, the start is the plan.
        ceiling
            No plan above this value, minimised, is of interest: there may well be one where none is found.
        narrow
            Whether to find out once what using each party costs at least, which many questions then use.
        """
        program = self.program
        if program is None:
            message = "some work has no home"
            return Found(Outcome.INFEASIBLE, None, np.inf, np.inf, 0.0, message, blocked=self.blocked)
        if limits.gap <= TIE:
            self.is_spent = True
            add_extras(program, extras)
            rows: list[pulp.LpConstraint] = []
        else:
            rows = rows_of(program, extras)
        warm = program.start(self.costing.options.today if start is None else start)
        useful = limits.gap >= COARSE and (narrow or len(program.rows) < LARGE)
        known = worth if useful and start is not None and warm is not None else None
        most = self._most(known, ceiling, limits.gap)
        if self._model is None or self.is_spent:
            self._model = fence.Model(program.problem)
        held = self._held(most) if narrow and most is not None else {}
        watch = _watching(program, self._unit, self._sought.constant, progress)
        if limits.threads > 1 and limits.nodes is None and most is None and not rows:
            solution = self._model.seek(
                Layout.of(program, len(program.problem.variables())),
                replace(limits, gap=0.0) if limits.gap <= TIE else limits,
                start=None if warm is None else _columns_of(warm),
                watch=watch,
            )
        else:
            solution = self._model.solve(
                limits,
                warm=None if known is not None else warm,
                watch=watch,
                ceiling=most,
                rows=rows,
                held=held,
            )
        return self._concluded(solution, limits, start, known)

    def _most(self, known: float | None, ceiling: float | None, gap: float) -> float | None:
        """Value below which plans are sought, in the unit of the program."""
        values = [] if known is None else [known - gap * abs(known)]
        values += [] if ceiling is None else [ceiling]
        return (min(values) - self._sought.constant) / self._unit if values else None

    def _held(self, most: float) -> dict[int, float]:
        assert self._model is not None  # noqa: S101 - just handed over
        assert self.program is not None  # noqa: S101
        if self._narrowing is None:
            choices = {v.name for v in (*self.program.x.values(), *self.program.unassigned.values())}
            keys = [
                v.index
                for v in self.program.problem.variables()
                if v.cat == pulp.LpInteger and v.name not in choices
            ]
            self._narrowing = Narrowing(self._model, keys)
        return self._narrowing.held(most)

    def _concluded(
        self, solution: Solution, limits: Limits, start: Ints | None, known: float | None
    ) -> Found:
        assert self.program is not None  # noqa: S101 - asked before
        assert self._model is not None  # noqa: S101 - just solved
        unit, constant = self._unit, self._sought.constant
        bound = solution.bound * unit + constant
        if solution.outcome in (Outcome.INFEASIBLE, Outcome.FAILED, Outcome.NOTHING):
            seconds, message = solution.seconds, solution.message
            if known is None or solution.outcome is Outcome.FAILED:
                return Found(solution.outcome, None, np.inf, bound, seconds, message)
            outcome = Outcome.PROVEN if solution.outcome is Outcome.INFEASIBLE else Outcome.LIMIT
            return Found(outcome, start, known, min(bound, known), seconds, message)
        found = _found(self.program, solution, unit, constant)
        if found.choice is None or solution.outcome is not Outcome.PROVEN or limits.gap > TIE:
            return found
        left = replace(limits, seconds=limits.seconds - found.seconds)
        best = Best(self.program, self._sought, unit, found.objective, found.choice)
        settled = settle(self._model, best, left)
        seconds = found.seconds + settled.seconds
        return replace(found, choice=settled.choice, seconds=seconds, ties_settled=settled.is_settled)


def _found(program: Program, solution: Solution, unit: float, constant: float) -> Found:
    values = dict(zip(program.problem.variables(), solution.values, strict=True))
    objective, bound = solution.objective * unit + constant, solution.bound * unit + constant
    return Found(
        solution.outcome,
        program.choice(values),
        objective,
        bound,
        solution.seconds,
        solution.message,
        is_shared=solution.is_shared,
    )


def _columns_of(warm: dict[pulp.LpVariable, float]) -> Ints:
    """Columns that a start sets to 1."""
    return np.array(sorted(v.index for v, value in warm.items() if value > 0.5), dtype=np.int64)


def _watching(program: Program, unit: float, constant: float, progress: Progress | None) -> Watch | None:
    if progress is None:
        return None

    def watch(seconds: float, incumbent: float, bound: float, values: npt.NDArray[np.float64] | None) -> None:
        choice = None
        if values is not None:
            choice = program.choice(dict(zip(program.problem.variables(), values, strict=True)))
        progress(seconds, incumbent * unit + constant, bound * unit + constant, choice)

    return watch
