"""The toolbar above the map: which picture, what its colours mean, what is looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from touchmap.plan import Result
from touchmap.project import Project, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.report.map.colouring import ColourBy
from touchmap.report.map.drawing import View
from touchmap.report.text.languages import language_words
from touchmap.ui.desk import Desk
from touchmap.ui.map import address
from touchmap.ui.map.filters import Filters, choices, matches
from touchmap.ui.map.fresh import fresh_key
from touchmap.ui.map.sheets import Wanted
from touchmap.ui.parts.plan import find_plan
from touchmap.ui.plain import plain
from touchmap.ui.say import say

VIEW, COLOUR, PLAN, NAMES, LOOK = "view", "colour", "plan", "names", "look"
SEARCH = "map-search"
"""Counts the searches."""


@dataclass(frozen=True)
class Chosen:
    """What the toolbar says is to be shown."""

    wanted: Wanted
    matches: list[str] | None
    may_edit: bool
    stale_plan: tuple[str, ...] = ()
    """What has changed in the inputs of the plan shown since it was solved."""


def chosen(desk: Desk) -> Chosen:
    """Read from the address what is to be shown."""
    view = View(address.one_of(VIEW, [v.value for v in View], View.JOURNEY.value))
    colour = ColourBy(address.one_of(COLOUR, [c.value for c in ColourBy], ColourBy.SOURCING.value))
    scenario = address.one_of(PLAN, list(_plans(desk)), "")
    found = find_plan(desk, scenario) if scenario else None
    result: Result | None = found.result if found and found.result.plan is not None else None
    listed = choices(desk.project)
    filters = Filters(**{name: tuple(address.some_of(name, options)) for name, options in listed.items()})
    names_only = address.one_of(NAMES, ("", "1"), "") == "1" or bool(address.presenting())
    looking = address.one_of(LOOK, ("", "1"), "") == "1"
    return Chosen(
        Wanted(view, colour, names_only, result),
        matches(desk.project, filters),
        desk.may_edit and not looking,
        found.changes if found and result else (),
    )


def show_toolbar(desk: Desk) -> None:
    """Show the toolbar; everything it says stands in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="map-toolbar", gap="small"):
        st.title(say("nav.map"), anchor=False, width="content")
        _one(VIEW, [v.value for v in View], View.JOURNEY.value, lambda v: say(f"map.view.{v}"), 155)
        _one(
            COLOUR,
            [c.value for c in ColourBy],
            ColourBy.SOURCING.value,
            lambda c: say(f"map.colour.{c}"),
            150,
        )
        plans = _plans(desk)
        _one(PLAN, list(plans), "", lambda scenario: plans[scenario], 170)
        _search(desk.project)
        _filters(desk.project)
        _switch(NAMES, ":material/title:")
        _switch(LOOK, ":material/lock:")
        st.button(
            say("map.present"),
            key="map-present",
            icon=":material/slideshow:",
            help=say("map.present_help"),
            on_click=address.present,
            args=("stages",),
        )


def _plans(desk: Desk) -> dict[str, str]:
    """Plans that can be shown: today, and the latest result of each scenario that has one."""
    known = {"": say("map.today")}
    solved = desk.stored.results.newest()
    for row in desk.project.scenarios:
        today = find_scenario(desk.project, row.scenario_id).row.objective is Objective.TODAY
        if row.scenario_id in solved and not today:
            known[row.scenario_id] = row.name or row.scenario_id
    return known


def _one(name: str, options: list[str], default: str, words: Callable[[str], str], width: int) -> None:
    base = f"map-{name}"
    st.selectbox(
        say(f"map.choose_{name}"),
        options,
        format_func=words,
        key=fresh_key(base, address.one_of(name, options, default)),
        width=width,
        on_change=address.keep(name, base, default),
    )


def _switch(name: str, icon: str) -> None:
    base = f"map-{name}"
    st.toggle(
        f"{icon} {say(f'map.switch_{name}')}",
        key=fresh_key(base, address.one_of(name, ("", "1"), "") == "1"),
        help=say(f"map.switch_{name}_help"),
        on_change=address.keep(name, base, default=False),
    )


def _search(project: Project) -> None:
    found = {
        f"{kind}:{row.row_key}": f"{row.row_key} · {getattr(row, 'name', '')}"
        for kind, table in (
            ("touchpoint", project.touchpoints),
            ("process", project.processes),
            ("stage", project.stages),
            ("department", project.departments),
            ("system", project.systems),
        )
        for row in table
    }

    key = f"{SEARCH}-{st.session_state.get(SEARCH, 0)}"

    def find() -> None:
        node = st.session_state.get(key)
        if node:
            address.select([node])
            # The next search begins with an empty field of its own.
            st.session_state[SEARCH] = st.session_state.get(SEARCH, 0) + 1

    st.selectbox(
        say("map.search"),
        list(found),
        index=None,
        format_func=lambda node: found.get(str(node), str(node))[:80],
        key=key,
        placeholder=say("map.search_placeholder"),
        width=190,
        on_change=find,
    )


def _filters(project: Project) -> None:
    listed = choices(project)
    on = {name: address.some_of(name, options) for name, options in listed.items()}
    count = sum(len(values) for values in on.values())
    stages = {s.stage_id: s.name for s in project.stages}
    label = say("map.filters_on", count=count) if count else say("map.filters")
    with st.popover(label, icon=":material/filter_alt:", key="map-filters"):
        st.caption(say("map.filters_how"))
        for name, options in listed.items():
            base = f"map-filter-{name}"
            st.multiselect(
                say(f"map.filter.{name}"),
                options,
                format_func=language_words
                if name == "languages"
                else lambda option: stages.get(option, option.replace("_", " ")),
                key=fresh_key(base, on[name]),
                placeholder=say("map.any"),
                on_change=address.keep(name, base),
            )
        st.button(
            say("map.filters_clear"),
            key="map-filters-clear",
            disabled=not count,
            on_click=_clear,
            args=(tuple(listed),),
        )


def _clear(names: tuple[str, ...]) -> None:
    for name in names:
        if name in st.query_params:
            del st.query_params[name]


def say_stale(changes: tuple[str, ...]) -> None:
    """Say that the plan shown was solved from other facts."""
    if changes:
        st.caption(
            f":material/history: {say('map.stale_plan', change=plain(changes[0], 120), count=len(changes))}"
        )
