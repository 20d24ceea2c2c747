"""The scorecard itself: who passes the gates, what each costs per resolved contact, and who leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from touchmap.analysis.facts import costing_of
from touchmap.analysis.scorecard.criteria import process_weights, scorecard_weights
from touchmap.analysis.scorecard.gates import GateKeeper, GateResult
from touchmap.analysis.scorecard.incentives import Incentives, incentives
from touchmap.analysis.scorecard.margin import Margin, margin
from touchmap.analysis.scorecard.points import Points, points_of
from touchmap.analysis.scorecard.stability import DRAWS, Stability, stability
from touchmap.costing.bases import package_amounts
from touchmap.costing.costing import Costing
from touchmap.project import Project, Provider
from touchmap.project.vocabulary import Criterion, PricingModel
from touchmap.work.options import NONE


@dataclass(frozen=True)
class ProviderScore:
    """One provider on the scorecard."""

    provider_id: str
    name: str
    ranked: bool
    """Third parties that pass the gates somewhere are ranked; own staff stand beside them."""
    is_own: bool
    gates: tuple[GateResult, ...]
    """Every gate, over the work it quotes for."""
    quoted_share: float
    """Part of the handle time asked for that it quotes for."""
    open_share: float
    """Part of the handle time asked for that it quotes for and passes all gates on."""
    price_per_resolved: float | None
    """Money per contact resolved at first contact, governance included, over the work open to it."""
    price_index: float | None
    """Its prices over the median provider's for the same work; 1 = the median."""
    points: Mapping[Criterion, Points]
    score: float
    """Weighted points, 0 … 100; what nobody knows counts 50."""
    lowest: float
    """The same if everything unknown were 0."""
    highest: float
    """The same if everything unknown were 100."""
    rank: int | None
    """1 = best; equals share a rank."""
    fit_points: float
    """Expected quality that fit to the work adds or takes, in points, as the program counts it."""
    margin: Margin
    incentives: Incentives

    @property
    def failed_gates(self) -> tuple[GateResult, ...]:
        """Gates it does not pass on all work it quotes for."""
        return tuple(g for g in self.gates if not g.passed)

    @property
    def discuss(self) -> tuple[Criterion, ...]:
        """Criteria its scorers must talk about."""
        return tuple(c for c, p in self.points.items() if p.discuss)

    @property
    def unknown(self) -> tuple[Criterion, ...]:
        """Criteria nobody knows anything of."""
        return tuple(c for c, p in self.points.items() if p.value is None)


@dataclass(frozen=True)
class Scorecard:
    """Providers compared for all work, or for one process."""

    process_id: str | None
    weights: Mapping[Criterion, float]
    rows: tuple[ProviderScore, ...]
    """Ranked providers best first, then own staff, then who passes no gate."""
    stability: Stability | None
    """None where nobody is ranked; its indices are those of `ranked`."""

    @property
    def ranked(self) -> tuple[ProviderScore, ...]:
        """Providers that are compared, best first."""
        return tuple(row for row in self.rows if row.ranked)

    @property
    def leader(self) -> ProviderScore | None:
        """Who leads, if anybody is ranked."""
        return self.ranked[0] if self.ranked else None

    def row(self, provider_id: str) -> ProviderScore:
        """The row of one provider.

        Raises
        ------
        KeyError
            If it is not on the scorecard.
        """
        for row in self.rows:
            if row.provider_id == provider_id:
                return row
        raise KeyError(provider_id)


def build_scorecard(
    project: Project, process_id: str | None = None, *, draws: int = DRAWS, seed: int = 0
) -> Scorecard:
    """Compare providers of people: gates first, then weighted points.

    A gate is passed or not for each package and never averaged: work that does not pass is left out of
    everything else. Price points are ``100 × cheapest ÷ this``, of prices per resolved contact over the
    median of those who quote for the same package.

    Parameters
    ----------
    process_id
        Only this process; weights then shift with its touch need and brand sensitivity.
    draws, seed
        Weight sets drawn to see how sure the leader is.

    Raises
    ------
    UnknownNameError
        If there is no such process.
    """
    if process_id is not None:
        project.process(process_id)
    return _Builder(project, costing_of(project), process_id).build(draws, seed)


@dataclass(frozen=True)
class _Work:
    """What a provider quotes for: its cheapest option of each package that passes every gate."""

    gates: tuple[GateResult, ...]
    quoted_hours: float
    prices: Mapping[int, float]
    """Price per resolved contact by package."""
    options: Mapping[int, int]
    """Option of each open package."""


class _Builder:
    def __init__(self, project: Project, costing: Costing, process_id: str | None) -> None:
        self.project, self.costing, self.process_id = project, costing, process_id
        self.keeper = GateKeeper(costing)
        hours, contacts, _ = package_amounts(costing)
        self.contacts = contacts
        self.weight = np.where(hours > 0, hours, 0.0)
        packages = costing.options.packages
        self.scope = [
            k
            for k, package in enumerate(packages)
            if process_id in (None, package.process.process_id) and contacts[k] > 0
        ]
        self.known = points_of(project)
        self.scope_hours = float(self.weight[self.scope].sum())
        self.weights = scorecard_weights(project)
        if process_id is not None:
            process = project.process(process_id)
            self.weights = process_weights(
                self.weights, touch_need=process.touch_need, brand_sensitivity=process.brand_sensitivity
            )

    def build(self, draws: int, seed: int) -> Scorecard:
        providers = [p for p in self.project.providers if not p.is_platform]
        work = {p.provider_id: self._work(p) for p in providers}
        quoting = [p for p in providers if work[p.provider_id].quoted_hours > 0]
        ranked = {p.provider_id for p in quoting if not p.is_own and work[p.provider_id].options}
        index = self._price_indices({i: work[i] for i in work if work[i].options}, ranked)
        cheapest = min((index[i] for i in ranked if i in index), default=None)
        prices = {i: (v, min(100.0, 100 * cheapest / v)) for i, v in index.items() if cheapest is not None}
        rows = [
            self._row(p, work[p.provider_id], p.provider_id in ranked, prices.get(p.provider_id))
            for p in quoting
        ]
        best = sorted((r for r in rows if r.ranked), key=lambda r: (-r.score, r.provider_id))
        placed = [_with_rank(r, 1 + sum(o.score > r.score + 1e-9 for o in best)) for r in best]
        others = sorted(
            (r for r in rows if not r.ranked), key=lambda r: (not r.is_own, -r.score, r.provider_id)
        )
        found = None
        if placed:
            table = np.array([[r.points[c].counted for c in self.weights] for r in placed])
            found = stability(table, list(self.weights.values()), draws=draws, seed=seed)
        return Scorecard(self.process_id, self.weights, (*placed, *others), found)

    def _work(self, provider: Provider) -> _Work:
        options = self.costing.options
        j = options.position[provider.provider_id]
        quoted: dict[int, list[int]] = {}
        for k in self.scope:
            mine = [int(i) for i in options.of_package[k] if options.people[i] == j]
            mine = [i for i in mine if options.platform[i] == NONE]
            if mine:
                quoted[k] = mine
        hours = float(sum(self.weight[k] for k in quoted))
        passed = dict.fromkeys(self.keeper.gates, 0.0)
        reasons: dict[str, str] = {}
        prices, chosen = {}, {}
        for k, mine in quoted.items():
            refused = self.keeper.refusals(mine[0])
            for gate in passed:
                if gate in refused:
                    reasons.setdefault(gate, refused[gate])
                else:
                    passed[gate] += float(self.weight[k])
            if not refused:
                priced = {i: p for i in mine if (p := self._price(provider, i)) is not None}
                chosen[k] = min(priced, key=lambda i: (priced[i], i)) if priced else mine[0]
                if priced:
                    prices[k] = priced[chosen[k]]
        gates = tuple(
            GateResult(gate, passed[gate] / hours if hours > 0 else 0.0, reasons.get(gate, ""))
            for gate in passed
        )
        return _Work(gates, hours, prices, chosen)

    def _price(self, provider: Provider, i: int) -> float | None:
        """Price of a contact resolved at first contact, governance included; None for fixed prices."""
        offers = self.costing.options.options[i].people_offers
        if any(o is not None and o.pricing_model is PricingModel.FIXED for o in offers):
            return None
        occurs = self.costing.calendar.occurs
        bill = float(self.costing.bill[i][occurs].sum())
        lines = np.flatnonzero(self.costing.lines.option == i)
        resolved = float(self.costing.lines.resolved[lines][:, occurs].sum())
        governed = 1 if provider.is_own else 1 + provider.governance_share
        return bill * governed / resolved if resolved > 0 and bill > 0 else None

    def _price_indices(self, work: Mapping[str, _Work], ranked: set[str]) -> dict[str, float]:
        """Prices of each provider over the median's, for the packages it is open for.

        ``Σ contacts × price ÷ Σ contacts × median price``, so that who quotes for dear work only does
        not look dear.
        """
        by_package: dict[int, list[float]] = {}
        for provider_id in ranked:
            for k, price in work[provider_id].prices.items():
                by_package.setdefault(k, []).append(price)
        median = {k: float(np.median(prices)) for k, prices in by_package.items()}
        found = {}
        for provider_id, of in work.items():
            above = sum(self.contacts[k] * p for k, p in of.prices.items() if k in median)
            below = sum(self.contacts[k] * median[k] for k in of.prices if k in median)
            if below > 0:
                found[provider_id] = float(above / below)
        return found

    def _row(
        self, provider: Provider, work: _Work, ranked: bool, price: tuple[float, float] | None
    ) -> ProviderScore:
        """Row of a provider; its price as index and points, if there is one to compare."""
        provider_id = provider.provider_id
        points = {
            c: self.known[provider_id, c]
            if c is not Criterion.PRICE
            else Points(None, "no price to compare")
            if price is None
            else Points(price[1], "price per resolved contact")
            for c in self.weights
        }
        contacts = sum(self.contacts[k] for k in work.prices)
        total = sum(self.contacts[k] * p for k, p in work.prices.items())
        open_hours = float(sum(self.weight[k] for k in work.options))
        return ProviderScore(
            provider_id=provider_id,
            name=provider.name,
            ranked=ranked,
            is_own=provider.is_own,
            gates=work.gates,
            quoted_share=work.quoted_hours / self.scope_hours if self.scope_hours > 0 else 0.0,
            open_share=open_hours / self.scope_hours if self.scope_hours > 0 else 0.0,
            price_per_resolved=float(total / contacts) if contacts > 0 else None,
            price_index=None if price is None else price[0],
            points=points,
            score=sum(w * points[c].counted for c, w in self.weights.items()),
            lowest=sum(w * (points[c].value or 0.0) for c, w in self.weights.items()),
            highest=sum(
                w * (100.0 if (v := points[c].value) is None else v) for c, w in self.weights.items()
            ),
            rank=None,
            fit_points=self._fit(work),
            margin=margin(self.project, provider),
            incentives=self._incentives(work),
        )

    def _fit(self, work: _Work) -> float:
        hours = sum(self.weight[k] for k in work.options)
        fit = self.costing.quality.fit
        total = sum(self.weight[k] * fit[i] for k, i in work.options.items())
        return float(total / hours) if hours > 0 else 0.0

    def _incentives(self, work: _Work) -> Incentives:
        pieces = []
        for i in work.options.values():
            offers = self.costing.options.options[i].people_offers
            lines = np.flatnonzero(self.costing.lines.option == i)
            hours = self.costing.lines.hours[lines].sum(axis=1)
            pieces += [
                (offer.pricing_model, offer.bonus_malus_share, float(amount))
                for offer, amount in zip(offers, hours, strict=True)
                if offer is not None
            ]
        return incentives(pieces)


def _with_rank(row: ProviderScore, rank: int) -> ProviderScore:
    return replace(row, rank=rank)
