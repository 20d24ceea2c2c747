"""The vendor scorecard as tables and as a workbook."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from touchmap.analysis.scorecard import ProviderScore, Scorecard
from touchmap.analysis.scorecard.criteria import ANCHORED, criteria
from touchmap.analysis.scorecard.incentives import CARRIERS, PAYS_FOR
from touchmap.project import Project
from touchmap.project.vocabulary import Criterion
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.output import replace_bytes
from touchmap.report.sheets import Sheets

if TYPE_CHECKING:
    import pandas as pd

RANKING_COLUMNS: tuple[Column, ...] = (
    Column("rank", "Rank", Kind.WHOLE),
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("score", "Score", Kind.POINTS),
    Column("score_lowest", "Were all unknown 0", Kind.POINTS),
    Column("score_highest", "Were all unknown 100", Kind.POINTS),
    Column("quoted_share", "Quotes for (of handle time)", Kind.SHARE),
    Column("open_share", "Passes all gates on", Kind.SHARE),
    Column("price_per_resolved_contact", "{currency} per resolved contact", Kind.VALUE),
    Column("price_index", "Price against the median", Kind.VALUE),
    Column("first_share", "Ahead in drawn weights", Kind.SHARE),
    Column("fit_points", "Fit (points of quality)", Kind.VALUE),
    Column("margin", "Hourly price"),
    Column("incentive_index", "Incentive index", Kind.POINTS),
    Column("remarks", "To settle"),
)
"""Columns of the ranking."""

POINT_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("criterion_id", "Criterion id"),
    Column("criterion", "Criterion"),
    Column("weight_share", "Weight", Kind.SHARE),
    Column("points", "Points", Kind.POINTS),
    Column("source", "Where from"),
    Column("field_points", "By fields alone", Kind.POINTS),
    Column("spread", "Spread of scorers", Kind.POINTS),
    Column("state", "State"),
)
"""Columns of the points."""

GATE_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("gate", "Gate"),
    Column("passed_share", "Passes on (of what it quotes for)", Kind.SHARE),
    Column("reason", "First reason"),
)
"""Columns of the gates."""

CHECK_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("verdict", "Hourly price"),
    Column("margin", "Why"),
    Column("incentives", "What its prices pay for"),
)
"""Columns of margins and incentives."""

REVERSAL_COLUMNS: tuple[Column, ...] = (
    Column("criterion_id", "Criterion id"),
    Column("criterion", "Weight moved"),
    Column("step", "By", Kind.SHARE),
    Column("overtakes", "Overtakes"),
    Column("overtaken", "Is overtaken"),
)
"""Columns of the rank reversals."""

ANCHOR_COLUMNS: tuple[Column, ...] = (
    Column("criterion_id", "Criterion id"),
    Column("criterion", "Criterion"),
    Column("weight_share", "Weight", Kind.SHARE),
    Column("measure", "Measure"),
    *(Column(f"at_{n}", f"{n} points") for n in ANCHORED),
)
"""Columns of the written anchors."""


def ranking_table(card: Scorecard) -> pd.DataFrame:
    """One row for each provider: ranked ones best first, then own staff and who passes no gate."""
    first = card.stability.first_share if card.stability else ()
    shares = {row.provider_id: float(share) for row, share in zip(card.ranked, first, strict=True)}
    rows = (
        (
            row.rank,
            row.provider_id,
            row.name,
            row.score if row.ranked or row.is_own else None,
            row.lowest,
            row.highest,
            row.quoted_share,
            row.open_share,
            row.price_per_resolved,
            row.price_index,
            shares.get(row.provider_id),
            row.fit_points,
            row.margin.verdict.value,
            row.incentives.index,
            "; ".join(remarks(row)),
        )
        for row in card.rows
    )
    return frame(RANKING_COLUMNS, rows)


def remarks(row: ProviderScore) -> list[str]:
    """What must be settled before a provider is chosen.

    Gates first, then scorers too far apart and criteria nobody knows anything of.
    """
    said = [f"{g.gate} on {100 * g.passed_share:.0f} % of its work" for g in row.failed_gates]
    if row.discuss:
        said.append("scorers discuss " + _listed(row.discuss))
    if row.unknown:
        said.append("not shown: " + _listed(row.unknown))
    if row.incentives.volume_rewarded_share > 0:
        said.append("paid by volume")
    if not row.ranked:
        said.insert(0, "own staff, for comparison" if row.is_own else "passes the gates nowhere")
    return said


def points_table(card: Scorecard) -> pd.DataFrame:
    """One row for each provider and criterion, with where the points come from."""
    rows = (
        (
            row.provider_id,
            row.name,
            criterion.value,
            _name(criterion),
            card.weights[criterion],
            points.value,
            points.source,
            points.of_fields,
            points.spread,
            "discuss" if points.discuss else "not shown" if points.value is None else "",
        )
        for row in card.rows
        for criterion, points in row.points.items()
    )
    return frame(POINT_COLUMNS, rows)


def gates_table(card: Scorecard) -> pd.DataFrame:
    """One row for each provider and gate."""
    rows = (
        (row.provider_id, row.name, g.gate, g.passed_share, g.reason) for row in card.rows for g in row.gates
    )
    return frame(GATE_COLUMNS, rows)


def checks_table(card: Scorecard) -> pd.DataFrame:
    """Margin sanity and incentives of each provider."""
    rows = (
        (row.provider_id, row.name, row.margin.verdict.value, row.margin.reason, row.incentives.sentence)
        for row in card.rows
    )
    return frame(CHECK_COLUMNS, rows)


def reversals_table(card: Scorecard) -> pd.DataFrame:
    """Pairs that change places when one weight moves by five points."""
    ranked, names = card.ranked, list(card.weights)
    found = card.stability.reversals if card.stability else ()
    rows = (
        (
            names[r.criterion].value,
            _name(names[r.criterion]),
            r.step,
            ranked[r.below].name,
            ranked[r.above].name,
        )
        for r in found
    )
    return frame(REVERSAL_COLUMNS, rows)


def _name(criterion: Criterion) -> str:
    """What a criterion is called, without what it consists of."""
    return next(f.name for f in criteria() if f.criterion is criterion).partition(":")[0]


def _listed(found: Iterable[Criterion]) -> str:
    return ", ".join(_name(criterion).lower() for criterion in found)


def anchors_table(card: Scorecard) -> pd.DataFrame:
    """The criteria with their weights here and their written anchors."""
    rows = (
        (f.criterion.value, f.name, card.weights[f.criterion], f.measure, *(f.anchors[n] for n in ANCHORED))
        for f in criteria()
    )
    return frame(ANCHOR_COLUMNS, rows)


def write_scorecard(project: Project, card: Scorecard, path: str | os.PathLike[str]) -> None:
    """Write the scorecard as an Excel workbook.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, scorecard_workbook_bytes(project, card))


def scorecard_workbook_bytes(project: Project, card: Scorecard) -> bytes:
    """The scorecard as the bytes of an Excel workbook."""
    import xlsxwriter

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        sheets = Sheets(book, project.settings.currency, footer=f"{project.settings.name} – scorecard")
        sheets.pairs("Read-me", _readme(project, card))
        sheets.table("Ranking", RANKING_COLUMNS, ranking_table(card))
        sheets.table("Points", POINT_COLUMNS, points_table(card))
        sheets.table("Gates", GATE_COLUMNS, gates_table(card))
        sheets.table("Price and incentives", CHECK_COLUMNS, checks_table(card))
        sheets.table("Rank reversals", REVERSAL_COLUMNS, reversals_table(card))
        sheets.table("Anchors", ANCHOR_COLUMNS, anchors_table(card))
    return memory.getvalue()


def _readme(project: Project, card: Scorecard) -> Iterator[tuple[str, object, str]]:
    yield ("touchmap scorecard", None, "")
    yield ("Company", project.settings.name or project.settings.company_id, "")
    yield ("Work", card.process_id or "all work of people", "")
    yield ("How sure", stability_sentence(card), "")
    yield ("How to read it", None, "")
    yield ("Gates", "passed or not for each package, never averaged; what does not pass is not compared", "")
    yield ("Points", "0–100 by the anchors: mean of the scorers, else of the provider's own fields", "")
    yield ("Spread", "above 25 points the scorers talk before anything is averaged", "")
    yield ("Not shown", "counts 50; the range shows the score were it 0 and were it 100", "")
    yield ("Price", "100 × cheapest ÷ this, per contact resolved at first contact, governance included", "")
    yield ("Own staff", "for comparison only; not ranked, and never the cheapest price", "")
    yield ("Pricing models: who carries occupancy, handle time, volume", None, "")
    for model, carriers in CARRIERS.items():
        yield (model.value, f"{' / '.join(carriers)}; pays for {PAYS_FOR[model]}", "")


def stability_sentence(card: Scorecard) -> str:
    """How sure the leader is, in a sentence."""
    found, leader = card.stability, card.leader
    if found is None or leader is None:
        return "No third party passes the gates, so nobody is ranked."
    names = list(card.weights)
    moved = [names[c] for c in found.reversing_weights]
    if len(moved) == len(names):
        order = "five points on any weight change some order"
    elif moved:
        order = f"five points on a weight change some order for: {_listed(moved)}"
    else:
        order = "no weight changes any order"
    return (
        f"{leader.name} leads in {100 * found.leader_share:.1f} % of {found.draws:,} sets of weights drawn "
        f"around these; {order}."
    )
