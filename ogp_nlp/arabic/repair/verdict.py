"""Whether a text is damaged, and which of its lines show it: signs that clean text does not have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ogp_nlp.arabic.lexicon import is_broken
from ogp_nlp.arabic.repair.atoms import is_word
from ogp_nlp.arabic.repair.marks import mark_of
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.arabic.repair.words import DocumentWords

_CLOSING_FIRST = re.compile(r"^\s*(?:[،؛.:؟](?!\.)\s*\w|[)(][،؛.])")
_NUMBER_GLUED = re.compile(r"(?<!\w)[\d٠-٩]{2,}[\u0621-\u064a]{3,}|[\u0621-\u064a]{3}[\d٠-٩]{1,}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Weight of damage of each line (0: none shows), and whether the text as a whole is damaged."""

    lines: tuple[float, ...]
    damaged: bool


def line_damage(line: str, words: DocumentWords) -> float:
    """The weight of signs of damage in a line; 1 is one sign that clean text hardly ever has."""
    if not line.strip():
        return 0.0
    weight = 0.0
    mark = mark_of(line)
    if mark.moved:
        weight += 1.0 if line[mark.order[0]] != "-" else 0.5
    if _CLOSING_FIRST.match(line):
        weight += 1.0
    weight += 0.5 * len(_NUMBER_GLUED.findall(line))
    for token in tokens_of(line[mark.start : mark.end]):
        if len(token.text) > 2 and is_word(token.text):
            if is_broken(token.text):
                weight += 1.0
            elif len(token.text) > 6 and words.is_glued(token.text):
                weight += 0.7
    return weight


def verdict_of(lines: list[str], words: DocumentWords) -> Verdict:
    """Judge the lines one by one, and the text by their share."""
    weights = tuple(line_damage(line, words) for line in lines)
    filled = sum(1 for line in lines if line.strip())
    total = sum(min(weight, 2.0) for weight in weights)
    return Verdict(weights, total >= 2.5 and total > 0.04 * filled)
