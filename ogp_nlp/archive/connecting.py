"""Engines of SQLAlchemy for the store's addresses, and their errors as one clear line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ogp_nlp.errors import MissingExtraError, StoreError, UsageError

BUSY_SECONDS = 30  # how long another writer of the same file is waited for


def address(url: str) -> sa.URL:
    """The address of a store: a path is an SQLite file, ``postgresql://`` goes by psycopg 3. Raises UsageError.

    >>> address("minutes.db").render_as_string()
    'sqlite:///minutes.db'
    >>> address("postgresql://localhost/minutes").drivername
    'postgresql+psycopg'
    """
    if "://" not in url:
        return sa.URL.create("sqlite", database=url)
    try:
        made = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise UsageError(f"{url} is no address of a store; give a file, sqlite:///FILE or postgresql://...") from None
    if made.drivername in ("postgresql", "postgres"):
        made = made.set(drivername="postgresql+psycopg")
    if made.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(f"{made.get_backend_name()} is no kind of store; there are sqlite and postgresql")
    return made


def named(url: sa.URL) -> str:
    """The address as it may be shown: the file, or the URL without its password."""
    return url.database or ":memory:" if url.get_backend_name() == "sqlite" else url.render_as_string()


def engine(url: sa.URL, *, busy_seconds: float = BUSY_SECONDS) -> sa.Engine:
    """An engine for an address; nothing is opened yet. Raises MissingExtraError, StoreError."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    try:
        return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except (ImportError, NoSuchModuleError):
        raise MissingExtraError("a PostgreSQL store", "postgres") from None


def _sqlite(url: sa.URL, busy_seconds: float) -> sa.Engine:
    if url.database and url.database != ":memory:" and not Path(url.database).absolute().parent.is_dir():
        raise StoreError(f"{url.database}: no such folder: {Path(url.database).absolute().parent}")
    made = sa.create_engine(url, connect_args={"timeout": busy_seconds})

    @event.listens_for(made, "connect")
    def _settings(connection: Any, _record: Any) -> None:  # noqa: ANN401
        connection.isolation_level = None  # transactions begin where we say, see below
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later could not wait for another writer.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


@contextmanager
def told(name: str) -> Iterator[None]:
    """Errors of the database as a StoreError that names the store."""
    try:
        yield
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split()) or type(error.orig).__name__
        raise StoreError(f"{name}: {_way(reason)}") from None
    except PoolTimeoutError as error:
        raise StoreError(f"{name}: {error}") from None


_WAYS = {
    "database is locked": "is locked by another program; run again when that has finished",
    "database or disk is full": "the disk is full; make room and run again, nothing stored is lost",
    "file is not a database": "is no SQLite database",
    "unable to open database file": "cannot be opened; is it a folder, or are there no rights?",
    "readonly database": "may not be written",
}


def _way(reason: str) -> str:
    return next((way for sign, way in _WAYS.items() if sign in reason), reason)
