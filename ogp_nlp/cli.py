"""The command line: arguments in, calls out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogp_nlp import __version__
from ogp_nlp.errors import OgpNlpError

if TYPE_CHECKING:
    from ogp_nlp.readers.limits import Limits

app = typer.Typer(
    name="ogp-nlp",
    help="Turn Arabic meeting minutes into validated records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Inputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help=".pdf, .docx or .txt files, or - for standard input.")
]
PipelineOption = Annotated[
    str,
    typer.Option("--pipeline", metavar="NAME_OR_PATH", help="A pipeline of pipelines/ by name, or the path of a .cfg."),
]
MaxSize = Annotated[float, typer.Option("--max-size", metavar="MB", min=0.001, help="Refuse larger files.")]
MaxSeconds = Annotated[float, typer.Option("--max-seconds", metavar="S", min=0.1, help="Time for reading one PDF.")]
MaxPages = Annotated[int, typer.Option("--max-pages", metavar="N", min=1, help="Refuse PDFs with more pages.")]
MaxMemory = Annotated[float, typer.Option("--max-memory", metavar="MB", min=1, help="Memory for reading one PDF.")]
Ocr = Annotated[
    bool, typer.Option("--ocr/--no-ocr", help="Read scanned pages by Tesseract, which takes seconds a page.")
]
Password = Annotated[str | None, typer.Option("--password", metavar="WORD", help="Opens encrypted PDFs.")]


def _limits(
    max_size: float, max_seconds: float, max_pages: int, max_memory: float, password: str | None, ocr: bool
) -> Limits:
    from ogp_nlp.readers.limits import Limits

    return Limits(
        max_bytes=int(max_size * 1e6),
        max_seconds=max_seconds,
        max_pages=max_pages,
        max_memory=int(max_memory * 1e6),
        password=password,
        ocr=ocr,
    )


def _say(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"ogp-nlp: {' '.join(str(message).split())}", err=True)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"ogp-nlp {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def extract(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE_OR_DIR", help="Where the records go; a folder for several inputs."
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="json|jsonl|csv|xlsx|parquet", help="By default as the suffix of -o says, else JSON."
        ),
    ] = None,
    pipeline: PipelineOption = "minutes",
    max_size: MaxSize = 50,
    max_seconds: MaxSeconds = 120,
    max_pages: MaxPages = 2000,
    max_memory: MaxMemory = 4000,
    password: Password = None,
    ocr: Ocr = True,
) -> None:
    """One MinutesRecord for each input.

    One input without -o: JSON on standard output, or a readable table when that is a terminal (--format json for
    JSON there too). Exit status: 0 all done, 1 some input failed, 2 wrong usage.
    """
    from ogp_nlp import running

    limits = _limits(max_size, max_seconds, max_pages, max_memory, password, ocr)
    raise typer.Exit(running.extract(inputs, output, format, pipeline, limits, _say))


@app.command()
def text(  # noqa: PLR0913, PLR0917 - one parameter an option
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A .pdf, .docx or .txt file, or -.")],
    pipeline: PipelineOption = "minutes",
    max_size: MaxSize = 50,
    max_seconds: MaxSeconds = 120,
    max_pages: MaxPages = 2000,
    max_memory: MaxMemory = 4000,
    password: Password = None,
    ocr: Ocr = True,
) -> None:
    """The document's logical text, as every offset of its record counts it.

    What could not be read goes to standard error.
    """
    from ogp_nlp import running

    limits = _limits(max_size, max_seconds, max_pages, max_memory, password, ocr)
    raise typer.Exit(running.text(source, pipeline, limits, _say))


@app.command()
def schema() -> None:
    """JSON Schema (draft 2020-12) of MinutesRecord."""
    import json

    from ogp_nlp.records import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def evaluate(
    corpus: Annotated[
        Path,
        typer.Option("--corpus", metavar="DIR", help="A folder with documents/, gold/ and perhaps splits.json."),
    ] = Path("corpus"),
    split: Annotated[
        str, typer.Option("--split", metavar="NAME", help="train, dev, test or another split of splits.json, or all.")
    ] = "all",
    pipeline: PipelineOption = "minutes",
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures there as JSON.")
    ] = None,
) -> None:
    """Scores against annotated samples: by kind of record with intervals, by kind of body, by country.

    documents/ID.txt, .pdf or .docx goes with gold/ID.json. Exit status: 0 all scored, 1 some sample was no use, 2
    wrong usage.
    """
    from ogp_nlp import running

    raise typer.Exit(running.evaluate(corpus, split, pipeline, json_file, _say))


@app.command()
def train(
    corpus: Annotated[
        Path, typer.Option("--corpus", metavar="DIR", help="A folder with documents/, gold/ and perhaps splits.json.")
    ] = Path("corpus"),
    models: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of models to write into.")
    ] = Path("models"),
    part: Annotated[
        list[str] | None, typer.Option("--part", metavar="NAME", help="Only this part; may be given several times.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes at a time.")] = 1,
) -> None:
    """Learn the trained components from annotated samples, each with a card that says how it did.

    The same corpus gives the same files. Documents of the test split are never used. Point OGP_NLP_MODELS to the
    folder to use models of your own. Exit status: 0 done, 1 the corpus is no use, 2 wrong usage.
    """
    from ogp_nlp import running

    raise typer.Exit(running.train(corpus, models, part or [], workers, _say))


StoreOption = Annotated[
    str, typer.Option("--store", metavar="URL", help="An SQLite file, sqlite:///FILE or postgresql://USER@HOST/NAME.")
]


@app.command()
def batch(  # noqa: PLR0913, PLR0917 - one parameter an option
    inputs: Annotated[
        list[str], typer.Argument(metavar="DIR...", help="Folders, files, globs and zip archives, to all depths.")
    ],
    store: StoreOption,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, help="Documents at a time.", show_default="cores")
    ] = os.cpu_count() or 1,
    engine: Annotated[str, typer.Option("--engine", metavar="local|dask", help="What runs the workers.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="tcp://HOST:8786 of a running Dask scheduler.")
    ] = None,
    pipeline: PipelineOption = "minutes",
    max_size: MaxSize = 50,
    max_seconds: Annotated[
        float, typer.Option("--max-seconds", metavar="S", min=0.1, help="Time for one document, all in all.")
    ] = 300,
    max_pages: MaxPages = 2000,
    max_memory: Annotated[
        float, typer.Option("--max-memory", metavar="MB", min=1, help="Memory for one document.")
    ] = 4000,
    password: Password = None,
    ocr: Ocr = True,
    again: Annotated[
        bool, typer.Option("--retry-failed", help="Try also what an earlier run set aside for good.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only what failed, and the counts at the end.")] = False,
    log: Annotated[
        str, typer.Option("--log", metavar="text|json", help="json: one JSON line an event on standard output.")
    ] = "text",
) -> None:
    """An archive into a store: what is done is skipped, so that a run that was cut short is simply run again.

    Exit status: 0 all done, 1 some input failed (each named on standard error, with the reason), 2 wrong usage, 130
    interrupted.
    """
    from ogp_nlp.archive import running

    limits = _limits(max_size, max_seconds, max_pages, max_memory, password, ocr)
    raise typer.Exit(
        running.batch(
            inputs, store, pipeline, limits, workers, _say,
            engine=engine, scheduler=scheduler, quiet=quiet, log=log, again=again,
        )
    )  # fmt: skip


@app.command()
def export(
    store: StoreOption,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="PATH", help="A file (jsonl, xlsx) or a folder (csv, parquet, json)."),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="jsonl|csv|xlsx|parquet|json", help="By default as the suffix of -o says, else JSONL."
        ),
    ] = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV with the mark by which Excel knows UTF-8.")] = False,
) -> None:
    """What a store holds, corrections applied, in an order that depends on the documents alone.

    Without -o: JSON lines on standard output. Exit status: 0 done, 1 the store or the output is no use, 2 wrong usage.
    """
    from ogp_nlp.archive import running

    raise typer.Exit(running.export(store, output, format, _say, excel=excel))


@app.command()
def status(
    store: StoreOption,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """What stands in a store: counts, what failed and why, what needs a person and why.

    Exit status: 0 done, 1 the store is no use, 2 wrong usage.
    """
    from ogp_nlp.archive import running

    raise typer.Exit(running.status(store, _say, as_json=as_json))


@app.command(name="import")
def import_(
    store: StoreOption,
    files: Annotated[list[Path], typer.Argument(metavar="FILE.jsonl...", help="JSON lines as export writes them.")],
) -> None:
    """Records from JSON lines into a store, as the newest of their documents: what export wrote comes back the same.

    Exit status: 0 all done, 1 some line was no record (named on standard error), 2 wrong usage.
    """
    from ogp_nlp.archive import running

    raise typer.Exit(running.take_in(store, files, _say))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every failure is one line on standard error and an exit status, never a traceback."""
    _utf8_streams()
    try:
        app(arguments)
        sys.stdout.flush()
    except OgpNlpError as error:
        _say(str(error))
        _leave(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _leave(0)
    except OSError as error:
        _say(f"standard output: cannot write: {error.strerror or error}")
        _leave(1)
    except KeyboardInterrupt:
        _say("interrupted")
        _leave(130)
    except SystemExit as exit_:
        _flush_or_fail()
        raise exit_ from None
    except MemoryError:
        _say("out of memory; split the input or lower --max-size")
        _leave(1)
    except Exception as error:
        if os.environ.get("OGP_NLP_DEBUG"):
            raise
        _say(f"a defect in ogp-nlp: {type(error).__name__}: {error} (set OGP_NLP_DEBUG=1 and report the traceback)")
        _leave(1)


def _flush_or_fail() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _leave(0)
    except OSError as error:
        _say(f"standard output: cannot write: {error.strerror or error}")
        _leave(1)


def _leave(status: int) -> None:
    """Exit without flushing standard output again, which would raise once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    raise SystemExit(status)


def _utf8_streams() -> None:
    """Arabic is written as UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")


if __name__ == "__main__":
    main()
