"""Results side by side, two or more: what each costs and how good it is, and which rows differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from touchmap.analysis.facts import PEOPLE_MODELS, ResultFacts, facts_of
from touchmap.analysis.input_changes import InputChange, input_changes
from touchmap.costing.lines import COST_LINES
from touchmap.costing.objective_value import truth_packages
from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.work.options import NONE

if TYPE_CHECKING:
    import pandas as pd

SCENARIO_COLUMNS = (
    "scenario_id",
    "scenario",
    "cost",
    "change",
    "change_share",
    "quality",
    "worst_moment_of_truth",
    *(f"share_{model.value}" for model in PEOPLE_MODELS),
    "providers_used",
    "processes_moved",
    "unassigned",
    "rules_on",
    "status",
    "gap",
)
"""Columns of the scenario table, in the order of every screen and report."""

NOBODY = "nobody"
SAME_MONEY = 0.5
"""Differences of money below half a unit are none."""
SAME_FTE = 0.005


@dataclass(frozen=True)
class Comparison:
    """Where two results of one project differ. All differences are B − A."""

    a: Result
    b: Result
    currency: str
    scenarios: pd.DataFrame
    """One row per result, columns as in `SCENARIO_COLUMNS`."""
    processes: pd.DataFrame
    """process_id, process, providers_a, providers_b, cost_a, cost_b, difference, quality_a, quality_b.

    ``+P`` after a provider: with self-service in front.
    """
    providers: pd.DataFrame
    """provider_id, provider, fte_a, fte_b, difference_fte, cost_a, cost_b, difference."""
    cost_lines: pd.DataFrame
    """line, label, cost_a, cost_b, difference."""
    packages: pd.DataFrame
    """package_id, process_id, process, language, providers, cost, quality and difference as above."""
    inputs: tuple[InputChange, ...] = ()
    """What differs in the inputs; empty where a scenario of the results is gone."""

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON: each table as a list of rows, missing values as null."""
        names = ("scenarios", "processes", "packages", "providers", "cost_lines")
        tables = {name: getattr(self, name) for name in names}
        head = {"a": self.a.scenario_id, "b": self.b.scenario_id, "currency": self.currency}
        inputs = {"inputs": [change.sentence for change in self.inputs]}
        return head | {name: _records(table) for name, table in tables.items()} | inputs


@dataclass(frozen=True)
class ScenarioComparison:
    """Any number of results of one project, A, B, C and so on."""

    project: Project
    results: tuple[Result, ...]
    scenarios: pd.DataFrame
    """One row per result, columns as in `SCENARIO_COLUMNS`; blank where a result has no plan."""
    packages: pd.DataFrame
    """package_id, process_id, process, language, then provider, cost and quality of each letter."""
    providers: pd.DataFrame
    """provider_id, provider, then fte and cost of each letter."""
    cost_lines: pd.DataFrame
    """line, label, then the cost of each letter."""

    @property
    def currency(self) -> str:
        """Currency of all money."""
        return self.project.settings.currency

    @property
    def letters(self) -> tuple[str, ...]:
        """Letter of each result: A, B, … Z, AA."""
        return tuple(letter_of(n) for n in range(len(self.results)))

    def between(self, a: int = 0, b: int = 1, *, changed_only: bool = True) -> Comparison:
        """Two of the results side by side, by their numbers from 0."""
        return compare(self.project, self.results[a], self.results[b], changed_only=changed_only)

    def inputs(self, a: int = 0, b: int = 1) -> tuple[InputChange, ...]:
        """What differs in the inputs of two of the scenarios."""
        return _inputs(self.project, self.results[a], self.results[b])

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON: each table as a list of rows, missing values as null."""
        names = ("scenarios", "packages", "providers", "cost_lines")
        others = range(1, len(self.results))
        return {
            "currency": self.currency,
            "letters": dict(zip(self.letters, (r.scenario_id for r in self.results), strict=True)),
            **{name: _records(getattr(self, name)) for name in names},
            "inputs": {self.letters[n]: [c.sentence for c in self.inputs(0, n)] for n in others},
        }


def letter_of(number: int) -> str:
    """Letter of a result by its number from 0.

    >>> letter_of(0), letter_of(26)
    ('A', 'AA')
    """
    before, last = divmod(number, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + last)


def compare_scenarios(
    project: Project, results: Sequence[Result], *, changed_only: bool = True
) -> ScenarioComparison:
    """Lay any number of results of one project side by side.

    Results without a plan stand in the table of scenarios with their status and in no other table.

    Parameters
    ----------
    changed_only
        Leave out the packages, providers and cost lines that are the same in all plans.

    Raises
    ------
    ValueError
        If there is no result.
    """
    if not results:
        raise ValueError("`results` must hold at least one result")
    planned = {letter_of(n): facts_of(project, r) for n, r in enumerate(results) if r.plan is not None}
    return ScenarioComparison(
        project=project,
        results=tuple(results),
        scenarios=scenario_table(project, results),
        packages=_packages(planned, changed_only=changed_only),
        providers=_all_providers(planned, changed_only=changed_only),
        cost_lines=_all_cost_lines(planned, changed_only=changed_only),
    )


def _inputs(project: Project, a: Result, b: Result) -> tuple[InputChange, ...]:
    try:
        return input_changes(project, a.scenario_id, b.scenario_id)
    except UnknownNameError:
        return ()


def _packages(planned: Mapping[str, ResultFacts], *, changed_only: bool) -> pd.DataFrame:
    import pandas as pd

    columns = ["package_id", "process_id", "process", "language"]
    for letter in planned:
        columns += [f"provider_{letter.lower()}", f"cost_{letter.lower()}", f"quality_{letter.lower()}"]
    facts = list(planned.values())
    rows: list[list[object]] = []
    for k, package in enumerate(facts[0].packages if facts else ()):
        if changed_only and len({int(f.choice[k]) for f in facts}) == 1:
            continue
        row: list[object] = [package.package_id, package.process.process_id]
        row += [package.process.name, package.language]
        for f in facts:
            quality = float(f.quality[k])
            row += [_homes(f, [k]), float(f.cost[k]), None if np.isnan(quality) else quality]
        rows.append(row)
    return pd.DataFrame(rows, columns=columns)


def _all_providers(planned: Mapping[str, ResultFacts], *, changed_only: bool) -> pd.DataFrame:
    import pandas as pd

    columns = ["provider_id", "provider"]
    for letter in planned:
        columns += [f"fte_{letter.lower()}", f"cost_{letter.lower()}"]
    facts = list(planned.values())
    rows: list[list[object]] = []
    for j, provider in enumerate(facts[0].costing.options.providers if facts else ()):
        if not any(j in f.evaluation.engaged for f in facts):
            continue
        fte = [float(f.costing.calendar.average(f.evaluation.fte_by_party[j])) for f in facts]
        cost = [party_cost(f, j) for f in facts]
        if changed_only and _same(fte, SAME_FTE) and _same(cost, SAME_MONEY):
            continue
        figures = [x for pair in zip(fte, cost, strict=True) for x in pair]
        rows.append([provider.provider_id, provider.name, *figures])
    return pd.DataFrame(rows, columns=columns)


def _same(values: Sequence[float], room: float) -> bool:
    return max(values) - min(values) < room


def _all_cost_lines(planned: Mapping[str, ResultFacts], *, changed_only: bool) -> pd.DataFrame:
    import pandas as pd

    totals = [f.result.totals() for f in planned.values()]
    known = {line for total in totals for line in total}
    rows: list[list[object]] = []
    for line in [*COST_LINES, *sorted(known - COST_LINES.keys())]:
        amounts = [total.get(line, 0.0) for total in totals]
        if any(amounts) and not (changed_only and _same(amounts, SAME_MONEY)):
            rows.append([line, _label(line), *amounts])
    return pd.DataFrame(rows, columns=["line", "label", *(f"cost_{letter.lower()}" for letter in planned)])


def _label(line: str) -> str:
    return COST_LINES[line].label if line in COST_LINES else f"Should-rule {line.removeprefix('rule:')}"


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def compare(project: Project, a: Result, b: Result, *, changed_only: bool = True) -> Comparison:
    """Lay two results of one project side by side.

    Parameters
    ----------
    changed_only
        Leave out the processes, providers and cost lines that do not differ.

    Raises
    ------
    ValueError
        If one of the results holds no plan.
    """
    left, right = facts_of(project, a), facts_of(project, b)
    return Comparison(
        a=a,
        b=b,
        currency=project.settings.currency,
        scenarios=scenario_table(project, (a, b)),
        processes=_processes(left, right, changed_only=changed_only),
        providers=_providers(left, right, changed_only=changed_only),
        cost_lines=_cost_lines(a, b, changed_only=changed_only),
        packages=_with_difference(_packages({"A": left, "B": right}, changed_only=changed_only)),
        inputs=_inputs(project, a, b),
    )


def _with_difference(packages: pd.DataFrame) -> pd.DataFrame:
    return packages.assign(difference=packages["cost_b"] - packages["cost_a"])


def scenario_table(project: Project, results: Sequence[Result]) -> pd.DataFrame:
    """One row per result with the figures a board compares; blank where a result has no plan.

    ``change`` is against today. Shares are of handle time, people only; ``providers_used`` counts third
    parties of people; own sites and platforms do not count.
    """
    import pandas as pd

    rows = [_scenario(project, result) for result in results]
    return pd.DataFrame(rows, columns=list(SCENARIO_COLUMNS))


def _scenario(project: Project, result: Result) -> dict[str, object]:
    row: dict[str, object] = {
        "scenario_id": result.scenario_id,
        "scenario": result.scenario_name or result.scenario_id,
        "rules_on": len({a.rule_id for a in result.rule_activity}),
        "status": result.status.value,
        "gap": result.gap,
    }
    if result.plan is None:
        return row
    facts = facts_of(project, result)
    today, cost = facts.today.cost, facts.evaluation.cost
    row |= {
        "cost": cost,
        "change": cost - today,
        "change_share": (cost - today) / abs(today) if today else None,
        "quality": result.average_quality,
        "worst_moment_of_truth": worst_moment_of_truth(facts),
        "providers_used": _third_parties(facts),
        "processes_moved": len(facts.moved_processes),
        "unassigned": int((~facts.assigned).sum()),
    }
    return row | {f"share_{m.value}": share for m, share in facts.handle_time_shares.items()}


def worst_moment_of_truth(facts: ResultFacts) -> float | None:
    """Lowest expected quality at the moments of truth; none if nobody does any of that work."""
    found = [q for k in truth_packages(facts.costing) if not np.isnan(q := float(facts.quality[k]))]
    return min(found, default=None)


def _third_parties(facts: ResultFacts) -> int:
    providers = facts.costing.options.providers
    return sum(not (providers[j].is_own or providers[j].is_platform) for j in facts.evaluation.engaged)


def _processes(a: ResultFacts, b: ResultFacts, *, changed_only: bool) -> pd.DataFrame:
    import pandas as pd

    of_process: dict[str, list[int]] = {}
    for k, package in enumerate(a.packages):
        of_process.setdefault(package.process.process_id, []).append(k)
    rows = []
    for process_id, packages in of_process.items():
        if changed_only and (a.choice[packages] == b.choice[packages]).all():
            continue
        row: dict[str, object] = {"process_id": process_id, "process": a.packages[packages[0]].process.name}
        for side, facts in (("a", a), ("b", b)):
            row[f"providers_{side}"] = _homes(facts, packages)
            row[f"cost_{side}"] = float(facts.cost[packages].sum())
            row[f"quality_{side}"] = _mean_quality(facts, packages)
        row["difference"] = float((b.cost - a.cost)[packages].sum())
        rows.append(row)
    columns = ["process_id", "process", "providers_a", "providers_b", "cost_a", "cost_b", "difference"]
    return pd.DataFrame(rows, columns=[*columns, "quality_a", "quality_b"])


def _homes(facts: ResultFacts, packages: Iterable[int]) -> str:
    """Providers of some packages, the one with most handle time first; +P = self-service in front."""
    hours, _, served = facts.amounts
    size: dict[str, float] = {}
    for k in packages:
        lead, platform = facts.lead(k), facts.platform(k)
        name = lead.name if lead else NOBODY
        if lead and platform and platform is not lead:
            name = f"{name} +P"
        size[name] = size.get(name, 0.0) + float(hours[k]) + float(served[k]) / 1e6
    return ", ".join(sorted(size, key=lambda name: (-size[name], name)))


def _mean_quality(facts: ResultFacts, packages: list[int]) -> float | None:
    hours, contacts, served = (amount[packages] for amount in facts.amounts)
    quality = facts.quality[packages]
    known = ~np.isnan(quality)
    weights = hours if float(hours[known].sum()) > 0 else contacts + served
    whole = float(weights[known].sum())
    return float(quality[known] @ weights[known]) / whole if whole > 0 else None


def _providers(a: ResultFacts, b: ResultFacts, *, changed_only: bool) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for j, provider in enumerate(a.costing.options.providers):
        if j not in a.evaluation.engaged | b.evaluation.engaged:
            continue
        fte_a, fte_b = (float(f.costing.calendar.average(f.evaluation.fte_by_party[j])) for f in (a, b))
        cost_a, cost_b = party_cost(a, j), party_cost(b, j)
        if changed_only and abs(cost_b - cost_a) < SAME_MONEY and abs(fte_b - fte_a) < SAME_FTE:
            continue
        rows.append(
            (
                provider.provider_id,
                provider.name,
                fte_a,
                fte_b,
                fte_b - fte_a,
                cost_a,
                cost_b,
                cost_b - cost_a,
            )
        )
    columns = [
        "provider_id",
        "provider",
        "fte_a",
        "fte_b",
        "difference_fte",
        "cost_a",
        "cost_b",
        "difference",
    ]
    return pd.DataFrame(rows, columns=columns)


def party_cost(facts: ResultFacts, party: int) -> float:
    """Present value of the packages a provider leads and of what is charged to it as a whole."""
    options = facts.costing.options
    led = [k for k, i in enumerate(facts.choice) if i != NONE and options.lead[i] == party]
    shared = sum(float(p.by_year.sum()) for p in facts.evaluation.of_parties if p.party == party)
    return float(facts.cost[led].sum()) + shared


def _cost_lines(a: Result, b: Result, *, changed_only: bool) -> pd.DataFrame:
    import pandas as pd

    total_a, total_b = a.totals(), b.totals()
    lines = [*COST_LINES, *sorted((total_a.keys() | total_b.keys()) - COST_LINES.keys())]
    rows = []
    for line in lines:
        cost_a, cost_b = total_a.get(line, 0.0), total_b.get(line, 0.0)
        if not (cost_a or cost_b) or (changed_only and abs(cost_b - cost_a) < SAME_MONEY):
            continue
        rows.append((line, _label(line), cost_a, cost_b, cost_b - cost_a))
    return pd.DataFrame(rows, columns=["line", "label", "cost_a", "cost_b", "difference"])
