"""The records of one minutes document: frozen pydantic models, the only schema in the project."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Mode = Literal["in_person", "remote", "hybrid"]
Gender = Literal["female", "male"]
Sector = Literal["government", "civil_society", "international", "private", "academia"]
Capacity = Literal["chair", "rapporteur", "member", "representative", "deputy", "guest"]
Attendance = Literal["present", "remote", "excused", "absent"]
Subject = Literal["plan_progress", "commitment_progress", "other"]
Qualifier = Literal[
    "provisional", "approximate", "range_start", "range_end", "target", "previous", "minimum", "maximum"
]
Origin = Literal["listed", "in_text"]
Calendar = Literal["gregorian", "hijri"]
LegalKind = Literal["law", "decree", "bill", "decision", "circular"]
Severity = Literal["info", "warning", "error"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _real_date(value: str) -> str:
    """Refuse a date that no calendar has.

    >>> _real_date("2024-02-29")
    '2024-02-29'
    >>> _real_date("2025-02-29")
    Traceback (most recent call last):
        ...
    ValueError: 2025-02-29 is no date of the Gregorian calendar
    """
    match = _DATE.fullmatch(value)
    year, month, day = (int(part) if part else None for part in match.groups()) if match else (0, None, None)
    real = bool(match) and bool(year)
    if real and month is not None:
        real = 1 <= month <= 12 and (day is None or 1 <= day <= calendar.monthrange(year or 1, month)[1])
    if not real:
        raise ValueError(f"{value} is no date of the Gregorian calendar")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
FullDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_real_date)]
Percent = Annotated[float, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Offset = Annotated[int, Field(ge=0)]
BoxValues = tuple[float, float, float, float]


def _ordered(first: str | None, last: str | None, what: str) -> None:
    """Refuse an interval that ends before it starts, at the coarser of the two granularities."""
    if first is not None and last is not None:
        width = min(len(first), len(last))
        if last[:width] < first[:width]:
            raise ValueError(f"{what} ends ({last}) before it starts ({first})")


class Record(BaseModel):
    """Base of all records: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Notice(Record):
    """Something that could not be read or is doubtful, with its page (1-based) where known."""

    code: Text
    message: Text
    page: int | None = None


class Source(Record):
    """The input file as it was read."""

    source: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Text
    page_count: int | None = None
    char_count: int
    reader: Text
    warnings: tuple[Notice, ...] = ()


class PipelineInfo(Record):
    """Which pipeline made the record."""

    name: Text
    version: Text


class Evidence(Record):
    """A slice of the document's text; offsets are code points, half-open, boxes are PDF points from the top."""

    start: Offset
    end: Offset
    text: Text
    page: int | None = None
    boxes: tuple[BoxValues, ...] = ()
    source: tuple[tuple[Offset, Offset], ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"evidence of {len(self.text)} code points spans {self.start} to {self.end}")
        return self


class Grounded(Record):
    """An item that says where it stands in the text, how sure it is and which component made it."""

    id: Text
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    extractor: Text


class Plan(Record):
    """The plan that the meeting's body exists to steer."""

    title: Text
    ordinal: int | None = None
    start_year: int | None = None
    end_year: int | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.start_year is not None and self.end_year is not None and self.end_year < self.start_year:
            raise ValueError(f"plan ends ({self.end_year}) before it starts ({self.start_year})")
        return self


class Meeting(Grounded):
    """The meeting itself."""

    title: Text | None = None
    body: Text | None = None
    ordinal: int | None = None
    year: int | None = None
    date: FullDate | None = None
    mode: Mode | None = None
    location: Text | None = None
    plan: Plan | None = None


class AgendaItem(Grounded):
    """One point of the agenda."""

    title: Text


class Attendee(Grounded):
    """One person with a stated attendance."""

    name: Text
    honorific: Text | None = None
    gender: Gender | None = None
    role: Text | None = None
    organization: Text | None = None
    sector: Sector | None = None
    capacity: Capacity | None = None
    attendance: Attendance | None = None


class Commitment(Grounded):
    """A numbered undertaking of the plan under review; ``progress`` in percent."""

    number: int
    title: Text | None = None
    theme: Text | None = None
    progress: Percent | None = None
    lead: Text | None = None


class Percentage(Grounded):
    """One mention of a percentage."""

    value: Percent
    text: Text
    subject: Subject
    commitment: int | None = None
    about: Text | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    as_of: FullDate | None = None


class ActionItem(Grounded):
    """What somebody is to do after the meeting."""

    task: Text
    owner: Text | None = None
    due_text: Text | None = None
    due_start: FullDate | None = None
    due_end: FullDate | None = None
    progress: Percent | None = None
    origin: Origin
    section: Text | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ordered(self.due_start, self.due_end, "the time given")
        return self


class Decision(Grounded):
    """What the meeting decided."""

    text: Text


class DateMention(Grounded):
    """One calendar expression at its printed granularity."""

    value: PartialDate
    end: PartialDate | None = None
    calendar: Calendar = "gregorian"
    text: Text

    @model_validator(mode="after")
    def _check(self) -> Self:
        _ordered(self.value, self.end, "the range")
        return self


class LegalReference(Grounded):
    """One mention of a numbered legal text."""

    kind: LegalKind
    number: Text
    text: Text


class Finding(Record):
    """What does not add up inside the record; ``path`` is a JSON Pointer into it (RFC 6901)."""

    code: Text
    severity: Severity
    message: Text
    path: Annotated[str, StringConstraints(pattern=r"^(/.*)?$")]


KINDS = (
    "agenda",
    "attendees",
    "commitments",
    "percentages",
    "action_items",
    "decisions",
    "dates",
    "legal_references",
)


class MinutesRecord(Record):
    """Everything extracted from one minutes document."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    document: Source
    pipeline: PipelineInfo
    meeting: Meeting
    agenda: tuple[AgendaItem, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    percentages: tuple[Percentage, ...] = ()
    action_items: tuple[ActionItem, ...] = ()
    decisions: tuple[Decision, ...] = ()
    dates: tuple[DateMention, ...] = ()
    legal_references: tuple[LegalReference, ...] = ()
    findings: tuple[Finding, ...] = ()

    @model_validator(mode="after")
    def _percents_above_100_have_findings(self) -> Self:
        known = {finding.path for finding in self.findings}
        above = [f"/percentages/{i}/value" for i, item in enumerate(self.percentages) if item.value > 100]
        above += [f"/commitments/{i}/progress" for i, item in enumerate(self.commitments) if (item.progress or 0) > 100]
        missing = [path for path in above if path not in known]
        if missing:
            raise ValueError(f"above 100 % without a finding: {', '.join(missing)}")
        return self

    def grounded(self) -> Iterator[tuple[str, Grounded]]:
        """Yield every grounded item with its JSON Pointer."""
        yield "/meeting", self.meeting
        for kind in KINDS:
            for index, item in enumerate(getattr(self, kind)):
                yield f"/{kind}/{index}", item

    def verify(self, text: str) -> Self:
        """Check that every evidence equals its slice of ``text``; raises ValueError naming the first that does not."""
        for path, item in self.grounded():
            for number, evidence in enumerate(item.evidence):
                if text[evidence.start : evidence.end] != evidence.text:
                    raise ValueError(f"{path}/evidence/{number} is not the text at {evidence.start}-{evidence.end}")
        return self


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of :class:`MinutesRecord`, as serialized."""
    schema = MinutesRecord.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
