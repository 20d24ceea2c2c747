"""The five questions: answers on the left, what they propose on the right, each to be ticked."""

from __future__ import annotations

import streamlit as st

from touchmap.project import Project
from touchmap.project.questions import Answers, Proposal, Stance, answer_options, apply_proposals, propose
from touchmap.project.vocabulary import Motive
from touchmap.report.text.languages import language_words
from touchmap.solving import cost_of_today
from touchmap.store import Listing
from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.start.chosen import choose_project
from touchmap.ui.start.opening import go

STANCES: tuple[Stance, ...] = tuple(Stance)


def show_questions(listings: list[Listing]) -> None:
    """Draw the questions and the proposals."""
    st.caption(say("start.questions_how"))
    desk = choose_project(listings, key="questions-project")
    if desk is None:
        return
    asked, proposed = st.columns([5, 6], gap="large")
    with asked:
        answers = _ask(desk.project)
    with proposed:
        _propose(desk, answers)


def _ask(project: Project) -> Answers:
    options = answer_options(project)
    work, stages, places = options["stays"], options["scope"], options["markets"]
    used = sorted({stream.language for stream in project.demand if stream.language != "xx"})
    stance = st.segmented_control(
        _numbered(1, "stance"),
        STANCES,
        format_func=lambda s: say(f"start.stance.{s.value}"),
        key="q-stance",
        help=say("start.q_stance_help"),
    )
    motives = st.multiselect(
        _numbered(2, "motives"),
        list(Motive),
        format_func=lambda m: say(f"start.motive.{m.value}"),
        default=list(project.settings.motives),
        key=f"q-motives-{project.settings.company_id}",
        placeholder=say("start.q_motives_first"),
        help=say("start.q_motives_help"),
    )
    stays = st.multiselect(
        _numbered(3, "stays"),
        list(work),
        format_func=lambda one: work.get(one, one),
        key="q-stays",
        placeholder=say("start.choose_or_none"),
        help=say("start.q_stays_help"),
    )
    languages = st.multiselect(
        _numbered(4, "languages"),
        list(options["languages"]),
        default=used,
        format_func=language_words,
        key=f"q-languages-{project.settings.company_id}",
        placeholder=say("start.choose"),
    )
    home = project.settings.home_country
    markets = st.multiselect(
        say("start.q_markets"),
        list(places),
        format_func=lambda code: places.get(code, code),
        default=[home] if home in places else [],
        key=f"q-markets-{project.settings.company_id}",
        placeholder=say("start.choose"),
        help=say("start.q_markets_help"),
    )
    scope = st.multiselect(
        _numbered(5, "scope"),
        list(stages),
        format_func=lambda one: stages.get(one, one),
        key="q-scope",
        placeholder=say("start.q_scope_all"),
        help=say("start.q_scope_help"),
    )
    return Answers(stance, tuple(motives), tuple(stays), tuple(languages), tuple(markets), tuple(scope))


def _numbered(number: int, question: str) -> str:
    return f"**{number}**\u2002{say(f'start.q_{question}')}"


def _propose(desk: Desk, answers: Answers) -> None:
    found = propose(desk.project, answers, cost_today=_cost_today(desk.project))
    st.markdown(f"**{say('start.proposals')}**")
    if not found:
        st.caption(say("start.proposals_none"))
        return
    with st.container(key="proposals", gap="xsmall"):
        chosen = [one for one in found if _tick(one)]
    st.button(
        say("start.take_over", count=len(chosen)),
        key="take-over",
        type="primary",
        icon=":material/check:",
        disabled=not (chosen and desk.may_edit),
        on_click=_take_over,
        args=(desk, chosen),
    )
    if st.session_state.get("taken-over") == desk.stored.project_id and st.button(
        say("start.on_to_map"), key="questions-to-map", type="tertiary", icon=":material/arrow_forward:"
    ):
        go(desk.stored.project_id)


def _tick(one: Proposal) -> bool:
    with st.container(key=f"proposal-row-{one.key}", gap=None):
        ticked = st.checkbox(plain(one.what, 400), value=one.suggested, key=f"proposal-{one.key}")
        st.caption(plain(one.why, 400))
    return bool(ticked)


def _take_over(desk: Desk, chosen: list[Proposal]) -> None:
    if desk.commit(lambda project: apply_proposals(project, chosen)):
        st.session_state["taken-over"] = desk.stored.project_id


@st.cache_resource(max_entries=16, hash_funcs={Project: lambda project: project.hash})
def _cost_today(project: Project) -> float | None:
    return cost_of_today(project)
