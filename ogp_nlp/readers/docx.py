"""Word documents by python-docx: paragraphs, lists, tables and text boxes in reading order."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from ogp_nlp.arabic.alignment import Aligned
from ogp_nlp.arabic.normalize import clean
from ogp_nlp.document import Block, BlockKind, Document
from ogp_nlp.errors import InputError
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.text import check_arabic

CELL_JOINT = " | "
_EXPANDED_LIMIT = 500_000_000  # bytes; more than that from one file is a bomb
_NUMBER = re.compile(r"^\W*[\d٠-٩]{1,3}\W*$")
_NUMBER_HEADS = {"م", "ت", "#", "الرقم", "رقم", "ر.م", "ع/ر", "ر/ت"}


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    cells: tuple[str, ...] = ()


def read(name: str, data: bytes, label: str, limits: Limits) -> Document:
    """Read the bytes of a .docx into a Document; raises InputError for other archives and broken files."""
    _check_archive(data, label)
    try:
        body = docx.Document(io.BytesIO(data))
        pieces = list(_Walker().walk(body))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(label, f"is no readable .docx ({error})") from None
    text, blocks = _lay_out(pieces)
    check_arabic(text, label, limits)
    return Document(
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        reader="docx",
        content=Aligned.of(text),
        blocks=blocks,
    )


def _check_archive(data: bytes, label: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise InputError(label, "is a damaged .docx or archive") from None
    if "word/document.xml" not in names:
        raise InputError(label, "is an archive but no .docx; unpack it first")
    if size > _EXPANDED_LIMIT:
        raise InputError(label, f"expands to more than {_EXPANDED_LIMIT / 1e6:g} MB")


def _lay_out(pieces: list[_Piece]) -> tuple[str, tuple[Block, ...]]:
    """Join pieces to lines; paragraphs are set apart by a blank line only where Word had an empty one."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in pieces:
        text = clean(piece.text.replace("\n", " ")).text.strip() if not piece.cells else CELL_JOINT.join(piece.cells)
        if text:
            cells = []
            at = position
            for cell in piece.cells:
                cells.append((at, at + len(cell)))
                at += len(cell) + len(CELL_JOINT)
            blocks.append(Block(position, position + len(text), piece.kind, piece.level, tuple(cells)))
        parts.append(text)
        position += len(text) + 1
    return "\n".join(parts), tuple(blocks)


class _Walker:
    """Walks the body once; counts numbered lists as Word would show them."""

    def __init__(self) -> None:
        self.counters: Counter[tuple[str, int]] = Counter()

    def walk(self, container: Any) -> Iterator[_Piece]:  # noqa: ANN401 - python-docx has no common type
        """Yield pieces of a document or cell in reading order, text boxes after the paragraph that anchors them."""
        for element in container.iter_inner_content():
            if isinstance(element, Table):
                yield _Piece("")
                yield from self._rows(element)
                yield _Piece("")
            else:
                yield from self._paragraph(element)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[_Piece]:
        text = paragraph.text
        kind: BlockKind = "paragraph"
        level = 0
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        if style.startswith(("heading", "title")):
            kind, level = "heading", int(style[-1]) if style[-1].isdigit() else 1
        elif text.strip() and _is_bold(paragraph) and len(text.split()) <= 14 and not text.rstrip().endswith("."):
            kind, level = "heading", 1 if not text.rstrip().endswith(":") else 2
        else:
            mark = self._list_mark(paragraph, style)
            if mark and text.strip():
                kind, text = "list_item", mark + text.strip()
        yield _Piece(text, kind, level)
        for box in paragraph._p.iter(qn("w:txbxContent")):  # python-docx does not show text boxes
            if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                for inner in box.iter(qn("w:p")):
                    yield _Piece("".join(node.text or "" for node in inner.iter(qn("w:t"))))

    def _list_mark(self, paragraph: Paragraph, style: str) -> str:
        """``- `` or ``3. `` for a paragraph that Word shows as a list item, "" for others."""
        properties: Any = paragraph._p.pPr
        numbering = properties.numPr if properties is not None else None
        if numbering is None and paragraph.style is not None and paragraph.style.element.pPr is not None:
            numbering = paragraph.style.element.pPr.numPr  # a style may number its paragraphs
        if numbering is None or numbering.numId is None or numbering.numId.val == 0:
            return ""
        level = numbering.ilvl.val if numbering.ilvl is not None else 0
        identity = str(numbering.numId.val)
        if "bullet" in style or self._format(paragraph, identity, level) == "bullet":
            return "- "
        self.counters[(identity, level)] += 1
        for deeper in range(level + 1, 9):
            self.counters[(identity, deeper)] = 0
        return f"{self.counters[(identity, level)]}. "

    @staticmethod
    def _format(paragraph: Paragraph, identity: str, level: int) -> str:
        """The numbering format of a list level ("bullet", "decimal", ...); "" when the file does not say."""
        try:
            part: Any = paragraph.part
            root = part.numbering_part.element
        except (AttributeError, KeyError, NotImplementedError):
            return ""
        number = root.xpath(f'./w:num[@w:numId="{identity}"]/w:abstractNumId/@w:val')
        if not number:
            return ""
        found = root.xpath(f'./w:abstractNum[@w:abstractNumId="{number[0]}"]/w:lvl[@w:ilvl="{level}"]/w:numFmt/@w:val')
        return str(found[0]) if found else ""

    def _rows(self, table: Table) -> Iterator[_Piece]:
        rows = []
        for row in table.rows:
            cells, last = [], None
            for cell in row.cells:
                if cell._tc is not last:  # a merged cell is listed once for each column it spans
                    cells.append(clean(" ".join(cell.text.split())).text)
                last = cell._tc
            rows.append(cells)
        backwards = _first_cell_is_left(table, rows)
        for cells in rows:
            ordered = cells[::-1] if backwards else cells
            if any(ordered):
                yield _Piece("", "table_row", 0, tuple(ordered))


def _is_bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _first_cell_is_left(table: Table, rows: list[list[str]]) -> bool:
    """Whether the first cell stands on the left: no right-to-left table, and the running numbers in the last column."""
    properties = table._tbl.tblPr
    if properties is not None and properties.find(qn("w:bidiVisual")) is not None:
        return False
    full = [row for row in rows if len(row) > 1]
    if len(full) < 2:
        return False
    numbers_last = all(_NUMBER.match(row[-1]) for row in full[1:]) and full[0][-1] in _NUMBER_HEADS
    return numbers_last and not all(_NUMBER.match(row[0]) for row in full[1:])
