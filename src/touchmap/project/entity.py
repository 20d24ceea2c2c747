"""The base of every table row, and the one place where a field is declared.

A field is declared once, with `fact`: type (its annotation), unit, default, legal range and plain
description. Checks, spreadsheet templates, the data dictionary and the JSON Schema all read these
declarations.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

MAX_TEXT = 20_000
"""Longest text in any field, in characters."""

_ID_PATTERN = r"^[^\s/;*|=+@\-][^/;*|\x00-\x1f]{0,79}$"


def _strip(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def sorted_list(value: object) -> object:
    """Read "b; a" as the sorted tuple ("a", "b"); blank is empty."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.split(";")
    if isinstance(value, list | tuple | set | frozenset):
        parts = {part.strip() if isinstance(part, str) else part for part in value}
        return tuple(sorted(parts - {""}, key=str))
    return value


def ranked_list(value: object) -> object:
    """Read "b; a" as the tuple ("b", "a"): the first counts most; a repeated value counts once.

    >>> ranked_list("b; a; b")
    ('b', 'a')
    """
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.split(";")
    if isinstance(value, list | tuple):
        parts = [part.strip() if isinstance(part, str) else part for part in value]
        return tuple(dict.fromkeys(part for part in parts if part != ""))
    return value


def listed_numbers(value: object) -> object:
    """Read "0.3; 0.7" as a tuple of numbers, order kept; blank is empty."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip().replace(",", ".") for part in value.split(";") if part.strip())
    return value


def _unpadded(value: str) -> str:
    if value != value.strip():
        raise ValueError("must not end in a space")
    return value


Id = Annotated[
    str,
    StringConstraints(pattern=_ID_PATTERN),
    BeforeValidator(_strip),
    AfterValidator(_unpadded),
]
"""An identifier: 1 to 80 characters, none of ``/ ; * |``, not starting with a sign."""

Text = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
"""Free text."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT), BeforeValidator(_strip)]
"""A name people read; not empty."""

IdList = Annotated[tuple[Id, ...], BeforeValidator(sorted_list)]
"""Identifiers "a; b", sorted."""

WordList = Annotated[tuple[Name, ...], BeforeValidator(sorted_list)]
"""Words "a; b", sorted."""

ShareList = Annotated[
    tuple[Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)], ...], BeforeValidator(listed_numbers)
]
"""Shares "0.3; 0.7", in the order given."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$"), BeforeValidator(_strip)]
"""ISO 639 code such as ``nl`` or ``pt-BR``; ``xx`` is language-neutral work."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), BeforeValidator(_strip)]
"""ISO 3166 two-letter code; ``EU`` where a provider works from several member states."""

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), BeforeValidator(_strip)]
"""ISO 4217 code."""


def fact(
    default: Any = ...,
    *,
    unit: str = "",
    description: str,
    refers_to: str = "",
    assumed: str = "",
    **constraints: Any,
) -> Any:
    """Declare a field of a table.

    Parameters
    ----------
    default
        Value of a blank cell; leave it out for a required field.
    unit
        Unit of the value, shown in every heading.
    description
        One plain sentence for people who fill the table in.
    refers_to
        Table whose id this field holds.
    assumed
        Source of a default that is an assumption and not a neutral value; shown with results.
    constraints
        Legal range: ``ge``, ``gt``, ``le``, ``lt``.
    """
    extra = {"unit": unit, "refers_to": refers_to, "assumed": assumed}
    return Field(
        default,
        description=description,
        json_schema_extra={k: v for k, v in extra.items() if v},
        allow_inf_nan=False if {"ge", "gt", "le", "lt"} & constraints.keys() else None,
        **constraints,
    )


class Entity(BaseModel):
    """One immutable row of a table."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    table_name: ClassVar[str]
    """Name of the table, which is also the file and sheet name."""
    key: ClassVar[tuple[str, ...]]
    """Fields that identify a row."""

    @property
    def row_key(self) -> str:
        """The row's key as one text, parts joined by ``/``."""
        if len(self.key) == 1:
            value = getattr(self, self.key[0])
            return "" if value is None else str(value)
        return "/".join("" if v is None else str(v) for v in (getattr(self, k) for k in self.key))
