"""Everything that can be wrong, in four kinds that are never mixed.

Bad data is collected as `Issue` rows and raised once as `InvalidProjectError`; misuse of a
function is a `ValueError`; the outcome of solving is a status, never an exception; a missing
piece of the environment is a `MissingDependencyError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad an issue is: an error stops the work, a warning is shown beside the result."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an issue: table, and where known its row id, column, file and line.

    >>> str(Where("offers", row_id="O12", column="price", file="offers.csv", line=13))
    'offers.csv, line 13, column price (row O12)'
    >>> str(Where("offers", row_id="O12", column="price"))
    'offers, row O12, column price'
    """

    table: str = ""
    row_id: str = ""
    column: str = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        if self.file or self.line is not None:
            parts = [self.file or self.table]
            if self.line is not None:
                parts.append(f"line {self.line}")
            if self.column:
                parts.append(f"column {self.column}")
            return ", ".join(parts) + (f" (row {self.row_id})" if self.row_id else "")
        parts = [self.table or "project"]
        if self.row_id:
            parts.append(f"row {self.row_id}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem in the data: who, what is wrong, the value seen, what to do.

    Parameters
    ----------
    code
        Stable short name of the kind of problem, such as ``unknown_id``.
    message
        What is wrong, in one sentence with the value seen.
    hint
        What to do about it.
    where
        The place it was found.
    severity
        Error or warning.
    value
        The value seen, as text.
    """

    code: str
    message: str
    hint: str = ""
    where: Where = field(default_factory=Where)
    severity: Severity = Severity.ERROR
    value: str = ""

    def __str__(self) -> str:
        hint = f" – {self.hint}" if self.hint else ""
        return f"{self.where}: {self.message}{hint}"

    def to_dict(self) -> dict[str, object]:
        """Give the issue as plain data, for ``--json``."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": asdict(self.where),
            "value": self.value,
            "message": self.message,
            "hint": self.hint,
        }


class TouchmapError(Exception):
    """Base of every error touchmap raises on purpose."""


class InvalidProjectError(TouchmapError):
    """The data has errors; all of them are in `issues`."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        errors = [i for i in self.issues if i.severity is Severity.ERROR]
        lines = "\n".join(f"  {n}. {i}" for n, i in enumerate(errors, 1))
        super().__init__(f"{len(errors)} problem(s) in the data:\n{lines}")


class UnknownNameError(TouchmapError):
    """A scenario, process or other name that was asked for does not exist."""


class UnreadableFileError(TouchmapError):
    """A file cannot be read or written as what it claims to be."""


class MissingDependencyError(TouchmapError):
    """A library or program this call needs is not installed; the message says how to get it."""
