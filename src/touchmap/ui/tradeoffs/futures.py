"""Plans in many futures, and providers that fail."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.outage import Drill, outage_drill
from touchmap.analysis.stress import LeastRegret, Stress, stress
from touchmap.project import find_scenario, scenario_ids
from touchmap.project.scenario import TODAY
from touchmap.report.charts.futures import futures_chart
from touchmap.report.stress import OUTAGE_COLUMNS, PLAN_COLUMNS, STABILITY_COLUMNS, stress_bytes
from touchmap.report.text.style import money, percent
from touchmap.ui.background import Task
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.download import download
from touchmap.ui.parts.names import package_words, rule_or_limit_words, touchpoint_words
from touchmap.ui.parts.sought import Sought
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say

PRESET_DRAWS, MOST_DRAWS = 200, 5000


def show_futures(about: Sought) -> None:
    """Draw the section of futures."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="futures-controls"):
        draws = st.number_input(
            say("tradeoffs.draws"),
            10,
            MOST_DRAWS,
            PRESET_DRAWS,
            50,
            key="futures-draws",
            help=say("tradeoffs.draws_help"),
            width=180,
        )
        seed = st.number_input(
            say("tradeoffs.seed"),
            0,
            10**6,
            0,
            key="futures-seed",
            help=say("tradeoffs.seed_help"),
            width=180,
        )
        anew = st.number_input(
            say("tradeoffs.reoptimise"),
            0,
            int(draws),
            0,
            5,
            key="futures-anew",
            help=say("tradeoffs.reoptimise_help"),
            width=180,
        )
    beside = _beside(about)

    def work(task: Task[Stress]) -> Stress:
        return stress(
            about.project,
            about.scenario_id,
            int(draws),
            int(seed),
            int(anew),
            plan=None if about.known is None else about.known.plan,
            beside=beside,
            on_progress=lambda done, asked: task.report(
                say("tradeoffs.futures_done", done=done, asked=asked), done / asked
            ),
            stop=lambda: not task.wanted,
        )

    found = answer(
        ("stress", *about.key, int(draws), int(seed), int(anew), beside),
        work,
        doing=say("tradeoffs.futures_working"),
        start=say("tradeoffs.futures_start"),
        about=say("tradeoffs.futures_about"),
        question=say("tradeoffs.futures_question"),
        takes=say("tradeoffs.futures_takes"),
    )
    if found is not None:
        _draw(about, found)


def _beside(about: Sought) -> tuple[str, ...]:
    """Scenarios whose plans go through the same futures; those never solved are solved first."""
    rows = [find_scenario(about.project, name).row for name in scenario_ids(about.project)]
    names = {row.scenario_id: row.name or row.scenario_id for row in rows}
    names.pop(about.scenario_id, None)
    chosen = st.multiselect(
        say("tradeoffs.beside"),
        list(names),
        default=[TODAY] if TODAY in names else [],
        format_func=lambda name: names[name],
        key=f"futures-beside-{about.scenario_id}",
        help=say("tradeoffs.beside_help"),
        placeholder=say("tradeoffs.beside_none"),
    )
    return tuple(chosen)


def _draw(about: Sought, found: Stress) -> None:
    names = {
        name: find_scenario(about.project, name).row.name or name for name in scenario_ids(about.project)
    }
    plans = found.plan_table()
    plans["plan"] = [names.get(name, name) for name in plans["plan"]]
    title = say("tradeoffs.futures_title", draws=f"{found.draws:,}")
    costs = found.cost_table().rename(columns=names)
    show_chart(futures_chart(plans, currency=found.currency), costs, name="futures", title=title)
    st.caption(say("tradeoffs.futures_note"))
    if found.plan.holds_share is not None:
        st.markdown(say("tradeoffs.futures_holds", share=percent(found.plan.holds_share)))
    if found.plan.broken:
        st.markdown(f"**{say('tradeoffs.futures_broken')}**")
        lines = [
            "- "
            + say(
                "tradeoffs.futures_broken_row",
                rule=plain(rule_or_limit_words(about.project, about.scenario_id, rule).rstrip(".")),
                share=percent(share),
            )
            for rule, share in found.plan.broken.items()
        ]
        st.markdown("\n".join(lines))
    st.markdown(f"**{say('tradeoffs.futures_table')}**")
    show_table(PLAN_COLUMNS, plans, currency=found.currency, key="stress-plans")
    if found.stability:
        always = sum(row.share == 1 for row in found.stability)
        st.markdown(f"**{say('tradeoffs.stability_title', always=always, all=len(found.stability))}**")
        parties = {p.provider_id: p.name for p in about.project.providers}
        stability = found.stability_table()
        stability["package_id"] = [package_words(about.project, one) for one in stability["package_id"]]
        for column in ("provider_id", "rival_id"):
            stability[column] = [parties.get(one, one) for one in stability[column]]
        show_table(STABILITY_COLUMNS, stability, currency=found.currency, key="stress-stability")
    if found.least_regret is not None and found.least_regret.plan is not None:
        _least(found.least_regret)
    name = f"stress-{found.scenario_id}.xlsx"
    download(say("tradeoffs.futures_workbook"), name, lambda: stress_bytes(about.project, found, None))


def _least(least: LeastRegret) -> None:
    high, low = money(least.highest), money(least.lowest)
    st.markdown(say("tradeoffs.least_regret", count=len(least.futures), high=high, low=low))


def show_outages(about: Sought) -> None:
    """Draw the section of outages."""

    def work(task: Task[Drill]) -> Drill:
        return outage_drill(
            about.project,
            about.scenario_id,
            plan=None if about.known is None else about.known.plan,
            on_progress=lambda done, asked: task.report(
                say("tradeoffs.outages_done", done=done, asked=asked), done / asked
            ),
            stop=lambda: not task.wanted,
        )

    found = answer(
        ("outage", *about.key),
        work,
        doing=say("tradeoffs.outage_working"),
        start=say("tradeoffs.outage_start"),
        about=say("tradeoffs.outage_about"),
        question=say("tradeoffs.outage_question"),
        takes=say("tradeoffs.outage_takes"),
    )
    if found is None:
        return
    covered = sum(outage.is_covered for outage in found.outages)
    st.markdown(say("tradeoffs.outage_covered", covered=covered, all=len(found.outages)))
    st.markdown(f"**{say('tradeoffs.outage_title')}**")
    table = found.table()
    table["failed_moments"] = [touchpoint_words(about.project, o.failed_moments) for o in found.outages]
    show_table(
        OUTAGE_COLUMNS,
        table,
        currency=found.currency,
        key="outages",
        hidden=("provider_id", "price_at_least", "price"),
    )
