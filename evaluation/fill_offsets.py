"""Fill the offsets of hand-written gold: every evidence quote is found in the text and given its start and end.

Usage: ``python evaluation/fill_offsets.py corpus/gold/ID.json ...``. The text is that of ``corpus/documents/ID.txt`` as
the reader gives it, without tatweel and invisible signs, because that is what all offsets count.
An annotator writes ``"evidence": [{"text": "quote"}]``, with ``"nth": 2`` where the quote is not the first of
its kind; mentions (percentages, dates, legal references) are searched in order, each after the one before.
Exit status 1 when a quote is not in the text.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.readers import read
from ogp_nlp.records import KINDS

MENTIONS = {"percentages", "dates", "legal_references"}


def _find(text: str, quote: str, nth: int, start: int) -> int:
    position = start - 1
    for _ in range(nth):
        position = text.find(quote, position + 1)
        if position < 0:
            break
    return position


def _fill_item(text: str, item: dict[str, Any], label: str, cursor: int) -> tuple[int, list[str]]:
    problems: list[str] = []
    evidence = item.get("evidence", [])
    if not evidence:
        problems.append(f"{label}: no evidence")
    for slice_ in evidence:
        quote, nth = slice_["text"], slice_.pop("nth", None)
        if "start" in slice_ and text[slice_["start"] : slice_["end"]] == quote and nth is None:
            cursor = slice_["end"]
            continue
        at = _find(text, quote, nth or 1, 0 if nth else cursor)
        if at < 0:
            problems.append(f"{label}: not in the text (after {cursor}): {quote!r}")
            continue
        slice_["start"], slice_["end"] = at, at + len(quote)
        cursor = at + len(quote)
    return cursor, problems


def fill(text: str, gold: dict[str, Any]) -> list[str]:
    """Set ``start`` and ``end`` of every evidence slice of ``gold`` in place; return what could not be found."""
    _, problems = _fill_item(text, gold["meeting"], "meeting", 0)
    for kind in KINDS:
        cursor = 0
        for number, item in enumerate(gold.get(kind, []), 1):
            begin = cursor if kind in MENTIONS else 0
            cursor, found = _fill_item(text, item, f"{kind}[{number}]", begin)
            problems += found
    return problems


def main(paths: list[str]) -> int:
    """Fill the files named; print each problem; 0 when there is none."""
    status = 0
    for name in paths:
        path = Path(name)
        text = read(path.parent.parent / "documents" / f"{path.stem}.txt").text
        gold = json.loads(clean(path.read_text(encoding="utf-8")).text)
        for problem in fill(text, gold):
            print(f"{path.name}: {problem}")
            status = 1
        path.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
