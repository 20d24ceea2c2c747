"""The vendor scorecard in a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.analysis.scorecard import ProviderScore, Scorecard
from touchmap.project import Project
from touchmap.report.scorecard import remarks, stability_sentence
from touchmap.report.text.style import figures, number, percent, plain, table

ROOM_FOR_REMARKS = 110


def scorecard(project: Project, card: Scorecard, *, width: int = 100) -> RenderableType:
    """Ranking, points by criterion, what must be settled, and how sure the leader is.

    Parameters
    ----------
    width
        Characters of a line.
    """
    work = "all work" if card.process_id is None else f"process {card.process_id}"
    parts: list[RenderableType] = [_ranking(project, card, work), Text(), _points(card)]
    gates = _list("Gates not passed", [(r.name, g.reason) for r in card.rows for g in r.failed_gates])
    margins = [
        (r.name, f"{r.margin.verdict.value}: {r.margin.reason}")
        for r in card.rows
        if r.margin.verdict.name in ("BELOW", "ABOVE")
    ]
    incentives = [
        (r.name, r.incentives.sentence) for r in card.ranked if r.incentives.volume_rewarded_share > 0
    ]
    for part in (gates, _list("Prices to question", margins), _list("Paid by volume", incentives)):
        if part is not None:
            parts += [Text(), part]
    if width >= ROOM_FOR_REMARKS:
        settle = _list("To settle", [(r.name, "; ".join(said)) for r in card.ranked if (said := remarks(r))])
        parts += [Text(), settle] if settle is not None else []
    return Group(*parts, Text(), plain(stability_sentence(card)))


def _ranking(project: Project, card: Scorecard, work: str) -> RenderableType:
    grid = table(
        f"Scorecard, {work}",
        caption="Own staff for comparison. Open: part of the handle time it quotes for and passes all gates "
        f"on. Price: {project.settings.currency} per contact resolved at first contact; index 1 = median.",
    )
    figures(grid, "Rank")
    grid.add_column("Provider", no_wrap=True)
    figures(grid, "Score", "Range", "Open", "Price", "Index", "Ahead in", "Fit")
    first = card.stability.first_share if card.stability else ()
    ahead = {r.provider_id: float(s) for r, s in zip(card.ranked, first, strict=True)}
    for row in card.rows:
        grid.add_row(
            "–" if row.rank is None else str(row.rank),
            plain(row.name),
            number(row.score if row.ranked or row.is_own else None),
            _range(row) if row.ranked else "",
            percent(row.open_share),
            number(row.price_per_resolved, 2),
            number(row.price_index, 2),
            percent(ahead.get(row.provider_id)),
            number(row.fit_points),
            style="" if row.ranked else "dim",
        )
    return grid


def _range(row: ProviderScore) -> str:
    return f"{row.lowest:.0f}–{row.highest:.0f}" if row.highest - row.lowest > 0.5 else ""


def _points(card: Scorecard) -> RenderableType:
    grid = table(
        "Points by criterion", caption="! scorers more than 25 points apart; ? not shown, counts 50."
    )
    grid.add_column("Provider", no_wrap=True)
    figures(grid, *(c.value for c in card.weights))
    grid.add_row("weight", *(percent(w) for w in card.weights.values()), style="dim")
    for row in card.rows:
        cells = (
            f"{number(p.value, 0)}{'!' if p.discuss else '?' if p.value is None else ''}"
            for p in row.points.values()
        )
        grid.add_row(plain(row.name), *cells, style="" if row.ranked else "dim")
    return grid


def _list(title: str, rows: list[tuple[str, str]]) -> RenderableType | None:
    if not rows:
        return None
    grid = table(title)
    grid.add_column("Provider", no_wrap=True)
    grid.add_column("What")
    for name, what in rows:
        grid.add_row(plain(name), plain(what))
    return grid
