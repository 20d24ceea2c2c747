"""Plans in many futures: what each costs, whether it still holds, and what would have been best.

Everything here is a plain function of a `Job` and of the numbers of draws, so that it gives the same on
any machine, alone or in a batch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from touchmap.analysis.asking import Asker
from touchmap.analysis.draws import Future, Ranges, costing_under, draw_future, narrowed
from touchmap.analysis.stopping import Stop, Stopped, stopping
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.costing.lines import COST_LINES
from touchmap.costing.objective_value import HIGHER_IS_BETTER, objective_value, quality_weights
from touchmap.plan import finite
from touchmap.project import Project, Scenario, Structural
from touchmap.project.vocabulary import Strength
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.search import search
from touchmap.verifying import RULE_CHECKS, STRUCTURAL_CHECKS, Context
from touchmap.work.options import NONE, Ints

Record = dict[str, Any]
LIMITING = (
    Structural.ASSIGN_EACH_PACKAGE,
    Structural.PROVIDER_CAPACITY,
    Structural.PROVIDER_RAMP,
    Structural.LANGUAGE_POOL,
)
"""Constraints that forbid plans; the others say what a plan costs."""


@dataclass(frozen=True)
class Job:
    """What is asked about futures: sent to every process that calculates."""

    project: Project
    scenario: Scenario
    ranges: Ranges
    seed: int
    plans: tuple[tuple[str, tuple[int, ...]], ...]
    """Plans by name, as options of the project's packages; the first is the plan that is asked about."""
    limits: Limits

    @property
    def key(self) -> str:
        """SHA-256 of all inputs: records made under another key are of another question."""
        rules = [
            (a.rule.model_dump_json(), sorted((s.value, sorted(f.items())) for s, f in a.scopes.items()))
            for a in self.scenario.rules
        ]
        whole = (
            self.project.hash,
            self.scenario.row.model_dump_json(),
            rules,
            self.ranges,
            self.seed,
            self.plans,
            self.limits,
        )
        return hashlib.sha256(repr(whole).encode()).hexdigest()


@dataclass(frozen=True)
class _Kept:
    """What a job needs in every draw and what no draw changes."""

    costing: Costing
    choices: dict[str, Ints]


_KEPT: dict[str, _Kept] = {}


def _kept(job: Job) -> _Kept:
    key = job.key
    if key not in _KEPT:
        choices = {name: np.array(plan, dtype=np.int64) for name, plan in job.plans}
        _KEPT.clear()
        _KEPT[key] = _Kept(build_costing(job.project), choices)
    return _KEPT[key]


def evaluate_draws(job: Job, numbers: tuple[int, ...]) -> list[Record]:
    """Price every plan in some draws, and see which rules and limits the first breaks.

    Only the options the plans need are priced, which gives the same cost to the last digit; where a
    should-rule measures shares against all options, all are.
    """
    kept = _kept(job)
    options = kept.costing.options
    shoulds = any(a.rule.strength is Strength.SHOULD for a in job.scenario.rules)
    if not shoulds:
        options, place = narrowed(options, *kept.choices.values())
        choices = {n: np.where(c == NONE, NONE, place[c]) for n, c in kept.choices.items()}
    else:
        choices = kept.choices
    first = job.plans[0][0]
    records = []
    for number in numbers:
        future = draw_future(job.project, job.ranges, job.seed, number)
        costing = costing_under(job.project, future, options)
        record: Record = {"name": number, "plans": {}}
        weights = quality_weights(costing)
        for name, choice in choices.items():
            told = judge(job.scenario, costing, choice) if name == first else None
            evaluation = told.evaluation if told else _evaluate(job.scenario, costing, choice)
            record["plans"][name] = {
                "cost": evaluation.cost,
                "quality": finite(evaluation.average(costing.quality.expected, weights)),
            }
            if told:
                record["plans"][name] |= {"objective": told.objective, "broken": list(told.broken)}
        records.append(record)
    return records


def reoptimise_draws(job: Job, numbers: tuple[int, ...]) -> list[Record]:
    """Solve the scenario anew in some draws, and judge every plan beside the best one."""
    kept = _kept(job)
    first = kept.choices[job.plans[0][0]]
    records = []
    for number in numbers:
        future = draw_future(job.project, job.ranges, job.seed, number)
        costing = costing_under(job.project, future, kept.costing.options)
        judged = {name: judge(job.scenario, costing, choice) for name, choice in kept.choices.items()}
        start, worth = _start(job, judged)
        found = search(
            costing,
            job.scenario,
            job.limits,
            start=first if start is None else kept.choices[start],
            find_why=False,
            worth=worth,
        )
        best = None if found.choice is None else judge(job.scenario, costing, found.choice)
        plans = {n: {"objective": j.objective, "broken": list(j.broken)} for n, j in judged.items()}
        records.append(
            {
                "name": number,
                "outcome": found.outcome.value,
                "objective": None if best is None else min(best.objective, found.objective),
                "bound": finite(found.bound),
                "choice": None if found.choice is None else [int(i) for i in found.choice],
                "holds": best is not None and not best.broken,
                "plans": plans,
            }
        )
    return records


def _start(job: Job, judged: dict[str, Judged]) -> tuple[str | None, float | None]:
    """The plan to start from and its worth: the first if it holds and none is better by more than the gap."""
    holding = {name: told.objective for name, told in judged.items() if not told.broken}
    if not holding:
        return None, None
    first = job.plans[0][0]
    best = min(holding, key=lambda name: holding[name])
    if first in holding and holding[first] - holding[best] <= job.limits.gap * abs(holding[best]):
        best = first
    return best, holding[best]


def best_choice(costing: Costing, scenario: Scenario, limits: Limits, stop: Stop | None) -> Ints | None:
    """The scenario's plan; where somebody may stop it, it is solved in a process of its own."""
    if stop is None:
        return search(costing, scenario, limits, find_why=False).choice
    with Asker(costing.project, processes=1, gap=limits.gap, seconds=limits.seconds) as asker:
        with stopping(asker.cancel, stop):
            answer = asker.ask(scenario)
        if asker.is_cancelled:
            raise Stopped
    return None if answer.choice is None else np.array(answer.choice, dtype=np.int64)


@dataclass(frozen=True)
class Judged:
    """A plan in a future: its worth under a scenario and what it breaks."""

    evaluation: Evaluation
    objective: float
    """Value of the scenario's objective with penalties, minimised."""
    broken: tuple[str, ...]
    """Rules (by id) and limits (by stem) the plan breaks, sorted."""


def judge(scenario: Scenario, costing: Costing, choice: Ints) -> Judged:
    """Hold a plan against the rules and limits of a scenario, by the independent check."""
    evaluation = _evaluate(scenario, costing, choice)
    left = frozenset(int(k) for k in np.flatnonzero(choice == NONE))
    context = Context(costing.project, scenario, costing, evaluation, (), left)
    broken = {
        stem.value
        for stem in LIMITING
        if any(v.subject not in COST_LINES for v in STRUCTURAL_CHECKS[stem](context).violations)
    }
    penalties = 0.0
    for active in scenario.rules:
        found = RULE_CHECKS[active.rule.stem](context, active)
        if active.rule.strength is Strength.SHOULD:
            penalties += (active.rule.penalty_per_unit or 0.0) * sum(a.violation for a in found.activity)
        elif found.violations:
            broken.add(active.rule.rule_id)
    sign = -1.0 if scenario.row.objective in HIGHER_IS_BETTER else 1.0
    value = sign * objective_value(evaluation, scenario.row, penalties)
    return Judged(evaluation, value, tuple(sorted(broken)))


def costing_of_draw(job: Job, number: int) -> tuple[Future, Costing]:
    """A draw and all coefficients of the project under it."""
    future = draw_future(job.project, job.ranges, job.seed, number)
    return future, costing_under(job.project, future, _kept(job).costing.options)


def _evaluate(scenario: Scenario, costing: Costing, choice: Ints) -> Evaluation:
    return evaluate_choice(costing, choice, scenario.row.unassigned_cost_per_contact or 0.0)
