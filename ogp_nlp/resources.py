"""Where the shipped data lies: ``pipelines/`` and ``models/``, in the checkout or in the wheel, or a user's copies."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ogp_nlp.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent


def folders(room: str) -> list[Path]:
    """Folders searched for a file of ``room`` ("pipelines", "models"): a user's own first, then what ships."""
    own = os.environ.get(f"OGP_NLP_{room.upper()}")
    shipped = [_PACKAGE / "_data" / room, _PACKAGE.parent / room]
    return ([Path(part) for part in own.split(os.pathsep) if part] if own else []) + shipped


def find(room: str, name: str) -> Path:
    """Path of a shipped or overriding file; a file in ``$OGP_NLP_PIPELINES`` or ``$OGP_NLP_MODELS`` wins.

    Raises ConfigError with the folders searched.
    """
    places = folders(room)
    for folder in places:
        if (folder / name).exists():
            return folder / name
    searched = ", ".join(str(folder) for folder in places)
    raise ConfigError(f"{name} is in none of the {room} folders: {searched}")


def config_path(name_or_path: str | Path) -> Path:
    """The config of a pipeline given by its name or its path; raises ConfigError."""
    given = Path(name_or_path)
    return given if given.suffix == ".cfg" and given.exists() else find("pipelines", f"{given.name}.cfg")


@cache
def load_toml(name: str) -> dict[str, Any]:
    """A knowledge file of ``pipelines/`` by name, ``"months"`` for ``months.toml``; treat it as read-only."""
    path = find("pipelines", f"{name}.toml")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from None
