"""The figures on which a plan is judged, always on top."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.business_case import BusinessCase
from touchmap.analysis.compare import scenario_table
from touchmap.plan import SolveStatus
from touchmap.report.text.style import change_percent, money, number
from touchmap.ui.case.show import case_of
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.outcome import status_words


def show_headline(view: PlanInView) -> None:
    """Draw the headline of a plan."""
    result, settings = view.result, view.project.settings
    row = scenario_table(view.project, [result]).iloc[0]
    is_today = result.status is SolveStatus.EVALUATED
    with st.container(horizontal=True, key="headline", gap="large", vertical_alignment="top"):
        case = None if is_today else _net_saving(view)
        st.metric(
            say("result.cost", currency=settings.currency),
            money(row["cost"]),
            None
            if is_today
            else say(
                "result.change",
                change=f"{row['change']:+,.0f}",
                share=change_percent(row["change_share"]).plain,
            ),
            delta_color="inverse",
            help=say("result.cost_help", months=settings.horizon_months),
            width="content",
        )
        st.metric(
            say("result.quality"),
            number(result.average_quality),
            _quality_change(view),
            help=say("result.quality_help"),
            width="content",
        )
        worst = row["worst_moment_of_truth"]
        st.metric(say("result.worst"), number(worst), help=say("result.worst_help"), width="content")
        st.metric(say("result.providers"), f"{row['providers_used']:.0f}", width="content")
        st.metric(say("result.moved"), f"{row['processes_moved']:.0f}", width="content")
        if row["unassigned"]:
            undone = f"{row['unassigned']:.0f}"
            st.metric(say("result.unassigned"), undone, help=say("result.unassigned_help"), width="content")
    if case and case.not_known:
        with st.container(key="not-known", gap="xsmall"):
            for sentence in case.not_known:
                st.warning(plain(sentence, 500), icon=":material/help:")
    _proof_line(view, is_today=is_today)


def _net_saving(view: PlanInView) -> BusinessCase | None:
    settings = view.project.settings
    label = say("result.net_saving", currency=settings.currency)
    case = case_in_background(view, doing=say("result.net_saving_working"))
    if case is None:
        return None
    low, high = money(case.net.p10.amount), money(case.net.p90.amount)
    st.metric(
        label,
        money(case.net.p50.amount),
        say("result.net_saving_span", low=low, high=high),
        delta_color="off",
        delta_arrow="off",
        help=say("result.net_saving_help", months=settings.horizon_months),
        width="content",
    )
    return case


def case_in_background(view: PlanInView, *, doing: str, place: str = "") -> BusinessCase | None:
    """The business case of a plan; none while it is worked out."""
    return answer(("case", *view.key), lambda _: case_of(view.project, view.result), doing=doing, place=place)


def _quality_change(view: PlanInView) -> str | None:
    result = view.result
    if result.average_quality is None or result.today_quality is None:
        return None
    if result.status is SolveStatus.EVALUATED:
        return None
    change = result.average_quality - result.today_quality
    return say("result.quality_change", change=f"{change:+.1f}")


def _proof_line(view: PlanInView, *, is_today: bool) -> None:
    if is_today:
        st.caption(say("result.today"))
    elif view.at is not None:
        at = view.at.astimezone().strftime("%d.%m.%Y %H:%M")
        status = status_words(view.result)
        st.caption(say("result.solved", status=status, author=plain(view.author, 60), at=at))
    if view.result.violations:
        with st.expander(
            say("result.violations", count=len(view.result.violations)), icon=":material/warning:"
        ):
            st.markdown("\n".join(f"- {plain(v.message, 300)}" for v in view.result.violations[:40]))
