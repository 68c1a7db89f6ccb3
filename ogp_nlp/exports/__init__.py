"""One module a format; ``open_writer`` chooses, and nothing half-written stays behind."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol, get_args

from ogp_nlp.errors import UsageError
from ogp_nlp.records import MinutesRecord

Format = Literal["json", "jsonl", "csv", "xlsx", "parquet"]
FORMATS: tuple[str, ...] = get_args(Format)


class Writer(Protocol):
    """Takes records one by one; ``close`` makes the result visible, ``abort`` leaves no trace of it."""

    def add(self, source: str, record: MinutesRecord) -> None:
        """Take one more record; raises OutputError."""

    def close(self) -> list[Path]:
        """Finish and return the files written; raises OutputError."""

    def abort(self) -> None:
        """Remove what was written so far."""


def format_of(target: Path, given: str | None) -> Format:
    """The format asked for, else the one that the target's suffix names, else JSON; raises UsageError."""
    name = given or target.suffix.lstrip(".").lower() or "json"
    if name not in FORMATS:
        if given is None:
            raise UsageError(f"{target}: no format has this suffix; give --format {'|'.join(FORMATS)}")
        raise UsageError(f"{given} is no format; there are {', '.join(FORMATS)}")
    return name  # type: ignore[return-value]


def open_writer(target: Path, name: Format, *, several: bool, excel: bool = False) -> Writer:
    """A writer of a format to a file or folder; raises OutputError, MissingExtraError.

    JSON for several inputs and CSV and Parquet always go into a folder; JSONL and XLSX are one file. With ``excel`` CSV
    begins with the mark by which Excel knows UTF-8.
    """
    from ogp_nlp.exports import json_files, tables, workbook
    from ogp_nlp.exports.files import fail

    try:
        exists = target.is_dir()
    except OSError as error:
        raise fail(target, error) from None
    # A name without a suffix is a folder, whether one input is given or many.
    folder = exists or (name == "json" and (several or (not target.suffix and not target.exists())))
    if name == "json":
        return json_files.JsonFolder(target) if folder else json_files.JsonFile(target)
    if name == "jsonl":
        return json_files.JsonLines(target / "records.jsonl" if folder else target)
    if name == "xlsx":
        return workbook.Workbook(target / "records.xlsx" if folder else target)
    return tables.CsvFolder(target, excel=excel) if name == "csv" else tables.ParquetFolder(target)
