"""Wrapped lines of plain text made whole again, and blank lines that an extractor put after every line taken out.

Readers that know the layout (PDF, .docx) give whole paragraphs; plain text has only the lengths of its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from ogp_nlp.arabic.alignment import Aligned, Alignment
from ogp_nlp.components.base import key_of
from ogp_nlp.components.lines import Physical, ReadMarker, fold_digits, marker_reader, physical_lines
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.document import Document
from ogp_nlp.resources import load_toml

_ENDS = (".", "؛", ":", "؟", "!", ";")  # a line that ends so may be complete, however full it is
_SENTENCE_ENDS = (".", "؟", "!")
_LEADS_ON = (":", "؛", ";")  # what follows is mostly a list, or its next item
_MANY = 12  # lines: fewer tell nothing of the manner of a text
_FULL = 0.8  # share of the width above which a line counts as full where letters differ in width
_COLUMNS = "    "  # blanks inside a line set words in columns, as under signatures
_TITLE = re.compile(r"(?<!\w)(?:[\u0621-\u064a]\.)+$")  # a letter with a point is a title, no end
_LABEL = re.compile(r"(?:[^\s:.،]+ ?){1,3}:\s+\S")  # "Place: ..."
# A line that ends so goes on: "... لا يفوق 35% من" before "التعهد الثالث".
_OPEN = re.compile(
    r"(?<!\w)[وف]?(?:من|في|علي|الي|عن|مع|ب?ان|بين|حول|ضمن|لدي|هذا|هذه|او|ذلك|بشان|بخصوص|بموجب|ل?تنفيذ|نسبه)$"
)
_CUT = re.compile(r"\d[-–/]$|[(\[{«]$")  # a line that ends inside 2024-2026, or after an opening bracket


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is laid out: its width (0 for no wrapping) and how many blank lines stand after every line.

    ``exact``: lines are cut where the next word would not fit, counted in characters; ``spaced``: paragraphs are
    parted by more blank lines than lines are.
    """

    width: int
    blank: int
    exact: bool
    spaced: bool


def usual_blank(lines: Sequence[Physical]) -> int:
    """How many blank lines stand even between the lines of one paragraph."""
    if len(lines) < _MANY:
        return 0
    return int(np.quantile([line.blank for line in lines[1:]], 0.12, method="lower"))


def wrap_width(lengths: Sequence[int]) -> int:
    """The width at which a text was wrapped, or 0 where its paragraphs stand on one line each.

    A wrapped text fills many lines to nearly the same width and none beyond.

    >>> wrap_width([88, 90, 86, 40, 89, 90, 87, 12]), wrap_width([300, 20, 150])
    (90, 0)
    """
    if not lengths:
        return 0
    ordered = sorted(lengths)
    width = ordered[int(0.9 * len(ordered))]
    full = sum(length >= _FULL * width for length in lengths)
    fits = 50 <= width <= 160 and ordered[-1] <= 1.35 * width
    return width if fits and full >= max(5, 0.2 * len(lengths)) else 0


def manner_of(lines: Sequence[Physical]) -> Manner:
    """Find out how a text is laid out."""
    blank = usual_blank(lines)
    lengths = [len(line.text) for line in lines if not line.cells]
    width = wrap_width(lengths)
    if not width:
        return Manner(0, blank, exact=False, spaced=False)
    widest = max(lengths)
    full = ends = parted = 0
    for above, line in pairwise(lines):
        if above.cells or line.cells:
            continue
        fits = len(above.text) + 1 + _first_word(line) <= widest
        if line.blank <= blank and len(above.text) >= _FULL * widest:
            full += 1
            ends += fits
        elif len(above.text) > 0.25 * widest and above.text.endswith(_SENTENCE_ENDS):
            parted += 1 if line.blank > blank else -1
    return Manner(width, blank, exact=full >= 5 and ends <= 0.25 * full, spaced=parted > 0)


def _first_word(line: Physical) -> int:
    return len(line.text.split(maxsplit=1)[0])


def _goes_on(above: Physical, line: Physical, manner: Manner, widest: int) -> bool:
    """Whether a line continues the one above it, so far as lengths and final signs tell."""
    if line.blank > manner.blank or above.cells or line.cells or _COLUMNS in above.text or _COLUMNS in line.text:
        return False
    ended = above.text.endswith(_LEADS_ON if manner.exact and manner.spaced else _ENDS)
    if ended and not _TITLE.search(above.text):
        return False
    word = _first_word(line)
    if manner.exact:
        return len(above.text) + 1 + word > widest
    return word + 1 > int(_FULL * manner.width) - len(above.text)


def unwrap(text: str, knowledge: SectionKnowledge) -> Aligned:
    """The text with each paragraph on one line.

    A text that is not wrapped and has no blank line after each of its lines comes back as it is.
    """
    lines = physical_lines(text)
    manner = manner_of(lines)
    if not manner.width and not manner.blank:
        return Aligned.of(text)
    read = marker_reader(lines, knowledge.marks)
    widest = max((len(line.text) for line in lines if not line.cells), default=0)
    keep = np.ones(len(text), bool)
    signs = list(text)
    whole = ""  # the paragraph so far
    for above, line in pairwise(lines):
        whole = whole or above.text
        end = above.start + len(above.text)
        if manner.width and _goes_on(above, line, manner, widest) and not _begins(whole, above, line, knowledge, read):
            keep[end : line.start] = False
            if not (_CUT.search(above.text) and line.text[0].isalnum()):
                keep[end], signs[end] = True, " "
            whole += " " + line.text
        else:
            whole = ""
            if manner.blank:
                breaks = [at for at in range(end, line.start) if text[at] == "\n"]
                keep[breaks[1 + (line.blank > manner.blank) :]] = False
    chosen = np.flatnonzero(keep)
    return Aligned("".join(signs[at] for at in chosen), Alignment.select(chosen, len(text)))


def _begins(whole: str, above: Physical, line: Physical, knowledge: SectionKnowledge, read: ReadMarker) -> bool:
    """Whether a line is by its words a beginning: a list item, a numbered heading, a heading that announces a list."""
    if line.framed or above.framed:
        return True
    marker, number, skip = read(line.text)
    if marker and line.text[skip:]:
        return not _counts_on(whole, marker, number)
    key = key_of(line.text)
    if knowledge.parts(key_of(whole), key) or (knowledge.opens(key) and not _OPEN.search(key_of(whole))):
        return True
    alone = whole == above.text or whole.endswith(_SENTENCE_ENDS)
    if _LABEL.match(line.text) and (_LABEL.match(whole) if whole == above.text else alone):
        return True
    announces = bool(knowledge.topic_of(key)) and len(key.split()) <= 3
    return alone and announces and not line.text.endswith((".", "،", "؛"))


def _counts_on(whole: str, marker: str, number: int | None) -> bool:
    """Whether a number at the head of a line goes on with the numbers inside the paragraph: ``(1) ...، (2) ...``."""
    if number is None or number < 2:
        return False
    before = re.sub(r"\d+", str(number - 1), fold_digits(marker))
    return fold_digits(whole).find(before, 1) > 0


@cache
def _knowledge() -> SectionKnowledge:
    return SectionKnowledge(load_toml("sections"))


def unwrap_document(document: Document) -> Document:
    """The document with whole paragraphs; documents whose reader knows the layout stay as they are."""
    if document.blocks:
        return document
    return document.rewrite(unwrap(document.text, _knowledge()))
