"""The frontier: what the next point of quality costs, with the guarantee that no better trade is hidden.

ε-constraint method. For a limit ε on the criterion the cheapest plan is sought, then, at no more than its
cost, the best criterion. Both searches give a proven bound, so that each point carries two tolerances: no
plan that is as good costs less by more than the first, and no plan that costs as little is better by more
than the second. Limits are placed in the middle of the widest stretch that no search has covered yet; how
wide the widest one left is, is the δ that is stated.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from touchmap.analysis.asking import Answer, Asker, Stop, WhatIf, stopping
from touchmap.analysis.criteria import CRITERIA, RULE_ID, Criterion
from touchmap.analysis.frontier_points import Frontier, FrontierPoint, knee_of
from touchmap.analysis.spans import LEAST_SECONDS, asking
from touchmap.plan import SolveStatus
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.sourcing.conditions import AlsoHolds, TotalAtMost

FINEST_SHARE = 1e-3
"""Stretches narrower than this share of the frontier's width are not looked into unless asked."""
WORTH = {"quality": 1.0, "brand_risk": 0.1, "offshore_share": 0.05, "providers": 0.5, "moves": 1.0}
"""How much of a criterion weighs as much as the whole cost when the criterion is sought at a given cost."""
MOST_FRUITLESS = 2
"""After so many the least badness at a given total is sought no more: the limits beside it tell as much."""
HELD = 1e-7
"""Relative room of a cost that is held, for rounding."""

OnPoint = Callable[[int, int], None]
"""Called with the number of points found and asked for."""


def frontier(
    project: Project,
    scenario: str = "blended",
    *,
    against: str = "quality",
    points: int = 20,
    delta: float | None = None,
    gap: float = 2e-3,
    seconds: float = 5.0,
    total_seconds: float = math.inf,
    processes: int = 2,
    asker: Asker | None = None,
    on_point: OnPoint | None = None,
    stop: Stop | None = None,
) -> Frontier:
    """Find the plans of a scenario's rules that no other plan beats in cost and in one criterion together.

    The scenario's own objective is left aside, and every package is done by somebody.

    For every point: no plan whose criterion is at least as good costs less by more than its
    `cost_tolerance`, and no plan that costs at most as much has a criterion better by more than its
    `value_tolerance`. For every plan of the scenario there is a point that costs at most `missed_cost` more
    and is worse by at most `missed` (δ). All of this is proven by the solver's bounds; a search that hits
    its time limit only makes the tolerances larger.

    Parameters
    ----------
    against
        ``quality``, ``brand_risk``, ``offshore_share``, ``providers`` or ``moves``.
    points
        Most points, 2 or more.
    delta
        Stop when no plan is missed by more than this, in the unit of the criterion.
    gap
        Relative gap of each search, ≥ 0; the tolerances follow from it.
    seconds
        Longest time of each search, > 0.
    total_seconds
        Time for all searches together, > 0: once it is short each search gets its share of what is left.
    processes
        Searches at once, 1 or more.
    asker
        Asks with this one, whose `cancel` then stops the frontier; its gap and seconds do not count.
    on_point
        Called with the number of points found and asked for.
    stop
        Asked several times a second whether to stop; the points found by then are given.

    Raises
    ------
    ValueError
        If there is no such criterion, or a figure is out of its range.
    UnknownNameError
        If there is no such scenario.
    """
    if against not in CRITERIA:
        raise ValueError(f"`against` must be one of {', '.join(CRITERIA)}, got {against!r}")
    if points < 2:
        raise ValueError(f"`points` must be at least 2, got {points}")
    wanted = find_scenario(project, scenario)
    tell = on_point or (lambda *_: None)
    pace = _Pace(gap, seconds, total_seconds, processes)
    with asking(project, asker, processes=processes) as desk, stopping(desk.cancel, stop):
        return _Search(desk, wanted, CRITERIA[against], pace, tell).run(points, delta)


@dataclass(frozen=True)
class _Pace:
    """Gap and seconds of each search, seconds of all together, and searches at once."""

    gap: float
    seconds: float
    total_seconds: float
    processes: int


CLOSE_TO = 20.0
"""Points closer than this part of the distance they would have if evenly spread count as one."""
MOST_ENDS = 8
"""Times a better end of the frontier is looked for."""
END = 1e-5
"""Part of its badness by which a plan must be better than the end to be looked for."""
END_GAPS = 4.0
"""Gaps by which a plan must be better than the end: less is what the search for the end may miss."""
END_WEIGHT = 30.0
"""How much more badness weighs each time a better end was found."""
HEAVIEST = 1e11
"""Heaviest weight of badness; a heavier one drowns the cost in rounding."""


@dataclass(frozen=True)
class _Plan:
    """A plan found: how bad its criterion is, and its total."""

    badness: float
    total: float
    answer: Answer


@dataclass(frozen=True)
class _Probe:
    """A limit that was searched: no plan with at most this badness has a lower total."""

    limit: float
    lowest: float


@dataclass(frozen=True)
class _Stretch:
    """Badnesses between two probes that no point covers."""

    low: float
    high: float
    rise: float
    """By how much a plan in it can be cheaper than the point at its better end."""

    @property
    def width(self) -> float:
        """How much better than the listed point a plan in it can be."""
        return max(0.0, self.high - self.low)


class _Search:
    """Finds a frontier. Badness is the distance of a criterion to its ideal; both axes are minimised."""

    def __init__(
        self, asker: Asker, scenario: Scenario, criterion: Criterion, pace: _Pace, tell: OnPoint
    ) -> None:
        self.asker, self.criterion, self.tell = asker, criterion, tell
        self.gap, self.processes, self.pace = pace.gap, pace.processes, pace
        self.points = 2
        """Points asked for."""
        self.fruitless = 0
        """Searches for the least badness that proved nothing, one after the other."""
        row = scenario.row.model_copy(update={"objective": Objective.COST, "allow_unassigned": False})
        self.scenario = replace(scenario, row=row)
        self.plans: list[_Plan] = []
        self.left_out: list[_Plan] = []
        """Plans that no other one beats, and that are so close to another that they are not listed."""
        self.probes: list[_Probe] = []
        self.best_values: list[tuple[float, float]] = []
        """Pairs of a total and the least badness that any plan of at most this total can have."""
        self.base = 0.0
        """Badness from which on it is weighed: no plan has less."""
        self.span = WORTH[criterion.name]
        """Badness that weighs as much as the whole cost."""
        self.halved: set[float] = set()
        """Worse ends of the stretches that were halved before."""
        self.waiting: list[_Plan] = []
        """Plans at whose total the least badness is still to be sought."""
        self.money_per_unit = 0.0
        """Weight of badness where it is sought at a given total."""
        self.solves = 0
        self.proven = True
        self.started = time.perf_counter()

    def run(self, points: int, delta: float | None) -> Frontier:
        """Find the ends, then halve the widest stretches."""
        self.points = points
        cheapest = self._cheapest([math.inf])[0]
        if cheapest.choice is None:
            return self._frontier((), cheapest.result.status, cheapest.result.message)
        best = self._best_of_all(cheapest)
        self._take([cheapest], [math.inf])
        if best is not None:
            self.waiting = [p for p in self.plans if p.badness > best.badness + self._fine(0.0)]
        while (count := self._count_apart()) < points and not self._is_over():
            self.tell(count, points)
            limits = self._limits(delta, points - count)
            if not limits and not self.waiting:
                break
            self._round(limits)
        while self.waiting and not self._is_over():
            self._round([])
        self._thin_out(points)
        self.tell(len(self._kept()), points)
        return self._frontier(self._points(), SolveStatus.OPTIMAL if self.proven else SolveStatus.FEASIBLE)

    # --- Searches -----------------------------------------------------------------------------------

    def _round(self, limits: Sequence[float]) -> None:
        """Search some limits, and meanwhile the least badness at the totals found before."""
        kept = self._kept()
        plans, self.waiting = [p for p in self.waiting if p in kept and self._is_loose(p)], []
        if self.fruitless >= MOST_FRUITLESS:
            plans = []
        answers = self._ask([*self._cheapest_questions(limits), *map(self._refining, plans)])
        before = len(self.plans)
        self._take(answers[: len(limits)], limits)
        self.waiting = [p for p in self.plans[before:] if p in self._kept()]
        for plan, answer in zip(plans, answers[len(limits) :], strict=True):
            least = self.base + max(0.0, (answer.lowest - plan.total) / self.money_per_unit)
            self.fruitless = 0 if least > self._least(plan.total) else self.fruitless + 1
            self.best_values.append((plan.total, least))
            self._keep(answer, self.money_per_unit)

    def _is_loose(self, plan: _Plan) -> bool:
        """Whether a plan as cheap could be noticeably better."""
        return plan.badness - self._least(plan.total) > self.gap * self.span

    def _ask(self, questions: Sequence[WhatIf]) -> list[Answer]:
        timed = [replace(q, gap=self.gap, seconds=self._share()) for q in questions]
        answers = self.asker.ask_all(timed)
        self.solves += len(answers)
        self.proven &= all(a.is_proven for a in answers)
        return answers

    @property
    def _left(self) -> float:
        return self.started + self.pace.total_seconds - time.perf_counter()

    def _is_over(self) -> bool:
        return self._left < LEAST_SECONDS or self.asker.is_cancelled

    def _share(self) -> float:
        """Seconds for one search: its share of what is left, twice over, as many need less."""
        refined = 1 if self.fruitless >= MOST_FRUITLESS else 2
        searches = len(self.waiting) + refined * max(1, self.points - len(self._kept()))
        share = 2 * max(0.0, self._left) * self.processes / max(searches, self.processes)
        return max(LEAST_SECONDS, min(self.pace.seconds, share))

    def _cheapest(self, limits: Sequence[float]) -> list[Answer]:
        """The cheapest plans whose badness is at most a limit each."""
        return self._ask(self._cheapest_questions(limits))

    def _cheapest_questions(self, limits: Sequence[float]) -> list[WhatIf]:
        questions = []
        for limit in limits:
            start = self._start(limit)
            limited = self._limited(limit)
            if start is not None:
                limited = replace(limited, start=start.answer.choice, worth=start.total)
            questions.append(limited)
        return questions

    def _limited(self, limit: float) -> WhatIf:
        """The scenario under a limit; where that is a mere row, the program is the same for all limits."""
        worst = self._worst if self.criterion.step == 0 or math.isinf(limit) else limit
        rule = self.criterion.must(self.criterion.from_badness(worst))
        scenario = replace(self.scenario, rules=(*self.scenario.rules, rule))
        if self.criterion.step or math.isinf(limit):
            return WhatIf(scenario)
        row = AlsoHolds(self.criterion.must(self.criterion.from_badness(limit)))
        return WhatIf(scenario, extras=(row,), narrow=True)

    @property
    def _worst(self) -> float:
        """A badness that no plan has."""
        return 100.0 if self.criterion.ideal else 1e6

    def _start(self, limit: float) -> _Plan | None:
        known = [p for p in self.plans if p.badness <= limit + 1e-9]
        return min(known, key=lambda p: p.total, default=None)

    def _refining(self, plan: _Plan) -> WhatIf:
        """The least badness at no more than the total of a plan."""
        weight = self.money_per_unit
        return WhatIf(
            self._weighed(weight),
            start=plan.answer.choice,
            extras=(TotalAtMost(plan.total + HELD * max(1.0, abs(plan.total)), RULE_ID),),
            worth=plan.total + weight * max(0.0, plan.badness - self.base),
        )

    def _best_of_all(self, cheapest: Answer) -> _Plan | None:
        """The plan with the least badness, and the cheapest of those as good."""
        weight = 10 * self._weight(cheapest.highest)
        badness = self.criterion.badness(self.criterion.value(cheapest.result))
        worth = cheapest.highest + weight * max(0.0, badness - self.base)
        best = self._ask([WhatIf(self._weighed(weight), start=cheapest.choice, worth=worth)])[0]
        plan = self._keep(best, weight)
        if plan is None:
            return None
        # No plan has a total below the lowest of all, so what is left of the bound is badness, for plans
        # that cost no more than the dearest known; that none is better at any cost takes a search of its own.
        dearest = max(p.total for p in self.plans)
        self.best_values.append((dearest, max(0.0, (best.lowest - dearest) / weight)))
        noticeable = END_GAPS * self.gap * max(0.0, badness - plan.badness)
        plan = self._best_at_any_cost(plan, weight, noticeable)
        self.best_values.append((math.inf, self.base))
        worst = badness
        self.span = max(worst - self.base, 1e-3 * self.span)
        self.money_per_unit = self._weight(cheapest.highest)
        return plan

    def _best_at_any_cost(self, plan: _Plan, weight: float, noticeable: float) -> _Plan:
        """The plan than which none is noticeably better, whatever it costs; says so only where proven."""
        for _ in range(MOST_ENDS):
            margin = self.criterion.step or max(noticeable, END * max(1.0, plan.badness))
            limit = plan.badness - margin
            if limit < 0:
                break
            answer = self._cheapest([limit])[0]
            self._take([answer], [limit])
            if answer.choice is None:
                if math.isinf(answer.lowest):
                    self.base = limit
                break
            found = [self.plans[-1]]
            if weight * END_WEIGHT <= HEAVIEST:
                weight *= END_WEIGHT
                better = self._ask([WhatIf(self._weighed(weight), start=answer.choice)])[0]
                found += [p for p in [self._keep(better, weight)] if p is not None]
            plan = min(found, key=lambda p: p.badness)
        self._take(self._cheapest([plan.badness]), [plan.badness])
        return plan

    def _weighed(self, weight: float) -> Scenario:
        rule = self.criterion.should(weight, self.criterion.from_badness(self.base))
        return replace(self.scenario, rules=(*self.scenario.rules, rule))

    def _weight(self, total: float) -> float:
        """Money for a unit of badness, so that a little of it is worth the whole total."""
        return max(1.0, abs(total)) / self.span

    def _keep(self, answer: Answer, weight: float = 0.0) -> _Plan | None:
        if answer.choice is None:
            return None
        badness = self.criterion.badness(self.criterion.value(answer.result))
        plan = _Plan(badness, answer.highest - weight * max(0.0, badness - self.base), answer)
        self.plans.append(plan)
        return plan

    def _take(self, answers: Sequence[Answer], limits: Sequence[float]) -> None:
        for answer, limit in zip(answers, limits, strict=True):
            self._keep(answer)
            self.probes.append(_Probe(limit, answer.lowest))

    # --- What is known ------------------------------------------------------------------------------

    def _kept(self) -> list[_Plan]:
        """Plans that are listed, from the cheapest to the best."""
        return [p for p in self._unbeaten() if not self._is_left_out(p)]

    def _is_left_out(self, plan: _Plan) -> bool:
        return any(plan is other for other in self.left_out)

    def _unbeaten(self) -> list[_Plan]:
        """Plans that no other one beats, from the cheapest to the best."""
        kept: list[_Plan] = []
        for plan in sorted(self.plans, key=lambda p: (p.total, p.badness)):
            if not kept or plan.badness < kept[-1].badness - self._fine(kept[-1].badness):
                kept.append(plan)
        return kept

    def _count_apart(self) -> int:
        """Plans kept that are noticeably apart: the search for the best end finds several close together."""
        kept = [p.badness for p in self._kept()]
        close = (kept[0] - kept[-1]) / (CLOSE_TO * self.points) if kept else 0.0
        return 1 + sum(a - b > close for a, b in pairwise(kept)) if kept else 0

    def _thin_out(self, points: int) -> None:
        """Leave out those closest to a neighbour, if there are too many; what is missed then counts them."""
        while len(kept := self._kept()) > points:
            apart = [a.badness - b.badness for a, b in pairwise(kept)]
            nearest = min(range(1, len(kept) - 1), key=lambda n: min(apart[n - 1], apart[n]))
            self.left_out.append(kept[nearest])

    def _fine(self, value: float) -> float:
        return 1e-7 * max(1.0, abs(value))

    def _lowest(self, badness: float) -> float:
        """Least total that any plan with at most this badness can have."""
        return max((p.lowest for p in self.probes if p.limit >= badness - 1e-9), default=-math.inf)

    def _least(self, total: float) -> float:
        """Least badness that any plan with at most this total can have."""
        proven = [b for t, b in self.best_values if t >= total - HELD * max(1.0, abs(total))]
        # A plan within a limit that needs more than this total is not within that limit.
        proven += [p.limit for p in self.probes if p.lowest > total and math.isfinite(p.limit)]
        return max(proven, default=0.0)

    def _stretches(self) -> list[_Stretch]:
        """What no point covers, between each limit and the next tighter one."""
        kept, unbeaten = self._kept(), self._unbeaten()

        def is_listed(limit: float) -> bool:
            """Whether the cheapest plan within a limit is; else it is as if nobody had searched there."""
            cheapest = min(
                (p for p in unbeaten if p.badness <= limit + 1e-9), key=lambda p: p.total, default=None
            )
            return cheapest is None or not self._is_left_out(cheapest)

        limits = sorted({p.limit for p in self.probes if is_listed(p.limit)}, reverse=True)
        found = []
        for n, limit in enumerate(limits):
            point = min((p for p in kept if p.badness <= limit + 1e-9), key=lambda p: p.total, default=None)
            if point is None:
                continue
            tighter = limits[n + 1] if n + 1 < len(limits) else self.base
            lowest = self._lowest(limit)
            better = [p for p in kept if p.badness <= tighter + 1e-9]
            rise = min((p.total for p in better), default=math.inf) - lowest
            low = tighter + self.criterion.step if self.criterion.step else tighter
            found.append(_Stretch(low, point.badness, rise))
        return found

    def _open(self) -> list[_Stretch]:
        """Stretches in which a plan could be missed, the widest first."""
        kept = self._kept()
        spread = self.gap * max((abs(p.total) for p in kept), default=0.0)
        found = [s for s in self._stretches() if s.width > 1e-6 and s.rise > spread]
        return sorted(found, key=lambda s: -s.width)

    def _limits(self, delta: float | None, room: int) -> list[float]:
        """Limits to search next."""
        kept = self._kept()
        span = kept[0].badness - kept[-1].badness
        finest = FINEST_SHARE * span if delta is None else max(delta, 1e-9)
        inside = [s for s in self._open() if math.isfinite(s.rise)]
        found = [s for s in inside if s.width > finest or (self.criterion.step and delta is None)]
        limits: list[float] = []
        searched = {p.limit for p in self.probes}
        for stretch in found:
            if len(limits) >= min(self.processes, room):
                break
            middle = (stretch.low + stretch.high) / 2
            if stretch.high in self.halved:
                # The better half held nothing new: the next plan is sought right beside the point.
                middle = max(stretch.high - finest, stretch.low)
            self.halved.add(stretch.high)
            if self.criterion.step:
                middle = self.criterion.step * math.floor(middle / self.criterion.step)
                middle = max(middle, stretch.low)
            if middle not in searched:
                limits.append(middle)
        return limits

    # --- What is given back -------------------------------------------------------------------------

    def _points(self) -> tuple[FrontierPoint, ...]:
        kept = self._kept()
        knee = knee_of([(p.badness, p.total) for p in kept])
        found = []
        for n, plan in enumerate(kept):
            assert plan.answer.choice is not None  # noqa: S101 - kept plans have one
            found.append(
                FrontierPoint(
                    value=self.criterion.from_badness(plan.badness),
                    total=plan.total,
                    result=plan.answer.result,
                    choice=plan.answer.choice,
                    cost_tolerance=max(0.0, plan.total - self._lowest(plan.badness)),
                    value_tolerance=max(0.0, plan.badness - self._least(plan.total)),
                    is_knee=n == knee,
                )
            )
        return tuple(found)

    def _frontier(
        self, points: tuple[FrontierPoint, ...], status: SolveStatus, message: str = ""
    ) -> Frontier:
        left = self._open() if points else []
        covered = [s.rise for s in self._stretches() if s not in left and s.width > 1e-6]
        slack = [p.cost_tolerance for p in points]
        return Frontier(
            scenario_id=self.scenario.scenario_id,
            scenario_name=self.scenario.row.name,
            criterion=self.criterion,
            currency=self.asker.project.settings.currency,
            points=points,
            missed=max((s.width for s in left), default=0.0),
            missed_cost=max([*slack, *(r for r in covered if math.isfinite(r))], default=0.0),
            status=status,
            message=message,
            gap=self.gap,
            solves=self.solves,
            seconds=time.perf_counter() - self.started,
        )


__all__ = ["CRITERIA", "Frontier", "FrontierPoint", "frontier"]
