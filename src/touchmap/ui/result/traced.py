"""How a cost line came about: each cost of a process as a product of factors, down to the fields."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.analysis.trace import DEFAULT, Factor, Origin, Trace, TracedCost, trace
from touchmap.costing.lines import COST_LINES
from touchmap.report.text.style import money
from touchmap.report.text.trace import figure
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.plain import plain
from touchmap.ui.say import say

CHOSEN, LAST = "trace-line", "trace-last-row"
MOST_COSTS = 12


def show_trace(view: PlanInView, lines: list[str], clicked: str | None) -> None:
    """Let a line and a process be chosen, and take the line apart.

    Parameters
    ----------
    lines
        Cost lines of the plan.
    clicked
        Line that is chosen in the table above.
    """
    if clicked is not None and clicked != st.session_state.get(LAST):
        st.session_state[LAST] = clicked
        st.session_state[CHOSEN] = clicked
    with st.container(horizontal=True):
        line = st.selectbox(
            say("result.lines_title"),
            [None, *lines],
            format_func=lambda name: COST_LINES[name].label if name else say("result.lines_hint"),
            key=CHOSEN,
            width=320,
        )
        if line is None:
            return
        processes = _processes(view, line)
        names = {p.process_id: f"{p.name} ({p.process_id})" for p in view.project.processes}
        process = st.selectbox(
            say("result.trace_process"),
            processes,
            format_func=lambda found: names.get(found, found),
            key=f"trace-process-{line}",
            width=320,
        )
    found = answer(
        ("trace", *view.key, process, line),
        lambda _: trace(view.project, view.result, process, line=line),
        doing=say("result.trace_working"),
    )
    if found is not None:
        _show(found, line)


def _processes(view: PlanInView, line: str) -> list[str]:
    """Processes with a cost of the line, the dearest first; all of them where it belongs to no package."""
    amounts: dict[str, float] = {}
    for row in view.result.cost_line_rows:
        if row.line == line and row.package_id is not None:
            process = row.package_id.split("/")[0]
            amounts[process] = amounts.get(process, 0.0) + row.amount
    known = [p.process_id for p in view.project.processes]
    dear = sorted((p for p in amounts if p in known), key=lambda p: -abs(amounts[p]))
    return dear or known


def _show(found: Trace, line: str) -> None:
    facts = COST_LINES[line]
    st.markdown(f"**{say('result.trace_title', line=plain(facts.label))}**  \n{plain(facts.formula, 600)}")
    if not found.costs:
        st.info(say("result.trace_none"))
        return
    for number, cost in enumerate(found.costs[:MOST_COSTS]):
        _cost(found, cost, number)
    own, shared = money(found.total(line)), money(found.total(line, shared=True))
    st.caption(say("result.trace_total", own=own, shared=shared))


def _cost(found: Trace, cost: TracedCost, number: int) -> None:
    currency = found.project.settings.currency
    at = say("result.trace_at", provider=plain(cost.provider_id)) if cost.provider_id else ""
    amount = f"{plain(currency)} {money(cost.amount)}"
    words = say("result.trace_cost", subject=plain(cost.subject), provider=at, amount=amount)
    if cost.shared_by:
        others = ", ".join(p for p in cost.shared_by if p != found.process_id)
        shared = say("result.trace_shared", others=plain(others)) if others else say("result.trace_own")
        words += f" ({shared})"
    with st.expander(words, expanded=number == 0):
        product = "".join(
            (" ÷ " if f.divides else " × ") * bool(n) + figure(f.value) for n, f in enumerate(cost.factors)
        )
        st.markdown(plain(f"= {product}", 1000))
        rows = [_row(factor) for factor in cost.factors]
        columns = [
            say("result.trace_value"),
            say("result.trace_unit"),
            say("result.trace_factor"),
            say("result.trace_field"),
            say("result.trace_level"),
        ]
        st.dataframe(
            pd.DataFrame(rows, columns=columns),
            hide_index=True,
            key=f"trace-{number}",
            column_config={say("result.trace_field"): st.column_config.TextColumn(width="large")},
        )


def _row(factor: Factor) -> tuple[str, ...]:
    name = factor.name.replace("_", " ") + (f": {factor.how}" if factor.how else "")
    fields = "; ".join(_field(origin) for origin in factor.origins)
    levels = "; ".join(dict.fromkeys(_level(origin) for origin in factor.origins if origin.level))
    return figure(factor.value), factor.unit, name, fields, levels


def _field(origin: Origin) -> str:
    row = f"[{origin.row_id}]" if origin.row_id else ""
    value = say("result.trace_blank") if origin.value is None else origin.value
    return f"{origin.table}{row}.{origin.field} = {value} {origin.unit}".rstrip()


def _level(origin: Origin) -> str:
    return say("result.trace_default") if origin.level == DEFAULT else origin.level
