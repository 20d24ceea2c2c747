"""Results made of plans without any solver, so that reports can be tested alone."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice, evaluate_today
from touchmap.eligibility import find_eligible
from touchmap.plan import Assignment, CostLine, Plan, Result
from touchmap.project import TABLES, Project, Settings
from touchmap.work.options import NONE

DATA = Path(__file__).resolve().parents[2] / "data"


def read_sample(name: str) -> Project:
    """Read a sample company straight from its tables."""
    tables = {}
    for path in sorted((DATA / name).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    settings = Settings(**{row["key"]: row["value"] for row in tables.pop("settings")})
    rows = {
        table: tuple(TABLES[table](**{k: v for k, v in row.items() if v != ""}) for row in found)
        for table, found in tables.items()
    }
    return Project(settings=settings, **rows)


def cheapest_choice(costing: Costing) -> np.ndarray:
    """The cheapest possible option of each package by itself."""
    possible = find_eligible(costing.project, costing.options).possible
    return np.array(
        [
            min((int(i) for i in members if possible[i]), key=lambda i: (costing.cost[i], i))
            for members in costing.options.of_package
        ]
    )


def today_choice(costing: Costing) -> np.ndarray:
    """Today's option of each package."""
    return costing.options.today


def result_of(
    project: Project, choose: Callable[[Costing], np.ndarray] = cheapest_choice, **changes: object
) -> Result:
    """A result whose plan is chosen by a function, priced by `evaluate_choice`."""
    costing = build_costing(project)
    choice = choose(costing)
    evaluation, today = evaluate_choice(costing, choice), evaluate_today(costing)
    options = costing.options
    rows = []
    for k, i in enumerate(choice):
        option = None if i == NONE else options.options[i]
        identity = (None, None, ()) if option is None else option.identity
        rows.append(
            Assignment(
                package_id=options.packages[k].package_id,
                provider_id=identity[0],
                platform_id=identity[1],
                offer_ids=identity[2],
            )
        )
    known = {
        "scenario_id": "cheapest",
        "scenario_name": "Cheapest",
        "currency": project.settings.currency,
        "status": "feasible",
        "plan": Plan(assignments=tuple(rows)),
        "cost": evaluation.cost,
        "today_cost": today.cost,
        "average_quality": evaluation.average(costing.quality.expected, costing.contacts),
        "today_quality": today.average(costing.quality.expected, costing.contacts),
        "cost_line_rows": tuple(cost_rows(evaluation)),
        "input_hash": project.hash,
    }
    return Result(**(known | changes))


def changed(result: Result, **changes: object) -> Result:
    """The result with some fields replaced, validated anew."""
    return Result(**(dict(result) | changes))


def cost_rows(evaluation: Evaluation) -> list[CostLine]:
    """Cost lines of a plan, by package or provider and year."""
    costing = evaluation.costing
    rows = []
    for line, by_year in costing.by_year.items():
        for i in evaluation.chosen:
            package_id = costing.options.packages[costing.options.package[i]].package_id
            rows += [
                CostLine(line=line, package_id=package_id, year=y, amount=float(amount))
                for y, amount in enumerate(by_year[i], 1)
                if amount
            ]
    for part in evaluation.of_parties:
        provider = None if part.party == NONE else costing.options.providers[part.party].provider_id
        rows += [
            CostLine(line=part.line, provider_id=provider, year=y, amount=float(amount), note=part.note)
            for y, amount in enumerate(part.by_year, 1)
            if amount
        ]
    return rows
