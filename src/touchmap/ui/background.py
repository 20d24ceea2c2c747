"""Questions that take longer than a blink: asked off the page's thread, shared, cancellable, remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from touchmap.errors import TouchmapError

T = TypeVar("T")

KEPT = 128
"""Answers that are remembered."""
AT_ONCE = 2
"""Questions that are worked on at the same time; the others wait."""


class TaskState(StrEnum):
    """How a question stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nobody works on it any more."""
        return self not in (TaskState.WAITING, TaskState.RUNNING)


class CancelledError(Exception):
    """Raised by work that noticed it is no longer wanted."""


@dataclass
class Task(Generic[T]):
    """A question being worked on, or its answer. Read by many sessions, written by one thread."""

    state: TaskState = TaskState.WAITING
    progress: str = ""
    """How far it is, in words."""
    share: float | None = None
    """Part that is done, 0–1; none if that is not known."""
    value: T | None = None
    so_far: T | None = None
    """What is known of the answer while it is sought."""
    error: str = ""
    started: float = field(default_factory=monotonic)
    ended: float | None = None
    _cancel: threading.Event = field(default_factory=threading.Event)
    _on_cancel: list[Callable[[], None]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Seconds it has taken so far."""
        return (self.ended or monotonic()) - self.started

    @property
    def answer(self) -> T:
        """The answer of a question that is done."""
        if self.state is not TaskState.DONE:
            raise ValueError(f"the question is {self.state.value}, it has no answer")
        return cast("T", self.value)

    @property
    def wanted(self) -> bool:
        """Whether to go on; long work looks here now and then."""
        return not self._cancel.is_set()

    def report(self, words: str, share: float | None = None) -> None:
        """Say how far it is; raises `CancelledError` when it is no longer wanted."""
        self.progress, self.share = words, share
        if not self.wanted:
            raise CancelledError

    def on_cancel(self, stop: Callable[[], None]) -> None:
        """Name what stops the work from outside, such as ending a process."""
        self._on_cancel.append(stop)
        if not self.wanted:
            stop()

    def cancel(self) -> None:
        """Want it no longer."""
        self._cancel.set()
        for stop in self._on_cancel:
            stop()


class Background:
    """Questions of all sessions of this server, by their keys."""

    def __init__(self) -> None:
        self._tasks: OrderedDict[Hashable, Task[Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def find(self, key: Hashable) -> Task[Any] | None:
        """A question asked before; none if it never was, or its answer is forgotten."""
        with self._lock:
            return self._tasks.get(key)

    def ask(self, key: Hashable, work: Callable[[Task[T]], T]) -> Task[T]:
        """Give the answer asked for before, else begin to work on it.

        Parameters
        ----------
        key
            What the answer depends on: kind of question, hash of the project, scenario, arguments.
        work
            Called in a thread of its own with the task, to report progress to; it must not use Streamlit.
        """
        with self._lock:
            known = self._tasks.get(key)
            if known is not None and known.state not in (TaskState.FAILED, TaskState.CANCELLED):
                self._tasks.move_to_end(key)
                return known
            task: Task[T] = Task()
            self._tasks[key] = task
            while len(self._tasks) > KEPT:
                oldest = next((k for k, t in self._tasks.items() if t.state.is_over), None)
                if oldest is None:
                    break
                del self._tasks[oldest]
        threading.Thread(target=self._run, args=(task, work), daemon=True, name=f"question {key}").start()
        return task

    def forget(self, key: Hashable) -> None:
        """Forget an answer, so that it is worked out anew."""
        with self._lock:
            self._tasks.pop(key, None)

    def _run(self, task: Task[T], work: Callable[[Task[T]], T]) -> None:
        with self._room:
            task.started = monotonic()
            if not task.wanted:
                task.state = TaskState.CANCELLED
                return
            task.state = TaskState.RUNNING
            try:
                task.value = work(task)
                task.state = TaskState.DONE
            except CancelledError:
                task.state = TaskState.CANCELLED
            except (TouchmapError, ValueError, OSError) as error:
                task.error = str(error)
                task.state = TaskState.FAILED if task.wanted else TaskState.CANCELLED
            except Exception as error:  # noqa: BLE001 - a thread that dies in silence would spin for ever
                task.error = f"{type(error).__name__}: {error}"
                task.state = TaskState.FAILED if task.wanted else TaskState.CANCELLED
            finally:
                task.ended = monotonic()


@st.cache_resource
def background() -> Background:
    """The questions of this server."""
    return Background()
