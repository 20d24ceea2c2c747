"""The same problems solved by nothing but counting, for instances small enough."""

from functools import cache
from itertools import product

from tests.classical.problems import Numbers, Problem

NEVER = float("inf")


def best_by_counting(problem: Problem) -> float:
    """The least cost over every way to give each task to an agent; infinite if none fits."""
    agents = range(len(problem.capacity))
    return min(
        (_cost(problem, who) for who in product(agents, repeat=len(problem.price)) if _fits(problem, who)),
        default=NEVER,
    )


def _fits(problem: Problem, who: Numbers) -> bool:
    used = [0] * len(problem.capacity)
    for task, agent in enumerate(who):
        used[agent] += problem.load[task][agent]
    return all(u <= c for u, c in zip(used, problem.capacity, strict=True))


def _cost(problem: Problem, who: Numbers) -> float:
    spent = sum(problem.price[task][agent] for task, agent in enumerate(who))
    if problem.opening:
        spent += sum(problem.opening[agent] for agent in set(who))
    if problem.communication:
        spent += sum(
            problem.communication[s][t] for t in range(len(who)) for s in range(t) if who[s] != who[t]
        )
    return spent


def best_assignment(problem: Problem) -> float:
    """Generalised assignment by dynamic programming over the capacity that is left."""

    @cache
    def least(task: int, left: Numbers) -> float:
        if task == len(problem.price):
            return 0
        return min(
            (
                problem.price[task][a]
                + least(task + 1, (*left[:a], left[a] - problem.load[task][a], *left[a + 1 :]))
                for a in range(len(left))
                if problem.load[task][a] <= left[a]
            ),
            default=NEVER,
        )

    return least(0, problem.capacity)
