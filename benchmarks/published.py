"""Published classes of problems, made anew by the recipes of their papers, as projects of fixed-price offers.

The numbers are drawn with our own dice, so that the instances are of the published kind, not the published
ones. What makes such a project the exact problem is said in docs/classical-problems.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from tests.classical.problems import Problem

SIZES = {
    "gap-C": ((5, 100), (5, 200), (10, 100), (10, 200), (20, 100), (20, 200)),
    "gap-D": ((5, 100), (5, 200), (10, 100), (10, 200), (20, 100), (20, 200)),
    "gap-E": ((5, 100), (5, 200), (10, 100), (10, 200), (20, 100), (20, 200)),
    "facility": ((10, 50), (20, 100), (30, 150), (50, 200)),
    "tasks": ((20, 50), (10, 100)),
}
"""Agents and tasks of each class: of facility location, facilities and customers."""


def assignment_c(agents: int, tasks: int, seed: int) -> Problem:
    """Generalised assignment, type C: loads from 5 to 25, prices from 10 to 50, tight capacities.

    The capacity of each agent is 0.8 times its load from all tasks, divided by the number of agents.

    Sources
    -------
    Chu, P. C.; Beasley, J. E.: A genetic algorithm for the generalised assignment problem. Computers &
    Operations Research 24 (1997) 17–23. The rule of capacities: Martello, S.; Toth, P. (1981).
    """
    dice = Random(f"C {agents} {tasks} {seed}")
    load = [[dice.randint(5, 25) for _ in range(agents)] for _ in range(tasks)]
    price = [[dice.randint(10, 50) for _ in range(agents)] for _ in range(tasks)]
    return _assignment(price, load)


def assignment_d(agents: int, tasks: int, seed: int) -> Problem:
    """Generalised assignment, type D: loads from 1 to 100; the price is 111 − load, give or take 10.

    Work that takes little is dear, which makes the choice hard. Capacities as in type C.

    Sources
    -------
    Chu and Beasley (1997), as for type C.
    """
    dice = Random(f"D {agents} {tasks} {seed}")
    load = [[dice.randint(1, 100) for _ in range(agents)] for _ in range(tasks)]
    price = [[111 - a + dice.randint(-10, 10) for a in row] for row in load]
    return _assignment(price, load)


def assignment_e(agents: int, tasks: int, seed: int) -> Problem:
    """Generalised assignment, type E: load ``1 − 10 ln u``, price ``1000 ÷ load − 10 v``, in whole numbers.

    u is drawn evenly from (0, 1], v from [0, 1]; a price below 0, of very large loads, is 0. Capacities as in
    type C.

    Sources
    -------
    Laguna, M. et al.: Tabu search for the multilevel generalized assignment problem. European Journal of
    Operational Research 82 (1995) 176–189. Yagiura, M.; Ibaraki, T.; Glover, F.: An ejection chain approach
    for the generalized assignment problem. INFORMS Journal on Computing 16 (2004) 133–151.
    """
    dice = Random(f"E {agents} {tasks} {seed}")
    load = [[round(1 - 10 * math.log(1 - dice.random())) for _ in range(agents)] for _ in range(tasks)]
    price = [[max(0, round(1000 / a - 10 * dice.random())) for a in row] for row in load]
    return _assignment(price, load)


def _assignment(price: list[list[int]], load: list[list[int]]) -> Problem:
    agents = len(load[0])
    capacity = [int(0.8 * sum(row[a] for row in load) / agents) for a in range(agents)]
    return Problem(tuple(map(tuple, price)), tuple(map(tuple, load)), tuple(capacity))


def facility_location(facilities: int, customers: int, seed: int) -> Problem:
    """Single-source capacitated facility location in the unit square.

    Demands are drawn from 5 to 35, capacities from 10 to 160 and then scaled so that together they are
    twice the demand; opening costs from 0 to 90 and, times the root of the capacity drawn, from 100 to 110;
    serving a customer costs 10 times distance times demand. All in whole numbers.

    Sources
    -------
    Cornuéjols, G.; Sridharan, R.; Thizy, J.-M.: A comparison of heuristics and relaxations for the
    capacitated plant location problem. European Journal of Operational Research 50 (1991) 280–297.
    """
    dice = Random(f"facility {facilities} {customers} {seed}")
    places = [(dice.random(), dice.random()) for _ in range(facilities)]
    homes = [(dice.random(), dice.random()) for _ in range(customers)]
    demand = [dice.randint(5, 35) for _ in range(customers)]
    drawn = [dice.randint(10, 160) for _ in range(facilities)]
    opening = [round(dice.uniform(0, 90) + dice.uniform(100, 110) * math.sqrt(s)) for s in drawn]
    scale = 2 * sum(demand) / sum(drawn)
    return Problem(
        price=tuple(
            tuple(round(10 * math.dist(home, place) * d) for place in places)
            for home, d in zip(homes, demand, strict=True)
        ),
        load=tuple((d,) * facilities for d in demand),
        capacity=tuple(math.ceil(scale * s) for s in drawn),
        opening=tuple(opening),
    )


COMMUNICATIONS = {(20, 50): 200, (10, 100): 300}
"""Pairs of tasks that communicate, by processors and tasks; 4 for each task in other sizes."""


def task_allocation(processors: int, tasks: int, seed: int) -> Problem:
    """Task allocation with communication, without capacities.

    Numbers of processors, tasks and communicating pairs are those of the paper's largest instances. The cost
    of executing a task on a processor is drawn from 1 to 100, that of two tasks that communicate between
    processors from 1 to 50; the pairs are drawn among all.

    Sources
    -------
    Billionnet, A.; Costa, M.-C.; Sutter, A.: An efficient algorithm for a task allocation problem. Journal
    of the ACM 39 (1992) 502–518.
    """
    dice = Random(f"tasks {processors} {tasks} {seed}")
    price = tuple(tuple(dice.randint(1, 100) for _ in range(processors)) for _ in range(tasks))
    pairs = [(s, t) for t in range(tasks) for s in range(t)]
    count = min(len(pairs), COMMUNICATIONS.get((processors, tasks), 4 * tasks))
    costs = {pair: dice.randint(1, 50) for pair in dice.sample(pairs, count)}
    return Problem(
        price=price,
        load=((1,) * processors,) * tasks,
        capacity=(tasks,) * processors,
        communication=tuple(tuple(costs.get((s, t), 0) for t in range(tasks)) for s in range(tasks)),
    )


RECIPES: dict[str, Callable[[int, int, int], Problem]] = {
    "gap-C": assignment_c,
    "gap-D": assignment_d,
    "gap-E": assignment_e,
    "facility": facility_location,
    "tasks": task_allocation,
}
"""Each class, made from agents, tasks and a seed."""
