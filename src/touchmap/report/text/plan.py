"""The plan in a terminal: who does what, and the blend as a bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.facts import PEOPLE_MODELS, ResultFacts, facts_of
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.assignment import UNASSIGNED, UNKNOWN_TODAY, today_name
from touchmap.report.breakdowns import by_sourcing_model
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.reasons import Reasons
from touchmap.report.text.style import money, number, percent, plain, sourcing, table

ROOM_FOR_CHANGE, ROOM_FOR_TODAY, ROOM_FOR_REASONS = 96, 120, 190
"""Characters a line needs before today's quality, today's provider and the reasons are shown too."""
STAYS = "="
"""Stands for "the same as today"."""
LEAST_OF_PROCESS, MOST_OF_PROCESS = 16, 48
"""Limits of the width of a process's name, in characters; longer names are cut."""
GAP = 3
"""Characters between two columns."""
_FIGURES = ("FTE", "Cost a month", "Quality")
_LEAST = (len("Language"), len("Home"), len("FTE"), len("Cost a"), len("Quality"), len("Moved"))


@dataclass(frozen=True)
class _Group:
    """Packages of one process with the same home, platform and today."""

    packages: list[int]

    def languages(self, facts: ResultFacts) -> str:
        found = dict.fromkeys(facts.packages[k].language for k in self.packages)
        return " ".join("" if language == "xx" else language for language in found)


def assignment(project: Project, result: Result, *, width: int = 100) -> RenderableType:
    """Who does each process, languages with the same home in one row; reasons where there is room.

    Parameters
    ----------
    width
        Characters of a line.
    """
    facts = facts_of(project, result)
    with_today, with_reasons = width >= ROOM_FOR_TODAY, width >= ROOM_FOR_REASONS
    reasons = Reasons(facts)
    groups = list(_groups(facts))
    rows = [
        (*_row(facts, group, brief=width < ROOM_FOR_CHANGE), _today(facts, group, named=with_today))
        for _, group in groups
    ]
    widths = [max(len(str(row[c])) for row in rows) for c in range(len(_FIGURES) + 3)]
    grid = table("Who does what", caption=_caption(project))
    taken = sum(max(a, b) for a, b in zip(widths, _LEAST, strict=True)) + GAP * len(widths)
    room = MOST_OF_PROCESS if with_reasons else max(LEAST_OF_PROCESS, min(MOST_OF_PROCESS, width - taken))
    grid.add_column("Process", no_wrap=True, width=room)
    grid.add_column("Language", no_wrap=True)
    grid.add_column("Home", no_wrap=True)
    for heading, cells in zip(_FIGURES, widths[2:], strict=False):
        grid.add_column(heading, justify="right", min_width=max(cells, *map(len, heading.split())))
    grid.add_column("Today" if with_today else "Moved", no_wrap=True, min_width=5)
    if with_reasons:
        grid.add_column("Why here (the largest part, by itself)")
    last = ""
    for (process, group), row in zip(groups, rows, strict=True):
        why = (plain(reasons.of(_largest(facts, group))),) if with_reasons else ()
        grid.add_row(plain("" if process == last else process), *row, *why)
        last = process
    return grid


def _caption(project: Project) -> str:
    letters = ", ".join(f"{model.letter} {model.label.lower()}" for model in PEOPLE_MODELS)
    return (
        f"Cost: {project.settings.currency} a month, running, year 1. Quality: 0–100, today → plan. "
        f"{letters}, P self-service; +P with self-service in front. {STAYS} as today."
    )


def _groups(facts: ResultFacts) -> Iterator[tuple[str, _Group]]:
    found: dict[tuple[object, ...], list[int]] = {}
    for k, package in enumerate(facts.packages):
        lead, platform, before = facts.lead(k), facts.platform(k), facts.lead(k, today=True)
        ids = tuple(p.provider_id if p else "" for p in (lead, platform, before))
        found.setdefault((package.process.process_id, package.channel, package.layer, *ids), []).append(k)
    for packages in found.values():
        package = facts.packages[packages[0]]
        parts = [part for part in (package.channel, package.layer) if part != "*"]
        name = " ".join((package.process.process_id, package.process.name, *(f"({part})" for part in parts)))
        yield name, _Group(packages)


def _largest(facts: ResultFacts, group: _Group) -> int:
    hours, contacts, served = facts.amounts
    return max(group.packages, key=lambda k: (float(hours[k]), float(contacts[k] + served[k]), -k))


def _row(facts: ResultFacts, group: _Group, *, brief: bool) -> tuple[Text | str, ...]:
    return (
        plain(group.languages(facts)),
        _home(facts, group.packages[0]),
        number(float(facts.fte[group.packages].sum())),
        money(float(facts.running_per_month[group.packages].sum())),
        _quality(facts, group, brief=brief),
    )


def _today(facts: ResultFacts, group: _Group, *, named: bool) -> Text:
    """Today's provider, or whether the work moves; as today where nothing changes."""
    first = group.packages[0]
    before, lead = today_name(facts, first), facts.lead(first)
    same = lead is not None and before == lead.name
    return plain(STAYS if same else before if named else "yes" if facts.moved[first] else "")


def _home(facts: ResultFacts, k: int) -> Text:
    lead, platform = facts.lead(k), facts.platform(k)
    if lead is None:
        return Text(UNKNOWN_TODAY if facts.is_today else UNASSIGNED, style="bold")
    home = sourcing(lead.sourcing_model, lead.name)
    if platform is not None and platform is not lead:
        home.append(" +").append_text(sourcing(platform.sourcing_model, "").copy())
        home.rstrip()
    return home


def _quality(facts: ResultFacts, group: _Group, *, brief: bool) -> str:
    k = _largest(facts, group)
    now, before = number(float(facts.quality[k])), number(float(facts.quality_today[k]))
    return now if now == before or brief else f"{before} → {now}"


def blend(project: Project, result: Result, *, width: int = 100) -> RenderableType:
    """Share of handle time of each sourcing model, people only: today and in the plan, as bars."""
    rows = {row["sourcing_model"]: row for row in by_sourcing_model(project, result).to_dict("records")}
    shares = {m: float(rows[m.label]["handle_time_share"]) for m in PEOPLE_MODELS}
    before = {m: float(rows[m.label]["handle_time_share_today"]) for m in PEOPLE_MODELS}
    length = max(20, min(width, 120) - 12)
    title = Text("Blend, share of handle time (people only)", style="bold")
    lines = [title]
    if sum(before.values()) > 0:
        lines.append(Text("Today     ").append_text(bar(before, length)))
    if result.status.value != "evaluated":
        lines.append(Text("This plan ").append_text(bar(shares, length)))
    lines.append(_legend(shares))
    served = float(rows[SourcingModel.SELF_SERVICE.label]["contacts_per_month"])
    if served:
        lines.append(
            Text(f"Self-service takes {number(served, 0)} contacts a month beside that.", style="dim")
        )
    return Group(*lines)


def bar(shares: dict[SourcingModel, float], length: int) -> Text:
    """A bar of letters, each sourcing model as long as its share.

    >>> bar({SourcingModel.IN_HOUSE: 0.75, SourcingModel.OFFSHORE: 0.25}, 8).plain
    'IIIIIIFF'
    """
    text, drawn, reached = Text(), 0, 0.0
    for model, share in shares.items():
        reached += share
        upto = round(reached * length)
        text.append(model.letter * (upto - drawn), style=f"bold #000000 on {SOURCING_COLOURS[model]}")
        drawn = upto
    return text


def _legend(shares: dict[SourcingModel, float]) -> Text:
    text = Text()
    for model, share in shares.items():
        text.append_text(sourcing(model, f"{model.label.lower()} {percent(share)}")).append("   ")
    return text
