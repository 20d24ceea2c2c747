"""Two scenarios row by row: who does what, providers, cost lines, inputs, and both maps."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.analysis.compare import Comparison, compare
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.columns import Kind
from touchmap.report.map.drawing import draw_map
from touchmap.report.text.languages import language_words
from touchmap.report.text.style import BLANK
from touchmap.ui.compare.looks import figure, looks_of
from touchmap.ui.compare.scenarios import Row
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.download import download
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.section import choose_section
from touchmap.ui.plain import plain
from touchmap.ui.say import say

VIEWS = ("packages", "providers", "lines", "inputs", "map")


def show_pair(desk: Desk, rows: list[Row]) -> None:
    """Let A and B be chosen, and draw where they differ."""
    planned = [row for row in rows if row.has_plan]
    if len(planned) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="choose-pair"):
        wanted = st.query_params.get(SCENARIO, "")
        second = next((n for n, row in enumerate(planned) if row.scenario_id == wanted and n), 1)
        a = _choose("a", planned, 0)
        b = _choose("b", planned, second)
        changed_only = not st.toggle(say("compare.all_rows"), key="all-rows")
    if a.scenario_id == b.scenario_id:
        st.info(say("compare.same"), icon=":material/info:")
        return
    facts = _facts(desk, a, b)
    if facts is None or a.view is None or b.view is None:
        stale = a if a.view is not None and a.view.is_stale else b
        st.warning(say("compare.other_facts", scenario=plain(stale.name)), icon=":material/history:")
        return
    found = _compared(facts, a.view.result, b.view.result, changed_only)
    _sums(found, facts.settings.currency, a.view, b.view)
    names = {name: say(f"compare.view_{name}") for name in VIEWS}
    chosen = choose_section("compare", say("compare.view"), names)
    if chosen == "map":
        _map(facts, a.view, b.view)
    else:
        _table(found, chosen, facts.settings.currency)


def _choose(letter: str, rows: list[Row], preset: int) -> Row:
    wanted = st.query_params.get(letter, "")
    ids = [row.scenario_id for row in rows]
    names = {row.scenario_id: row.name for row in rows}
    key = f"pair-{letter}"

    def keep() -> None:
        st.query_params[letter] = st.session_state[key]

    chosen = st.selectbox(
        say("compare.a" if letter == "a" else "compare.b"),
        ids,
        index=ids.index(wanted) if wanted in ids else min(preset, len(ids) - 1),
        format_func=lambda found: names[found],
        key=key,
        on_change=keep,
        width=280,
    )
    return rows[ids.index(chosen)]


def _facts(desk: Desk, a: Row, b: Row) -> Project | None:
    """The facts both plans belong to; none if there are no such facts."""
    if a.view is None or b.view is None:
        return None
    if a.view.project.hash == b.view.project.hash:
        return a.view.project
    return None if a.view.is_stale or b.view.is_stale else desk.project


@st.cache_resource(
    max_entries=16,
    show_spinner=False,
    hash_funcs={Project: lambda p: p.hash, Result: lambda r: (r.input_hash, hash(r.plan), r.scenario_id)},
)
def _compared(facts: Project, a: Result, b: Result, changed_only: bool) -> Comparison:
    return compare(facts, a, b, changed_only=changed_only)


def _sums(found: Comparison, currency: str, a: PlanInView, b: PlanInView) -> None:
    cost = (b.result.cost or 0.0) - (a.result.cost or 0.0)
    change = f"{plain(currency)} {figure(cost, Kind.CHANGE)}"
    changed = int((found.packages["provider_a"] != found.packages["provider_b"]).sum())
    st.markdown(say("compare.sums", change=change, packages=changed))


def _table(found: Comparison, chosen: str, currency: str) -> None:
    if chosen == "inputs":
        if not found.inputs:
            st.info(say("compare.no_inputs"))
        st.markdown("\n".join(f"- {plain(change.sentence, 400)}" for change in found.inputs))
        return
    table, kinds = {"packages": _packages, "providers": _providers, "lines": _lines}[chosen](found, currency)
    if not len(table):
        st.info(say("compare.none"))
        return
    st.dataframe(looks_of(table, kinds), hide_index=True, key=f"pair-{chosen}", placeholder=BLANK)


def show_packages(found: Comparison, currency: str, *, key: str) -> None:
    """Show the packages that two plans give to different parties."""
    table, kinds = _packages(found, currency)
    if len(table):
        st.dataframe(looks_of(table, kinds), hide_index=True, key=key, placeholder=BLANK)
    else:
        st.info(say("compare.none"))


Looks = tuple[pd.DataFrame, dict[str, Kind]]


def _packages(found: Comparison, currency: str) -> Looks:
    names = {
        "process": (say("compare.process"), None),
        "language": (say("compare.language"), None),
        "provider_a": (say("compare.provider_of", letter="A"), None),
        "provider_b": (say("compare.provider_of", letter="B"), None),
        "cost_a": (say("compare.cost_of", letter="A", currency=currency), Kind.MONEY),
        "cost_b": (say("compare.cost_of", letter="B", currency=currency), Kind.MONEY),
        "difference": (say("compare.difference", currency=currency), Kind.CHANGE),
        "quality_a": (say("compare.quality_of", letter="A"), Kind.POINTS),
        "quality_b": (say("compare.quality_of", letter="B"), Kind.POINTS),
    }
    spoken = found.packages.assign(
        language=found.packages["language"].map(language_words, na_action="ignore")
    )
    return _named(spoken, names)


def _providers(found: Comparison, currency: str) -> Looks:
    names = {
        "provider": (say("compare.provider"), None),
        "fte_a": (say("compare.fte_of", letter="A"), Kind.NUMBER),
        "fte_b": (say("compare.fte_of", letter="B"), Kind.NUMBER),
        "difference_fte": (say("compare.difference_fte"), Kind.NUMBER),
        "cost_a": (say("compare.cost_of", letter="A", currency=currency), Kind.MONEY),
        "cost_b": (say("compare.cost_of", letter="B", currency=currency), Kind.MONEY),
        "difference": (say("compare.difference", currency=currency), Kind.CHANGE),
    }
    return _named(found.providers, names)


def _lines(found: Comparison, currency: str) -> Looks:
    names = {
        "label": (say("compare.line"), None),
        "cost_a": (say("compare.cost_of", letter="A", currency=currency), Kind.MONEY),
        "cost_b": (say("compare.cost_of", letter="B", currency=currency), Kind.MONEY),
        "difference": (say("compare.difference", currency=currency), Kind.CHANGE),
    }
    return _named(found.cost_lines, names)


def _named(table: pd.DataFrame, names: dict[str, tuple[str, Kind | None]]) -> Looks:
    shown = table[list(names)].rename(columns={name: words for name, (words, _) in names.items()})
    return shown, {words: kind for words, kind in names.values() if kind is not None}


def _map(facts: Project, a: PlanInView, b: PlanInView) -> None:
    drawn = answer(
        ("two-maps", facts.hash, *a.key, *b.key),
        lambda _: draw_map(facts, a.result, beside=b.result).decode(),
        doing=say("compare.map_working"),
    )
    if drawn is not None:
        st.image(drawn, alt=say("compare.map_alt"))
        download("SVG", "two-plans.svg", lambda: drawn)
