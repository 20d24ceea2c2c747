"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _project(*, part_of_key: bool = False) -> sa.Column[str]:
    refers = sa.ForeignKey("projects.id", ondelete="CASCADE")
    return sa.Column("project_id", sa.String(32), refers, nullable=False, primary_key=part_of_key)


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=False)


def upgrade() -> None:
    """Make the tables of a workspace."""
    op.create_table(
        "projects",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("deleted_at", sa.String(32)),
        sa.Column("deleted_by", sa.String(200)),
        sa.Column("head", sa.Integer, nullable=False),
        sa.Column("head_at", sa.String(32), nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "journal",
        _project(part_of_key=True),
        _number(),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("change", sa.LargeBinary, nullable=False),
        sa.Column("cells", sa.Text, nullable=False),
    )
    op.create_table(
        "snapshots",
        _project(part_of_key=True),
        _number(),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "versions",
        _project(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.UniqueConstraint("project_id", "name", name="versions_name"),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.String(32), primary_key=True),
        _project(),
        sa.Column("scenario_id", sa.String(80), nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_index("results_of_scenario", "results", ["project_id", "scenario_id", "at"])
    op.create_table(
        "remarks",
        sa.Column("id", sa.String(32), primary_key=True),
        _project(),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("table", sa.String(80), nullable=False),
        sa.Column("row", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("settled_at", sa.String(32)),
        sa.Column("settled_by", sa.String(200)),
    )
    op.create_index("remarks_on_row", "remarks", ["project_id", "table", "row"])
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(32), primary_key=True),
        _project(),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("progress", sa.Text, nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("heard_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("result_id", sa.String(32)),
        sa.Column("message", sa.Text, nullable=False),
    )
    op.create_index("jobs_of_project", "jobs", ["project_id", "started_at"])
