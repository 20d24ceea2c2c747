"""Run by Alembic for each migration; the connection comes from `touchmap.store.migrating`."""

from alembic import context

from touchmap.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    version_table=VERSION_TABLE,
)
context.run_migrations()
