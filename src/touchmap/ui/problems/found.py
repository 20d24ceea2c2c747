"""The problems of a project: those of the facts at once, those that need prices as soon as they are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from touchmap.errors import Issue, Severity
from touchmap.project import Project
from touchmap.project.checks import check_project
from touchmap.ui.background import Task, TaskState, background
from touchmap.validation import validate


@dataclass(frozen=True)
class Found:
    """Problems of one state of a project."""

    issues: tuple[Issue, ...]
    is_whole: bool
    """Whether what needs prices – can anybody do the work, is there room for it – is among them."""

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Problems that stop the work."""
        return tuple(i for i in self.issues if i.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Problems that are shown beside the result."""
        return tuple(i for i in self.issues if i.severity is not Severity.ERROR)

    def of(self, table: str) -> tuple[Issue, ...]:
        """Problems of one table, the grave ones first."""
        return tuple(i for i in (*self.errors, *self.warnings) if i.where.table == table)


def problems_of(project: Project) -> Found:
    """The problems known by now; what takes longer is worked out meanwhile."""
    task = background().ask(("problems", project.hash), lambda _: _whole(project))
    if task.state is TaskState.DONE:
        return Found(task.answer, is_whole=True)
    return Found(_quick(project.hash, project), is_whole=task.state.is_over)


def whole_task(project: Project) -> Task[tuple[Issue, ...]] | None:
    """The question after all problems, if it was asked."""
    return background().find(("problems", project.hash))


@st.cache_resource(max_entries=32, show_spinner=False)
def _quick(key: str, _project: Project) -> tuple[Issue, ...]:  # noqa: ARG001 - the key
    return _sorted(check_project(_project))


def _whole(project: Project) -> tuple[Issue, ...]:
    return _sorted(validate(project))


def _sorted(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The grave ones first, otherwise in the order of the checks."""
    return tuple(sorted(issues, key=lambda i: i.severity is not Severity.ERROR))
