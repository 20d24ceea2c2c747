"""What each rule of a scenario costs, and which pairs are dear together."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from touchmap.analysis.rule_prices import RULE_SECONDS, RulePrice, RulePrices, rule_prices
from touchmap.report.charts.rule_prices import price_chart, price_table, rules_for_nothing, rules_not_known
from touchmap.report.columns import Kind
from touchmap.report.text.explain import span_text
from touchmap.ui.background import Task
from touchmap.ui.compare.looks import looks_of
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.askers import askers
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.names import rule_or_limit_words
from touchmap.ui.parts.sought import Sought
from touchmap.ui.plain import plain
from touchmap.ui.say import say

MOST_SAID = 600
"""Characters of a list of rules."""


def show_rules(about: Sought) -> None:
    """Draw the section."""
    seconds = st.number_input(
        say("prices.seconds"),
        5,
        3600,
        int(RULE_SECONDS),
        20,
        key="rule-price-seconds",
        help=say("prices.seconds_help"),
        width=220,
    )
    found = _ask(about, pairs=False, seconds=seconds)
    if found is None:
        return
    if not found.status.has_plan:
        st.warning(say("prices.rules_none", message=plain(found.message or found.status.value, 800)))
    unit = _unit(found)
    data = price_table(found, partial(_sentences, about))
    if len(data):
        title = say("prices.rules_title")
        show_chart(price_chart(data, unit=unit), data, name="rule-prices", title=title)
        st.caption(say("prices.rules_note"))
    if without := _without_bar(found):
        st.caption(without)
    _table(about, found, found.prices, unit, key="rule-price-table")
    with_pairs = _ask(about, pairs=True, seconds=seconds)
    if with_pairs is not None:
        if not with_pairs.pairs:
            st.info(say("prices.pairs_none", count=with_pairs.pairs_tried))
            return
        st.markdown(f"**{say('prices.pairs_title')}**")
        _table(about, with_pairs, with_pairs.pairs, unit, key="pair-price-table")


def _ask(about: Sought, *, pairs: bool, seconds: float) -> RulePrices | None:
    def work(task: Task[RulePrices]) -> RulePrices:
        with askers().lease(about.project, task) as asker:
            return rule_prices(
                about.project,
                about.scenario_id,
                asker,
                pairs=pairs,
                seconds=seconds,
                known=about.known,
                on_prices=partial(setattr, task, "so_far"),
            )

    return answer(
        ("rule-prices", *about.key, pairs, seconds),
        work,
        doing=say("prices.pairs_working" if pairs else "prices.rules_working"),
        start=say("prices.pairs_start" if pairs else "prices.rules_start"),
        about=say("prices.pairs_about" if pairs else "prices.rules_about"),
        question="" if pairs else say("prices.rules_question"),
        takes="" if pairs else say("prices.rules_takes"),
        meanwhile=None if pairs else partial(_show_so_far, about),
    )


def _show_so_far(about: Sought, found: RulePrices) -> None:
    """What is proven of the prices while rules are still being solved."""
    solved, unit = len(found.prices) - found.waiting, _unit(found)
    st.caption(say("prices.rules_so_far", solved=solved, all=len(found.prices)))
    _table(about, found, found.prices, unit, key="rule-price-so-far")


def _unit(found: RulePrices) -> str:
    return say("prices.points") if found.in_points else found.currency


def _table(about: Sought, found: RulePrices, prices: tuple[RulePrice, ...], unit: str, *, key: str) -> None:
    least = say("prices.least", unit=unit)
    rows = [
        {
            say("prices.rule"): " + ".join(row.rule_ids),
            say("prices.kind"): _sentences(about, row),
            least: None if row.price is None else row.price.low,
            say("prices.price", unit=unit): span_text(row.price, found.total.high, in_points=found.in_points),
            say("prices.binds"): len(row.moves),
            say("prices.remark"): _remark(row),
        }
        for row in prices
    ]
    table = pd.DataFrame(rows)
    kind = Kind.VALUE if found.in_points else Kind.MONEY
    st.dataframe(
        looks_of(table.astype({least: float}) if len(table) else table, {least: kind} if len(table) else {}),
        hide_index=True,
        key=key,
        height="content",
        column_config={
            say("prices.kind"): st.column_config.TextColumn(width="large"),
            # A span of two amounts is wider than most words.
            say("prices.price", unit=unit): st.column_config.TextColumn(width=190),
            say("prices.binds"): st.column_config.NumberColumn(help=say("prices.binds_help")),
        },
    )


def _sentences(about: Sought, row: RulePrice) -> str:
    return " ".join(rule_or_limit_words(about.project, about.scenario_id, rule) for rule in row.rule_ids)


def _without_bar(found: RulePrices) -> str:
    """The rules that have no bar, in one line; the table below has their sentences."""
    kinds = {"free": rules_for_nothing(found), "unknown": rules_not_known(found)}
    said = {kind: ", ".join(" + ".join(row.rule_ids) for row in rows) for kind, rows in kinds.items()}
    parts = [
        say(f"prices.rules_{kind}", rules=plain(rules, MOST_SAID)) for kind, rules in said.items() if rules
    ]
    return " ".join(parts)


def _remark(row: RulePrice) -> str:
    if row.closes_nothing:
        return say("prices.remark_nothing")
    if row.blocks:
        return say("prices.remark_blocks")
    if not row.is_asked:
        return say("prices.remark_waiting")
    return "" if row.proven or row.price is None else say("prices.remark_open")
