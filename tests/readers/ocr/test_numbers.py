"""The model of numbers on strips drawn here, in a font it was not taught with, and its helpers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ogp_nlp.readers.ocr import numbers
from ogp_nlp.readers.ocr.numbers import HEIGHT

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed: pip install 'ogp-nlp[test]'")
NAMES = ("Amiri-Regular.ttf", "KacstBook.ttf", "NotoNaskhArabic-Regular.ttf")
FONTS = sorted(path for path in Path("/usr/share/fonts").rglob("*.ttf") if path.name in NAMES)
WHOLE = [font for font in FONTS if font.stem == "Amiri-Regular"]  # the others lack European digits or signs
pytestmark = pytest.mark.skipif(not FONTS, reason="no font: apt install fonts-hosny-amiri fonts-kacst fonts-noto-core")


def strip(text, font, size=54):
    """A strip as the reader cuts it: a line around its baseline, ink as 1."""
    from PIL import ImageDraw, ImageFont

    face = ImageFont.truetype(font, size)
    image = Image.new("L", (int(sum(map(face.getlength, text))) + size, 3 * size), 0)
    pen, draw = size / 2, ImageDraw.Draw(image)
    for sign in text:
        draw.text((pen, 2 * size), sign, 255, face, anchor="ls")
        pen += face.getlength(sign)
    cut = image.crop((0, round(1.03 * size), image.width, round(2.4 * size)))
    small = cut.resize((round(cut.width * HEIGHT / cut.height), HEIGHT), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / 255


def read(text, font):
    return "".join(sign.sign for sign in numbers.decode(numbers.scores(strip(text, font)))).strip()


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("text", ["٢٠٢٥", "٤٧", "٣٦٨٩", "١٥٠"])
def test_indic_digits(font, text):
    assert read(text, font) == text


@pytest.mark.parametrize("font", WHOLE, ids=lambda path: path.stem)
@pytest.mark.parametrize("text", ["2025", "25/12/2025", "47%", "31.13", "12:30", "(2026", "١٢/٣/٢٠٢٤", "%٤٧"])
def test_european_digits_and_signs(font, text):
    assert read(text, font) == text


@pytest.mark.parametrize("font", WHOLE, ids=lambda path: path.stem)
def test_the_system_is_told(font):
    east, west = (numbers.lean(numbers.scores(strip(text, font))) for text in ("٢٠٢٤", "2024"))
    assert west < 0 < east
    forced = numbers.decode(numbers.scores(strip("2024", font)), "east")
    assert not {sign.sign for sign in forced} & set("0123456789")


def test_a_white_strip_holds_nothing():
    assert numbers.decode(numbers.scores(np.zeros((HEIGHT, 60), np.float32))) == []
