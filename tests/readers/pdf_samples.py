"""PDFs for tests, made by real producers at test time; a test is skipped with a line where one is missing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "evaluation"))


def producers():
    """The producers of the evaluation."""
    from producers import PRODUCERS

    return {producer.name: producer for producer in PRODUCERS}


def printed(name: str, text: str, font: str, folder: Path, layout: str = "plain") -> Path:
    """The text printed by one producer."""
    producer = producers()[name]
    if not producer.available():
        pytest.skip(f"{name} is not installed: {producer.package}")
    target = folder / f"{name}-{font.replace(' ', '')}.pdf"
    producer.make(text, font, target, layout)
    return target


def html_pdf(body: str, folder: Path, style: str = "", name: str = "page", **options) -> Path:
    """A right-to-left page printed by WeasyPrint."""
    if not importlib.util.find_spec("weasyprint"):
        pytest.skip("WeasyPrint is not installed: pip install 'ogp-nlp[bench]'")
    import weasyprint

    base = "@page {size: A4; margin: 2cm} body {font-family: Amiri; font-size: 13pt}"
    source = f'<html lang="ar" dir="rtl"><meta charset="utf-8"><style>{base} {style}</style><body>{body}</body></html>'
    target = folder / f"{name}.pdf"
    weasyprint.HTML(string=source).write_pdf(target, **options)
    return target
