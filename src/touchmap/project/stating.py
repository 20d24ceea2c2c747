"""Which fields of a row somebody stated, and which only have their default; reports name the latter."""

from __future__ import annotations

import json
from collections.abc import Iterable

from touchmap.project.entity import Entity
from touchmap.project.model import TABLES, Project
from touchmap.project.settings import Settings

_STATED = "__pydantic_fields_set__"
"""Where pydantic keeps what `model_fields_set` gives."""


def unstated_of(row: Entity | Settings) -> tuple[str, ...]:
    """Fields of a row that nobody stated, in their order.

    >>> from touchmap.project import Stage
    >>> "name" in unstated_of(Stage(stage_id="S", name="Join"))
    False
    """
    stated = row.model_fields_set
    return tuple(field for field in type(row).model_fields if field not in stated)


def state_only(row: Entity | Settings, fields: Iterable[str]) -> None:
    """Note on a row that was just made that these of its fields are stated, and no others."""
    object.__setattr__(row, _STATED, set(fields))


def unstated_text(project: Project) -> str:
    """What nobody stated in a project, as JSON: beside a dump of it, nothing of it is lost.

    For each table, the different sets of unstated fields, and for each row the number of its set.

    >>> from touchmap.project import Stage
    >>> bare = Project(stages=(Stage(stage_id="S", name="Join"),))
    >>> back = Project.model_validate_json(bare.model_dump_json())
    >>> note_unstated(back, unstated_text(bare))
    >>> back.stages[0].model_fields_set == bare.stages[0].model_fields_set
    True
    """
    told: dict[str, object] = {"settings": unstated_of(project.settings)}
    for table in TABLES:
        sets: dict[tuple[str, ...], int] = {}
        numbers = [sets.setdefault(unstated_of(row), len(sets)) for row in project.rows(table)]
        if numbers:
            told[table] = {"sets": list(sets), "rows": numbers}
    return json.dumps(told, separators=(",", ":"))


def note_unstated(project: Project, text: str) -> None:
    """Note on the rows of a project that was just read what `unstated_text` says of it.

    Raises
    ------
    ValueError
        If the text is damaged or of another project.
    """
    try:
        told = json.loads(text)
        state_only(project.settings, Settings.model_fields.keys() - told["settings"])
        for table, entity in TABLES.items():
            here = told.get(table, {"sets": [], "rows": []})
            # Rows that state the same share a set, as nobody ever changes one; there may be 100,000 rows.
            sets = [entity.model_fields.keys() - fields for fields in here["sets"]]
            for row, number in zip(project.rows(table), here["rows"], strict=True):
                object.__setattr__(row, _STATED, sets[number])
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError("what is unstated does not fit the project") from error
