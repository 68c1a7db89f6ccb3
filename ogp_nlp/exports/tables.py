"""Records as flat tables, one a kind; CSV and Parquet folders."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

from ogp_nlp.errors import MissingExtraError, OutputError
from ogp_nlp.exports.files import make_folder, pending
from ogp_nlp.records import KINDS, Finding, Grounded, MinutesRecord, Notice, Plan
from ogp_nlp.records import Meeting as MeetingRecord

Row = dict[str, Any]
_GROUNDED = ("id", "confidence", "evidence", "extractor")
_KEYS = ("document", "sha256")
_PLACE = ("confidence", "page", "start", "end", "evidence", "extractor")


def _fields(model: type[Any]) -> list[str]:
    names = [name for name in model.model_fields if name not in (*_GROUNDED, "plan")]
    if model is MeetingRecord:
        names += [f"plan_{name}" for name in Plan.model_fields]
    return names


def columns() -> dict[str, list[str]]:
    """Column names of every table, by table."""
    models = {"meeting": MeetingRecord} | {
        kind: MinutesRecord.model_fields[kind].annotation.__args__[0]  # type: ignore[union-attr]
        for kind in KINDS
    }
    found = {kind: [*_KEYS, "id", *_fields(model), *_PLACE] for kind, model in models.items()}
    found["findings"] = [*_KEYS, *Finding.model_fields]
    found["warnings"] = [*_KEYS, *Notice.model_fields]
    return found


def _row(item: Grounded) -> Row:
    first = item.evidence[0] if item.evidence else None
    row: Row = {"id": item.id, "confidence": item.confidence, "extractor": item.extractor}
    row |= {"page": first and first.page, "start": first and first.start, "end": first and first.end}
    row["evidence"] = " … ".join(part.text for part in item.evidence)
    for name in type(item).model_fields:
        value = getattr(item, name)
        if name in _GROUNDED:
            continue
        if isinstance(item, MeetingRecord) and name == "plan":
            row |= {f"plan_{part}": getattr(value, part, None) for part in Plan.model_fields}
        else:
            row[name] = ";".join(value) if isinstance(value, tuple) else value
    return row


def rows(record: MinutesRecord) -> dict[str, list[Row]]:
    """The rows of one record, by table; every row names its document."""
    key = {"document": record.document.source, "sha256": record.document.sha256}
    found = {"meeting": [_row(record.meeting)]}
    found |= {kind: [_row(item) for item in getattr(record, kind)] for kind in KINDS}
    found["findings"] = [item.model_dump() for item in record.findings]
    found["warnings"] = [item.model_dump() for item in record.document.warnings]
    return {table: [key | row for row in table_rows] for table, table_rows in found.items()}


class Collected:
    """Rows of all records, written when the last one has come."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.tables: dict[str, list[Row]] = defaultdict(list)

    def add(self, source: str, record: MinutesRecord) -> None:
        """Keep the rows of one record."""
        for table, table_rows in rows(record).items():
            self.tables[table] += table_rows

    def abort(self) -> None:
        """Leave nothing to remove: nothing is written before ``close``."""


class _Folder(Collected):
    def __init__(self, target: Path) -> None:
        if target.exists() and not target.is_dir():
            raise OutputError(f"{target}: is no folder; this format writes one file for each kind of record")
        super().__init__(target)


class CsvFolder(_Folder):
    """``attendees.csv``, ``percentages.csv``, ... in UTF-8."""

    def close(self) -> list[Path]:
        """Write all tables; raises OutputError."""
        make_folder(self.target)
        written = []
        for table, names in columns().items():
            text = io.StringIO()
            writer = csv.DictWriter(text, names, lineterminator="\r\n")  # RFC 4180
            writer.writeheader()
            writer.writerows(self.tables[table])
            path = self.target / f"{table}.csv"
            with pending(path) as file:
                file.write(text.getvalue().encode())
            written.append(path)
        return written


class ParquetFolder(_Folder):
    """``attendees.parquet``, ... by pyarrow."""

    def __init__(self, target: Path) -> None:
        super().__init__(target)
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise MissingExtraError("--format parquet", "parquet") from None

    def close(self) -> list[Path]:
        """Write all tables; raises OutputError."""
        import pyarrow as pa
        from pyarrow import parquet

        make_folder(self.target)
        written = []
        for table, names in columns().items():
            data = {name: [row.get(name) for row in self.tables[table]] for name in names}
            buffer = io.BytesIO()
            parquet.write_table(pa.table(data), buffer)
            path = self.target / f"{table}.parquet"
            with pending(path) as file:
                file.write(buffer.getvalue())
            written.append(path)
        return written
