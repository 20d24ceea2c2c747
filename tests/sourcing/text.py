"""The rows of a program as text that people can read and compare."""

import pulp

from touchmap.project import Structural
from touchmap.sourcing.program import Program
from touchmap.sourcing.search import Admission
from touchmap.work.options import Option

ALSO = {Structural.SEASONAL_STAFFING: Structural.PROVIDER_CAPACITY}
"""Constraints whose rows are only understood together with another's variables."""
_SENSES = {-1: "≤", 0: "=", 1: "≥"}


def rows_text(program: Program, stem: str) -> str:
    """One line for each row of a stem: ``subject: 2 x[P1 OWN] - y[OWN] ≤ 0``."""
    lines = []
    for name, constraint in _constraints(program.problem).items():
        row = program.rows[name]
        if row.stem == stem:
            lines.append(f"{row.subject or row.rule_id}: {_row(program, constraint)}")
    return "\n".join(lines) + "\n"


def refused_text(admission: Admission, rule_id: str) -> str:
    """One line for each option a must-gate refuses: ``P1/nl/*/*  NEAR + BOT``."""
    options = admission.eligibility.options
    refused = [options.options[i] for i in admission.closed_by[rule_id].nonzero()[0]]
    return "\n".join(f"{options.packages[o.package].package_id}  {_parties(o)}" for o in refused) + "\n"


def _constraints(problem: pulp.LpProblem) -> dict[str, pulp.LpConstraint]:
    found = problem.constraints
    found = found() if callable(found) else found
    return {c.name: c for c in (found.values() if hasattr(found, "values") else found)}


def _parties(option: Option) -> str:
    return " + ".join(p for p in (option.provider_id, option.platform_id) if p)


def _row(program: Program, constraint: pulp.LpConstraint) -> str:
    terms = [(_name(program, variable), value) for variable, value in constraint.items() if value]
    left = " ".join(_term(name, value) for name, value in terms)
    right = f"{_SENSES[constraint.sense]} {_figure(-constraint.constant)}"
    return f"{left.removeprefix('+ ') if left else '0'} {right}"


def _term(name: str, value: float) -> str:
    size = abs(value)
    figure = "" if abs(size - 1) < 1e-12 else f"{_figure(size)} "
    return f"{'-' if value < 0 else '+'} {figure}{name}"


def _figure(value: float) -> str:
    return f"{value + 0.0:.6g}" if abs(value) > 1e-12 else "0"


def _name(program: Program, variable: pulp.LpVariable) -> str:
    """A variable by what it stands for: ``x[P1 NEAR]``, ``y[NEAR]``, ``f[OWN month 2]``."""
    options = program.costing.options
    kind, *key = variable.name.split("_")
    providers = [p.provider_id for p in options.providers]
    if kind == "x":
        return f"x[{_option(program, int(key[0]))}]"
    if kind == "u":
        return f"undone[{options.packages[int(key[0])].process.process_id}]"
    if kind in ("y", "p"):
        return f"{kind}[{providers[int(key[0])]}]"
    if kind in ("f", "m"):
        return f"{kind}[{providers[int(key[0])]} month {int(key[1]) + 1}]"
    if kind == "tier":
        return f"tier[{providers[int(key[0])]} {key[1]}]"
    if kind == "xt":
        return f"x[{_option(program, int(key[2]))} in tier {key[1]}]"
    if kind == "v":
        return f"v[{providers[int(key[1])]}]"
    return f"{kind}[{' '.join(key)}]"


def _option(program: Program, i: int) -> str:
    option = program.costing.options.options[i]
    process_id = program.costing.options.packages[option.package].process.process_id
    return f"{process_id} {_parties(option)}"
