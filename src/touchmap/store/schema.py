"""Tables of a workspace."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()
VERSION_TABLE = "workspace_version"
"""Table in which Alembic keeps the number of the tables; not its usual one, which others may use."""

_ID, _NAME, _AT, _AUTHOR = String(32), String(200), String(32), String(200)


def _project(*, part_of_key: bool = False) -> Column[str]:
    refers = ForeignKey("projects.id", ondelete="CASCADE")
    return Column("project_id", _ID, refers, nullable=False, primary_key=part_of_key)


def _number() -> Column[int]:
    return Column("number", Integer, primary_key=True, autoincrement=False)


projects = Table(
    "projects",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("name", _NAME, nullable=False),
    Column("created_at", _AT, nullable=False),
    Column("created_by", _AUTHOR, nullable=False),
    Column("deleted_at", _AT),
    Column("deleted_by", _AUTHOR),
    Column("head", Integer, nullable=False),
    Column("head_at", _AT, nullable=False),
    Column("head_hash", String(64), nullable=False),
    Column("model", String(16)),
)
"""One row for each project; `head` is the number of its latest edit, 0 after its import; `model` says by
which fields `head_hash` was worked out."""

journal = Table(
    "journal",
    metadata,
    _project(part_of_key=True),
    _number(),
    Column("at", _AT, nullable=False),
    Column("author", _AUTHOR, nullable=False),
    Column("undoes", Integer),
    Column("hash", String(64), nullable=False),
    Column("label", Text, nullable=False),
    Column("change", LargeBinary, nullable=False),
    Column("cells", Text, nullable=False),
    Column("why", Text),
    Column("source", String(200)),
    Column("model", String(16)),
)
"""Append-only: every edit as data. `undoes` is the number of the edit it takes back or repeats, `source` the
state a spreadsheet that was taken over says it is from, `model` the fields by which `hash` was worked out.
Listing edits reads neither `change` nor `cells`, which may be long."""

snapshots = Table(
    "snapshots",
    metadata,
    _project(part_of_key=True),
    _number(),
    Column("data", LargeBinary, nullable=False),
    Column("unstated", LargeBinary),
)
"""Whole states, so that not every edit since the beginning must be repeated. `data` holds every value, so
that a later default changes none; `unstated` says which fields only have their default."""

versions = Table(
    "versions",
    metadata,
    _project(),
    Column("name", _NAME, nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", _AUTHOR, nullable=False),
    Column("at", _AT, nullable=False),
    UniqueConstraint("project_id", "name", name="versions_name"),
)
"""Names of states."""

results = Table(
    "results",
    metadata,
    Column("id", _ID, primary_key=True),
    _project(),
    Column("scenario_id", String(80), nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("at", _AT, nullable=False),
    Column("author", _AUTHOR, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("results_of_scenario", "project_id", "scenario_id", "at"),
)
"""Results of solving; stale where the input hash is not that of the project any more."""

remarks = Table(
    "remarks",
    metadata,
    Column("id", _ID, primary_key=True),
    _project(),
    Column("kind", String(10), nullable=False),
    Column("table", String(80), nullable=False),
    Column("row", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", _AUTHOR, nullable=False),
    Column("at", _AT, nullable=False),
    Column("settled_at", _AT),
    Column("settled_by", _AUTHOR),
    Column("gone", Integer),
    Index("remarks_on_row", "project_id", "table", "row"),
)
"""Comments and decisions on any row; an empty table means the whole project. `gone` is the number of the edit
that removed the row."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", _ID, primary_key=True),
    _project(),
    Column("kind", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("request", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("author", _AUTHOR, nullable=False),
    Column("started_at", _AT, nullable=False),
    Column("heard_at", _AT, nullable=False),
    Column("ended_at", _AT),
    Column("result_id", _ID),
    Column("message", Text, nullable=False),
    Column("worker", String(200)),
    Index("jobs_of_project", "project_id", "started_at"),
)
"""Solves and other long calculations, running and ended; `worker` is the process that does the work."""

members = Table(
    "members",
    metadata,
    _project(part_of_key=True),
    Column("email", String(200), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("since", _AT, nullable=False),
    Column("by", _AUTHOR, nullable=False),
    Index("members_of_projects", "email"),
)
"""Whom a project is shared with."""
