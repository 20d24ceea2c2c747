"""The board page: one printable page on a plan, as HTML that needs nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from html import escape

from touchmap.analysis.board import BoardFacts, Manager, Move, board_facts
from touchmap.analysis.business_case import BusinessCase
from touchmap.analysis.motives import MotiveState, MotiveTest
from touchmap.journey.touch_index import touch_progress
from touchmap.plan import SolveStatus
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.board_sheet import CSS, FIT
from touchmap.report.breakdowns import by_sourcing_model
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.map.text import printable
from touchmap.report.output import replace_bytes
from touchmap.report.text.business_case import churn_words, struck_out
from touchmap.report.text.style import gap_percent, money, number, percent

MOVES = 6
"""Providers to which work moves that have a line of their own, those with most work first."""
NAMED = 4
"""Processes named for one provider; the rest are counted."""
LISTED = 5
"""Open questions and findings written out; the rest are counted."""
LINE = 120
"""Characters of an open question: the page has to fit on a sheet."""
RED_LINE = 150
"""Characters of a red finding, which has the whole width."""
LONGEST = 220
"""Characters of one line that was typed."""

_MARKS = {MotiveState.KEPT: "✓", MotiveState.OPEN: "○", MotiveState.BROKEN: "✗"}
_STATUS = {
    SolveStatus.OPTIMAL: "proven within {gap} of the best possible",
    SolveStatus.FEASIBLE: "not proven to be the best: the gap is {gap}",
    SolveStatus.EVALUATED: "today's arrangement, priced and not sought",
}


def board_html(case: BusinessCase) -> str:
    """The page as a document of its own, which prints on one sheet.

    Whatever people typed comes out as text.
    """
    title = _text(case.project.settings.name or case.project.settings.company_id)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>body {{ margin: 0; background: #fff; }}{CSS}</style></head>"
        f"<body>{board_body(case)}<script>{FIT}</script></body></html>"
    )


def board_body(case: BusinessCase, *, style: bool = False) -> str:
    """The page as a part of another document; with its style sheet if wanted."""
    found = board_facts(case)
    parts = [_head(found), _money(found), _blend(found), _moves(found), _stays(found)]
    parts.append(f'<div class="columns"><div>{_motives(found)}</div><div>{_managers(found)}</div></div>')
    parts += [_red(found), _not_included(found), _foot(found)]
    sheet = f"<style>{CSS}</style>" if style else ""
    return f'{sheet}<article class="board">{"".join(parts)}</article>'


def write_board(case: BusinessCase, path: str | os.PathLike[str]) -> None:
    """Write the page as an HTML file.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, board_html(case).encode())


def _text(typed: object, longest: int = LONGEST) -> str:
    shown = " ".join(printable(str(typed)).split())
    return escape(shown if len(shown) <= longest else shown[: longest - 1] + "…")


def _head(found: BoardFacts) -> str:
    case, settings = found.case, found.case.project.settings
    status = _STATUS.get(case.result.status, case.result.status.value)
    proof = status.format(gap=gap_percent(case.result.gap))
    asked = settings.primary_purpose or settings.stance
    question = _text(asked) if asked else "How should customer management be resourced?"
    return (
        f"<h1>{_text(settings.name or settings.company_id)}: "
        f"{_text(case.result.scenario_name or case.result.scenario_id)}</h1>"
        f'<p class="quiet"><b>The question.</b> {question}. <b>The plan</b> is {escape(proof)}.</p>'
    )


def _money(found: BoardFacts) -> str:
    case = found.case
    currency, net = _text(case.project.settings.currency), case.net
    figures = (
        (f"{currency} {money(net.p50.amount)}", "net saving, P50"),
        (f"{money(net.p10.amount)} – {money(net.p90.amount)}", "P10 – P90"),
        (_quality(case), "expected quality, today → plan"),
        (money(case.one_off), f"laid out once, {currency}"),
    )
    cells = "".join(f'<div class="figure"><b>{b}</b><span>{label}</span></div>' for b, label in figures)
    payback = "never within the plan" if case.payback is None else f"from month {case.payback}"
    return (
        f'<div class="headline">{cells}</div>'
        f'<p class="quiet">Over {case.horizon} months, present value, after {_text(struck_out(case))}. '
        f"Paid back {payback}. "
        f"Break-even: {_text(churn_words(net.p50.churn))}.</p>"
        + "".join(f'<p class="red">{_text(words, 400)}</p>' for words in case.not_known)
    )


def _quality(case: BusinessCase) -> str:
    now, before = case.result.average_quality, case.result.today_quality
    return f"{number(before)} → {number(now)}"


def _blend(found: BoardFacts) -> str:
    table = by_sourcing_model(found.case.project, found.case.result)
    models = {model.label: model for model in SourcingModel}
    bars = ""
    for label, column in (("Today", "handle_time_share_today"), ("Plan", "handle_time_share")):
        cells = "".join(
            _slice(models[row["sourcing_model"]], row[column]) for _, row in table.iterrows() if row[column]
        )
        bars += f'<tr><td class="day">{label}</td><td><div class="bar">{cells}</div></td></tr>'
    legend = " · ".join(
        f"<b>{m.letter}</b> {m.label.lower()}" for m in SourcingModel if m is not SourcingModel.SELF_SERVICE
    )
    return (
        f'<h2>Who does the work (share of handle time)</h2><table>{bars}</table><p class="quiet">{legend}</p>'
    )


def _slice(model: SourcingModel, share: float) -> str:
    colour, width = SOURCING_COLOURS[model], 100 * share
    letter = model.letter
    words = f"{letter} {width:.0f} %" if width >= 7 else letter if width >= 2 else ""
    style = f"width:{width:.2f}%;background:{colour}"
    return f'<i class="{letter}" style="{style}" title="{model.label}">{words}</i>'


def _moves(found: BoardFacts) -> str:
    if not found.moves:
        return "<h2>What moves</h2><p>Nothing moves.</p>"
    currency = _text(found.case.project.settings.currency)
    head = (
        f'<tr><th>To</th><th>What</th><th>Why</th><th class="n">FTE</th>'
        f'<th class="n">Own cost,<br>{currency}</th><th class="n">Quality</th></tr>'
    )
    rows = "".join(_move(move) for move in found.moves[:MOVES])
    left = found.moves[MOVES:]
    fte = number(sum(move.fte for move in left))
    more = f'<p class="quiet">And to {len(left)} more providers: {fte} FTE.</p>' if left else ""
    return f"<h2>What moves, and why</h2><table>{head}{rows}</table>{more}"


def _move(move: Move) -> str:
    names = ", ".join(_text(name, 60) for name in move.processes[:NAMED])
    more = f" and {len(move.processes) - NAMED} more" if len(move.processes) > NAMED else ""
    provider = move.provider
    place = f" · {escape(provider.country)}" if provider.country else ""
    change = f"{move.cost_change:+,.0f}" if round(move.cost_change) else "0"
    why = ", ".join(word.value for word in move.why) or "rules and shared costs"
    return (
        f'<tr><td class="who"><b>{escape(provider.sourcing_model.letter)}</b> {_text(provider.name, 60)}'
        f'<br><span class="quiet">{escape(provider.sourcing_model.label.lower())}{place}</span></td>'
        f'<td>{names}{more}</td><td>{why}</td><td class="n">{number(move.fte)}</td>'
        f'<td class="n">{change}</td>'
        f'<td class="n">{number(move.quality_today)} → {number(move.quality)}</td></tr>'
    )


def _stays(found: BoardFacts) -> str:
    stay, currency = found.stay, _text(found.case.project.settings.currency)
    if not stay.processes:
        return "<h2>What stays</h2><p>Nothing stays with own people.</p>"
    keys = ", ".join(_text(name, 60) for name in stay.key_competencies[:NAMED])
    more = len(stay.key_competencies) - NAMED
    named = f" Key competencies among it: {keys}{f' and {more} more' if more > 0 else ''}." if keys else ""
    return (
        f"<h2>What stays, and what that costs</h2><p>{stay.processes} processes with {number(stay.fte)} own "
        f"FTE, {currency} {money(stay.cost)} over {found.case.horizon} months (present value).{named}</p>"
    )


def _motives(found: BoardFacts) -> str:
    if not found.motives:
        return '<h2>Motives</h2><p class="quiet">None is stated (settings.motives).</p>'
    return f"<h2>Motives, by rank</h2>{''.join(map(_motive, found.motives))}"


def _motive(test: MotiveTest) -> str:
    return (
        f'<p>{test.rank}. <b>{test.motive.value}</b> <span class="{test.state.value}">{_MARKS[test.state]} '
        f'{test.state.value}</span><br><span class="quiet">{_text(test.sentence, 300)}</span></p>'
    )


def _managers(found: BoardFacts) -> str:
    if not found.managers:
        return '<h2>Who manages whom</h2><p class="quiet">No third party is engaged.</p>'
    return f"<h2>Who manages whom</h2>{''.join(map(_manager, found.managers))}"


def _manager(manager: Manager) -> str:
    time = "" if manager.time_share is None else f", {percent(manager.time_share)} of their time"
    who = (
        f"{_text(manager.owner, 60)}{time}" if manager.owner else '<span class="broken">✗ nobody named</span>'
    )
    return f"<p>{_text(manager.provider.name, 60)}: {who}</p>"


def _red(found: BoardFacts) -> str:
    if not found.red:
        return "<h2>Red findings</h2><p>None.</p>"
    listed = _list(found.red, longest=RED_LINE)
    return f'<h2>Red findings: to be answered first</h2><div class="red">{listed}</div>'


def _not_included(found: BoardFacts) -> str:
    left_out = found.case.result.not_included
    listed = _list(left_out, "two") if left_out else "<p>Every question has been answered.</p>"
    return f"<h2>Not included in these figures</h2>{listed}"


def _list(lines: Iterable[str], look: str = "", longest: int = LINE) -> str:
    known = list(lines)
    items: Iterator[str] = (f"<li>{_text(line, longest)}</li>" for line in known[:LISTED])
    more = f"<li>and {len(known) - LISTED} more</li>" if len(known) > LISTED else ""
    return f'<ul class="{look}">{"".join(items)}{more}</ul>'


def _foot(found: BoardFacts) -> str:
    result, touch = found.case.result, touch_progress(found.case.project)
    return (
        f'<p class="quiet foot">{touch.confirmed} of {touch.touchpoints} touch needs confirmed by people · '
        f"scenario {_text(result.scenario_id)} · "
        f"solver {_text(result.solver)} · hash of the inputs {_text(result.input_hash[:16])}</p>"
    )
