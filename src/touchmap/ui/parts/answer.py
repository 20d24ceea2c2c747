"""`answer`: a question asked in the background, with its progress, a way to stop it, and its answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import partial
from hashlib import sha256
from typing import TypeVar

import streamlit as st

from touchmap.ui.background import Task, TaskState, background
from touchmap.ui.plain import plain
from touchmap.ui.say import say

T = TypeVar("T")
Work = Callable[[Task[T]], T]

BLINK = 0.3
"""Seconds an answer may take before progress is shown."""


def answer(
    key: Hashable,
    work: Work[T],
    *,
    doing: str,
    start: str | None = None,
    about: str = "",
    question: str = "",
    takes: str = "",
    place: str = "",
    meanwhile: Callable[[T], None] | None = None,
) -> T | None:
    """Show how a question stands, and give its answer once there is one.

    Parameters
    ----------
    key
        What the answer depends on, as for `Background.ask`.
    work
        Finds the answer; see `Background.ask`.
    doing
        What is being worked on, in words.
    start
        Label of the button that asks; none = it is asked at once.
    about
        What the answer will tell; stands beside the button.
    question
        The question in words; where it is given, it is offered on a card that teaches, as nothing else is
        on the page yet.
    takes
        How long it takes; stands on that card.
    place
        Tells places of a page apart that show the same question.
    meanwhile
        Draws what is known so far while the answer is sought.

    Returns
    -------
    T or None
        The answer; none while it is sought, before it is asked for, and where it failed or was stopped.
    """
    name = name_of(key) + place
    task = background().find(key)
    if task is None and start is not None:
        ask = partial(st.button, start, key=f"start-{name}", type="primary", on_click=_ask, args=(key, work))
        if question:
            with st.container(border=True, key=f"offer-{name}"):
                st.subheader(question, anchor=False)
                st.markdown(about)
                ask()
                st.caption(takes)
            return None
        with st.container(horizontal=True, vertical_alignment="center", key=f"ask-{name}"):
            ask()
            if about:
                st.caption(about)
        return None
    if task is None:
        task = background().ask(key, work)
    _wait_a_blink(task)
    if task.state is TaskState.DONE:
        found: T = task.answer
        if not task.wanted:
            _offer_to_go_on(key, name, work)
        return found
    if task.state.is_over:
        _say_why_not(key, name, task, work)
        return None
    _show_progress(name, task, doing, meanwhile)
    return None


def name_of(key: Hashable) -> str:
    """A short name of a question for the keys of its widgets."""
    return sha256(repr(key).encode()).hexdigest()[:10]


def _ask(key: Hashable, work: Work[T]) -> None:
    background().ask(key, work)


def _wait_a_blink(task: Task[T]) -> None:
    until = time.monotonic() + BLINK
    while not task.state.is_over and task.seconds < BLINK and time.monotonic() < until:
        time.sleep(0.02)


def _say_why_not(key: Hashable, name: str, task: Task[T], work: Work[T]) -> None:
    stopped = task.state is TaskState.CANCELLED
    with st.container(horizontal=True, vertical_alignment="center", key=f"over-{name}"):
        if stopped:
            st.info(say("parts.answer_stopped"), icon=":material/stop_circle:")
        else:
            st.error(plain(task.error, 1000), icon=":material/error:")
        label = say("parts.answer_again")
        st.button(label, key=f"again-{name}", icon=":material/refresh:", on_click=_ask, args=(key, work))


def _offer_to_go_on(key: Hashable, name: str, work: Work[T]) -> None:
    """An answer that was stopped holds what was known by then."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"partly-{name}"):
        st.info(say("parts.answer_partly"), icon=":material/stop_circle:")
        label = say("parts.answer_again")
        st.button(label, key=f"again-{name}", icon=":material/refresh:", on_click=_anew, args=(key, work))


def _anew(key: Hashable, work: Work[T]) -> None:
    background().forget(key)
    background().ask(key, work)


def _show_progress(
    name: str, task: Task[T], doing: str, meanwhile: Callable[[T], None] | None = None
) -> None:
    @st.fragment(run_every=0.5)
    def look() -> None:
        if task.state.is_over:
            st.rerun()
        with st.container(horizontal=True, vertical_alignment="center", key=f"progress-{name}"):
            words = f"{doing} · {task.seconds:.0f} s"
            if task.state is TaskState.WAITING:
                words = f"{doing} · {say('parts.answer_waiting')}"
            elif task.progress:
                words += f" · {plain(task.progress)}"
            # Without a known share the bar creeps up and never claims to be done.
            creeping = 1 - 1 / (1 + task.seconds / 5)
            st.progress(min(max(task.share if task.share is not None else creeping, 0.0), 1.0), words)
            st.button(
                say("parts.answer_stop"), key=f"stop-{name}", icon=":material/stop:", on_click=task.cancel
            )
        if meanwhile is not None and task.so_far is not None:
            meanwhile(task.so_far)

    look()
