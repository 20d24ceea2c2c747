"""Where output goes: results to stdout, progress and errors to stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WIDTH_OF_FILES = 120
"""Characters of a line where the output is no terminal and COLUMNS says nothing."""


def output() -> Console:
    """The console of results."""
    return _console(stderr=False)


def errors() -> Console:
    """The console of progress and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    fixed = None if stream.isatty() or os.environ.get("COLUMNS") else WIDTH_OF_FILES
    return Console(stderr=stderr, width=fixed, highlight=False, emoji=False)
