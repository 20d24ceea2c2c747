"""Issues of a project, listed for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from touchmap.errors import Issue, Severity

if TYPE_CHECKING:
    from rich.console import Console

SHOWN_OF_A_KIND = 3
"""Issues of one kind that are written out; the rest is counted."""
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


def count_of(issues: Sequence[Issue]) -> tuple[int, int]:
    """Number of errors and of warnings."""
    wrong = sum(issue.severity is Severity.ERROR for issue in issues)
    return wrong, len(issues) - wrong


def counted(issues: Sequence[Issue]) -> str:
    """How many errors and warnings there are, in words.

    >>> counted([Issue("x", "wrong")])
    '1 error, 0 warnings'
    """
    wrong, doubtful = count_of(issues)
    return f"{wrong} error{'s' * (wrong != 1)}, {doubtful} warning{'s' * (doubtful != 1)}"


def print_issues(console: Console, issues: Sequence[Issue], *, list_all: bool = False) -> None:
    """List issues, errors first, each with its place; what to do stands once for issues of a kind.

    Parameters
    ----------
    list_all
        List every issue instead of the first few of a kind.
    """
    from rich.text import Text

    kinds: dict[tuple[Severity, str, str], list[Issue]] = {}
    for issue in sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR):
        kinds.setdefault((issue.severity, issue.code, issue.hint), []).append(issue)
    for (severity, _, hint), found in kinds.items():
        shown = found if list_all or len(found) <= SHOWN_OF_A_KIND + 1 else found[:SHOWN_OF_A_KIND]
        for issue in shown:
            line = Text(f"{severity.value:<8}", style=_STYLES[severity])
            line.append(f"{issue.where}: ", style="bold not dim default").append(
                issue.message, style="default"
            )
            console.print(line)
        if len(shown) < len(found):
            more = f"        … and {len(found) - len(shown)} more of this kind"
            console.print(Text(f"{more} (touchmap validate --all lists them)"))
        if hint:
            console.print(Text(f"        → {hint}", style="dim"))
    console.print(Text(counted(issues), style="bold"))
