"""Two processes at the same project, and processes that are killed: nothing acknowledged is ever lost."""

import random
import signal
import subprocess
import sys
import time

import pytest

from tests.store.worker import start
from touchmap.store import Workspace

pytestmark = pytest.mark.slow

EDITS = 2000
KILLS = 20


def test_two_processes_lose_no_edit_and_end_alike(place, small):
    """Of 2,000 random edits each, every one is in the journal; both see the same project at the end."""
    with Workspace(place) as workspace:
        workspace.add("Acme", small, author="Ann")
    workers = [start("hammer", place, who, n, EDITS, 2 * EDITS) for n, who in enumerate(("Ann", "Bob"))]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n", worker.stderr.read()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [worker.communicate(timeout=600) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0], said
    (hash_a, head_a, _, *by_ann), (hash_b, head_b, _, *by_bob) = (out.split() for out, _ in said)
    assert hash_a == hash_b
    assert head_a == head_b == str(2 * EDITS)
    with Workspace(place) as workspace:
        stored = workspace.open("Acme")
        entries = stored.entries()
        assert [e.number for e in entries] == list(range(1, 2 * EDITS + 1))
        assert [str(e.number) for e in entries if e.author == "Ann"] == by_ann
        assert [str(e.number) for e in entries if e.author == "Bob"] == by_bob
        assert stored.project().hash == hash_a
        report = workspace.check()
        assert (report.problems, report.edits) == ((), 2 * EDITS)


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path, small):
    """Twenty times `kill -9` in the middle of 500 edits: each one told is there, and the rest is sound."""
    place, dice = tmp_path / "w.sqlite", random.Random(5)
    with Workspace(place) as workspace:
        workspace.add("Acme", small, author="Ann")
    told: dict[int, str] = {}
    for n in range(KILLS):
        # Anywhere in the first 500, also while it opens the project and writes the whole state; a fast
        # machine must not be done with all before it is killed.
        worker = start("commit", place, n, 50_000)
        wanted = 0 if n % 4 == 3 else dice.randrange(1, 495)
        for _ in range(wanted):
            number, hash_ = worker.stdout.readline().split()
            told[int(number)] = hash_
        time.sleep(dice.random() * (0.01 if wanted else 2.0))
        worker.send_signal(signal.SIGKILL)
        rest, _ = worker.communicate(timeout=60)
        # What was still in the pipe was acknowledged as well; of the last line only the end may be missing.
        for line in rest.splitlines(keepends=True):
            if line.endswith("\n"):
                number, hash_ = line.split()
                told[int(number)] = hash_
        assert worker.returncode == -signal.SIGKILL
        with Workspace(place) as workspace:
            stored = workspace.open("Acme")
            there = {entry.number: entry.hash for entry in stored.entries()}
            assert told.items() <= there.items()
            assert stored.project().hash == there[max(there)]
    with Workspace(place) as workspace:
        assert workspace.check().problems == ()


def test_two_processes_may_open_a_new_place_at_once(place):
    """Whoever comes first makes the tables; nobody fails."""
    code = (
        "import sys; from touchmap.project import Project; from touchmap.store import Workspace\n"
        "Workspace(sys.argv[1]).add(sys.argv[2], Project(), author='Ann')"
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", code, place, f"P{n}"], stderr=subprocess.PIPE, text=True)
        for n in range(4)
    ]
    said = [worker.communicate(timeout=120)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4, said
    with Workspace(place) as workspace:
        assert {one.name for one in workspace.list()} == {"P0", "P1", "P2", "P3"}
