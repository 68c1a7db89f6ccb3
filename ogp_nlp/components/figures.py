"""Percentages with all that was found out about them, before they become records."""

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


class Told:
    """The figures read so far, to be found by value."""

    def __init__(self) -> None:
        self.last: Figure | None = None
        self._order = 0
        self._by_value: dict[int, tuple[int, Figure]] = {}
        self._reported: dict[int, tuple[int, Figure]] = {}

    def add(self, figure: Figure) -> None:
        """Keep a figure; ``last`` is the last one of progress."""
        self._order += 1
        place = round(figure.value * 20)
        self._by_value[place] = (self._order, figure)
        if figure.subject != "other":
            self.last = figure
            self._reported[place] = (self._order, figure)

    def like(self, value: float) -> Figure | None:
        """The last figure of the same value."""
        return self._nearest(self._by_value, value)

    def reported(self, value: float) -> Figure | None:
        """The last figure of progress with the same value."""
        return self._nearest(self._reported, value)

    @staticmethod
    def _nearest(held: dict[int, tuple[int, Figure]], value: float) -> Figure | None:
        place = round(value * 20)
        found = [held[at] for at in (place - 1, place, place + 1) if at in held]
        alike = [(order, figure) for order, figure in found if abs(figure.value - value) < 0.05]
        return max(alike, key=lambda pair: pair[0])[1] if alike else None
