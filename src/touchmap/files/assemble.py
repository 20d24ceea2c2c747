"""From raw tables to a `Project`: shorthand, rows, checks, and every problem with its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from touchmap.errors import Issue, Severity, Where
from touchmap.files.cascades import Failures, is_cascade
from touchmap.files.columns import columns
from touchmap.files.limits import MAX_OF_A_KIND
from touchmap.files.places import Places
from touchmap.files.references import unknown_ids
from touchmap.files.rows import PlacedRow, build_row
from touchmap.files.settings_rows import SettingsReader
from touchmap.files.source import RawTable, Source
from touchmap.project import TABLES, Entity, Project
from touchmap.project.shorthand import STREAM_COLUMNS, SpelledOut, column_names, spell_out

_NOT_IN_A_MAP = frozenset({"no_process", "no_provider", "no_demand", "self_service_without_platform"})


@dataclass(slots=True)
class _Work:
    """What has been found so far."""

    issues: list[Issue] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    failures: Failures = field(default_factory=Failures)
    rows: dict[str, list[Entity]] = field(default_factory=dict)


def assemble(source: Source, *, check: bool = True) -> tuple[Project | None, list[Issue]]:
    """Give the project a source describes, or None, and all issues in the order of the file.

    Rows that are wrong are left out before the cross-checks run, and whatever is wrong only because
    a row was left out is not told.
    """
    project, work = _read(source)
    if check and source.tables:
        found = _check(project, work)
        work.issues += [_beyond_a_map(issue) for issue in found] if source.is_map else found
    refused = any(issue.severity is Severity.ERROR for issue in work.issues)
    return (None if refused else project), _in_order(work.issues)


def assemble_partly(source: Source, before: Project) -> tuple[Project, list[Issue]]:
    """Give the project a source describes, with whatever is wrong in it as it was before, and all issues."""
    project, work = _read(source)
    failures, tables = work.failures, {}
    for name in {*failures.keys, *failures.unreadable} & set(TABLES):
        lost, there = failures.keys.get(name, set()), {row.row_key for row in project.rows(name)}
        kept = [
            row
            for row in before.rows(name)
            if row.row_key not in there and (name in failures.unreadable or row.row_key in lost)
        ]
        tables[name] = (*project.rows(name), *kept)
    wrong = before.settings if "settings" in failures.unreadable else project.settings
    settings = wrong.model_copy(update={f: getattr(before.settings, f) for f in failures.settings})
    return project.replace(settings=settings, **tables), _in_order(work.issues)


def _read(source: Source) -> tuple[Project, _Work]:
    """Every row that is right, and what was found."""
    work = _Work(list(source.issues))
    work.failures.unreadable |= source.unreadable
    spelled = spell_out(
        {name: [row.cells for row in t.rows] for name, t in source.tables.items() if name in TABLES}
    )
    for name in spelled.tables:
        if name in source.tables:
            work.places.add_table(name, source.tables[name].where())
        _read_table(name, source, spelled, work)
    work.issues += [work.places.locate(issue) for issue in spelled.issues]
    settings = SettingsReader(work.issues, work.places, work.failures).read(source.tables.get("settings"))
    project = Project(settings=settings, **{name: tuple(rows) for name, rows in work.rows.items()})  # type: ignore[arg-type]
    return project, work


def _read_table(name: str, source: Source, spelled: SpelledOut, work: _Work) -> None:
    """Read all rows of a table."""
    rows: list[Entity] = []
    absent: dict[str, frozenset[str]] = {}
    for cells, origin in zip(spelled.tables[name], spelled.sources[name], strict=True):
        home = source.tables[origin.table]
        placed = PlacedRow(name, cells, home, home.rows[origin.index])
        if origin.table not in absent:
            absent[origin.table] = _absent(name, home, cells)
            work.issues += [_no_column(name, column, home) for column in sorted(absent[origin.table])]
        entity, issues = build_row(placed, absent[origin.table])
        work.issues += issues
        if entity is None:
            work.failures.add(placed)
            work.places.add(name, placed.row_id, placed.where())
        else:
            rows.append(entity)
            work.places.add(name, entity.row_key, placed.where())
    work.rows[name] = rows


def _absent(table: str, home: RawTable, cells: dict[str, Any]) -> frozenset[str]:
    """Required columns that the table in which the rows were typed does not have."""
    required = [c.name for c in columns(table).values() if c.required]
    if home.name != table:
        required = [name for name in required if name in STREAM_COLUMNS]
    return frozenset(name for name in required if name not in home.columns and name not in cells)


def _no_column(table: str, name: str, home: RawTable) -> Issue:
    column = columns(table)[name]
    return Issue(
        "missing_required_column",
        f"table {home.name!r} has no column {name!r}, which is required",
        f"add the column: {column.description.rstrip('.')}",
        Where(home.name, "", name, home.file, home.line),
        value=name,
    )


def _check(project: Project, work: _Work) -> list[Issue]:
    from touchmap.project.checks import check_project

    found = [issue for issue in check_project(project) if not is_cascade(issue, work.failures)]
    located = [work.places.locate(issue) for issue in found]
    return [*located, *unknown_ids(work.failures.rows, project, work.failures)]


def _beyond_a_map(issue: Issue) -> Issue:
    """Only warn of what a map cannot or need not hold; a project made from it must have it."""
    return replace(issue, severity=Severity.WARNING) if issue.code in _NOT_IN_A_MAP else issue


def _in_order(issues: list[Issue]) -> list[Issue]:
    """Sort by table, line and column, and cut a flood of one kind short."""
    tables = {name: number for number, name in enumerate(("", "settings", *TABLES))}

    def place(issue: Issue) -> tuple[int, str, int, int]:
        where = issue.where
        names = column_names(where.table) if where.table in tables and where.table else ()
        column = names.index(where.column) if where.column in names else -1
        return tables.get(where.table, len(tables)), where.file, where.line or 0, column

    ordered = sorted(issues, key=place)
    count: Counter[tuple[str, str, str, str]] = Counter()
    kept: list[Issue] = []
    for issue in ordered:
        kind = (issue.severity.value, issue.code, issue.where.table, issue.where.column)
        count[kind] += 1
        if count[kind] <= MAX_OF_A_KIND:
            kept.append(issue)
    return kept + [_and_more(kind, total) for kind, total in count.items() if total > MAX_OF_A_KIND]


def _and_more(kind: tuple[str, str, str, str], total: int) -> Issue:
    severity, code, table, column = kind
    text = f"{total - MAX_OF_A_KIND:,} more rows have the same problem"
    return Issue(code, text, "correct the ones listed first", Where(table, column=column), Severity(severity))
