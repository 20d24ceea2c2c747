"""Why is this work here? Each provider: cannot, may not, or what the whole plan would cost if it did."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from touchmap.analysis.asking import Answer, Asker, OnAnswer, Stop, WhatIf, stopping
from touchmap.analysis.nearby import Near, Neighbourhood
from touchmap.analysis.spans import (
    PROVEN_GAP,
    Move,
    Span,
    ask_within,
    asking,
    base_of,
    moves_between,
    price_span,
    span_of,
    wanted_scenario,
    without_rules,
)
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.errors import UnknownNameError
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, Scenario
from touchmap.sourcing.forcing import LedBy
from touchmap.work.options import NONE

EXPLAIN_SECONDS = 2.0
"""Time for all forced prices of a process, once the plan is known, unless more is given."""
NEAR_SHARE = 0.4
"""Part of that time for plans with only this work moved."""
ANY_PLAN = 1.0
"""Gap at which any plan will do: the question is only whether there is one."""


class Standing(StrEnum):
    """How a provider stands to a piece of work."""

    HERE = "here"
    """The plan gives it the work."""
    OPEN = "open"
    """It may have the work, at the forced price."""
    IMPOSSIBLE = "impossible"
    """It may by itself, but it is proven that no plan with it holds all rules, capacities and pools."""
    CLOSED = "closed"
    """It can do the work, and must-rules forbid it."""
    CANNOT = "cannot"
    """It is not eligible: each reason is given with its remedy."""


@dataclass(frozen=True)
class Reason:
    """Why a provider cannot do a piece of work, and what would change that."""

    gate: str
    reason: str
    remedy: str
    nearest: bool
    """Whether it belongs to the way of doing it with the fewest reasons against it."""


@dataclass(frozen=True)
class Home:
    """One provider beside one piece of work."""

    provider_id: str
    name: str
    standing: Standing
    reasons: tuple[Reason, ...] = ()
    closed_by: tuple[str, ...] = ()
    """Must-rules that refuse every way, or together leave none, by id."""
    possible_without: tuple[str, ...] = ()
    """Rules each of which, switched off by itself, lets the provider have the work: a plan was found."""
    cost: float | None = None
    """Present value of the work itself here, without what is shared with other work."""
    quality: float | None = None
    fte: float | None = None
    price: Span | None = None
    """Forced price: how much worse the best plan is with the work here, in the unit of the objective."""
    proven: bool = False
    """Whether the forced price is proven to the gap, not only between its limits."""
    moves: tuple[Move, ...] = ()
    """What else moves in the best plan found with the work here."""
    binding: tuple[str, ...] = ()
    """Rules that reach their limit in that plan and do not in the scenario's own, by id."""
    lines: dict[str, float] = field(default_factory=dict)
    """Difference of each cost line to the scenario's plan that is not zero."""


@dataclass(frozen=True)
class WorkExplained:
    """Why one package, or all packages of a process as one lot, is where it is."""

    package_ids: tuple[str, ...]
    homes: tuple[Home, ...]
    """Where it is first, then by price, then those that cannot."""
    sentence: str

    @property
    def here(self) -> tuple[Home, ...]:
        """Who has it in the plan; several where the packages of a lot are apart."""
        return tuple(h for h in self.homes if h.standing is Standing.HERE)

    @property
    def runner_up(self) -> Home | None:
        """The open home with the lowest price that is certain to be enough."""
        rivals = [h for h in self.homes if h.standing is Standing.OPEN and h.price is not None]
        return min(rivals, key=_price_key, default=None)


@dataclass(frozen=True)
class Explanation:
    """Why a process is where it is in a scenario's best plan."""

    process_id: str
    process: str
    scenario_id: str
    scenario: str
    currency: str
    in_points: bool
    """Whether prices are points of quality and not money."""
    status: SolveStatus
    message: str
    total: Span
    """Best value of the scenario, minimised."""
    works: tuple[WorkExplained, ...]
    """One for each package."""
    whole: WorkExplained | None = None
    """All packages as one lot, if asked for and there are several."""

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = asdict(self)
        for work in (*data["works"], *([data["whole"]] if data["whole"] else [])):
            for home in work["homes"]:
                home["price"] = None if home["price"] is None else Span(**home["price"]).to_json_dict()
        data["total"] = self.total.to_json_dict()
        return data


@dataclass(frozen=True)
class _Desk:
    """Where to ask, about what, and until when."""

    asker: Asker
    around: Neighbourhood
    deadline: float
    _relaxed: dict[str, Neighbourhood] = field(default_factory=dict)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    def without(self, rule_id: str) -> Neighbourhood:
        """Plans near the scenario's with one rule off."""
        if rule_id not in self._relaxed:
            scenario = without_rules(self.around.scenario, rule_id)
            self._relaxed[rule_id] = Neighbourhood(self.around.costing, scenario, self.around.base)
        return self._relaxed[rule_id]


@dataclass(frozen=True)
class _Asked:
    """A home of which the forced price is sought."""

    packages: tuple[int, ...]
    party: int
    near: Near | None
    """The plan with only this work moved; none where there was no time to price it."""
    worth: float = 0.0
    """How much worse the work is here by itself."""
    answer: Answer | None = None


def explain(
    project: Project,
    process: str,
    scenario: str | Scenario = "blended",
    asker: Asker | None = None,
    *,
    seconds: float = EXPLAIN_SECONDS,
    gap: float = PROVEN_GAP,
    most: int | None = None,
    whole: bool = False,
    on_answer: OnAnswer | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> Explanation:
    """Explain why a process is where it is, provider by provider.

    The *forced price* of a provider is the value of the best plan in which it leads the work, less the
    value of the best plan of all: ``Z(x[k,j] = 1) − Z``. It is found by solving the scenario again with
    one row more, from the plan with only this work moved. That plan, priced and checked, is a price that
    is certain to be enough, even before anything is solved; those that look best come first.

    Every price is given as limits that are proven, ``[LB_forced − UB, UB_forced − LB]``, and never below
    0. Questions are asked cheapest first until the time is up, so that the runner-up is known best; what
    is left then has wider limits, never wrong ones. The clock decides how wide: with enough time each
    price is known to within twice the gap of the total.

    Parameters
    ----------
    process
        Id or name of a process, or the id of one of its packages.
    scenario
        Id or name, or a scenario of one's own.
    asker
        Where to ask; one of its own is closed at the end.
    seconds
        Time for all forced prices together, > 0; the plan itself may take a minute before.
    gap
        Relative gap of every solve, ≥ 0.
    most
        Forced prices sought for each package, the most promising ones; all if none is given.
    whole
        Whether to ask for all packages of the process as one lot too.
    on_answer
        Called at each answer, where no asker is given.
    known
        The scenario's result, if there is one: it is what is asked about, and it is not solved again.
    stop
        Asked several times a second whether to stop; what is proven by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such process or scenario.
    ValueError
        If the scenario is *today*, which is not sought.
    """
    wanted = wanted_scenario(project, scenario)
    with asking(project, asker, on_answer) as desk, stopping(desk.cancel, stop):
        base = base_of(desk, wanted, known, gap)
        around = Neighbourhood(desk.costing, wanted, base)
        packages = _packages(around, process)
        lots = [(k,) for k in packages] + ([tuple(packages)] if whole and len(packages) > 1 else [])
        deadline = time.monotonic() + seconds
        asked = _to_ask(around, lots, most, time.monotonic() + NEAR_SHARE * seconds)
        order = sorted(range(len(asked)), key=lambda n: _promise(asked[n]))
        questions = [_question(wanted, asked[n], base, gap) for n in order]
        found = ask_within(desk, questions, deadline - time.monotonic())
        asked = [replace(asked[n], answer=answer) for n, answer in zip(order, found, strict=True)]
        best = min([base.highest, *(_highest(a) for a in asked)])
        total = Span(min(base.lowest, best), best)
        works = [_explained(_Desk(desk, around, deadline), lot, asked, total) for lot in lots]
    facts = desk.costing.options.packages[packages[0]].process
    return Explanation(
        process_id=facts.process_id,
        process=facts.name,
        scenario_id=wanted.scenario_id,
        scenario=wanted.row.name,
        currency=project.settings.currency,
        in_points=wanted.row.objective in HIGHER_IS_BETTER,
        status=base.result.status,
        message=base.result.message,
        total=total,
        works=tuple(works[: len(packages)]),
        whole=works[-1] if len(lots) > len(packages) else None,
    )


def _packages(around: Neighbourhood, name: str) -> list[int]:
    wanted = name.strip().lower()
    rows = around.costing.options.packages
    exact = [k for k, p in enumerate(rows) if p.package_id.lower() == wanted]
    found = exact or [
        k for k, p in enumerate(rows) if wanted in (p.process.process_id.lower(), p.process.name.lower())
    ]
    if not found:
        known = dict.fromkeys(f"{p.process.process_id} {p.process.name}" for p in rows)
        raise UnknownNameError(f"no work of a process {name!r}; there are: {', '.join(known)}")
    return found


def _to_ask(
    around: Neighbourhood, lots: list[tuple[int, ...]], most: int | None, deadline: float
) -> list[_Asked]:
    """Homes whose prices are sought, each with the plan with only this work moved, if there is time for it.

    The home that looks best by itself for each lot has that plan in any case.
    """
    if around.base is None or not around.base.has_plan:
        return []
    found = [_Asked(lot, j, None, _own_worth(around, lot, j)) for lot in lots for j in _rivals(around, lot)]
    found.sort(key=lambda a: (a.worth, a.packages, a.party))
    first = {a.packages: a for a in reversed(found)}
    asked = [
        replace(a, near=around.with_party(a.packages, a.party))
        if first[a.packages] is a or time.monotonic() < deadline
        else a
        for a in found
    ]
    return [a for lot in lots for a in sorted((b for b in asked if b.packages == lot), key=_promise)[:most]]


def _rivals(around: Neighbourhood, lot: tuple[int, ...]) -> list[int]:
    """Parties that may have all of a lot and do not have all of it."""
    homes = {around.home(k) for k in lot}
    parties = set.intersection(*(set(around.open_parties(k)) for k in lot))
    return sorted(parties - homes if len(homes) == 1 else parties)


def _own_worth(around: Neighbourhood, lot: tuple[int, ...], party: int) -> float:
    """How much worse a party is than the plan's way, looking at nothing but the lot itself."""
    choice = around.base.choice if around.base is not None else None
    worth = 0.0
    for k in lot:
        taken = NONE if choice is None else choice[k]
        worth += float(around.merit[around.first(around.open_options(k, party))])
        worth -= 0.0 if taken == NONE else float(around.merit[taken])
    return worth


def _promise(asked: _Asked) -> tuple[float, float, tuple[int, ...], int]:
    return (math.inf if asked.near is None else asked.near.value, asked.worth, asked.packages, asked.party)


def _question(scenario: Scenario, asked: _Asked, base: Answer, gap: float) -> WhatIf:
    near = asked.near if asked.near is not None and math.isfinite(asked.near.value) else None
    return WhatIf(
        scenario,
        start=base.choice if near is None else near.choice,
        extras=(LedBy(asked.packages, asked.party),),
        gap=gap,
        worth=None if near is None else near.value,
    )


def _highest(asked: _Asked) -> float:
    """Value that is certain to be reached with the work there."""
    near = math.inf if asked.near is None else asked.near.value
    return near if asked.answer is None else min(near, asked.answer.highest)


def _explained(desk: _Desk, lot: tuple[int, ...], asked: list[_Asked], total: Span) -> WorkExplained:
    around = desk.around
    options = around.costing.options
    known = {a.party: a for a in asked if a.packages == lot}
    here = {around.home(k) for k in lot} - {NONE}
    homes = []
    for j, provider in enumerate(options.providers):
        home = Home(provider.provider_id, provider.name, Standing.HERE)
        if j in here and j not in known:
            homes.append(_with_figures(around, home, lot, j, around.base))
        elif j in known:
            homes.append(_priced(desk, home, known[j], total))
        elif not provider.is_platform or all(len(around.options_of(k, j)) for k in lot):
            homes.append(_shut(desk, home, lot, j))
    homes.sort(key=_order)
    work = WorkExplained(tuple(options.packages[k].package_id for k in lot), tuple(homes), "")
    return replace(work, sentence=_sentence(around, work, total))


_RANK = {s: n for n, s in enumerate(Standing)}


def _order(home: Home) -> tuple[int, float, str]:
    return (_RANK[home.standing], *_price_key(home))


def _price_key(home: Home) -> tuple[float, str]:
    return (math.inf if home.price is None else home.price.high, home.provider_id)


def _with_figures(
    around: Neighbourhood, home: Home, lot: tuple[int, ...], party: int, answer: Answer | None
) -> Home:
    """Own cost, quality and staff of the way a plan does the work; of the best by itself without a plan."""
    costing, chosen = around.costing, []
    for k in lot:
        options = around.open_options(k, party)
        options = options if len(options) else around.options_of(k, party)
        taken = None if answer is None or answer.choice is None else answer.choice[k]
        if len(options):
            chosen.append(int(taken) if taken is not None and taken in options else around.first(options))
    if not chosen:
        return home
    weights = costing.contacts[costing.options.package[chosen]]
    quality = costing.quality.expected[chosen]
    return replace(
        home,
        cost=float(costing.cost[chosen].sum()),
        quality=float(quality @ weights / weights.sum()) if weights.sum() > 0 else float(quality.mean()),
        fte=float(costing.average_fte[chosen].sum()),
    )


def _priced(desk: _Desk, home: Home, asked: _Asked, total: Span) -> Home:
    around, answer = desk.around, asked.answer
    home = _with_figures(around, replace(home, standing=Standing.OPEN), asked.packages, asked.party, answer)
    if answer is not None and answer.is_impossible:
        lifted = _lifts(desk, asked.packages, asked.party)
        return replace(home, standing=Standing.IMPOSSIBLE, proven=True, possible_without=lifted)
    high = _highest(asked)
    low = total.low if answer is None else max(span_of(answer).low, total.low)
    home = replace(
        home,
        price=price_span(Span(min(low, high), high), total),
        proven=answer is not None and answer.is_proven,
    )
    base = around.base
    if answer is None or base is None or not answer.has_plan or not base.has_plan:
        return home
    ours = {around.costing.options.packages[k].package_id for k in asked.packages}
    lines, before = answer.result.totals(), base.result.totals()
    differences = {n: lines.get(n, 0.0) - before.get(n, 0.0) for n in {**before, **lines}}
    return replace(
        home,
        moves=tuple(m for m in moves_between(base, answer) if m.package_id not in ours),
        binding=tuple(sorted(_binding(answer) - _binding(base))),
        lines={n: d for n, d in differences.items() if abs(d) >= 0.5},
    )


def _binding(answer: Answer) -> set[str]:
    return {row.rule_id for row in answer.result.rule_activity if row.binding}


def _shut(desk: _Desk, home: Home, lot: tuple[int, ...], party: int) -> Home:
    """A provider that cannot, or that rules keep out; without a plan also one that may."""
    around, admission = desk.around, desk.around.admission
    reasons = tuple(r for k in lot for r in _reasons(around, k, party))
    if any(not admission.eligibility.possible[around.options_of(k, party)].any() for k in lot):
        return replace(home, standing=Standing.CANNOT, reasons=tuple(dict.fromkeys(reasons)))
    home = _with_figures(around, home, lot, party, None)
    if all(len(around.open_options(k, party)) for k in lot):
        return replace(home, standing=Standing.OPEN)
    closing = [
        rule_id
        for rule_id, refused in admission.closed_by.items()
        if any(
            refused[_possible(around, k, party)].any() for k in lot if not len(around.open_options(k, party))
        )
    ]
    lifted = _lifts(desk, lot, party, closing)
    return replace(home, standing=Standing.CLOSED, closed_by=tuple(closing), possible_without=lifted)


def _is_closed(around: Neighbourhood, k: int, party: int) -> bool:
    return not len(around.open_options(k, party))


def _possible(around: Neighbourhood, k: int, party: int) -> np.ndarray:
    led = around.options_of(k, party)
    found: np.ndarray = led[around.admission.eligibility.possible[led]]
    return found


def _reasons(around: Neighbourhood, k: int, party: int) -> list[Reason]:
    """Every reason against a provider; those of the way with the fewest reasons are the nearest."""
    eligibility, options = around.admission.eligibility, around.costing.options
    package_id = options.packages[k].package_id
    provider_id = options.providers[party].provider_id
    if eligibility.possible[around.options_of(k, party)].any():
        return []
    refusals = [
        *eligibility.refusals_of(around.options_of(k, party)),
        *(
            r
            for r in eligibility.without_offer
            if r.package_id == package_id and provider_id == r.provider_id
        ),
    ]
    ways: dict[str | None, list[Reason]] = {}
    for r in refusals:
        reason = Reason(r.gate, r.reason, r.remedy, nearest=False)
        way = ways.setdefault(r.platform_id, [])
        if reason not in way:
            way.append(reason)
    nearest = min(ways.values(), key=len, default=[])
    found = [replace(r, nearest=True) for r in nearest]
    return found + [r for way in ways.values() for r in way if replace(r, nearest=True) not in found]


def _lifts(
    desk: _Desk, lot: tuple[int, ...], party: int, rule_ids: list[str] | None = None
) -> tuple[str, ...]:
    """Rules each of which, off by itself, lets the party have the work: only those a plan was found for."""
    around, base = desk.around, desk.around.base
    if base is None or not base.has_plan:
        return ()
    known = [r.rule.rule_id for r in around.scenario.rules] if rule_ids is None else rule_ids
    found, unsure = [], []
    for rule_id in known:
        if desk.left < 0:
            break
        relaxed = desk.without(rule_id)
        near = relaxed.with_party(lot, party)
        if near is None:
            continue
        if near.value < math.inf:
            found.append(rule_id)
        else:
            unsure.append(WhatIf(relaxed.scenario, near.choice, (LedBy(lot, party),), ANY_PLAN))
    answers = ask_within(desk.asker, unsure, desk.left)
    more = [q.scenario for q, a in zip(unsure, answers, strict=True) if a is not None and a.has_plan]
    kept = [{r.rule.rule_id for r in s.rules} for s in more]
    return tuple(i for i in known if i in found or any(i not in ids for ids in kept))


def _sentence(around: Neighbourhood, work: WorkExplained, total: Span) -> str:
    """One paragraph: where it is, what the runner-up is and by how much it lost, who else and why not."""
    parts = (_where(around, work), _rival(around, work, total), _others(work))
    return " ".join(part for part in parts if part)


def _where(around: Neighbourhood, work: WorkExplained) -> str:
    what = ", ".join(work.package_ids)
    if around.base is None or not around.base.has_plan:
        proven = around.base is not None and around.base.is_impossible
        return f"{what} is nowhere: {'it is proven that there is no plan' if proven else 'no plan is known'}."
    here = work.here
    if not here:
        return f"{what} has nobody in the plan." if len(work.package_ids) == 1 else f"{what} are apart."
    own = ", ".join(
        f"{h.name} (itself {_figure(h.cost or 0.0)}, quality {h.quality or 0.0:.1f})" for h in here
    )
    today = around.costing.options.today
    packages = around.costing.options.packages
    numbers = [k for k, p in enumerate(packages) if p.package_id in work.package_ids]
    stays = all(today[k] != NONE and around.costing.options.lead[today[k]] == around.home(k) for k in numbers)
    return f"{what} {'stays with' if stays else 'goes to'} {own}."


def _rival(around: Neighbourhood, work: WorkExplained, total: Span) -> str:
    runner_up = work.runner_up
    if runner_up is None or runner_up.price is None or not work.here:
        return "" if runner_up is None else f"{runner_up.name} could have it."
    unit = "points" if around.higher_is_better else around.costing.project.settings.currency
    price, cost = runner_up.price, runner_up.cost or 0.0
    if not math.isfinite(price.high):
        return f"The runner-up may be {runner_up.name}; what it would cost is not known yet."
    share = ""
    if cost and not around.higher_is_better:
        share = f", {100 * abs(price.high / cost):.1f} % of the work itself"
    if price.high <= 2e-6 * max(abs(total.high), 1.0):
        head = f"{runner_up.name} is as good: the whole plan would cost the same"
    elif price.is_one_number(total.high):
        head = (
            f"The runner-up is {runner_up.name}: the whole would be {_figure(price.high)} {unit} worse{share}"
        )
    else:
        limits = f"{_figure(price.low)} to {_figure(price.high)}"
        head = f"The runner-up is {runner_up.name}: the whole would be {limits} {unit} worse{share} at most"
    parts = []
    if runner_up.lines:
        ranked = sorted(runner_up.lines.items(), key=lambda item: -abs(item[1]))[:3]
        parts.append("by " + ", ".join(f"{line.replace('_', ' ')} {value:+,.0f}" for line, value in ranked))
    if runner_up.moves:
        count = len(runner_up.moves)
        parts.append(
            "1 other package would move too" if count == 1 else f"{count} other packages would move too"
        )
    if runner_up.binding:
        parts.append(f"{', '.join(runner_up.binding)} would reach the limit")
    return head + (f" ({'; '.join(parts)})" if parts else "") + "."


def _others(work: WorkExplained) -> str:
    count = {s: [h for h in work.homes if h.standing is s] for s in Standing}
    said = []
    if count[Standing.CLOSED]:
        rules = dict.fromkeys(i for h in count[Standing.CLOSED] for i in h.closed_by)
        said.append(f"{_names(count[Standing.CLOSED])} may not ({', '.join(rules)})")
    if count[Standing.IMPOSSIBLE]:
        said.append(f"{_names(count[Standing.IMPOSSIBLE])} would leave no plan that holds every rule")
    if count[Standing.CANNOT]:
        gates = dict.fromkeys(r.gate.replace("_", " ") for h in count[Standing.CANNOT] for r in h.reasons)
        said.append(f"{_names(count[Standing.CANNOT])} cannot ({', '.join(gates)})")
    return "; ".join(said) + "." if said else ""


def _names(homes: list[Home]) -> str:
    names = [h.name for h in homes]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
