"""An archive of generated documents through ``ogp-nlp batch``: throughput, memory, kills at random moments.

Usage: ``python evaluation/archive.py [--count 10000] [--kills 20] [--keep DIR] [--write]``. Half of the documents are
PDFs by Typst, 2 % are broken. Kills are tried on the first ``--kill-count`` documents: after each the batch is run
again and its export compared, byte for byte, with that of an undisturbed run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typeset import typst

from ogp_nlp.training.generate import write as generate

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "evaluation" / "measured" / "archive.md"
SAMPLE = 30  # PDFs whose pages are timed against pdfplumber
# As the PDF reader's tests break them, and texts that are none; each must be refused.
BREAKS = ("half", "junk", "head", "binary", "foreign")


@dataclass(frozen=True)
class Run:
    """What one batch took: seconds of wall time, the main process's peak in MB, its last event."""

    seconds: float
    peak: float
    end: dict[str, int]

    @property
    def rate(self) -> float:
        return self.end["done"] / self.seconds


def _broken(kind: str, pdf: bytes, number: int) -> tuple[str, bytes]:
    """Suffix and bytes of a broken document; the number makes it differ from the others."""
    mark = f"{number}".encode()
    return {
        "half": (".pdf", pdf[: len(pdf) // 2]),
        "junk": (".pdf", b"%PDF-1.7\n" + mark * 500),
        "head": (".pdf", pdf[:20] + mark),
        "binary": (".txt", bytes(range(32)) * 50 + mark),
        "foreign": (".txt", b"minutes of no Arabic meeting, " + mark),
    }[kind]


def make(folder: Path, count: int) -> None:
    """Write the archive unless it is there: texts, every second a PDF, every fiftieth broken."""
    if (folder / "made").exists() and (folder / "made").read_text() == str(count):
        return
    documents = folder / "in"
    documents.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        generate(Path(place), count, 1)
        for number, source in enumerate(sorted((Path(place) / "documents").glob("*.txt"))):
            target = documents / f"{number % 100:02}" / f"{number:05}.pdf"
            target.parent.mkdir(exist_ok=True)
            if number % 2 or number % 50 == 0:
                typst(source.read_text(encoding="utf-8"), "Amiri", target)
                target.with_suffix(".typ").unlink()
            else:
                target.with_suffix(".txt").write_bytes(source.read_bytes())
            if number % 50 == 0:
                suffix, data = _broken(BREAKS[number // 50 % len(BREAKS)], target.read_bytes(), number)
                target.unlink()
                target.with_suffix(suffix).write_bytes(data)
    (folder / "made").write_text(str(count))


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "ogp_nlp.cli", *map(str, arguments)]


def start(documents: list[Path], store: Path, *options: object) -> subprocess.Popen[str]:
    """A batch that writes its events beside the store."""
    call = command("batch", *documents, "--store", store, "--log", "json", "--quiet", *options)
    with store.with_suffix(".log").open("w", encoding="utf-8") as events:
        return subprocess.Popen(call, stdout=events, stderr=subprocess.DEVNULL, text=True)


def _peak(pid: int) -> float:
    """The highest resident set of a process so far, MB."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0.0


def batch(documents: list[Path], store: Path, *options: object) -> Run:
    """One batch to its end, timed from the command's start."""
    begun, peak = time.monotonic(), 0.0
    with start(documents, store, *options) as process:
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.1)
    seconds = time.monotonic() - begun
    end = json.loads(store.with_suffix(".log").read_text(encoding="utf-8").splitlines()[-1])
    return Run(seconds, peak, end)


def export(store: Path) -> bytes:
    return subprocess.run(command("export", "--store", store), check=True, capture_output=True).stdout


def descendants(pid: int) -> list[int]:
    """Processes that a process started, and those that these did."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, listed.read_text().split()):
                found += [child, *descendants(child)]
    return found


@contextlib.contextmanager
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers, started by hand on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"

    def run(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        call = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
        return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    worker = ("dask_worker", address, "--nthreads", "1", "--no-nanny")
    started = [run("dask_scheduler", "--host", address), run(*worker), run(*worker)]
    try:
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def killed(documents: list[Path], folder: Path, what: str, after: float) -> bytes:
    """The export of a batch in which something was killed after some seconds, once the batch was run again."""
    store = folder / f"killed-{time.monotonic_ns()}.db"
    with contextlib.ExitStack() as stack:
        options: tuple[object, ...] = ("--workers", 2)
        workers: list[subprocess.Popen[bytes]] = []
        if what == "dask worker":
            address, workers = stack.enter_context(cluster())
            options = ("--engine", "dask", "--scheduler", address)
        process = stack.enter_context(start(documents, store, *options))
        time.sleep(after)
        targets = descendants(process.pid)
        if what == "main process":
            process.kill()
        elif what == "dask worker":
            workers[0].kill()
        elif targets:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(targets), signal.SIGKILL)
        process.wait()
    batch(documents, store, "--workers", 2)
    return export(store)


def kills(documents: list[Path], folder: Path, moments: int) -> list[str]:
    """Lines of a table: how many exports equal that of an undisturbed run."""
    calm = batch(documents, folder / "calm.db", "--workers", 2)
    expected = export(folder / "calm.db")
    lines = ["| killed | moments | exports equal |", "|---|---:|---:|"]
    for what in ("main process", "worker", "dask worker"):
        equal = sum(
            killed(documents, folder, what, random.uniform(0.5, calm.seconds)) == expected for _ in range(moments)
        )
        lines.append(f"| {what} | {moments} | {equal} |")
        print(lines[-1], flush=True)
    return lines


def pages(documents: list[Path]) -> str:
    """CPU time a page, ours whole and pdfplumber's text alone, the same files in turn."""
    import pdfplumber

    from ogp_nlp.errors import OgpNlpError
    from ogp_nlp.pipeline import load_pipeline
    from ogp_nlp.readers.limits import Limits

    pipeline, limits = load_pipeline(), Limits(apart=False)
    spent, count = {"ours": 0.0, "pdfplumber": 0.0}, 0
    for number, path in enumerate([path for path in documents if path.suffix == ".pdf"][: SAMPLE + 1]):
        begin = time.process_time()
        try:
            read = pipeline.extract(path, limits)
        except OgpNlpError:
            continue  # one of the broken
        ours = time.process_time() - begin
        begin = time.process_time()
        with pdfplumber.open(path) as book:
            for page in book.pages:
                page.extract_text()
        if number:  # the first loads what all others use
            spent["ours"] += ours
            spent["pdfplumber"] += time.process_time() - begin
            count += read.document.page_count or 0
    each = {name: 1000 * seconds / max(count, 1) for name, seconds in spent.items()}
    return (
        f"CPU time a page over {count} pages, the same files in turn: {each['ours']:.0f} ms from PDF to record, "
        f"{each['pdfplumber']:.0f} ms for pdfplumber's text alone."
    )


def through(home: Path, folder: Path, count: int) -> list[str]:
    """Lines about the whole archive with two workers and one, and a tenth of it."""
    files = sorted(path for path in (home / "in").rglob("*") if path.is_file())
    tenth = files[: max(count // 10, 1)]
    two = batch([home / "in"], folder / "two.db", "--workers", 2)
    one = batch([home / "in"], folder / "one.db", "--workers", 1)
    few = batch(tenth, folder / "few.db", "--workers", 2)
    same = "the same" if export(folder / "two.db") == export(folder / "one.db") else "NOT the same"
    lines = [
        "| | seconds | documents a second | pages a second | peak of the main process (MB) |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, run in (("two workers", two), ("one worker", one), (f"two workers, {len(tenth)} documents", few)):
        rates = f"{run.rate:.2f} | {run.end['pages'] / run.seconds:.2f}"
        lines.append(f"| {name} | {run.seconds:.0f} | {rates} | {run.peak:.0f} |")
    broken = len(range(0, count, 50))
    return [
        *lines,
        "",
        f"Two workers are {two.rate / one.rate:.2f} times as fast as one; their exports are {same} to the byte.",
        f"Of {broken} broken documents {two.end['failed']} were set aside, of {count - broken} good ones "
        f"{two.end['done']} stored.",
        f"The main process took {100 * (two.peak / few.peak - 1):+.0f} % of memory for ten times as many documents.",
        "",
        pages(files),
        "",
    ]


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20, help="moments for each of main process, worker, Dask worker")
    parser.add_argument("--kill-count", type=int, default=60, help="documents of a batch in which something is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder where the archive stays and is found again")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    random.seed(given.seed)
    call = f"python evaluation/archive.py --count {given.count} --kills {given.kills} --kill-count {given.kill_count}"
    lines = [
        "## An archive",
        "",
        f"`{call} --write` on {os.cpu_count()} cores: generated documents, half of them PDFs,",
    ]
    lines += ["2 % broken.", ""]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        home = given.keep or folder
        make(home, given.count)
        lines += through(home, folder, given.count)
        print("\n".join(lines), flush=True)
        if given.kills:
            files = sorted(path for path in (home / "in").rglob("*") if path.is_file())
            lines += kills(files[: given.kill_count], folder, given.kills)
    if given.write:
        MEASURED.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
