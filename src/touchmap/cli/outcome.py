"""How a command ends: exit codes, and errors as one readable block."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec, TypeVar

import typer

from touchmap.cli.terminal import errors
from touchmap.errors import (
    InvalidProjectError,
    MissingDependencyError,
    TouchmapError,
    UnknownNameError,
    UnreadableFileError,
)

P = ParamSpec("P")
T = TypeVar("T")


class ExitCode(IntEnum):
    """What the exit code of a command means."""

    OK = 0
    ENVIRONMENT = 1
    USAGE = 2
    INVALID_DATA = 3
    INFEASIBLE = 4
    NO_PLAN = 5


class BadUsageError(TouchmapError):
    """The command was called with something that does not exist or does not fit."""


class CannotWriteError(TouchmapError):
    """A file cannot be written."""


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """Turn what goes wrong in a command into a block on stderr and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except TouchmapError as error:
            _show(error)
            raise typer.Exit(_code(error)) from None
        except (OSError, MemoryError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            errors().print(f"Error: {error}", markup=False, style="bold red")
            raise typer.Exit(ExitCode.ENVIRONMENT) from None
        except Exception as error:
            if os.environ.get("TOUCHMAP_DEBUG"):
                raise
            _show_fault(error)
            raise typer.Exit(ExitCode.ENVIRONMENT) from None

    return run


def _code(error: TouchmapError) -> ExitCode:
    if isinstance(error, BadUsageError | UnknownNameError):
        return ExitCode.USAGE
    if isinstance(error, InvalidProjectError | UnreadableFileError):
        return ExitCode.INVALID_DATA
    return ExitCode.ENVIRONMENT


def _show(error: TouchmapError) -> None:
    from touchmap.report.text.style import plain

    console = errors()
    if isinstance(error, InvalidProjectError):
        from touchmap.cli.issues import print_issues

        print_issues(console, error.issues)
        return
    kind = "Not installed" if isinstance(error, MissingDependencyError) else "Error"
    for line in f"{kind}: {error}".split("\n"):
        console.print(plain(line), style="bold red")


def _show_fault(error: Exception) -> None:
    console = errors()
    console.print(f"Unexpected error: {type(error).__name__}: {error}", markup=False, style="bold red")
    console.print("This is a fault in touchmap. Set TOUCHMAP_DEBUG=1 to see where it happens.", markup=False)
