"""What nobody stated, at usual values: the same plan priced again with the blanks of its hidden costs filled.

Nothing of it is counted anywhere. It says how large the questions are that stand under *not included*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from touchmap.analysis.facts import facts_of
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.costing.lines import COST_LINES
from touchmap.costing.lines.stranded import avoidable_share
from touchmap.costing.prices import Prices
from touchmap.plan import Result
from touchmap.project import Project, Provider
from touchmap.project.reference_data import reference_rows
from touchmap.work.options import NONE

EURO = "EUR"
NO_USUAL_VALUE = ("irrecoverable_vat_share", "staff_transfer_share", "retained_experts_fte")
"""Settings that differ too much from company to company for a usual value."""


@dataclass(frozen=True, slots=True)
class UsualValue:
    """What a field usually holds."""

    field: str
    """Table and field."""
    low: float
    typical: float
    high: float
    unit: str
    grade: str
    """A a primary statistic, B trade press or a contract, C a web page, E an expert's range."""
    note: str


@dataclass(frozen=True, slots=True)
class UsualLine:
    """A cost line with the blanks behind it filled."""

    line: str
    fields: tuple[str, ...]
    """Fields that were filled."""
    plan: float
    """What is added to the plan, present value."""
    today: float
    """What is added to today."""

    @property
    def saving(self) -> float:
        """What is added to the saving; below 0 where it takes from it."""
        return self.today - self.plan


@dataclass(frozen=True)
class UsualCosts:
    """The size of what nobody stated."""

    values: tuple[UsualValue, ...]
    """Usual values that were filled in."""
    lines: tuple[UsualLine, ...]
    without: tuple[str, ...]
    """Fields that are blank and have no usual value."""
    saving_before: float
    """Saving as computed, before the haircut."""

    @property
    def saving(self) -> float:
        """The same with all usual values."""
        return self.saving_before + sum(line.saving for line in self.lines)

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "saving_before": self.saving_before,
            "saving": self.saving,
            "values": [
                {"field": v.field, "typical": v.typical, "unit": v.unit, "note": v.note} for v in self.values
            ],
            "lines": [
                {"line": row.line, "fields": list(row.fields), "plan": row.plan, "today": row.today}
                for row in self.lines
            ],
            "no_usual_value": list(self.without),
        }


def usual_values() -> dict[str, UsualValue]:
    """Every usual value by its field.

    >>> usual_values()["settings.avoidable_share"].typical
    0.8
    """
    rows = reference_rows("usual_costs")
    return {
        r["field"]: UsualValue(
            r["field"],
            float(r["low"]),
            float(r["typical"]),
            float(r["high"]),
            r["unit"],
            r["grade"],
            r["note"],
        )
        for r in rows
    }


def usual_costs(project: Project, result: Result) -> UsualCosts:
    """Price a plan and today with usual values where nobody stated any.

    Raises
    ------
    ValueError
        If the result holds no plan.
    """
    facts = facts_of(project, result)
    before, today = facts.evaluation, facts.today
    filler = _Filler(project, before)
    filled = filler.project()
    costing = build_costing(filled)
    after, then = (evaluate_choice(costing, e.choice) for e in (before, today))
    lines = []
    for line in COST_LINES:
        plan, now = (
            b.lines.get(line, 0.0) - a.lines.get(line, 0.0) for a, b in ((before, after), (today, then))
        )
        if abs(plan) > 0.5 or abs(now) > 0.5:
            fields = tuple(f for f in filler.fields if f in COST_LINES[line].fields.split(", "))
            lines.append(UsualLine(line, fields, plan, now))
    blank = tuple(
        f"settings.{name}"
        for name in NO_USUAL_VALUE
        if getattr(project.settings, name) is None and filler.third
    )
    known = usual_values()
    return UsualCosts(tuple(known[f] for f in filler.fields), tuple(lines), blank, today.cost - before.cost)


class _Filler:
    """Fills the blanks of a project that matter for a plan."""

    def __init__(self, project: Project, plan: Evaluation) -> None:
        self._project, self._plan = project, plan
        self._known = usual_values()
        self._prices = Prices(project)
        self.third = any(not project.providers[j].is_own for j in plan.engaged)
        self.fields: list[str] = []

    def project(self) -> Project:
        """The project with usual values."""
        settings = self._project.settings
        found: dict[str, float] = {}
        for name in ("learning_factor", "project_management_per_month", "outplacement_cost_per_fte"):
            if getattr(settings, name) is None:
                found |= self._take(f"settings.{name}", name)
        if avoidable_share(settings) is None and not any(
            getattr(settings, f"{g}_cost_share") for g in ("people", "seats", "it", "management")
        ):
            found |= self._take("settings.avoidable_share", "avoidable_share")
        if settings.selection_and_advice is None and (spend := self._yearly_spend()):
            found |= self._take("settings.selection_and_advice", "selection_and_advice", spend)
        providers = tuple(map(self._provider, self._project.providers))
        return self._project.replace(settings=settings.model_copy(update=found), providers=providers)

    def _provider(self, p: Provider) -> Provider:
        found: dict[str, float] = {}
        if p.is_platform:
            return p
        if p.double_running_weeks is None:
            found |= self._take("providers.double_running_weeks", "double_running_weeks")
        if p.is_own:
            if "attrition" not in p.model_fields_set:
                found |= self._take("providers.attrition", "attrition")
            if "hiring_cost_per_fte" not in p.model_fields_set:
                found |= self._take("providers.hiring_cost_per_fte", "hiring_cost_per_fte")
            if "training_rate_per_hour" not in p.model_fields_set:
                hour = self._prices.logged_hour(p)
                found |= self._take("providers.training_rate_per_hour", "training_rate_per_hour", hour)
        return p.model_copy(update=found)

    def _take(self, field: str, name: str, times: float = 1.0) -> dict[str, float]:
        """A usual value in the project's currency; nothing where that cannot be said."""
        value = self._known[field]
        amount = value.typical * times
        if value.unit.startswith(EURO):
            try:
                amount = self._prices.converted(amount, EURO)
            except ValueError:
                return {}
        if field not in self.fields:
            self.fields.append(field)
        return {name: amount}

    def _yearly_spend(self) -> float:
        """What third parties are paid in a year at list price."""
        costing, plan = self._plan.costing, self._plan
        rows = [i for i in plan.chosen if costing.options.people[i] != NONE]
        third = [i for i in rows if not costing.options.providers[costing.options.people[i]].is_own]
        return float(costing.spend[third].sum())
