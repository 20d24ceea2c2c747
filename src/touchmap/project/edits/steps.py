"""The smallest things an edit does, as data: set a cell, add or remove a row, put rows in another order.

Each step knows the value it replaces, so it can be undone, and so that an edit made on an older state of
a project is found out where somebody else has changed the same cell since.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SETTINGS = "settings"
"""Table of the settings, which has one row with an empty key."""

Values = dict[str, Any]
"""Fields of a row as plain data, as in a JSON document."""


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CellStep(_Step):
    """Set one field of one row."""

    kind: Literal["cell"] = "cell"
    table: str
    row: str
    """Key of the row before the step."""
    field: str
    old: Any
    new: Any
    old_stated: bool = True
    """Whether somebody stated the old value; else it was the default of a blank cell."""
    new_stated: bool = True


class RowStep(_Step):
    """Add a row, or remove one: `old` is empty if it is added, `new` if it is removed."""

    kind: Literal["row"] = "row"
    table: str
    row: str
    old: Values | None = None
    new: Values | None = None
    unstated: tuple[str, ...] = ()
    """Fields nobody stated; they have their defaults."""
    after: str | None = None
    """Key of the row before it; none = it is the first."""


class OrderStep(_Step):
    """Put the rows of a table in another order."""

    kind: Literal["order"] = "order"
    table: str
    old: tuple[str, ...]
    new: tuple[str, ...]


Step = Annotated[CellStep | RowStep | OrderStep, Field(discriminator="kind")]


def inverse_of(step: CellStep | RowStep | OrderStep, key_after: str) -> CellStep | RowStep | OrderStep:
    """Step that undoes a step.

    Parameters
    ----------
    key_after
        Key of the row once the step is done, which differs where the step changes a part of the key.
    """
    swapped: dict[str, Any] = {"old": step.new, "new": step.old}
    if isinstance(step, CellStep):
        swapped |= {"row": key_after, "old_stated": step.new_stated, "new_stated": step.old_stated}
    return step.model_copy(update=swapped)
