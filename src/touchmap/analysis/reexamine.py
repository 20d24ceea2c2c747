"""`re_examine`: what of today is worth moving now, what when its contract ends, and what not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from touchmap.analysis.fleet import Fleet, Record
from touchmap.analysis.futures import judge
from touchmap.analysis.stopping import Stop
from touchmap.costing.contracts import months_left, notice_months
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import evaluate_today
from touchmap.costing.objective_value import average_quality
from touchmap.plan import Plan, finite
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import limits_of, plan_of
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.search import search
from touchmap.work.options import NONE, Ints
from touchmap.work.today import today_of

if TYPE_CHECKING:
    import pandas as pd

MOST_OPEN = 6
"""Contracts with a choice of date up to which every combination is solved."""
LEAVE_NOW, LEAVE_AT_END, STAY = "leave now", "leave at its end", "stay"


@dataclass(frozen=True)
class ContractAdvice:
    """What to do about one contract of today."""

    contract_id: str
    provider_id: str
    packages: int
    ends_on: date | None
    months_left: int | None
    notice_months: int
    exit_fee: float
    """Owed if it is left before its end."""
    decision: str
    """``leave now``, ``leave at its end`` or ``stay``."""
    leave_on: date | None
    """When its work moves; none if it stays."""
    now: float | None
    """Objective of the best plan in which it is left now or kept, penalties included."""
    at_end: float | None
    """Objective of the best plan in which it runs to its end; none where there is no such choice."""

    @property
    def waiting(self) -> float | None:
        """What it costs to let it run to its end; negative where waiting is better."""
        return None if self.now is None or self.at_end is None else self.at_end - self.now


@dataclass(frozen=True)
class Move:
    """A package that changes hands."""

    package_id: str
    from_id: str | None
    to_id: str | None
    on: date
    phase: str
    """``now``: to be set going at once; ``later``."""
    because: str
    """What decides the date."""


@dataclass(frozen=True)
class ReExamination:
    """Today under examination."""

    scenario_id: str
    scenario_name: str
    objective_kind: str
    currency: str
    as_of: date
    status: str
    """``optimal``, ``feasible``, ``infeasible`` or ``no_plan``."""
    is_complete: bool
    """Whether every combination of dates was solved; else one contract after the other was changed."""
    gap: float
    """Relative gap to which each combination is proven."""
    today_cost: float | None
    today_quality: float | None
    today_broken: tuple[str, ...]
    """Rules and limits of the scenario that today breaks."""
    cost: float | None
    """Net present cost of the best plan with its dates."""
    quality: float | None
    objective: float | None
    bound: float | None
    """No plan, with whatever dates, is better; minimised, as the objective."""
    waiting: float | None
    """What it costs more to let every contract run to its end."""
    contracts: tuple[ContractAdvice, ...]
    moves: tuple[Move, ...]
    """By date, then package."""
    stays: tuple[str, ...]
    """Packages that stay where they are."""
    now: Plan | None
    """What is set going at once; everything else as today."""
    later: Plan | None
    """The whole plan, in force when the last date has come."""

    def moves_table(self) -> pd.DataFrame:
        """One row per move."""
        import pandas as pd

        columns = list(Move.__dataclass_fields__)
        return pd.DataFrame([[getattr(m, c) for c in columns] for m in self.moves], columns=columns)

    def contracts_table(self) -> pd.DataFrame:
        """One row per contract."""
        import pandas as pd

        columns = [*ContractAdvice.__dataclass_fields__, "waiting"]
        return pd.DataFrame([[getattr(c, n) for n in columns] for c in self.contracts], columns=columns)

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""

        def plain(value: Any) -> Any:
            return value.isoformat() if isinstance(value, date) else value

        same = (
            "scenario_id",
            "objective_kind",
            "currency",
            "status",
            "is_complete",
            "gap",
            "today_cost",
            "today_quality",
            "cost",
            "quality",
            "objective",
            "bound",
            "waiting",
        )
        return {
            **{n: getattr(self, n) for n in same},
            "as_of": self.as_of.isoformat(),
            "today_broken": list(self.today_broken),
            "contracts": [
                {n: plain(getattr(c, n)) for n in (*ContractAdvice.__dataclass_fields__, "waiting")}
                for c in self.contracts
            ],
            "moves": [{n: plain(getattr(m, n)) for n in Move.__dataclass_fields__} for m in self.moves],
            "stays": list(self.stays),
            "now": None if self.now is None else self.now.model_dump(mode="json")["assignments"],
            "later": None if self.later is None else self.later.model_dump(mode="json")["assignments"],
        }


def re_examine(
    project: Project,
    scenario: str = "blended",
    as_of: date | None = None,
    *,
    gap: float = 1e-4,
    time_limit: float = 60.0,
    fleet: Fleet | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    stop: Stop | None = None,
) -> ReExamination:
    """Find what is worth moving now, what when its contract ends, and what not at all.

    Algorithm: a contract whose end lies beyond its notice can be left in two ways: after its notice, for
    its exit fee, or at its end, for nothing. A contract that runs to its end is one whose notice lasts
    that long, so each combination of the two ways is a project of its own; the scenario is solved for
    each, and the best combination is taken. With more than `MOST_OPEN` such contracts, one after the other
    is changed until nothing gets better. Today's assignment is priced by the same machinery.

    Guarantee: with `is_complete`, no plan with whatever dates is better than `bound`, given that a contract
    is left as a whole, in one of the two ways. A contract without a known end is left after its notice,
    for its fee.

    Parameters
    ----------
    as_of
        Day from which everything is counted; the project's `start_on` if not given.
    gap, time_limit
        Of each solve.
    fleet
        Where it is calculated; two processes of this machine if not given.
    on_progress
        Called with the number of finished solves and of those asked for so far.
    stop
        Asked several times a second whether to stop.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If there is no day to count from, or the scenario asks for today.
    Stopped
        If it was stopped.
    """
    wanted, limits = find_scenario(project, scenario), limits_of(time_limit, gap, None, 0)
    if wanted.row.objective is Objective.TODAY:
        raise ValueError("`scenario` must seek something; today is always laid beside it")
    if as_of is not None:
        project = project.replace(settings=project.settings.model_copy(update={"start_on": as_of}))
    start = project.settings.start_on
    if start is None:
        raise ValueError("`as_of` must be given, since the project does not state `start_on`")
    costing = build_costing(project)
    used = _contracts_in_use(costing)
    open_ids = tuple(c for c in used if _has_choice(project, c))
    fleet = replace(fleet or Fleet(), stop=stop)
    solved, complete = _solve(project, wanted, limits, open_ids, fleet, on_progress or (lambda *_: None))
    return _conclude(
        project, wanted, solved, start=start, used=used, open_ids=open_ids, complete=complete, gap=gap
    )


def _contracts_in_use(costing: Costing) -> dict[str, list[int]]:
    """Packages under each contract of today, by contract."""
    used: dict[str, list[int]] = {}
    for k, today in enumerate(today_of(costing.project, costing.options.packages)):
        if today.contract_id is not None and costing.options.today[k] != NONE:
            used.setdefault(today.contract_id, []).append(k)
    return dict(sorted(used.items()))


def _has_choice(project: Project, contract_id: str) -> bool:
    left = months_left(project, contract_id)
    return left is not None and left > notice_months(project, contract_id)


def waiting_for(project: Project, contract_ids: Sequence[str]) -> Project:
    """The project in which some contracts can only be left at their end, which is free."""
    changed = [
        c.model_copy(update={"notice_months": months_left(project, c.contract_id)})
        if c.contract_id in contract_ids
        else c
        for c in project.contracts
    ]
    return project.replace(contracts=changed)


Combination = frozenset[str]
"""Contracts that run to their end."""


def _solve(  # noqa: PLR0917
    project: Project,
    scenario: Scenario,
    limits: Limits,
    open_ids: tuple[str, ...],
    fleet: Fleet,
    tell: Callable[[int, int], None],
) -> tuple[dict[Combination, Record], bool]:
    solved: dict[Combination, Record] = {}

    def solve(wanted: Sequence[Combination]) -> None:
        missing = [w for w in dict.fromkeys(wanted) if w not in solved]
        calls = [(project, scenario, limits, tuple(sorted(w))) for w in missing]
        asked = len(solved) + len(calls)
        for records in fleet.run(solve_waiting, calls):
            for record in records:
                solved[frozenset(record["waiting"])] = record
            tell(len(solved), asked)

    if len(open_ids) <= MOST_OPEN:
        flags = product((False, True), repeat=len(open_ids))
        solve([frozenset(i for i, f in zip(open_ids, wait, strict=True) if f) for wait in flags])
        return solved, True
    best: Combination = frozenset()
    solve([best, frozenset(open_ids)])
    while True:
        around = [best ^ {i} for i in open_ids]
        solve(around)
        nearest = _best(solved, [best, *around, frozenset(open_ids)])
        if nearest == best:
            return solved, False
        best = nearest


def _best(solved: dict[Combination, Record], among: Iterable[Combination]) -> Combination:
    """The best combination; among those as good, the one that waits for the fewest contracts."""
    return min(among, key=lambda c: (_value(solved[c]), len(c), sorted(c)))


def _value(record: Record) -> float:
    return np.inf if record["objective"] is None else float(record["objective"])


def solve_waiting(
    project: Project, scenario: Scenario, limits: Limits, waiting: tuple[str, ...]
) -> list[Record]:
    """Solve with some contracts running to their end; a plain function, so that it can run anywhere."""
    costing = build_costing(waiting_for(project, waiting))
    found = search(costing, scenario, limits, find_why=False)
    return [
        {
            "name": "; ".join(waiting),
            "waiting": list(waiting),
            "outcome": found.outcome,
            "objective": None if found.choice is None else judge(scenario, costing, found.choice).objective,
            "bound": found.bound,
            "choice": None if found.choice is None else [int(i) for i in found.choice],
        }
    ]


_STATUS = {
    Outcome.PROVEN: "optimal",
    Outcome.LIMIT: "feasible",
    Outcome.INFEASIBLE: "infeasible",
    Outcome.NOTHING: "no_plan",
    Outcome.FAILED: "error",
}


def _conclude(
    project: Project,
    scenario: Scenario,
    solved: dict[Combination, Record],
    *,
    start: date,
    used: dict[str, list[int]],
    open_ids: tuple[str, ...],
    complete: bool,
    gap: float,
) -> ReExamination:
    best = _best(solved, solved)
    record = solved[best]
    costing = build_costing(waiting_for(project, tuple(sorted(best))))
    today = evaluate_today(costing)
    known = bool((costing.options.today != NONE).all()) and len(costing.options.today) > 0
    all_wait = solved.get(frozenset(open_ids))
    choice = None if record["choice"] is None else np.array(record["choice"], dtype=np.int64)
    evaluation = None if choice is None else judge(scenario, costing, choice).evaluation
    moves = (
        ()
        if choice is None
        else _moves(project, costing, choice, start=start, best=best, open_ids=set(open_ids))
    )
    moving = {m.package_id for m in moves}
    outcomes = {r["outcome"] for r in solved.values()}
    status = record["outcome"] if choice is not None else _nothing(outcomes)
    return ReExamination(
        scenario_id=scenario.scenario_id,
        scenario_name=scenario.row.name,
        objective_kind=scenario.row.objective.value,
        currency=project.settings.currency,
        as_of=start,
        status=_STATUS[status],
        is_complete=complete,
        gap=gap,
        today_cost=today.cost if known else None,
        today_quality=finite(average_quality(today)),
        today_broken=judge(scenario, costing, costing.options.today).broken if known else (),
        cost=None if evaluation is None else evaluation.cost,
        quality=None if evaluation is None else finite(average_quality(evaluation)),
        objective=record["objective"],
        bound=finite(min(r["bound"] for r in solved.values())) if complete else None,
        waiting=None
        if all_wait is None or all_wait["objective"] is None
        else all_wait["objective"] - record["objective"],
        contracts=tuple(
            _advice(
                project,
                costing,
                c,
                packages=packages,
                choice=choice,
                best=best,
                solved=solved,
                start=start,
                has_choice=c in open_ids,
            )
            for c, packages in used.items()
        ),
        moves=moves,
        stays=tuple(p.package_id for p in costing.options.packages if p.package_id not in moving),
        now=None if choice is None else plan_of(costing.options, _now(costing, choice, moves)),
        later=None if choice is None else plan_of(costing.options, choice),
    )


def _nothing(outcomes: set[Outcome]) -> Outcome:
    return Outcome.INFEASIBLE if outcomes == {Outcome.INFEASIBLE} else Outcome.NOTHING


def _now(costing: Costing, choice: Ints, moves: tuple[Move, ...]) -> Ints:
    at_once = {m.package_id for m in moves if m.phase == "now"}
    inside = np.array([p.package_id in at_once for p in costing.options.packages], dtype=bool)
    unknown = costing.options.today == NONE
    return np.where(inside | unknown, choice, costing.options.today)


def _lead(costing: Costing, option: int) -> str | None:
    if option == NONE:
        return None
    return costing.options.providers[int(costing.options.lead[option])].provider_id


def _moves(
    project: Project,
    costing: Costing,
    choice: Ints,
    *,
    start: date,
    best: Combination,
    open_ids: set[str],
) -> tuple[Move, ...]:
    today = today_of(project, costing.options.packages)
    found = []
    for k, package in enumerate(costing.options.packages):
        before, after = _lead(costing, int(costing.options.today[k])), _lead(costing, int(choice[k]))
        if before == after:
            continue
        delay = 0.0 if choice[k] == NONE else float(costing.delays[choice[k]])
        contract = today[k].contract_id
        phase, because = "now", "no contract holds it"
        if contract is not None and contract in best:
            phase, because = "later", f"contract {contract} ends"
        elif contract is not None and contract in open_ids:
            because = f"contract {contract} is left against its exit fee"
        elif contract is not None:
            left = months_left(project, contract)
            ends = left is not None and left <= notice_months(project, contract)
            because = f"contract {contract} ends" if ends else f"notice of contract {contract}"
            phase = "later" if ends and left else "now"
        if delay > _release(project, contract, best):
            phase, because = "later", f"process {package.process.process_id} is mended first"
        found.append(Move(package.package_id, before, after, months_after(start, int(delay)), phase, because))
    return tuple(sorted(found, key=lambda m: (m.on, m.package_id)))


def _release(project: Project, contract_id: str | None, best: Combination) -> float:
    """Months until a contract lets its work go."""
    if contract_id is None:
        return 0.0
    left = months_left(project, contract_id)
    if left is None:
        return float(notice_months(project, contract_id))
    return float(left if contract_id in best else min(left, notice_months(project, contract_id)))


def months_after(day: date, months: int) -> date:
    """The day some months later, or the last of the month where there is no such day.

    >>> months_after(date(2027, 1, 31), 13)
    datetime.date(2028, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _advice(
    project: Project,
    costing: Costing,
    contract_id: str,
    *,
    packages: list[int],
    choice: Ints | None,
    best: Combination,
    solved: dict[Combination, Record],
    start: date,
    has_choice: bool,
) -> ContractAdvice:
    contract = project.contract(contract_id)
    left = months_left(project, contract_id)
    leaves = choice is not None and any(
        _parties(costing, int(choice[k])).isdisjoint({contract.provider_id}) for k in packages
    )
    decision, on = STAY, None
    if leaves:
        at_end = contract_id in best or (not has_choice and left is not None)
        decision = LEAVE_AT_END if at_end else LEAVE_NOW
        on = months_after(start, int(_release(project, contract_id, best)))
    kept_or_now = [_value(r) for c, r in solved.items() if contract_id not in c]
    waiting = [_value(r) for c, r in solved.items() if contract_id in c]
    fees = {c.key: c.total for c in build_costing(project).charges if c.line == "exit_fee"}
    return ContractAdvice(
        contract_id=contract_id,
        provider_id=contract.provider_id,
        packages=len(packages),
        ends_on=contract.ends_on,
        months_left=left,
        notice_months=notice_months(project, contract_id),
        exit_fee=fees.get(contract_id, 0.0),
        decision=decision,
        leave_on=on,
        now=finite(min(kept_or_now, default=np.inf)),
        at_end=finite(min(waiting, default=np.inf)) if has_choice else None,
    )


def _parties(costing: Costing, option: int) -> set[str]:
    if option == NONE:
        return set()
    chosen = costing.options.options[option]
    return {i for i in (chosen.provider_id, chosen.platform_id) if i is not None}
