"""The records refuse what no minutes can say."""

from __future__ import annotations

import json

import pytest
from factories import GROUND, attendee, commitment, grounded, percentage, record
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from ogp_nlp import records

BAD = {
    "negative percent": (records.Percentage, {"value": -1, "text": "-1%", "subject": "other"}),
    "no such day": (records.Meeting, {"date": "2025-02-30"}),
    "day without zero": (records.Meeting, {"date": "2025-2-3"}),
    "unknown mode": (records.Meeting, {"mode": "online"}),
    "unknown field": (records.Attendee, {"name": "أنس", "age": 3}),
    "empty text": (records.Attendee, {"name": ""}),
    "due reversed": (
        records.ActionItem,
        {"task": "إعداد", "origin": "listed", "due_start": "2025-03-02", "due_end": "2025-03-01"},
    ),
    "range reversed": (records.DateMention, {"value": "2025-05", "end": "2025-04", "text": "ماي"}),
    "confidence": (records.Decision, {"text": "قررت", "confidence": 1.2}),
    "date with month 13": (records.DateMention, {"value": "2025-13", "text": "x"}),
    "no legal kind": (records.LegalReference, {"kind": "letter", "number": "1", "text": "x"}),
}


@pytest.mark.parametrize("name", BAD)
def test_refused(name):
    model, fields = BAD[name]
    with pytest.raises(ValidationError):
        model(**{**GROUND, **fields})


def test_records_are_frozen():
    person = attendee("أنس")
    with pytest.raises(ValidationError):
        person.name = "هدى"


@pytest.mark.parametrize(
    ("value", "end"), [("2025", None), ("2025-05", "2025-06"), ("2025-05-03", "2025-05"), ("2024-02-29", None)]
)
def test_partial_dates_are_taken(value, end):
    assert grounded(records.DateMention, value=value, end=end, text="x").value == value


def test_evidence_must_be_its_slice():
    text = "محضر الاجتماع"
    good = records.Evidence(start=5, end=13, text="الاجتماع")
    made = record(attendees=(attendee("أنس", evidence=(good,)),))
    assert made.verify(text) is made
    with pytest.raises(ValueError, match="/attendees/0/evidence/0"):
        made.verify("محضر اللجنة والاجتماع")
    with pytest.raises(ValidationError):
        records.Evidence(start=0, end=3, text="محضر")


def test_percents_above_100_need_a_finding():
    parts = dict(record(percentages=(percentage(130),)))
    with pytest.raises(ValidationError, match="/percentages/0/value"):
        records.MinutesRecord(**parts)
    finding = records.Finding(code="percent_above_100", severity="warning", message="x", path="/percentages/0/value")
    assert records.MinutesRecord(**{**parts, "findings": (finding,)}).findings == (finding,)


def test_schema_judges_records():
    schema = records.json_schema()
    Draft202012Validator.check_schema(schema)
    made = records.MinutesRecord(**dict(record(commitments=(commitment(1, progress=40),))))
    data = json.loads(made.model_dump_json())
    Draft202012Validator(schema).validate(data)
    data["commitments"][0]["progress"] = "40%"
    assert list(Draft202012Validator(schema).iter_errors(data))


def test_round_trip_through_json():
    made = records.MinutesRecord(**dict(record(attendees=(attendee("أنس", gender="male"),))))
    assert records.MinutesRecord.model_validate_json(made.model_dump_json()) == made
