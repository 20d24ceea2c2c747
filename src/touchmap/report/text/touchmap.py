"""The map in a few lines: stages with their touchpoints, processes and work."""

from __future__ import annotations

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.facts import costing_of
from touchmap.costing.bases import package_amounts
from touchmap.costing.costing import Costing
from touchmap.project import Project, Provider
from touchmap.report.assignment import stage_of
from touchmap.report.text.style import figures, number, plain, table
from touchmap.work.calendar import Array
from touchmap.work.options import NONE


def map_summary(project: Project) -> RenderableType:
    """Stages in their order: touchpoints, processes, contacts, handle time and FTE as they are today."""
    costing = costing_of(project)
    hours, contacts, served = package_amounts(costing)
    fte = fte_now(costing)
    of_stage: dict[str, list[int]] = {}
    for k, package in enumerate(costing.options.packages):
        of_stage.setdefault(stage_of(project, package), []).append(k)
    grid = table("Customer lifecycle")
    grid.add_column("Stage", no_wrap=True)
    figures(
        grid,
        "Touchpoints",
        "Moments of truth",
        "Processes",
        "Contacts a month",
        "Handle hours",
        "FTE",
    )
    grid.show_footer = True
    ordered = [(s.stage_id, s.name) for s in sorted(project.stages, key=lambda s: (s.position, s.stage_id))]
    if "" in of_stage:
        ordered.append(("", "(no stage)"))
    for stage_id, name in ordered:
        ks = of_stage.get(stage_id, [])
        points = [t for t in project.touchpoints if t.stage_id == stage_id]
        truths = sum(t.moment_of_truth_rank is not None for t in points)
        processes = {costing.options.packages[k].process.process_id for k in ks}
        amounts = (number(float((contacts + served)[ks].sum()), 0), number(float(hours[ks].sum()), 0))
        grid.add_row(
            plain(name),
            str(len(points)),
            str(truths),
            str(len(processes)),
            *amounts,
            number(float(fte[ks].sum())),
        )
    totals = (
        "Total",
        str(len(project.touchpoints)),
        str(sum(t.moment_of_truth_rank is not None for t in project.touchpoints)),
        str(len({k.process.process_id for k in costing.options.packages})),
        number(float((contacts + served).sum()), 0),
        number(float(hours.sum()), 0),
        number(float(fte.sum())),
    )
    for column, total in zip(grid.columns, totals, strict=True):
        column.footer = Text(total, style="bold")
    return Group(_opening(project), Text(), grid)


def _opening(project: Project) -> Text:
    s = project.settings
    languages = sorted({d.language for d in project.demand} - {"xx"})
    people = [p for p in project.providers if not p.is_platform]
    third = sum(not p.is_own for p in people)
    platforms = len(project.providers) - len(people)
    line = Text(s.name or s.company_id, style="bold")
    line.append(
        f"\n{'; '.join(part for part in (s.sector, f'home {s.home_country}', s.currency) if part)}", ""
    )
    processes = _of(len(project.processes), "process", "processes")
    line.append(
        f"\n{_of(len(project.touchpoints), 'touchpoint')}, {processes}, "
        f"{_of(len(project.handoffs), 'hand-off')}, {_count(languages)}; "
        f"{_of(len(people) - third, 'own site')}, {_of(third, 'third party', 'third parties')}, "
        f"{_of(platforms, 'self-service platform')}"
    )
    return line


def _of(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _count(languages: list[str]) -> str:
    if not languages:
        return "no language stated"
    return (
        f"{len(languages)} languages ({', '.join(languages)})"
        if len(languages) > 1
        else f"language {languages[0]}"
    )


def fte_now(costing: Costing) -> Array:
    """FTE of each package as it is done today; at usual productivity where today is not known."""
    usual = Provider.model_fields
    handled = 1 - usual["shrinkage"].default
    handled *= usual["occupancy"].default * costing.project.settings.paid_hours_per_month
    hours, _, _ = package_amounts(costing)
    today = costing.options.today
    known = today != NONE
    out: Array = hours / handled
    out[known] = costing.average_fte[today[known]]
    return np.asarray(out)
