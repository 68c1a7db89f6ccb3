"""What of a record people filter by, and whether a person should look at it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ogp_nlp.records import KINDS, MinutesRecord

UNSURE = 0.5  # an item below it is more likely wrong than right, as confidences are calibrated
UNSURE_SHARE = 0.25  # of the items; some doubtful figures stand in nearly every document
_WEIGHTS = {"nothing_found": 5.0, "no_date": 2.0, "no_body": 2.0, "degraded_pages": 2.0, "unsure": 1.0}
_BY_SEVERITY = {"error": 3.0, "warning": 1.0}
# Warnings about how well the text could be read; the others tell what was left out or put right.
_DEGRADED = {
    "broken_page", "no_text_layer", "no_unicode_map", "letters_apart", "false_unicode_map", "glyphs_lost",
    "ocr_missing", "ocr_page", "damaged_text", "undecodable_bytes", "mixed_encodings",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """The columns of a result: what it says in short, and why it needs a person (``reasons``, weightiest first)."""

    title: str | None
    body: str | None
    date: str | None
    year: int | None
    pages: int | None
    items: int
    findings: int
    least_confidence: float | None
    needs_review: bool
    reasons: str
    urgency: float


def reasons(record: MinutesRecord) -> dict[str, float]:
    """Why a person should look at a record, with weights: codes of findings, what is missing, unsure or degraded."""
    found: dict[str, float] = {}
    for finding in record.findings:
        if finding.severity in _BY_SEVERITY:
            name = f"finding:{finding.code}"
            found[name] = found.get(name, 0.0) + _BY_SEVERITY[finding.severity]
    sure = [item.confidence for kind in KINDS for item in getattr(record, kind)]
    if not sure:
        found["nothing_found"] = _WEIGHTS["nothing_found"]
    elif sum(value < UNSURE for value in sure) > UNSURE_SHARE * len(sure):
        found["unsure"] = _WEIGHTS["unsure"]
    for name in ("date", "body"):
        if getattr(record.meeting, name) is None:
            found[f"no_{name}"] = _WEIGHTS[f"no_{name}"]
    if any(warning.code in _DEGRADED for warning in record.document.warnings):
        found["degraded_pages"] = _WEIGHTS["degraded_pages"]
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def judge(record: MinutesRecord) -> Judged:
    """The columns kept beside a record."""
    why = reasons(record)
    meeting = record.meeting
    confidences = [item.confidence for path, item in record.grounded() if path != "/meeting"]
    year = meeting.year or (int(meeting.date[:4]) if meeting.date else None)
    return Judged(
        title=meeting.title and meeting.title[:500],
        body=meeting.body and meeting.body[:500],  # PostgreSQL indexes no longer ones
        date=meeting.date,
        year=year,
        pages=record.document.page_count,
        items=len(confidences),
        findings=len(record.findings),
        least_confidence=min(confidences, default=None),
        needs_review=bool(why),
        reasons=json.dumps(list(why)),
        urgency=round(sum(why.values()), 3),
    )
