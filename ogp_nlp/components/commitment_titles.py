"""Where the title of a numbered undertaking begins and ends: after a sign, in brackets or quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.arabic.percents import find_percents
from ogp_nlp.components.base import Offsets, fold, key_of
from ogp_nlp.components.undertakings import alternatives
from ogp_nlp.resources import load_toml

_SIGN = re.compile(r"[\s:：.\-–—/،,=>←]*")
_QUOTES = {"«": "»", '"': '"', "“": "”", "”": "“", "„": "”", "'": "'", "‘": "’"}
_OUTER = " \t\n\f.،,؛;:-–—/|\u00a0"
_FIGURE = r"(?:[%]?\s*\d+(?:[.,]\d+)?\s*(?:%|في الم|بالم))"
_CUT = r"(?:\s*[،,.:؛;(\[|]|\s+-)\s*"


@dataclass(frozen=True, slots=True)
class Titled:
    """Offsets of a title in the text (None without one) and of where the report after it begins."""

    title: Offsets | None
    body: int


def tidy(text: str) -> str:
    r"""A quoted title or name on one line, outer signs dropped, an unpaired bracket too.

    >>> tidy(" نشر  البيانات\nالمفتوحة؛")
    'نشر البيانات المفتوحة'
    """
    plain = " ".join(text.split()).strip(_OUTER)
    if plain[:1] in _QUOTES and plain.endswith(_QUOTES[plain[0]]) and plain.count(plain[-1]) <= 2:
        plain = plain[1:-1].strip(_OUTER)
    if plain.endswith(")") and "(" not in plain:
        plain = plain[:-1].strip(_OUTER)
    return plain


@dataclass(frozen=True)
class TitleKnowledge:
    """The cue words of ``[titles]``, compiled."""

    raw: dict[str, Any]

    @cached_property
    def report(self) -> re.Pattern[str]:
        """Opens a report on how far an undertaking is, no part of its title."""
        return re.compile(rf"{alternatives(self.raw['titles']['report'])}(?!\w)|{_FIGURE}|[%]")

    @cached_property
    def cut(self) -> re.Pattern[str]:
        """A sign with a report behind it."""
        return re.compile(rf"{_CUT}(?={self.report.pattern})")

    @cached_property
    def introducer(self) -> re.Pattern[str]:
        """Leads from the number to the title; the last group is its preposition where that is one letter."""
        return re.compile(rf"\s*[،,]?\s*{alternatives(self.raw['titles']['introducers'])}(?P<glued>(?<=ب))?\s*")

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """Ends a title inside a sentence."""
        return re.compile(rf"\s+{alternatives(self.raw['titles']['verbs'])}(?!\w)")

    @cached_property
    def institution(self) -> re.Pattern[str]:
        """Opens the name of a body or a person."""
        return re.compile(rf"(?:ال)?{alternatives(self.raw['titles']['institutions'])}(?!\w)")

    @cached_property
    def opens(self) -> re.Pattern[str]:
        """Opens a line that continues a title."""
        return re.compile(rf"{alternatives(self.raw['titles_end']['opens'])}(?!\w)|و\w|[لب]ل?\w{{3}}")

    @cached_property
    def dangling(self) -> re.Pattern[str]:
        """Ends a line whose title goes on."""
        return re.compile(rf"(?<!\w){alternatives(self.raw['titles_end']['dangling'])}\s*$")

    def read(self, text: str, start: int, heading: bool) -> Titled:
        """The title in ``text``, which follows an undertaking's number and stands at offset ``start``.

        ``heading``: the line is short and holds nothing but number and title, or opens with the number.
        """
        sign = _SIGN.match(text)
        skip = sign.end() if sign else 0
        signed = bool(sign and sign.group().strip())
        rest = text[skip:]
        enclosed = self._enclosed(rest)
        if enclosed is not None:
            first, last, after = enclosed
            return Titled((start + skip + first, start + skip + last), start + skip + after)
        view = fold(text)
        introduced = self.introducer.match(view.key)
        if introduced and introduced.end() < len(view.key):
            begin = view.origin[introduced.end()]
            return self._until(text, begin, start, clause=True)
        if not (signed or heading) or not tidy(rest):
            return Titled(None, start + skip)
        if heading and not find_percents(rest, load_toml("percents")):
            return Titled((start + skip, start + len(text)), start + len(text))
        if self.report.match(key_of(rest).strip()) or self._spoken(rest):
            return Titled(None, start + skip)
        return self._until(text, skip, start, clause=False, sign=sign.group().strip() if sign else "")

    def _spoken(self, rest: str) -> bool:
        """Whether a verb with a titled person behind it opens a report: ``عزا السيد خلدون التأخير``."""
        person = alternatives(self.raw["lead"]["honorifics"])
        words = key_of(rest).strip()
        return bool(re.match(rf"(?!ال)\w{{2,}}\s+(?:ال)?{person}(?:(?<=[./])|\s)", words)) and self._verbal(words)

    def _verbal(self, key: str) -> bool:
        """Whether the first word is a verb of saying in the past."""
        return bool(re.match(rf"[وف]?{alternatives(self.raw['lead']['verbs'])}(?!\w)", key))

    def _enclosed(self, rest: str) -> tuple[int, int, int] | None:
        """A title in quotation marks or brackets: its offsets in ``rest`` and where what follows begins."""
        close = _QUOTES.get(rest[:1])
        if close and rest.find(close, 1) > 2:
            end = rest.find(close, 1)
            return 1, end, end + 1
        match = re.match(r"\(\s*([^()%٪]{4,}?)\s*\)", rest)
        if not match or not re.search(r"[^\W\d_]{2}", match[1]):
            return None
        if self.report.match(key_of(match[1])) or self.institution.match(key_of(match[1])):
            return None  # "الالتزام الأول (وزارة العدل): إنشاء منصة": the brackets hold who, not what
        sign = _SIGN.match(rest, match.end())
        after = sign.end() if sign else match.end()
        return match.start(1), match.end(1), after

    def _until(self, text: str, begin: int, start: int, *, clause: bool, sign: str = "") -> Titled:
        """A title from ``begin`` to the first sign with a report behind it, or to the end of its clause."""
        view = fold(text)
        place = next((i for i, origin in enumerate(view.origin) if origin >= begin), len(view.key))
        ends = [m.start() for m in [self.cut.search(view.key, place)] if m]
        figure = next(iter(find_percents(text, load_toml("percents"))), None)
        if figure:
            reach = next(i for i, origin in enumerate(view.origin) if origin >= figure.start)
            signs = [m.start() for m in re.finditer(_CUT, view.key[place:reach])]
            ends += [place + signs[-1]] if signs and not (ends and ends[0] < place + signs[-1]) else []
        stop = re.search(r"[،,.؛:](?:\s|$)" if clause else r"[.؛](?:\s|$)", view.key[place:])
        other = re.compile(r"\s[-–—]\s" if sign.endswith(":") else r"\s?:\s" if sign[-1:] in tuple("-–—") else r"(?!)")
        parted = other.search(view.key, place)
        if parted and (figure or re.search(r"\d|[.؛]\s*$", view.key[parted.end() :])):
            ends.append(
                parted.start()
            )  # "النشاط (3): توعية الأسر - تمت تغطية 1150 أسرة": the other sign opens the report
        verb = self.verb.search(view.key, place) if clause else None
        if verb:
            ends.append(verb.start())
        if stop:
            ends.append(place + stop.start())
        words = re.match(r"(?:\S+\s+){25}", view.key[place:])
        if words and not ends:
            comma = re.search(r"[،,:]\s", view.key[place:])
            ends.append(place + (comma.start() if comma else words.end()))
        end = min(ends, default=len(view.key))
        last = view.origin[end] if end < len(view.key) else len(text)
        return Titled((start + begin, start + last), start + last) if last > begin else Titled(None, start + begin)
