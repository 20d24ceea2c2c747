"""What a frontier weighs against cost: quality, brand risk, offshore share, third parties, moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from touchmap.plan import Result
from touchmap.project import ActiveRule, Rule, RuleStem
from touchmap.project.vocabulary import Basis, ScopeSide, Strength

RULE_ID = "frontier"


@dataclass(frozen=True)
class Criterion:
    """A figure of a plan, stated as a rule so that the program, the check and the report agree on it."""

    name: str
    label: str
    unit: str
    stem: RuleStem
    higher_is_better: bool
    ideal: float
    """The best value there can be; a plan's violation of this limit measures it."""
    basis: Basis | None = None
    scopes: Mapping[ScopeSide, dict[str, tuple[str, ...]]] | None = None
    step: float = 0.0
    """Distance of two values, for figures that are counted; 0 for those that are measured."""
    decimals: int = 2
    as_percent: bool = False

    def must(self, limit: float) -> ActiveRule:
        """The rule that a plan is at least as good as a limit."""
        return self._rule(limit, Strength.MUST, None)

    def should(self, weight: float, limit: float) -> ActiveRule:
        """The rule that charges a weight for each unit by which a plan is worse than a limit."""
        return self._rule(limit, Strength.SHOULD, weight)

    def _rule(self, limit: float, strength: Strength, weight: float | None) -> ActiveRule:
        rule = Rule(
            rule_id=RULE_ID,
            stem=self.stem,
            strength=strength,
            penalty_per_unit=weight,
            basis=self.basis,
            reason="a point of the frontier",
            minimum=limit if self.higher_is_better else None,
            maximum=None if self.higher_is_better else limit,
        )
        return ActiveRule(rule, dict(self.scopes or {}))

    def value(self, result: Result) -> float:
        """The figure of a plan that was solved under the rule."""
        return next((a.value for a in result.rule_activity if a.rule_id == RULE_ID), self.ideal)

    def badness(self, value: float) -> float:
        """Distance to the ideal: lower is better whatever the criterion."""
        return self.ideal - value if self.higher_is_better else value - self.ideal

    def from_badness(self, badness: float) -> float:
        """The figure at a distance to the ideal."""
        return self.ideal - badness if self.higher_is_better else self.ideal + badness

    def shown(self, value: float) -> str:
        """The figure as people read it.

        >>> CRITERIA["offshore_share"].shown(0.4), CRITERIA["quality"].shown(76.25)
        ('40.0 %', '76.25')
        """
        if self.as_percent:
            return f"{round(100 * value, 1) + 0.0:.1f} %"
        return f"{round(value, self.decimals) + 0.0:,.{self.decimals}f}"


CRITERIA: dict[str, Criterion] = {
    c.name: c
    for c in (
        Criterion("quality", "Average expected quality", "0–100", RuleStem.MIN_AVERAGE_QUALITY, True, 100.0),
        Criterion(
            "brand_risk", "Average brand risk", "points", RuleStem.MAX_BRAND_RISK, False, 0.0, decimals=3
        ),
        Criterion(
            "offshore_share",
            "Offshore share of handle time",
            "share",
            RuleStem.SHARE_LIMIT,
            False,
            0.0,
            Basis.HANDLE_TIME,
            {ScopeSide.PROVIDER: {"sourcing_model": ("offshore",)}},
            as_percent=True,
        ),
        Criterion(
            "providers",
            "Third parties used",
            "providers",
            RuleStem.PROVIDER_COUNT,
            False,
            0.0,
            step=1.0,
            decimals=0,
        ),
        Criterion(
            "moves",
            "Processes moved",
            "processes",
            RuleStem.MAX_MOVES,
            False,
            0.0,
            Basis.PROCESSES,
            step=1.0,
            decimals=0,
        ),
    )
}
"""Every criterion by its name."""
