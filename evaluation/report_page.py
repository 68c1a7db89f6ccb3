"""The report as one HTML file that needs nothing else: tables, plots as SVG, and the errors with their places."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from errors import Error

from ogp_nlp.evaluating import KINDS

Figures = Mapping[str, Any]
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:78rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
h1,h2,h3{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #ccd}
table{border-collapse:collapse;font-size:13px;margin:1rem 0;display:block;overflow-x:auto}
td,th{padding:.25rem .6rem;border-bottom:1px solid #e3e7ee;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}
.ar{direction:rtl;text-align:right;unicode-bidi:isolate;font-family:"Noto Naskh Arabic",Amiri,serif;font-size:15px}
figure{margin:1rem 0}figcaption,.note{color:#5a6675;font-size:13px}code{background:#f1f3f7;padding:0 .2em}
details{margin:.5rem 0}summary{cursor:pointer;font-weight:600}
svg{max-width:100%;height:auto}
"""
_BOLD, _CODE, _EM = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`([^`]+)`"), re.compile(r"\*(\w[^*]*)\*")


def _inline(text: str) -> str:
    marked = _EM.sub(r"<em>\1</em>", _BOLD.sub(r"<b>\1</b>", html.escape(text)))
    return _CODE.sub(r"<code>\1</code>", marked)


def _rows(lines: Sequence[str]) -> str:
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    right = [cell.endswith(":") for cell in cells[1]]
    out = []
    for place, row in enumerate(cells):
        if place == 1:
            continue
        tag = "td" if place else "th"
        out.append(
            "<tr>" + "".join(f"<{tag}{' class=n' * n}>{_inline(c)}</{tag}>" for c, n in zip(row, right, strict=True))
        )
    return "<table>" + "\n".join(out) + "</table>"


def from_markdown(text: str) -> str:
    """Headings, paragraphs and tables, which is all that the report's Markdown has."""
    out = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if lines[0].startswith("#"):
            level = len(lines[0]) - len(lines[0].lstrip("#"))
            out.append(f"<h{level}>{_inline(lines[0].lstrip('# '))}</h{level}>")
            lines = lines[1:]
        if lines and lines[0].startswith("|"):
            out.append(_rows(lines))
        elif lines:
            out.append(f"<p>{_inline(' '.join(lines))}</p>")
    return "\n".join(out)


def _svg(figure: Any) -> str:  # noqa: ANN401 - matplotlib's
    target = io.StringIO()
    figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None})
    return target.getvalue()[target.getvalue().index("<svg") :]


def _bars(ours: Figures, naive: Figures, title: str) -> str:
    """F1 by kind with intervals, the naive baseline as an open dot."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.5, 3.6))
    axes = figure.add_subplot()
    places = range(len(KINDS))
    found = [ours["kinds"][kind]["f1"] for kind in KINDS]
    for place, one in zip(places, found, strict=True):
        if one["low"] is not None:
            axes.plot([100 * one["low"], 100 * one["high"]], [place, place], color="#2a6f97", lw=3, alpha=0.5)
    axes.plot([100 * one["value"] for one in found], places, "o", color="#014f86", label="ogp-nlp, 95 % interval")
    theirs = [100 * naive["kinds"][kind]["f1"]["value"] for kind in KINDS]
    axes.plot(theirs, places, "o", mfc="none", color="#b56576", label="naive baseline")
    axes.set_yticks(places, [kind.replace("_", " ") for kind in KINDS])
    axes.invert_yaxis()
    axes.set_xlim(0, 102)
    axes.set_xlabel("F1 (%)")
    axes.set_title(title)
    axes.grid(axis="x", alpha=0.3)
    axes.legend(loc="lower left")
    return _svg(figure)


def _curve(splits: Mapping[str, Figures]) -> str:
    """Confidence against the share that is right, the area of a dot for its items."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.6, 4.2))
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#999", lw=1, ls="--")
    for (name, figures), color in zip(splits.items(), ("#014f86", "#b56576", "#588157"), strict=False):
        bins = [part for part in figures["calibration"]["matched"]["bins"] if part["items"] >= 5]
        x, y = [part["confidence"] for part in bins], [part["right"] for part in bins]
        axes.plot(x, y, color=color, alpha=0.6)
        axes.scatter(x, y, s=[20 + part["items"] / 4 for part in bins], color=color, alpha=0.6, label=name)
    axes.set(xlim=(0.4, 1.02), ylim=(0.0, 1.02), xlabel="confidence", ylabel="share right", title="Reliability")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    return _svg(figure)


def _damage(ablations: Figures) -> str:
    """Mean F1 over the kinds at each level of damage, by way."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.5, 3.4))
    axes = figure.add_subplot()
    levels = list(ablations["damage"])
    for name, color in zip(ablations["damage"][levels[0]], ("#b56576", "#7f8fa6", "#014f86"), strict=True):
        axes.plot(
            levels, [100 * ablations["damage"][level][name]["mean"] for level in levels], "o-", color=color, label=name
        )
    axes.set(ylim=(0, 102), ylabel="mean F1 (%)", title="Made damage")
    axes.grid(alpha=0.3)
    axes.legend()
    return _svg(figure)


def plots(
    splits: Mapping[str, Figures], naive: Mapping[str, Figures], ablations: Figures | None
) -> list[tuple[str, str]]:
    """SVG and caption of each plot; empty where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return []
    mpl.rcParams["svg.hashsalt"] = "ogp-nlp"
    mpl.rcParams["svg.fonttype"] = "none"
    count = splits["test"]["documents"]
    found = [
        (
            _bars(splits["test"], naive["test"], f"Test documents ({count})"),
            "F1 by kind of record on the test documents.",
        ),
        (
            _curve(splits),
            "Above the dashed line the system is more often right than it says; bins of five items and more.",
        ),
    ]
    if ablations is not None:
        found.append((_damage(ablations), "Mean F1 over the kinds of record as the text is damaged."))
    return found


def error_list(errors: Sequence[Error]) -> str:
    """The errors by kind, each with its document, line and the text around."""
    out = [
        "<h2>Errors on train and dev, with their places</h2>",
        "<p class=note>Test documents are left out, so that nobody reads them while working on rules.</p>",
    ]
    for kind in dict.fromkeys(error.kind for error in errors):
        mine = [error for error in errors if error.kind == kind]
        rows = "".join(
            f"<tr><td>{html.escape(e.document)}<td class=n>{e.line or ''}<td>{e.what}"
            + "".join(f"<td dir=auto>{html.escape(part)}" for part in (e.words, e.field, e.wanted, e.found))
            + f"<td class=ar dir=auto>{html.escape(e.snippet)}"
            for e in mine
        )
        head = "<tr><th>document<th class=n>line<th>error<th>item<th>field<th>gold<th>found<th>the text there"
        out.append(
            f"<details><summary>{kind.replace('_', ' ')}: {len(mine)}</summary><table>{head}{rows}</table></details>"
        )
    return "\n".join(out)


def page(markdown: str, figures: Sequence[tuple[str, str]], errors: Sequence[Error]) -> str:
    """The whole file."""
    drawn = "".join(
        f"<figure>{svg}<figcaption>{html.escape(caption)}</figcaption></figure>" for svg, caption in figures
    )
    head, _, rest = markdown.partition("\n## ")
    body = from_markdown(head) + drawn + from_markdown("## " + rest) + error_list(errors)
    start = '<!doctype html><html lang="en"><meta charset="utf-8"><title>ogp-nlp: results</title>'
    return f"{start}<style>{_STYLE}</style>{body}</html>\n"
