"""The place or group that tells a figure from the one before it: ``42% في المدن و28% في القرى``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.components.about_phrases import Phrases
from ogp_nlp.components.base import Offsets
from ogp_nlp.components.figure_tokens import Token, text_of

_APART = frozenset(("في", "لدي", "عند", "عبر", "ضمن", "بين", "من"))
_GLUED = re.compile(r"(?:لل|[بل])(?=\w{3})")
_PAST = frozenset(
    (
        *("السابق", "السابقه", "الماضي", "الماضيه", "الفارط", "الفارطه", "المنصرم", "المنصرمه", "نفسه", "نفسها"),
        *("ذاته", "ذاتها", "المقبل", "المقبله", "القادم", "القادمه"),
    )
)
_FORMER = re.compile(r"(?<!\w)(?:مقابل|مقارنه|بالمقارنه|بعد|كانت?|قبل|الي|بدل|عوض|نفس|ذات)(?!\w)")


@dataclass(frozen=True)
class Parts:
    """Reads what stands behind a figure with a preposition, where it sets the figure beside its neighbour."""

    phrases: Phrases

    def of(self, tokens: Sequence[Token], place: int, before: int | None) -> tuple[Offsets, Offsets | None] | None:
        """The place or group behind the figure at ``place``, and the one behind the figure ``before`` it."""
        if before is None:
            return None
        found = self._complement(tokens, place)
        if found is None:
            return None
        kind = found[0]
        first = self._complement(tokens, before)
        between = tokens[before + 1 : place]
        alike = any(self._opens(between, at, kind) for at in range(len(between)))
        former = _FORMER.search(text_of(between)) is not None
        if not alike and (former or not self._compares(between)):
            return None
        return self._span(tokens, found), self._span(tokens, first) if first and first[0] == kind else None

    def _span(self, tokens: Sequence[Token], found: tuple[str, int, int]) -> Offsets:
        kind, begin, end = found
        return tokens[begin].start + self._glue(tokens[begin].text, kind), tokens[end - 1].end

    def _compares(self, between: Sequence[Token]) -> bool:
        """Whether a verb or "and" of its own parts the second figure from the first: ``ويقل عن النصف في ...``."""
        return any(token.text in self.phrases.words.verbs for token in between)

    def _opens(self, tokens: Sequence[Token], at: int, kind: str) -> bool:
        """Whether a complement of the same kind begins at a token between the figures."""
        text, words = tokens[at].text, self.phrases.words
        if kind:
            return text == kind and at + 1 < len(tokens) and not self._timely(tokens[at + 1 : at + 3], kind)
        return bool(_GLUED.match(text)) and not (words.ends.at(tokens, at) or words.not_named.at(tokens, at)) and at < 2

    @staticmethod
    def _glue(word: str, kind: str) -> int:
        return 1 if kind == "" and not word.startswith("لل") else 0

    def _complement(self, tokens: Sequence[Token], place: int) -> tuple[str, int, int] | None:
        """The preposition behind a figure ("" for a glued one) and the tokens of what it governs, no time."""
        words, at = self.phrases.words, place + 1
        while at < len(tokens) and (tokens[at].text in ("فقط", "تقريبا", ")") or words.hedges.at(tokens, at)):
            at += max(1, words.hedges.at(tokens, at))
        if at + 1 >= len(tokens) or tokens[at].kind != "word":
            return None
        text = tokens[at].text
        if text in _APART and text != "من":
            kind, begin = text, at + 1
        elif _GLUED.match(text) and not self._no_place(tokens, at):
            kind, begin = "", at
        else:
            return None
        end = self.phrases.end_of_complement(tokens, begin)
        return (kind, begin, end) if end > begin and not self._timely(tokens[begin:end], kind) else None

    def _no_place(self, tokens: Sequence[Token], at: int) -> bool:
        words = self.phrases.words
        return bool(words.ends.at(tokens, at) or words.not_named.at(tokens, at)) or tokens[at].text in words.by

    def _timely(self, tokens: Sequence[Token], kind: str) -> bool:
        """Whether a complement tells when, or of what report, and not where or of whom."""
        words = self.phrases.words
        first = tokens[0].text
        if not kind:
            first = _GLUED.sub("ال" if first.startswith("لل") else "", first)
        told = tokens[0].own or first in words.time or first in words.reports
        return told or any(token.text.isdigit() or token.text in _PAST for token in tokens)
