"""Hand-offs between homes: cost on either side unless both ends share a home."""

from __future__ import annotations

from touchmap.costing.evaluation import EPSILON
from touchmap.project.stems import Structural
from touchmap.sourcing.program import Linear, Program
from touchmap.work.calendar import Array
from touchmap.work.handoff_pairs import COMPANY


def handoff_cut(program: Program) -> None:
    """A hand-off between homes costs on either side.

    ``same[e,h] ≤ H[a,h]``, ``same[e,h] ≤ H[b,h]``; cost = ``Σ_h rate_a[h] H[a,h] + rate_b[h] H[b,h] −
    (rate_a[h] + rate_b[h]) same[h] + flat (1 − Σ_h same[h])``. A department sits at the company, so
    its side needs no variable.
    """
    for (sender, receiver), (rates, years) in _by_ends(program).items():
        at_sender = home_terms(program, sender)
        at_receiver = {0: Linear(constant=1.0)} if receiver == COMPANY else home_terms(program, receiver)
        _pay_apart(at_sender, at_receiver, rates, program.money.total)
        _pay_apart(at_sender, at_receiver, years, program.money.running)
        for home in sorted(at_sender.keys() & at_receiver.keys()):
            worth = rates[0][home] + rates[1][home] + rates[2]
            year = years[0][home] + years[1][home] + years[2]
            if worth <= EPSILON and year <= EPSILON:
                continue
            if receiver == COMPANY:
                program.money.total.add_all(at_sender[home], -worth)
                program.money.running.add_all(at_sender[home], -year)
                continue
            same = program.share("same", sender, receiver, home)
            program.money.charge(same, -worth, -year)
            for ends in (at_sender, at_receiver):
                row = Linear({same: 1.0})
                row.add_all(ends[home], -1.0)
                program.add(Structural.HANDOFF_CUT, f"{sender} → {receiver}", row.expression() <= 0)


Rates = tuple[Array, Array, float]
"""Cost if apart: of the sender by home, of the receiver by home, and flat."""


def _by_ends(program: Program) -> dict[tuple[int, int], tuple[Rates, Rates]]:
    """Costs of all hand-offs between the same two packages together: present value, and first year."""
    found: dict[tuple[int, int], tuple[Rates, Rates]] = {}
    for cost in program.costing.pairs:
        ends = (cost.pair.sender, cost.pair.receiver)
        worth = (cost.sender_rate.sum(axis=0), cost.receiver_rate.sum(axis=0), float(cost.flat.sum()))
        if ends in found:
            before = found[ends]
            found[ends] = (_sum(before[0], worth), _sum(before[1], cost.first_year))
        else:
            found[ends] = (worth, cost.first_year)
    return found


def _sum(a: Rates, b: Rates) -> Rates:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def home_terms(program: Program, package: int) -> dict[int, Linear]:
    """``H[k,h]``: whether a package is at each home that is open to it."""
    costing = program.costing
    homes = costing.homes.of_options(costing.options)
    found: dict[int, Linear] = {}
    for i in costing.options.of_package[package]:
        if int(i) in program.x:
            found.setdefault(int(homes[i]), Linear()).add(program.x[int(i)], 1.0)
    if package in program.unassigned:
        found[costing.homes.nobody] = Linear({program.unassigned[package]: 1.0})
    return found


def _pay_apart(
    at_sender: dict[int, Linear],
    at_receiver: dict[int, Linear],
    rates: Rates,
    money: Linear,
) -> None:
    for ends, rate in ((at_sender, rates[0]), (at_receiver, rates[1])):
        for home, terms in ends.items():
            if rate[home]:
                money.add_all(terms, float(rate[home]))
    money.constant += rates[2]
