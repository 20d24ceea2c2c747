"""What each rule costs: the best plan with it against the best plan without it; pairs dear together."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from touchmap.analysis.asking import Answer, Asker, OnAnswer, Stop, WhatIf, stopping
from touchmap.analysis.first_look import FirstLook
from touchmap.analysis.nearby import Near
from touchmap.analysis.spans import (
    PROVEN_GAP,
    ROUNDING,
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
from touchmap.plan import Result, SolveStatus
from touchmap.project import STEM_FACTS, ActiveRule, Project, Scenario, Shape
from touchmap.project.vocabulary import Strength
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.search import Admission, admit

RULE_SECONDS = 20.0
"""Time for the prices of all rules together, once the plan is known, unless more is given."""
LOOK_SHARE = 0.1
"""Part of that time for a first look, before anything is solved."""

OffRules = tuple[str, ...]
"""Ids of the rules that are switched off together."""


@dataclass(frozen=True)
class RulePrice:
    """What one rule costs, or several together."""

    rule_ids: tuple[str, ...]
    stem: str
    """Kind of the rule; blank for several."""
    price: Span | None
    """Best value with everything less best value without; none if there is no plan with the rules on."""
    proven: bool
    """Whether both values are proven to the gap."""
    without: Span
    """Best value without, minimised; infinite if it is proven that there is no plan either way."""
    moves: tuple[Move, ...] = ()
    """What it binds: packages that move, from the plan with to the plan found without."""
    closes_nothing: bool = False
    """Whether it is a gate that refuses nothing the other rules leave open; its price is then 0 exactly."""
    is_asked: bool = True
    """Whether it was solved without the rule; else the price is what a first look proves."""

    @property
    def blocks(self) -> bool:
        """Whether switching it off turns no plan into some plan."""
        return self.price is None and self.without.high < math.inf


@dataclass(frozen=True)
class RulePrices:
    """What each rule of a scenario costs, the dearest first."""

    scenario_id: str
    scenario: str
    currency: str
    in_points: bool
    """Whether prices are points of quality and not money."""
    status: SolveStatus
    message: str
    total: Span
    """Best value with all rules on, minimised."""
    prices: tuple[RulePrice, ...]
    pairs: tuple[RulePrice, ...] = ()
    """Pairs that are certain to cost more together than the sum of both alone, the most first."""
    pairs_tried: int = 0

    @property
    def waiting(self) -> int:
        """Rules of which so far only a first look is known."""
        return sum(not row.is_asked for row in self.prices)

    def price_of(self, rule_id: str) -> RulePrice:
        """Price of one rule.

        Raises
        ------
        KeyError
            If the rule is not on.
        """
        for row in self.prices:
            if row.rule_ids == (rule_id,):
                return row
        raise KeyError(rule_id)

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = asdict(self)
        data["total"] = self.total.to_json_dict()
        for rows, plain in ((self.prices, data["prices"]), (self.pairs, data["pairs"])):
            for row, out in zip(rows, plain, strict=True):
                out["price"] = None if row.price is None else row.price.to_json_dict()
                out["without"] = row.without.to_json_dict()
                out["blocks"] = row.blocks
        return data


OnPrices = Callable[[RulePrices], None]
"""Called with the prices as far as they are proven; never by two threads at once."""


def rule_prices(
    project: Project,
    scenario: str | Scenario = "blended",
    asker: Asker | None = None,
    *,
    pairs: bool = False,
    seconds: float = RULE_SECONDS,
    gap: float = PROVEN_GAP,
    on_answer: OnAnswer | None = None,
    on_prices: OnPrices | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> RulePrices:
    """Price every rule of a scenario: solve it with all rules, and without each.

    The price is ``Z_with − Z_without``, best values minimised. A lower bound of the first less any plan of
    the second is a price the rule has *at least*; a plan of the first less a lower bound of the second is
    what it costs *at most*: ``[LB_with − UB_without, UB_with − LB_without]``, and never below 0, since a
    rule only restricts. The other way round, ``UB_with − UB_without`` or a difference of two bounds, proves
    nothing. Both limits are one number when both solves are proven to the last unit.

    A first look comes before the solves: with the bound of the plan with all rules, and plans without each
    rule that are found by moving work, it tells what each rule costs at least. Then rules are solved, those
    that are certain to be dearest first, each from the best plan known without it. A must-gate that refuses
    no option the others leave open costs exactly 0 and is not solved. Where no plan holds all rules there
    is no price; a rule without which there is a plan is told instead.

    Prices do not add up: two rules may forbid the same thing, and then each alone costs nothing. With
    `pairs`, each pair is switched off together too, and those are told that are certain to cost more
    together than the sum of both alone.

    Parameters
    ----------
    scenario
        Id or name, or a scenario of one's own.
    asker
        Where to ask; one of its own is closed at the end.
    seconds
        Time for all rules together with the first look, and again for all pairs, > 0; limits are wider
        where it is too short.
    gap
        Relative gap of every solve, ≥ 0.
    on_answer
        Called at each answer, where no asker is given.
    on_prices
        Called with all prices after the first look, and again each time one more rule was solved.
    known
        The scenario's result, if there is one: it is what is asked about, and it is not solved again.
    stop
        Asked several times a second whether to stop; what is proven by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If the scenario is *today*, which is not sought.
    """
    wanted = wanted_scenario(project, scenario)
    with asking(project, asker, on_answer) as desk, stopping(desk.cancel, stop):
        base = base_of(desk, wanted, known, gap)
        pricing = _Pricing(desk, base, gap, on_prices or (lambda _: None))
        deadline = time.monotonic() + seconds
        pricing.look(seconds * LOOK_SHARE)
        pricing.ask(deadline - time.monotonic())
        if pairs and base.has_plan:
            pricing.ask_pairs(seconds)
        return pricing.found()


class _Pricing:
    """What is known of the prices of a scenario's rules, from a first look to the last answer."""

    def __init__(self, desk: Asker, base: Answer, gap: float, tell: OnPrices) -> None:
        self.desk, self.base, self.gap, self.tell = desk, base, gap, tell
        self.scenario, self.total = base.scenario, span_of(base)
        self.admission = admit(desk.costing, self.scenario, GateFacts(desk.costing))
        self.ids = list(dict.fromkeys(r.rule.rule_id for r in self.scenario.rules))
        self.idle = [i for i in self.ids if _closes_nothing(self.scenario, self.admission, i)]
        self.near: dict[OffRules, Near] = {}
        """Plans of a first look that are better than that with all rules."""
        self.answers: dict[OffRules, Answer] = {}
        self.pairs: list[RulePrice] = []
        self.pairs_tried = 0

    def look(self, seconds: float) -> None:
        """Look for plans without each rule, and tell what is proven by them."""
        if self.base.has_plan:
            deadline = time.monotonic() + seconds
            look = FirstLook(self.desk.costing, self.base, self.admission)
            for rule_id in (i for i in self.ids if i not in self.idle):
                near = None if self.desk.is_cancelled else look.without(rule_id, deadline)
                if near is not None:
                    self.near[rule_id,] = near
        self.tell(self.found())

    def ask(self, seconds: float) -> None:
        """Solve without each rule, those first that are certain to be dearest."""
        waiting: list[OffRules] = [(i,) for i in self.ids if i not in self.idle]
        waiting.sort(key=lambda off: self.near[off].value if off in self.near else math.inf)

        def heard(n: int, answer: Answer) -> None:
            self.answers[waiting[n]] = answer
            self.tell(self.found())

        ask_within(self.desk, [self._question(off, self.near.get(off)) for off in waiting], seconds, heard)

    def ask_pairs(self, seconds: float) -> None:
        """Solve without each pair, and keep those that are dearer together."""
        both = list(combinations(sorted(self.ids), 2))
        nearest = [_lowest(self._best((a,)), self._best((b,))) for a, b in both]
        questions = [self._question(off, near) for off, near in zip(both, nearest, strict=True)]
        answers = ask_within(self.desk, questions, seconds)
        self.pairs_tried = sum(a is not None for a in answers)
        rows = [self._price(*row) for row in zip(both, answers, nearest, strict=True)]
        self.pairs = _dearer_together(self._rows(), rows)

    def found(self) -> RulePrices:
        """The prices as far as they are proven, the dearest first."""
        return RulePrices(
            scenario_id=self.scenario.scenario_id,
            scenario=self.scenario.row.name,
            currency=self.desk.project.settings.currency,
            in_points=self.scenario.row.objective in HIGHER_IS_BETTER,
            status=self.base.result.status,
            message=self.base.result.message,
            total=self.total,
            prices=tuple(sorted(self._rows(), key=_dearest)),
            pairs=tuple(self.pairs),
            pairs_tried=self.pairs_tried,
        )

    def _rows(self) -> list[RulePrice]:
        asked: list[OffRules] = [(i,) for i in self.ids if i not in self.idle]
        rows = [self._price(off, self.answers.get(off), self.near.get(off)) for off in asked]
        return rows + [self._nothing(i) for i in self.idle]

    def _question(self, off: OffRules, near: Near | None) -> WhatIf:
        """A solve without some rules, from the best plan known without them."""
        if near is None and self.base.choice is not None:
            near = Near(self.base.choice, self.base.highest)
        scenario = without_rules(self.scenario, *off)
        if near is None:
            return WhatIf(scenario, gap=self.gap)
        return WhatIf(scenario, start=near.choice, gap=self.gap, worth=near.value)

    def _best(self, off: OffRules) -> Near | None:
        """The best plan known without some rules, where it is better than that with all."""
        answer = self.answers.get(off)
        solved = None
        if answer is not None and answer.choice is not None and answer.highest < self.total.high:
            solved = Near(answer.choice, answer.highest)
        return _lowest(solved, self.near.get(off))

    def _nothing(self, rule_id: str) -> RulePrice:
        price = Span(0.0, 0.0) if self.base.has_plan else None
        stem = _stem(self.scenario, (rule_id,))
        return RulePrice((rule_id,), stem, price, proven=True, without=self.total, closes_nothing=True)

    def _price(self, off: OffRules, answer: Answer | None, near: Near | None) -> RulePrice:
        """What is proven of a price; plans with all rules, and those of a first look, are plans without."""
        total, stem, is_asked = self.total, _stem(self.scenario, off), answer is not None
        found = Span(-math.inf, math.inf) if answer is None else span_of(answer)
        high = min(found.high, total.high, math.inf if near is None else near.value)
        found = Span(min(found.low, high), high)
        proven = answer is not None and answer.is_proven and self.base.is_proven
        if not self.base.has_plan:
            return RulePrice(off, stem, None, proven, found, is_asked=is_asked)
        moves: tuple[Move, ...] = ()
        if answer is not None and answer.highest < total.high - ROUNDING * max(1.0, abs(total.high)):
            moves = moves_between(self.base, answer)
        return RulePrice(off, stem, price_span(total, found), proven, found, moves, is_asked=is_asked)


def _lowest(*plans: Near | None) -> Near | None:
    return min((p for p in plans if p is not None), key=lambda p: p.value, default=None)


def _closes_nothing(scenario: Scenario, admission: Admission, rule_id: str) -> bool:
    """Whether a rule is a must-gate that refuses nothing the other gates leave open."""
    if any(r.rule.rule_id == rule_id and not _is_must_gate(r) for r in scenario.rules):
        return False
    others = admission.eligibility.possible.copy()
    for other, refused in admission.closed_by.items():
        if other != rule_id:
            others &= ~refused
    return not bool((others & admission.closed_by[rule_id]).any())


def _is_must_gate(rule: ActiveRule) -> bool:
    return STEM_FACTS[rule.rule.stem].shape is Shape.GATE and rule.rule.strength is Strength.MUST


def _stem(scenario: Scenario, off: OffRules) -> str:
    stems = {r.rule.stem.value for r in scenario.rules if r.rule.rule_id in off}
    return stems.pop() if len(off) == 1 else ""


def _dearest(row: RulePrice) -> tuple[bool, float, float, tuple[str, ...]]:
    """Rules in the way first, then by what is certain, then by what may be."""
    least, most = (0.0, 0.0) if row.price is None else (row.price.low, row.price.high)
    return (not row.blocks, -least, -most, row.rule_ids)


def _dearer_together(alone: Iterable[RulePrice], both: Iterable[RulePrice]) -> list[RulePrice]:
    single = {row.rule_ids[0]: row.price for row in alone}
    found = []
    for row in both:
        parts = [single.get(i) for i in row.rule_ids]
        most = sum(math.inf if p is None else p.high for p in parts)
        room = ROUNDING * max(1.0, abs(row.without.high))
        if row.price is not None and row.price.low > most + room:
            found.append((most - row.price.low, row))
    return [row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1].rule_ids))]
