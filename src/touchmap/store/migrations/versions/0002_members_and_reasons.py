"""Members of projects; why an edit was made, from which file; remarks on removed rows; workers of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a table and columns; what is there stays as it is."""
    op.create_table(
        "members",
        sa.Column(
            "project_id",
            sa.String(32),
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
            primary_key=True,
        ),
        sa.Column("email", sa.String(200), primary_key=True),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
    )
    op.create_index("members_of_projects", "members", ["email"])
    op.add_column("journal", sa.Column("why", sa.Text))
    op.add_column("journal", sa.Column("source", sa.String(200)))
    op.add_column("journal", sa.Column("model", sa.String(16)))
    op.add_column("projects", sa.Column("model", sa.String(16)))
    op.add_column("remarks", sa.Column("gone", sa.Integer))
    op.add_column("jobs", sa.Column("worker", sa.String(200)))
