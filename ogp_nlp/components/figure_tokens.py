"""The tokens of a folded line in which every figure is one token, and sets of cue words to hold against them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ogp_nlp.components.base import Folded, Offsets, key_of

TokenKind = Literal["word", "sign", "figure"]

_REMEMBERED = 20_000  # words whose membership a set keeps in mind
_TOKEN = re.compile(r"\w+|[^\w\s]")
_OWN = re.compile(r"\w{2}(?:ه|ها|هم)[\u064b-\u0652]*$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or a whole figure; offsets are of the folded view; ``own`` tells that a pronoun ends the word."""

    start: int
    end: int
    text: str
    kind: TokenKind
    own: bool = False


def tokens_of(view: Folded, figures: Sequence[Offsets], text: str) -> list[Token]:
    """The tokens of a folded line ``text``; each figure (offsets in the document) is one token."""
    base = view.origin[0] if view.origin else 0
    spans = [key_span(view, figure) for figure in figures]
    found: list[Token] = []
    at = 0
    for start, end in [*spans, (len(view.key), len(view.key))]:
        for match in _TOKEN.finditer(view.key, at, max(at, start)):
            kind: TokenKind = "word" if match.group()[0].isalnum() else "sign"
            printed = text[view.origin[match.start()] - base : view.offsets(*match.span())[1] - base]
            own = len(match.group()) > 4 and not match.group().startswith("ال") and bool(_OWN.search(printed))
            found.append(Token(*match.span(), match.group(), kind, own))
        if end > start:
            found.append(Token(start, end, view.key[start:end], "figure"))
        at = max(at, end)
    return found


def key_span(view: Folded, offsets: Offsets) -> Offsets:
    """The offsets in the folded view of offsets in the document."""
    return bisect_left(view.origin, offsets[0]), min(bisect_left(view.origin, offsets[1]), len(view.key))


class Words:
    """A set of cue words, some made of several; knows its members with و or ف before them and as other verb forms.

    Those are the future, "we" and "both" (feminine).

    >>> words = Words(["بلغت", "ما زال"])
    >>> "وبلغت" in words, "ستبلغ" in Words(["تبلغ"]), "بلغتا" in words, "زال" in words
    (True, True, True, False)
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.forms = frozenset(" ".join(key_of(word).split()) for word in words)
        self._known: dict[str, bool] = {}
        self.length = max((len(form.split()) for form in self.forms), default=1)

    def at(self, tokens: Sequence[Token], place: int) -> int:
        """How many tokens from ``place`` on form a member (0: none)."""
        for length in range(self.length, 0, -1):
            if text_of(tokens[place : place + length]) in self:
                return length
        return 0

    def before(self, tokens: Sequence[Token], place: int) -> int:
        """How many tokens that end at ``place`` (inclusive) form a member (0: none)."""
        for length in range(min(self.length, place + 1), 0, -1):
            if text_of(tokens[place - length + 1 : place + 1]) in self:
                return length
        return 0

    def __contains__(self, text: object) -> bool:
        word = str(text)
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._holds(word)
        return known

    def _holds(self, word: str) -> bool:
        bare = word[1:] if word[:1] in "وف" else word
        future = bare[1:] if bare[:2] in ("ست", "سي") else bare
        plain = future[:-2] if future.endswith("نا") else future[:-1] if future.endswith("تا") else future
        return any(form in self.forms for form in (word, bare, future, plain))


def text_of(tokens: Sequence[Token]) -> str:
    """The folded words of tokens with single blanks."""
    return " ".join(token.text for token in tokens)


def inside(tokens: Sequence[Token], span: Offsets) -> str:
    """The folded words within offsets of the view."""
    return text_of([token for token in tokens if span[0] < token.end and token.end <= span[1]])


def reach_back(tokens: Sequence[Token], place: int) -> int:
    """The first token that can belong to a figure: behind the figure or the end of a sentence before it."""
    for at in range(place - 1, -1, -1):
        if tokens[at].kind == "figure" or ends_sentence(tokens, at):
            return at + 1
    return 0


def ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token closes a sentence or a table cell."""
    token = tokens[at]
    return token.kind == "sign" and (token.text in "؛;؟?!|" or (token.text == "." and not abbreviates(tokens, at)))


def abbreviates(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop belongs to a short title (``د.``, ``أ.د.``) or stands inside a number."""
    if not at:
        return False
    before = tokens[at - 1]
    if before.end != tokens[at].start:
        return False
    inner = at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end and tokens[at + 1].text.isdigit()
    return inner if before.text.isdigit() else len(before.text) == 1
