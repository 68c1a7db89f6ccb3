"""Gold of a text that may not be copied: a record whose words are slices of a text that lies elsewhere.

``python evaluation/standoff.py make GOLD.json TEXT OUT`` turns gold with strings into stand-off form and names every
value that is no slice of the text (exit status 1). In stand-off form each value taken from the document is a list of
``[start, end]`` (half-open, code points of ``plain(TEXT)``), joined with one blank; ``[start, end, "ا"]`` puts letters
before a slice, for the article that a merged لل swallows. Numbers, ISO dates and enumerations stay as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Fields whose strings are the document's own words; all other strings are literal.
WORDS = frozenset(
    {"title", "body", "location", "name", "honorific", "role", "organization", "theme", "lead", "text", "about"}
    | {"task", "owner", "due_text", "section"}
)
ARTICLE = "ا"
Slice = tuple[int, int] | tuple[int, int, str]


def plain(markdown: str) -> str:
    r"""The text without Markdown marks: no ``#``, list marks as ``- ``; numbers of lists stay.

    >>> plain("# محضر\n\n* بند أول\n-  بند ثان\n1. بند ثالث\n")
    'محضر\n\n- بند أول\n- بند ثان\n1. بند ثالث\n'
    """
    text = markdown.replace("\r\n", "\n").removeprefix("\ufeff")
    text = re.sub(r"^[ \t]*#{1,6}[ \t]+", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]*[-*+][ \t]+", "- ", text, flags=re.MULTILINE)
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text's UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def resolve(standoff: dict[str, Any], text: str) -> dict[str, Any]:
    """The gold with its strings again, evidence included; ``text`` is the plain form.

    Raises ValueError when ``text`` is not the text on which the gold was made, or a slice lies outside it.
    """
    if sha256(text) != standoff["text_sha256"]:
        raise ValueError(f"not the annotated text: its sha256 is {sha256(text)}, not {standoff['text_sha256']}")
    resolved: dict[str, Any] = _resolved(standoff["record"], text)
    return {"meta": standoff["meta"], **resolved}


def _cut(text: str, start: int, end: int) -> str:
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the slice {start}-{end} is not in a text of {len(text)} code points")
    return text[start:end]


def _resolved(value: Any, text: str) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        if value and all(isinstance(part, list) and part and isinstance(part[0], int) for part in value):
            return " ".join("".join(part[2:]) + _cut(text, part[0], part[1]) for part in value)
        return [_resolved(item, text) for item in value]
    if isinstance(value, dict):
        if set(value) == {"start", "end"}:
            return {"text": _cut(text, value["start"], value["end"]), **value}
        return {name: _resolved(item, text) for name, item in value.items()}
    return value


def make(gold: dict[str, Any], text: str) -> tuple[dict[str, Any], list[str]]:
    """Stand-off form of a gold with strings and filled offsets, and a line for each value that is no slice."""
    problems: list[str] = []
    record = {
        name: _made(value, text, (0, len(text)), f"/{name}", problems) for name, value in gold.items() if name != "meta"
    }
    return {"meta": gold["meta"], "text_sha256": sha256(text), "record": record}, problems


def _made(value: Any, text: str, near: tuple[int, int], path: str, problems: list[str]) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_made(item, text, near, f"{path}/{number}", problems) for number, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if set(value) == {"text", "start", "end"}:
        if text[value["start"] : value["end"]] != value["text"]:
            problems.append(f"{path}: not the text at {value['start']}-{value['end']}: {value['text']}")
        return {"start": value["start"], "end": value["end"]}
    if value.get("evidence"):
        near = (value["evidence"][0]["start"], value["evidence"][-1]["end"])
    out: dict[str, Any] = {}
    for name, item in value.items():
        if name in WORDS and isinstance(item, str):
            slices = _slices(item, text, near)
            if not slices:
                problems.append(f"{path}/{name}: no slice of the text: {item}")
            out[name] = [list(part) for part in slices] or item
        else:
            out[name] = _made(item, text, near, f"{path}/{name}", problems)
    return out


def _slices(words: str, text: str, near: tuple[int, int]) -> list[Slice]:
    """Where ``words`` stand in ``text``: whole beside ``near``, else without an article, else in pieces inside it."""
    whole = _nearest(words, text, near)
    if whole:
        return [whole]
    if words.startswith(ARTICLE + "ل"):
        merged = _nearest(words.removeprefix(ARTICLE), text, near)
        if merged:
            return [(*merged, ARTICLE)]
    return _pieces(words.split(" "), text, near)


def _nearest(words: str, text: str, near: tuple[int, int]) -> tuple[int, int] | None:
    """The occurrence inside ``near``, else the closest one, before rather than after."""

    def distance(start: int) -> tuple[int, int]:
        end = start + len(words)
        return max(near[0] - start, end - near[1], 0), start

    starts = sorted(_occurrences(words, text), key=distance)
    return (starts[0], starts[0] + len(words)) if starts else None


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _pieces(words: list[str], text: str, near: tuple[int, int]) -> list[Slice]:
    """Greedy: the longest run of words found next inside ``near``, then the longest after it; empty when one fails."""
    found: list[Slice] = []
    cursor = near[0]
    while words:
        for count in range(len(words), 0, -1):
            run = " ".join(words[:count])
            at = text.find(run, cursor, near[1])
            if at >= 0:
                found.append((at, at + len(run)))
                cursor, words = at + len(run), words[count:]
                break
        else:
            return []
    return found


def main(arguments: list[str]) -> int:
    """``make GOLD.json TEXT OUT``: 0 written whole, 1 written with values that are no slice, 2 wrong usage."""
    if len(arguments) != 4 or arguments[0] != "make":
        print(__doc__, file=sys.stderr)
        return 2
    gold_path, text_path, out = map(Path, arguments[1:])
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    standoff, problems = make(gold, plain(text_path.read_text(encoding="utf-8")))
    dumped = json.dumps(standoff, ensure_ascii=False, indent=1)
    compact = re.sub(r"\[\s+(\d+),\s+(\d+)(?:,\s+(\"[^\"]*\"))?\s+\]", _one_line, dumped)
    out.write_text(compact + "\n", encoding="utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _one_line(match: re.Match[str]) -> str:
    return "[" + ", ".join(part for part in match.groups() if part) + "]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
