"""What is known of a person on the way to a record: the state that headings and clauses open, and the mention."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ogp_nlp.components.attendees_cues import Cue
from ogp_nlp.components.base import Folded, Offsets, fold
from ogp_nlp.components.people import Person
from ogp_nlp.components.people_tail import Tail

# The end of a sentence; not the full stop of a title (د.) or of dotted leaders.
SENTENCE = re.compile(r"(?<!\b\w)(?<!\b\w\w)(?<!\.)[.؟!]\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the document: its text, the offset where it begins, and the folded view of it."""

    text: str
    base: int
    view: Folded

    @classmethod
    def of(cls, text: str, base: int) -> Stretch:
        """Fold ``text``, which stands at offset ``base`` of the document."""
        return cls(text, base, fold(text, base))

    @property
    def key(self) -> str:
        """The folded text."""
        return self.view.key

    def quote(self, at: Offsets) -> str:
        """The text at offsets of the document."""
        return self.text[at[0] - self.base : at[1] - self.base]


@dataclass(frozen=True, slots=True)
class State:
    """What headings and clauses say of the people who follow."""

    status: str | None = None
    guest: bool = False
    chair: bool = False
    rapporteur: bool = False
    deputy: bool = False
    organization: str | None = None
    grouped: bool = False  # people stand under bodies or kinds of bodies
    secondary: bool = False  # "also present" after the members
    listing: bool = False  # names may stand without titles
    loose: bool = False  # and need not be known given names
    heading: str = ""  # the generic heading that sorts them
    staff: bool = False  # from a house whose own people are guests at its council


@dataclass(slots=True)
class Mention:
    """One person with what the place says; ``cue`` joins the words before and after."""

    person: Person
    state: State
    cue: Cue
    tail: Tail
    role_before: str | None = None
    role_at: Offsets | None = None
    plural_gender: str | None = None
    stands_in_for_last: bool = False
    appointed: bool = False
    source: str = "prose"
    extra: list[Offsets] = field(default_factory=list)
