"""Print a minutes text to PDF with real producers: Chromium, WeasyPrint and LibreOffice (from a .docx).

Each producer says whether it is installed; nothing it makes is kept in the repository.
"""

from __future__ import annotations

import html
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

FONTS = ("Amiri", "Noto Naskh Arabic", "KacstBook")
_CELLS = re.compile(r"\s*\|\s*|\t+")


@dataclass(frozen=True, slots=True)
class Producer:
    """A way to make a PDF from a text: ``make(text, font, target)``; ``package`` is what installs it."""

    name: str
    package: str
    available: Callable[[], bool]
    make: Callable[[str, str, Path], None]


def blocks(text: str) -> Iterator[list[list[str]] | str]:
    """Paragraphs as strings and tables as rows of cells, first cell rightmost."""
    table: list[list[str]] = []
    for line in text.split("\n"):
        cells = _CELLS.split(line.strip().strip("|")) if line.count("|") >= 1 or "\t" in line.strip() else []
        if len(cells) > 1:
            table.append([cell.strip() for cell in cells])
            continue
        if table:
            yield table
            table = []
        if line.strip():
            yield line.strip()
    if table:
        yield table


def to_html(text: str, font: str) -> str:
    """The text as a right-to-left page."""
    parts = []
    for block in blocks(text):
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
        else:
            rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
            parts.append(f"<table>{rows}</table>")
    style = (
        f"@page {{size: A4; margin: 2cm}} body {{font-family: '{font}'; font-size: 13pt; text-align: justify}} "
        "p {margin: 0 0 6pt} table {border-collapse: collapse; width: 100%} td {border: 1px solid; padding: 3pt}"
    )
    body = "".join(parts)
    head = f'<meta charset="utf-8"><style>{style}</style>'
    return f'<!doctype html><html lang="ar" dir="rtl">{head}<body>{body}</body></html>'


def _chromium(text: str, font: str, target: Path) -> None:
    page = target.with_suffix(".html")
    page.write_text(to_html(text, font), encoding="utf-8")
    command = [_chromium_path() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True, timeout=120)


def _chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _weasyprint(text: str, font: str, target: Path) -> None:
    import weasyprint

    weasyprint.HTML(string=to_html(text, font)).write_pdf(target)


def to_docx(text: str, font: str, target: Path) -> None:
    """The text as a right-to-left Word document."""
    book: Any = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            _rtl(book.add_paragraph(), block, font)
            continue
        table = book.add_table(rows=len(block), cols=max(map(len, block)))
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, cells, strict=False):
                _rtl(cell.paragraphs[0], words, font)
    book.save(str(target))


def _rtl(paragraph: Any, words: str, font: str) -> None:  # noqa: ANN401 - python-docx has no exported type
    properties = paragraph._p.get_or_add_pPr()
    properties.append(OxmlElement("w:bidi"))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    run = paragraph.add_run(words)
    run.font.size = Pt(13)
    settings = run._r.get_or_add_rPr()
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), font)
    settings.append(fonts)
    settings.append(OxmlElement("w:rtl"))


def _libreoffice(text: str, font: str, target: Path) -> None:
    book = target.with_suffix(".docx")
    to_docx(text, font, book)
    profile = (target.parent / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(target.parent), str(book)], check=True, capture_output=True, timeout=180)


PRODUCERS = (
    Producer("Chromium", "chromium", lambda: _chromium_path() is not None, _chromium),
    Producer("LibreOffice", "libreoffice-writer-nogui", lambda: shutil.which("soffice") is not None, _libreoffice),
    Producer("WeasyPrint", "weasyprint", lambda: importlib.util.find_spec("weasyprint") is not None, _weasyprint),
)
