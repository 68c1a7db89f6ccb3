"""Minutes as an office sets them: letterhead, large centred title, bold headings, the producer's own lists, a side box.

Two renderings of one structure: HTML for browsers and WeasyPrint, a Word document for LibreOffice.
"""

from __future__ import annotations

import copy
import html
import re
from dataclasses import dataclass, field
from typing import Any, Literal

import spacy
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

import ogp_nlp.components.sections
from ogp_nlp.arabic.normalize import clean
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.tokenizer import MinutesTokenizer
from ogp_nlp.resources import load_toml
from ogp_nlp.unwrapping import unwrap

assert ogp_nlp.components.sections.make_sections
BOX = "للاطلاع: ينشر ملخص هذا المحضر على الموقع الإلكتروني"
HEAD, FOOT = "محضر اجتماع رسمي", "صفحة"
_HEAD = 12  # lines among which the title stands
_BULLET = re.compile(r"[-–—•▪●*]$")
_SIMPLE = re.compile(r"\d{1,2}\s?[-.)/]$")
_COLUMNS = re.compile(r"\s{4,}")

PartKind = Literal["letterhead", "title", "heading", "paragraph", "bullets", "numbers", "ruled", "bare", "signatures"]


@dataclass
class Part:
    """A piece of the minutes: its ``lines``, or its ``rows`` of cells; ``level`` of a heading from 1."""

    kind: PartKind
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    level: int = 0
    header: bool = False
    start: int = 1


def _lines(text: str) -> list[Line]:
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.add_pipe("ogp_sections")
    return lines_of(nlp(text))


def parts_of(text: str) -> list[Part]:
    """The parts of a text in order, by what its headings, lists and tables are."""
    lines = _lines(unwrap(clean(text).text, SectionKnowledge(load_toml("sections"))).text)
    title = next((line.index for line in lines[:_HEAD] if line.text.startswith("محضر") and len(line.text) < 170), -1)
    parts: list[Part] = []
    for line in lines:
        last = parts[-1] if parts else Part("paragraph")
        whole = f"{line.marker} {line.text}".strip()
        if line.table >= 0:
            _add_row(parts, line)
        elif line.index <= title:
            parts.append(Part("title" if line.index == title else "letterhead", [whole]))
        elif line.cells or len(_COLUMNS.split(line.text)) == 2:
            cells = _COLUMNS.split(line.text)
            if last.kind == "signatures" and len(last.rows[0]) == len(cells):
                last.rows.append(cells)
            else:
                parts.append(Part("signatures", rows=[cells]))
        elif line.kind == "heading":
            parts.append(Part("heading", [whole], level=min(line.level, 2)))
        elif _BULLET.match(line.marker):
            _add_item(parts, "bullets", line, None)
        elif line.number is not None and _SIMPLE.match(line.marker):
            _add_item(parts, "numbers", line, line.number)
        else:
            parts.append(Part("paragraph", [whole]))
    return parts


def _add_row(parts: list[Part], line: Line) -> None:
    """Every second table has no lines."""
    cells = [line.cell_text(at) for at in range(len(line.cells))] or [line.text]
    tables = sum(part.kind in ("ruled", "bare") for part in parts)
    if parts and parts[-1].kind in ("ruled", "bare") and parts[-1].start == line.table:
        parts[-1].rows.append(cells)
    else:
        kind: PartKind = "bare" if tables % 2 else "ruled"
        parts.append(Part(kind, rows=[cells], header=line.kind == "header_row", start=line.table))


def _add_item(parts: list[Part], kind: PartKind, line: Line, number: int | None) -> None:
    last = parts[-1] if parts else None
    goes_on = last is not None and last.kind == kind and (number is None or number == last.start + len(last.lines))
    if goes_on and last is not None:
        last.lines.append(line.text)
    else:
        parts.append(Part(kind, [line.text], start=number or 1))


def to_html(text: str, font: str) -> str:
    """The minutes as a right-to-left page."""
    style = f"""@page {{size: A4; margin: 2.5cm 2cm; @top-center {{content: '{HEAD}'; font: 9pt '{font}'}}
      @bottom-center {{content: '{FOOT} ' counter(page); font: 9pt '{font}'}}}}
      body {{font-family: '{font}'; font-size: 12pt; text-align: justify; line-height: 1.5}}
      p {{margin: 0 0 5pt}} .letterhead {{text-align: center; font-size: 11pt; margin: 0}}
      h1 {{font-size: 18pt; text-align: center; margin: 14pt 60pt}} h2 {{font-size: 14pt; margin: 12pt 0 4pt}}
      h3 {{font-size: 12pt; margin: 8pt 0 3pt}} ul, ol {{margin: 4pt 0 8pt}} table {{width: 100%; margin: 6pt 0}}
      table.ruled {{border-collapse: collapse}} .ruled td, .ruled th {{border: 1px solid; padding: 3pt}}
      .bare td, .bare th {{padding: 2pt 8pt}} td, th {{vertical-align: top; text-align: right}}
      .signatures {{margin-top: 14pt}} .signatures td {{text-align: center; width: 50%}}
      aside {{float: left; width: 4cm; border: 1px solid; padding: 5pt; margin: 0 10pt 5pt 0; font-size: 10pt}}"""
    out, boxed = [], False
    for part in parts_of(text):
        if part.kind == "paragraph" and not boxed and len(part.lines[0]) > 200:
            out.append(f"<aside>{html.escape(BOX)}</aside>")
            boxed = True
        out.append(_html(part))
    head = f'<meta charset="utf-8"><style>{style}</style>'
    return f'<!doctype html><html lang="ar" dir="rtl">{head}<body>{"".join(out)}</body></html>'


def _html(part: Part) -> str:
    words = [html.escape(line) for line in part.lines]
    if part.rows:
        rows = []
        for at, row in enumerate(part.rows):
            tag = "th" if part.header and at == 0 else "td"
            span = max(map(len, part.rows)) if len(row) == 1 else 1
            cells = "".join(f"<{tag} colspan={span}>{html.escape(cell)}</{tag}>" for cell in row)
            rows.append(f"<thead><tr>{cells}</tr></thead>" if tag == "th" else f"<tr>{cells}</tr>")
        return f'<table class="{part.kind}">{"".join(rows)}</table>'
    if part.kind in ("bullets", "numbers"):
        tag = "ul" if part.kind == "bullets" else f"ol start={part.start}"
        return f"<{tag}>{''.join(f'<li>{word}</li>' for word in words)}</{tag[:2]}>"
    tag = {"title": "h1", "letterhead": 'p class="letterhead"'}.get(part.kind, "p")
    tag = f"h{part.level + 1}" if part.kind == "heading" else tag
    return f"<{tag}>{words[0]}</{tag.split()[0]}>"


class WordMinutes:
    """The minutes put into a right-to-left Word document, with Word's own heading and list styles."""

    def __init__(self, book: Any, font: str) -> None:  # noqa: ANN401 - python-docx has no exported type
        self.book, self.font = book, font

    def fill(self, text: str) -> None:
        """Write all parts, the running head and foot."""
        section = self.book.sections[0]
        self._write(section.header.paragraphs[0], HEAD, 9, centred=True)
        foot = section.footer.paragraphs[0]
        self._write(foot, f"{FOOT} ", 9, centred=True)
        page = OxmlElement("w:fldSimple")
        page.set(qn("w:instr"), "PAGE")
        foot._p.append(page)
        for part in parts_of(text):
            self._add(part)

    def _add(self, part: Part) -> None:
        if part.rows:
            self._table(part)
        elif part.kind in ("bullets", "numbers"):
            identity = self._restart(part.start) if part.kind == "numbers" else None
            for words in part.lines:
                style = "List Bullet" if part.kind == "bullets" else "List Number"
                self._write(self.book.add_paragraph(style=style), words, 12, numbering=identity)
        else:
            sizes = {"title": (18, True), "letterhead": (11, True), "heading": (15 - part.level, True)}
            size, bold = sizes.get(part.kind, (12, False))
            style = f"Heading {part.level}" if part.kind == "heading" else "Normal"
            centred = part.kind in ("title", "letterhead")
            paragraph = self.book.add_paragraph(style=style)
            self._write(paragraph, part.lines[0], size, bold=bold, centred=centred)

    def _restart(self, start: int) -> int:
        """A numbering of its own for each list, as Word makes when a clerk restarts one."""
        numbering = self.book.part.numbering_part.element
        style = self.book.styles["List Number"].element.pPr.numPr.numId.val
        (model,) = numbering.xpath(f'./w:num[@w:numId="{style}"]')
        fresh = copy.deepcopy(model)
        identity = 1 + max(int(value) for value in numbering.xpath("./w:num/@w:numId"))
        fresh.set(qn("w:numId"), str(identity))
        override, first = OxmlElement("w:lvlOverride"), OxmlElement("w:startOverride")
        override.set(qn("w:ilvl"), "0")
        first.set(qn("w:val"), str(start))
        override.append(first)
        fresh.append(override)
        numbering.append(fresh)
        return identity

    def _table(self, part: Part) -> None:
        table = self.book.add_table(rows=len(part.rows), cols=max(map(len, part.rows)))
        if part.kind == "ruled":
            table.style = "Table Grid"
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for at, (row, cells) in enumerate(zip(table.rows, part.rows, strict=True)):
            if len(cells) == 1 < len(row.cells):
                row.cells[0].merge(row.cells[-1])
            for cell, words in zip(row.cells, cells, strict=False):
                self._write(cell.paragraphs[0], words, 11, bold=part.header and at == 0)
        self.book.add_paragraph()

    def _write(
        self,
        paragraph: Any,  # noqa: ANN401
        words: str,
        size: int,
        *,
        bold: bool = False,
        centred: bool = False,
        numbering: int | None = None,
    ) -> None:
        properties = paragraph._p.get_or_add_pPr()
        if numbering is not None:
            properties.get_or_add_numPr().get_or_add_numId().val = numbering
        properties.append(OxmlElement("w:bidi"))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(words)
        run.font.size, run.bold = Pt(size), bold
        settings = run._r.get_or_add_rPr()
        fonts = OxmlElement("w:rFonts")
        for name in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{name}"), self.font)
        settings.append(fonts)
        for tag, value in (("w:szCs", str(2 * size)), *((("w:bCs", "1"),) if bold else ()), ("w:rtl", "1")):
            element = OxmlElement(tag)
            element.set(qn("w:val"), value)
            settings.append(element)
