"""The page of rules: the scenario, its rules as sentences with their prices, one of them to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from touchmap.plan import Result, SolveStatus
from touchmap.project import ActiveRule, Project, Rule, find_scenario
from touchmap.project.edits import Change, forbid, pin
from touchmap.project.scenario import active_rule
from touchmap.project.vocabulary import Objective
from touchmap.ui.desk import Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.problems.found import problems_of
from touchmap.ui.rules.gallery import RULE, gallery_button
from touchmap.ui.rules.inspector import show_inspector
from touchmap.ui.rules.listing import show_rules
from touchmap.ui.rules.pricing import key_of, prices_of, work_of
from touchmap.ui.rules.scenario_bar import is_written, show_scenario
from touchmap.ui.rules.standing import standings
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

Placing = Callable[[Project, str, str, str, str], Change]
ORDERS = ("own", "price")


def show_page(here: Desk, scenario: str) -> None:
    """Draw the page for a scenario."""
    found = find_scenario(here.project, scenario)
    on = {active.rule.rule_id: active for active in found.rules}
    everything = [
        (on.get(r.rule_id) or active_rule(here.project, r), r.rule_id in on) for r in here.project.rules
    ]
    if not here.project.rules:
        everything = [(active, True) for active in found.rules]
    with st.container(horizontal=True, vertical_alignment="center", key="rules-bar"):
        show_scenario(here, scenario)
        gallery_button(here, scenario)
        _place_button(here, scenario)
    latest = here.latest_result(scenario)
    result = latest[1] if latest else None
    is_fresh = result is not None and result.input_hash == here.project.hash
    _price_button(here, scenario, found.row.objective, result if is_fresh else None, rules=len(on))
    if result is not None and not is_fresh:
        st.caption(say("rules.out_of_date"))
    _say_no_plan(here, scenario)
    chosen = next((a for a, _ in everything if a.rule.rule_id == st.query_params.get(RULE)), None)
    with st.container(horizontal=True, gap="medium", key="rules-body"):
        with st.container(key="rules-list"):
            _lists(here, scenario, everything, result=result)
        if chosen is not None and any(r.rule_id == chosen.rule.rule_id for r in here.project.rules):
            with st.container(key="rules-inspector", width=430):
                show_inspector(here, scenario, chosen)


def _say_no_plan(here: Desk, scenario: str) -> None:
    """Where no plan holds all the rules, there are no prices; say so once, and where the way out is."""
    prices = prices_of(here.project, scenario)
    if prices is None or prices.status.has_plan:
        return
    proven = prices.status is SolveStatus.INFEASIBLE
    with st.container(horizontal=True, vertical_alignment="center", key="no-plan"):
        st.warning(say("rules.no_plan") if proven else say("rules.no_plan_known"), icon=":material/block:")
        st.page_link(
            page_file("solve"), label=say("rules.to_clash"), icon=":material/build:", query_params=here.params
        )


def _known(here: Desk, rule: Rule, on: Mapping[str, ActiveRule]) -> tuple[ActiveRule, bool]:
    """A rule with its limits in the scenario, and whether it is on there."""
    there = on.get(rule.rule_id)
    return there or active_rule(here.project, rule), there is not None


def _lists(
    here: Desk, scenario: str, everything: list[tuple[ActiveRule, bool]], *, result: Result | None
) -> None:
    prices = prices_of(here.project, scenario)
    standing = standings(result) if result is not None else {}
    on = [pair for pair in everything if pair[1]]
    off = [pair for pair in everything if not pair[1]]
    if prices is not None:
        dear = {row.rule_ids[0]: n for n, row in enumerate(prices.prices)}
        order = st.segmented_control(
            say("rules.order"),
            ORDERS,
            default="own",
            required=True,
            key="rules-order",
            format_func=lambda name: say(f"rules.orders.{name}"),
            label_visibility="collapsed",
        )
        if order == "price":
            on.sort(key=lambda pair: dear.get(pair[0].rule.rule_id, len(dear)))
    may = is_written(here, scenario)
    if not everything:
        with st.container(border=True, key="empty-state"):
            st.subheader(say("rules.none"), anchor=False)
            st.write(say("rules.none_how"))
    for on_, listed in ((True, on), (False, off)):
        if listed:
            words = say("rules.on", count=len(listed)) if on_ else say("rules.off", count=len(listed))
            st.markdown(f"**{words}**")
            show_rules(here, scenario, listed, may_switch=may, standing=standing, prices=prices)


def _price_button(
    here: Desk, scenario: str, objective: Objective, known: Result | None, *, rules: int
) -> None:
    """Ask what each rule costs."""
    if objective is Objective.TODAY:
        st.caption(say("rules.today_has_none"))
        return
    if not rules or problems_of(here.project).errors:
        return
    project = here.project
    answer(
        key_of(project, scenario),
        work_of(project, scenario, known),
        doing=say("rules.pricing"),
        start=say("rules.price_them"),
        about=say("rules.price_about"),
    )


def _place_button(here: Desk, scenario: str) -> None:
    """Pin or forbid a process to a provider."""
    if not is_written(here, scenario):
        return
    with st.popover(
        say("rules.place"), icon=":material/push_pin:", width="content", disabled=not here.may_edit
    ):
        processes = {p.process_id: p.name for p in here.project.processes}
        providers = {p.provider_id: p.name for p in here.project.providers}
        if not processes or not providers:
            st.caption(say("rules.nothing_to_place"))
            return
        st.selectbox(
            say("rules.place_process"),
            list(processes),
            key="place-process",
            format_func=lambda key: f"{key} · {processes[key]}",
        )
        st.selectbox(
            say("rules.place_provider"),
            list(providers),
            key="place-provider",
            format_func=lambda key: f"{key} · {providers[key]}",
        )
        st.text_input(say("rules.reason"), key="place-reason")
        with st.container(horizontal=True, key="place-buttons"):
            st.button(
                say("rules.pin"),
                key="place-pin",
                icon=":material/push_pin:",
                on_click=_place,
                args=(here, pin, scenario),
            )
            st.button(
                say("rules.forbid"),
                key="place-forbid",
                icon=":material/block:",
                on_click=_place,
                args=(here, forbid, scenario),
            )


def _place(here: Desk, command: Placing, scenario: str) -> None:
    process, provider, reason = (
        st.session_state[f"place-{name}"] for name in ("process", "provider", "reason")
    )
    here.commit(lambda project: command(project, scenario, process, provider, reason))
