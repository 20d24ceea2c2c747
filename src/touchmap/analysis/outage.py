"""`outage_drill`: a provider fails; who can take its work, at what price, and which moments of truth fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from touchmap.analysis.fleet import Fleet, Record
from touchmap.analysis.futures import best_choice, judge
from touchmap.analysis.stopping import Stop
from touchmap.costing.costing import Costing, build_costing
from touchmap.plan import Plan
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import limits_of
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.outage import cover_outage
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Taken:
    """Work of the provider that failed, and who takes it."""

    package_id: str
    provider_id: str | None
    """Who leads it then; none = nobody can take it."""
    contacts_per_month: float


@dataclass(frozen=True)
class Outage:
    """What happens when one provider fails."""

    provider_id: str
    provider: str
    may_move: str
    """``its work``: the rest of the plan stays as it is; ``all work``: everything may move."""
    packages: int
    """Packages it takes part in."""
    contacts_per_month: float
    fte: float
    """Its average FTE."""
    status: str
    """``covered``, ``partly covered``, ``infeasible`` or ``no plan``."""
    price: float | None
    """Objective of the new plan less that of the plan with the same work left undone, in its unit."""
    price_at_least: float | None
    """The same at the proven bound: the price lies between the two."""
    cost: float | None
    """Net present cost of the new plan less that of the plan with the same work left undone."""
    uncovered_contacts: float
    least_is_proven: bool
    """Whether it is proven that no fewer contacts can be left."""
    taken: tuple[Taken, ...]
    """Its packages, by id."""
    moved: int
    """Other packages that change hands as well."""
    failed_moments: tuple[str, ...]
    """Moments of truth with work that nobody can take, the first rank first."""

    @property
    def is_covered(self) -> bool:
        """Whether all work can be done without it."""
        return self.status == "covered"


@dataclass(frozen=True)
class Drill:
    """Every provider of a plan failing, one after the other; the one that hurts most first."""

    scenario_id: str
    currency: str
    objective_kind: str
    outages: tuple[Outage, ...]

    def table(self) -> pd.DataFrame:
        """One row per provider and question."""
        import pandas as pd

        rows = [
            {
                "provider_id": o.provider_id,
                "provider": o.provider,
                "may_move": o.may_move,
                "packages": o.packages,
                "contacts_per_month": o.contacts_per_month,
                "fte": o.fte,
                "status": o.status,
                "price": o.price,
                "price_at_least": o.price_at_least,
                "cost": o.cost,
                "uncovered_contacts": o.uncovered_contacts,
                "failed_moments": "; ".join(o.failed_moments),
                "taken_by": "; ".join(_takers(o)),
                "moved": o.moved,
            }
            for o in self.outages
        ]
        return pd.DataFrame(rows)

    def to_json_dict(self) -> list[dict[str, Any]]:
        """Plain data for JSON."""
        return [
            {
                **{n: getattr(o, n) for n in Outage.__dataclass_fields__ if n != "taken"},
                "failed_moments": list(o.failed_moments),
                "taken": [{n: getattr(t, n) for n in Taken.__dataclass_fields__} for t in o.taken],
            }
            for o in self.outages
        ]


def _takers(outage: Outage) -> list[str]:
    return sorted({t.provider_id for t in outage.taken if t.provider_id is not None})


ITS_WORK, ALL_WORK = "its work", "all work"


def outage_drill(
    project: Project,
    scenario: str = "blended",
    *,
    plan: Plan | None = None,
    gap: float = 1e-3,
    time_limit: float = 60.0,
    fleet: Fleet | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    stop: Stop | None = None,
) -> Drill:
    """Let each provider of a plan fail for good, and find the best that can be done without it.

    Algorithm: all options with the provider's people or platform are closed, and the scenario is solved
    with all its rules on; once with the rest of the plan held as it is, once with everything free to move.
    Where it is proven that not everything can be done, the fewest contacts a month are left undone (a
    program of its own, solved to proof), and the scenario's objective is sought among the plans that leave
    no more.

    Guarantee: *covered* and *partly covered* plans hold every rule and limit, checked independently; the
    price lies between `price_at_least` and `price`; it is that of the work that can be done, as work left
    undone costs nothing by itself. Prices are those of plans made today: what a plan costs
    from the start without the provider, with all its transition, and not what panic buying costs.

    Parameters
    ----------
    plan
        The plan to try; that of the scenario if not given.
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
        If there is no plan to try.
    Stopped
        If it was stopped.
    """
    from touchmap.analysis.facts import choice_of

    wanted, limits = find_scenario(project, scenario), limits_of(time_limit, gap, None, 0)
    costing = build_costing(project)
    if plan is not None:
        choice: Ints | None = choice_of(costing, plan)
    elif wanted.row.objective is Objective.TODAY:
        choice = costing.options.today
    else:
        choice = best_choice(costing, wanted, limits, stop)
    if choice is None:
        raise ValueError(f"scenario {scenario!r} has no plan to try; solve it to see why")
    engaged = _engaged(costing, choice)
    chosen = tuple(int(i) for i in choice)
    calls = [(project, wanted, limits, chosen, (j, may)) for j in engaged for may in (ITS_WORK, ALL_WORK)]
    records: list[Record] = []
    for listed in replace(fleet or Fleet(), stop=stop).run(fail, calls):
        records += listed
        if on_progress is not None:
            on_progress(len(records), len(calls))
    outages = [_outage(costing, wanted, choice, record) for record in records]
    return Drill(
        wanted.scenario_id,
        project.settings.currency,
        wanted.row.objective.value,
        tuple(sorted(outages, key=_hurt)),
    )


def _engaged(costing: Costing, choice: Ints) -> list[int]:
    chosen = choice[choice != NONE]
    parties = np.concatenate([costing.options.people[chosen], costing.options.platform[chosen]])
    return sorted({int(j) for j in parties} - {NONE})


def _hurt(outage: Outage) -> tuple[bool, int, float, float, str, str]:
    """Those first without whom there is no plan at all, then by moments of truth, contacts left, price."""
    price = np.inf if outage.price is None else outage.price
    hopeless = outage.status == "infeasible"
    failed, undone = -len(outage.failed_moments), -outage.uncovered_contacts
    return (not hopeless, failed, undone, -price, outage.provider_id, outage.may_move)


_KEPT: dict[str, Costing] = {}


def fail(
    project: Project, scenario: Scenario, limits: Limits, plan: tuple[int, ...], what: tuple[int, str]
) -> list[Record]:
    """Let one party fail; a plain function, so that it can run anywhere."""
    party, may_move = what
    if project.hash not in _KEPT:
        _KEPT.clear()
        _KEPT[project.hash] = build_costing(project)
    costing = _KEPT[project.hash]
    options = costing.options
    failed = (options.people == party) | (options.platform == party)
    keep = np.array(plan, dtype=np.int64) if may_move == ITS_WORK else None
    found = cover_outage(costing, scenario, failed, limits, keep=keep)
    return [
        {
            "name": f"{party} {may_move}",
            "party": party,
            "may_move": may_move,
            "outcome": found.outcome.value,
            "bound": found.bound,
            "choice": None if found.choice is None else [int(i) for i in found.choice],
            "least_is_proven": found.least_is_proven,
        }
    ]


def _outage(costing: Costing, scenario: Scenario, plan: Ints, record: Record) -> Outage:
    options, party = costing.options, record["party"]
    chosen = np.where(plan == NONE, 0, plan)
    takes_part = (options.people[chosen] == party) | (options.platform[chosen] == party)
    its = np.flatnonzero((plan != NONE) & takes_part)
    staffed = its[options.people[plan[its]] == party]
    facts: dict[str, Any] = {
        "provider_id": options.providers[party].provider_id,
        "provider": options.providers[party].name,
        "may_move": record["may_move"],
        "packages": len(its),
        "contacts_per_month": float(costing.contacts[its].sum()),
        "fte": float(costing.average_fte[plan[staffed]].sum()),
        "least_is_proven": record["least_is_proven"],
    }
    if record["choice"] is None:
        status = "infeasible" if record["outcome"] == "infeasible" else "no plan"
        return Outage(
            **facts,
            status=status,
            price=None,
            price_at_least=None,
            cost=None,
            uncovered_contacts=0.0,
            taken=(),
            moved=0,
            failed_moments=(),
        )
    choice = np.array(record["choice"], dtype=np.int64)
    undone = np.flatnonzero((choice == NONE) & (plan != NONE))
    allowed = scenario.row.model_copy(update={"allow_unassigned": True})
    loose = Scenario(allowed if len(undone) else scenario.row, scenario.rules)
    without = plan.copy()
    without[undone] = NONE
    before, after = judge(loose, costing, without), judge(loose, costing, choice)
    if after.broken:
        raise ValueError(f"the cover of {facts['provider_id']} breaks {', '.join(after.broken)}")
    others = np.setdiff1d(np.arange(len(plan)), its)
    return Outage(
        **facts,
        status="partly covered" if len(undone) else "covered",
        price=after.objective - before.objective,
        price_at_least=min(record["bound"], after.objective) - before.objective,
        cost=after.evaluation.cost - before.evaluation.cost,
        uncovered_contacts=float(costing.contacts[undone].sum()),
        taken=tuple(_taken(costing, int(k), int(choice[k])) for k in its),
        moved=int(sum(_lead(costing, plan[k]) != _lead(costing, choice[k]) for k in others)),
        failed_moments=_failed_moments(costing, undone),
    )


def _lead(costing: Costing, option: int) -> int:
    return NONE if option == NONE else int(costing.options.lead[option])


def _taken(costing: Costing, k: int, option: int) -> Taken:
    lead = _lead(costing, option)
    who = None if lead == NONE else costing.options.providers[lead].provider_id
    return Taken(costing.options.packages[k].package_id, who, float(costing.contacts[k]))


def _failed_moments(costing: Costing, undone: Ints) -> tuple[str, ...]:
    touched = {p.stream.touchpoint_id for k in undone for p in costing.options.packages[k].pieces}
    marked = [
        (t.moment_of_truth_rank, t.touchpoint_id)
        for t in costing.project.touchpoints
        if t.moment_of_truth_rank is not None and t.touchpoint_id in touched
    ]
    return tuple(touchpoint_id for _, touchpoint_id in sorted(marked))
