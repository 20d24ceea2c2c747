"""The data dictionary and the JSON Schema, both made from the declarations of the fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from touchmap.project.entity import Entity
from touchmap.project.model import SCHEMA_VERSION, TABLES, Project
from touchmap.project.scope_fields import SCOPE_FIELDS
from touchmap.project.settings import Settings

_WORDS = {"integer": "whole number", "number": "number", "boolean": "yes or no", "string": "text"}
_PATTERNS = {
    "^[A-Z]{2}$": "country code",
    "^[A-Z]{3}$": "currency code",
    "^[a-z]{2,3}(-[A-Z]{2})?$": "language code",
}


@dataclass(frozen=True, slots=True)
class FieldDescription:
    """Everything that is declared about one field of a table."""

    table: str
    field: str
    type: str
    """The kind of value in plain words."""
    unit: str
    range: str
    """Legal range, such as ``0 … 1``."""
    default: str
    """What a blank cell means; empty if it means "not stated"."""
    required: bool
    refers_to: str
    """Table whose ids the field holds."""
    assumed: str
    """Source of a default that is an assumption."""
    description: str
    allowed: tuple[str, ...]
    """The only legal values, if there is a closed list."""


def data_dictionary() -> list[FieldDescription]:
    """Every field of the settings and of every table, in the order of the tables.

    >>> price = next(f for f in data_dictionary() if (f.table, f.field) == ("offers", "price"))
    >>> price.type, price.unit, price.range, price.required
    ('number', 'money/unit', '0 … 1000000000', True)
    """
    entities: list[type[Entity]] = [Settings, *TABLES.values()]
    return [field for entity in entities for field in describe(entity)]


def describe(entity: type[Entity]) -> list[FieldDescription]:
    """The fields of one table, in their order."""
    schema = entity.model_json_schema()
    defs = schema.get("$defs", {})
    required = set(schema.get("required", ()))
    return [
        _describe_field(entity.table_name, name, prop, name in required, defs)
        for name, prop in schema["properties"].items()
    ]


def _describe_field(
    table: str, name: str, prop: dict[str, Any], required: bool, defs: dict[str, Any]
) -> FieldDescription:
    core = _core(prop, defs)
    items = _core(core["items"], defs) if core.get("type") == "array" else core
    refers_to = prop.get("refers_to", "")
    return FieldDescription(
        table=table,
        field=name,
        type=_type_words(core, items, refers_to),
        unit=prop.get("unit", ""),
        range=_range(items),
        default="" if required else _text(prop.get("default")),
        required=required,
        refers_to=refers_to,
        assumed=prop.get("assumed", ""),
        description=prop.get("description") or core.get("description", ""),
        allowed=tuple(items.get("enum", ())),
    )


def _core(prop: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    """The part of a property that says what a filled cell holds."""
    if "anyOf" in prop:
        prop = next(choice for choice in prop["anyOf"] if choice.get("type") != "null")
    if "$ref" in prop:
        found: dict[str, Any] = defs[prop["$ref"].rsplit("/", 1)[-1]]
        return found
    return prop


def _type_words(core: dict[str, Any], items: dict[str, Any], refers_to: str) -> str:
    if "enum" in items:
        word = "one of a list"
    elif items.get("format") == "date":
        word = "date"
    elif refers_to:
        word = "identifier"
    elif items.get("pattern"):
        word = _PATTERNS.get(items["pattern"], "identifier")
    else:
        word = _WORDS[items["type"]]
    if core is items:
        return word
    return "several of a list" if "enum" in items else f"several, {word} each, separated by ;"


def _range(items: dict[str, Any]) -> str:
    low, high = (
        items.get("minimum", items.get("exclusiveMinimum")),
        items.get("maximum", items.get("exclusiveMaximum")),
    )
    if low is None and high is None:
        return ""
    parts = []
    if low is not None:
        parts.append(f"more than {low:.12g}" if "exclusiveMinimum" in items else f"{low:.12g}")
    if high is not None:
        parts.append(f"less than {high:.12g}" if "exclusiveMaximum" in items else f"{high:.12g}")
    return " … ".join(parts)


def _text(default: object) -> str:
    if default is None or default in ("", [], ()):
        return ""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"{default:g}" if isinstance(default, float) else str(default)


def data_dictionary_markdown() -> str:
    """The data dictionary as a page of documentation."""
    lines = [
        "# Data dictionary",
        "",
        "Every table and field of a project. This page is generated from the program; do not edit it.",
        "A blank cell means the default; a required field has none. `;` separates several values in a cell.",
    ]
    entities: list[type[Entity]] = [Settings, *TABLES.values()]
    for entity in entities:
        lines += ["", f"## {entity.table_name}", "", (entity.__doc__ or "").strip().splitlines()[0], ""]
        if entity.key:
            lines += [f"Identified by {' + '.join(f'`{k}`' for k in entity.key)}.", ""]
        lines += ["| field | type | unit | range | default | description |", "|---|---|---|---|---|---|"]
        lines += [_markdown_row(field) for field in describe(entity)]
    return "\n".join([*lines, *_scope_lines(), ""])


def _markdown_row(field: FieldDescription) -> str:
    kind = f"identifier of `{field.refers_to}`" if field.refers_to else field.type
    default = "**required**" if field.required else field.default
    default += f" (assumed: {field.assumed})" if field.assumed and not field.required else ""
    allowed = f" One of: {', '.join(f'`{word}`' for word in field.allowed)}." if field.allowed else ""
    cells = (f"`{field.field}`", kind, field.unit, field.range, default, field.description + allowed)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _scope_lines() -> list[str]:
    lines = ["", "## Fields of a rule's scope", "", "What `rule_scopes.field` may be on each side."]
    for side, fields in SCOPE_FIELDS.items():
        lines += ["", f"### Side `{side.value}`", "", "| field | description | values |", "|---|---|---|"]
        for scope in fields.values():
            values = ", ".join(f"`{word}`" for word in scope.words) or (
                f"ids of `{scope.table}`" if scope.table else ""
            )
            lines.append(f"| `{scope.name}` | {scope.description} | {values} |")
    return lines


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a project as one JSON document.

    The document is an object of ``schema_version``, ``settings`` and one array for each table.

    >>> json_schema()["properties"]["schema_version"]["const"]
    1
    """
    schema = Project.model_json_schema()
    properties = {
        "schema_version": {"const": SCHEMA_VERSION, "description": "Version of the tables."},
        "touchmap_state": {
            "type": "string",
            "description": "State of the workspace the document was written from; may be left out.",
        },
        **{
            name: {k: v for k, v in prop.items() if k != "default"}
            for name, prop in schema["properties"].items()
        },
    }
    document: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "touchmap project",
        "description": "All facts of one company: the map, the work, the providers, the rules.",
        "type": "object",
        "properties": properties,
        "required": ["schema_version"],
        "additionalProperties": False,
        "$defs": schema["$defs"],
    }
    copied: dict[str, Any] = json.loads(json.dumps(document))
    return copied
