"""From the start page to a project, and new names for new projects."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from touchmap.project import Project
from touchmap.store import StoredProject
from touchmap.ui.desk import PROJECT, SCENARIO, workspace
from touchmap.ui.people import me
from touchmap.ui.steps import page_file

BEGIN = "begin"
"""Parameter of the address: which way to begin is shown."""
MOST_NUMBERS = 50
"""Copies of one name."""


def go(project_id: str, page: str = "map", **params: str) -> NoReturn:
    """Open a project on a page."""
    st.switch_page(page_file(page), query_params={PROJECT: project_id, **params})


def add(name: str, project: Project) -> StoredProject:
    """Bring a project into the workspace; where its name is taken, a number is added.

    Raises
    ------
    ValueError
        If the name is empty or too long, or many numbers are taken too.
    """
    place, person = workspace(), me()
    if person is None:
        raise ValueError("nobody has logged in")
    refused = ValueError(name)
    for number in range(1, MOST_NUMBERS + 1):
        called = name if number == 1 else f"{name} ({number})"
        try:
            return place.add(called, project, author=person.name)
        except ValueError as error:
            refused = error
    raise refused


__all__ = ["BEGIN", "PROJECT", "SCENARIO", "add", "go"]
