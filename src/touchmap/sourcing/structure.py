"""The structural constraints: always there, whatever the rules. One function per stem."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pulp

from touchmap.costing.lines.minimum_commitment import Commitment
from touchmap.costing.lines.volume_discount import DISCOUNTED
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.sourcing.handoffs import handoff_cut
from touchmap.sourcing.program import Linear, Program, binding_months, total
from touchmap.work.calendar import MONTHS


def assign_each_package(program: Program) -> None:
    """Every package has one home: ``Σ_o x[k,o] + x[k,nobody] = 1``; each option brings its own costs."""
    costing = program.costing
    one_off = costing.one_off_total
    for i, variable in program.x.items():
        program.money.charge(variable, costing.cost[i], costing.first_year_running[i], one_off[i])
    per_contact = program.scenario.row.unassigned_cost_per_contact or 0.0
    penalty = costing.unassigned_cost(per_contact)
    for k, package in enumerate(costing.options.packages):
        terms = program.members(costing.options.of_package[k])
        if k in program.unassigned:
            left = program.unassigned[k]
            terms[left] = 1.0
            program.money.penalty.add(left, penalty[k])
            program.money.charge(left, costing.left_undone_total[k], 0.0, costing.left_undone_total[k])
        program.add(Structural.ASSIGN_EACH_PACKAGE, package.package_id, total(terms) == 1)


def provider_engaged(program: Program) -> None:
    """No work without engagement, no engagement without work: ``X[k,r] ≤ y[r]``, ``y[r] ≤ Σ_k X[k,r]``."""
    options = program.costing.options
    for j, provider in enumerate(options.providers):
        members = np.flatnonzero((options.people == j) | (options.platform == j))
        packages = program.by_package(members)
        if not packages:
            continue
        y = program.binary("y", j)
        program.engaged[j] = y
        groups = {k: program.members(inside) for k, inside in packages.items()}
        program.link(Structural.PROVIDER_ENGAGED, provider.provider_id, y, groups)
        program.add(Structural.PROVIDER_ENGAGED, provider.provider_id, y <= total(program.members(members)))
    for charge in _charges(program, Structural.PROVIDER_ENGAGED):
        if charge.party in program.engaged:
            _pay(program, charge, program.engaged[charge.party])


def charged_once(program: Program) -> None:
    """A charge is owed once any of its options is chosen: ``X[k, members] ≤ d``.

    That of a single package needs no indicator: its options cost that much more.
    """
    for n, charge in enumerate(_charges(program, Structural.CHARGED_ONCE)):
        _indicate(program, charge, "d", n)


def knowledge_transfer(program: Program) -> None:
    """A process is taught once to each party that does any of it: ``X[k,r] ≤ d[p,r]``."""
    for n, charge in enumerate(_charges(program, Structural.KNOWLEDGE_TRANSFER)):
        _indicate(program, charge, "taught", n)


def system_integration(program: Program) -> None:
    """A system is integrated once per party that lacks it: ``X[k,r] ≤ z[r,s]``."""
    for n, charge in enumerate(_charges(program, Structural.SYSTEM_INTEGRATION)):
        _indicate(program, charge, "z", n)


def _charges(program: Program, stem: Structural) -> list[Charge]:
    return [c for c in program.costing.charges if c.stem is stem and (c.total or c.first_year)]


def _pay(program: Program, charge: Charge, indicator: pulp.LpVariable) -> None:
    is_running = charge.first_year != 0
    program.money.charge(indicator, charge.total, charge.first_year, 0.0 if is_running else charge.total)


def _indicate(program: Program, charge: Charge, kind: str, n: int) -> None:
    packages = program.by_package(charge.members)
    concerned = set(packages) | (
        {k for k in charge.packages if k in program.unassigned} if charge.unless else set()
    )
    if not concerned:
        return
    groups = {k: program.members(packages.get(k, ())) for k in sorted(concerned)}
    if charge.unless:
        for k in groups.keys() & program.unassigned.keys():
            groups[k][program.unassigned[k]] = 1.0
    if len(groups) == 1:
        for variable in next(iter(groups.values())):
            _pay(program, charge, variable)
        return
    indicator = program.share(kind, n)
    _pay(program, charge, indicator)
    program.link(charge.stem, charge.key, indicator, groups)


def language_pool(program: Program) -> None:
    """A pool must be opened and has its own limit: ``X[k,j] ≤ w``, ``Σ fte·x + opening·w ≤ pool·w``.

    Along a staffing curve only live work opens it, and those who keep it open do work that can wait:
    ``w ≤ Σ live X``, ``v[t] ≤ valley·w``, ``v[t] ≤ Σ waiting·x``, ``Σ fte·x + opening·w − v[t] ≤ pool``.
    """
    costing = program.costing
    for n, pool in enumerate(costing.pools):
        packages = program.by_package(pool.openers)
        subject = f"{costing.options.providers[pool.provider].provider_id} {pool.language}"
        if packages:
            w = program.share("w", n)
            program.pool_open[n] = w
            taxed = 1 + float(costing.vat[pool.provider])
            program.money.charge(w, taxed * float(pool.amount.sum()), taxed * pool.first_year)
            groups = {k: program.members(inside) for k, inside in packages.items()}
            program.link(Structural.LANGUAGE_POOL, subject, w, groups)
        if costing.project.settings.staffing_curve:
            _valleys(program, n, subject)
            _room_along_curve(program, n, subject)
            continue
        if not packages:
            continue
        open_members = pool.members[program.open[pool.members]]
        room = np.full(MONTHS, pool.capacity - pool.opening_fte)
        for t in binding_months(costing.fte[open_members], room, costing.calendar.occurs):
            used = program.weighted(open_members, costing.fte[open_members, t])
            used[w] = -float(room[t])
            program.add(Structural.LANGUAGE_POOL, f"{subject} month {t + 1}", total(used) <= 0)


def _valleys(program: Program, n: int, subject: str) -> None:
    """Work that can wait done by those who keep a pool open, and what it saves."""
    costing, pool = program.costing, program.costing.pools[n]
    members = pool.members[program.open[pool.members]]
    if n not in program.pool_open or not pool.valley_fte or not costing.waiting_fte[members].any():
        return
    w = program.pool_open[n]
    program.add(Structural.LANGUAGE_POOL, subject, w <= total(program.members(pool.openers)))
    worth = costing.weights(pool.provider).sum(axis=0)
    price = costing.staff[pool.provider].fte_month * (1 + float(costing.vat[pool.provider]))
    for t in costing.calendar.order:
        v = program.amount("v", n, t)
        program.in_valleys[n, t] = v
        program.money.charge(v, -price * worth[t], -price)
        program.add(Structural.LANGUAGE_POOL, subject, v <= pool.valley_fte * w)
        waiting = program.weighted(members, costing.waiting_fte[members, t])
        program.add(Structural.LANGUAGE_POOL, subject, v <= total(waiting))


def _room_along_curve(program: Program, n: int, subject: str) -> None:
    """The pool's limit in every month that can reach it."""
    costing, pool = program.costing, program.costing.pools[n]
    members = pool.members[program.open[pool.members]]
    if not np.isfinite(pool.capacity) or not len(members):
        return
    for t in costing.calendar.order:
        if costing.fte[members, t].sum() + pool.opening_fte <= pool.capacity:
            continue
        used = Linear(program.weighted(members, costing.fte[members, t]), -pool.capacity)
        _add_pool(program, used, n, t)
        program.add(Structural.LANGUAGE_POOL, f"{subject} month {t + 1}", used.expression() <= 0)


def _add_pool(program: Program, need: Linear, n: int, t: int) -> None:
    """Add the staff who keep a pool open, less what they do in valleys."""
    if n in program.pool_open:
        need.add(program.pool_open[n], program.costing.pools[n].opening_fte)
    if (n, t) in program.in_valleys:
        need.add(program.in_valleys[n, t], -1.0)


def provider_capacity(program: Program) -> None:
    """In each month paid staff and otherwise billed FTE fit the provider, whatever `_paid` adds."""
    costing = program.costing
    occurs = costing.calendar.occurs
    for j, y in program.engaged.items():
        members = np.flatnonzero((costing.options.people == j) & program.open)
        if costing.options.providers[j].is_platform or not len(members):
            continue
        staff = costing.staff[j]
        billed = {t: _staff_needed(program, j, t) for t in costing.calendar.order}
        paid = _paid(program, j, billed) if staff.is_rigid else billed
        loads = costing.fte[members]
        if staff.is_rigid or any(pool.provider == j and pool.opening_fte for pool in costing.pools):
            limited = [t for t in billed if np.isfinite(staff.capacity[t])]
        else:
            limited = binding_months(loads, staff.capacity, occurs)
        for t in limited:
            other = loads[:, t] - costing.staff_billed_fte[members, t]
            row = Linear(program.weighted(members, other))
            row.add_all(paid[t])
            row.add(y, -float(staff.capacity[t]))
            subject = f"{costing.options.providers[j].provider_id} month {t + 1}"
            program.add(Structural.PROVIDER_CAPACITY, subject, row.expression() <= 0)


def _staff_needed(program: Program, j: int, t: int) -> Linear:
    """``D[j,t]``: FTE billed by hour or FTE, and those that keep pools open."""
    costing = program.costing
    members = np.flatnonzero(costing.options.people == j)
    need = Linear(program.weighted(members, costing.staff_billed_fte[members, t]))
    for n in program.pool_open:
        if costing.pools[n].provider == j:
            _add_pool(program, need, n, t)
    return need


def _paid(program: Program, j: int, billed: dict[int, Linear]) -> dict[int, Linear]:
    """Staff who cannot be flexed are paid all year and hired only so fast.

    ``f ≥ D``, ``p ≥ f``, ``f ≥ (1 − flex) p``, ``f[t+1] − f[t] ≤ ramp · y``.
    """
    costing, staff = program.costing, program.costing.staff[j]
    subject = costing.options.providers[j].provider_id
    worth = costing.weights(j).sum(axis=0)
    fte_month = staff.fte_month * (1 + float(costing.vat[j]))
    peak = program.amount("p", j)
    paid = {t: program.amount("f", j, t) for t in billed}
    for t, f in paid.items():
        need = billed[t].expression()
        program.add(Structural.SEASONAL_STAFFING, subject, f - need >= 0)
        program.add(Structural.SEASONAL_STAFFING, subject, peak - f >= 0)
        if staff.flex < 1:
            program.add(Structural.SEASONAL_STAFFING, subject, f - (1 - staff.flex) * peak >= 0)
        program.money.charge(f, fte_month * worth[t], fte_month)
        program.money.total.add_all(billed[t], -fte_month * worth[t])
        program.money.running.add_all(billed[t], -fte_month)
    if np.isfinite(staff.ramp):
        for before, after in zip(list(paid)[:-1], list(paid)[1:], strict=True):
            rise = paid[after] - paid[before] - staff.ramp * program.engaged[j]
            program.add(Structural.PROVIDER_RAMP, subject, rise <= 0)
    return {t: Linear({f: 1.0}) for t, f in paid.items()}


def min_commitment(program: Program) -> None:
    """An engaged party bills at least its minimum each month, or the shortfall ``m`` is paid.

    Bills and forecasts grow with volumes, a minimum in FTE does not, so each size ``v`` of volumes has
    its own shortfall: ``m[t,v] ≥ minimum · y − v Σ bill[t] x`` and
    ``m[t,v] ≥ v (share · mean − Σ bill[t] x)``.
    """
    costing = program.costing
    months = np.flatnonzero(costing.calendar.occurs)
    sizes = np.unique(costing.calendar.volumes)
    for c in costing.commitments:
        if c.party not in program.engaged:
            continue
        bills = {int(t): _bill(program, c.party, int(t)) for t in months}
        mean = Linear()
        for bill in bills.values():
            mean.add_all(bill, 1 / len(months))
        weights, taxed = costing.level_weights(c.party), 1 + float(costing.vat[c.party])
        for n, size in enumerate(sizes):
            worth = weights[costing.calendar.volumes == size].sum(axis=0)
            this_year = float(size == 1)
            for t, bill in bills.items():
                if worth[t] or this_year:
                    m = program.amount("m", c.party, t, *([n] if len(sizes) > 1 else []))
                    program.money.charge(m, taxed * worth[t], taxed * this_year)
                    _short(program, c, m, bill.times(float(size)), mean.times(float(size)))


def _short(program: Program, c: Commitment, m: pulp.LpVariable, bill: Linear, mean: Linear) -> None:
    """What a month's bill falls short of the minimum; bill and mean at the size of volumes concerned."""
    subject = program.costing.options.providers[c.party].provider_id
    scale = max(1.0, c.amount)
    if c.amount:
        row = Linear({m: 1.0, program.engaged[c.party]: -c.amount})
        row.add_all(bill)
        program.add(Structural.MIN_COMMITMENT, subject, row.expression(scale) >= 0)
    if c.share:
        row = Linear({m: 1.0})
        row.add_all(bill)
        row.add_all(mean, -c.share)
        program.add(Structural.MIN_COMMITMENT, subject, row.expression(scale) >= 0)


def _bill(program: Program, party: int, t: int) -> Linear:
    costing = program.costing
    people = np.flatnonzero(costing.options.people == party)
    front = np.flatnonzero(costing.options.platform == party)
    bill = Linear(program.weighted(people, costing.spend[people, t]))
    bill.add_all(Linear(program.weighted(front, costing.platform_spend[front, t])))
    return bill


def volume_tier(program: Program) -> None:
    """All-units discount by average FTE: one tier, its limits, and the packages priced in it.

    ``Σ_b λ[j,b] = y[j]``, ``X[k,o,b] ≤ λ[j,b]``, ``Σ_b X[k,o,b] ≤ x[k,o]`` over the tiers that discount
    (what is left over is priced in a tier that does not), ``from_b λ ≤ Σ fte X[·,b] ≤ to_b λ``.
    """
    costing = program.costing
    discountable = np.sum([costing.linear[line] for line in DISCOUNTED], axis=0)
    yearly = costing.bill[:, costing.calendar.occurs].sum(axis=1)
    for tiers in costing.tiers:
        members = np.flatnonzero((costing.options.people == tiers.party) & program.open)
        if tiers.party not in program.engaged or not len(members):
            continue
        subject = costing.options.providers[tiers.party].provider_id
        sizes = costing.average_fte[members]
        reach = [*tiers.from_fte[1:], float(sizes.sum()) + 1.0]
        chosen = [program.binary("tier", tiers.party, b) for b in range(len(tiers.discount))]
        one = total(dict.fromkeys(chosen, 1.0)) == program.engaged[tiers.party]
        program.add(Structural.VOLUME_TIER, subject, one)
        at_list = [b for b, discount in enumerate(tiers.discount) if not discount]
        priced = {
            b: {int(i): program.share("xt", tiers.party, b, i) for i in members}
            for b in range(len(chosen))
            if b not in at_list
        }
        whole = Linear(program.weighted(members, sizes))
        for b, inside in priced.items():
            size = Linear({inside[int(i)]: float(w) for i, w in zip(members, sizes, strict=True)})
            whole.add_all(size, -1.0)
            _within_tier(program, subject, size, {chosen[b]: (float(tiers.from_fte[b]), float(reach[b]))})
            for i in members:
                program.add(Structural.VOLUME_TIER, subject, inside[int(i)] <= chosen[b])
                saved = float(tiers.discount[b]) * (1 + float(costing.vat[tiers.party]))
                program.money.charge(inside[int(i)], -saved * discountable[i], -saved * yearly[i])
        limits = {chosen[b]: (float(tiers.from_fte[b]), float(reach[b])) for b in at_list}
        _within_tier(program, subject, whole, limits)
        for i in members:
            parts = total({inside[int(i)]: 1.0 for inside in priced.values()})
            program.add(Structural.VOLUME_TIER, subject, parts <= program.x[int(i)])


def _within_tier(
    program: Program, subject: str, size: Linear, limits: dict[pulp.LpVariable, tuple[float, float]]
) -> None:
    """``Σ from · λ ≤ size ≤ Σ to · λ`` over some tiers."""
    above, below = Linear(), Linear()
    above.add_all(size)
    below.add_all(size)
    for tier, (least, most) in limits.items():
        above.add(tier, -least)
        below.add(tier, -most)
    program.add(Structural.VOLUME_TIER, subject, above.expression() >= 0)
    program.add(Structural.VOLUME_TIER, subject, below.expression() <= 0)


STRUCTURE: dict[Structural, Callable[[Program], None]] = {
    Structural.ASSIGN_EACH_PACKAGE: assign_each_package,
    Structural.KNOWLEDGE_TRANSFER: knowledge_transfer,
    Structural.SYSTEM_INTEGRATION: system_integration,
    Structural.CHARGED_ONCE: charged_once,
    Structural.LANGUAGE_POOL: language_pool,
    Structural.PROVIDER_ENGAGED: provider_engaged,
    Structural.PROVIDER_CAPACITY: provider_capacity,
    Structural.MIN_COMMITMENT: min_commitment,
    Structural.VOLUME_TIER: volume_tier,
    Structural.HANDOFF_CUT: handoff_cut,
}
"""Every structural constraint, in the order in which they are added: narrow indicators before wide ones.

`provider_capacity` also writes the rows of seasonal staffing and ramp, which share its variables.
"""
