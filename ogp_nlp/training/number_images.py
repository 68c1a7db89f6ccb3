"""Draws numbers as scanned minutes show them: any font, both digit systems, blurred, askew, noisy, beside letters."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Floats = npt.NDArray[np.float32]

LETTERS = "X"  # stands for a run of letters, whatever they are
_INDIC = str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪")
_NAMES = str.maketrans("٫٪،؛", ",%,,")
_COMMAS = 0.2  # share of strips with an Arabic comma
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء"
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Faces:
    """Font files by what they can draw: both digit systems, or European digits alone."""

    both: tuple[Path, ...]
    european: tuple[Path, ...]


def number(rng: random.Random) -> str:
    """A number as minutes hold them, European digits, read from left to right."""
    year = str(rng.choice((rng.randint(2015, 2032), rng.randint(1960, 2014), rng.randint(1430, 1455))))
    day, month = str(rng.randint(1, 31)), str(rng.randint(1, 12))
    if rng.random() < 0.4:
        day, month = day.zfill(2), month.zfill(2)
    sign = rng.choice("/-./")
    digits = "".join(rng.choice("0123456789") for _ in range(rng.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7))))
    plain = str(rng.randint(0, 100))
    share = rng.choice((plain, plain, f"{plain}{rng.choice('.,')}{rng.randint(0, 99)}"))
    blank = rng.choice(("", "", "", " "))
    forms = (
        digits, digits, year, plain, plain, share,
        f"{day}{sign}{month}{sign}{year}", f"{year}{sign}{month}{sign}{day}", f"{day}/{month}",
        f"{year}{rng.choice(('-', ' - ', '/'))}{year}", f"{rng.randint(0, 23)}:{rng.randint(0, 59):02d}",
        f"{share}{blank}%", f"%{blank}{share}", f"{share}%", f"%{share}", f"{plain}-{plain}%",
        f"{rng.randint(1, 99)}.{rng.randint(1, 99)}",
        f"{rng.randint(1, 99)}.{rng.randint(1, 99)}.{rng.randint(1, 999)}",
        f"{rng.randint(1, 999)}{rng.choice(',.')}{rng.randint(0, 999):03d}", f"{plain}/{year}",
        "".join(rng.choice("0123456789.,/-:%()") for _ in range(rng.randint(1, 5))),
    )  # fmt: skip
    text = rng.choice(forms)
    if rng.random() < 0.25:
        before, after = rng.choice((("(", ")"), ("(", ""), ("", ")"), *(("", sign) for sign in ".,-:/"),
                                    *((sign, "") for sign in ".:-")))  # fmt: skip
        text = before + text + after
    return text


def word(rng: random.Random) -> str:
    """Letters that are no number."""
    signs = _LATIN if rng.random() < 0.2 else _ARABIC
    return "".join(rng.choice(signs) for _ in range(rng.choice((1, 1, 2, 3, 4, 5))))


def parts_of(rng: random.Random) -> list[str]:
    """What stands on the strip from left to right: numbers, and words beside them."""
    kind = rng.random()
    if kind < 0.6:
        parts = [number(rng)]
    elif kind < 0.72:
        parts = [word(rng)]
    else:
        parts = [number(rng), rng.choice(("", " ", " ")), word(rng)]
        if rng.random() < 0.5:
            parts.reverse()
        if rng.random() < 0.2:
            parts += [" ", number(rng)]
    if rng.random() < 0.12:
        parts += [" ", number(rng)]
    return [part for part in parts if part]


def label_of(parts: Sequence[str]) -> str:
    """What is to be read: each run of letters as one X."""
    return "".join(LETTERS if any(sign.isalpha() for sign in part) else part for part in parts)


class Artist:
    """Draws strips; fonts are kept open."""

    def __init__(self, faces: Faces, rng: random.Random) -> None:
        self.faces, self.rng = faces, rng
        self.noise = np.random.default_rng(rng.randrange(1 << 30))
        self._open: dict[tuple[Path, int], ImageFont.FreeTypeFont] = {}

    def _font(self, path: Path, size: int) -> ImageFont.FreeTypeFont:
        if (path, size) not in self._open:
            self._open[path, size] = ImageFont.truetype(path, size)
        return self._open[path, size]

    def strip(self, height: int) -> tuple[Floats, str]:
        """A strip (height, width) with ink as 1 and paper as 0, and what stands on it."""
        rng = self.rng
        indic = rng.random() < 0.55
        path = rng.choice(self.faces.both if indic or rng.random() < 0.5 else self.faces.european)
        parts = parts_of(rng)
        if indic:
            parts = [part.translate(_INDIC) for part in parts]
            if rng.random() < 0.4:
                parts = [part.replace("٪", "%") for part in parts]
            if rng.random() < 0.5:
                parts = [part.replace(".", "٫") if part[:1].isdecimal() else part for part in parts]
        if path in self.faces.european:
            parts = [word_ if not _arabic(word_) else rng.choice(_LATIN) for word_ in parts]
        if path in self.faces.both and rng.random() < _COMMAS and not parts[0][0].isalpha():
            parts[0] = rng.choice("،،؛") + parts[0]  # where a sentence goes on, to the left
        size = rng.choice((28, 34, 40, 48))
        image = self._draw(parts, self._font(path, size), size)
        label = label_of(parts).translate(_NAMES)
        return self._scan(image, size, height), label

    def _draw(self, parts: Sequence[str], font: ImageFont.FreeTypeFont, size: int) -> Image.Image:
        width = sum(font.getlength(part) for part in parts)
        canvas = Image.new("L", (int(width) + 3 * size, 4 * size), 0)
        pen, draw = 1.5 * size, ImageDraw.Draw(canvas)
        spread = self.rng.choice((0.0, 0.0, 0.0, 0.04, 0.1)) * size
        for part in parts:
            if any(sign.isalpha() for sign in part):
                draw.text((pen, 2.5 * size), part, 255, font, anchor="ls")
                pen += font.getlength(part)
                continue
            for sign in part:  # one by one: no reordering
                draw.text((pen, 2.5 * size), sign, 255, font, anchor="ls")
                pen += font.getlength(sign) + spread
        return canvas.crop((int(1.2 * size), 0, int(pen + 0.3 * size), 4 * size))

    def _scan(self, image: Image.Image, size: int, height: int) -> Floats:
        """Turned, blurred, printed coarsely, noisy; then cut and scaled as the reader does, not quite exactly."""
        rng = self.rng
        if rng.random() < 0.5:
            image = image.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BILINEAR)
        if rng.random() < 0.15:
            image = image.filter(rng.choice((ImageFilter.MaxFilter(3), ImageFilter.MinFilter(3))))
        coarse = rng.uniform(22, 55) / size  # the em in pixels of the scan: 10 points at 150 dpi to 14 at 300
        small = image.resize((max(4, int(image.width * coarse)), int(image.height * coarse)), Image.Resampling.BOX)
        if rng.random() < 0.6:
            small = small.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.1) * coarse * size / 36))
        if rng.random() < 0.3:
            small = self._jpeg(small)
        ink = np.asarray(small, np.float32) / 255
        if rng.random() < 0.5:
            ink = ink + self.noise.normal(0, rng.uniform(0.01, 0.12), ink.shape)
        if rng.random() < 0.2:
            specks = self.noise.random(ink.shape)
            share = rng.uniform(0, 0.015)
            ink = np.where(specks < share, 1, np.where(specks > 1 - share, 0, ink))
        ink = np.clip(ink * rng.uniform(0.8, 1.2), 0, 1)
        em = coarse * size
        base = 2.5 * em + rng.uniform(-0.1, 0.1) * em
        top, bottom = base - rng.uniform(0.85, 1.1) * em, base + rng.uniform(0.3, 0.5) * em
        cut = ink[max(0, round(top)) : round(bottom)]
        strip = Image.fromarray(cut.astype(np.float32))
        width = max(8, round(strip.width * height / strip.height))
        return np.clip(np.asarray(strip.resize((width, height), Image.Resampling.BILINEAR), np.float32), 0, 1)

    def _jpeg(self, image: Image.Image) -> Image.Image:
        store = io.BytesIO()
        image.save(store, "JPEG", quality=self.rng.randint(15, 60))
        return Image.open(store).convert("L")


def _arabic(text: str) -> bool:
    return any("\u0600" <= sign <= "\u06ff" for sign in text)
