"""What every component shares: a folded view for matching that leads back, and items kept on the Doc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from spacy.tokens import Doc, Span

from ogp_nlp.arabic.normalize import fold_key, match_key

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded form of a slice of the text (see ``match_key``), with the way back to the text's offsets.

    ``key`` is what cue words are matched on; ``origin[i]`` is the offset of ``key[i]`` in the text and
    ``origin[len(key)]`` the end of the slice.
    """

    key: str
    origin: tuple[int, ...]

    def offsets(self, start: int, end: int) -> Offsets:
        """Offsets in the text of ``key[start:end]``."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], max(self.origin[end - 1] + 1, self.origin[end] if end < len(self.key) else 0)

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Offsets]]:
        """Matches of ``pattern`` in the key, each with its offsets in the text."""
        for match in pattern.finditer(self.key):
            yield match, self.offsets(*match.span())


@lru_cache(maxsize=8192)
def _fold(text: str) -> tuple[str, tuple[int, ...]]:
    aligned = match_key(text)
    return aligned.text, tuple(int(i) for i in aligned.alignment.first())


def fold(text: str, start: int = 0) -> Folded:
    """Fold ``text``, which stands at offset ``start`` of the document's text.

    >>> view = fold("الأعضاء الحاضرون")
    >>> view.key[:6], view.offsets(0, 6)
    ('الاعضا', (0, 7))
    """
    key, origin = _fold(text)
    return Folded(key, (*(start + i for i in origin), start + len(text)))


def key_of(text: str) -> str:
    """The folded form alone: for cue words and comparisons."""
    return fold_key(text)


@dataclass(frozen=True, slots=True)
class Item:
    """One extracted record before assembly: plain fields and the offsets it rests on."""

    kind: str
    fields: dict[str, Any]
    evidence: tuple[Offsets, ...]
    confidence: float
    extractor: str


if not Span.has_extension("ogp"):
    Span.set_extension("ogp", default=None)


def add_item(
    doc: Doc, kind: str, fields: dict[str, Any], evidence: Sequence[Offsets], confidence: float, extractor: str
) -> None:
    """Add an item of ``kind`` (a list of the record, or "meeting") as a span of ``doc.spans[kind]``.

    The span covers the first evidence; ``span._.ogp[kind]`` holds plain data only, so that a Doc with records
    survives ``to_bytes``. Raises ValueError for empty or reversed evidence.
    """
    if not evidence or any(start >= end for start, end in evidence):
        raise ValueError(f"{extractor}: {kind} without proper evidence: {evidence}")
    span = doc.char_span(*evidence[0], label=kind, alignment_mode="expand")
    if span is None:
        raise ValueError(f"{extractor}: {kind} outside the text: {evidence[0]}")
    held = span._.ogp or {}
    held[kind] = [fields, [list(offsets) for offsets in evidence], confidence, extractor]
    span._.ogp = held
    if kind not in doc.spans:
        doc.spans[kind] = []
    doc.spans[kind].append(span)


def items(doc: Doc, kind: str) -> list[Item]:
    """The items of one kind, in the order in which they were added."""
    found = []
    for span in doc.spans.get(kind, []):
        fields, evidence, confidence, extractor = span._.ogp[kind]
        found.append(Item(kind, fields, tuple((a, b) for a, b in evidence), confidence, extractor))
    return found


def cue_pattern(cues: Sequence[str], *, whole_words: bool = True) -> re.Pattern[str]:
    """A pattern over folded text that matches any of ``cues``, longest first; blanks match any white space.

    >>> bool(cue_pattern(["عن بعد"]).search(key_of("(عن  بُعد)")))
    True
    """
    return _cue_pattern(tuple(cues), whole_words)


@cache
def _cue_pattern(cues: tuple[str, ...], whole_words: bool) -> re.Pattern[str]:
    forms = sorted({key_of(cue) for cue in cues}, key=len, reverse=True)
    body = "|".join(r"\s+".join(re.escape(word) for word in form.split()) for form in forms)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)" if whole_words else f"(?:{body})")
