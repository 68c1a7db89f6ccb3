"""What the commands do, without the command line: inputs to records to files, failures said and counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ogp_nlp import __version__
from ogp_nlp.errors import OutputError, UsageError
from ogp_nlp.exports import FORMATS, Writer, format_of, open_writer
from ogp_nlp.exports.json_files import to_json
from ogp_nlp.exports.terminal import show
from ogp_nlp.pipeline import Failure, extract_many, load_pipeline
from ogp_nlp.readers.limits import Limits
from ogp_nlp.records import MinutesRecord

Say = Callable[[str], None]


class _StandardOutput:
    """Records on standard output: a table on a terminal, JSON or JSON lines where a program reads."""

    def __init__(self, name: str | None, *, several: bool) -> None:
        self.name = name or ("jsonl" if several else "json")
        self.table = name is None and not several and sys.stdout.isatty()

    def add(self, source: str, record: MinutesRecord) -> None:
        """Print the record."""
        if self.table:
            show(record)
        else:
            print(to_json(record, indent=2 if self.name == "json" else None))

    def close(self) -> list[Path]:
        """Nothing to finish."""
        return []

    def abort(self) -> None:
        """Nothing to remove."""


def _writer(output: Path | None, name: str | None, *, several: bool) -> Writer:
    if output is not None:
        return open_writer(output, format_of(output, name), several=several)
    if name not in (None, "json", "jsonl"):
        if name not in FORMATS:
            raise UsageError(f"{name} is no format; there are {', '.join(FORMATS)}")
        raise UsageError(f"--format {name} needs -o FILE_OR_DIR")
    return _StandardOutput(name, several=several)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error where somebody watches and there is more than one input."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("extracting", total=total)
        yield lambda: bar.advance(task)


def extract(
    inputs: Sequence[str], output: Path | None, name: str | None, pipeline: str, limits: Limits, say: Say
) -> int:
    """Extract each input and write its record; the exit status is 1 when some input failed, 2 for wrong usage."""
    several = len(inputs) > 1
    try:
        writer = _writer(output, name, several=several)
    except UsageError as error:
        say(str(error))
        return 2
    failed = 0
    try:
        loaded = load_pipeline(pipeline)
        with _progress(len(inputs)) as advance:
            for result in extract_many(inputs, loaded, limits):
                if isinstance(result, Failure):
                    failed += 1
                    say(str(result.error))
                else:
                    writer.add(result.source, result.record)
                advance()
        if failed == len(inputs):
            writer.abort()
        else:
            writer.close()
    except BaseException:
        writer.abort()
        raise
    if failed and several:
        say(f"{failed} of {len(inputs)} inputs failed")
    return 1 if failed else 0


def text(source: str, pipeline: str, limits: Limits, say: Say) -> int:
    """Print the logical text of one input, and its warnings on standard error."""
    document = load_pipeline(pipeline).read(source, limits)
    for warning in document.warnings:
        place = f" (page {warning.page})" if warning.page else ""
        say(f"{source}: {warning.message}{place}")
    sys.stdout.write(document.text)
    if not document.text.endswith("\n"):
        sys.stdout.write("\n")
    return 0


def evaluate(corpus: Path, split: str, pipeline: str, target: Path | None, say: Say) -> int:
    """Score a pipeline on annotated samples: tables on standard output, all figures as JSON where asked.

    The exit status is 1 when a sample was no use or no document could be scored, 2 for a split that is not there.
    """
    from ogp_nlp.evaluating import Scored, score_samples, summary
    from ogp_nlp.exports.scores import show_scores, write_scores
    from ogp_nlp.samples import load_corpus

    try:
        loaded = load_corpus(corpus, split)
    except UsageError as error:
        say(str(error))
        return 2
    if target is not None and not target.parent.is_dir():
        raise OutputError(f"{target}: no such folder: {target.parent}")
    for problem in loaded.problems:
        say(str(problem))
    scored, failed = [], len(loaded.problems)
    pipe = load_pipeline(pipeline)
    with _progress(len(loaded.samples)) as advance:
        for result in score_samples(loaded.samples, pipe):
            if isinstance(result, Scored):
                scored.append(result)
            else:
                failed += 1
                say(str(result.error))
            advance()
    if not scored:
        say(f"{corpus}: nothing to score in split {split}")
        return 1
    head = {"corpus": str(corpus), "split": split, "pipeline": pipe.name, "version": __version__, "failed": failed}
    figures = {**head, "unannotated_documents": loaded.unannotated, **summary(scored)}
    if target is not None:
        write_scores(figures, target)
    show_scores(figures)
    return 1 if failed else 0


def train(corpus: Path, models: Path, parts: Sequence[str], workers: int, say: Say) -> int:
    """Learn parts from annotated samples and name the folders written; 2 for a part that there is not."""
    from ogp_nlp.training.training import train as learn

    try:
        written = learn(corpus, models, parts, workers)
    except UsageError as error:
        say(str(error))
        return 2
    for folder in written:
        print(folder)
    return 0
