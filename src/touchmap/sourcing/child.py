"""The parent's side of the solver process: start it, listen to it, stop it within a second."""

from __future__ import annotations

import json
import math
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from touchmap.project import Project
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.messages import found_of, number
from touchmap.sourcing.search import Found
from touchmap.sourcing.worker import Request
from touchmap.work.options import Ints

GRACE_SECONDS = 10.0
"""How long past its time limit the solver may take to come back before it is stopped."""
BUILD_SECONDS = 600.0
"""Longest time for building the program, which does not count against the time limit."""

Heard = Callable[[float, float, float], None]
"""Called with seconds, incumbent and bound, in the scenario's unit, minimised."""


class SolverProcess:
    """A search running in a process of its own."""

    def __init__(self, project: Project, scenario: str, limits: Limits, heard: Heard | None = None) -> None:
        self._limits, self._heard = limits, heard
        self._choice: Ints | None = None
        self._objective, self._bound, self._seconds = math.inf, -math.inf, 0.0
        self._found: Found | None = None
        self._failure: Exception | None = None
        self._cancelled = False
        self._started = time.monotonic()
        self._deadline = self._started + self._limits.seconds + BUILD_SECONDS
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "touchmap.sourcing.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self._request = pickle.dumps(Request(project, scenario, limits))
        self._errors = b""
        self._threads = [
            threading.Thread(target=target, daemon=True)
            for target in (self._write, self._listen, self._complain)
        ]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(self._request)
                self._process.stdin.close()

    def _complain(self) -> None:
        if self._process.stderr is not None:
            self._errors = self._process.stderr.read()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            try:
                said = json.loads(line)
            except json.JSONDecodeError:
                continue
            self._take(said)

    def _take(self, said: dict[str, Any]) -> None:
        if said["kind"] == "solving":
            self._deadline = time.monotonic() + self._limits.seconds + GRACE_SECONDS
        elif said["kind"] == "incumbent":
            self._choice, self._objective = np.array(said["choice"]), number(said["objective"], math.inf)
        elif said["kind"] == "progress":
            self._bound = max(self._bound, number(said["bound"], -math.inf))
            self._seconds = said["seconds"]
            self._tell(number(said["incumbent"], math.inf))
        elif said["kind"] == "found":
            self._found = found_of(said)

    def _tell(self, incumbent: float) -> None:
        """Pass progress on; a listener that fails stops the search and is heard of in `wait`."""
        if self._heard is None or self._failure is not None:
            return
        try:
            self._heard(self._seconds, incumbent, self._bound)
        except Exception as failure:  # noqa: BLE001 - raised again where the caller waits
            self._failure = failure
            self.cancel()

    def cancel(self) -> None:
        """Stop the search; the best plan so far is kept."""
        self._cancelled = True
        self._process.kill()

    def wait(self) -> Found:
        """Wait for the search to end, by itself or by `cancel`, and give what it found."""
        while self._process.poll() is None:
            if time.monotonic() > self._deadline:
                self.cancel()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        if self._failure is not None:
            raise self._failure
        return self._found or self._interrupted()

    def _interrupted(self) -> Found:
        seconds = time.monotonic() - self._started
        if not self._cancelled:
            said = self._errors.decode(errors="replace").strip().splitlines()
            reason = said[-1] if said else f"the solver died with exit code {self._process.returncode}"
            return Found(Outcome.FAILED, None, math.inf, -math.inf, seconds, reason)
        if self._choice is None:
            return Found(Outcome.NOTHING, None, math.inf, self._bound, seconds, "stopped")
        return Found(Outcome.LIMIT, self._choice, self._objective, self._bound, seconds, "stopped")
