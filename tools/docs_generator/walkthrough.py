"""Pages that are worked through: their files are written, their commands run, their output put in.

* A block ```` ```csv path ```` (or ``text path``) is a file.
* A block ```` ```console ```` holds commands after ``$ `` and what they print. A line ``…`` stands for
  any lines.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from .blocks import ROOT

_FENCE = re.compile(
    r"^```(?P<language>\w+)(?P<path> [\w./-]+)?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SECONDS = re.compile(r", \d+\.\d s$")
CUT = "…"
COLUMNS = "108"


def work_through(page: str, folder: Path) -> str:
    """Follow a page in an empty folder and give it with the output that really comes.

    Raises
    ------
    ValueError
        If a block of output with ``…`` lines does not fit what really comes.
    """

    def block(match: re.Match[str]) -> str:
        if match["path"]:
            target = folder / match["path"].strip()
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(match["body"], encoding="utf-8")
        elif match["language"] == "console":
            return "```console\n" + _console(match["body"], folder) + "```"
        return match[0]

    return _FENCE.sub(block, page)


def _console(body: str, folder: Path) -> str:
    parts = []
    for command, shown in commands(body):
        printed = run(command, folder)
        parts += [f"$ {command}", *(_excerpt(command, shown, printed) if CUT in shown else printed)]
    return "\n".join(parts) + "\n"


def commands(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines shown for it.

    >>> commands("$ touchmap versions\\ntouchmap 1\\n$ touchmap schema\\n")
    [('touchmap versions', ['touchmap 1']), ('touchmap schema', [])]
    """
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def run(command: str, folder: Path) -> list[str]:
    """Lines a ``touchmap`` command prints, on both streams, without how long it took."""
    words = shlex.split(command, comments=True)
    if words[0] != "touchmap":
        raise ValueError(f"only touchmap is run, not {words[0]}")
    paths = os.pathsep.join(p for p in sys.path if p)
    environment = os.environ | {"COLUMNS": COLUMNS, "PYTHONPATH": paths, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return [_SECONDS.sub("", line.rstrip()) for line in done.stdout.rstrip("\n").splitlines()]


def _excerpt(command: str, shown: list[str], printed: list[str]) -> list[str]:
    """The lines shown, if they occur in this order in what is printed; spaces are not counted."""
    pieces: list[list[str]] = [[]]
    for line in shown:
        if line == CUT:
            pieces.append([])
        else:
            pieces[-1].append(_plain(line))
    there, start = [_plain(line) for line in printed], 0
    for n, piece in enumerate(pieces):
        last = 0 if n == 0 else len(there) - len(piece)
        places = [i for i in range(start, last + 1) if there[i : i + len(piece)] == piece]
        if not places:
            text = "\n".join(piece)
            raise ValueError(f"`{command}` does not print this (any more):\n{text}")
        start = places[0] + len(piece)
    return shown


def _plain(line: str) -> str:
    return " ".join(line.split())


def pages() -> list[Path]:
    """Pages with a console block."""
    every = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in every if "```console" in page.read_text(encoding="utf-8")]
