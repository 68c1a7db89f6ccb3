"""Print a minutes text to PDF with real producers: browsers, word processors, typesetters and a drawing library.

Each producer says whether it is installed; nothing it makes is kept in the repository. Fonts are of Debian's packages
fonts-hosny-amiri, fonts-noto-core and fonts-kacst.
"""

from __future__ import annotations

import html
import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import drawn
import formal
import typeset
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from sources import FOOT, HEAD, Layout, Producer, as_report, blocks

FONTS = ("Amiri", "Noto Naskh Arabic", "KacstBook", "Noto Sans Arabic")


def to_html(text: str, font: str, layout: Layout = "plain") -> str:
    """The text as a right-to-left page."""
    if layout == "minutes":
        return formal.to_html(text, font)
    ruled = layout != "bare"
    style = (
        f"@page {{size: A4; margin: 2cm}} body {{font-family: '{font}'; font-size: 13pt; text-align: justify}} "
        "p {margin: 0 0 6pt; white-space: pre-wrap} table {border-collapse: collapse; width: 100%} "
        "td {padding: 3pt; vertical-align: top} "
        + ("td {border: 1px solid} " if ruled else "table {table-layout: fixed} ")
    )
    if layout == "report":
        style += (
            f"@page {{margin: 2.5cm 2cm; @top-center {{content: '{HEAD}'; font: 10pt '{font}'}} "
            f"@bottom-center {{content: '{FOOT} ' counter(page); font: 10pt '{font}'}}}} "
            "aside {border: 1px solid; padding: 6pt; width: 5cm; float: left; margin: 0 10pt 6pt 0} "
            "main {columns: 2; column-gap: 24pt; clear: both}"
        )
        report = as_report(text)
        box = f"<aside>{html.escape(report.box)}</aside>" if report.box else ""
        body = f"{_html([report.title])}{box}{_html(list(report.introduction))}<main>{_html(report.body)}</main>"
    else:
        body = _html(list(blocks(text)))
    head = f'<meta charset="utf-8"><style>{style}</style>'
    return f'<!doctype html><html lang="ar" dir="rtl">{head}<body>{body}</body></html>'


def _html(parts: list[Any]) -> str:
    out = []
    for block in parts:
        if isinstance(block, str):
            out.append(f"<p>{html.escape(block)}</p>")
        else:
            rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
            out.append(f"<table>{rows}</table>")
    return "".join(out)


def _chromium(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    page = target.with_suffix(".html")
    page.write_text(to_html(text, font, layout), encoding="utf-8")
    command = [_chromium_path() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True, timeout=120)


def _chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _weasyprint(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    import weasyprint

    weasyprint.HTML(string=to_html(text, font, layout)).write_pdf(target)


def to_docx(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    """The text as a right-to-left Word document."""
    book: Any = docx.Document()
    if layout == "minutes":
        formal.WordMinutes(book, font).fill(text)
    elif layout == "report":
        report = as_report(text)
        _furniture(book.sections[0], font)
        _fill(book, [report.title], font, layout)
        if report.box:
            _side_box(book, report.box, font)
        _fill(book, list(report.introduction), font, layout)
        body = book.add_section(WD_SECTION.CONTINUOUS)
        columns = body._sectPr.xpath("./w:cols")[0]
        columns.set(qn("w:num"), "2")
        body._sectPr.append(OxmlElement("w:bidi"))
        _fill(book, report.body, font, layout)
    else:
        _fill(book, list(blocks(text)), font, layout)
    book.save(str(target))


def _fill(book: Any, parts: list[Any], font: str, layout: Layout) -> None:  # noqa: ANN401 - python-docx has no exported type
    for block in parts:
        if isinstance(block, str):
            _rtl(book.add_paragraph(), block, font)
            continue
        table = book.add_table(rows=len(block), cols=max(map(len, block)))
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        if layout == "report":  # as wide as a column
            table.style, table.autofit = "Table Grid", False
            for part in (*table.columns, *table._cells):
                part.width = Pt(190 / len(table.columns))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, words in zip(row.cells, cells, strict=False):
                _rtl(cell.paragraphs[0], words, font)


def _furniture(section: Any, font: str) -> None:  # noqa: ANN401
    _rtl(section.header.paragraphs[0], HEAD, font)
    foot = section.footer.paragraphs[0]
    _rtl(foot, f"{FOOT} ", font)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _side_box(book: Any, words: str, font: str) -> None:  # noqa: ANN401
    """A box of one cell at the left, the text running around it."""
    table = book.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    place = OxmlElement("w:tblpPr")
    for name, value in {
        "leftFromText": "180",
        "rightFromText": "180",
        "vertAnchor": "text",
        "horzAnchor": "margin",
        "tblpXSpec": "left",
        "tblpY": "1",
    }.items():
        place.set(qn(f"w:{name}"), value)
    table._tbl.tblPr.append(place)
    table.autofit = False
    table.columns[0].width = table.cell(0, 0).width = Pt(150)
    _rtl(table.cell(0, 0).paragraphs[0], words, font)


def _rtl(paragraph: Any, words: str, font: str) -> None:  # noqa: ANN401
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


def _libreoffice(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    book = target.with_suffix(".docx")
    to_docx(text, font, book, layout)
    profile = (target.parent / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*command, str(target.parent), str(book)], check=True, capture_output=True, timeout=180)


def _module(*names: str) -> bool:
    return all(importlib.util.find_spec(name) for name in names)


PRODUCERS = (
    Producer("Chromium", "chromium", lambda: _chromium_path() is not None, _chromium),
    Producer("LibreOffice", "libreoffice-writer-nogui", lambda: shutil.which("soffice") is not None, _libreoffice),
    Producer("WeasyPrint", "weasyprint", lambda: _module("weasyprint"), _weasyprint),
    Producer("Typst", "typst", lambda: _module("typst"), typeset.typst),
    Producer(
        "ReportLab forms",
        "reportlab, arabic-reshaper and python-bidi",
        lambda: _module("reportlab", "arabic_reshaper", "bidi"),
        drawn.visual,
        drawn.has_forms,
    ),
    Producer(
        "ReportLab logical",
        "reportlab, arabic-reshaper and python-bidi",
        lambda: _module("reportlab", "arabic_reshaper", "bidi"),
        drawn.logical,
        drawn.has_forms,
    ),
    Producer(
        "XeLaTeX",
        "texlive-xetex, texlive-latex-extra and texlive-lang-arabic",
        lambda: typeset.has_tex("xelatex", "fontspec.sty", "bidi.sty", "multicol.sty"),
        typeset.xelatex,
        heavy=True,
    ),
    Producer(
        "LuaLaTeX",
        "texlive-luatex and texlive-lang-arabic",
        lambda: typeset.has_tex("lualatex", "babel.sty", "fontspec.sty", "multicol.sty"),
        typeset.lualatex,
        heavy=True,
    ),
)
