"""One text set anew in the ways in which typists and extractors lay lines out: blank lines, wrapping, indents, marks.

Nothing but the layout changes, so the records must stay the same.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from functools import partial
from typing import Any

_BULLET = re.compile(r"^([-–—•▪●*])(?=\s)", re.MULTILINE)
_NUMBER = re.compile(r"^(\d{1,2})\s?[.)\-–](?=\s)", re.MULTILINE)
_ARABIC_DIGITS = {ord(str(digit)): chr(0x660 + digit) for digit in range(10)}


def blank_after_each(text: str) -> str:
    """One blank line between any two lines, as an extractor leaves that gives each line a paragraph."""
    return "\n\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def doubled(text: str) -> str:
    """Every line end twice: blank lines of the text stand out as three."""
    return text.replace("\n", "\n\n")


def no_blank(text: str) -> str:
    """No blank line at all."""
    return "\n".join(line for line in text.split("\n") if line.strip()) + "\n"


def more_blank(text: str) -> str:
    """Two blank lines where there was one."""
    return re.sub(r"\n\n+", "\n\n\n", text)


def indented(text: str, blanks: str = "    ") -> str:
    """Every line moved in; list items by twice as much."""
    return "\n".join(
        (2 * blanks if _BULLET.match(line) or _NUMBER.match(line) else blanks) + line if line.strip() else line
        for line in text.split("\n")
    )


def wrapped(text: str, width: int) -> str:
    """Lines cut at a width, as editors and mail programs do; table rows stay whole."""
    lines = []
    for line in text.split("\n"):
        whole = "|" in line or "\t" in line or not line.strip()
        cut = partial(textwrap.wrap, width=width, break_long_words=False, break_on_hyphens=False)
        lines.extend([line] if whole else cut(line))
    return "\n".join(lines)


def bullets(text: str, sign: str) -> str:
    """Another sign before the items without a number."""
    return _BULLET.sub(sign, text)


def numbers(text: str, shape: str) -> str:
    """Numbers of list items in another shape, such as ``(1)``."""
    return _NUMBER.sub(lambda match: shape.format(match[1]), text)


def arabic_numbers(text: str) -> str:
    """Arabic-Indic digits before the items of numbered lists."""
    return _NUMBER.sub(lambda match: match[0].translate(_ARABIC_DIGITS), text)


def _both(first: Callable[[str], str], second: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: second(first(text))


TYPESETTINGS: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "a blank line after each line": blank_after_each,
    "every line end doubled": doubled,
    "no blank line": no_blank,
    "two blank lines for one": more_blank,
    "indented": indented,
    "wrapped at 70": partial(wrapped, width=70),
    "wrapped at 80": partial(wrapped, width=80),
    "wrapped at 90": partial(wrapped, width=90),
    "wrapped at 80, no blank line": _both(partial(wrapped, width=80), no_blank),
    "wrapped at 80, a blank line after each line": _both(partial(wrapped, width=80), blank_after_each),
    "wrapped at 80, every line end doubled": _both(partial(wrapped, width=80), doubled),
    "bullets •": partial(bullets, sign="•"),
    "bullets –": partial(bullets, sign="–"),
    "bullets of Word's symbol font": partial(bullets, sign="\uf0b7"),
    "numbers (1)": partial(numbers, shape="({})"),
    "numbers 1)": partial(numbers, shape="{})"),
    "numbers 1/": partial(numbers, shape="{}/"),
    "numbers in Arabic-Indic digits": arabic_numbers,
}

_PLACE = {"id", "confidence", "evidence", "extractor", "path"}


def fields(record: Any) -> Any:  # noqa: ANN401 - JSON
    """A record's JSON without what tells of places in the text, its confidence and its file; blanks as one.

    Findings and the document's own data are left out: they speak of offsets and of the medium.
    """
    if isinstance(record, dict):
        left_out = {*_PLACE, "document", "findings", "pipeline"} if "schema_version" in record else _PLACE
        return {name: fields(value) for name, value in record.items() if name not in left_out}
    if isinstance(record, list):
        return [fields(value) for value in record]
    return " ".join(record.split()) if isinstance(record, str) else record


def differences(expected: Any, found: Any, path: str = "") -> list[str]:  # noqa: ANN401 - JSON
    """Where two records' fields differ, one line each: path, expected, found.

    >>> differences({"agenda": ["a", "b"]}, {"agenda": ["a"]})
    ['/agenda/1: b -> missing']
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        names = dict.fromkeys([*expected, *found])
        return [line for name in names for line in differences(expected.get(name), found.get(name), f"{path}/{name}")]
    if isinstance(expected, list) and isinstance(found, list):
        lines = []
        for at in range(max(len(expected), len(found))):
            before = expected[at] if at < len(expected) else "missing"
            after = found[at] if at < len(found) else "missing"
            lines += differences(before, after, f"{path}/{at}")
        return lines
    return [] if expected == found else [f"{path}: {expected} -> {found}"]
