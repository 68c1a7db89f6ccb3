"""What a line shows of its role: pieces of its words, its marks, its place, its neighbours, as hashed numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ogp_nlp.components.lines import Line

SIZE = 1 << 15  # rows of the model: hashes are folded into them
_FIRST, _LAST = 8, 3  # words looked at from either end of a line
_NGRAMS = (3, 4)


def _plain(line: Line) -> list[str]:
    """The folded words of a line, all digits alike."""
    return re.findall(r"[^\W\d_]+|\d+|[%:.؛،()/|-]", re.sub(r"\d", "0", line.key))


def _words(words: Sequence[str]) -> Iterator[str]:
    chosen = [*words[:_FIRST], *words[max(_FIRST, len(words) - _LAST) :]]
    for word in chosen:
        yield f"w{word}"
        padded = f"<{word}>"
        for size in _NGRAMS:
            for at in range(len(padded) - size + 1):
                yield padded[at : at + size]
    for at, word in enumerate(words[:3]):
        yield f"{at}{word}"
    if words:
        yield f"z{words[-1]}"
    if len(words) > 1:
        yield f"b{words[0]} {words[1]}"


def _shape(line: Line, words: Sequence[str], total: int) -> list[str]:
    """The build of a line: kind, mark, cells, length, signs and place."""
    text = line.text
    size = sum(len(words) > edge for edge in (1, 3, 5, 8, 12, 18, 28, 45, 80))
    mark = "n" if line.number is not None else line.marker[:1] and "m"
    kind = "row" if line.cells else ("item" if line.marker else "par")
    return [
        f"kind {kind} {mark}",
        f"size {size}",
        f"size {size} {kind}",
        f"ends {text[-1:] if not text[-1:].isalnum() else 'a'}",
        f"colon {':' in text[:40]} {text.endswith(':')}",
        f"gap {line.gap}",
        f"cells {min(len(line.cells), 5)}",
        f"percent {bool(re.search('[%٪]', text))} digit {bool(re.search('[0-9٠-٩]', text))}",
        f"place {min(9, 10 * line.index // max(1, total))}",
        f"top {min(line.index, 12)}",
        f"foot {min(total - 1 - line.index, 6)}",
    ]


def line_features(lines: Sequence[Line]) -> list[npt.NDArray[np.int64]]:
    """For each line the rows of its features, each once and sorted; the lines need kinds of tables and gaps only."""
    words = [_plain(line) for line in lines]
    shapes = [_shape(line, mine, len(lines)) for line, mine in zip(lines, words, strict=True)]
    found = []
    for at in range(len(lines)):
        names = [*_words(words[at]), *shapes[at]]
        for step in (-2, -1, 1, 2):
            beside = at + step
            if 0 <= beside < len(lines):
                names += [f"{step}{name}" for name in (*shapes[beside][:6], *words[beside][:2])]
                names.append(f"{step}same {lines[beside].marker == lines[at].marker} {shapes[at][0]}")
            else:
                names.append(f"{step}none")
        rows = {crc32(name.encode()) % SIZE for name in names}
        found.append(np.array(sorted(rows), np.int64))
    return found
