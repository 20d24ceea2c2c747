"""Which fields of a whole state nobody stated."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add a column; states from before count as stated throughout, as they were written."""
    op.add_column("snapshots", sa.Column("unstated", sa.LargeBinary))
