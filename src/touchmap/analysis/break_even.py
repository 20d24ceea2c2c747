"""At which rate does an offer win or lose the work? The list to negotiate with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from touchmap.analysis.asking import Answer, Asker, OnAnswer, Stop, WhatIf, stopping
from touchmap.analysis.nearby import Near, Neighbourhood
from touchmap.analysis.spans import (
    PROVEN_GAP,
    ROUNDING,
    Span,
    ask_within,
    asking,
    base_of,
    span_of,
    wanted_scenario,
)
from touchmap.costing.evaluation import evaluate_choice
from touchmap.costing.repricing import rate_worth, repriced
from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.project import Offer, Project, RuleStem, Scenario
from touchmap.project.vocabulary import Basis, Objective, PricingModel
from touchmap.sourcing.forcing import LedBy, OneOf, Without
from touchmap.work.options import NONE

BREAK_EVEN_SECONDS = 60.0
NEGOTIATE_SECONDS = 30.0
"""Time for a whole list, once the plan is known, unless more is given."""
HIGHEST_FACTOR = 64.0
"""A rate is not followed further up than this many times what is quoted."""
UNITS = {
    PricingModel.PER_HOUR: "h",
    PricingModel.PER_FTE: "FTE-month",
    PricingModel.PER_CONTACT: "contact",
    PricingModel.PER_MINUTE: "minute",
    PricingModel.PER_RESOLUTION: "resolution",
}
"""What a rate is paid for."""


class Verdict(StrEnum):
    """Who has the work in the scenario's plan."""

    WON = "won"
    LOST = "lost"
    SHARED = "shared"
    """Some of the packages of the lot, and not all."""


_HEADS = {Verdict.WON: "has", Verdict.LOST: "lost", Verdict.SHARED: "has only a part of"}


@dataclass(frozen=True)
class BreakEven:
    """The rate at which a provider wins or loses a lot of work, as a factor of the rate it quotes."""

    package_ids: tuple[str, ...]
    process_id: str
    process: str
    provider_id: str
    provider: str
    verdict: Verdict
    factor: Span
    """Proven: at or below the lower limit it has the work, above the upper one it has not."""
    proven: bool
    """Whether the solves behind it are proven to the gap."""
    linear: bool
    """Whether the total is linear in the rate, so that two solves are exact."""
    why_not_linear: str
    rate: float | None
    """Quoted; none where several offers make up the price."""
    currency: str
    unit: str
    """What the rate is paid for; blank where there is no single rate."""
    worth: float
    """Present value of what the rate makes the work cost, at the rate quoted."""
    message: str = ""
    """Why there is no such rate, where there is none."""

    @property
    def rates(self) -> Span | None:
        """Limits of the break-even rate, per unit."""
        return None if self.rate is None else Span(self.rate * self.factor.low, self.rate * self.factor.high)

    @property
    def sentence(self) -> str:
        """The line of the negotiation list."""
        return self.sentence_with(self.package_ids[0] if len(self.package_ids) == 1 else "")

    def sentence_with(self, detail: str) -> str:
        """The line, with what tells the lot from others of its process in brackets; blank = nothing."""
        what = f"{self.process} ({detail})" if detail else self.process
        head = f"{self.provider} {_HEADS[self.verdict]} {what}"
        if self.message:
            return f"{head}: {self.message}."
        low, high = self.factor.low, self.factor.high
        ends = [v for v in (low, high) if math.isfinite(v) and v > 0]
        if not ends:
            return f"{head}; no rate above 0 is known at which that turns."
        shares = dict.fromkeys(f"{share:.1f} %" for share in sorted(100 * abs(1 - v) for v in ends))
        shown = " to ".join(shares)
        if self.verdict is Verdict.WON:
            known = math.isfinite(high)
            turn = f"by {shown}; loses it above" if known else f"by {shown} at least; keeps it up to"
        else:
            wins = "wins it all" if self.verdict is Verdict.SHARED else "wins it"
            turn = f"by {shown}; {wins} at" if low > 0 else f"by {shown} at least; {wins} at no more than"
        return f"{head} {turn} {self._rate(ends)}."

    def _rate(self, ends: Sequence[float]) -> str:
        if self.rate is None:
            return " to ".join(dict.fromkeys(f"{100 * v:.1f}" for v in ends)) + " % of what it quotes"
        values = [f"{self.rate * v:,.2f}" for v in ends]
        return f"{' to '.join(dict.fromkeys(values))} {self.currency}/{self.unit}"

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = asdict(self)
        data["factor"] = self.factor.to_json_dict()
        data["sentence"] = self.sentence
        return data


@dataclass(frozen=True)
class NegotiationList:
    """The rates at which providers win or lose work, the closest first."""

    scenario_id: str
    scenario: str
    rows: tuple[BreakEven, ...]
    asked: int
    """How many of the rows were solved; the others have wider limits, from plans near the best one."""

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        head = {"scenario_id": self.scenario_id, "scenario": self.scenario, "asked": self.asked}
        return head | {"rows": [row.to_json_dict() for row in self.rows]}


@dataclass(frozen=True)
class _Lot:
    """Packages that go to one provider together."""

    packages: tuple[int, ...]
    party: int
    verdict: Verdict
    near: Near | None
    """The plan with the lot at the provider."""


def break_even(
    project: Project,
    scenario: str | Scenario,
    work: str,
    provider: str,
    asker: Asker | None = None,
    *,
    seconds: float = BREAK_EVEN_SECONDS,
    gap: float = PROVEN_GAP,
    on_answer: OnAnswer | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> BreakEven:
    """Rate at which a provider wins or loses a package, or a process as one lot.

    With the lot at the provider, the best total grows with its rate by ``worth · (f − 1)``; without it
    the total does not depend on that rate. So two solves give the factor at which both are the same,
    ``f* = 1 − (Z_forced − Z_without) ÷ worth``, and the rate is ``f*`` × the rate quoted. The factor
    applies to everything the provider quotes for this work and to no other work; what is paid until the
    work starts, and what is charged once, stays. Where the provider has several ways of doing a package
    (offers, platforms), each that could turn earlier is solved by itself.

    Limits are proven as those of the totals are: at or below the lower one the provider has the work,
    above the upper one it has not.

    Where the total is not linear in the rate – minimum commitments, volume tiers, a budget that is on –
    only this is told: the lower limit from the plan found, priced anew at the lower rate and certain to
    be feasible there; the upper limit from the steepest possible fall. Where even that does not hold –
    shares of spend, a scenario that seeks quality, fixed prices – there is no such rate, and the message
    says why.

    Parameters
    ----------
    work
        Id or name of a process, or id of a package.
    provider
        Id or name of a provider of people.
    seconds
        Time for the solves together, > 0.
    known
        The scenario's result, if there is one: it is what is asked about, and it is not solved again.
    stop
        Asked several times a second whether to stop; what is proven by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such work, provider or scenario.
    ValueError
        If the scenario is *today*, or the provider may not do the work.
    """
    wanted = wanted_scenario(project, scenario)
    with asking(project, asker, on_answer) as desk, stopping(desk.cancel, stop):
        around = Neighbourhood(desk.costing, wanted, base_of(desk, wanted, known, gap))
        party = _party(around, provider)
        lot = _lot(around, tuple(_work(around, work)), party)
        if lot is None:
            raise ValueError(f"{provider} may not do {work}; touchmap explain says why")
        return _Bench(desk, around, gap, seconds).rows([lot], refine=True)[0][0]


def negotiation_list(
    project: Project,
    scenario: str | Scenario = "blended",
    provider: str | None = None,
    asker: Asker | None = None,
    *,
    by_package: bool = False,
    seconds: float = NEGOTIATE_SECONDS,
    gap: float = PROVEN_GAP,
    on_answer: OnAnswer | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> NegotiationList:
    """Break-even rates of one provider, or of all third parties, the closest to the rate quoted first.

    Each row is a `break_even` of a process as one lot, or of a package. The plan with only this lot moved
    gives each row a first limit; then rows are solved, the closest first, until the time is up.

    Parameters
    ----------
    provider
        Id or name; all third parties of people if none is given.
    by_package
        Whether to list packages and not processes.
    known
        The scenario's result, if there is one: it is what is asked about, and it is not solved again.
    stop
        Asked several times a second whether to stop; what is proven by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such provider or scenario.
    ValueError
        If the scenario is *today*.
    """
    wanted = wanted_scenario(project, scenario)
    with asking(project, asker, on_answer) as desk, stopping(desk.cancel, stop):
        around = Neighbourhood(desk.costing, wanted, base_of(desk, wanted, known, gap))
        rows = around.costing.options.providers
        if provider is None:
            parties = [j for j, p in enumerate(rows) if not (p.is_own or p.is_platform)]
        else:
            parties = [_party(around, provider)]
        pairs = [(j, packages) for j in parties for packages in _lots(around, by_package)]
        lots = [lot for j, packages in pairs if (lot := _lot(around, packages, j)) is not None]
        bench = _Bench(desk, around, gap, seconds)
        lots.sort(key=lambda lot: _distance(around, lot, bench.worth))
        has_plan = around.base is not None and around.base.has_plan
        found, asked = bench.rows(lots) if has_plan else ([], 0)
    return NegotiationList(
        wanted.scenario_id,
        wanted.row.name,
        tuple(sorted(found, key=_closest)),
        asked,
    )


def _closest(row: BreakEven) -> tuple[bool, float, str, tuple[str, ...]]:
    end = row.factor.high if row.verdict is Verdict.WON else row.factor.low
    end = end if math.isfinite(end) else row.factor.low
    return (bool(row.message), abs(1 - end), row.provider_id, row.package_ids)


def _party(around: Neighbourhood, name: str) -> int:
    rows = around.costing.options.providers
    wanted = name.strip().lower()
    for j, p in enumerate(rows):
        if wanted in (p.provider_id.lower(), p.name.lower()) and not p.is_platform:
            return j
    known = ", ".join(p.provider_id for p in rows if not p.is_platform)
    raise UnknownNameError(f"no provider of people {name!r}; there are: {known}")


def _work(around: Neighbourhood, name: str) -> list[int]:
    wanted = name.strip().lower()
    rows = around.costing.options.packages
    exact = [k for k, p in enumerate(rows) if p.package_id.lower() == wanted]
    found = exact or [
        k for k, p in enumerate(rows) if wanted in (p.process.process_id.lower(), p.process.name.lower())
    ]
    if not found:
        raise UnknownNameError(f"no work of a process {name!r}")
    return found


def _lots(around: Neighbourhood, by_package: bool) -> Iterable[tuple[int, ...]]:
    by_process: dict[str, list[int]] = {}
    for k, package in enumerate(around.costing.options.packages):
        by_process.setdefault(package.package_id if by_package else package.process.process_id, []).append(k)
    return (tuple(ks) for ks in by_process.values())


def _lot(around: Neighbourhood, packages: tuple[int, ...], party: int) -> _Lot | None:
    """The lot of a provider; none where it may not have all of it."""
    if any(not len(around.open_options(k, party)) for k in packages):
        return None
    held = [around.home(k) == party for k in packages]
    verdict = Verdict.WON if all(held) else Verdict.SHARED if any(held) else Verdict.LOST
    return _Lot(packages, party, verdict, around.with_party(packages, party))


def _distance(around: Neighbourhood, lot: _Lot, worth: np.ndarray) -> tuple[float, int, tuple[int, ...]]:
    if lot.near is None or around.base is None:
        return (math.inf, lot.party, lot.packages)
    mine = float(sum(worth[i] for i in (lot.near.choice[k] for k in lot.packages) if i != NONE))
    if lot.verdict is Verdict.WON or not mine:
        return (0.05 if mine else math.inf, lot.party, lot.packages)
    return ((lot.near.value - around.base.highest) / mine, lot.party, lot.packages)


@dataclass(frozen=True)
class _Solved:
    """What the solves about a lot gave; none where nothing was asked."""

    with_it: Answer | None
    without_it: Answer | None
    ways: list[tuple[Span, float]] | None = None
    """Best value and worth of the rate for each way of doing a package, where there are several."""


class _Bench:
    """Asks what a list of lots needs and turns the answers into rates.

    Parameters
    ----------
    desk, around
        Where to ask, and about which plan.
    gap, seconds
        Gap of each solve, and time for all together.
    """

    def __init__(self, desk: Asker, around: Neighbourhood, gap: float, seconds: float) -> None:
        self.desk, self.around, self.gap, self.seconds = desk, around, gap, seconds
        self.worth = rate_worth(desk.costing)

    def rows(self, lots: list[_Lot], *, refine: bool = False) -> tuple[list[BreakEven], int]:
        """Break-even of each lot, and how many solves were answered."""
        base = self.around.base
        if base is None:
            return [], 0
        questions: list[WhatIf] = []
        places: list[list[int | None]] = []
        for lot in lots:
            places.append([None, None])
            for side, question in enumerate(self._questions(lot, base)):
                if question is not None:
                    places[-1][side] = len(questions)
                    questions.append(question)
        answers = ask_within(self.desk, questions, self.seconds)
        found = []
        for lot, (forced, without) in zip(lots, places, strict=True):
            with_it = base if forced is None and lot.verdict is Verdict.WON else _at(answers, forced)
            without_it = base if without is None and lot.verdict is Verdict.LOST else _at(answers, without)
            ways = self._ways(lot, with_it) if refine else None
            found.append(self._row(lot, base, _Solved(with_it, without_it, ways)))
        return found, sum(a is not None for a in answers)

    def _questions(self, lot: _Lot, base: Answer) -> tuple[WhatIf | None, WhatIf | None]:
        """With the lot at the provider, and without; none where the scenario's plan is the answer."""
        if self._obstacle(lot)[1] or not base.has_plan:
            return None, None
        scenario = self.around.scenario
        start = base.choice if lot.near is None else lot.near.choice
        near = math.inf if lot.near is None else lot.near.value
        worth = near if math.isfinite(near) else None
        forced = WhatIf(scenario, start, (LedBy(lot.packages, lot.party),), self.gap, worth=worth)
        without = WhatIf(scenario, base.choice, (Without(self._led(lot)),), self.gap)
        return (
            None if lot.verdict is Verdict.WON else forced,
            None if lot.verdict is Verdict.LOST else without,
        )

    def _led(self, lot: _Lot) -> tuple[int, ...]:
        return tuple(int(i) for k in lot.packages for i in self.around.open_options(k, lot.party))

    def _slopes(self, lot: _Lot) -> tuple[float, float]:
        """Least and most that the rate can be worth, over all ways of doing the lot."""
        worth = [[float(self.worth[i]) for i in self.around.open_options(k, lot.party)] for k in lot.packages]
        return sum(map(min, worth)), sum(map(max, worth))

    def _obstacle(self, lot: _Lot) -> tuple[str, str]:
        """Why the total is not linear in the rate, and why no rate can be told at all; blank if not so."""
        scenario, costing = self.around.scenario, self.around.costing
        if scenario.row.objective not in (Objective.COST, Objective.BLEND):
            return "", "the scenario seeks quality, which no rate changes"
        if not all(self.worth[i] > 0 for i in self._led(lot)):
            return "", "some of its prices are fixed and no rate"
        stems = [(r.rule.stem, r.rule.basis) for r in scenario.rules]
        if any(basis is Basis.SPEND for _, basis in stems):
            return "", "a rule measures shares of spend, which the rate moves"
        budget = any(stem is RuleStem.BUDGET and basis is not Basis.ONE_OFF for stem, basis in stems)
        if budget and lot.verdict is not Verdict.LOST:
            return "", "a budget is on, which a higher rate may break"
        bends = {
            "minimum commitment": any(c.party == lot.party for c in costing.commitments),
            "volume tiers": any(t.party == lot.party for t in costing.tiers),
            "budget": budget,
        }
        return ", ".join(name for name, bent in bends.items() if bent), ""

    def _ways(self, lot: _Lot, with_it: Answer | None) -> list[tuple[Span, float]] | None:
        """Solve each way of doing a package by itself; none where there is one or a limit came first."""
        ways = self._led(lot)
        if len(lot.packages) > 1 or len(ways) == 1 or any(self._obstacle(lot)):
            return None
        if with_it is None or with_it.choice is None:
            return None
        k = lot.packages[0]
        chosen = with_it.choice[k]
        mine = float(self.worth[chosen])
        others = [i for i in ways if i != chosen and abs(self.worth[i] - mine) > ROUNDING * mine]
        starts = [tuple(i if n == k else o for n, o in enumerate(with_it.choice)) for i in others]
        questions = [
            WhatIf(self.around.scenario, start, (OneOf((i,)),), self.gap)
            for i, start in zip(others, starts, strict=True)
        ]
        answers = ask_within(self.desk, questions, self.seconds)
        found = [
            (span_of(a), float(self.worth[i])) for i, a in zip(others, answers, strict=True) if a is not None
        ]
        return [(span_of(with_it), mine), *found] if len(found) == len(others) else None

    def _row(self, lot: _Lot, base: Answer, solved: _Solved) -> BreakEven:
        around = self.around
        why, impossible = self._obstacle(lot)
        choice = _plan_with(lot, solved.with_it)
        taken = [
            int(around.open_options(k, lot.party)[0]) if choice is None else choice[k] for k in lot.packages
        ]
        rate, currency, unit = _rate(around, taken)
        packages = [around.costing.options.packages[k] for k in lot.packages]
        provider = around.costing.options.providers[lot.party]
        row = BreakEven(
            package_ids=tuple(p.package_id for p in packages),
            process_id=packages[0].process.process_id,
            process=packages[0].process.name,
            provider_id=provider.provider_id,
            provider=provider.name,
            verdict=lot.verdict,
            factor=Span(-math.inf, math.inf),
            proven=all(a is not None and a.is_proven for a in (solved.with_it, solved.without_it, base)),
            linear=not why and not impossible,
            why_not_linear=why,
            rate=rate,
            currency=currency,
            unit=unit,
            worth=float(sum(self.worth[i] for i in taken)),
            message=impossible,
        )
        if impossible or not base.has_plan:
            said = impossible or ("the scenario has no plan" if base.is_impossible else "no plan is known")
            return replace(row, message=said, proven=base.is_impossible and not impossible)
        if solved.with_it is not None and solved.with_it.is_impossible:
            which = "at the rate quoted" if "budget" in why else "whatever the rate"
            return replace(row, message=f"no plan with it holds every rule, {which}")
        if solved.without_it is not None and solved.without_it.is_impossible:
            return replace(row, message="nobody else can have it, whatever the rate")
        dear = _value(solved.with_it, base, lot.near)
        rest = _value(solved.without_it, base, None)
        bent = bool(why)
        factor = self._bent(lot, dear, rest, choice) if bent else self._straight(lot, dear, rest, solved.ways)
        return replace(row, factor=factor)

    def _straight(self, lot: _Lot, dear: Span, rest: Span, ways: list[tuple[Span, float]] | None) -> Span:
        """``f* = max over ways of 1 + (Z_without − Z_way) ÷ worth of the way``, as far as it is proven.

        Where the ways were not solved one by one, none of them is better than the best of all, nor
        falls faster than the steepest.
        """
        if ways is not None:
            lows = [1 + (rest.low - span.high) / slope for span, slope in ways]
            highs = [1 + (rest.high - span.low) / slope for span, slope in ways]
            return Span(max(lows), max(highs))
        flat, steep = self._slopes(lot)
        loss, room = rest.low - dear.high, rest.high - dear.low
        low = 1 + loss / (steep if loss > 0 else flat)
        return Span(low, max(low, 1 + room / (flat if room > 0 else steep)))

    def _bent(self, lot: _Lot, dear: Span, rest: Span, choice: tuple[int, ...] | None) -> Span:
        """Limits where the total bends: the plan found, priced anew at other rates; the steepest fall."""
        _, steep = self._slopes(lot)
        budget = any(r.rule.stem is RuleStem.BUDGET for r in self.around.scenario.rules)
        room = rest.high - dear.low
        high = 1 + room / steep if room <= 0 and not budget else math.inf
        if choice is None or not math.isfinite(dear.high):
            return Span(-math.inf, max(high, 0.0))
        low = self._holds_up_to(lot, dear.high, rest.low, choice)
        return Span(low, max(high, low, 0.0))

    def _holds_up_to(self, lot: _Lot, value: float, other: float, choice: tuple[int, ...]) -> float:
        """Largest factor at which a plan, priced anew, is no worse than another value, to 1e-6.

        A plan's cost never falls as a rate rises, so every lower factor does as well. It is made of
        straight pieces, so a secant finds the crossing at once within a piece; bisection finds the piece.
        """
        costing, chosen = self.desk.costing, np.array(choice, dtype=np.int64)
        options = np.array(self._led(lot), dtype=np.int64)
        now = evaluate_choice(costing, chosen).total

        def excess(factor: float) -> float:
            then = evaluate_choice(repriced(costing, options, factor), chosen).total
            return value + then - now - other

        low, high, below, above = 0.0, 1.0, excess(0.0), excess(1.0)
        if below > 0:
            return -math.inf
        while above <= 0:
            if high >= HIGHEST_FACTOR:
                return high
            low, below, high = high, above, 2 * high
            above = excess(high)
        while high - low > ROUNDING:
            crossing = low - below * (high - low) / (above - below)
            for factor in (crossing - ROUNDING / 2, crossing + ROUNDING / 2, (low + high) / 2):
                if low < factor < high:
                    found = excess(factor)
                    low, below = (factor, found) if found <= 0 else (low, below)
                    high, above = (factor, found) if found > 0 else (high, above)
        return low


def _at(answers: list[Answer | None], place: int | None) -> Answer | None:
    return None if place is None else answers[place]


def _plan_with(lot: _Lot, answer: Answer | None) -> tuple[int, ...] | None:
    """The best plan known with the lot at the provider; none if there is none."""
    known = math.inf if answer is None else answer.highest
    if lot.near is not None and lot.near.value < known:
        return lot.near.choice
    return None if answer is None else answer.choice


def _value(answer: Answer | None, base: Answer, near: Near | None) -> Span:
    """Limits of a best value; one not asked is not below the best of all."""
    span = Span(-math.inf, math.inf) if answer is None else span_of(answer)
    high = min(span.high, math.inf if near is None else near.value)
    return Span(min(max(span.low, base.lowest), high), high)


def _rate(around: Neighbourhood, taken: Sequence[int]) -> tuple[float | None, str, str]:
    """The one rate that some options are billed at; none where there are several."""
    options = around.costing.options
    offers: list[Offer] = [o for i in taken for o in options.options[i].people_offers if o is not None]
    own = around.costing.project.settings.currency
    quoted = {
        (o.price, o.currency or options.providers[options.people[taken[0]]].currency or own, o.pricing_model)
        for o in offers
    }
    if len(quoted) != 1:
        return None, own, ""
    price, currency, model = quoted.pop()
    return (price, currency, UNITS[model]) if model in UNITS else (None, currency, "")
