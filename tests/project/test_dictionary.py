"""The data dictionary, the JSON Schema and the scope fields follow the declarations of the fields."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.project.small import small_project
from touchmap.files import save
from touchmap.project import SCHEMA_VERSION, TABLES, Project, Settings
from touchmap.project.dictionary import data_dictionary, data_dictionary_markdown, json_schema
from touchmap.project.market import add_market
from touchmap.project.opening_hours import hours_of_week
from touchmap.project.scope_fields import PROVIDER_FIELDS, SCOPE_FIELDS, WORK_FIELDS
from touchmap.project.vocabulary import ScopeSide

DICTIONARY = data_dictionary()
ENTITIES = {"settings": Settings, **TABLES}
# Numbers without a unit: positions, ranks, scales 1 … 5 and limits whose unit is that of the rule.
BARE = re.compile(
    r"position|rank|touch|preference|stake$|emotion|brand|complexity|codifiability|clarity|class|health|mandate|criticality"
    r"|people_cmm|^month$|^minimum$|^maximum$|documentation_bar"
)


def test_dictionary_has_every_field_of_every_table():
    """No field is missing, in the order of the declarations."""
    declared = [(table, name) for table, entity in ENTITIES.items() for name in entity.model_fields]
    assert [(f.table, f.field) for f in DICTIONARY] == declared


@pytest.mark.parametrize("field", DICTIONARY, ids=lambda f: f"{f.table}.{f.field}")
def test_field_is_described(field):
    """Every field has a sentence, and every quantity a unit."""
    assert field.description.strip().endswith((".", "?", "…", ")", "%")), field.description
    if field.type in ("number", "whole number") and not BARE.search(field.field):
        assert field.unit


def test_required_fields_have_no_default():
    """A field is required or has a default, as declared."""
    for field in DICTIONARY:
        info = ENTITIES[field.table].model_fields[field.field]
        assert field.required == info.is_required()
        assert not (field.required and field.default)


def test_references_lead_to_tables():
    """A field that refers to a table names one that exists."""
    assert {f.refers_to for f in DICTIONARY if f.refers_to} <= set(TABLES)


@pytest.mark.parametrize(
    ("table", "field", "expected"),
    [
        ("processes", "split_by", "several of a list"),
        ("processes", "tags", "several, text each, separated by ;"),
        ("processes", "split_shares", "several, number each, separated by ;"),
        ("processes", "remediation_on", "date"),
        ("processes", "process_id", "identifier"),
        ("processes", "key_competency", "yes or no"),
        ("providers", "country", "country code"),
        ("providers", "currency", "currency code"),
        ("demand", "language", "language code"),
        ("demand", "channel", "one of a list"),
        ("touchpoints", "touch_need", "whole number"),
    ],
)
def test_types_are_in_plain_words(table, field, expected):
    """The kind of value is said in words a facilitator knows."""
    assert next(f.type for f in DICTIONARY if (f.table, f.field) == (table, field)) == expected


def test_allowed_values_are_listed():
    """A closed list is given in full, also where several values are allowed."""
    allowed = {(f.table, f.field): f.allowed for f in DICTIONARY}
    assert allowed["providers", "kind"] == ("people", "platform")
    assert allowed["processes", "split_by"] == ("channel", "hours", "base_peak", "shares")


def test_page_names_every_field_and_scope_field():
    """The generated page has a row for each field and for each scope field."""
    page = data_dictionary_markdown()
    for field in DICTIONARY:
        assert f"| `{field.field}` |" in page
    for fields in SCOPE_FIELDS.values():
        assert all(f"| `{name}` |" in page for name in fields)
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7, 4}


# --- JSON Schema ------------------------------------------------------------------------------------

SCHEMA = json_schema()
KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value fits a schema: the part of JSON Schema that a project uses."""
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
    if "anyOf" in schema:
        return any(fits(value, choice) for choice in schema["anyOf"])
    if "const" in schema:
        return value == schema["const"]
    return _kind_fits(value, schema["type"]) and _limits_fit(value, schema)


def _kind_fits(value: Any, kind: str) -> bool:
    if kind in ("number", "integer"):
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, KINDS[kind])


def _limits_fit(value: Any, schema: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        properties = schema["properties"]
        return set(schema.get("required", ())) <= value.keys() <= properties.keys() and all(
            fits(v, properties[k]) for k, v in value.items()
        )
    if isinstance(value, list):
        return all(fits(v, schema["items"]) for v in value)
    if isinstance(value, str):
        long_enough = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
        matches = re.search(schema.get("pattern", ""), value) is not None
        return long_enough and matches and value in schema.get("enum", [value])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (
            schema.get("minimum", value) <= value <= schema.get("maximum", value)
            and value > schema.get("exclusiveMinimum", value - 1)
            and value < schema.get("exclusiveMaximum", value + 1)
        )
    return True


def document(project: Project) -> dict[str, Any]:
    """A project as one JSON document."""
    plain = {
        "schema_version": SCHEMA_VERSION,
        "settings": project.settings.model_dump(mode="json"),
        **project.to_tables(),
    }
    return json.loads(json.dumps(plain))


def test_schema_knows_version_settings_and_every_table():
    """The document holds the version, the settings and one array for each table."""
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(SCHEMA["properties"]) == {"schema_version", "touchmap_state", "settings", *TABLES}
    assert {SCHEMA["properties"][name]["type"] for name in TABLES} == {"array"}


@pytest.mark.parametrize("project", [Project(), small_project(), add_market(small_project(), ["PL", "IN"])])
def test_written_projects_fit_the_schema(project):
    """Whatever a project gives as plain data is legal, and reads back as the same project."""
    plain = document(project)
    assert fits(plain, SCHEMA)
    settings, tables = plain.pop("settings"), {k: v for k, v in plain.items() if k in TABLES}
    again = Project(
        settings=Settings(**settings),
        **{k: tuple(TABLES[k](**row) for row in rows) for k, rows in tables.items()},
    )
    assert again == project


def test_written_file_fits_the_schema(tmp_path):
    """The JSON document touchmap writes is legal under its own schema."""
    save(small_project(), tmp_path / "project.json")
    assert fits(json.loads((tmp_path / "project.json").read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("processes", "process_id", "=cmd"),
        ("processes", "health", 6),
        ("processes", "name", ""),
        ("processes", "unknown", 1),
        ("providers", "shrinkage", 1),
        ("providers", "kind", "robot"),
        ("demand", "handle_seconds", 0),
        ("demand", "language", "Dutch"),
        ("demand", "contacts_per_month", None),
    ],
)
def test_illegal_values_do_not_fit_the_schema(table, field, value):
    """The schema refuses what the tables refuse."""
    plain = document(small_project())
    plain[table][0][field] = value
    assert not fits(plain, SCHEMA)
    with pytest.raises(ValueError, match=field):
        TABLES[table](**plain[table][0])


def test_schema_demands_the_version():
    """A document without its version does not fit."""
    plain = document(Project())
    del plain["schema_version"]
    assert not fits(plain, SCHEMA)


# --- Scope fields and opening hours -----------------------------------------------------------------


def test_scope_fields_know_the_values_of_a_project():
    """Ids come from their table, words from the vocabulary or from the rows."""
    project = small_project()
    assert WORK_FIELDS["process"].known(project) == {"P1", "P2"}
    assert WORK_FIELDS["process_family"].known(project) == {"Money"}
    assert WORK_FIELDS["touch"].known(project) == {"high_tech", "mixed", "high_touch"}
    assert WORK_FIELDS["language"].known(project) == {"nl", "de", "xx"}
    assert PROVIDER_FIELDS["licence"].known(project) == {"Debt collection"}
    assert WORK_FIELDS["market"].known(project) is None


def test_both_sides_of_keep_apart_have_the_same_fields():
    """The other work is described like the work."""
    assert SCOPE_FIELDS[ScopeSide.OTHER] == SCOPE_FIELDS[ScopeSide.WORK]


def test_opening_hours_may_run_over_the_weekend():
    """Sa-Mo 10-12 is two hours on three days."""
    assert hours_of_week("Sa-Mo 10-12") == {5 * 24 + 10, 5 * 24 + 11, 6 * 24 + 10, 6 * 24 + 11, 10, 11}


def test_parts_of_opening_hours_add_up():
    """Five days of eight hours and four on Saturday are 44."""
    assert (
        len(hours_of_week("Mo-Fr 9-17; Sa 10-14")) == len(hours_of_week("Mo-Fr 9:00-17:00, Sa 10-14")) == 44
    )
    assert len(hours_of_week("")) == len(hours_of_week("24/7")) == 168


@pytest.mark.parametrize("text", ["9-17", "Mo-Fr", "Mo-Fr 17-9", "Mon-Fri 9-17", "Mo-Fr 9-25", "Mo 9:30-17"])
def test_unreadable_opening_hours_are_refused(text):
    """What is not understood is refused with an example."""
    with pytest.raises(ValueError, match="are not understood"):
        hours_of_week(text)
