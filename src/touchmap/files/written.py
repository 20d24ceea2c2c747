"""What is written of a project: the tables and columns that say something."""

from __future__ import annotations

from touchmap.files.cells import is_given
from touchmap.files.columns import Column, columns
from touchmap.project import TABLES, Project

ALWAYS = ("processes", "demand", "providers")
"""Tables that are written even if they have no row."""


def written_tables(project: Project) -> list[str]:
    """Tables to write, in the order of the tables."""
    return [name for name in TABLES if name in ALWAYS or project.rows(name)]


def written_columns(project: Project, table: str) -> list[Column]:
    """Columns to write: the key, what is required, and what any row says something in.

    >>> from touchmap.project import Department
    >>> project = Project(departments=(Department(department_id="D", name="Legal"),))
    >>> [column.name for column in written_columns(project, "departments")]
    ['department_id', 'name']
    """
    rows = project.rows(table)
    key = TABLES[table].key
    return [
        c
        for c in columns(table).values()
        if c.required or c.name in key or any(is_given(row, c) for row in rows)
    ]


def written_settings(project: Project) -> list[Column]:
    """Settings to write: those somebody filled in."""
    return [column for column in columns("settings").values() if is_given(project.settings, column)]
