"""Options that several commands share, and how a command speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ogp_nlp.readers.limits import Limits

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


def limits_of(
    max_size: float, max_seconds: float, max_pages: int, max_memory: float, password: str | None, ocr: bool
) -> Limits:
    """The readers' limits as the options give them."""
    from ogp_nlp.readers.limits import Limits

    return Limits(
        max_bytes=int(max_size * 1e6),
        max_seconds=max_seconds,
        max_pages=max_pages,
        max_memory=int(max_memory * 1e6),
        password=password,
        ocr=ocr,
    )


def say(message: str) -> None:
    """One line on standard error."""
    typer.echo(f"ogp-nlp: {' '.join(str(message).split())}", err=True)
