"""Records as flat tables, one a kind; CSV and Parquet folders."""

from __future__ import annotations

import codecs
import csv
import io
from collections import defaultdict
from pathlib import Path
from typing import Any

from ogp_nlp.errors import MissingExtraError, OutputError
from ogp_nlp.exports.files import Pending, make_folder, pending
from ogp_nlp.records import KINDS, Finding, Grounded, MinutesRecord, Notice, Plan
from ogp_nlp.records import Meeting as MeetingRecord

Row = dict[str, Any]
_GROUNDED = ("id", "confidence", "evidence", "extractor")
_KEYS = ("document", "sha256")
_PLACE = ("confidence", "page", "evidence_start", "evidence_end", "evidence", "extractor")  # "end" is a field of dates


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
    row |= {"page": first and first.page, "evidence_start": first and first.start, "evidence_end": first and first.end}
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


def _refuse_file(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target}: is no folder; this format writes one file for each kind of record")


class CsvFolder:
    """``attendees.csv``, ``percentages.csv``, ... in UTF-8, written as records come, with ``csv-metadata.json``."""

    def __init__(self, target: Path, *, excel: bool = False) -> None:
        _refuse_file(target)
        make_folder(target)
        self.target = target
        self._files: dict[str, Pending] = {}
        mark = codecs.BOM_UTF8 if excel else b""
        try:
            for table, names in columns().items():
                self._files[table] = Pending(target / f"{table}.csv")
                self._files[table].write(mark + _csv(names, [dict(zip(names, names, strict=True))]))
        except BaseException:
            self.abort()
            raise

    def add(self, source: str, record: MinutesRecord) -> None:
        """Write the rows of one record; raises OutputError."""
        names = columns()
        for table, table_rows in rows(record).items():
            self._files[table].write(_csv(names[table], table_rows))

    def close(self) -> list[Path]:
        """Put all tables in their places and describe them; raises OutputError."""
        from ogp_nlp.exports.csvw import describe

        written = [file.commit() for file in self._files.values()]
        described = self.target / "csv-metadata.json"
        with pending(described) as file:
            file.write(describe(list(self._files)))
        return [*written, described]

    def abort(self) -> None:
        """Remove what was written."""
        for file in self._files.values():
            file.discard()


def _csv(names: list[str], table_rows: list[Row]) -> bytes:
    text = io.StringIO()
    csv.DictWriter(text, names, lineterminator="\r\n").writerows(table_rows)  # RFC 4180
    return text.getvalue().encode()


class ParquetFolder(Collected):
    """``attendees.parquet``, ... by pyarrow."""

    def __init__(self, target: Path) -> None:
        _refuse_file(target)
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
