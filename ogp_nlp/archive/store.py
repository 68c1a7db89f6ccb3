"""The store of an archive: one transaction a document, so that a process that is killed loses only what it had in hand.

Only the main process of a run writes; workers never see the store.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from alembic.util.exc import CommandError
from sqlalchemy.dialects import postgresql, sqlite

from ogp_nlp import __version__
from ogp_nlp.archive import tables as t
from ogp_nlp.archive.connecting import BUSY_SECONDS, address, engine, named, told
from ogp_nlp.archive.corrections import Correction
from ogp_nlp.archive.judging import judge
from ogp_nlp.archive.migrations import is_current, upgrade
from ogp_nlp.archive.tasks import Place, Problem, Settings
from ogp_nlp.errors import StoreError
from ogp_nlp.records import MinutesRecord


def _now() -> datetime:
    return datetime.now(UTC)


def _process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _is_dead(process: str) -> bool:
    """Whether a process of this machine is gone; of others nobody here can tell."""
    machine, _, pid = process.rpartition(":")
    if machine != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


class Store:
    """Opened by an address (a file, ``sqlite:///FILE``, ``postgresql://...``) and brought to this version at once.

    Every method raises StoreError when the database does not do its part.
    """

    def __init__(self, url: str, *, create: bool = True, busy_seconds: float = BUSY_SECONDS) -> None:
        parsed = address(url)
        self.name = named(parsed)
        if not create and parsed.get_backend_name() == "sqlite" and not os.path.exists(parsed.database or ""):  # noqa: PTH110
            raise StoreError(f"{self.name}: there is no such store; ogp-nlp batch makes one")
        self.engine = engine(parsed, busy_seconds=busy_seconds)
        self._own = _process()
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        try:
            with self._reading() as connection:
                current = is_current(connection)
            if not current:
                with self._writing() as connection:
                    upgrade(connection)
        except CommandError as error:
            raise StoreError(f"{self.name}: was made by a later version of ogp-nlp ({error})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with (
            told(self.name),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with told(self.name), self.engine.connect() as connection:
            yield connection

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection for queries of other modules."""
        return self._reading()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A connection whose transaction is committed at the end, or undone by an exception."""
        return self._writing()

    def _insert(self, table: sa.Table, row: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """An insert that leaves a row that is there as it is."""
        make = postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert
        return make(table).values(**row).on_conflict_do_nothing()

    # Runs

    def begin_run(self, settings: Settings, engine_name: str) -> int:
        """Note that a run begins, and which earlier ones were killed; returns its number."""
        row = {
            "started": _now(), "state": "running", "process": self._own, "pipeline": settings.pipeline,
            "version": __version__, "fingerprint": settings.fingerprint, "limits": settings.limits_key,
            "engine": engine_name,
        }  # fmt: skip
        with self._writing() as connection:
            for number, process in connection.execute(
                sa.select(t.runs.c.id, t.runs.c.process).where(t.runs.c.state == "running")
            ).all():
                if _is_dead(process):
                    connection.execute(sa.update(t.runs).where(t.runs.c.id == number).values(state="killed"))
            return int(connection.execute(sa.insert(t.runs).values(**row).returning(t.runs.c.id)).scalar_one())

    def end_run(self, run: int, state: str, counts: Mapping[str, int], reason: str | None = None) -> None:
        """Note how a run ended: done, interrupted or stopped (by ``reason``)."""
        values = {"finished": _now(), "state": state, "counts": json.dumps(counts), "reason": reason}
        with self._writing() as connection:
            connection.execute(sa.update(t.runs).where(t.runs.c.id == run).values(**values))

    # What is known

    def known_bytes(self, place: Place) -> str | None:
        """The sha256 of what stood at a place when it was last read, None where size or time have changed since."""
        c = t.sources.c
        query = sa.select(c.sha256).where(
            c.path == place.path, c.member == place.member, c.size == place.size, c.mtime_ns == place.mtime_ns
        )
        with self._reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def has_record(self, sha256: str, fingerprint: str) -> bool:
        """Whether the document has a record by this pipeline."""
        c = t.results.c
        query = sa.select(c.id).where(c.sha256 == sha256, c.fingerprint == fingerprint)
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    def lasting_failure(self, sha256: str, settings: Settings) -> bool:
        """Whether the document failed with this pipeline and these limits in a way that will not pass."""
        c = t.failures.c
        query = sa.select(c.id).where(
            c.sha256 == sha256,
            c.fingerprint == settings.fingerprint,
            c.limits == settings.limits_key,
            c.passing.is_(False),
        )
        with self._reading() as connection:
            return connection.execute(query).first() is not None

    # What is new

    def add_place(self, run: int, sha256: str, place: Place) -> None:
        """Note where a stored document was found too; what failed at that place before is gone."""
        c = t.failures.c
        gone = (c.path == place.path) & (c.member == place.member) & (c.sha256 != sha256)
        with self._writing() as connection:
            self._place(connection, run, sha256, place)
            connection.execute(sa.delete(t.failures).where(gone))

    def _place(self, connection: sa.Connection, run: int, sha256: str, place: Place) -> None:
        c = t.sources.c
        row = asdict(place) | {"sha256": sha256, "run_id": run}
        here = (c.path == place.path) & (c.member == place.member)
        updated = connection.execute(sa.update(t.sources).where(here).values(**row))
        if not updated.rowcount:
            connection.execute(self._insert(t.sources, row))

    def save_record(self, run: int, fingerprint: str, record: MinutesRecord, text: str, places: list[Place]) -> None:
        """Store a document's record (``text`` is its JSON) with all places it was found at, and forget its failures."""
        sha256 = record.document.sha256
        judged = judge(record)
        row = {
            "sha256": sha256, "fingerprint": fingerprint, "run_id": run, "created": _now(), "record": text,
            "state": "new", **asdict(judged),
        }  # fmt: skip
        with self._writing() as connection:
            self._document(connection, run, sha256, record.document.source, places)
            made = connection.execute(self._insert(t.results, row).returning(t.results.c.id)).scalar_one_or_none()
            warnings = [
                {"result_id": made, "page": w.page, "code": w.code, "message": w.message}
                for w in record.document.warnings
            ]
            if made is not None and warnings:
                connection.execute(sa.insert(t.verdicts), warnings)
            self._forgive(connection, sha256, places)

    def _document(self, connection: sa.Connection, run: int, sha256: str, name: str, places: list[Place]) -> None:
        row = {"sha256": sha256, "name": name, "size": places[0].size, "run_id": run}
        connection.execute(self._insert(t.documents, row))
        for place in places:
            self._place(connection, run, sha256, place)

    def _forgive(self, connection: sa.Connection, sha256: str, places: list[Place]) -> None:
        c = t.failures.c
        mine = sa.or_(c.sha256 == sha256, *((c.path == place.path) & (c.member == place.member) for place in places))
        connection.execute(sa.delete(t.failures).where(mine))

    def save_problem(self, run: int, settings: Settings, sha256: str, problem: Problem, places: list[Place]) -> None:
        """Set an input aside; ``sha256`` is empty where its bytes could not be read."""
        first = places[0]
        c = t.failures.c
        here = (c.path == first.path) & (c.member == first.member)
        row = {
            "sha256": sha256, "path": first.path, "member": first.member, "fingerprint": settings.fingerprint,
            "limits": settings.limits_key, "code": problem.code, "message": _plain(problem.message),
            "passing": problem.passing, "run_id": run, "at": _now(),
        }  # fmt: skip
        with self._writing() as connection:
            if sha256:
                self._document(connection, run, sha256, os.path.basename(first.member or first.path), places)  # noqa: PTH119
            updated = connection.execute(sa.update(t.failures).where(here).values(**row, attempts=c.attempts + 1))
            if not updated.rowcount:
                connection.execute(self._insert(t.failures, row | {"attempts": 1}))

    def add_correction(self, sha256: str, fingerprint: str, who: str, event: Correction, why: str = "") -> int:
        """Append what somebody changed in the record that this pipeline made; returns the event's number."""
        row = {"sha256": sha256, "fingerprint": fingerprint, "at": _now(), "who": who, "why": why, **asdict(event)}
        with self._writing() as connection:
            made = connection.execute(sa.insert(t.corrections).values(**row).returning(t.corrections.c.id))
            return int(made.scalar_one())


def _plain(message: str) -> str:
    """One line that any database can hold."""
    return " ".join(message.encode("utf-8", "backslashreplace").decode().replace("\0", "�").split())
