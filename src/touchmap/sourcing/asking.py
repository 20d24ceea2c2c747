"""The parent's side of the processes that answer questions: several at once, stopped within a second."""

from __future__ import annotations

import json
import math
import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from touchmap.project import Project
from touchmap.sourcing.answering import Question
from touchmap.sourcing.child import BUILD_SECONDS, GRACE_SECONDS
from touchmap.sourcing.fence import Outcome
from touchmap.sourcing.messages import found_of
from touchmap.sourcing.search import Found


class Answerers:
    """Processes that answer questions about one project.

    Parameters
    ----------
    project
        What the questions are about.
    count
        Processes, 1 or more; each is started when it is first needed.
    """

    def __init__(self, project: Project, count: int = 2) -> None:
        if count < 1:
            raise ValueError(f"`count` must be at least 1, got {count}")
        self._project = pickle.dumps(project)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="answerer")
        self._own = threading.local()
        self._all: list[_Answerer] = []
        self._lock = threading.Lock()
        self._cancelled = threading.Event()

    def ask(self, question: Question) -> Future[Found]:
        """Ask a question; the future holds what was found, and never an outcome of solving as an error."""
        return self._pool.submit(self._answer, question)

    def cancel(self) -> None:
        """Stop every search within a second; questions not yet answered find nothing."""
        self._cancelled.set()
        with self._lock:
            for answerer in self._all:
                answerer.kill()

    @property
    def is_cancelled(self) -> bool:
        """Whether no more is answered."""
        return self._cancelled.is_set()

    def close(self) -> None:
        """End the processes."""
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            for answerer in self._all:
                answerer.close()

    def _answer(self, question: Question) -> Found:
        if self._cancelled.is_set():
            return _nothing("stopped")
        answerer: _Answerer | None = getattr(self._own, "answerer", None)
        if answerer is None or not answerer.alive:
            answerer = _Answerer(self._project)
            self._own.answerer = answerer
            with self._lock:
                self._all.append(answerer)
            if self._cancelled.is_set():
                answerer.kill()
        return answerer.answer(question)


class _Answerer:
    """One process."""

    def __init__(self, project: bytes) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "touchmap.sourcing.answering"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._killed = False
        self._send(project)

    @property
    def alive(self) -> bool:
        """Whether the process still answers."""
        return self._process.poll() is None

    def kill(self) -> None:
        """Stop it."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """Let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def answer(self, question: Question) -> Found:
        """Send a question and wait for what was found."""
        started = time.monotonic()
        self._send(pickle.dumps(question))
        guard = threading.Timer(question.limits.seconds + GRACE_SECONDS + BUILD_SECONDS, self.kill)
        guard.daemon = True
        guard.start()
        try:
            for line in self._process.stdout or ():
                said = json.loads(line)
                if said["kind"] == "found":
                    return found_of(said)
        finally:
            guard.cancel()
        if self._killed:
            return _nothing("stopped", time.monotonic() - started)
        self._process.wait()
        reason = f"the solver died with exit code {self._process.returncode}"
        return Found(Outcome.FAILED, None, math.inf, -math.inf, time.monotonic() - started, reason)

    def _send(self, data: bytes) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(data)
                self._process.stdin.flush()


def _nothing(message: str, seconds: float = 0.0) -> Found:
    return Found(Outcome.NOTHING, None, math.inf, -math.inf, seconds, message)
