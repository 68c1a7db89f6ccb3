"""Action items in the account itself: who was charged with what, promised it, or was asked and agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from ogp_nlp.components.actions_charges import Charges
from ogp_nlp.components.actions_clauses import ClauseReader, Found
from ogp_nlp.components.actions_promises import Promises
from ogp_nlp.components.base import key_of
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.clauses import Clause, sentences
from ogp_nlp.components.lines import Line
from ogp_nlp.components.tasks import Due, tidy

_ANSWER = re.compile(r"^[\s،,]*ف(?:اجاب|اجابت|ردت?|افادت?|اوضحت?|اكدت?)\s+(?:ب?ان|علي\s+ذلك)")
_LIGHT = re.compile(r"^(?:ال)?[قڨ]يام(?:ه|ها|هم)?\s+ب(?=\w{3})")  # "بالقيام بزيارة": the deed is the visit
_SPOKESMAN = re.compile(r"^(?:ال)?(?:ممثل(?:ة|و|ي|ا)?|مندوب(?:ة|و|ي)?)\s+")
_DOER_NEEDED = ("future", "conveyed")  # rules that tell nothing where nobody is known to do it
_TASK_WORDS = 45  # a longer "task" is a clause that was not cut


@dataclass
class TextActions(ClauseReader):
    """Reads one line after another; knows the meeting's day, the next one's, and the section of each line."""

    day: date | None
    following: date | None
    sections: dict[int, str] = field(default_factory=dict)

    @cached_property
    def charges(self) -> Charges:
        """The rules for charges."""
        return Charges(self.rules, self.speakers)

    @cached_property
    def promises(self) -> Promises:
        """The rules for promises."""
        return Promises(self.rules, self.speakers)

    def of_line(self, line: Line, text: str) -> Iterator[Candidate]:
        """Candidates of one line; ``text`` is the document's."""
        key = line.key
        asked: Found | None = None
        granted: set[int] = set()
        kept: list[Found] = []
        for sentence in sentences(key):
            taken = sentence.start
            for found in self.in_sentence(key, sentence):
                if found.start < taken:
                    continue
                if found.rule == "ask":
                    asked = found
                    kept.append(found)
                    continue
                whole = self._agreed(line, found, asked)
                if whole is None:
                    continue
                if whole.asked and asked is not None:
                    granted.add(asked.start)
                taken = found.end if found.verdict else taken
                kept.append(whole)
        for found in kept:
            if found.rule != "ask" or found.start not in granted:
                for piece in self.pieces(key, found, line):
                    yield self._candidate(piece, line, text)

    def in_sentence(self, key: str, sentence: Clause) -> list[Found]:
        """Everything that the rules propose in a sentence, in its order."""
        found = [*self.promises.found(key, sentence), *self.charges.found(key, sentence)]
        asks = key[sentence.end : sentence.end + 1] == "؟"
        judged = []
        for one in found:
            idle = asks or self.rules.idle.search(key, sentence.start, one.start)
            lawful = one.rule in ("take", "commit") and self.rules.by_law.search(key, one.start, one.end)
            judged.append(replace(one, verdict=one.verdict and not idle and not lawful))
        return sorted(judged, key=lambda one: (one.start, one.task))

    def _agreed(self, line: Line, found: Found, asked: Found | None) -> Found | None:
        """A clause that only agrees, with the task that was asked for; None for one that agrees to nothing asked."""
        key = line.key
        words = key[found.task : found.end].split()
        last = line.folded.offsets(0, found.task + len(words[0]))[1] if words else line.start
        points_back = (
            bool(words) and words[0].endswith(("ه", "ها")) and line.text[: last - line.start].rstrip()[-1:] != "ة"
        )
        pronoun = points_back and self._is_pronoun(words[0])
        if found.rule == "future" and asked is not None and asked.start < found.start:
            between = key[asked.end : found.start]
            if found.owner is None and asked.owner and (_ANSWER.search(between) or self.rules.agree.search(between)):
                found = replace(found, owner=asked.owner)  # "طلب من المديرة ...، فأجابت بأنها ستراسل"
            if points_back and not re.search(r"[.؛]", between) and self._brief(line, found):
                found = replace(found, rule="commit", verdict=True, needs="")  # "تزويده بالمخطط ... بأنه سيزوده به"
                pronoun = True
        if asked is not None and asked.start < found.start and found.rule == "commit" and not pronoun:
            resumed = words[1:2] == ["ال" + one.removeprefix("ال") for one in key[asked.task : asked.end].split()[:1]]
            # "مراجعة الكشوف، فوعدت بإنهاء المراجعة"; who names a deed of his own does that
            apart = re.search(r"[.؛]", key[asked.end : found.start])
            pronoun = self._brief(line, found, 2 if resumed else 1) and not apart
        if found.rule == "agree" or (found.rule == "commit" and pronoun and asked is not None):
            if asked is None or asked.start >= found.start:
                return None
            joint = re.search(r"[\s،,]*[وف]?$", key[: found.start])
            task_end = min(asked.end, joint.start() if joint else found.start)
            return replace(
                found,
                owner=found.owner or asked.owner,
                asked=(asked.task, task_end),
                gender=found.gender or asked.gender,
            )
        return found

    def _brief(self, line: Line, found: Found, most: int = 2) -> bool:
        """Whether a promise names its task in two words at ``most``, as one does who was just asked for it."""
        start, end = (offset - line.start for offset in line.folded.offsets(found.task, found.end))
        due = self.rules.tasks.pick(line.text[start:end], self.day, self.following)
        words = self.rules.tasks.without(line.text[start:end], due) if due else line.text[start:end]
        return len(words.split()) <= most

    def _is_pronoun(self, word: str) -> bool:
        """Whether the last letters of a noun of action are a pronoun rather than its own ending."""
        stem = re.sub(r"(?:ها|ه)$", "", word)
        return stem.endswith("ت") or re.fullmatch(self.rules.tasks.noun, stem) is not None

    def pieces(self, key: str, found: Found, line: Line) -> Iterator[Found]:
        """Coordinated tasks of separate owners or dates, each on its own."""
        if found.asked:
            yield found
            return
        cuts: list[tuple[int, int, tuple[int, int] | None]] = []
        for match in re.compile(rf"[،,]?\s+و(?:ب(?={self.rules.tasks.noun})|(?={self.rules.tasks.noun}))").finditer(
            key, found.task, found.end
        ):
            if self._dated(key, found.task if not cuts else cuts[-1][1], match.start(), line) and self._dated(
                key, match.end(), found.end, line
            ):
                cuts.append((match.start(), match.end(), None))
        for match in re.compile(r"[،,]?\s+علي\s+ان\s+(?=[يت]\w{2,}\s)").finditer(key, found.task, found.end):
            if self._dated(key, found.task, match.start(), line) and self._dated(key, match.end(), found.end, line):
                cuts.append((match.start(), match.end(), None))  # "... خلال مارس على أن ترفع تقريرها في أبريل"
        for match in re.compile(r"[،,]?\s+و").finditer(key, found.task, found.end):
            doer = self.rules.owners.naming(key, match.end(), found.end)
            by = self.rules.tasks.by.match(key, doer.end + 1) if doer else None
            if doer and by and by["noun"]:
                cuts.append((match.start(), by.start("noun"), (doer.start, doer.end)))
        cuts.sort()
        edges = [found.task, *(cut[1] for cut in cuts)]
        ends = [*(cut[0] for cut in cuts), found.end]
        owners = [found.owner, *(cut[2] for cut in cuts)]
        for place, (begin, end, owner) in enumerate(zip(edges, ends, owners, strict=True)):
            start = found.start if place == 0 else (owner[0] if owner else begin)
            shared = owner or next((one for one in reversed(owners[:place]) if one), None)
            yield replace(found, start=start, task=begin, end=end, owner=shared)

    def _dated(self, key: str, start: int, end: int, line: Line) -> bool:
        """Whether a stretch ends with a deadline of its own."""
        first, last = line.folded.offsets(start, end)
        text = line.text[first - line.start : last - line.start]
        return any(
            not text[due.end :].strip(" ،,.؛") for due in self.rules.tasks.deadlines(text, self.day, self.following)
        )

    def _candidate(self, found: Found, line: Line, text: str) -> Candidate:
        start, end = line.folded.offsets(found.start, found.end)
        begin = line.folded.offsets(found.task, found.end)[0]
        words, due = self._words(found, line, text, begin, end)
        owner = self._owner(found, line)
        has_due = due is not None
        dated = bool(due and (due.due_start or due.due_end))
        verdict = found.verdict and not self.rules.meeting_duty.match(line.key, found.task)
        if found.rule == "take" and found.needs and due and self._recurs(line, begin + due.start, begin + due.end):
            verdict = False  # what is done every month is done already
        verdict = verdict and (found.needs != "due" or has_due) and (found.needs != "day" or has_due)
        least = 1 if found.rule == "added" or (found.rule == "commit" and has_due and found.verdict) else 2
        verdict = (
            verdict
            and least <= len(words.split()) <= _TASK_WORDS
            and not (found.rule in _DOER_NEEDED and owner is None)
        )
        printed = (
            text[begin + due.start : begin + due.end]
            if due and not found.asked
            else (due and self._printed(due, text, begin)) or None
        )
        fields: dict[str, Any] = {
            "task": words,
            "owner": owner,
            "due_text": tidy(printed) if printed else None,
            "due_start": due.due_start.isoformat() if due and due.due_start else None,
            "due_end": due.due_end.isoformat() if due and due.due_end else None,
            "progress": None,
            "origin": "in_text",
            "section": self.sections.get(line.index),
        }
        features: dict[str, float | str] = {
            "rule": found.rule,
            "due": float(has_due),
            "dated": float(dated),
            "owner": float(owner is not None),
            "words": float(len(words.split())),
        }
        confidence = found.confidence * (1.0 if has_due else 0.8) * (1.0 if owner else 0.85)
        return Candidate(
            "action_items", found.rule, start, end, text[start:end], verdict, round(confidence, 3), fields, features
        )

    def _recurs(self, line: Line, start: int, end: int) -> bool:
        return self.rules.recurring.search(key_of(line.text[start - line.start : end - line.start])) is not None

    def _printed(self, due: Due, text: str, begin: int) -> str:
        return text[begin + due.start : begin + due.end]

    def _words(self, found: Found, line: Line, text: str, begin: int, end: int) -> tuple[str, Due | None]:
        """The task's words and its deadline (offsets from ``begin``)."""
        tasks = self.rules.tasks
        clause = text[begin:end]
        due = tasks.pick(clause, self.day, self.following)
        if found.asked:
            first, last = line.folded.offsets(*found.asked)
            request = text[first:last]
            other = tasks.pick(request, self.day, self.following)
            words = tasks.without(request, other) if other else tidy(request)
            if due is None and other is not None:
                due = Due(other.start + first - begin, other.end + first - begin, other.due_start, other.due_end)
            return words, due
        for low, high in found.drop:
            first, last = (offset - begin for offset in line.folded.offsets(low, high))
            if 0 <= first < len(clause):
                shift = last - first
                clause = clause[:first] + " " * shift + clause[last:]
        return _LIGHT.sub("", tasks.without(clause, due) if due else tidy(clause)), due

    def _owner(self, found: Found, line: Line) -> str | None:
        if found.owner:
            first, last = line.folded.offsets(*found.owner)
            return self.speakers.owner(line.text[first - line.start : last - line.start], line, found.start)
        answers = line.key[max(0, found.start - 1) : found.start] == "ف"
        fitting = self.speakers.last(line, found.start, found.gender, answers=answers)
        if found.rule == "conveyed" and fitting:  # whoever speaks for a body: the body sends it
            fitting = _SPOKESMAN.sub("", fitting)
        return fitting or (self.speakers.last(line, found.start, "") if found.rule in _DOER_NEEDED else None)
