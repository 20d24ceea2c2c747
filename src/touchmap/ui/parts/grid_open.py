"""A grid on the screen of one session: what it shows, and since when."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from touchmap.project import Project
from touchmap.project.edits.steps import SETTINGS
from touchmap.ui.parts.grid_edits import Sheet
from touchmap.ui.say import say


@dataclass
class Open:
    """A grid on the screen of one session."""

    sheet: Sheet
    project: Project
    """The project as the grid shows it."""
    revision: int
    """Number of the latest edit the grid shows, but for the own ones made in it."""
    view: Hashable
    names: tuple[str, ...]
    frame: pd.DataFrame
    config: dict[str, Any]
    generation: int = 0
    drawn: bool = False
    stale: bool = False
    last: str = ""
    """What was done last."""
    new_refusals: int = 0
    grows: bool = True
    """Whether rows may be added and taken out."""


def rows_of(project: Project, table: str) -> object:
    """Rows of a table, or the settings."""
    return project.settings if table == SETTINGS else project.rows(table)


def spoken_table(table: str) -> str:
    """The name of a table in words.

    >>> spoken_table("demand")
    'Demand streams'
    """
    return say(f"grid.table.{table}")


def renew(slot: str) -> None:
    """Freeze the grid anew with the next drawing."""
    open_ = st.session_state.get(slot)
    if isinstance(open_, Open):
        open_.stale = True
