"""Fields behind a figure, looked up with the evidence there is for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from touchmap.analysis.tracing.model import DEFAULT, Origin
from touchmap.costing.lines import COST_LINES
from touchmap.project import Entity, Offer, Project, Provider


@dataclass(frozen=True)
class Place:
    """Where the fields of a cost are looked for."""

    process_ids: tuple[str, ...] = ()
    providers: tuple[Provider, ...] = ()
    offers: tuple[Offer, ...] = ()
    demand_ids: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())
    """Further ids, such as those of hand-offs, contracts and systems."""


class Origins:
    """Looks fields up, with the evidence there is for them."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of(self, row: Entity, name: str) -> Origin:
        """One field of a row."""
        info = type(row).model_fields[name]
        extra: Any = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        row_id = row.row_key if type(row).key else ""
        level, source = self._evidence(row.table_name, row_id, name)
        if name not in row.model_fields_set:
            level, source = DEFAULT, str(extra.get("assumed", ""))
        value = getattr(row, name)
        shown = getattr(value, "value", value)
        return Origin(row.table_name, row_id, name, shown, str(extra.get("unit", "")), level, source)

    def _evidence(self, table: str, row_id: str, name: str) -> tuple[str, str]:
        """The most specific evidence: of the field of a row, the row, the field, the table."""
        told = {(e.row_id, e.field): e for e in self.project.evidence if e.table == table}
        for key in ((row_id, name), (row_id, ""), ("", name), ("", "")):
            if key in told:
                return told[key].level.value, told[key].source
        return "", ""

    def setting(self, name: str) -> Origin:
        """A setting."""
        return self.of(self.project.settings, name)

    def of_line(self, line: str, place: Place) -> tuple[Origin, ...]:
        """The fields a cost line names, in the rows that matter."""
        found: list[Origin] = []
        for path in COST_LINES[line].fields.split(", "):
            table, _, name = path.partition(".")
            found += [self.of(row, name) for row in self._rows(table, name, place)]
        return tuple(dict.fromkeys(found))

    def _rows(self, table: str, name: str, place: Place) -> Iterable[Entity]:
        if table == "settings":
            return [self.project.settings]
        if not name:
            return []
        chosen: dict[str, Iterable[Entity]] = {"providers": place.providers, "offers": place.offers}
        if table in chosen:
            return [row for row in chosen[table] if name in type(row).model_fields]
        ids = {p.provider_id for p in place.providers}
        return [row for row in self.project.rows(table) if _belongs(row, table, place, ids)]


def _belongs(row: Any, table: str, place: Place, provider_ids: set[str]) -> bool:
    """Whether a row of a table matters for a cost."""
    if table == "processes":
        return row.process_id in place.process_ids
    if table == "demand":
        return row.demand_id in place.demand_ids
    if table == "provider_languages":
        return row.provider_id in provider_ids and row.language in place.languages
    if table == "volume_tiers":
        return row.provider_id in provider_ids
    return str(row.row_key) in place.others
