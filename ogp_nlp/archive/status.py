"""What stands in a store: counts, what failed and why, what needs a person and why."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import sqlalchemy as sa

from ogp_nlp.archive import tables as t
from ogp_nlp.archive.store import Store

_LISTED = 10  # documents and failures named


def _newest() -> sa.Select[Any]:
    """The numbers of the newest results of documents that still stand somewhere."""
    r, s = t.results.c, t.sources.c
    return sa.select(sa.func.max(r.id)).where(sa.exists().where(s.sha256 == r.sha256)).group_by(r.sha256)


def _count(connection: sa.Connection, query: sa.Select[Any]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())


def _documents(connection: sa.Connection) -> dict[str, Any]:
    r, s = t.results.c, t.sources.c
    sums = sa.select(
        sa.func.count(r.id), sa.func.sum(sa.func.coalesce(r.pages, 1)), sa.func.min(r.date), sa.func.max(r.date)
    ).where(r.id.in_(_newest()))
    records, pages, first, last = connection.execute(sums).one()
    return {
        "places": _count(connection, sa.select(s.id)),
        "documents": _count(connection, sa.select(t.documents.c.sha256)),
        "records": records,
        "pages": int(pages or 0),
        "first_meeting": first,
        "last_meeting": last,
        "corrections": _count(connection, sa.select(t.corrections.c.id)),
    }


def _failures(connection: sa.Connection) -> dict[str, Any]:
    f = t.failures.c
    by_code = sa.select(f.code, f.passing, sa.func.count()).group_by(f.code, f.passing).order_by(f.code, f.passing)
    latest = sa.select(f.code, f.message, f.passing).order_by(f.at.desc(), f.id.desc()).limit(_LISTED)
    return {
        "by_code": [
            {"code": code, "passing": passing, "count": count} for code, passing, count in connection.execute(by_code)
        ],
        "latest": [dict(row) for row in connection.execute(latest).mappings()],
    }


def _review(connection: sa.Connection) -> dict[str, Any]:
    r = t.results.c
    waiting = sa.select(r.reasons).where(r.id.in_(_newest()), r.needs_review, r.state == "new")
    reasons = Counter(reason for (told,) in connection.execute(waiting) for reason in json.loads(told))
    first = (
        sa.select(t.documents.c.name, r.sha256, r.body, r.date, r.reasons, r.urgency)
        .join(t.documents, t.documents.c.sha256 == r.sha256)
        .where(r.id.in_(_newest()), r.needs_review, r.state == "new")
        .order_by(r.urgency.desc(), r.sha256)
        .limit(_LISTED)
    )
    return {
        "count": _count(connection, waiting),
        "reasons": dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        "first": [dict(row) | {"reasons": json.loads(row["reasons"])} for row in connection.execute(first).mappings()],
    }


def _runs(connection: sa.Connection) -> list[dict[str, Any]]:
    c = t.runs.c
    query = sa.select(c.id, c.started, c.finished, c.state, c.pipeline, c.engine, c.counts, c.reason)
    found = []
    for row in connection.execute(query.order_by(c.id.desc()).limit(_LISTED)).mappings():
        times = {name: row[name] and row[name].isoformat(timespec="seconds") for name in ("started", "finished")}
        found.append(dict(row) | times | {"counts": json.loads(row["counts"] or "{}")})
    return found


def status(store: Store) -> dict[str, Any]:
    """Counts, failures by code and the latest of them, what needs review and why, the last runs; ready for JSON."""
    with store.reading() as connection:
        return {
            "store": store.name,
            **_documents(connection),
            "failures": _failures(connection),
            "needs_review": _review(connection),
            "runs": _runs(connection),
        }


def lines(told: dict[str, Any]) -> list[str]:
    """The same for people."""
    made = [
        f"{told['store']}: {told['documents']} documents at {told['places']} places, {told['records']} records, "
        f"{told['pages']} pages, {told['corrections']} corrections"
    ]
    if told["first_meeting"]:
        made.append(f"meetings from {told['first_meeting']} to {told['last_meeting']}")
    failures = told["failures"]
    for group in failures["by_code"]:
        may = ", may do next time" if group["passing"] else ""
        made.append(f"failed: {group['count']} {group['code']}{may}")
    made += [f"  {failure['message']}" for failure in failures["latest"]]
    review = told["needs_review"]
    made.append(f"needs review: {review['count']}")
    made += [f"  {count} {reason}" for reason, count in review["reasons"].items()]
    made += [f"  {one['name']} ({one['date'] or 'no date'}): {', '.join(one['reasons'])}" for one in review["first"]]
    for run in told["runs"][:1]:
        made.append(f"last run: {run['state']}, {run['started']}" + (f": {run['reason']}" if run["reason"] else ""))
    return made
