"""The program of a scenario as files any solver reads, with what each row and column stands for.

The objective is written unscaled and with its constant: a column that is fixed at 1 carries the constant,
so that the number another solver reports is the value of the scenario's objective, minimised.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.project import Scenario
from touchmap.sourcing import fence
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.objective import objective_terms
from touchmap.sourcing.program import Linear, Program
from touchmap.sourcing.search import Admission, admit, build_program
from touchmap.work.options import NONE, Ints

CONSTANT = "one"
"""Kind of the column that is fixed at 1."""

KINDS = {
    "x": "the package is done by this option",
    "u": "the package is left undone",
    "y": "the provider is engaged",
    "d": "the charge is owed",
    "taught": "the process is taught to the party",
    "z": "the party is connected to the system",
    "w": "the language pool is open",
    "p": "peak of the provider's paid staff, FTE",
    "f": "the provider's paid staff in a calendar month, FTE",
    "m": "shortfall against the minimum commitment in a calendar month, money",
    "tier": "the provider reaches the volume tier",
    "xt": "the option is priced in the volume tier",
    "same": "both ends of the hand-off are at this home",
    "s": "violation of a should-rule, in the rule's unit",
    "v": "the provider counts for the rule",
    "move": "the process moves",
    "worst_quality": "quality at the worst moment of truth",
    CONSTANT: "always 1; carries the constant of the objective",
}
"""What the columns of each kind stand for."""


@dataclass(frozen=True)
class Exported:
    """A program written to files, and its parts in words."""

    columns: tuple[tuple[str, ...], ...]
    """Name, kind, what it stands for, package, provider, platform, offers."""
    rows: tuple[tuple[str, ...], ...]
    """Name, stem, subject, rule."""
    closed: tuple[tuple[str, ...], ...]
    """Options that have no column: package, provider, platform, offers, and what closed them."""
    constant: float
    objective: float | None
    """Value of the plan in the program as written, all other columns at their best; none without a plan."""
    values: tuple[float, ...]
    """Value of each column in that solution."""


COLUMN_HEADINGS = ("column", "kind", "meaning", "package_id", "provider_id", "platform_id", "offer_ids")
ROW_HEADINGS = ("row", "stem", "subject", "rule_id")
CLOSED_HEADINGS = ("package_id", "provider_id", "platform_id", "offer_ids", "closed_by")


def export_program(
    costing: Costing, scenario: Scenario, choice: Ints | None, mps: Path, lp: Path
) -> Exported:
    """Write the program of a scenario as ``.mps`` and ``.lp``, and find the values of all columns for a plan.

    Parameters
    ----------
    choice
        The plan, as an option of each package; none = only write the program.
    mps, lp
        Files to write.

    Raises
    ------
    ValueError
        If the plan does not hold in the program.
    """
    facts = GateFacts(costing)
    admission = admit(costing, scenario, facts)
    program = build_program(costing, scenario, facts, admission)
    sought, unit = objective_terms(program)
    one = program.problem.add_variable(CONSTANT, 1, 1)
    whole = Linear(dict(sought.terms))
    whole.add(one, sought.constant)
    program.problem.setObjective(whole.expression())
    # A row of its own, so that the column is there even if the constant is 0.
    program.add(CONSTANT, "", Linear({one: 1.0}, -1.0).expression() == 0)
    variables = program.problem.variables()
    names = [f"c{n}" for n in range(1, len(variables) + 1)]
    rows = [f"r{n}" for n in range(1, len(program.rows) + 1)]
    fence.write(program.problem, names, rows, (mps, lp))
    objective, values = _solved(program, choice, whole, unit)
    options = {id(v): i for i, v in program.x.items()}
    undone = {id(v): k for k, v in program.unassigned.items()}
    columns = []
    for name, variable in zip(names, variables, strict=True):
        own = str(variable.name)
        kind = own if own in KINDS else own.split("_", 1)[0]
        if id(variable) in options:
            about = _option_cells(costing, options[id(variable)])
        elif id(variable) in undone:
            about = (costing.options.packages[undone[id(variable)]].package_id, "", "", "")
        else:
            about = ("", _party(costing, kind, own), "", "")
        columns.append((name, own, KINDS.get(kind, ""), *about))
    told = tuple(
        (name, row.stem, row.subject, row.rule_id or "")
        for name, row in zip(rows, program.rows.values(), strict=True)
    )
    return Exported(
        tuple(columns), told, _closed(costing, admission), sought.constant, objective, tuple(values)
    )


def _solved(
    program: Program, choice: Ints | None, whole: Linear, unit: float
) -> tuple[float | None, list[float]]:
    """Hold the plan and solve for the other columns, with the objective scaled as in any search."""
    if choice is None:
        return None, []
    chosen = {int(i) for i in choice}
    for i, variable in program.x.items():
        variable.lowBound = variable.upBound = float(i in chosen)
    for k, variable in program.unassigned.items():
        variable.lowBound = variable.upBound = float(choice[k] == NONE)
    program.problem.setObjective(whole.expression(unit))
    solution = fence.run(program.problem, Limits(gap=0.0))
    if solution.outcome is not Outcome.PROVEN:
        raise ValueError(f"the plan does not hold in the program: {solution.message}")
    values = dict(zip(program.problem.variables(), solution.values, strict=True))
    objective = sum(c * values[v] for v, c in whole.terms.items())
    return float(objective), [float(v) for v in np.asarray(solution.values)]


def _option_cells(costing: Costing, i: int) -> tuple[str, str, str, str]:
    option = costing.options.options[i]
    return (
        costing.options.packages[option.package].package_id,
        option.provider_id or "",
        option.platform_id or "",
        "; ".join(option.offer_ids),
    )


def _party(costing: Costing, kind: str, name: str) -> str:
    """Provider a column is about, where its name says so by number."""
    if kind not in ("y", "p", "f", "m", "tier", "xt"):
        return ""
    return costing.options.providers[int(name.split("_")[1])].provider_id


def _closed(costing: Costing, admission: Admission) -> tuple[tuple[str, ...], ...]:
    rows = []
    for i in np.flatnonzero(~admission.open):
        rules = [rule_id for rule_id, closed in admission.closed_by.items() if closed[i]]
        if not admission.eligibility.possible[i]:
            rules.insert(0, "impossible")
        rows.append((*_option_cells(costing, int(i)), "; ".join(rules)))
    return tuple(rows)
