"""What words around a name say of attendance and capacity: present, remote, excused, absent; chair, guest, deputy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ogp_nlp.components.base import cue_pattern, key_of
from ogp_nlp.components.remote import remote_cues

_CONJUNCTION = (
    r"(?:(?:و|ف)?(?:كما|ثم|قد|لقد|فيما|بينما|كذا|كذلك|ايضا|حين|في حين|هذا|هذا وقد|حيث|اذ|كما انه)\s+)*(?:و|ف)?"
)


# A reason given for an absence excuses it, unless the words say otherwise.
REASON = re.compile(
    r"(?<!\w)(?:بداعي|بسبب|لظرو?ف|لسفر|لمرض|لوجود|لتواجد|لارتباط|لانشغال|لاسباب|لوعكه|نظرا|لالتزام|لدواع|لمشارك|لتمتع)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a stretch of words says; None or False where it says nothing."""

    status: str | None = None
    chair: bool = False
    rapporteur: bool = False
    deputy: bool = False
    guest: bool = False
    representative: bool = False

    @property
    def speaks(self) -> bool:
        """Whether the words are about attendance at all."""
        return bool(self.status or self.chair or self.rapporteur or self.guest or self.deputy)


@dataclass(frozen=True)
class Cues:
    """``attendance.toml``, compiled."""

    raw: Mapping[str, Any]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        tables = {**self.raw["status"], **self.raw["capacity"], "remote": list(remote_cues())}
        tables["present"] = [*tables["present"], *self._of_meeting]
        tables["rapporteur"] = [*tables["rapporteur"], *self._of_minutes]
        return {name: _with_conjunction(cues) for name, cues in tables.items() if isinstance(cues, list)}

    @cached_property
    def _of_meeting(self) -> list[str]:
        """Verbs that tell of presence with a noun of the meeting only: ``شهد الاجتماع``, ``شرّفت اللقاء``."""
        known = self.raw["status"]["of_meeting"]
        return [f"{verb} {noun}" for verb in known["verbs"] for noun in known["nouns"]]

    @cached_property
    def _of_minutes(self) -> list[str]:
        """Verbs and verbal nouns of writing with a noun of the minutes: ``سجل المحضر``, ``تدوين الوقائع``."""
        known = self.raw["capacity"]["of_minutes"]
        return [f"{word} {noun}" for word in (*known["verbs"], *known["deeds"]) for noun in known["nouns"]]

    def has(self, name: str, key: str) -> bool:
        """Whether folded words hold a cue of one list of ``[status]`` or ``[capacity]``."""
        return self._patterns[name].search(key) is not None

    def cell_status(self, key: str) -> str | None:
        """Attendance told by a whole cell or remark of a letter or sign."""
        plain = key.strip()
        for name, signs in self.raw["status"]["cells"].items():
            if plain in {key_of(sign) for sign in signs}:
                return str(name)
        return None

    def status(self, key: str) -> str | None:
        """Attendance told by folded words, the most telling first: without excuse, excused, absent, remote, present.

        >>> from ogp_nlp.resources import load_toml
        >>> cues = Cues(load_toml("attendance"))
        >>> [cues.status(key_of(text)) for text in ("تغيب بدون عذر", "واعتذر عن الحضور", "شارك عن بعد", "رئيس القسم")]
        ['absent', 'excused', 'remote', None]
        """
        if not key.strip():
            return None
        if self.has("without_excuse", key) or self._no_excuse.search(key):
            return "absent"
        for name in ("excused", "absent", "remote"):
            if self.has(name, key):
                return "excused" if name == "absent" and REASON.search(key) else name
        return "present" if self.present(key) else None

    @cached_property
    def _no_excuse(self) -> re.Pattern[str]:
        """A denial with an excuse as its object: ``دون أي عذر``, ``ولم يدل بأي مبرر``."""
        excuse = cue_pattern(self.raw["status"]["excuses"], whole_words=False).pattern
        without = r"(?:دون|بدون|بلا|بغير|غير|عدم)\s+(?:(?!و)[^\W\d]+\s+){0,2}"
        not_given = r"لم\s+(?![يت](?:حضر|شارك|تمكن|لتحق|ستطع))(?:(?!و)[^\W\d]+\s+){1,3}"
        return re.compile(rf"(?<!\w)و?(?:{without}|{not_given})(?:ال)?{excuse}(?!\w)")

    def is_reason(self, note: str) -> bool:
        """Whether a folded remark on an absence is a bare reason: ``مرض``, ``ظروف عائلية``."""
        return cue_pattern(self.raw["notes"]["reasons"]).match(note) is not None

    def present(self, key: str) -> bool:
        """Whether folded words speak of presence and do not deny it."""
        not_before = {key_of(word) for word in self.raw["status"]["not_present"]}
        for match in self._patterns["present"].finditer(key):
            before = key[: match.start()].split()
            if not before or before[-1].lstrip("وف") not in not_before:
                return True
        return False

    def read(self, key: str, *, office: bool = False) -> Cue:
        """What folded words say; ``office`` for the words of somebody's office, where مراقب is a trade."""
        rapporteur = self.has("rapporteur", self._patterns["rapporteur_not"].sub(" ", key))
        if office:
            guest = key.strip() in {key_of(word) for word in self.raw["capacity"]["guest"]}
            return Cue(None, self.has("chair", key), rapporteur, self.has("deputy", key), guest, self._stands_for(key))
        chair, deputy = self.has("chair", key), self.has("deputy", key)
        return Cue(self.status(key), chair, rapporteur, deputy, self.has("guest", key))

    def _stands_for(self, key: str) -> bool:
        words = {key_of(word) for word in self.raw["capacity"]["representative"]} - {"عن"}
        return bool(key.split()) and key.split(maxsplit=1)[0] in words

    @cached_property
    def opener(self) -> re.Pattern[str]:
        """Words that open a clause on attendance after somebody's name; not after الذي or التي."""
        relative = r"(?<!الذي )(?<!التي )(?<!الذين )(?<!اللذان )(?<!الذي قد )(?<!التي قد )"
        minutes = self.raw["capacity"]["of_minutes"]
        written = [f"{verb} {noun}" for verb in minutes["verbs"] for noun in minutes["nouns"]]
        openers = [*self.raw["status"]["openers"], *self._of_meeting, *written]
        strong = cue_pattern(openers, whole_words=False).pattern
        weak = cue_pattern(self.raw["status"]["weak_openers"], whole_words=False).pattern
        body = rf"(?:{_CONJUNCTION}{strong}|و{weak}|(?<=[.؛] ){weak})"
        return re.compile(rf"(?<!\w){relative}(?P<cue>{body})(?!\w)")

    @cached_property
    def fillers(self) -> re.Pattern[str]:
        """Words that are passed over before a name."""
        return _with_conjunction(self.raw["lead"]["fillers"])

    @cached_property
    def late(self) -> re.Pattern[str]:
        """Verbs of coming in the course of the meeting."""
        return _with_conjunction(self.raw["lead"]["late"])

    @cached_property
    def meeting_noun(self) -> re.Pattern[str]:
        """Nouns of the meeting, with which a verb of presence counts in the discussion too."""
        return cue_pattern(self.raw["lead"]["meeting"])


def _with_conjunction(cues: list[str]) -> re.Pattern[str]:
    """A pattern for cues that may have و or ف written on them."""
    return re.compile(rf"(?<!\w)[وف]?{cue_pattern(cues, whole_words=False).pattern}(?!\w)")


def combine(first: Cue, second: Cue) -> Cue:
    """Both cues; the second's attendance wins where it has one."""
    return replace(
        first,
        status=second.status or first.status,
        chair=first.chair or second.chair,
        rapporteur=first.rapporteur or second.rapporteur,
        deputy=first.deputy or second.deputy,
        guest=first.guest or second.guest,
        representative=first.representative or second.representative,
    )
