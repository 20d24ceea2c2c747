"""`watch_pasting`: what is pasted into a column of choices is understood, or refused aloud.

The grid itself takes only the very words behind the choices, and drops anything else in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_JS = Path(__file__).parent / "pasting.js"


@dataclass(frozen=True, slots=True)
class NotListed:
    """A pasted cell whose text is not among the choices of its column."""

    row: str
    column: str
    value: str


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("touchmap_pasting", js=_JS.read_text("utf-8"))


def watch_pasting(
    inside: str,
    listed: Sequence[tuple[str, Mapping[str, str] | None]],
    then: Callable[[int, list[NotListed]], None],
    *,
    key: str,
) -> None:
    """Look at what is pasted into a grid.

    Parameters
    ----------
    inside
        Key of the container the grid stands in.
    listed
        Heading of each column in the order of the screen, with its choices by the words shown for them;
        none where anything may be typed.
    then
        Called with the number of cells that are refused, and the first of them.
    """
    columns = [[heading, None if words is None else _by_any_word(words)] for heading, words in listed]

    def refused() -> None:
        told: dict[str, Any] = st.session_state[key]["refused"]
        cells = [NotListed(str(c["row"]), str(c["column"]), str(c["value"])) for c in told["cells"]]
        then(int(told["count"]), cells)

    data = {"inside": inside, "columns": columns}
    _component()(key=key, data=data, on_refused_change=refused, height=1, width=1)


def _by_any_word(words: Mapping[str, str]) -> dict[str, str]:
    """Choices by what people write for them, in small letters; the word behind a choice goes first.

    >>> _by_any_word({"back_office": "Back office"})
    {'back office': 'back_office', 'back_office': 'back_office'}
    """
    shown = {label.strip().lower(): choice for choice, label in words.items()}
    return shown | {choice.lower(): choice for choice in words}
