"""The attendees found so far, as far as other components need them."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from ogp_nlp.components.base import items


@dataclass(frozen=True, slots=True)
class Person:
    """An attendee as far as owners need it; texts as printed."""

    name: str
    role: str
    honorific: str
    organization: str
    gender: str
    chair: bool


def people_of(doc: Doc) -> list[Person]:
    """The attendees found so far; empty where their component is not in the pipeline."""
    found = []
    for item in items(doc, "attendees"):
        get = item.fields.get
        name, role, honorific, organization, gender = (
            str(get(field) or "") for field in ("name", "role", "honorific", "organization", "gender")
        )
        found.append(Person(name, role, honorific, organization, gender, get("capacity") == "chair"))
    return found
