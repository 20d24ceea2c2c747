"""Today under examination, in a terminal: contracts, and what moves when."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.reexamine import ReExamination
from touchmap.project import Project
from touchmap.report.text.style import BLANK, change, figures, money, number, plain, table


def reexamination(project: Project, found: ReExamination) -> RenderableType:
    """What is worth moving now, what later, what not at all, and what waiting costs."""
    parts: list[RenderableType] = [_head(found)]
    if found.contracts:
        parts += [Text(), _contracts(project, found)]
    if found.later is not None:
        for phase, title in (("now", "Set going now"), ("later", "Later")):
            parts += [Text(), _moves(project, found, phase, title)]
        parts += [Text(), Text(f"{len(found.stays)} packages stay where they are.")]
    return Group(*parts)


def _head(found: ReExamination) -> RenderableType:
    name = found.scenario_name or found.scenario_id
    lines = [Text(f"{name}, as of {found.as_of:%d %B %Y}: {found.status.replace('_', ' ')}", style="bold")]
    today = f"Today costs {money(found.today_cost)} {found.currency}, quality {number(found.today_quality)}."
    lines.append(Text(today))
    if found.today_broken:
        lines.append(plain(f"Today breaks {', '.join(found.today_broken)}."))
    if found.cost is not None:
        lines.append(
            Text(f"The plan costs {money(found.cost)} {found.currency}, quality {number(found.quality)}.")
        )
    if found.waiting is not None and found.objective_kind in ("cost", "blend"):
        waits = f"Letting every contract run to its end costs {money(found.waiting)} {found.currency} more."
        lines.append(Text(waits))
    if not found.is_complete:
        lines.append(Text("Not every combination of dates was tried; there may be a better one."))
    return Group(*lines)


def _contracts(project: Project, found: ReExamination) -> RenderableType:
    names = {p.provider_id: p.name for p in project.providers}
    caption = (
        f"{found.currency}. Waiting: what it costs to let the contract run to its end; less than 0 is a gain."
    )
    grid = table("Contracts", caption=caption)
    for heading in ("Contract", "With", "Ends", "Advice", "From"):
        grid.add_column(heading)
    figures(grid, "Packages", "Exit fee", "Waiting")
    for c in found.contracts:
        grid.add_row(
            plain(c.contract_id),
            plain(names[c.provider_id]),
            "not known" if c.ends_on is None else c.ends_on.isoformat(),
            c.decision,
            BLANK if c.leave_on is None else c.leave_on.isoformat(),
            str(c.packages),
            money(c.exit_fee),
            change(c.waiting),
        )
    return grid


def _moves(project: Project, found: ReExamination, phase: str, title: str) -> RenderableType:
    names = {p.provider_id: p.name for p in project.providers}
    rows = [m for m in found.moves if m.phase == phase]
    if not rows:
        return Text(f"{title}: nothing.")
    grid = table(f"{title} ({len(rows)})")
    for heading in ("On", "Package", "From", "To", "Because"):
        grid.add_column(heading)
    for move in rows:
        grid.add_row(
            move.on.isoformat(),
            plain(move.package_id),
            plain(names.get(move.from_id or "", "nobody known")),
            plain(names.get(move.to_id or "", "nobody")),
            plain(move.because),
        )
    return grid
