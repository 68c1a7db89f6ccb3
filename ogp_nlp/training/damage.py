"""Damages clean text the ways extractors do, the truth kept: for measuring the repair, and for teaching it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.training import damage_noise

_NUMBER_BLANK = re.compile(r"(?<=\s)([\d٠-٩]+(?:[.,/\-][\d٠-٩]+)*) ")


def wrap_lines(text: str, width: int, rng: random.Random) -> list[str]:
    """The lines of a page: long paragraphs broken at blanks near ``width`` characters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        limit = width + rng.randint(-6, 6)
        for word in paragraph.split():
            if line and len(line) + len(word) >= limit:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _cut(words: Sequence[str], mean: float, rng: random.Random) -> list[list[str]]:
    runs: list[list[str]] = []
    rest = list(words)
    while rest:
        size = 1 + min(len(rest) - 1, int(rng.expovariate(1 / mean)))
        runs.append(rest[:size])
        rest = rest[size:]
    return runs


def reversed_runs(line: str, rng: random.Random, mean: float = 2.0, glue: float = 0.2, split: float = 0.06) -> str:
    """The line's runs from the last to the first: some glued where they meet, some begun inside a word."""
    runs = [" ".join(run) for run in _cut(line.split(), mean, rng)]
    pieces: list[tuple[str, bool]] = []  # text, whether it ends inside a word
    for run in runs:
        at = rng.randint(1, len(run) - 1) if len(run) > 4 and rng.random() < split else 0
        if at and run[at - 1 : at + 1].strip() == run[at - 1 : at + 1] and run[at - 1 : at + 1].isalpha():
            pieces += [(run[:at], True), (run[at:], False)]
        else:
            pieces.append((run, False))
    out = ""
    for text, inside in reversed(pieces):
        blank = "" if inside or rng.random() < glue else " " * rng.choice((1, 1, 2, 2, 3))
        out += (blank if out else "") + text
    return out


def left_to_right(line: str, _: random.Random) -> str:
    """Runs between numbers from the last to the first, as plain left-to-right reading of a line gives them."""
    runs: list[str] = []
    for token in tokens_of(line):
        text = " " * max(token.gap, 0) + token.text
        number = token.text[0].isdigit()
        if runs and not number and not runs[-1].strip()[:1].isdigit():
            runs[-1] += text
        else:
            runs.append(text)
    return "".join(reversed(runs)).strip()


def slipped_blanks(line: str, _: random.Random) -> str:
    """The blank after each number before it: ``يوم 06 أكتوبر`` becomes ``يوم  06أكتوبر``."""
    return _NUMBER_BLANK.sub(r" \1", line)


def moved_marks(line: str, _: random.Random) -> str:
    """The list mark at the end of the line."""
    match = re.match(r"([•▪-]) +(.+)$|(\d{1,2})([.)]) +(.+)$", line)
    if not match:
        return line
    return f"{match[2]} {match[1]}" if match[1] else f"{match[5]} {match[4]}{match[3]}"


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "runs": reversed_runs,
    "left_to_right": left_to_right,
    "slipped": slipped_blanks,
}
# Every kind of damage: of the order of runs (KINDS) and inside the line.
EVERY = {**KINDS, **damage_noise.KEEPING, **damage_noise.LOSING}
# Levels as (kind, share of the lines), applied in this order; "heavy" is what the worst real minutes look like.
LEVELS: dict[str, tuple[tuple[str, float], ...]] = {
    "light": (("slipped", 0.3), ("moved_percents", 0.3), ("glued", 0.15), ("cut", 0.15)),
    "medium": (("moved_percents", 0.5), ("glued", 0.3), ("cut", 0.3), ("slipped", 0.5), ("left_to_right", 0.4)),
    "heavy": (("moved_percents", 0.5), ("cut", 0.3), ("slipped", 0.5), ("runs", 0.8)),
    "scan": (("ocr", 0.9), ("glued", 0.2), ("moved_percents", 0.2)),
}


def _hit(line: str, kind: str, share: float, rng: random.Random) -> str:
    """The line damaged in a share of the cases; short lines and rows of tables stay."""
    if len(line.split()) > 3 and "|" not in line and rng.random() < share:
        return EVERY[kind](moved_marks(line, rng) if kind == "runs" else line, rng)
    return line


def damaged(text: str, kind: str, seed: int, share: float = 0.8, width: int = 90) -> tuple[str, str]:
    """A damaged text and its truth (the same lines before the damage).

    ``kind`` is one of ``EVERY``; ``share`` of the lines (0 to 1) of more than three words are damaged. Raises
    KeyError for an unknown kind.

    >>> damaged("عقد المجلس اجتماعه يوم 3 ماي", "left_to_right", seed=1, share=1.0)[0]
    'ماي 3عقد المجلس اجتماعه يوم'
    """
    return _damaged(text, ((kind, share),), random.Random(seed), width)


def damaged_to(text: str, level: str, seed: int, width: int = 90) -> tuple[str, str]:
    """A text damaged to one of ``LEVELS``, several kinds over each other, and its truth; KeyError for no such level.

    >>> damaged_to("بلغت نسبة إنجاز الأشغال 47%", "light", seed=9)[1]
    'بلغت نسبة إنجاز الأشغال 47%'
    """
    return _damaged(text, LEVELS[level], random.Random(seed), width)


def _damaged(text: str, kinds: Sequence[tuple[str, float]], rng: random.Random, width: int) -> tuple[str, str]:
    truth = wrap_lines(text, width, rng)
    lines = list(truth)
    for kind, share in kinds:
        lines = [_hit(line, kind, share, rng) for line in lines]
    return "\n".join(lines), "\n".join(truth)
