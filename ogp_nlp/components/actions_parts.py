"""The parts of an outcome told by its build alone: labels, dashes, brackets, and who stands first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ogp_nlp.components.actions_text import TextActions
from ogp_nlp.components.base import fold, key_of
from ogp_nlp.components.tasks import Due, tidy
from ogp_nlp.components.verbs import keys, one_of

_DASH = re.compile(r"\s+[-–—]{1,2}\s+|\s*—\s*|\s+//?\s+|\s*\|\s*")
_COLON = re.compile(r"\s*:\s*")


@dataclass(frozen=True, slots=True)
class Parts:
    """An item taken apart: the words of its task, who is to do it (as printed), and until when."""

    task: str
    owner: str | None
    due: Due | None
    due_text: str | None
    rule: str
    confidence: float


@dataclass(frozen=True)
class PartsReader:
    """Takes the words of an item apart."""

    reader: TextActions

    def labelled_or_dashed(self, words: str) -> Parts | None:
        """An item whose parts are set off by labels or dashes; None for other items."""
        return self.labelled(words) or self._dashed(words)

    def read(self, words: str) -> Parts:
        """An item that no verb or noun of charging opens, whatever order its parts stand in."""
        return (
            self._subject_first(words)
            or self._dashed(words)
            or self._named_first(words)
            or self._named_last(words)
            or self._verb_first(words)
            or self._plain(words)
        )

    @cached_property
    def _labels(self) -> re.Pattern[str]:
        lists = self.reader.rules.raw["lists"]
        names = ("owner_label", "due_label", "task_label")
        groups = "|".join(rf"(?P<{name}>{one_of(keys(lists[name]))})" for name in names)
        owner = r"(?P<owner_plain>المسوول\w{0,2}|المسيول|المكلفه?|الجهه المسووله)"
        plain = owner + r"|(?P<due_plain>الموعد|الاجل|المهله|اخر اجل)"
        return re.compile(rf"(?:^|[\s(\[،,؛.\-–—/])(?:{groups})\s*:\s*|(?:^|[:(\[،,؛\-–—/])\s*(?:{plain})\s+(?=\S)")

    @cached_property
    def _by(self) -> re.Pattern[str]:
        return re.compile(rf"[\s،(]+{one_of(keys(self.reader.rules.raw['lists']['by']))}\s+")

    def pick(self, words: str) -> Due | None:
        """The deadline among some words."""
        return self.reader.rules.tasks.pick(words, self.reader.day, self.reader.following)

    def made(self, words: str, owner: str | None, rule: str, confidence: float) -> Parts:
        """The parts of an item whose owner is known: its task and deadline are told from ``words``."""
        due = self.pick(words)
        task = self.reader.rules.tasks.without(words, due) if due else tidy(words)
        return Parts(task, owner, due, tidy(words[due.start : due.end]) if due else None, rule, confidence)

    def labelled(self, words: str) -> Parts | None:
        """``... المسؤول: ... الأجل: ...``."""
        view = fold(words)
        marks = list(self._labels.finditer(view.key))
        names = [(mark.lastgroup or "").replace("_plain", "_label") for mark in marks]
        if not {"owner_label", "due_label"} & set(names):
            return None
        if "task_label" not in names and len(view.key[: marks[0].start()].split()) < 2:
            return None
        pieces = {"task_label": words[: view.origin[marks[0].start()]]}
        for name, mark, following in zip(names, marks, [*marks[1:], None], strict=True):
            start = view.origin[mark.end()]
            stop = view.origin[following.start()] if following else len(words)
            piece = re.split(r"[،,؛]", words[start:stop])[0] if name != "task_label" else words[start:stop]
            pieces[name] = tidy(piece).strip("()[]/").strip()
        task = tidy(pieces["task_label"]).rstrip("([").strip()
        due_text = pieces.get("due_label")
        due = self.pick(due_text) if due_text else None
        if due and due_text:
            due_text = tidy(due_text[due.start : due.end])
        elif not due_text and (due := self.pick(task)):
            due_text = tidy(task[due.start : due.end])
            task = self.reader.rules.tasks.without(task, due)
        owner = pieces.get("owner_label") or None
        nobody = one_of(keys(word for word in self.reader.rules.raw["cues"]["empty"] if word.isalpha() or " " in word))
        unknown = owner and re.match(rf"{nobody}(?!\w)", key_of(owner))
        return Parts(task, None if unknown else owner, due, due_text or None, "labelled", 0.93)

    def _is_owner(self, words: str) -> bool:
        """Whether words name somebody and no task."""
        key = key_of(words).strip(" .()")
        if (
            not key
            or len(key.split()) > 14
            or (self.reader.rules.tasks.bare.match(key) and key.split()[0] not in self.reader.rules.owners.heads)
        ):
            return False
        if any(person.name and key_of(person.name) in key for person in self.reader.speakers.people):
            return True
        return self.reader.rules.owners.naming(key, 0, len(key)) is not None

    def _is_due(self, words: str) -> bool:
        due = self.pick(words)
        return due is not None and len(tidy(words[: due.start] + words[due.end :]).strip("() ")) <= 8

    def _dashed(self, words: str) -> Parts | None:
        """``task — owner — until when``, in any order."""
        pieces = [piece for piece in _DASH.split(words) if tidy(piece)]
        if not 2 <= len(pieces) <= 4:
            return None
        due = next((piece for piece in pieces[1:] if self._is_due(piece)), None)
        rest = [piece for piece in pieces if piece is not due]
        owner = next((piece for piece in rest[1:] if self._is_owner(piece)), None)
        if owner is None and len(rest) == 2 and self._is_owner(rest[0]):
            owner = rest[0]
        if owner is None and due is None:
            return None
        if owner is None and len(rest) == 2 and due is not None and len(rest[1].split()) <= 8:
            owner = rest[1]
        task = " - ".join(tidy(piece) for piece in rest if piece is not owner)
        if due is None:
            return self.made(task, owner, "dashed", 0.9)
        found = self.pick(due)
        return Parts(task, owner, found, tidy(due[found.start : found.end]) if found else tidy(due), "dashed", 0.95)

    def _named_first(self, words: str) -> Parts | None:
        """``owner: task``."""
        match = _COLON.search(words)
        if match is None or len(words[: match.start()].split()) > 12 or len(words[match.end() :].split()) < 2:
            return None
        before = self.reader.rules.owners.without_aside(words[: match.start()])
        if not self._is_owner(before) and self.reader.rules.tasks.bare.match(key_of(before).strip()):
            return None
        sure = self._is_owner(before)
        return self.made(
            words[match.end() :],
            before if sure or len(before.split()) <= 6 else None,
            "named first",
            0.95 if sure else 0.8,
        )

    def _named_last(self, words: str) -> Parts | None:
        """``task: owner`` or ``task: owner, until when``."""
        match = _COLON.search(words)
        if match is None or not self.reader.rules.tasks.bare.match(key_of(words).strip()):
            return None
        pieces = [piece for piece in re.split(r"\s*[،,]\s*|\s+[-–—/]\s+", words[match.end() :]) if tidy(piece)]
        due = next((piece for piece in pieces if self._is_due(piece)), None)
        names = [tidy(piece) for piece in pieces if piece is not due]
        if not names or not all(self._is_owner(name) for name in names):
            return None
        return self.made(f"{words[: match.start()]} {due or ''}", "، ".join(names), "named last", 0.9)

    def _subject_first(self, words: str) -> Parts | None:
        """``السيد ... يجهز القائمة``: a doer, then a verb of the present."""
        view = fold(words)
        titled = self.reader.rules.owners.titles_end(view.key, 0)
        if not titled and not self.reader.rules.owners.head.match(view.key):
            return None
        names = one_of(keys(self.reader.rules.raw["cues"]["names"]))
        verb = re.compile(rf"\s(?P<verb>(?!{names}(?!\w))(?:س[يت]\w{{2,}}|[يت]\w{{3,}}))\s+\w").search(
            view.key, titled, titled + 45
        )
        if (
            verb is None
            or ":" in view.key[: verb.start()]
            or self.reader.rules.tasks.bare.match(view.key, verb.start("verb"))
        ):
            return None
        begin = view.offsets(verb.start("verb"), verb.end("verb"))[0]
        return self.made(words[begin:], words[:begin], "subject first", 0.75)

    def _verb_first(self, words: str) -> Parts | None:
        """``يرفع مدير المشروع الطلب ...``: a verb, its doer, and the rest."""
        view = fold(words)
        match = re.match(r"\W*(?:ان\s+)?(?P<verb>س?[يت]\w{2,})\s+", view.key)
        if match is None or self.reader.rules.tasks.bare.match(view.key, match.start("verb")):
            return None
        doer = self.reader.rules.owners.naming(view.key, match.end(), len(view.key))
        if doer is None:
            return None
        first, last = view.offsets(doer.start, doer.end)
        begin = view.offsets(match.start("verb"), match.end("verb"))[0]
        return self.made(words[begin:first] + words[last:], words[first:last], "verb first", 0.85)

    def _plain(self, words: str) -> Parts:
        """A noun of action with an owner in brackets or behind "by", if any."""
        owner = None
        bracket = re.search(r"\(([^()]{3,120})\)\s*[.؛]?\s*(?P<rest>[^()]{0,40})$", words)
        if bracket and (not tidy(bracket["rest"]) or self._is_due(bracket["rest"])):
            inner = re.split(r"\s*[،,]\s*|\s+[-–—]\s+", bracket[1])
            due = next((piece for piece in inner if self._is_due(piece)), None)
            names = [piece for piece in inner if piece is not due]
            if due is None and self._is_due(bracket[1]):
                due, names = bracket[1], []
            if due or self._is_owner(bracket[1]):
                owner = "، ".join(names) or None
                words = f"{words[: bracket.start()]} {due or bracket['rest']}"
        view = fold(words)
        by = self._by.search(view.key)
        if by and owner is None:
            doer = self.reader.rules.owners.naming(view.key, by.end(), len(view.key))
            stop = re.compile(r"[،,.؛()]|\s(?:قبل|خلال|في|ابتدا|حتي|من)\s|$").search(view.key, by.end())
            span = (doer.start, doer.end) if doer else (by.end(), stop.start() if stop else len(view.key))
            if span[1] > span[0]:
                first, last = view.offsets(*span)
                owner = words[first:last]
                words = words[: view.offsets(by.start(), by.end())[0]] + " " + words[last:]
        known = self.reader.rules.tasks.bare.match(key_of(words).strip())
        return self.made(words, owner, "plain", 0.8 if known else 0.6)
