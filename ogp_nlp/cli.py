"""The command line: arguments in, calls out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ogp_nlp import __version__, cli_archive
from ogp_nlp.cli_options import MaxMemory, MaxPages, MaxSeconds, MaxSize, Ocr, Password, PipelineOption, limits_of, say
from ogp_nlp.errors import OgpNlpError

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

    limits = limits_of(max_size, max_seconds, max_pages, max_memory, password, ocr)
    raise typer.Exit(running.extract(inputs, output, format, pipeline, limits, say))


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

    limits = limits_of(max_size, max_seconds, max_pages, max_memory, password, ocr)
    raise typer.Exit(running.text(source, pipeline, limits, say))


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

    raise typer.Exit(running.evaluate(corpus, split, pipeline, json_file, say))


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

    raise typer.Exit(running.train(corpus, models, part or [], workers, say))


cli_archive.add_to(app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every failure is one line on standard error and an exit status, never a traceback."""
    _utf8_streams()
    try:
        app(arguments)
        sys.stdout.flush()
    except OgpNlpError as error:
        say(str(error))
        _leave(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _leave(0)
    except OSError as error:
        say(f"standard output: cannot write: {error.strerror or error}")
        _leave(1)
    except KeyboardInterrupt:
        say("interrupted")
        _leave(130)
    except SystemExit as exit_:
        _flush_or_fail()
        raise exit_ from None
    except MemoryError:
        say("out of memory; split the input or lower --max-size")
        _leave(1)
    except Exception as error:
        if os.environ.get("OGP_NLP_DEBUG"):
            raise
        say(f"a defect in ogp-nlp: {type(error).__name__}: {error} (set OGP_NLP_DEBUG=1 and report the traceback)")
        _leave(1)


def _flush_or_fail() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _leave(0)
    except OSError as error:
        say(f"standard output: cannot write: {error.strerror or error}")
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
