"""Whether a text is damaged, and which of its lines show it: signs that clean text does not have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ogp_nlp.arabic.lexicon import is_broken
from ogp_nlp.arabic.repair.atoms import is_word
from ogp_nlp.arabic.repair.marks import mark_of
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.arabic.repair.words import DocumentWords

# A line that begins with what only ends or divides one, or with a closing bracket.
_CLOSING_FIRST = re.compile(r"^\s*(?:[،؛:؟]\s*\w|\.(?!\.)\s*[^\W\d]|[)(]\s*[،؛.])|^\s*[\d٠-٩]+\s*:")
_NUMBER_GLUED = re.compile(r"(?<!\w)[\d٠-٩]{2,}[\u0621-\u064a]{3,}|[\u0621-\u064a]{3}[\d٠-٩]++(?=.*[\u0621-\u064a])")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Weight of damage of each line (0: none shows), whether the text is damaged, and how much of its order.

    ``order`` is the share of lines (0 to 1) that show runs out of order.
    """

    lines: tuple[float, ...]
    damaged: bool
    order: float


def order_damage(line: str) -> float:
    """The weight of signs that a line's runs are out of order."""
    weight = 0.0
    mark = mark_of(line)
    if mark.moved:
        weight += 1.0 if line[mark.order[0]] != "-" else 0.5
    if _CLOSING_FIRST.match(line):
        weight += 1.0
    return weight + 0.5 * len(_NUMBER_GLUED.findall(line))


def word_damage(line: str, words: DocumentWords) -> float:
    """The weight of words that are glued or hold a letter in a place where none has it."""
    weight = 0.0
    for token in tokens_of(line):
        if len(token.text) > 2 and is_word(token.text):
            if is_broken(token.text):
                weight += 1.0
            elif len(token.text) > 6 and words.is_glued(token.text):
                weight += 0.4
    return weight


def line_damage(line: str, words: DocumentWords) -> float:
    """The weight of all signs of damage in a line; 1 is one sign that clean text hardly ever has."""
    return order_damage(line) + word_damage(line, words) if line.strip() else 0.0


def verdict_of(lines: list[str], words: DocumentWords) -> Verdict:
    """Judge the lines one by one, and the text by their share."""
    weights = tuple(line_damage(line, words) for line in lines)
    orders = [order_damage(line) for line in lines if line.strip()]
    total = sum(min(weight, 2.0) for weight in weights)
    share = sum(min(weight, 1.0) for weight in orders) / max(1, len(orders))
    return Verdict(weights, total >= 3.0 and total > 0.05 * len(orders), share if sum(orders) >= 2 else 0.0)
