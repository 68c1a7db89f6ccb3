"""What the archive's commands do, without the command line; each returns its exit status."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType

from ogp_nlp.archive.batch import Batch
from ogp_nlp.archive.contents import contents
from ogp_nlp.archive.contents import take_in as take_records
from ogp_nlp.archive.discovery import check_inputs
from ogp_nlp.archive.fingerprints import fingerprint
from ogp_nlp.archive.local import LocalEngine
from ogp_nlp.archive.progress import Reporter
from ogp_nlp.archive.status import lines
from ogp_nlp.archive.status import status as store_status
from ogp_nlp.archive.store import Store
from ogp_nlp.archive.tasks import Engine, Settings
from ogp_nlp.errors import InputError, UsageError
from ogp_nlp.exports import format_of, open_writer
from ogp_nlp.exports.json_files import to_json
from ogp_nlp.readers.limits import Limits
from ogp_nlp.records import MinutesRecord

Say = Callable[[str], None]
ENGINES = ("local", "dask")
FORMS = ("text", "json")
INTERRUPTED = 130


@contextmanager
def _stopped_by_signals(batch: Batch, say: Say) -> Iterator[None]:
    """The first Ctrl-C (or SIGTERM) lets documents in hand finish, the second ends at once."""

    def stop(number: int, frame: FrameType | None) -> None:
        if batch.stop.is_set():
            raise KeyboardInterrupt
        batch.stop.set()
        say("finishing the documents in hand; Ctrl-C again ends at once")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _engine(name: str, settings: Settings, workers: int, scheduler: str | None) -> Engine:
    if name == "local":
        return LocalEngine(settings, workers)
    from ogp_nlp.archive.dask_engine import DaskEngine

    return DaskEngine(settings, workers, scheduler)


def batch(  # noqa: PLR0913 - one parameter an option
    inputs: Sequence[str], url: str, pipeline: str, limits: Limits, workers: int, say: Say, *,
    engine: str = "local", scheduler: str | None = None, quiet: bool = False, log: str = "text", again: bool = False,
) -> int:  # fmt: skip
    """Extract an archive into a store; 1 when some input failed, now or before, 130 when interrupted, 2 wrong usage."""
    try:
        if engine not in ENGINES:
            raise UsageError(f"{engine} is no engine; there are {', '.join(ENGINES)}")
        if log not in FORMS:
            raise UsageError(f"{log} is no form of log; there are {', '.join(FORMS)}")
        if scheduler is not None and engine != "dask":
            raise UsageError("--scheduler goes with --engine dask")
        paths = check_inputs(inputs)
        # Before the store is made: a pipeline mistyped leaves none behind.
        settings = Settings(pipeline, fingerprint(pipeline, ocr=limits.ocr), replace(limits, apart=False))
        store = Store(url)
    except UsageError as error:
        say(str(error))
        return 2
    with ExitStack() as stack:
        stack.enter_context(store)
        reporter = stack.enter_context(Reporter(say, log, quiet))
        work = Batch(store, settings, reporter, again=again)
        stack.enter_context(_stopped_by_signals(work, say))
        if not quiet:  # else nobody sees the time left
            reporter.count_ahead(paths)
        state = work.run(paths, _engine(engine, settings, workers, scheduler))
    reporter.ended(state, work.counts)
    if state == "interrupted":
        return INTERRUPTED
    return 1 if work.counts.failed or work.counts.aside else 0


def export(url: str, output: Path | None, name: str | None, say: Say, *, excel: bool = False) -> int:
    """Write what a store holds in any format, corrections applied; 2 for wrong usage."""
    try:
        if output is not None:
            format_of(output, name)
        elif name not in (None, "jsonl"):
            raise UsageError(f"--format {name} needs -o PATH")
        if excel and (output is None or format_of(output, name) != "csv"):
            raise UsageError("--excel goes with --format csv -o PATH")
        store = Store(url, create=False)
    except UsageError as error:
        say(str(error))
        return 2
    with store:
        return _write_out(store, output, name, say, excel=excel)


def _write_out(store: Store, output: Path | None, name: str | None, say: Say, *, excel: bool) -> int:
    if output is None:
        for kept in _kept(store, say):
            print(to_json(kept, indent=None))
        return 0
    writer = open_writer(output, format_of(output, name), several=True, excel=excel)
    try:
        for kept in _kept(store, say):
            writer.add(kept.document.source, kept)
        writer.close()
    except BaseException:
        writer.abort()
        raise
    return 0


def _kept(store: Store, say: Say) -> Iterator[MinutesRecord]:
    for kept in contents(store):
        for event in kept.left:
            say(f"{kept.record.document.source}: a correction no longer fits: {event.path}")
        yield kept.record


def take_in(url: str, files: Sequence[Path], say: Say) -> int:
    """Store the records of JSON lines files; 1 when some line was no record."""
    try:
        store = Store(url)
    except UsageError as error:
        say(str(error))
        return 2
    done = failed = 0
    with store:
        for path in files:
            for result in take_records(store, path):
                done += isinstance(result, str)
                if isinstance(result, InputError):
                    failed += 1
                    say(str(result))
    say(f"{done} records stored" + (f", {failed} lines failed" if failed else ""))
    return 1 if failed else 0


def status(url: str, say: Say, *, as_json: bool = False) -> int:
    """Tell what stands in a store, on standard output; 2 for wrong usage."""
    try:
        store = Store(url, create=False)
    except UsageError as error:
        say(str(error))
        return 2
    with store:
        told = store_status(store)
    print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else "\n".join(lines(told)))
    return 0
