"""What solving gives back: `Plan`, `Result`, `SolveStatus`, `Certificate`. No solver in sight."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from touchmap.project.vocabulary import Strength

if TYPE_CHECKING:
    import pandas as pd

RESULT_SCHEMA_VERSION = 1


def finite(value: float) -> float | None:
    """A figure for a result: none where it is infinite or no number, which JSON has no place for.

    >>> finite(1.5), finite(float("inf")), finite(float("nan"))
    (1.5, None, None)
    """
    return float(value) if math.isfinite(value) else None


class SolveStatus(StrEnum):
    """Outcome of solving; never *optimal* unless proven to the gap that was asked for."""

    OPTIMAL = "optimal"
    """A plan, proven to be within the gap asked for."""
    FEASIBLE = "feasible"
    """A limit was hit; the plan holds every rule, its gap is stated."""
    INFEASIBLE = "infeasible"
    """Proven: no plan can hold all the rules together."""
    NO_PLAN = "no_plan"
    """A limit was hit before any plan was found; nothing is proven."""
    EVALUATED = "evaluated"
    """Today's assignment, priced and not sought."""
    ERROR = "error"
    """The solver failed, or its plan did not survive the independent check."""

    @property
    def has_plan(self) -> bool:
        """Whether a result of this status holds a plan."""
        return self in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE, SolveStatus.EVALUATED)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Assignment(_Row):
    """Who does one package. Neither provider nor platform = left unassigned."""

    package_id: str
    provider_id: str | None = None
    platform_id: str | None = None
    offer_ids: tuple[str, ...] = ()

    @property
    def is_assigned(self) -> bool:
        """Whether anybody does it."""
        return self.provider_id is not None or self.platform_id is not None


class Plan(_Row):
    """Who does what: one row per work package, sorted by package."""

    assignments: tuple[Assignment, ...] = ()

    def __len__(self) -> int:
        return len(self.assignments)

    def of(self, package_id: str) -> Assignment:
        """The row of one package.

        Raises
        ------
        KeyError
            If the plan has no such package.
        """
        for row in self.assignments:
            if row.package_id == package_id:
                return row
        raise KeyError(package_id)

    def table(self) -> pd.DataFrame:
        """The plan as a data frame: package_id, provider_id, platform_id, offer_id."""
        import pandas as pd

        rows = [
            (a.package_id, a.provider_id, a.platform_id, "; ".join(a.offer_ids) or None)
            for a in self.assignments
        ]
        return pd.DataFrame(rows, columns=["package_id", "provider_id", "platform_id", "offer_id"])


class CostLine(_Row):
    """Present value of one cost line in one year, for a package or a provider."""

    line: str
    package_id: str | None = None
    provider_id: str | None = None
    year: int
    """Year of the plan, 1 = first."""
    amount: float
    note: str = ""


class RuleActivity(_Row):
    """How a rule stands in a plan."""

    rule_id: str
    stem: str
    strength: Strength
    subject: str = ""
    """What the value is of, where a rule has several rows (such as one per provider)."""
    value: float
    minimum: float | None = None
    maximum: float | None = None
    slack: float
    """Distance to the nearest limit; negative when violated."""
    violation: float = 0.0
    unit: str = ""

    @property
    def binding(self) -> bool:
        """Whether the rule stands at its limit.

        >>> RuleActivity(rule_id="R", stem="budget", strength="must", value=10, maximum=10, slack=0).binding
        True
        """
        scale = max(1.0, abs(self.value), abs(self.minimum or 0.0), abs(self.maximum or 0.0))
        return abs(self.slack) <= 1e-6 * scale


class Violation(_Row):
    """Something a plan breaks, found by the independent check."""

    stem: str
    rule_id: str | None = None
    subject: str = ""
    message: str
    amount: float = 0.0


class Finding(_Row):
    """Something a board should know about a plan: red must be answered, amber should be."""

    level: Literal["red", "amber", "note"]
    code: str
    subject: str = ""
    message: str


class Certificate(_Row):
    """What somebody else needs to check a result."""

    status: SolveStatus
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    solver: str
    seed: int
    input_hash: str
    rules_on: tuple[str, ...]
    verified: bool
    reproducible: str
    """In what sense another run gives the same plan."""


class Result(_Row):
    """Outcome of solving a scenario, with everything shown about it.

    `plan` is none unless `status.has_plan`. `objective` is in the unit of the scenario's objective:
    money for cost, points for quality.
    """

    schema_version: int = RESULT_SCHEMA_VERSION
    scenario_id: str
    scenario_name: str = ""
    objective_kind: str = "cost"
    currency: str = ""
    status: SolveStatus
    message: str = ""
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float = 0.0
    solver: str = ""
    seed: int = 0
    input_hash: str = ""
    reproducible: str = ""
    plan: Plan | None = None
    cost: float | None = None
    """Net present cost: sum of the cost lines."""
    today_cost: float | None = None
    """Net present cost of today's assignment."""
    average_quality: float | None = None
    today_quality: float | None = None
    brand_risk: float | None = None
    cost_line_rows: tuple[CostLine, ...] = ()
    penalty_rows: tuple[CostLine, ...] = ()
    rule_activity: tuple[RuleActivity, ...] = ()
    violations: tuple[Violation, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_included: tuple[str, ...] = ()
    verified: bool = False

    def cost_lines(self) -> pd.DataFrame:
        """Cost lines as a data frame: line, package_id, provider_id, year, amount, note."""
        import pandas as pd

        rows = [r.model_dump() for r in self.cost_line_rows]
        return pd.DataFrame(rows, columns=["line", "package_id", "provider_id", "year", "amount", "note"])

    def totals(self) -> dict[str, float]:
        """Present value of each cost line, largest sections first as in every report."""
        total: dict[str, float] = {}
        for row in (*self.cost_line_rows, *self.penalty_rows):
            total[row.line] = total.get(row.line, 0.0) + row.amount
        return total

    @property
    def certificate(self) -> Certificate:
        """What an auditor needs: status, bound, gap, solver, seed, input hash and the check's verdict."""
        return Certificate(
            status=self.status,
            objective=self.objective,
            bound=self.bound,
            gap=self.gap,
            seconds=self.seconds,
            solver=self.solver,
            seed=self.seed,
            input_hash=self.input_hash,
            rules_on=tuple(sorted({a.rule_id for a in self.rule_activity})),
            verified=self.verified,
            reproducible=self.reproducible,
        )

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON, with ``plan`` and ``cost_lines`` as lists of rows."""
        data = self.model_dump(mode="json")
        data["plan"] = None if self.plan is None else data["plan"]["assignments"]
        data["cost_lines"] = data.pop("cost_line_rows")
        data["penalty_lines"] = data.pop("penalty_rows")
        return data

    @classmethod
    def from_json_dict(cls, data: dict[str, Any]) -> Result:
        """Read what `to_json_dict` wrote.

        >>> r = Result(scenario_id="blended", status="no_plan")
        >>> Result.from_json_dict(r.to_json_dict()) == r
        True
        """
        data = dict(data)
        if data.get("plan") is not None:
            data["plan"] = {"assignments": data["plan"]}
        data["cost_line_rows"] = data.pop("cost_lines", ())
        data["penalty_rows"] = data.pop("penalty_lines", ())
        return cls.model_validate(data)
