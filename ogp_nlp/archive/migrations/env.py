"""What Alembic runs around the steps: the connection is the store's own."""

from __future__ import annotations

from alembic import context

from ogp_nlp.archive.tables import METADATA


def run() -> None:
    """Run the steps on the connection that the store handed over."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name by which Alembic loads this file
    run()
