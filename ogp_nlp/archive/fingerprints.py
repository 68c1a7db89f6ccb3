"""What made a record, as one hash: this version, the pipeline, its knowledge and models, whether scans are read."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from ogp_nlp import __version__
from ogp_nlp.errors import ConfigError
from ogp_nlp.resources import config_path, find, folders

# Files that change no record: what tells people about the models.
_NOT_READ = frozenset({"card.json"})


def fingerprint(pipeline: str, *, ocr: bool) -> str:
    """64 hex digits; equal fingerprints give equal records of equal bytes. Raises ConfigError."""
    reads_scans = ocr and shutil.which("tesseract") is not None
    seen = hashlib.sha256(f"{__version__}\0{reads_scans}".encode())
    files = [config_path(pipeline)]
    files += [find("pipelines", name) for name in _names("pipelines", "*.toml")]
    files += [find("models", name) for name in _names("models", "*/*")]
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ConfigError(f"{file}: {error.strerror or error}") from None
        for part in (file.name.encode(), hashlib.sha256(content).digest()):
            seen.update(len(part).to_bytes(4, "big") + part)
    return seen.hexdigest()


def _names(room: str, pattern: str) -> list[str]:
    found: set[str] = set()
    for folder in map(Path, folders(room)):
        found.update(str(path.relative_to(folder)) for path in folder.glob(pattern) if path.is_file())
    return sorted(name for name in found if Path(name).name not in _NOT_READ)
