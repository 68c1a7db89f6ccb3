"""The naive baseline: regular expressions over plain text, as one would write them in an afternoon.

It knows nothing of repair, layout, sections or context, only usual words; every table of the report has it, so that a
reader sees what the rest is worth. For PDFs the text is pdfplumber's. ``python evaluation/naive.py FILE`` prints one.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

Item = dict[str, Any]
MONTHS = {
    1: "يناير|جانفي|كانون الثاني", 2: "فبراير|فيفري|شباط", 3: "مارس|آذار", 4: "أبريل|إبريل|أفريل|نيسان",
    5: "مايو|ماي|أيار", 6: "يونيو|جوان|حزيران", 7: "يوليوز|يوليو|جويلية|تموز", 8: "أغسطس|غشت|أوت|آب",
    9: "سبتمبر|شتنبر|أيلول", 10: "أكتوبر|تشرين الأول", 11: "نوفمبر|نونبر|تشرين الثاني", 12: "ديسمبر|دجنبر|كانون الأول",
}  # fmt: skip
_MONTH = "|".join(MONTHS.values())
_MONTH_DATE = re.compile(rf"(?:(\d{{1,2}})\s+)?({_MONTH})\s+(\d{{4}})")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_PERCENT = re.compile(r"(\d+(?:[.,٫]\d+)?)\s*(?:%|٪|في المائة|بالمائة|بالمئة)|[%٪]\s*(\d+(?:[.,٫]\d+)?)")
_LAW = re.compile(r"(القانون|المرسوم|القرار|المنشور|التعميم)[^\d\n]{0,25}?(?:رقم|عدد)\s+([\d./-]+)(?: لسنة (\d{4}))?")
_LAW_KINDS = {
    "القانون": "law", "المرسوم": "decree", "القرار": "decision", "المنشور": "circular", "التعميم": "circular",
}  # fmt: skip
_TITLES = r"السيدة|السيد|الدكتورة|الدكتور|الأستاذة|الأستاذ|المهندسة|المهندس|د\."
_PERSON = re.compile(rf"^\W*(?:\d+\W+)?({_TITLES})\s+((?:[^\W\d_]+\s?){{2,4}})[،,|:-]?\s*([^،,|\n]*)", re.MULTILINE)
_COMMITMENT = re.compile(
    r"^\W*(?:التعهد|الالتزام|المشروع|المبادرة|الإجراء|الهدف)\s+(?:رقم\s+)?\(?(\d+)\)?\s*[:\-–]\s*(.+)$", re.MULTILINE
)
_DECIDE = re.compile(r"(?<!\w)(?:قرر|قررت|صادق|صادقت|وافق|وافقت|أقر|أقرت|اعتمد|اعتمدت) [^.؛\n]+")
_ORDINALS = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]
_HEADING_ACTIONS = re.compile(r"توصيات|خلاصات|مخرجات|المهام|الإجراءات المتفق")
_ITEM = re.compile(r"^\s*(?:[-•*▪–]|\d+\s*[.)\-–]|[\u0621-\u064a]+\s*:)\s*(.+?)\s*[؛.،]?\s*$")
_DUE = re.compile(r"(?:قبل|خلال|في أجل)\s[^.؛\n،()—]+")


def digits(text: str) -> str:
    """Digits of all sets as 0-9, everything else in its place."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() and unicodedata.digit(c, -1) >= 0 else c
                   for c in text)  # fmt: skip


def _month(name: str) -> int:
    return next(number for number, names in MONTHS.items() if name in names.split("|"))


def dates(text: str) -> list[Item]:
    """Days and months with a year."""
    found = []
    for match in _MONTH_DATE.finditer(text):
        day, month, year = match.groups()
        value = f"{year}-{_month(month):02}" + (f"-{int(day):02}" if day else "")
        found.append((match.start(), value, match.group()))
    for match in _NUMERIC_DATE.finditer(text):
        day, month, year = match.groups()
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 28:
            found.append((match.start(), f"{year}-{int(month):02}-{int(day):02}", match.group()))
    return [{"value": value, "end": None, "calendar": "gregorian", "text": words} for _, value, words in sorted(found)]


def percentages(text: str) -> list[Item]:
    """Figures with a sign; all are "other", for a regular expression does not know more."""
    found = []
    for match in _PERCENT.finditer(text):
        value = float((match[1] or match[2]).replace(",", ".").replace("٫", "."))
        found.append({"value": value, "text": match.group(), "subject": "other", "commitment": None, "about": None,
                      "qualifiers": [], "as_of": None})  # fmt: skip
    return found


def attendees(text: str) -> list[Item]:
    """Lines that begin with a title and a name."""
    found: dict[str, Item] = {}
    for match in _PERSON.finditer(text):
        name = match[2].strip()
        female = match[1].endswith("ة")
        found.setdefault(name, {
            "name": name, "honorific": match[1], "gender": "female" if female else "male",
            "role": match[3].strip(" ؛.") or None, "organization": None, "sector": None, "capacity": "member",
            "attendance": "present",
        })  # fmt: skip
    return list(found.values())


def _below(lines: list[str], heading: re.Pattern[str]) -> list[str]:
    """Items of the lists below the headings that match."""
    found, inside = [], False
    for line in lines:
        item = _ITEM.match(line)
        if len(line.split()) <= 6 and heading.search(line) and not (inside and item):
            inside = True
        elif inside and item:
            found.append(item[1])
        elif inside and line.strip():
            inside = False
    return found


def record(raw: str) -> dict[str, Any]:
    """A record as plain JSON, without evidence and confidence."""
    text = digits(raw)
    lines = text.splitlines()
    printed = dates(text)
    first = next((line.strip() for line in lines if "محضر" in line), None)
    number = next((place for place, word in enumerate(_ORDINALS, 1) if first and word in first.split()), None)
    day = next((item["value"] for item in printed if len(item["value"]) == 10), None)
    actions = [
        {"task": _DUE.sub("", item).strip(" ،—-|"), "owner": None, "due_start": None, "progress": None, "section": None,
         "due_end": next((d["value"] for d in dates(item) if len(d["value"]) == 10), None), "origin": "listed"}
        for item in _below(lines, _HEADING_ACTIONS)
    ]  # fmt: skip
    return {
        "meeting": {"title": first, "ordinal": number, "date": day, "year": int(day[:4]) if day else None},
        "agenda": [{"title": item} for item in _below(lines, re.compile("جدول الأعمال"))],
        "attendees": attendees(text),
        "commitments": [
            {"number": int(match[1]), "title": match[2].strip(" .؛"), "theme": None, "progress": None, "lead": None}
            for match in _COMMITMENT.finditer(text)
        ],
        "percentages": percentages(text),
        "action_items": actions,
        "decisions": [{"text": match.group()} for match in _DECIDE.finditer(text)],
        "dates": printed,
        "legal_references": [
            {"kind": _LAW_KINDS[match[1]], "number": match[2].strip(".") + (f"/{match[3]}" if match[3] else ""),
             "text": match.group()}
            for match in _LAW.finditer(text)
        ],
    }  # fmt: skip


def text_of(path: Path) -> str:
    """Plain text of a file: pdfplumber's for PDFs, the paragraphs of a docx, else as it lies there."""
    if path.suffix == ".pdf":
        import pdfplumber

        with pdfplumber.open(path) as book:
            return "\n".join(page.extract_text() for page in book.pages)
    if path.suffix == ".docx":
        import docx

        return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    print(json.dumps(record(text_of(Path(sys.argv[1]))), ensure_ascii=False, indent=1))
