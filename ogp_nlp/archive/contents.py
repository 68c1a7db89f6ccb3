"""What the store holds, out and in again: records with corrections applied, always in the order of their sha256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from ogp_nlp.archive import tables as t
from ogp_nlp.archive.corrections import Correction, correct
from ogp_nlp.archive.store import Store
from ogp_nlp.archive.tasks import Place, Settings
from ogp_nlp.errors import InputError
from ogp_nlp.readers.limits import Limits
from ogp_nlp.records import MinutesRecord

_PAGE = 200  # records held at a time


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it now stands, and the corrections that no longer fit it."""

    record: MinutesRecord
    fingerprint: str
    left: tuple[Correction, ...]


def _newest(after: str) -> sa.Select[tuple[str, str, str]]:
    """The newest record of each document that still stands somewhere, the next page of them."""
    r, s = t.results.c, t.sources.c
    last = sa.select(sa.func.max(r.id)).group_by(r.sha256)
    placed = sa.exists().where(s.sha256 == r.sha256)
    query = sa.select(r.sha256, r.fingerprint, r.record).where(r.id.in_(last), placed, r.sha256 > after)
    return query.order_by(r.sha256).limit(_PAGE)


def contents(store: Store) -> Iterator[Kept]:
    """Every document's newest record with the corrections applied; raises StoreError."""
    after = ""
    while True:
        with store.reading() as connection:
            rows = connection.execute(_newest(after)).all()
            events = _events(connection, [row.sha256 for row in rows])
        for row in rows:
            record = MinutesRecord.model_validate_json(row.record)
            corrected, left = correct(record, events.get(row.sha256, ()))
            yield Kept(corrected, row.fingerprint, tuple(left))
        if len(rows) < _PAGE:
            return
        after = rows[-1].sha256


def _events(connection: sa.Connection, documents: list[str]) -> dict[str, list[Correction]]:
    c = t.corrections.c
    query = sa.select(c.sha256, c.path, c.before, c.after).where(c.sha256.in_(documents)).order_by(c.id)
    found: dict[str, list[Correction]] = {}
    for row in connection.execute(query):
        found.setdefault(row.sha256, []).append(Correction(row.path, row.before, row.after))
    return found


def take_in(store: Store, path: Path) -> Iterator[str | InputError]:
    """Store the records of a JSON lines file as the newest of their documents; a sha256 or an error for each line.

    Raises InputError when the file cannot be read, StoreError.
    """
    settings = Settings(f"imported from {path.name}", "imported", Limits())
    run = store.begin_run(settings, "import")
    counts = {"found": 0, "done": 0, "failed": 0}
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                counts["found"] += 1
                result = _take_line(store, run, path, number, line)
                counts["done" if isinstance(result, str) else "failed"] += 1
                yield result
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        store.end_run(run, "stopped", counts, reason)
        raise InputError(str(path), reason) from None
    store.end_run(run, "done", counts)


def _take_line(store: Store, run: int, path: Path, number: int, line: str) -> str | InputError:
    try:
        record = MinutesRecord.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(map(str, first["loc"]))
        return InputError(str(path), f"line {number} is no record: {where}: {first['msg']}")
    text = record.model_dump_json()
    sha256 = record.document.sha256
    place = Place(str(path.absolute()), sha256, len(line.encode()), 0)
    store.save_record(run, hashlib.sha256(text.encode()).hexdigest(), record, text, [place])
    return sha256
