"""A tokenizer whose boundaries fall wherever a record's evidence may: between letters, digits, marks and spaces."""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

# Letters keep their diacritics; a line break is a token of its own, so that lines stay visible.
_TOKEN = re.compile(r"(?:[^\W\d_]|[\u0610-\u061A\u064B-\u065F\u0670])+|\d+|\n|[^\S\n]+|.", re.DOTALL)


class MinutesTokenizer:
    """Splits text into runs of letters, runs of digits, single marks and white space; never changes the text.

    >>> import spacy
    >>> [token.text for token in MinutesTokenizer(spacy.blank("ar").vocab)("بلغت 47,5%،2025")]
    ['بلغت', '47', ',', '5', '%', '،', '2025']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Make a Doc whose ``text`` equals ``text`` exactly."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _TOKEN.findall(text):
            if piece[0] == " " and words and not spaces[-1] and words[-1] != "\n":
                spaces[-1] = True  # spaCy keeps the first blank after a token with that token
                piece = piece[1:]  # noqa: PLW2901
                if not piece:
                    continue
            words.append(piece)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to save: the tokenizer has no state."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> MinutesTokenizer:
        """Nothing to load."""
        return self

    def to_disk(self, _: object, **__: object) -> None:
        """Nothing to save."""

    def from_disk(self, _: object, **__: object) -> MinutesTokenizer:
        """Nothing to load."""
        return self


@registry.tokenizers("ogp_nlp.MinutesTokenizer.v1")
def create_tokenizer():  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Config entry: ``[nlp.tokenizer] @tokenizers = "ogp_nlp.MinutesTokenizer.v1"``."""
    return lambda nlp: MinutesTokenizer(nlp.vocab)
