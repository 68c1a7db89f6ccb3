"""Mentions of numbered undertakings in a text: which noun, which number, and whether a list of them begins there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.arabic.numbers import ordinal_source, ordinal_value
from ogp_nlp.components.base import Folded, fold, key_of

_PREFIX = r"(?<!\w)[وف]?(?:[بك]?ال|لل|[بلك])?"
_DIGITS = r"[(\[«\"]?\s*0*(\d{1,3})\s*[)\]»\"]?(?![\w%])(?![./,\-]\d)(?!\s*%)"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a numbered undertaking: half-open offsets in the text, noun (folded, bare) and number.

    ``place`` and ``after`` are the offsets of the mention in the folded view it was found in; ``signed`` tells
    that the number is an ordinal with the article or has a sign (``رقم``) before it.
    """

    start: int
    end: int
    unit: str
    number: int
    place: int
    after: int
    signed: bool


def alternatives(words: Iterable[str]) -> str:
    """Source of a pattern for any of ``words`` on folded text, longest first."""
    forms = sorted({key_of(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms) + ")"


def _one() -> str:
    """Source of a pattern for one number in a list."""
    return rf"(?:\(?\d{{1,3}}(?![\w%./])\)?|{ordinal_source()})"


def _value(number: str) -> int:
    digits = number.strip("()")
    return int(digits) if digits.isdigit() else ordinal_value(number)


@dataclass(frozen=True)
class UndertakingKnowledge:
    """The cue words of ``commitments.toml``, compiled."""

    raw: dict[str, Any]

    @cached_property
    def strong(self) -> frozenset[str]:
        """Nouns beside which a number nearly always means an undertaking."""
        return frozenset(key_of(word) for word in self.raw["units"]["strong"])

    @cached_property
    def units(self) -> str:
        """Source of a pattern for the bare nouns."""
        return alternatives([*self.raw["units"]["strong"], *self.raw["units"]["weak"]])

    @cached_property
    def _signs(self) -> str:
        return alternatives(self.raw["units"]["number_signs"])

    @cached_property
    def mention(self) -> re.Pattern[str]:
        """A noun with its number: ``الالتزام الثالث``, ``المشروع رقم 03``, ``مبادرة (2)``."""
        signed = rf"\s*(?P<sign>{self._signs})\s*[:.]?\s*{_DIGITS}"
        number = rf"(?:{signed}|\s*{_DIGITS}|\s+(?:رقم\s+)?(?P<word>{ordinal_source()}))"
        adjective = rf"(?:\s+{alternatives(self.raw['units']['adjectives'])}(?=\s))?"
        return re.compile(rf"(?P<head>{_PREFIX})(?P<unit>{self.units}{adjective}){number}")

    @cached_property
    def singular(self) -> dict[str, str]:
        """The bare noun of each plural and dual."""
        several = self.raw["units"]["several"]
        return {key_of(form): key_of(unit) for unit, forms in several.items() for form in forms}

    @cached_property
    def plural(self) -> re.Pattern[str]:
        """Several at once: ``الالتزامات 4 و5 و6``, ``الالتزامين السابع والثامن``."""
        signs = rf"(?:\s+(?:{self._signs}|ذات\s+الارقام|ارقام))?"
        return re.compile(
            rf"{_PREFIX}(?P<units>{alternatives(self.singular)}){signs}\s+(?P<list>{_one()}(?:\s*[،,]?\s*و?\s*{_one()})+)"
        )

    @cached_property
    def no_number(self) -> re.Pattern[str]:
        """What follows an ordinal that is no number of a list."""
        return re.compile(rf"\s+{alternatives(self.raw['units']['no_number'])}(?!\w)")

    def find(self, text: str, start: int = 0) -> list[Mention]:
        """Mentions of one undertaking in ``text``, which stands at offset ``start`` of the document."""
        if not self.mention.search(key_of(text)):
            return []  # spares most lines the view with its way back
        return list(self.find_in(fold(text, start)))

    def find_in(self, view: Folded) -> Iterator[Mention]:
        """Mentions in a folded view."""
        taken = [match.span() for match in self.plural.finditer(view.key)]
        for match, (start, end) in view.finditer(self.mention):
            if any(a <= match.start() < b for a, b in taken) or self.no_number.match(view.key, match.end()):
                continue
            found = self._read(match)
            if found:
                number, signed = found
                yield Mention(start, end, match["unit"], number, match.start(), match.end(), signed)

    def lists_in(self, view: Folded) -> Iterator[list[Mention]]:
        """The undertakings that are named together, list by list; ``place`` and ``after`` are of the list."""
        for match in self.plural.finditer(view.key):
            unit = self.singular[" ".join(match["units"].split())]
            members: list[Mention] = []
            for one in re.finditer(_one(), match["list"]):
                start = match.start("list") + one.start() if members else match.start()
                offsets = view.offsets(start, match.start("list") + one.end())
                members.append(Mention(*offsets, unit, _value(one.group()), match.start(), match.end(), True))
            yield members

    def _read(self, match: re.Match[str]) -> tuple[int, bool] | None:
        """The number of a mention and whether it is marked as one; None for what only looks like it."""
        definite = match["head"].endswith(("ال", "لل"))
        if match["word"]:
            if not match["word"].startswith("ال") or not definite:
                return None
            return ordinal_value(match["word"]), True
        digits = next(group for group in match.groups()[2:] if group and group.isdigit())
        glued = match.string[match.end("unit") : match.start()] == ""
        if not match["sign"] and not definite and not self._opens(match):
            return None
        return (int(digits), bool(match["sign"])) if int(digits) > 0 and glued else None

    @staticmethod
    def _opens(match: re.Match[str]) -> bool:
        """Whether a bare ``مشروع 3`` stands at the start of its line, before a sign that opens a title."""
        return not match.string[: match.start()].strip(" -*•") and bool(
            re.match(r"\s*[:.\-/(«\"]", match.string[match.end() :])
        )
