"""`lease`: processes that answer questions about a project, kept warm between questions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from touchmap.analysis.asking import Asker
from touchmap.analysis.spans import BASE_SECONDS, PROVEN_GAP
from touchmap.project import Project
from touchmap.ui.background import Task

IDLE = 2
"""Askers kept for the next question; each has up to two processes."""


class Askers:
    """Askers that nobody uses at the moment, by the hash of their project."""

    def __init__(self) -> None:
        self._idle: list[tuple[str, Asker, _Teller]] = []
        self._lock = threading.Lock()

    @contextmanager
    def lease(self, project: Project, task: Task[Any]) -> Iterator[Asker]:
        """Lend an asker to one question; stopping the question ends this asker and no other.

        Parameters
        ----------
        task
            The question; its progress counts the answers.
        """
        asker, teller = self._take(project)
        teller.begin(task)
        task.on_cancel(asker.cancel)
        try:
            yield asker
        finally:
            teller.task = None
            if task.wanted:
                self._give_back(project.hash, asker, teller)
            else:
                asker.close()

    def _take(self, project: Project) -> tuple[Asker, _Teller]:
        with self._lock:
            for number, (key, asker, teller) in enumerate(self._idle):
                if key == project.hash:
                    del self._idle[number]
                    return asker, teller
        teller = _Teller()
        return Asker(project, gap=PROVEN_GAP, seconds=BASE_SECONDS, on_answer=teller), teller

    def _give_back(self, key: str, asker: Asker, teller: _Teller) -> None:
        with self._lock:
            self._idle.append((key, asker, teller))
            spare = [self._idle.pop(0)[1] for _ in range(len(self._idle) - IDLE)]
        for old in spare:
            old.close()


class _Teller:
    """Counts the answers of the question that has the asker now."""

    def __init__(self) -> None:
        self.task: Task[Any] | None = None
        self._done = self._asked = self._done_before = self._asked_before = 0

    def begin(self, task: Task[Any]) -> None:
        self.task = task
        self._done_before, self._asked_before = self._done, self._asked

    def __call__(self, done: int, asked: int) -> None:
        self._done, self._asked = done, asked
        if self.task is not None and self.task.wanted:
            counted, whole = done - self._done_before, asked - self._asked_before
            self.task.progress = f"{counted} / {whole}"
            self.task.share = counted / whole if whole else None


_ASKERS = Askers()


def askers() -> Askers:
    """The askers of this server."""
    return _ASKERS
