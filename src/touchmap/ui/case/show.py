"""What the page of the business case shows."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.business_case import BusinessCase, Saving, business_case
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.business_case import (
    business_case_bytes,
    cash_columns,
    cash_table,
)
from touchmap.report.text.business_case import churn_words, rate_card_words, return_rows
from touchmap.report.text.style import money, percent
from touchmap.ui.case.charts import cash_chart, cash_data, sensitivity_chart, sensitivity_data
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.download import download
from touchmap.ui.parts.pairs import pairs
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say


@st.cache_resource(
    max_entries=16,
    show_spinner=say("case.working"),
    hash_funcs={Project: lambda p: p.hash, Result: lambda r: (r.input_hash, hash(r.plan), r.scenario_id)},
)
def case_of(project: Project, result: Result) -> BusinessCase:
    """The business case of a plan; the draws are seeded, so it is the same every time."""
    return business_case(project, result)


def show_case(view: PlanInView) -> None:
    """Draw the page below its title."""
    case = case_of(view.project, view.result)
    _headline(case)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show_chart(cash_chart(case), cash_data(case), name="cash", title=say("case.cash_title"))
    with right:
        _savings(case)
    _returns(case)
    if case.tornado:
        title = say("case.tornado_title")
        show_chart(sensitivity_chart(case), sensitivity_data(case), name="sensitivity", title=title)
    _left_out(case)
    with st.expander(say("case.by_month")):
        show_table(
            cash_columns(case),
            cash_table(case),
            currency=case.project.settings.currency,
            key="cash-table",
        )


def _headline(case: BusinessCase) -> None:
    currency = case.project.settings.currency
    with st.container(horizontal=True, key="case-headline", gap="large", vertical_alignment="bottom"):
        for name, saving in (("p50", case.net.p50), ("p10", case.net.p10), ("p90", case.net.p90)):
            st.metric(
                say(f"case.{name}", currency=currency),
                money(saving.amount),
                help=say(f"case.{name}_help", years=f"{case.horizon / 12:g}"),
                width="content",
            )
        st.metric(
            say("case.loses"), percent(case.net.loses_share, 1), help=say("case.loses_help"), width="content"
        )
        workbook = f"case-{case.result.scenario_id}.xlsx"
        download(say("case.workbook"), workbook, lambda: business_case_bytes(case))
    st.caption(plain(f"{say('case.break_even')}: {churn_words(case.net.p50.churn)}.", 500))
    if case.not_known:
        with st.container(key="not-known", gap="xsmall"):
            for sentence in case.not_known:
                st.warning(plain(sentence, 500), icon=":material/help:")


def _savings(case: BusinessCase) -> None:
    rows: list[tuple[str, Saving]] = [
        (say("case.row_p50"), case.net.p50),
        (say("case.row_counted", share=percent(case.haircut_share)), case.counted),
        (say("case.row_computed"), case.computed),
        (say("case.row_rate_card"), case.rate_card),
    ]
    st.markdown(f"**{say('case.savings_title')}**")
    lines = [f"| | {plain(case.project.settings.currency)} | {say('case.a_year')} | {say('case.churn')} |"]
    lines.append("|---|--:|--:|--:|")
    for label, saving in rows:
        churn = percent(saving.churn.share, 2)
        lines.append(f"| {label} | {money(saving.amount)} | {money(saving.per_year)} | {churn} |")
    steady = case.steady
    lines.append(
        f"| {say('case.row_steady')} | | {money(steady.per_year)} | {percent(steady.churn.share, 2)} |"
    )
    st.markdown("\n".join(lines), help=say("case.churn_help"))
    st.caption(plain(rate_card_words(case), 300))


def _returns(case: BusinessCase) -> None:
    st.markdown(f"**{say('case.returns_title')}**")
    pairs(return_rows(case))


def _left_out(case: BusinessCase) -> None:
    st.markdown(f"**{say('case.not_included_title')}**", help=say("case.not_included_help"))
    if case.result.not_included:
        st.markdown("\n".join(f"- {plain(text, 500)}" for text in case.result.not_included))
    else:
        st.markdown(say("case.nothing_left_out"))
