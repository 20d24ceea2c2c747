"""One limit of one rule as a curve: what each step of it costs."""

from __future__ import annotations

import math

import streamlit as st

from touchmap.analysis.limit_curves import LimitCurve, limit_curve
from touchmap.analysis.repairs import limit_words
from touchmap.project import STEM_FACTS, ActiveRule, Shape, find_scenario
from touchmap.report.charts.rule_prices import curve_chart, curve_table
from touchmap.report.rule_words import rule_words
from touchmap.ui.background import Task
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.askers import askers
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.sought import Sought
from touchmap.ui.plain import plain
from touchmap.ui.say import say


def show_limits(about: Sought) -> None:
    """Draw the section."""
    on = find_scenario(about.project, about.scenario_id).rules
    rules = {active.rule.rule_id: active for active in on if _has_limit(active)}
    if not rules:
        st.info(say("prices.curve_none"))
        return
    rule_id = st.selectbox(
        say("prices.curve_rule"),
        list(rules),
        format_func=lambda name: rule_words(about.project, rules[name]),
        key="curve-rule",
        width=620,
    )

    def work(task: Task[LimitCurve]) -> LimitCurve:
        with askers().lease(about.project, task) as asker:
            return limit_curve(about.project, about.scenario_id, rule_id, None, asker, known=about.known)

    found = answer(
        ("limit-curve", *about.key, rule_id),
        work,
        doing=say("prices.curve_working"),
        start=say("prices.curve_start"),
        about=say("prices.curve_about"),
        question=say("prices.curve_question"),
        takes=say("prices.curve_takes"),
    )
    if found is not None:
        _draw(about, found, rules[rule_id])


def _draw(about: Sought, found: LimitCurve, active: ActiveRule) -> None:
    data = curve_table(found)
    unit = say("prices.points") if found.in_points else found.currency
    share = STEM_FACTS[active.rule.stem].unit.startswith("share")
    title = say("prices.curve_title", rule=plain(rule_words(about.project, active).rstrip(".")))
    if len(data):
        show_chart(curve_chart(data, unit=unit, share=share), data, name="limit-curve", title=title)
        st.caption(say("prices.curve_note"))
    without = [p.limit for p in found.points if not math.isfinite(p.value.high) and p.proven]
    if without:
        shown = ", ".join(limit_words(active.rule, limit) for limit in without)
        st.caption(say("prices.curve_impossible", limits=plain(shown)))


def _has_limit(active: ActiveRule) -> bool:
    rule = active.rule
    gate = STEM_FACTS[rule.stem].shape is Shape.GATE and rule.minimum is None
    return not gate and (rule.minimum is not None or rule.maximum is not None)
