"""The touch round: what the touchpoint is, what the index proposes and why, what the room decides."""

from __future__ import annotations

from typing import Any

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.journey.graph import touchpoint_volume
from touchmap.journey.touch_index import touch_progress
from touchmap.project import Project, Touchpoint
from touchmap.project.vocabulary import Decision
from touchmap.report.text.languages import language_words
from touchmap.ui.desk import Desk, open_desk
from touchmap.ui.map.fresh import fresh_key, own_change
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.acts import Act, new_acts
from touchmap.ui.parts.grid_cells import THIN
from touchmap.ui.parts.pairs import pairs
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import page_file
from touchmap.ui.touch.deciding import choose_need, decide, in_round, read_votes, votes_text
from touchmap.ui.touch.keys import KEY, show_list
from touchmap.ui.touch.reasons import proposal_words, proposals, show_reasons

POINT = "point"
"""Parameter of the address that names the touchpoint."""
BY = "touch-decided-by"
MARKS = {
    None: "·",
    Decision.CONFIRMED: "✓",
    Decision.PARKED: "⏸\ufe0e",
    Decision.DISAGREED: "≠",
}


def show_round(desk: Desk) -> None:
    """Show the page."""
    rows = in_round(desk.project)
    if not rows:
        _teach()
        return
    row = _current(rows)
    progress = touch_progress(desk.project)
    side, middle, right = st.columns([24, 44, 32], gap="large")
    with side:
        st.title(say("nav.touch"), anchor=False)
        st.progress(
            progress.confirmed / progress.touchpoints,
            say("touch.progress", confirmed=progress.confirmed, touchpoints=progress.touchpoints),
        )
        show_list(
            [_item(desk.project, r) for r in rows],
            row.touchpoint_id,
            on_acts=lambda: _take(desk, row.touchpoint_id),
        )
    with middle, st.container(key="touch-what"):
        _show_what(desk.project, row, rows)
        _show_decision(desk, row)
    with right, st.container(key="touch-why"):
        proposal = proposals(desk.project).get(row.touchpoint_id)
        st.subheader(say("touch.why"), anchor=False)
        st.write(plain(proposal_words(proposal)))
        show_reasons(proposal)
        st.caption(say("touch.keys"))


def _teach() -> None:
    with st.container(border=True, key="empty-state"):
        st.subheader(say("touch.empty"), anchor=False)
        st.write(say("touch.empty_how"))
        if st.button(say("touch.to_map"), type="primary", key="touch-to-map"):
            st.switch_page(page_file("map"))


def _current(rows: list[Touchpoint]) -> Touchpoint:
    wanted = st.query_params.get(POINT)
    named = next((r for r in rows if r.touchpoint_id == wanted), None)
    return named or next((r for r in rows if r.touch_confirmed is None), rows[0])


def _item(project: Project, row: Touchpoint) -> dict[str, Any]:
    stages = {s.stage_id: s.name for s in project.stages}
    state = row.touch_confirmed.value if row.touch_confirmed else "open"
    return {
        "id": row.touchpoint_id,
        "name": row.name[:120],
        "stage": stages.get(row.stage_id, row.stage_id)[:80],
        "state": state,
        "mark": MARKS[row.touch_confirmed],
        "said": say("touch.item", state=say(f"touch.state.{state}"), need=row.touch_need),
        "need": str(row.touch_need),
    }


# --- What it is -----------------------------------------------------------------------------------------


def _show_what(project: Project, row: Touchpoint, rows: list[Touchpoint]) -> None:
    stages = {s.stage_id: s.name for s in project.stages}
    number = rows.index(row) + 1
    where = say(
        "touch.where", stage=plain(stages.get(row.stage_id, row.stage_id)), number=number, of=len(rows)
    )
    st.caption(where)
    st.header(plain(row.name), anchor=False)
    pairs(_facts(project, row))


def _facts(project: Project, row: Touchpoint) -> list[tuple[str, str]]:
    streams = [d for d in project.demand if d.touchpoint_id == row.touchpoint_id]
    volume = touchpoint_volume(row, streams)
    names = {p.process_id: p.name for p in project.processes}
    behind = dict.fromkeys(names.get(d.process_id, d.process_id) for d in streams)
    facts = [
        (say("touch.fact.channel"), row.channel.value.replace("_", " ")),
        (
            say("touch.fact.volume"),
            say("touch.unknown") if volume is None else f"{volume:,.0f}".replace(",", THIN),
        ),
        (
            say("touch.fact.languages"),
            ", ".join(map(language_words, sorted({d.language for d in streams}))) or say("touch.unknown"),
        ),
        (say("touch.fact.processes"), "; ".join(behind) or say("touch.nobody")),
    ]
    if row.moment_of_truth_rank is not None:
        facts.append((say("touch.fact.moment"), say("touch.rank", rank=row.moment_of_truth_rank)))
    if row.satisfaction is not None:
        facts.append((say("touch.fact.satisfaction"), f"{row.satisfaction:g}"))
    if row.promise:
        facts.append((say("touch.fact.promise"), row.promise[:300]))
    return facts


# --- What is decided ------------------------------------------------------------------------------------


def _show_decision(desk: Desk, row: Touchpoint) -> None:
    _need(desk, row)
    _say_state(row)
    _people(desk, row)
    _decisions(desk, row)
    _steps(desk, row)


def _need(desk: Desk, row: Touchpoint) -> None:
    base = f"touch-need-{row.touchpoint_id}"

    def change() -> None:
        need = own_change(base)
        if isinstance(need, int):
            _choose(desk, row.touchpoint_id, need)

    with st.container(key="touch-scale"):
        st.segmented_control(
            say("touch.need"),
            [1, 2, 3, 4, 5],
            format_func=lambda need: say(f"touch.scale.{need}"),
            key=fresh_key(base, row.touch_need),
            disabled=not desk.may_edit,
            on_change=change,
        )


def _people(desk: Desk, row: Touchpoint) -> None:
    with st.container(horizontal=True, key="touch-people"):
        st.text_input(
            say("touch.votes"),
            value=votes_text(row),
            key=_votes_key(row),
            placeholder=say("touch.votes_such_as"),
            help=say("touch.votes_help"),
            autocomplete="off",
            disabled=not desk.may_edit,
        )
        st.session_state[BY] = st.session_state.get(BY, desk.person.name)
        st.text_input(say("touch.by"), key=BY, autocomplete="off", disabled=not desk.may_edit)


def _decisions(desk: Desk, row: Touchpoint) -> None:
    with st.container(horizontal=True, key="touch-decide"):
        for decision, icon in (
            (Decision.CONFIRMED, ":material/check:"),
            (Decision.PARKED, ":material/pause:"),
            (Decision.DISAGREED, ":material/call_split:"),
        ):
            st.button(
                say(f"touch.decide.{decision.value}"),
                key=f"touch-{decision.value}",
                type="primary" if decision is Decision.CONFIRMED else "secondary",
                icon=icon,
                help=say(f"touch.decide_help.{decision.value}"),
                disabled=not desk.may_edit,
                on_click=_decide,
                args=(desk, row.touchpoint_id, decision),
            )


def _steps(desk: Desk, row: Touchpoint) -> None:
    with st.container(horizontal=True, key="touch-steps"):
        for name, icon, by in (
            ("previous", ":material/arrow_back:", -1),
            ("next", ":material/arrow_forward:", 1),
        ):
            st.button(
                say(f"touch.{name}"),
                key=f"touch-{name}",
                type="tertiary",
                icon=icon,
                on_click=_step,
                args=(desk.project, row.touchpoint_id, by),
            )
        st.button(
            say("touch.next_open"),
            key="touch-next-open",
            type="tertiary",
            icon=":material/skip_next:",
            on_click=_next_open,
            args=(desk.project, row.touchpoint_id),
        )


def _say_state(row: Touchpoint) -> None:
    if row.touch_confirmed is None:
        st.caption(say("touch.not_decided"))
        return
    words = say(
        "touch.decided",
        state=say(f"touch.state.{row.touch_confirmed.value}"),
        by=plain(row.touch_decided_by) or say("touch.unknown"),
    )
    if row.touch_lowest is not None and row.touch_highest is not None:
        words += " " + say("touch.spread", lowest=row.touch_lowest, highest=row.touch_highest)
    st.caption(f"{MARKS[row.touch_confirmed]} {words}")


def _votes_key(row: Touchpoint) -> str:
    """Key of the votes that are being typed; another one once others have been written down."""
    return f"touch-votes-{row.touchpoint_id}-{votes_text(row).replace(' ', '')}"


def _choose(desk: Desk, touchpoint: str, need: int) -> None:
    desk.commit(lambda project: choose_need(project, touchpoint, need))


def _decide(desk: Desk, touchpoint: str, decision: Decision) -> None:
    row = desk.project.touchpoint(touchpoint)
    typed = st.session_state.get(_votes_key(row), votes_text(row))
    try:
        votes = read_votes(typed)
    except ValueError:
        tell(Kind.REFUSED, say("touch.bad_votes", typed=typed))
        return
    if decision is Decision.DISAGREED and votes is None:
        tell(Kind.REFUSED, say("touch.votes_needed"))
        return
    by = str(st.session_state.get(BY) or "").strip() or desk.person.name
    if desk.commit(lambda project: decide(project, touchpoint, decision, by=by, votes=votes)) is not None:
        _step(desk.project, touchpoint, 1)


def _step(project: Project, touchpoint: str, by: int) -> None:
    ids = [r.touchpoint_id for r in in_round(project)]
    here = ids.index(touchpoint) if touchpoint in ids else 0
    st.query_params[POINT] = ids[max(0, min(here + by, len(ids) - 1))]


def _next_open(project: Project, touchpoint: str) -> None:
    rows = in_round(project)
    here = next((n for n, r in enumerate(rows) if r.touchpoint_id == touchpoint), 0)
    following = [*rows[here + 1 :], *rows[:here]]
    found = next((r for r in following if r.touch_confirmed is None), None)
    if found is None:
        tell(Kind.DONE, say("touch.none_open"))
    else:
        st.query_params[POINT] = found.touchpoint_id


def _take(desk: Desk, touchpoint: str) -> None:
    """Do what was asked for with a key or in the list."""
    here, at = desk, touchpoint
    for act in new_acts(KEY):
        try:
            _do(here, at, act)
        except (TouchmapError, ValueError) as error:
            tell(Kind.REFUSED, str(error))
        here = open_desk() or here
        at = st.query_params.get(POINT, at)


def _do(desk: Desk, at: str, act: Act) -> None:
    match act["kind"]:
        case "go":
            st.query_params[POINT] = str(act["id"])
        case "step":
            _step(desk.project, at, int(act["by"]))
        case "open":
            _next_open(desk.project, at)
        case "need":
            _choose(desk, at, int(act["need"]))
        case "decide":
            _decide(desk, at, Decision(act["decision"]))
