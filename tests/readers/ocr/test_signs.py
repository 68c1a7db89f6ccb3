"""Commas, points and colons at the ends of words are told by their ink."""

from __future__ import annotations

import numpy as np
import pytest

from ogp_nlp.readers.ocr.signs import with_commas
from ogp_nlp.readers.ocr.tesseract import Word

EM = 50
POINT, COMMA = [(-8, 0, 8)], [(-6, 10, 8)]  # pieces of ink: top and bottom from the baseline, width
COLON = [(-28, -20, 8), (-8, 0, 8)]


def _page(pieces):
    """A word of two letters' ink and, on its left, the pieces of a sign."""
    gray = np.full((120, 200), 255, np.uint8)
    gray[40:80, 60:150] = 0
    for top, bottom, width in pieces:
        gray[80 + top : 80 + bottom, 45 : 45 + width] = 0
    return gray


@pytest.mark.parametrize(
    ("pieces", "read", "wanted"),
    [
        (COMMA, "المجلس.", "المجلس،"),
        (COMMA, "المجلس:", "المجلس،"),
        (COMMA, "المجلس,", "المجلس،"),
        (POINT, "المجلس.", "المجلس."),
        (COLON, "المجلس:", "المجلس:"),
        (POINT, "المجلس:", "المجلس،"),  # one piece of ink is no colon
        (COMMA, "٤٧.", "٤٧."),  # numbers have a reader of their own
    ],
)
def test_the_ink_tells_a_comma(pieces, read, wanted):
    word = Word(read, (45.0, 40.0, 150.0, 90.0), 80.0, 0, 0.9)
    (told,) = with_commas(_page(pieces), [word], EM)
    assert told.text == wanted
