"""Text changes that can be traced back: for each code point of a new text, the code points it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


class Alignment:
    """Which source code points each target code point was made from.

    Row ``i`` lists source indices in order: one for a copied code point, several for a contraction (two glyphs
    that became one letter), none for an insertion (a space put at a cut). Rows may stand in any order, so moves
    are as natural as copies. Stored as compressed rows: ``indices[indptr[i]:indptr[i + 1]]``.

    >>> swap = Alignment.select([3, 4, 2, 0, 1], source_length=5)
    >>> swap.spans(0, 2), swap.spans(0, 5)
    ([(3, 5)], [(3, 5), (2, 3), (0, 2)])
    >>> swap.then(swap) == Alignment.select([0, 1, 2, 3, 4], source_length=5)
    True
    """

    __slots__ = ("indices", "indptr", "source_length")

    def __init__(self, indptr: IntArray, indices: IntArray, source_length: int) -> None:
        self.indptr = indptr
        self.indices = indices
        self.source_length = source_length
        if indices.size and (indices.min() < 0 or indices.max() >= source_length):
            raise ValueError(f"alignment points outside its source of {source_length} code points")

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """Each of ``length`` code points stands for itself."""
        return cls(np.arange(length + 1), np.arange(length), length)

    @classmethod
    def select(cls, order: Sequence[int] | IntArray, source_length: int) -> Alignment:
        """One source index for each target code point; -1 marks an insertion."""
        chosen = np.asarray(order, dtype=np.int64)
        present = chosen >= 0
        indptr = np.concatenate(([0], np.cumsum(present))).astype(np.int64)
        return cls(indptr, chosen[present], source_length)

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[int]], source_length: int) -> Alignment:
        """A sequence of source indices for each target code point."""
        flat: list[int] = []
        indptr = [0]
        for row in rows:
            flat.extend(row)
            indptr.append(len(flat))
        return cls(np.array(indptr, dtype=np.int64), np.array(flat, dtype=np.int64), source_length)

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Alignment):
            return NotImplemented
        return (
            self.source_length == other.source_length
            and np.array_equal(self.indptr, other.indptr)
            and np.array_equal(self.indices, other.indices)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_identity(self) -> bool:
        """Whether nothing was changed."""
        return self == Alignment.identity(self.source_length)

    def row(self, index: int) -> list[int]:
        """Source indices of one target code point."""
        return [int(i) for i in self.indices[self.indptr[index] : self.indptr[index + 1]]]

    def then(self, later: Alignment) -> Alignment:
        """Compose: ``self`` maps B to A, ``later`` maps C to B, the result maps C to A. Associative."""
        if later.source_length != len(self):
            raise ValueError(f"cannot compose: {later.source_length} code points follow {len(self)}")
        lengths = np.diff(self.indptr)[later.indices]
        ends = np.concatenate(([0], np.cumsum(lengths)))
        offsets = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths)
        indices = self.indices[np.repeat(self.indptr[later.indices], lengths) + offsets]
        return Alignment(ends[later.indptr], indices, self.source_length)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Source ranges (half-open) behind target code points ``start`` to ``end``, in the target's order."""
        indices = self.indices[self.indptr[start] : self.indptr[end]]
        if not indices.size:
            return []
        keep = np.concatenate(([True], indices[1:] != indices[:-1]))
        indices = indices[keep]  # one glyph that became two letters counts once
        breaks = np.flatnonzero(np.diff(indices) != 1) + 1
        firsts = indices[np.concatenate(([0], breaks))]
        lasts = indices[np.concatenate((breaks, [len(indices)])) - 1]
        return [(int(a), int(b) + 1) for a, b in zip(firsts, lasts, strict=True)]

    def first(self) -> IntArray:
        """The first source index of each target code point; an insertion takes its left neighbour's (or 0)."""
        out = np.full(len(self), -1, dtype=np.int64)
        filled = np.diff(self.indptr) > 0
        out[filled] = self.indices[self.indptr[:-1][filled]]
        carry = np.maximum.accumulate(np.where(filled, np.arange(len(self)), -1))
        result = np.where(carry >= 0, out[np.maximum(carry, 0)], 0)
        return np.asarray(result, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text with its alignment to the text it was made from.

    >>> Aligned.of("محضر").then(lambda text: Aligned(text[::-1], Alignment.select([3, 2, 1, 0], 4))).text
    'رضحم'
    """

    text: str
    alignment: Alignment

    def __post_init__(self) -> None:
        if len(self.text) != len(self.alignment):
            raise ValueError(f"{len(self.text)} code points against {len(self.alignment)} rows")

    @classmethod
    def of(cls, text: str) -> Aligned:
        """A text that stands for itself."""
        return cls(text, Alignment.identity(len(text)))

    def then(self, change: Callable[[str], Aligned]) -> Aligned:
        """Apply a further change; the result still leads back to the first text."""
        changed = change(self.text)
        return Aligned(changed.text, self.alignment.then(changed.alignment))


def map_characters(text: str, change: Callable[[str], str]) -> Aligned:
    """Apply ``change`` to each code point alone; what it returns (none, one or several) points back to it.

    >>> folded = map_characters("aB", str.casefold)
    >>> folded.text, folded.alignment.is_identity
    ('ab', True)
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    distinct, inverse = np.unique(codes, return_inverse=True)
    table = {code: change(chr(code)) for code in distinct.tolist()}
    lengths = np.array([len(piece) for piece in table.values()], np.int64)[inverse]
    return Aligned(text.translate(table), Alignment.select(np.repeat(np.arange(len(text)), lengths), len(text)))
