"""Producers that typeset a source: Typst, XeLaTeX and LuaLaTeX."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from fonts import FALLBACK, runs
from sources import FOOT, HEAD, Layout, as_report, blocks

_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
}

_PARTED = re.compile(r"\d+(?:[.,:/٫٬-]\d+)+")  # XeTeX parts them and prints the parts from the right


def typst(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    """By Typst's package on PyPI."""
    import typst as engine

    quote = json.dumps
    page = 'paper: "a4", margin: 2cm'
    if layout == "report":
        page += f", header: align(center, {quote(HEAD, ensure_ascii=False)})"
        page += f", footer: context align(center, [{FOOT} #counter(page).display()])"
    out = [
        f"#set page({page})",
        f'#set text(font: {quote(font)}, lang: "ar", dir: rtl, size: 13pt)',
        "#set par(justify: true, leading: 0.8em)",
    ]
    if layout == "report":
        report = as_report(text)
        introduction = "\n".join(_typst(list(report.introduction), layout))
        box = f"rect(width: 100%, text({quote(report.box, ensure_ascii=False)}))" if report.box else ""
        out += _typst([report.title], layout)
        out.append(f"#grid(columns: (1fr, 5.5cm), gutter: 16pt, [{introduction}], {box})" if box else introduction)
        out += ["#columns(2)[", *_typst(report.body, layout), "]"]
    else:
        out += _typst(list(blocks(text)), layout)
    source = target.with_suffix(".typ")
    source.write_text("\n".join(out), encoding="utf-8")
    engine.compile(str(source), output=str(target))


def _typst(parts: list[Any], layout: Layout) -> list[str]:
    out = []
    for block in parts:
        if isinstance(block, str):
            out.append(f"#par(text({json.dumps(block, ensure_ascii=False)}))")
            continue
        width = max(map(len, block))
        cells = [json.dumps(cell, ensure_ascii=False) for row in block for cell in [*row, *[""] * (width - len(row))]]
        stroke = "none" if layout == "bare" else "0.7pt"
        columns = ", ".join(["1fr"] * width)
        out.append(f"#table(columns: ({columns}), stroke: {stroke}, {', '.join(cells)})")
    return out


def has_tex(engine: str, *files: str) -> bool:
    """Whether a TeX engine and the files it needs are installed."""
    if not shutil.which(engine) or not shutil.which("kpsewhich"):
        return False
    found = subprocess.run(["kpsewhich", *files], check=False, capture_output=True, text=True).stdout
    return len(found.split()) == len(files)


def _escaped(text: str, font: str) -> str:
    out = []
    for part, own in runs(text, font):
        safe = re.sub(r"[\\~^&%$#_{}]", lambda sign: _TEX[sign.group()], part)
        safe = _PARTED.sub(r"\\ltr{\g<0>}", safe)
        out.append(safe if own == font else rf"{{\other {safe}}}")
    return "".join(out)


def _tex(parts: list[Any], font: str, layout: Layout) -> list[str]:
    out = []
    for block in parts:
        if isinstance(block, str):
            out += [_escaped(block, font), ""]
            continue
        width = max(map(len, block))
        line = "" if layout == "bare" else "|"
        share = (0.88 if layout != "report" else 0.7) / width
        columns = line + line.join([rf"p{{{share:.3f}\linewidth}}"] * width) + line
        rule = r"\hline" if line else ""
        rows = [" & ".join(_escaped(cell, font) for cell in row) + r" \\" + rule for row in block]
        for start in range(0, len(rows), 8):  # tabular does not break across pages
            out += ["", rf"\noindent\begin{{tabular}}{{{columns}}}{rule}", *rows[start : start + 8], r"\end{tabular}"]
        out.append("")
    return out


def _latex(engine: str, head: list[str], text: str, font: str, target: Path, layout: Layout) -> None:
    style = "report" if layout == "report" else "empty"
    out = [
        r"\documentclass[12pt,a4paper]{article}",
        r"\usepackage[margin=2cm]{geometry}",
        r"\usepackage{multicol}",
        *head,
        r"\makeatletter\def\ps@report{\def\@oddhead{\hfil\ours{" + HEAD + r"}\hfil}\def\@evenhead{\@oddhead}"
        r"\def\@oddfoot{\hfil\ours{" + FOOT + r" \thepage}\hfil}\def\@evenfoot{\@oddfoot}}\makeatother",
        rf"\begin{{document}}\pagestyle{{{style}}}\parindent0pt\parskip6pt\sloppy",
    ]
    if layout == "report":
        report = as_report(text)
        out += _tex([report.title], font, layout)
        introduction = "\n".join(_tex(list(report.introduction), font, layout))
        if report.box:
            out += [
                r"\begin{minipage}[t]{0.62\linewidth}\parskip6pt " + introduction + r"\end{minipage}\hfill",
                r"\fbox{\begin{minipage}[t]{0.3\linewidth}" + _escaped(report.box, font) + r"\end{minipage}}",
            ]
        else:
            out.append(introduction)
        out += ["", r"\begin{multicols}{2}", *_tex(report.body, font, layout), r"\end{multicols}"]
    else:
        out += _tex(list(blocks(text)), font, layout)
    out.append(r"\end{document}")
    with tempfile.TemporaryDirectory() as folder:  # TeX minds signs in names of files
        (Path(folder) / "text.tex").write_text("\n".join(out), encoding="utf-8")
        command = [engine, "-interaction=nonstopmode", "text.tex"]
        done = subprocess.run(command, check=False, capture_output=True, timeout=240, cwd=folder)
        made = Path(folder) / "text.pdf"
        if not made.exists():
            raise RuntimeError(f"{engine}: {done.stdout.decode('utf-8', 'replace')[-400:]}")
        shutil.move(made, target)


def xelatex(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    """By XeLaTeX with bidi."""
    head = [
        r"\usepackage{fontspec}",
        rf"\setmainfont[Script=Arabic]{{{font}}}",
        rf"\newfontfamily\other[Script=Arabic]{{{FALLBACK}}}",
        r"\def\ltr#1{\LR{#1}}",
        r"\usepackage[RTLdocument]{bidi}\AtBeginDocument{\setRTLtable\RLmulticolcolumns}",
        r"\let\ours\RL",
    ]
    _latex("xelatex", head, text, font, target, layout)


def lualatex(text: str, font: str, target: Path, layout: Layout = "plain") -> None:
    """By LuaLaTeX with babel."""
    head = [
        r"\usepackage{fontspec}",
        r"\usepackage[bidi=basic,layout=tabular,provide=*,main=arabic]{babel}",
        r"\def\ltr#1{#1}\def\ours#1{#1}",
        rf"\babelfont{{rm}}[Renderer=HarfBuzz]{{{font}}}",
        rf"\newfontfamily\other[Renderer=HarfBuzz,Script=Arabic]{{{FALLBACK}}}",
    ]
    _latex("lualatex", head, text, font, target, layout)
