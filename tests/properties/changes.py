"""Changes of a project that must not change what comes out, or in a known way only."""

from collections.abc import Callable
from random import Random
from typing import Any

from touchmap.project import TABLES, Entity, Project, RuleStem, Settings
from touchmap.project.vocabulary import Objective

NAMED_IN_SCOPES = {
    "process": "processes",
    "provider": "providers",
    "touchpoint": "touchpoints",
    "stage": "stages",
    "contract": "contracts",
}


def shuffled(project: Project, random: Random) -> Project:
    """The same rows in another order, in every table."""
    tables = {name: list(project.rows(name)) for name in TABLES}
    for rows in tables.values():
        random.shuffle(rows)
    return project.replace(**tables)


def renamed(project: Project, new_name: Callable[[str], str]) -> Project:
    """Every identifier replaced, wherever it is named."""
    return Project(
        settings=project.settings,
        **{name: [_renamed_row(row, new_name) for row in project.rows(name)] for name in TABLES},
    )


def _renamed_row(row: Entity, new_name: Callable[[str], str]) -> Entity:
    values = row.model_dump()
    fields = {f for f in values if _extra(type(row), f, "refers_to")}
    if row.key[0].endswith("_id"):
        fields.add(row.key[0])
    if row.table_name == "handoffs":
        fields.add("to_id")
    if row.table_name == "rule_scopes" and values["field"] in NAMED_IN_SCOPES:
        fields.add("value")
    fields.discard("scenario_id")
    return type(row)(**values | {f: new_name(values[f]) for f in fields if values[f] is not None})


def _extra(entity: type[Entity], field: str, name: str) -> str:
    extra: Any = entity.model_fields[field].json_schema_extra
    return extra.get(name, "") if extra else ""


POINTS = (Objective.QUALITY, Objective.WORST_TOUCHPOINT)
"""Objectives that are no money."""


def in_other_money(project: Project, factor: float) -> Project:
    """Every amount of money multiplied by a factor, as if the currency were another one.

    Money is what a field's unit says. The limit of a budget is money too, and the penalty of a
    should-budget is money per money.
    """
    budgets = {r.rule_id for r in project.rules if r.stem is RuleStem.BUDGET}
    return Project(
        settings=Settings(**_in_money(project.settings, factor, set())),
        **{
            name: [type(row)(**_in_money(row, factor, budgets)) for row in project.rows(name)]
            for name in TABLES
        },
    )


def _in_money(row: Entity, factor: float, budgets: set[str]) -> dict[str, Any]:
    values = row.model_dump()
    fields = {f for f in values if _extra(type(row), f, "unit").startswith("money")}
    if values.get("rule_id") in budgets:
        fields = (fields | {"maximum"} if "maximum" in values else fields) - {"penalty_per_unit"}
    return values | {f: values[f] * factor for f in fields if values[f] is not None}


def without_rule(project: Project, rule_id: str) -> Project:
    """A rule switched off in the scenario."""
    return project.replace(scenario_rules=[r for r in project.scenario_rules if r.rule_id != rule_id])


def with_twin(project: Project, provider_id: str, twin_id: str) -> Project:
    """Another provider on exactly the same terms; who used to be called that is left out."""
    tables: dict[str, list[Entity]] = {}
    for name in ("providers", "offers", "provider_languages", "provider_capacity", "volume_tiers"):
        rows = [r for r in project.rows(name) if r.provider_id != twin_id]
        tables[name] = rows + [_twin(r, twin_id) for r in rows if r.provider_id == provider_id]
    named = {"today": "provider_id", "contracts": "provider_id", "provider_systems": "provider_id"}
    for name, field in named.items():
        tables[name] = [r for r in project.rows(name) if getattr(r, field) != twin_id]
    contracts = {c.row_key for c in tables["contracts"]}
    tables["today"] = [r for r in tables["today"] if r.contract_id in {None, *contracts}]
    return project.replace(**tables)


def _twin(row: Entity, twin_id: str) -> Entity:
    changed = {"provider_id": twin_id}
    if row.table_name == "offers":
        changed["offer_id"] = f"{twin_id} {row.row_key}"
    return row.model_copy(update=changed)
