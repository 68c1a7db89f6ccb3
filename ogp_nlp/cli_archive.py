"""The commands on archives: many documents into a store, and out of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ogp_nlp.cli_options import MaxPages, MaxSize, Ocr, Password, PipelineOption, limits_of, say

StoreOption = Annotated[
    str, typer.Option("--store", metavar="URL", help="An SQLite file, sqlite:///FILE or postgresql://USER@HOST/NAME.")
]


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

    limits = limits_of(max_size, max_seconds, max_pages, max_memory, password, ocr)
    raise typer.Exit(
        running.batch(
            inputs, store, pipeline, limits, workers, say,
            engine=engine, scheduler=scheduler, quiet=quiet, log=log, again=again,
        )
    )  # fmt: skip


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

    raise typer.Exit(running.export(store, output, format, say, excel=excel))


def status(
    store: StoreOption,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """What stands in a store: counts, what failed and why, what needs a person and why.

    Exit status: 0 done, 1 the store is no use, 2 wrong usage.
    """
    from ogp_nlp.archive import running

    raise typer.Exit(running.status(store, say, as_json=as_json))


def import_(
    store: StoreOption,
    files: Annotated[list[Path], typer.Argument(metavar="FILE.jsonl...", help="JSON lines as export writes them.")],
) -> None:
    """Records from JSON lines into a store, as the newest of their documents: what export wrote comes back the same.

    Exit status: 0 all done, 1 some line was no record (named on standard error), 2 wrong usage.
    """
    from ogp_nlp.archive import running

    raise typer.Exit(running.take_in(store, files, say))


def add_to(app: typer.Typer) -> None:
    """Add the commands to an application."""
    app.command()(batch)
    app.command()(export)
    app.command()(status)
    app.command(name="import")(import_)
