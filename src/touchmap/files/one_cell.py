"""One cell by itself, for whoever types into a table: read, and held against its legal range at once."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from touchmap.files.cells import BLANK, BadCellError, read_cell
from touchmap.files.columns import Column, entity_of
from touchmap.files.rows import refusal


def read_value(column: Column, raw: object) -> Any:
    """Give the value of one cell as plain data, as it is written down in a project.

    Parameters
    ----------
    raw
        What was typed; blank means the default of the column.

    Raises
    ------
    BadCellError
        If it is not of the column's kind, out of its legal range, or blank though required; with what is
        wrong, the value seen and what to do.

    >>> from touchmap.files.columns import columns
    >>> read_value(columns("demand")["handle_seconds"], "6:10")
    370.0
    >>> read_value(columns("processes")["touch_need"], "")
    3
    """
    value = read_cell(column, raw)
    if value is BLANK or (value == "" and not column.kind.is_text):
        if column.required:
            hint = f"fill in: {column.description.rstrip('.')}"
            raise BadCellError("blank_required", f"{column.name} is blank but is required", hint, "")
        value = column.default
    adapter = _adapter(column.table, column.name)
    try:
        return adapter.dump_python(adapter.validate_python(value), mode="json")
    except ValidationError as error:
        raise refusal(column, error.errors(include_url=False)[0]) from None


@cache
def _adapter(table: str, name: str) -> TypeAdapter[Any]:
    entity = entity_of(table)
    hint: Any = get_type_hints(entity, include_extras=True)[name]
    declared: Any = Annotated[hint, entity.model_fields[name]]
    return TypeAdapter(declared)
