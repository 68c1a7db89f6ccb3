"""JSON: one file, a folder of files, or one line a record."""

from __future__ import annotations

from pathlib import Path

from ogp_nlp.errors import OutputError
from ogp_nlp.exports.files import Pending, make_folder, pending
from ogp_nlp.records import MinutesRecord


def to_json(record: MinutesRecord, *, indent: int | None = 2) -> str:
    """A record as JSON text, Arabic unescaped."""
    return record.model_dump_json(indent=indent)


class JsonFile:
    """One record in one file."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.written: list[Path] = []

    def add(self, source: str, record: MinutesRecord) -> None:
        """Write the record; raises OutputError."""
        with pending(self.target) as file:
            file.write(to_json(record).encode() + b"\n")
        self.written = [self.target]

    def close(self) -> list[Path]:
        """Return the file, if a record came."""
        return self.written

    def abort(self) -> None:
        """Leave nothing to remove: files appear whole or not at all."""


class JsonFolder(JsonFile):
    """A file for each input, named after it; inputs of the same name get a number."""

    def __init__(self, target: Path) -> None:
        super().__init__(target)
        if target.exists() and not target.is_dir():
            raise OutputError(f"{target}: is a file; several inputs need a folder, or --format jsonl")
        make_folder(target)
        self._taken: set[str] = set()

    def add(self, source: str, record: MinutesRecord) -> None:
        """Write ``<input>.json`` into the folder; raises OutputError."""
        stem = Path(record.document.source).stem
        name, number = stem, 2
        while name in self._taken:
            name, number = f"{stem}-{number}", number + 1
        self._taken.add(name)
        path = self.target / f"{name}.json"
        with pending(path) as file:
            file.write(to_json(record).encode() + b"\n")
        self.written.append(path)


class JsonLines:
    """One line a record in one file, which appears when all are written."""

    def __init__(self, target: Path) -> None:
        self._file = Pending(target)

    def add(self, source: str, record: MinutesRecord) -> None:
        """Append one line; raises OutputError."""
        self._file.write(to_json(record, indent=None).encode() + b"\n")

    def close(self) -> list[Path]:
        """Put the file in its place."""
        return [self._file.commit()]

    def abort(self) -> None:
        """Remove what was written."""
        self._file.discard()
