"""One item of a list of outcomes: its task, owner and deadline, whatever order the clerk put them in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ogp_nlp.components.actions_text import Found, TextActions
from ogp_nlp.components.base import Offsets, fold, key_of
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.clauses import Clause, sentences
from ogp_nlp.components.lines import Line
from ogp_nlp.components.progress_words import is_done, rate_of
from ogp_nlp.components.tasks import Due, tidy
from ogp_nlp.components.verbs import keys, one_of, verb_forms

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
class Items:
    """Reads the items of lists of outcomes."""

    reader: TextActions

    @cached_property
    def _labels(self) -> re.Pattern[str]:
        lists = self.reader.rules.raw["lists"]
        names = ("owner_label", "due_label", "task_label")
        groups = "|".join(rf"(?P<{name}>{one_of(keys(lists[name]))})" for name in names)
        plain = r"(?P<owner_plain>المسوول\w{0,2}|المسيول|المكلفه?|الجهه المسووله)|(?P<due_plain>الموعد|الاجل|المهله|اخر اجل)"
        return re.compile(
            rf"(?:^|[\s(\[،,؛.\-–—/])(?:{groups})\s*:\s*|(?:^|[:(\[،,؛\-–—/])\s*(?:{plain})\s+(?=\S)"
        )

    @cached_property
    def _by(self) -> re.Pattern[str]:
        return re.compile(rf"[\s،(]+{one_of(keys(self.reader.rules.raw['lists']['by']))}\s+")

    @cached_property
    def _decided(self) -> re.Pattern[str]:
        """Opens a decision in a list that holds decisions too."""
        return re.compile(rf"\W*{one_of(keys(self.reader.rules.raw['lists']['decided']))}(?!\w)")

    @cached_property
    def _told(self) -> re.Pattern[str]:
        """Opens a sentence of the account or a decision rather than an outcome to be carried out."""
        report = [*self.reader.rules.raw["verbs"]["report"], "اختتم", "تم"]
        return re.compile(
            rf"\W*(?:وقد|كما|اما|ثم|{one_of(verb_forms(report, 'past') - set(keys(self.reader.rules.raw['verbs']['ambiguous'])))})\s"
        )

    def candidates(
        self, line: Line, text: str, owner: str | None, *, mixed: bool, clauses: Sequence[Clause] = ()
    ) -> Iterator[Candidate]:
        """Candidates of an item; ``owner`` is whom the lead sentence charges, if anybody.

        ``clauses``: the items, where the line holds several and its lead.
        """
        for clause in clauses or self._clauses(line):
            if self._told.match(line.key, clause.start):
                continue
            start, end = line.folded.offsets(clause.start, clause.end)
            words = text[start:end]
            parts = list(self._parts(words, line, clause))
            for part in parts:
                yield self._candidate(part, line, (start, end), owner, text, mixed=mixed)

    def _clauses(self, line: Line) -> list[Clause]:
        """An item is one outcome; a paragraph of several sentences is as many."""
        key = line.key
        code = re.match(r"\d[\d/.\-]*\s+(?=\D)", key)
        if code and "/" in code.group():
            return [Clause(code.end(), len(key))]
        if line.kind == "item" and not re.search(r"؛\s*\S", key.rstrip("؛ ")):
            return [Clause(0, len(key))]
        return list(sentences(key))

    def _parts(self, words: str, line: Line, clause: Clause) -> Iterator[Parts]:
        """The ways to read an item, the surest first; one or more outcomes."""
        labelled = self._labelled(words)
        if labelled:
            yield labelled
            return
        found = self._charged(line, clause)
        if found:
            yield from (self._of_found(one, line) for one in found)
            return
        part = (
            self._subject_first(words)
            or self._dashed(words)
            or self._named_first(words)
            or self._verb_first(words)
            or self._plain(words)
        )
        yield part

    def _pick(self, words: str) -> Due | None:
        return self.reader.rules.tasks.pick(words, self.reader.day, self.reader.following)

    def _made(self, words: str, owner: str | None, rule: str, confidence: float) -> Parts:
        due = self._pick(words)
        task = self.reader.rules.tasks.without(words, due) if due else tidy(words)
        return Parts(task, owner, due, tidy(words[due.start : due.end]) if due else None, rule, confidence)

    def _labelled(self, words: str) -> Parts | None:
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
            piece = re.split(r"[،,؛]", words[start:stop])[0] if name == "owner_label" else words[start:stop]
            pieces[name] = tidy(piece).strip("()[]/").strip()
        task = tidy(pieces["task_label"]).rstrip("([").strip()
        due_text = pieces.get("due_label")
        due = self._pick(due_text) if due_text else None
        if due and due_text:
            due_text = tidy(due_text[due.start : due.end])
        elif not due_text and (due := self._pick(task)):
            due_text = tidy(task[due.start : due.end])
            task = self.reader.rules.tasks.without(task, due)
        return Parts(task, pieces.get("owner_label") or None, due, due_text or None, "labelled", 0.93)

    def _charged(self, line: Line, clause: Clause) -> list[Found]:
        """An item that a verb or noun of charging opens: ``تكليف ... بـ``, ``يتولى ...``, ``توصي اللجنة ... بـ``."""
        key = line.key
        opening = self._nominal(key, clause)
        if opening is None:
            near = clause.start + 12
            found = [
                one
                for one in self.reader._in_sentence(key, clause)
                if one.rule in ("assign", "take", "commit", "future")
            ]
            opening = next(
                (
                    one
                    for one in found
                    if one.start <= near or re.fullmatch(r"[\w\s]{0,30}?ان\s+", key[clause.start : one.start])
                ),
                None,
            )
        if opening is None:
            opening = self._entrusted(key, clause)
        return list(self.reader._pieces(key, opening, line)) if opening else []

    def _nominal(self, key: str, clause: Clause) -> Found | None:
        rules = self.reader.rules
        skipped = re.compile(r"(?:ضروره|وجوب|تم|ان يتم|العمل علي)?\s*").match(key, clause.start)
        match = rules.nominal.match(key, skipped.end() if skipped else clause.start)
        found = self.reader.nominal(key, match, clause.end) if match else self.reader.must(key, clause)
        return replace(found, end=clause.end, confidence=0.95) if found else None

    def _opened(self, key: str, clause: Clause, start: int, stop: int, task: int) -> Found | None:
        naming = self.reader._naming(key, start, stop)
        return Found("listed", clause.start, task, clause.end, naming, "", True, 0.95) if naming else None

    def _entrusted(self, key: str, clause: Clause) -> Found | None:
        """``السيد ... بتنظيم ...`` under ``تم تكليف كل من``."""
        doer = self.reader.rules.owners.naming(key, clause.start, clause.end)
        if doer is None or doer.start > clause.start + 2:
            return None
        by = self.reader.rules.tasks.by.search(key, clause.start, min(clause.end, clause.start + 110))
        if by is None or not by["noun"] or by["noun"].startswith("ال") or ":" in key[clause.start : by.start()]:
            return None
        return self._opened(key, clause, clause.start, by.start(), by.start("noun"))

    def _of_found(self, found: Found, line: Line) -> Parts:
        text = line.text
        start, end = (offset - line.start for offset in line.folded.offsets(found.task, found.end))
        owner = None
        if found.owner:
            first, last = (offset - line.start for offset in line.folded.offsets(*found.owner))
            owner = text[first:last]
        made = self._made(text[start:end], owner, "listed", found.confidence)
        for low, high in found.drop:
            first, last = (offset - line.start for offset in line.folded.offsets(low, high))
            made = self._made(text[start:first] + text[last:end], owner, "listed", found.confidence)
        return made

    def _is_owner(self, words: str) -> bool:
        """Whether words name somebody and no task."""
        key = key_of(words).strip(" .()")
        if (
            not key
            or len(key.split()) > 14
            or self.reader.rules.tasks.bare.match(key)
            and key.split()[0] not in self.reader.rules.owners.heads
        ):
            return False
        if any(person.name and key_of(person.name) in key for person in self.reader.speakers.people):
            return True
        return self.reader.rules.owners.naming(key, 0, len(key)) is not None

    def _is_due(self, words: str) -> bool:
        due = self._pick(words)
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
            return self._made(task, owner, "dashed", 0.9)
        found = self._pick(due)
        return Parts(task, owner, found, tidy(due[found.start : found.end]) if found else tidy(due), "dashed", 0.95)

    def _named_first(self, words: str) -> Parts | None:
        """``owner: task``."""
        match = _COLON.search(words)
        if match is None or len(words[: match.start()].split()) > 12 or len(words[match.end() :].split()) < 2:
            return None
        before = words[: match.start()]
        if not self._is_owner(before) and self.reader.rules.tasks.bare.match(key_of(before).strip()):
            return None
        sure = self._is_owner(before)
        return self._made(
            words[match.end() :],
            before if sure or len(before.split()) <= 6 else None,
            "named first",
            0.95 if sure else 0.8,
        )

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
        return self._made(words[begin:], words[:begin], "subject first", 0.75)

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
        return self._made(words[begin:first] + words[last:], words[first:last], "verb first", 0.85)

    def _plain(self, words: str) -> Parts:
        """A noun of action with an owner in brackets or behind "by", if any."""
        owner = None
        bracket = re.search(r"\(([^()]{3,120})\)\s*[.؛]?\s*$", words)
        if bracket:
            inner = re.split(r"\s*[،,]\s*|\s+[-–—]\s+", bracket[1])
            due = next((piece for piece in inner if self._is_due(piece)), None)
            names = [piece for piece in inner if piece is not due]
            if due is None and self._is_due(bracket[1]):
                due, names = bracket[1], []
            if due or self._is_owner(bracket[1]):
                owner = "، ".join(names) or None
                words = words[: bracket.start()] + (f" {due}" if due else "")
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
        return self._made(words, owner, "plain", 0.8 if known else 0.6)

    def _status(self, words: str, part: Parts) -> tuple[bool, float | None]:
        """Whether a part of an item between signs says that it is done, and the rate it gives."""
        pieces = re.split(r"[،,؛()|]|\s[-–—]\s|:", words)[1:]
        status = [piece for piece in pieces if len(piece.split()) <= 5 and tidy(piece) != part.owner]
        rates = [rate for piece in status if (rate := rate_of(piece)) is not None]
        return any(is_done(piece, self.reader.rules.raw["cues"]) for piece in status), rates[0] if len(rates) == 1 else None

    def structured(self, line: Line) -> bool:
        """Whether an item has the parts of an outcome: a noun of action, and an owner or deadline set off by signs."""
        parts = self._labelled(line.text) or self._dashed(line.text)
        return parts is not None and bool(self.reader.rules.tasks.bare.match(key_of(parts.task).strip()))

    def _candidate(
        self, part: Parts, line: Line, span: Offsets, owner: str | None, text: str, *, mixed: bool
    ) -> Candidate:
        reader = self.reader
        printed = part.owner or owner
        named = reader.speakers.owner(printed, line, 0) if printed else None
        due = part.due
        fields = {
            "task": part.task,
            "owner": named,
            "due_text": part.due_text,
            "due_start": due.due_start.isoformat() if due and due.due_start else None,
            "due_end": due.due_end.isoformat() if due and due.due_end else None,
            "progress": None,
            "origin": "listed",
            "section": reader.sections.get(line.index),
        }
        done, progress = self._status(text[slice(*span)], part)
        fields["progress"] = progress
        verdict = not done and progress != 100 and len(part.task.split()) >= 2 and (
            not mixed or (bool(named or due) and not self._decided.match(key_of(part.task)))
        )
        features = {
            "rule": part.rule,
            "due": float(due is not None),
            "owner": float(named is not None),
            "words": float(len(part.task.split())),
        }
        return Candidate(
            "action_items", part.rule, *span, text[span[0] : span[1]], verdict, part.confidence, fields, features
        )
