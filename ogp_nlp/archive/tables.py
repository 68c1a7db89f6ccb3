"""The tables of the store; what changes here needs a migration beside it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One call of ``batch`` or ``import``. ``state``: running, done, interrupted, stopped, killed.
runs = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("finished", DateTime(timezone=True)),
    Column("state", String(16), nullable=False),
    Column("process", String(200), nullable=False),  # machine:pid, so that a later run can tell that it was killed
    Column("pipeline", String(200), nullable=False),
    Column("version", String(50), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("limits", Text, nullable=False),
    Column("engine", String(20), nullable=False),
    Column("counts", Text),
    Column("reason", Text),
)

# A document is its bytes: two files of the same bytes are one document.
documents = Table(
    "documents",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
)

# Where a document was found; ``member`` names it inside a zip archive, else it is empty.
sources = Table(
    "sources",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("sha256", String(64), ForeignKey("documents.sha256"), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
    UniqueConstraint("path", "member"),
)

# The record of a document by one pipeline; columns beside it are what people filter by.
results = Table(
    "results",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), ForeignKey("documents.sha256"), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("record", Text, nullable=False),
    Column("title", Text),
    Column("body", Text),
    Column("date", String(10), index=True),
    Column("year", Integer, index=True),
    Column("pages", Integer),
    Column("items", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("least_confidence", Float),
    Column("needs_review", Boolean, nullable=False, index=True),
    Column("reasons", Text, nullable=False),  # JSON list of codes, the weightiest first
    Column("urgency", Float, nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),  # new; the review page knows more
    UniqueConstraint("sha256", "fingerprint"),
    Index("ix_results_body", "body"),
)

# What the reader said of a page (or, without one, of the document).
verdicts = Table(
    "verdicts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("result_id", Integer, ForeignKey("results.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("page", Integer),
    Column("code", String(50), nullable=False, index=True),
    Column("message", Text, nullable=False),
)

# Inputs set aside; ``passing`` ones are tried again by the next run, the others when pipeline or limits change.
failures = Table(
    "failures",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),  # empty where the bytes could not be read
    Column("path", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("limits", Text, nullable=False),
    Column("code", String(50), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("passing", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("run_id", Integer, ForeignKey("runs.id"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("path", "member"),
)

# What people changed, as events that are never changed or removed (triggers see to it). ``path`` is a JSON Pointer into
# the record in which an item's id may stand for its number; ``before`` and ``after`` are JSON, null for nothing.
corrections = Table(
    "corrections",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), ForeignKey("documents.sha256"), nullable=False, index=True),
    Column("fingerprint", String(64), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", String(200), nullable=False),
    Column("path", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
)
