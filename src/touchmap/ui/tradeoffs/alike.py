"""Plans as good as the best one and yet different: the stable core, and what is contested."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.analysis.alternatives import Alternatives, alternatives
from touchmap.report.columns import Kind
from touchmap.ui.background import Task
from touchmap.ui.compare.looks import looks_of
from touchmap.ui.desk import Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.names import package_words, with_names
from touchmap.ui.parts.sought import Sought
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.tradeoffs.keeping import show_keeping

PERCENT = 100.0


def show_alike(desk: Desk, about: Sought) -> None:
    """Draw the section."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="alike-controls"):
        within = st.number_input(say("tradeoffs.within"), 0.01, 50.0, 2.0, 0.5, key="alike-within", width=220)
        count = st.number_input(say("tradeoffs.count"), 1, 30, 5, key="alike-count", width=220)
        prove = st.toggle(
            say("tradeoffs.prove_core"), key="alike-prove", help=say("tradeoffs.prove_core_help")
        )

    def work(task: Task[Alternatives]) -> Alternatives:
        def found(done: int, asked: int) -> None:
            task.progress = say("tradeoffs.alternatives_plans", done=done, asked=asked)
            task.share = done / asked if asked else None

        return alternatives(
            about.project,
            about.scenario_id,
            within=within / PERCENT,
            count=int(count),
            prove_core=prove,
            on_plan=found,
            known=about.known,
            stop=lambda: not task.wanted,
        )

    found = answer(
        ("alternatives", *about.key, within, count, prove),
        work,
        doing=say("tradeoffs.alternatives_working"),
        start=say("tradeoffs.alternatives_start"),
        about=say("tradeoffs.alternatives_about"),
        question=say("tradeoffs.alternatives_question"),
        takes=say("tradeoffs.alternatives_takes"),
    )
    if found is not None:
        _draw(desk, about, found)


def _draw(desk: Desk, about: Sought, found: Alternatives) -> None:
    if not found.plans:
        message = plain(found.message or found.status.value, 600)
        st.warning(say("tradeoffs.alternatives_none", message=message))
        return
    cost = say("tradeoffs.plan_cost", currency=found.currency)
    proven = say("tradeoffs.plan_within")
    rows = [
        {
            say("tradeoffs.plan"): say("tradeoffs.plan_best") if n == 0 else str(n),
            cost: plan.result.cost,
            say("tradeoffs.plan_quality"): plan.result.average_quality,
            proven: PERCENT * plan.at_most_above_optimum,
            say("tradeoffs.plan_differs"): plan.differs_from_best,
        }
        for n, plan in enumerate(found.plans)
    ]
    kinds = {cost: Kind.MONEY, say("tradeoffs.plan_quality"): Kind.POINTS, proven: Kind.VALUE}
    st.dataframe(looks_of(pd.DataFrame(rows), kinds), hide_index=True, key="alike-plans", height="content")
    show_keeping(desk, about, found)
    core, whole = len(found.core), len(found.core) + len(found.contested)
    text = "tradeoffs.core_proven" if found.core_is_proven else "tradeoffs.core_found"
    st.success(say(text, count=core, whole=whole), icon=":material/anchor:")
    end = say("tradeoffs.exhausted", count=found.differ) if found.is_exhausted else say("tradeoffs.more")
    st.caption(plain(found.message, 400) or end)
    if found.contested:
        _contested(about, found)


def _contested(about: Sought, found: Alternatives) -> None:
    st.markdown(f"**{say('tradeoffs.contested_title')}** ({len(found.contested)})")
    alone = say("tradeoffs.contested_alone", currency=found.currency)
    rows = []
    for row in found.contested:
        other = row.homes[1] if len(row.homes) > 1 else None
        breaks = other is not None and other.breaks_rules
        rows.append(
            {
                say("tradeoffs.contested_package"): package_words(about.project, row.package_id),
                say("tradeoffs.contested_why"): with_names(about.project, row.sentence),
                alone: None if other is None else other.change_of_total,
                say("tradeoffs.contested_breaks"): say("tradeoffs.yes" if breaks else "tradeoffs.no"),
            }
        )
    st.dataframe(
        looks_of(pd.DataFrame(rows).astype({alone: float}), {alone: Kind.CHANGE}),
        hide_index=True,
        key="contested",
        column_config={say("tradeoffs.contested_why"): st.column_config.TextColumn(width="large")},
    )
