"""The minutes being written: chance, a country's habits, gold that grows with the text, printed figures and dates."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from hijridate import Gregorian

from ogp_nlp.arabic.calendar import last_of_month
from ogp_nlp.resources import load_toml
from ogp_nlp.training.generate.pieces import Piece, fill, join

Option = TypeVar("Option")
WORDS = {20: "عشرين", 30: "ثلاثين", 40: "أربعين", 50: "خمسين", 60: "ستين", 70: "سبعين", 80: "ثمانين", 90: "تسعين"}
ORDINALS = {
    "m": ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"],
    "f": ["الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة"],
}
FIRSTLY = ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا"]


def knowledge(topic: str) -> dict[str, Any]:
    """A file of ``pipelines/generator/``; raises ConfigError when it is missing or malformed."""
    return load_toml(f"generator/{topic}")


class Draft:
    """One document: everything random comes from ``rng``, so that a seed gives the same minutes everywhere."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.phrases = knowledge("phrases")
        self.subjects = knowledge("subjects")
        countries = knowledge("countries")
        self.habits: dict[str, Any] = countries[
            self.choose(sorted(name for name in countries if "countries" in countries[name]))
        ]
        self.country: str = self.choose(self.habits["countries"])
        self.hijri_months: list[str] = countries["hijri"]["months"]
        self.weekdays: list[str] = countries["weekdays"]["names"]
        self.day = self.working_day(date(2027, 1, 4), 365 * 7)
        self.label: str = self.choose(self.habits["commitments"])
        self.percent_style: str = self.choose(self.habits["percents"])
        self.numeric_dates = rng.random() < 0.12
        self.items: list[tuple[str, dict[str, Any]]] = []
        self.features: set[str] = set()
        self._used: dict[str, set[str]] = {}

    def choose(self, options: Sequence[Option]) -> Option:
        """One of several."""
        return options[self.rng.randrange(len(options))]

    def fresh(self, topic: str, options: Sequence[str]) -> str:
        """One that this document has not used for the topic yet, while there are some."""
        used = self._used.setdefault(topic, set())
        left = [option for option in options if option not in used] or list(options)
        chosen = self.choose(left)
        used.add(chosen)
        return chosen

    def chance(self, share: float) -> bool:
        """True in a share (0 to 1) of the cases."""
        return self.rng.random() < share

    def phrase(self, group: str, name: str) -> str:
        """One wording of a group of ``phrases.toml``."""
        return self.fresh(f"{group}.{name}", self.phrases[group][name])

    def new(self, kind: str, /, **fields: object) -> int:
        """Register an item of gold; its number marks the pieces that are its evidence."""
        self.items.append((kind, fields))
        return len(self.items) - 1

    def working_day(self, first: date, days: int) -> date:
        """A day from Monday to Thursday, which every country works, some ``days`` at most after the first."""
        day = first + timedelta(days=self.rng.randrange(days))
        while day.weekday() in (4, 5, 6):
            day += timedelta(days=1)
        return day

    def digits(self, number: object) -> str:
        """A number in the digits of the country."""
        return str(number).translate(str.maketrans("0123456789", self.habits["digits"]))

    # Dates

    def _printed(self, day: date) -> str:
        if self.numeric_dates:
            return self.digits(f"{day.day:02}/{day.month:02}/{day.year}")
        return f"{self.digits(day.day)} {self.habits['months'][day.month - 1]} {self._year(day.year)}"

    def _year(self, year: int) -> str:
        return fill(self.habits["years"], y=self.digits(year)).text

    def dated(self, day: date, *, hijri: bool = False) -> Piece:
        """A day, on demand with its Hijri twin before it."""
        text = self._printed(day)
        if hijri:
            text = f"{self._hijri(day)} الموافق {text}"
            self.features.add("hijri")
        return self._mention(text, day.isoformat(), None)

    def _hijri(self, day: date) -> str:
        there = Gregorian(day.year, day.month, day.day).to_hijri()
        return f"{self.digits(there.day)} {self.hijri_months[there.month - 1]} {self.digits(there.year)}هـ"

    def month(self, year: int, month: int) -> Piece:
        """A month with its year."""
        text = f"{self.habits['months'][month - 1]} {self._year(year)}"
        return self._mention(text, f"{year}-{month:02}", None)

    def span(self, first: date, days: int, between: str) -> Piece:
        """Some days of one month as one expression: ``3 إلى 5 ماي 2031``."""
        last = first + timedelta(days=days - 1)
        text = f"{self.digits(first.day)}{between}{self._words(last)}"
        return self._mention(text, first.isoformat(), last.isoformat())

    def _words(self, day: date) -> str:
        return f"{self.digits(day.day)} {self.habits['months'][day.month - 1]} {self._year(day.year)}"

    def years(self, first: int, last: int) -> Piece:
        """A span of years."""
        return self._mention(self.digits(f"{first}-{last}"), str(first), str(last))

    def _mention(self, text: str, value: str, end: str | None) -> Piece:
        return Piece(text).marked(self.new("dates", value=value, end=end, calendar="gregorian", text=text))

    # Figures

    def percent(self, value: float, subject: str, **fields: object) -> Piece:
        """A figure with its sign, in the country's digits and now and then in words."""
        if value in WORDS and self.chance(0.1) and "{n}%" not in self.percent_style:
            text = f"{WORDS[int(value)]} في المائة"
            self.features.add("percent_in_words")
        else:
            text = fill(self.percent_style, n=self._number(value)).text
        return self._figure(text, value, subject, **fields)

    def _number(self, value: float) -> str:
        return self.digits(f"{value:g}").replace(".", self.habits["decimal"])

    def bare(self, value: float, subject: str, **fields: object) -> Piece:
        """A figure without sign: the first end of a range that prints one sign."""
        return self._figure(self._number(value), value, subject, **fields)

    def _figure(self, text: str, value: float, subject: str, **fields: object) -> Piece:
        whole: dict[str, Any] = {"commitment": None, "about": None, "qualifiers": [], "as_of": None, **fields}
        return Piece(text).marked(self.new("percentages", value=value, text=text, subject=subject, **whole))

    # What is due when

    def deadline(self) -> tuple[Piece, dict[str, Any]]:
        """The words of a deadline and its fields."""
        due = self.phrases["due"]
        roll = self.rng.random()
        later = self.day + timedelta(days=self.rng.randrange(10, 120))
        fields: dict[str, Any] = {"due_start": None, "due_end": None}
        if roll < 0.4:
            fields["due_end"] = later.isoformat()
            piece = fill(self.choose(due["day"]), date=self.dated(later))
        elif roll < 0.7:
            ending = roll >= 0.55
            last = last_of_month(later.year, later.month)
            fields |= {"due_start": None if ending else last.replace(day=1).isoformat(), "due_end": last.isoformat()}
            phrase = self.choose(due["month_end" if ending else "month"])
            piece = fill(phrase, month=self.month(later.year, later.month))
        elif roll < 0.85:
            text, days = self.choose(due["weeks"])
            fields["due_end"] = (self.day + timedelta(days=days)).isoformat()
            piece = Piece(text)
        else:
            piece = Piece(self.choose(due["open"]))
        return piece, {"due_text": piece.text, **fields}

    def listing(self, pieces: Sequence[Piece | str]) -> Piece:
        """Lines of a list in one of the usual dresses: dashes, numbers or ordinal words."""
        style = self.choose(("dash", "number", "bullet", "word"))
        marks = {
            "dash": ["- "] * len(pieces),
            "bullet": ["• "] * len(pieces),
            "number": [f"{self.digits(place)}. " for place in range(1, len(pieces) + 1)],
            "word": [f"{word}: " for word in FIRSTLY[: len(pieces)]],
        }[style]
        if len(marks) < len(pieces):
            marks = ["- "] * len(pieces)
        return join([Piece(mark) + piece for mark, piece in zip(marks, pieces, strict=True)], "\n")
