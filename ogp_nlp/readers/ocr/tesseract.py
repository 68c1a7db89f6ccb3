"""Tesseract as a program of its own: an image in, words with boxes and confidences out; it is killed when late."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ogp_nlp.readers.ocr import Late

Gray = npt.NDArray[np.uint8]

PROGRAM = "tesseract"
LANGUAGE = "ara"
INSTALL = "on Debian: apt install tesseract-ocr tesseract-ocr-ara"
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SURE = re.compile(r"x_wconf (-?[\d.]+)")
_PAGE = re.compile(r"ppageno (\d+)")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is spoken, its box in pixels (x0, top, x1, bottom), baseline, line and certainty (0-1)."""

    text: str
    box: tuple[float, float, float, float]
    baseline: float
    line: int
    certainty: float
    number: bool = False

    @property
    def middle(self) -> float:
        """Its place on the line: Tesseract's boxes reach over their neighbours, their middles do not."""
        return (self.box[0] + self.box[2]) / 2

    def moved(self, right: float, down: float, lines: int) -> Word:
        """The word on the page that its image was cut from; ``lines`` stand before its own."""
        x0, top, x1, bottom = self.box
        box = (x0 + right, top + down, x1 + right, bottom + down)
        return replace(self, box=box, baseline=self.baseline + down, line=self.line + lines)

    def with_text(self, text: str, certainty: float) -> Word:
        """The same place read anew."""
        return replace(self, text=text, certainty=certainty, number=True)


@cache
def missing() -> str | None:
    """What is missing to read scans, and how it is installed; None where all is there."""
    if shutil.which(PROGRAM) is None:
        return f"Tesseract is not installed ({INSTALL})"
    done = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, check=False, timeout=60)
    if LANGUAGE not in done.stdout.decode("utf-8", "replace").split():
        return "Tesseract's Arabic data is not installed (on Debian: apt install tesseract-ocr-ara)"
    return None


def run(images: Sequence[Gray], seconds: float, mode: int, resolution: int = 300) -> list[list[Word]]:
    """The words of each image (height, width), dark on white, in Tesseract's page segmentation ``mode``.

    Raises Late; an image that Tesseract cannot read has no words.
    """
    if not images:
        return []
    until = time.monotonic() + seconds
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # pages run side by side, not threads
    with tempfile.TemporaryDirectory(prefix="ogp-nlp-") as folder:
        paths = []
        for at, image in enumerate(images):
            paths.append(Path(folder) / f"{at}.pgm")
            paths[-1].write_bytes(b"P5 %d %d 255\n" % (image.shape[1], image.shape[0]) + image.tobytes())
        listed = Path(folder) / "list.txt"
        listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
        command = [PROGRAM, str(listed), "stdout", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(resolution), "hocr"]
        left = max(until - time.monotonic(), 0.01)
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=left, env=environment)
        except subprocess.TimeoutExpired:
            raise Late from None
    return [_clipped(words) for words in words_of(done.stdout, len(images))]


def _clipped(words: Sequence[Word]) -> list[Word]:
    """Words of Arabic that end where the word before them begins: Tesseract's order is right, boxes reach too far.

    >>> pair = [Word("ما", (765, 0, 799, 9), 9, 0, 1.0), Word("تنفيذه", (591, 0, 956, 9), 9, 0, 1.0)]
    >>> [word.box[2] for word in _clipped(pair)]
    [799, 765]
    """
    out = list(words[:1])
    for before, word in pairwise(words):
        x0, top, x1, bottom = word.box
        edge = before.box[0]
        clip = word.line == before.line and x0 < edge < x1
        out.append(replace(word, box=(x0, top, edge, bottom)) if clip else word)
    return out


def words_of(hocr: bytes, count: int) -> list[list[Word]]:
    """The words of Tesseract's hOCR by page."""
    found: list[list[Word]] = [[] for _ in range(count)]
    try:
        root = ET.fromstring(hocr)
    except ET.ParseError:
        return found
    page, line, base = -1, -1, 0.0
    for node in root.iter():
        kind, title = node.get("class", ""), node.get("title", "")
        place = _BOX.search(title)
        if place is None:
            continue
        x0, top, x1, bottom = (float(value) for value in place.groups())
        if kind == "ocr_page":
            numbered = _PAGE.search(title)
            page = int(numbered[1]) if numbered else page + 1
        elif "baseline" in title or kind == "ocr_line":
            line += 1
            slope = _BASELINE.search(title)
            rise, offset = (float(slope[1]), float(slope[2])) if slope else (0.0, 0.0)
            base = bottom + offset + rise * (x1 - x0) / 2
        elif kind == "ocrx_word":
            text = _INVISIBLE.sub("", "".join(node.itertext())).strip()
            sure = _SURE.search(title)
            if text and 0 <= page < count:
                certainty = float(sure[1]) / 100 if sure else 0.0
                found[page].append(Word(text, (x0, top, x1, bottom), base, line, certainty))
    return found
