"""The frontier: what the next point of quality costs; a click on a point shows its plan."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.compare import compare
from touchmap.analysis.criteria import CRITERIA
from touchmap.analysis.frontier import Frontier, FrontierPoint, frontier
from touchmap.analysis.variants import scenario_of_point
from touchmap.errors import TouchmapError
from touchmap.project.edits import difference
from touchmap.report.columns import Kind
from touchmap.report.frontier_chart import frontier_layers
from touchmap.report.text.style import money
from touchmap.ui.background import Task
from touchmap.ui.compare.looks import figure
from touchmap.ui.compare.pair import show_packages
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.notices import Kind as NoticeKind
from touchmap.ui.notices import tell
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.sought import Sought
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.begin import begin, name_of
from touchmap.ui.steps import page_file

CHOSEN = "frontier-point"
CLICKED = "frontier-clicked"
MOST_POINTS, PRESET_POINTS = 40, 10


def show_curve(desk: Desk, about: Sought) -> None:
    """Draw the section."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="frontier-controls"):
        against = st.selectbox(
            say("tradeoffs.against"),
            list(CRITERIA),
            format_func=lambda name: say(f"tradeoffs.against_{name}"),
            key="frontier-against",
            width=240,
        )
        most = say("tradeoffs.points")
        points = st.slider(most, 3, MOST_POINTS, PRESET_POINTS, key="frontier-points", width=240)

    def work(task: Task[Frontier]) -> Frontier:
        def found(done: int, asked: int) -> None:
            task.progress = say("tradeoffs.frontier_points", done=done, asked=asked)
            task.share = done / asked if asked else None

        return frontier(
            about.project,
            about.scenario_id,
            against=against,
            points=points,
            on_point=found,
            stop=lambda: not task.wanted,
        )

    curve = answer(
        ("frontier", *about.key, against, points),
        work,
        doing=say("tradeoffs.frontier_working"),
        start=say("tradeoffs.frontier_start"),
        about=say("tradeoffs.frontier_about"),
        question=say("tradeoffs.frontier_question", against=say(f"tradeoffs.against_{against}").lower()),
        takes=say("tradeoffs.frontier_takes"),
    )
    if curve is None:
        return
    if not curve.points:
        st.warning(say("tradeoffs.frontier_none", message=plain(curve.message or curve.status.value, 600)))
        return
    _draw(desk, about, curve)


def _draw(desk: Desk, about: Sought, curve: Frontier) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        chart = frontier_layers(curve, choose="point").properties(height=420)
        title = say("tradeoffs.frontier_title")
        picked = show_chart(chart, curve.table(), name="frontier", title=title, choose="point")
        st.caption(plain(curve.guarantee, 600))
    with right:
        _take_over(picked, len(curve.points))
        numbers = list(range(1, len(curve.points) + 1))
        knee = next((n for n, p in enumerate(curve.points) if p.is_knee), 0)
        number = st.selectbox(
            say("tradeoffs.point"),
            numbers,
            index=knee,
            format_func=lambda n: _name(curve, n),
            key=CHOSEN,
            help=say("tradeoffs.frontier_hint"),
        )
        _point(desk, about, curve, curve.points[number - 1])
    with st.expander(say("tradeoffs.frontier_table")):
        st.dataframe(curve.table(), hide_index=True, key="frontier-table")


def _take_over(picked: list[dict[str, object]], count: int) -> None:
    """A point that has just been clicked is the one that is looked at."""
    number = int(str(picked[0]["point"])) if picked else None
    if number is not None and number <= count and number != st.session_state.get(CLICKED):
        st.session_state[CLICKED] = number
        st.session_state[CHOSEN] = number
    if int(st.session_state.get(CHOSEN) or 0) > count:
        del st.session_state[CHOSEN]


def _name(curve: Frontier, number: int) -> str:
    point = curve.points[number - 1]
    text = "tradeoffs.point_knee" if point.is_knee else "tradeoffs.point_name"
    return say(text, number=number, value=f"{curve.criterion.label} {curve.criterion.shown(point.value)}")


def _point(desk: Desk, about: Sought, curve: Frontier, point: FrontierPoint) -> None:
    currency = curve.currency
    first = curve.points[0]
    with st.container(horizontal=True, gap="medium", key="point-figures"):
        st.metric(say("tradeoffs.point_cost", currency=currency), money(point.cost), width="content")
        st.metric(plain(curve.criterion.label), curve.criterion.shown(point.value), width="content")
        step = figure(point.total - first.total, Kind.CHANGE)
        st.metric(say("tradeoffs.point_step", currency=currency), step, width="content")
    st.caption(f"{say('tradeoffs.point_tolerance', currency=currency)}: {money(point.cost_tolerance)}")
    st.button(
        say("tradeoffs.point_keep"),
        key="keep-point",
        icon=":material/bookmark_add:",
        help=say("tradeoffs.point_keep_help"),
        disabled=not desk.may_edit,
        on_click=_keep,
        args=(desk, about, curve, point),
    )
    if st.session_state.pop("frontier-kept", None):
        st.switch_page(page_file("solve"), query_params=desk.params)
    base = about.known or (first.result if point is not first else None)
    if base is not None:
        name = "point_against_latest" if about.known else "point_against_cheapest"
        st.markdown(f"**{say('tradeoffs.point_moved', against=say(f'tradeoffs.{name}'))}**")
        show_packages(compare(about.project, base, point.result), currency, key="point-packages")


def _keep(desk: Desk, about: Sought, curve: Frontier, point: FrontierPoint) -> None:
    criterion = curve.criterion
    name = say(
        "tradeoffs.point_name_kept",
        scenario=name_of(desk, about.scenario_id),
        criterion=criterion.label.lower(),
        value=criterion.shown(point.value),
    )
    try:
        kept, scenario_id = scenario_of_point(desk.project, about.scenario_id, criterion, point.value, name)
    except (TouchmapError, ValueError) as error:
        tell(NoticeKind.REFUSED, str(error))
        return
    label = say("tradeoffs.point_label", name=name)
    if desk.commit(lambda project: difference(project, kept, label)) is None:
        return
    begin(Desk(desk.stored, *desk.stored.state(), desk.person, desk.may_edit), [scenario_id])
    st.query_params[SCENARIO] = scenario_id
    st.session_state.pop("chosen-scenario", None)
    st.session_state["frontier-kept"] = True
