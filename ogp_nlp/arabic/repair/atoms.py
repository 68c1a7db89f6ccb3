"""The pieces of a line that a run may begin with: its tokens, and the parts of words that look glued."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ogp_nlp.arabic.lexicon import is_broken
from ogp_nlp.arabic.repair.tokens import Token

LONGEST = 40  # letters; what is longer is no word
KNOWN_PART = -12.0  # log probability from which a part of an unknown word is taken for a word
SURELY_GLUED = -23.0  # log probability below which a word is taken for several
DETACHED = frozenset("يى")
LogProbability = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a token; ``at`` holds the offset of each letter, ``token`` numbers its token in the line."""

    text: str
    at: tuple[int, ...]
    gap: int
    token: int


def is_word(text: str) -> bool:
    """Whether the piece is made of Arabic letters."""
    return "\u0621" <= text[0] <= "\u06d3"


def cut_points(word: str, log_probability: LogProbability) -> list[int]:
    """Offsets inside a word where it may be glued; none where it is a word that does not ask for it."""
    points: list[int] = []
    if len(word) > LONGEST:
        return points
    whole = log_probability(word)
    unknown = whole < -17.9
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        parts = log_probability(left), log_probability(right)
        shortest = min(len(left), len(right))
        torn = len(word) < 4 or shortest == 1 or is_broken(left + right[:2])
        two_words = shortest > 1 and sum(parts) > whole + 2
        article = whole < SURELY_GLUED and right.startswith("ال") and at > 1
        if two_words or article or (unknown and (torn or max(parts) > KNOWN_PART)):
            points.append(at)
    return points


def joined_ends(tokens: list[Token], log_probability: LogProbability) -> list[Token]:
    """Tokens with a final yeh or alef maqsura that stood apart put back to its word (الرئيس ي)."""
    out: list[Token] = []
    for number, token in enumerate(tokens):
        follower = tokens[number + 1] if number + 1 < len(tokens) else None
        if (
            token.text in DETACHED
            and out
            and is_word(out[-1].text)
            and len(out[-1].text) > 2
            and 0 < token.gap < 4
            and not (follower and follower.gap == 0 and follower.text in ")-./")
        ):
            whole = out[-1].text + token.text
            gain = log_probability(whole) - log_probability(out[-1].text) - log_probability(token.text)
            if gain > 6 and log_probability(whole) > -15.5:
                out[-1] = Token(whole, (*out[-1].at, *token.at), out[-1].gap)
                continue
        out.append(token)
    return out


def parted(
    tokens: list[Token], glue_points: Callable[[str], list[int]], log_probability: LogProbability
) -> list[Token]:
    """Tokens with words that stand glued taken apart, where the likeliest two words meet."""
    out: list[Token] = []
    for token in tokens:
        points = glue_points(token.text) if is_word(token.text) else []
        if not points:
            out.append(token)
            continue
        at = max(points, key=lambda p: log_probability(token.text[:p]) + log_probability(token.text[p:]))
        out.append(Token(token.text[:at], token.at[:at], token.gap))
        out.append(Token(token.text[at:], token.at[at:], 1))
    return out


def atoms_of(tokens: list[Token], log_probability: LogProbability) -> list[Atom]:
    """The atoms of a line in its own order."""
    atoms: list[Atom] = []
    for number, token in enumerate(tokens):
        points = cut_points(token.text, log_probability) if is_word(token.text) else []
        borders = [0, *points, len(token.text)]
        for begin, end in itertools.pairwise(borders):
            gap = token.gap if begin == 0 else 0
            atoms.append(Atom(token.text[begin:end], token.at[begin:end], gap, number))
    return atoms


_YEARS = re.compile(r"(\d{4})([-–/])(\d{4})")


def years_in_order(tokens: list[Token]) -> list[Token]:
    """Tokens with ranges of years that run backwards (2028-2024), as drawn from left to right, put in order."""
    return [_turned(token) for token in tokens]


def _turned(token: Token) -> Token:
    match = _YEARS.fullmatch(token.text)
    if not match or not 1900 < int(match[3]) < int(match[1]) < 2100:
        return token
    order = (*range(5, 9), 4, *range(4))
    return replace(token, text="".join(token.text[i] for i in order), at=tuple(token.at[i] for i in order))
