"""What is shown while something takes long: on stderr, only in a terminal, gone when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from touchmap.cli.terminal import errors


class ProgressOfSolving(Protocol):
    """How far solving has come."""

    @property
    def seconds(self) -> float: ...  # noqa: D102

    @property
    def incumbent(self) -> float | None: ...  # noqa: D102

    @property
    def bound(self) -> float | None: ...  # noqa: D102

    @property
    def gap(self) -> float | None: ...  # noqa: D102


@contextmanager
def waiting(what: str) -> Iterator[Callable[[ProgressOfSolving], None]]:
    """Show that something is going on; gives a function that takes the progress of solving."""
    console = errors()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield lambda progress: status.update(f"{what}: {describe(progress)}")


def describe(progress: ProgressOfSolving) -> str:
    """Progress in a line: best plan so far, proven bound, gap.

    >>> from types import SimpleNamespace as Seen
    >>> describe(Seen(seconds=3.2, incumbent=36_500_000.0, bound=36_400_000.0, gap=0.0027))
    '3 s, best plan so far 36,500,000, bound 36,400,000, gap 0.270 %'
    >>> describe(Seen(seconds=1.0, incumbent=None, bound=None, gap=None))
    '1 s, no plan yet'
    """
    parts = [f"{progress.seconds:.0f} s"]
    parts.append(
        "no plan yet" if progress.incumbent is None else f"best plan so far {_figure(progress.incumbent)}"
    )
    if progress.bound is not None:
        parts.append(f"bound {_figure(progress.bound)}")
    if progress.gap is not None:
        parts.append(f"gap {100 * progress.gap:.3f} %")
    return ", ".join(parts)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"
