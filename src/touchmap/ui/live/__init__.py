"""`live`: shows who else is here, and asks for a new drawing of the page once nothing half-done is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from touchmap.ui.people import initials

_HERE = Path(__file__).parent
_HTML = '<div class="live"><ul></ul><p role="status"></p></div>'
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class News:
    """What others have changed since the page was drawn."""

    latest: int
    """Number of the latest edit."""
    words: str
    """What it was, for as long as it cannot be shown."""
    rows: tuple[str, ...]
    """Ids of the rows it touches: a field of theirs that is being typed is not drawn anew."""


@cache
def _component() -> ComponentRenderer:
    css, js = ((_HERE / f"live.{ending}").read_text("utf-8") for ending in ("css", "js"))
    return st.components.v2.component("touchmap_live", html=_HTML, css=css, js=js)


def live(others: Sequence[str], label: str, news: News | None) -> bool:
    """Draw the initials of others.

    Parameters
    ----------
    others
        Names of those who have the project open too.
    label
        What the list says to those who hear it.

    Returns
    -------
    bool
        Whether the page should be drawn anew now.
    """
    data = {
        "others": [
            {"initials": initials(name), "name": name, "hue": crc32(name.encode()) % 360}
            for name in others[:MOST_SHOWN]
        ],
        "label": label,
        "behind": news is not None,
        "latest": news.latest if news else 0,
        "words": news.words if news else "",
        "rows": list(news.rows) if news else [],
    }
    return bool(_component()(key="live", data=data, width="content", on_show_change=lambda: None).show)
