"""What a run tells: a bar on a terminal, lines for people, JSON lines for programs."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ogp_nlp.archive.batch import Counts
from ogp_nlp.archive.discovery import discover
from ogp_nlp.archive.tasks import Outcome, Place

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EVERY = 10.0  # seconds between lines about the rate where there is no bar


def summary(counts: Counts, seconds: float) -> str:
    """One line for the end of a run.

    >>> summary(Counts(found=12, done=9, duplicates=1, failed=2, passing=1, pages=30), 60)
    '12 found: 9 done (30 pages, 0.15 documents a second), 1 duplicate, 2 failed (1 may do next time)'
    """
    parts = [f"{counts.done} done ({counts.pages} pages, {counts.done / max(seconds, 1e-9):.2f} documents a second)"]
    if counts.known:
        parts.append(f"{counts.known} done before")
    if counts.duplicates:
        parts.append(f"{counts.duplicates} duplicate{'s' * (counts.duplicates > 1)}")
    if counts.failed:
        may = f" ({counts.passing} may do next time)" if counts.passing else ""
        parts.append(f"{counts.failed} failed{may}")
    if counts.aside:
        parts.append(f"{counts.aside} set aside before (ogp-nlp status tells why)")
    return f"{counts.found} found: {', '.join(parts)}"


@dataclass
class Reporter:
    """Told by the batch, tells people and programs; use as a context.

    ``form`` is text or json; ``quiet`` leaves failures and the end. JSON lines go to standard output, all else to
    standard error by ``say``.
    """

    say: Callable[[str], None]
    form: str = "text"
    quiet: bool = False
    total: int | None = None
    _begun: float = field(default_factory=time.monotonic)
    _told: float = field(default_factory=time.monotonic)
    _bar: Progress | None = None
    _task: TaskID | None = None

    def __enter__(self) -> Self:
        if self.form == "text" and not self.quiet and sys.stderr.isatty():
            self._bar = _bar()
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self._begun

    def count_ahead(self, inputs: Iterable[str]) -> None:
        """Find out how many inputs there are while the work goes on, so that the time left can be told."""

        def count() -> None:
            self.total = sum(1 for _ in discover(inputs))

        threading.Thread(target=count, daemon=True).start()

    def settled(self, place: Place, what: str, counts: Counts, outcome: Outcome | None) -> None:
        """One more input is settled."""
        problem = outcome.problem if outcome else None
        if self.form == "json":
            self._json_input(place, what, outcome)
        if problem is not None:
            message = problem.message + ("; may do next time" if problem.passing else "")
            self._line(message)
        if self._bar is not None and self._task is not None:
            text = f"{counts.failed} failed" if counts.failed else ""
            self._bar.update(self._task, advance=1, total=self.total, description=text)
        elif time.monotonic() - self._told > _EVERY and not self.quiet:
            self._told = time.monotonic()
            self._rate(counts)

    def _line(self, message: str) -> None:
        if self._bar is not None:
            self._bar.console.print(f"ogp-nlp: {message}", markup=False, highlight=False, soft_wrap=True)
        else:
            self.say(message)

    def _rate(self, counts: Counts) -> None:
        settled = counts.done + counts.known + counts.duplicates + counts.failed + counts.aside
        rate = settled / max(self.seconds, 1e-9)
        left = (self.total - settled) / rate if self.total and rate else None
        if self.form == "json":
            self._json("progress", **counts.as_dict(), total=self.total, rate=rate, seconds_left=left)
        else:
            of = f" of {self.total}" if self.total else ""
            rest = f", {left / 60:.0f} minutes left" if left is not None else ""
            self.say(f"{settled}{of} settled, {rate:.2f} a second{rest}")

    def _json_input(self, place: Place, what: str, outcome: Outcome | None) -> None:
        if self.quiet and what != "failed":
            return
        told: dict[str, Any] = {"what": what, "path": place.path, "member": place.member}
        if outcome is not None:
            told |= {"sha256": outcome.sha256, "seconds": round(outcome.seconds, 3), "worker": outcome.worker}
            if outcome.problem is not None:
                problem = outcome.problem
                told |= {"code": problem.code, "message": problem.message, "passing": problem.passing}
        self._json("input", **told)

    def _json(self, event: str, **told: Any) -> None:  # noqa: ANN401
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **told}
        print(json.dumps(line, ensure_ascii=False), flush=True)

    def ended(self, state: str, counts: Counts) -> None:
        """The run is over: done or interrupted."""
        if self.form == "json":
            self._json("end", state=state, seconds=round(self.seconds, 3), **counts.as_dict())
        else:
            self.say(("interrupted; run again to go on: " if state == "interrupted" else "")
                     + summary(counts, self.seconds))  # fmt: skip


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Task as Row
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Row) -> Text:
            return Text(f"{task.speed:.2f}/s" if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), TextColumn("{task.description}"))
    return Progress(*columns, console=Console(stderr=True), transient=True)
