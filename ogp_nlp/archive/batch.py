"""A run over an archive: what is new goes to an engine, what comes back goes into the store, nothing is done twice."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from pydantic import ValidationError

from ogp_nlp.archive.discovery import Found, Refused, discover
from ogp_nlp.archive.store import Store
from ogp_nlp.archive.tasks import Engine, Outcome, Place, Problem, Settings, Task
from ogp_nlp.errors import OgpNlpError
from ogp_nlp.records import MinutesRecord


@dataclass(slots=True)
class Counts:
    """What became of the inputs found: ``found`` is the sum of all others but ``pages``.

    ``done`` now; ``known`` with a record of an earlier run; ``duplicates`` of another file's bytes; ``failed`` now,
    of these ``passing`` may do next time; ``aside`` since an earlier run.
    """

    found: int = 0
    done: int = 0
    known: int = 0
    duplicates: int = 0
    failed: int = 0
    aside: int = 0
    passing: int = 0
    pages: int = 0

    def as_dict(self) -> dict[str, int]:
        """By name."""
        return asdict(self)


class Watcher(Protocol):
    """Who is told what happens."""

    def settled(self, place: Place, what: str, counts: Counts, outcome: Outcome | None) -> None:
        """An input was done (or known, duplicate, failed, aside)."""


class Batch:
    """One run; ``stop`` may be set from outside, then what is in hand is finished and nothing new begun."""

    def __init__(self, store: Store, settings: Settings, watcher: Watcher, *, again: bool = False) -> None:
        self.store = store
        self.settings = settings
        self.watcher = watcher
        self.again = again  # also what was set aside for good
        self.stop = threading.Event()
        self.counts = Counts()
        self._run = 0
        self._in_hand: dict[str, list[Place]] = {}

    def run(self, inputs: Iterable[str], engine: Engine) -> str:
        """Work through the inputs; returns done or interrupted. Raises StoreError, ConfigError."""
        self._run = self.store.begin_run(self.settings, engine.name)
        try:
            for outcome in engine.run(self._tasks(inputs)):
                self._keep(outcome)
        except BaseException as error:
            self._note_stop(error)
            raise
        state = "interrupted" if self.stop.is_set() else "done"
        self.store.end_run(self._run, state, self.counts.as_dict())
        return state

    def _note_stop(self, error: BaseException) -> None:
        interrupted = isinstance(error, KeyboardInterrupt)
        reason = None if interrupted else str(error)
        try:
            self.store.end_run(self._run, "interrupted" if interrupted else "stopped", self.counts.as_dict(), reason)
        except OgpNlpError:
            return  # the store is what failed; the next run finds this one dead

    def _tasks(self, inputs: Iterable[str]) -> Iterator[Task]:
        """Inputs that need an extraction; all others are settled here."""
        for found in discover(inputs):
            if self.stop.is_set():
                return
            self.counts.found += 1
            if isinstance(found, Refused):
                self._fail("", found.problem, [found.place], None)
            elif (task := self._look_at(found)) is not None:
                self._in_hand[task.sha256] = [task.place]
                yield task

    def _look_at(self, found: Found) -> Task | None:
        """The task for an input, None when it is settled without one."""
        place = found.place
        sha256 = self.store.known_bytes(place)
        if sha256 is not None and self._settle(sha256, place, same_place=True):
            return None
        try:
            data = self._read(found)
        except OSError as error:
            reason = error.strerror or str(error)
            self._fail("", Problem("input", f"{place}: {reason}", passing=True), [place], None)
            return None
        except ValueError as error:
            self._fail("", Problem("input", f"{place}: {error}"), [place], None)
            return None
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in self._in_hand:
            self._in_hand[sha256].append(place)
            return None
        if self._settle(sha256, place, same_place=False):
            return None
        return Task(sha256, found.name, place, data)

    def _read(self, found: Found) -> bytes:
        """All bytes within the limit; raises OSError when they cannot be read, ValueError when they never will."""
        limit = self.settings.limits.max_bytes
        data = b"" if found.place.size > limit else found.read(limit + 1)
        if found.place.size > limit or len(data) > limit:
            raise ValueError(f"is larger than {limit / 1e6:g} MB; raise the limit with --max-size")
        return data

    def _settle(self, sha256: str, place: Place, *, same_place: bool) -> bool:
        """Whether nothing is left to do for a document that the store may know."""
        if self.store.has_record(sha256, self.settings.fingerprint):
            self.counts.known += same_place
            self.counts.duplicates += not same_place
            what = "known" if same_place else "duplicate"
        elif not self.again and self.store.lasting_failure(sha256, self.settings):
            self.counts.aside += 1
            what = "aside"
        else:
            return False
        if not same_place:
            self.store.add_place(self._run, sha256, place)
        self.watcher.settled(place, what, self.counts, None)
        return True

    def _keep(self, outcome: Outcome) -> None:
        """Store what came of a document, with every place it was found at meanwhile."""
        places = self._in_hand[outcome.sha256]
        problem = outcome.problem
        if outcome.record is not None:
            problem = self._store(outcome.sha256, outcome.record, places)
        if problem is not None:
            self._fail(outcome.sha256, problem, places, outcome)
        else:
            self.counts.done += 1
            self.watcher.settled(places[0], "done", self.counts, outcome)
            for place in places[1:]:
                self.counts.duplicates += 1
                self.watcher.settled(place, "duplicate", self.counts, None)
        del self._in_hand[outcome.sha256]

    def _store(self, sha256: str, text: str, places: list[Place]) -> Problem | None:
        """Validate a record and store it; the problem when it is none or of other bytes."""
        try:
            record = MinutesRecord.model_validate_json(text)
        except ValidationError as error:
            return Problem("defect", f"{places[0]}: a defect in ogp-nlp: {error.error_count()} errors in the record")
        if record.document.sha256 != sha256:
            return Problem("defect", f"{places[0]}: a defect in ogp-nlp: the record is of another document")
        self.store.save_record(self._run, self.settings.fingerprint, record, text, places)
        self.counts.pages += record.document.page_count or 1
        return None

    def _fail(self, sha256: str, problem: Problem, places: list[Place], outcome: Outcome | None) -> None:
        self.store.save_problem(self._run, self.settings, sha256, problem, places)
        self.counts.failed += len(places)
        self.counts.passing += len(places) if problem.passing else 0
        told = replace(outcome, record=None, problem=problem) if outcome else Outcome(sha256, problem=problem)
        for place in places:
            self.watcher.settled(place, "failed", self.counts, told)
