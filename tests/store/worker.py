"""What the tests let other processes do to a workspace: ``python -m tests.store.worker TASK …``."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.store.dice import throw
from touchmap.project.edits import set_setting
from touchmap.store import EditConflictError, Workspace, WorkspaceError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0


def start(*task: object) -> subprocess.Popen[str]:
    """Let a process of its own do a task."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.worker", *map(str, task)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def say(*words: object) -> None:
    """Tell the test, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def hammer(place: str, author: str, seed: str, count: str, total: str) -> None:
    """Make edits by dice, half of them on a state that may be old; print how it went."""
    rng, conflicts = random.Random(int(seed)), 0
    with Workspace(place) as workspace:
        stored = workspace.open("Acme")
        say("ready")
        sys.stdin.readline()
        number, project = stored.state()
        made = []
        while len(made) < int(count):
            if rng.random() < 0.5:
                number, project = stored.state()
            try:
                if rng.random() < 0.1:
                    entry = stored.undo(author) if rng.random() < 0.6 else stored.redo(author)
                else:
                    entry = stored.commit(throw(project, rng), author=author, seen=number)
            except EditConflictError:
                conflicts += 1
                number, project = stored.state()
                continue
            if entry is not None:
                made.append(entry.number)
        end = time.monotonic() + PATIENCE
        while stored.revision < int(total) and time.monotonic() < end:
            time.sleep(0.05)
        say(stored.project().hash, stored.revision, conflicts, *made)


def commit(place: str, seed: str, count: str) -> None:
    """Make edits and print the number of each once it is acknowledged."""
    with Workspace(place) as workspace:
        stored, rng = workspace.open("Acme"), random.Random(int(seed))
        for _ in range(int(count)):
            entry = stored.commit(throw(stored.project(), rng), author="Ann")
            say(entry.number, entry.hash)


def powerless(place: str) -> None:
    """As somebody who may not write: try to edit, and print what is said."""
    if os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)
    try:
        with Workspace(place) as workspace:
            stored = workspace.open("Acme")
            stored.commit(set_setting(stored.project(), "name", "Lost"), author="Ann")
    except WorkspaceError as error:
        say(f"refused: {error}")


if __name__ == "__main__":
    {"hammer": hammer, "commit": commit, "powerless": powerless}[sys.argv[1]](*sys.argv[2:])
