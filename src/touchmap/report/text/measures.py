"""The measures of the map on one page of a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.journey.after_cut import party_name
from touchmap.journey.breaks import Break
from touchmap.journey.cut import CutHandoff
from touchmap.journey.measures import Measures
from touchmap.journey.scope import ScopeStatus
from touchmap.project import Project
from touchmap.report.text.style import BLANK, figures, number, percent, plain, table

MOST_ROWS = 20
"""Rows of a list before the rest is only counted."""

MOST_LANGUAGES = 6
"""Languages with a column of their own; the others share one."""

NEUTRAL = "none"
"""Heading of work that needs no language."""


def measures_text(project: Project, measures: Measures) -> RenderableType:
    """All measures of a map: contacts, work, touch, critical touchpoints, loops, coupling, cut, breaks.

    Parameters
    ----------
    measures
        What `touchmap.journey.measures.measure` gives for the project.
    """
    parts = (
        _opening(project, measures),
        stages(project, measures),
        work(project, measures),
        touch(project, measures),
        critical(project, measures),
        loops(project, measures),
        coupling(project, measures),
        cut(project, measures),
        left_behind(measures),
        breaks(project, measures),
        problems(measures),
    )
    shown = [part for part in parts if part is not None]
    return Group(*(line for part in shown for line in (part, Text())))


def stages(project: Project, measures: Measures) -> RenderableType:
    """Contacts of each stage, and how many of them come in there from outside the map."""
    caption = "A month. Entered volumes win; where none is entered, what transitions bring."
    grid = table("Contacts by stage", caption=caption)
    grid.add_column("Stage", ratio=3)
    figures(grid, "Touchpoints", "Contacts", "From outside", "By transition", "Volume not known")
    names = {s.stage_id: s.name for s in project.stages}
    for row in measures.stages:
        points = [t for t in measures.contacts.touchpoints if t.stage_id == row.stage_id]
        outside = sum(t.outside for t in points)
        arriving = sum(t.arriving for t in points)
        known = (number(row.contacts, 0), number(outside, 0), number(arriving, 0))
        grid.add_row(
            plain(names.get(row.stage_id, row.stage_id)),
            str(row.touchpoints),
            *known,
            str(row.unknown) if row.unknown else "",
        )
    return grid


def work(project: Project, measures: Measures) -> RenderableType:
    """Handle hours and FTE of each stage, FTE by language."""
    total: dict[str, float] = {}
    for row in measures.work:
        total[row.language] = total.get(row.language, 0.0) + row.hours
    ranked = sorted((language for language in total if total[language] > 0), key=lambda x: (-total[x], x))
    shown, others = ranked[:MOST_LANGUAGES], set(ranked[MOST_LANGUAGES:])
    grid = table("Work by stage and language", caption="Handle hours and paid FTE of an average month.")
    grid.add_column("Stage", ratio=3)
    headings = [NEUTRAL if language == "xx" else language for language in shown]
    figures(grid, "Hours", "FTE", *(f"FTE {h}" for h in headings), *(["FTE others"] if others else []))
    names = {s.stage_id: s.name for s in project.stages}
    for stage_id in [*dict.fromkeys(row.stage_id for row in measures.work), None]:
        rows = [row for row in measures.work if stage_id is None or row.stage_id == stage_id]
        groups = [{language} for language in shown] + ([others] if others else [])
        cells = [sum(r.fte for r in rows if r.language in group) for group in groups]
        whole = (number(sum(r.hours for r in rows), 0), number(sum(r.fte for r in rows)))
        name = "Total" if stage_id is None else names.get(stage_id, stage_id) or "(no stage)"
        if stage_id is None:
            grid.add_section()
        style = "bold" if stage_id is None else None
        grid.add_row(plain(name), *whole, *(number(c) if c else "" for c in cells), style=style)
    return grid


def touch(project: Project, measures: Measures) -> RenderableType:
    """Touch mix, how many touch needs are confirmed, and where the index proposes another class."""
    grid = table("Touch mix")
    grid.add_column("Touch need")
    figures(grid, "Share of contacts", "Share of handle time")
    for row in measures.touch_mix:
        name = row.touch_class.value.replace("_", " ")
        grid.add_row(name, percent(row.contacts_share), percent(row.hours_share))
    done = measures.touch
    said = f"{done.confirmed} of {done.touchpoints} touch needs are confirmed"
    aside = [f"{n} {word}" for n, word in ((done.parked, "parked"), (done.disagreed, "disagreed")) if n]
    lines: list[RenderableType] = [grid, Text(said + (f" ({', '.join(aside)})." if aside else "."))]
    if done.differences:
        lines.append(Text(f"The touch index proposes another class for {len(done.differences)}:"))
        rows = []
        for found in done.differences:
            change = f"{_class(found.entered)} → {_class(found.proposed)} ({number(found.index, 2)})"
            why = "; ".join(str(term) for term in found.terms)
            rows.append((_touchpoint(project, found.touchpoint_id), f"{change}: {why}"))
        lines.append(_list(rows))
    return Group(*lines)


def critical(project: Project, measures: Measures) -> RenderableType:
    """Critical touchpoints with their reasons."""
    rows = [
        (_touchpoint(project, c.touchpoint_id), "; ".join(sentence for _, sentence in c.reasons))
        for c in measures.critical
    ]
    return _section("Critical touchpoints", rows, "No touchpoint stands out.")


def loops(project: Project, measures: Measures) -> RenderableType:
    """Loops, the strongest ways round, and touchpoints nobody gets to."""
    found = measures.loops
    title = Text("Loops", style="bold")
    lines: list[RenderableType] = [title]
    if not found.sets:
        lines.append(Text("No customer comes back to a touchpoint by the transitions."))
    for members in found.sets[:MOST_ROWS]:
        back = max(members, key=lambda t: (found.return_probability[t], t))
        count = f"{len(members)} touchpoint{'s' * (len(members) > 1)}"
        text = f"{count}: {_some(members)}; {percent(found.return_probability[back], 1)}"
        lines.append(plain(f"{text} come back to {_touchpoint(project, back)}"))
    if found.cycles:
        lines.append(
            _list(
                (" → ".join((*c.touchpoint_ids, c.touchpoint_ids[0])), percent(c.probability, 1))
                for c in found.cycles
            )
        )
    if found.unreachable:
        lines.append(plain(f"No customer gets to {_some(found.unreachable)}."))
    return Group(*lines)


def coupling(project: Project, measures: Measures) -> RenderableType:
    """Processes that belong together, and where the map itself would be cut."""
    rows = [
        (" ".join(s.process_ids), f"{percent(s.tightness)} of their hand-offs' weight is among them")
        for s in measures.coupled
    ]
    scope = measures.scope
    asked = "the work most fit to move" if measures.is_today else "the work the plan moves"
    lines = [
        _section("Coupled sets: they move, or stay, together", rows, "No hand-off binds two processes."),
        Text(),
    ]
    lines.append(Text(f"Natural scope around {asked}", style="bold"))
    if scope.status is not ScopeStatus.FOUND:
        lines.append(Text(f"There is none: {scope.status.value}."))
        return Group(*lines)
    cuts = f"cuts {len(scope.handoff_ids)} of {len(project.handoffs)} hand-offs"
    sides = [
        ("stays", _some(scope.stays, MOST_ROWS)),
        ("may move", _some(scope.moves, MOST_ROWS)),
        ("tied to neither", _some(scope.free, MOST_ROWS)),
        ("moved although it should stay", _some(scope.conflicts, MOST_ROWS)),
        ("the line", f"{cuts}, complexity {number(scope.complexity)}"),
    ]
    lines.append(_list((a, b) for a, b in sides if b != BLANK))
    return Group(*lines)


def cut(project: Project, measures: Measures) -> RenderableType:
    """The hand-offs that cross between parties, with those who answer for them."""
    found = measures.cut
    which = "today" if measures.is_today else "the plan"
    unknown = len(found.unplaced)
    left_out = (
        f" Not counted: {unknown}, of which an end has no demand or nobody known to do it." if unknown else ""
    )
    caption = (
        f"Complexity {number(found.complexity)} of 100: {found.band.value}. "
        f"{found.handoff_count} of {len(project.handoffs)} hand-offs, "
        f"{number(found.contacts_per_month, 0)} contacts and {number(found.hours_per_month, 0)} extra hours "
        f"a month. Nobody answers for {len(found.unowned)} of them."
    )
    caption = (caption if found.handoffs else "No hand-off crosses.") + left_out
    grid = table(f"Cut of {which}", caption=caption)
    grid.add_column("Hand-off", no_wrap=True)
    grid.add_column("From → to", ratio=2)
    grid.add_column("Parties", ratio=3)
    figures(grid, "Cut", "Contacts", "Hours", "Criticality")
    grid.add_column("Owner")
    for row in found.handoffs[:MOST_ROWS]:
        amounts = (percent(row.share), number(row.contacts_per_month, 0), number(row.hours_per_month))
        owner = plain(row.owner) if row.is_owned else Text("nobody", style="bold")
        ends = plain(f"{row.handoff.from_process_id} → {row.handoff.to_id}")
        who = plain(_parties(project, row))
        grid.add_row(plain(row.handoff.handoff_id), ends, who, *amounts, str(row.handoff.criticality), owner)
    rest = len(found.handoffs) - MOST_ROWS
    return Group(grid, Text(f"and {rest} more")) if rest > 0 else grid


def left_behind(measures: Measures) -> RenderableType:
    """Orphan processes and missing ways back, each with what to do."""
    found = measures.after_cut
    rows = [(o.sentence, o.remedy) for o in found.orphans]
    rows += [(m.sentence, m.remedy) for m in found.missing_returns]
    return _section("After the cut", rows, "No process is left alone, and every question has a way back.")


def breaks(project: Project, measures: Measures) -> RenderableType:
    """Chance that a customer meets two parties or more on a journey."""
    caption = "Chance that a customer meets two parties or more; self-service is nobody."
    grid = table("Journey breaks", caption=caption)
    grid.add_column("Journey", ratio=2)
    figures(grid, "Chance")
    grid.add_column("By language", ratio=2)
    grid.add_column("Parties", ratio=3)
    for row in (*measures.breaks.journeys, measures.breaks.chain):
        parties = ", ".join(party_name(project, p) for p in row.parties) or BLANK
        name = row.journey_id or "All customers, by transitions"
        grid.add_row(plain(name), percent(row.probability, 1), _languages(row), plain(parties))
    return grid


def problems(measures: Measures) -> RenderableType | None:
    """What is wrong with the transitions; none if nothing is."""
    rows = [(p.message, "") for p in measures.contacts.problems]
    return _section("Transitions to look at", rows, "") if rows else None


def _opening(project: Project, measures: Measures) -> Text:
    name = project.settings.name or project.settings.company_id
    which = "as work is done today" if measures.is_today else "under the plan"
    return Text.assemble((plain(f"{name}: measures of the map").plain, "bold"), f", {which}")


def _section(title: str, rows: list[tuple[str, str]], empty: str) -> RenderableType:
    heading = Text(f"{title} ({len(rows)})" if rows else title, style="bold")
    return Group(heading, _list(rows) if rows else Text(empty))


def _list(rows: Iterable[tuple[str, str]]) -> RenderableType:
    """Two columns without a heading; long lists end in how many more there are."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(ratio=2)
    grid.add_column(ratio=3)
    rows = list(rows)
    for left, right in rows[:MOST_ROWS]:
        grid.add_row(plain(left), plain(right))
    if len(rows) > MOST_ROWS:
        grid.add_row(f"and {len(rows) - MOST_ROWS} more", "")
    return grid


def _some(names: tuple[str, ...], limit: int = 8) -> str:
    """The first few of many ids.

    >>> _some(("A", "B", "C"), 2), _some(())
    ('A, B and 1 more', '–')
    """
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more if names else BLANK


def _touchpoint(project: Project, touchpoint_id: str) -> str:
    return f"{touchpoint_id} {project.touchpoint(touchpoint_id).name}"


def _class(touch_class: object) -> str:
    return str(touch_class).replace("_", " ")


def _parties(project: Project, row: CutHandoff) -> str:
    return f"{party_name(project, row.from_party)} → {party_name(project, row.to_party)}"


def _languages(row: Break) -> Text:
    shares = {language: round(share, 3) for language, share in row.by_language.items()}
    if len(set(shares.values())) < 2:
        return Text("all alike" if len(shares) > 1 else "")
    return Text(", ".join(f"{language} {percent(share)}" for language, share in shares.items()))
