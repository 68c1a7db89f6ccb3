"""A tiny writer of PDFs, glyph by glyph, so that a test decides what the file says of each of them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

GLYPHS = 60


@cache
def _font() -> bytes:
    """A TrueType font of boxes, for the codes from 1."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    order = [".notdef", *(f"g{at}" for at in range(1, GLYPHS))]
    outlines = {}
    for name in order:
        pen = TTGlyphPen(None)
        pen.moveTo((20, 0))
        for corner in ((20, 600), (480, 600), (480, 0)):
            pen.lineTo(corner)
        pen.closePath()
        outlines[name] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({0xF000 + at: name for at, name in enumerate(order) if at})
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics(dict.fromkeys(order, (500, 20)))
    builder.setupHorizontalHeader(ascent=900, descent=-300)
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-300, usWinAscent=900, usWinDescent=300)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupPost(keepGlyphNames=False)
    for table in builder.font["cmap"].tables:
        if table.platformID == 3:
            table.platEncID = 0  # symbols: codes are glyphs
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _names(signs: list[str]) -> str:
    return "/Differences [1 " + " ".join(f"/{name}" for name in signs) + "]"


def _map(codes: dict[int, str]) -> str:
    lines = "\n".join(f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange {len(codes)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def write_pdf(
    path: Path,
    content: str,
    *,
    unicode: dict[int, str] | None = None,
    names: list[str] | None = None,
    widths: int = 500,
    pages: int = 1,
    box: str = "0 0 595 842",
    extra: str = "",
) -> Path:
    """A PDF of ``pages`` pages that all draw ``content`` with the font /F, whose codes are 1, 2, 3, ...

    ``unicode`` is its ToUnicode map, ``names`` are its glyph names; every glyph is ``widths`` thousandths wide.
    """
    mapped = "" if unicode is None else "/ToUnicode 5 0 R"
    named = "" if names is None else f"/Encoding << /Type /Encoding {_names(names)} >>"
    wide = " ".join([str(widths)] * 256)
    kids = " ".join(f"{10 + at} 0 R" for at in range(pages))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        3: f"<< /Type /Font /Subtype /TrueType /BaseFont /Boxes /FirstChar 0 /LastChar 255 /Widths [{wide}] "
        f"/FontDescriptor 6 0 R {named} {mapped} >>",
        4: f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream",
        5: f"<< /Length {len(_map(unicode or {}))} >>\nstream\n{_map(unicode or {})}\nendstream",
        6: "<< /Type /FontDescriptor /FontName /Boxes /FontFile2 7 0 R /Flags 4 /FontBBox [0 -300 1000 900] /ItalicAngle 0 /Ascent 900 "
        "/Descent -300 /CapHeight 700 /StemV 80 >>",
    }
    font = _font()
    objects[7] = f"<< /Length {len(font)} /Length1 {len(font)} >>\nstream\n{font.decode('latin-1')}\nendstream"
    for at in range(pages):
        objects[10 + at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> {extra} >>"
        )
    out = [b"%PDF-1.7\n"]
    places = {}
    for number, body in objects.items():
        places[number] = sum(map(len, out))
        out.append(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = sum(map(len, out))
    table = "".join(f"{number} 1\n{place:010d} 00000 n \n" for number, place in places.items())
    out.append(f"xref\n0 1\n0000000000 65535 f \n{table}".encode())
    out.append(f"trailer\n<< /Root 1 0 R /Size {10 + pages} >>\nstartxref\n{start}\n%%EOF\n".encode())
    path.write_bytes(b"".join(out))
    return path


def line(text: str, codes: dict[str, int], *, right: float = 540, y: float = 780, size: float = 12) -> str:
    """The text as the operators that draw it sign by sign from the right, stored as it is read."""
    out, x = [], right
    for sign in text:
        x -= size / 2
        out.append(f"BT /F {size} Tf {x:.2f} {y:.2f} Td <{codes[sign]:02X}> Tj ET")
    return "\n".join(out)


def visual_line(text: str, codes: dict[str, int], *, right: float = 540, y: float = 780, size: float = 12) -> str:
    """The text in one string of glyphs as they are drawn from the left."""
    shown = "".join(f"{codes[sign]:02X}" for sign in reversed(text))
    return f"BT /F {size} Tf {right - len(text) * size / 2:.2f} {y:.2f} Td <{shown}> Tj ET"


def codes_of(text: str) -> dict[str, int]:
    """A code for each sign of the text, from 1."""
    return {sign: at for at, sign in enumerate(dict.fromkeys(text), start=1)}
