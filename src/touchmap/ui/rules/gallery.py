"""A gallery of the kinds of rules: what each is for, an example, and a rule to begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from touchmap.project import STEM_FACTS, Project, Rule, RuleStem
from touchmap.project.edits.rules import ScopeRow, add_rule
from touchmap.report.rule_words import example_words
from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.say import say

RULE = "rule"
"""Parameter of the address: the rule that is looked at."""
GROUPS: dict[str, tuple[RuleStem, ...]] = {
    "quality": (
        RuleStem.MIN_PROCESS_QUALITY,
        RuleStem.MIN_AVERAGE_QUALITY,
        RuleStem.MAX_BRAND_RISK,
        RuleStem.MIN_INSIGHT_SHARE,
        RuleStem.LANGUAGE_PROFICIENCY,
    ),
    "who": (
        RuleStem.TOUCH_SOURCING,
        RuleStem.ALLOWED_SOURCING,
        RuleStem.PIN,
        RuleStem.FORBID,
        RuleStem.KEY_COMPETENCY_INHOUSE,
        RuleStem.READY_TO_MOVE,
        RuleStem.DATA_RESIDENCY,
        RuleStem.LICENCE,
        RuleStem.LOCKED_CONTRACT,
    ),
    "blend": (
        RuleStem.SHARE_LIMIT,
        RuleStem.MAX_CONCENTRATION,
        RuleStem.BENCHMARK_SHARE,
        RuleStem.RETAINED_KNOWLEDGE,
        RuleStem.PROVIDER_COUNT,
    ),
    "money": (RuleStem.BUDGET, RuleStem.MAX_MOVES),
    "together": (RuleStem.KEEP_TOGETHER, RuleStem.KEEP_APART),
}
"""Kinds of rules as people look for them."""


@dataclass(frozen=True)
class Beginning:
    """A rule to begin with; everything in it can be changed."""

    values: dict[str, Any] = field(default_factory=dict)
    scopes: tuple[ScopeRow, ...] = ()


def beginning(project: Project, stem: RuleStem) -> Beginning:
    """A rule of a kind that fits a project."""
    processes = [p.process_id for p in project.processes]
    first = tuple(("work", "process", p) for p in processes[:1])
    today: tuple[ScopeRow, ...] = (("provider", "today", "yes"),)
    own: tuple[ScopeRow, ...] = (("provider", "sourcing_model", "in_house"),)
    near = tuple(("provider", "sourcing_model", m) for m in ("in_house", "insourced", "onshore"))
    handle = {"basis": "handle_time"}
    known: dict[RuleStem, Beginning] = {
        RuleStem.BUDGET: Beginning({"basis": "total", "maximum": 1_000_000}),
        RuleStem.MIN_AVERAGE_QUALITY: Beginning({**handle, "minimum": 72}),
        RuleStem.MAX_BRAND_RISK: Beginning({"basis": "contacts", "maximum": 1.5}),
        RuleStem.MIN_INSIGHT_SHARE: Beginning({"basis": "contacts", "minimum": 0.6}),
        RuleStem.MIN_PROCESS_QUALITY: Beginning({"minimum": 74}, (("work", "office", "front"),)),
        RuleStem.SHARE_LIMIT: Beginning(
            {**handle, "maximum": 0.4}, (("provider", "sourcing_model", "offshore"),)
        ),
        RuleStem.MAX_CONCENTRATION: Beginning({**handle, "maximum": 0.5}),
        RuleStem.BENCHMARK_SHARE: Beginning({**handle, "minimum": 0.1}),
        RuleStem.PROVIDER_COUNT: Beginning({"maximum": 3}),
        RuleStem.PIN: Beginning({}, (*first, *today)),
        RuleStem.FORBID: Beginning({}, (*first, ("provider", "sourcing_model", "offshore"))),
        RuleStem.ALLOWED_SOURCING: Beginning({}, (*first, *own)),
        RuleStem.TOUCH_SOURCING: Beginning({}, (("work", "touch", "high_touch"), *near)),
        RuleStem.DATA_RESIDENCY: Beginning(
            {},
            (
                ("work", "data_class", "4"),
                ("provider", "transfer_basis", "home"),
                ("provider", "transfer_basis", "EU"),
            ),
        ),
        RuleStem.LICENCE: Beginning({}, (*first, ("requirement", "certification", _certificate(project)))),
        RuleStem.LANGUAGE_PROFICIENCY: Beginning({}, (*first, ("requirement", "language_level", "C1"))),
        RuleStem.KEEP_TOGETHER: Beginning({}, tuple(("work", "process", p) for p in processes[:2])),
        RuleStem.KEEP_APART: Beginning({}, (*first, *(("other", "process", p) for p in processes[1:2]))),
        RuleStem.MAX_MOVES: Beginning({"basis": "processes", "maximum": 6}),
        RuleStem.RETAINED_KNOWLEDGE: Beginning({"basis": "fte", "minimum": 10}),
    }
    return known.get(stem, Beginning())


def _certificate(project: Project) -> str:
    """A certificate some provider holds."""
    held = sorted({word for p in project.providers for word in p.certifications})
    return held[0] if held else "ISO27001"


def gallery_button(here: Desk, scenario: str | None) -> None:
    """Offer to add a rule."""
    if st.button(say("rules.add"), icon=":material/add:", key="add-rule", disabled=not here.may_edit):
        _gallery(here, scenario)


def _gallery(here: Desk, scenario: str | None) -> None:
    @st.dialog(say("rules.gallery"), width="large")
    def choose() -> None:
        group = st.segmented_control(
            say("rules.gallery_group"),
            list(GROUPS),
            default=next(iter(GROUPS)),
            required=True,
            key="gallery-group",
            label_visibility="collapsed",
            format_func=lambda name: say(f"rules.group.{name}"),
        )
        for stem in GROUPS[group or next(iter(GROUPS))]:
            _kind(here, scenario, stem)

    choose()


def _kind(here: Desk, scenario: str | None, stem: RuleStem) -> None:
    begin = beginning(here.project, stem)
    example = example_words(here.project, Rule(rule_id="new", stem=stem, **begin.values), begin.scopes)
    with st.container(horizontal=True, vertical_alignment="center", key=f"kind-{stem.value}"):
        words = f"**{plain(STEM_FACTS[stem].sentence)}**  \n{say(f'rules.stem.{stem.value}')}"
        st.markdown(f"{words}  \n:small[{say('rules.example', example=plain(example, 200))}]")
        if st.button(
            say("rules.choose"),
            key=f"choose-{stem.value}",
            width=90,
            on_click=add_new,
            args=(here, scenario, stem),
        ):
            st.rerun()


def add_new(here: Desk, scenario: str | None, stem: RuleStem) -> None:
    """Add a rule of a kind, switched on in the scenario, and show it."""
    begin = beginning(here.project, stem)
    written = {row.scenario_id for row in here.project.scenarios}
    on = scenario if scenario in written else None
    change = add_rule(here.project, {"stem": stem.value, **begin.values}, begin.scopes, scenario=on)
    if here.commit(change) is not None:
        st.query_params[RULE] = change.keys_after[0]
