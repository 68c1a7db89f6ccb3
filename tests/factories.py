"""Small records for tests: only what a test is about has to be said."""

from __future__ import annotations

from typing import Any

from ogp_nlp import records

GROUND: dict[str, Any] = {"id": "x-1", "confidence": 0.9, "evidence": (), "extractor": "test"}


def grounded(model: type[records.Grounded], **fields: Any) -> Any:
    return model(**{**GROUND, **fields})


def record(**parts: Any) -> records.MinutesRecord:
    """A record with the parts given, unvalidated as a whole, so that checks can be tried on any."""
    source = records.Source(source="a.txt", sha256="0" * 64, media_type="text/plain", char_count=10, reader="text")
    given = {
        "document": source,
        "pipeline": records.PipelineInfo(name="test", version="0"),
        "meeting": grounded(records.Meeting, title="محضر", date="2025-12-25"),
        **parts,
    }
    return records.MinutesRecord.model_construct(**given)


def attendee(name: str, **fields: Any) -> records.Attendee:
    return grounded(records.Attendee, name=name, **fields)


def commitment(number: int, **fields: Any) -> records.Commitment:
    return grounded(records.Commitment, number=number, **fields)


def percentage(value: float, **fields: Any) -> records.Percentage:
    return grounded(records.Percentage, **{"value": value, "text": f"{value:g}%", "subject": "other", **fields})
