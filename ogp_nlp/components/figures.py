"""One percentage with all that was found out about it, before it becomes a record."""

from __future__ import annotations

from dataclasses import dataclass

from ogp_nlp.components.progress import Subject


@dataclass(frozen=True, slots=True)
class Figure:
    """One percentage with what it speaks of; offsets are of the text."""

    start: int
    end: int
    value: float
    subject: Subject = "other"
    commitment: int | None = None
    about: str | None = None
    qualifiers: tuple[str, ...] = ()
    as_of: str | None = None
    fraction: bool = False
    place: str = "none"
    how: str = ""
    line: int = -1
