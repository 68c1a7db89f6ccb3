"""Heads of minutes as clerks of many countries write them, with what must not be taken for an attendee."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import spacy

import ogp_nlp.components.attendees
import ogp_nlp.components.meeting
import ogp_nlp.components.sections
from ogp_nlp.components.base import items
from ogp_nlp.components.tokenizer import MinutesTokenizer

assert ogp_nlp.components.attendees.make_attendees
assert ogp_nlp.components.meeting
assert ogp_nlp.components.sections

FIELDS = ("name", "honorific", "role", "organization", "capacity", "attendance")


def cases():
    """Name, text and the table of expected fields of each variant of the files beside this one."""
    paths = sorted(Path(__file__).parent.glob("attendees_variants*.txt"))
    held = [case for path in paths for case in re.split(r"^### ", path.read_text(encoding="utf-8"), flags=re.M)[1:]]
    for case in held:
        name, _, rest = case.partition("\n")
        text, _, table = rest.partition("\n=>\n")
        yield pytest.param(text + "\n", sorted(table.strip().splitlines()), id=name)


@pytest.fixture(scope="module")
def attendees():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    for name in ("ogp_sections", "ogp_meeting", "ogp_attendees"):
        nlp.add_pipe(name)

    def run(text):
        found = sorted(items(nlp(text), "attendees"), key=lambda item: item.evidence[0])
        return [item.fields for item in found]

    return run


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_a_clerks_way_of_naming_who_came(attendees, text, expected):
    assert sorted(" | ".join(person[field] or "-" for field in FIELDS) for person in attendees(text)) == expected
