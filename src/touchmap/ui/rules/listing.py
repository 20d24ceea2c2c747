"""The rules as sentences: on or off in the scenario, how each stands, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from touchmap.analysis.rule_prices import RulePrices
from touchmap.project import ActiveRule
from touchmap.project.edits import switch_rule
from touchmap.project.vocabulary import Strength
from touchmap.report.rule_words import rule_words
from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.rules.gallery import RULE
from touchmap.ui.rules.pricing import binds, price_words
from touchmap.ui.rules.standing import BINDING, BROKEN, Standing
from touchmap.ui.say import say

ICONS = {"broken": ":material/error:", "binding": ":material/compress:"}


def show_rules(
    here: Desk,
    scenario: str,
    rules: Sequence[tuple[ActiveRule, bool]],
    *,
    may_switch: bool,
    standing: Mapping[str, Standing],
    prices: RulePrices | None,
) -> None:
    """Draw one row for each rule.

    Parameters
    ----------
    rules
        Each with its limits in the scenario, and whether it is on there.
    may_switch
        Whether the scenario stands in the tables, so that rules can be switched in it.
    standing
        How each stands in the latest plan.
    """
    for active, on in rules:
        _row(here, scenario, active, on=on, may_switch=may_switch, standing=standing, prices=prices)


def _row(
    here: Desk,
    scenario: str,
    active: ActiveRule,
    *,
    on: bool,
    may_switch: bool,
    standing: Mapping[str, Standing],
    prices: RulePrices | None,
) -> None:
    rule = active.rule
    chosen = st.query_params.get(RULE, "") == rule.rule_id
    state = "chosen" if chosen else "on" if on else "off"
    with st.container(horizontal=True, vertical_alignment="top", key=f"rule-{state}-{rule.rule_id}"):
        key = f"switch-{scenario}-{rule.rule_id}-{on}"
        st.toggle(
            say("rules.switch", rule=plain(rule.rule_id.replace("_", " "), 80)),
            on,
            key=key,
            label_visibility="collapsed",
            on_change=_switch,
            args=(here, scenario, rule.rule_id, not on),
            disabled=not here.may_edit or not may_switch,
        )
        with st.container(gap="xsmall", key=f"rule-words-{rule.rule_id}"):
            st.markdown(plain(rule_words(here.project, active), 300))
            st.caption(_small(here, active, standing.get(rule.rule_id) if on else None))
        tag = price_words(prices, rule.rule_id) if prices and on else ""
        if tag:
            count = binds(prices, rule.rule_id) if prices else 0
            with st.container(key=f"rule-price-{rule.rule_id}", width=150):
                words = f"**{plain(tag, 80)}**"
                st.markdown(words, help=say("rules.price_binds", count=count) if count else None)
        st.button(
            say("rules.edit"),
            key=f"edit-rule-{rule.rule_id}",
            icon=":material/chevron_right:",
            type="tertiary",
            on_click=_choose,
            args=("" if chosen else rule.rule_id,),
        )


def _small(here: Desk, active: ActiveRule, standing: Standing | None) -> str:
    """Strength, how it stands, and why it is there."""
    rule = active.rule
    parts = []
    if rule.strength is Strength.SHOULD:
        penalty = f"{rule.penalty_per_unit or 0:,.0f} {here.project.settings.currency}"
        parts.append(say("rules.should_at", penalty=plain(penalty)))
    if standing is not None and standing.state in (BINDING, BROKEN):
        said = say(f"rules.state.{standing.state}")
        about = f" ({plain(standing.subject, 60)})" if standing.subject else ""
        parts.append(f"{ICONS[standing.state]} **{said}**{about}")
    elif standing is not None:
        parts.append(say(f"rules.state.{standing.state}"))
    if rule.reason:
        parts.append(plain(rule.reason, 200))
    return " · ".join(parts) or plain(rule.rule_id, 80)


def _switch(here: Desk, scenario: str, rule: str, on: bool) -> None:
    here.commit(lambda project: switch_rule(project, scenario, rule, on=on))


def _choose(rule: str) -> None:
    if rule:
        st.query_params[RULE] = rule
    else:
        st.query_params.pop(RULE, None)
