"""One item of a list of outcomes: its task, owner and deadline, whatever order the clerk put them in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ogp_nlp.components.actions_clauses import Found
from ogp_nlp.components.actions_parts import Parts, PartsReader
from ogp_nlp.components.actions_text import TextActions
from ogp_nlp.components.base import Offsets, key_of
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.clauses import Clause, sentences
from ogp_nlp.components.lines import Line
from ogp_nlp.components.progress_words import is_done, rate_of
from ogp_nlp.components.tasks import tidy
from ogp_nlp.components.verbs import keys, one_of, verb_forms


@dataclass(frozen=True)
class Items:
    """Reads the items of lists of outcomes."""

    reader: TextActions

    @cached_property
    def parts(self) -> PartsReader:
        """Takes items apart by their build."""
        return PartsReader(self.reader)

    @cached_property
    def _decided(self) -> re.Pattern[str]:
        """Opens a decision in a list that holds decisions too."""
        return re.compile(rf"\W*{one_of(keys(self.reader.rules.raw['lists']['decided']))}(?!\w)")

    @cached_property
    def _told(self) -> re.Pattern[str]:
        """Opens a sentence of the account or a decision rather than an outcome to be carried out."""
        report = [*self.reader.rules.raw["verbs"]["report"], "اختتم", "تم"]
        told = verb_forms(report, "past") - set(keys(self.reader.rules.raw["verbs"]["ambiguous"]))
        return re.compile(rf"\W*(?:وقد|كما|اما|ثم|{one_of(told)})\s")

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
            for part, span in zip(parts, self._spans(parts, words, start, end), strict=True):
                yield self._candidate(part, line, span, owner, text, mixed=mixed)

    @staticmethod
    def _spans(parts: Sequence[Parts], words: str, start: int, end: int) -> list[Offsets]:
        """Where each of several outcomes of an item stands: from the first words of its task to those of the next."""
        places = [max(0, words.find(" ".join(part.task.split()[:2]))) for part in parts]
        if places != sorted(set(places)):
            return [(start, end)] * len(parts)
        edges = [0, *places[1:], end - start]
        stops = [max(first + 1, len(words[:last].rstrip(" ،,و\n"))) for first, last in itertools.pairwise(edges)]
        return [(start + first, start + stop) for first, stop in zip(edges, [*stops[:-1], end - start], strict=False)]

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
        labelled = self.parts.labelled(words)
        if labelled:
            yield labelled
            return
        found = self.charged(line, clause)
        if found:
            yield from (self._of_found(one, line) for one in found)
            return
        yield from self._dated_first(self.parts.read(words), words)

    def _dated_first(self, part: Parts, words: str) -> Iterator[Parts]:
        """An item whose first deed alone has a day is two: ``تحيين الموقع خلال أسبوعين، وتوجيه رسالة``."""
        whole = part.task
        found = self.parts.pick(whole)
        cut = found and re.match(rf"\s*[،,]\s*و(?={self.reader.rules.tasks.noun})", key_of(whole[found.end :]))
        if not (cut and found):
            yield part
            return
        first = self.parts.made(whole[: found.end], part.owner, part.rule, part.confidence)
        rest = whole[found.end :].lstrip(" ،,").removeprefix("و")
        yield first
        yield self.parts.made(rest, part.owner, part.rule, part.confidence)

    def charged(self, line: Line, clause: Clause) -> list[Found]:
        """An item that a verb or noun of charging opens: ``تكليف ... بـ``, ``يتولى ...``, ``توصي اللجنة ... بـ``."""
        key = line.key
        opening = self._nominal(key, clause)
        if opening is None:
            near = clause.start + 12
            found = [
                one
                for one in self.reader.in_sentence(key, clause)
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
        return list(self.reader.pieces(key, opening, line)) if opening else []

    def _nominal(self, key: str, clause: Clause) -> Found | None:
        rules = self.reader.rules
        skipped = re.compile(r"(?:ضروره|وجوب|تم|ان يتم|العمل علي)?\s*").match(key, clause.start)
        match = rules.nominal.match(key, skipped.end() if skipped else clause.start)
        found = self.reader.charges.nominal(key, match, clause.end) if match else self.reader.charges.must(key, clause)
        return replace(found, end=clause.end, confidence=0.95) if found else None

    def _opened(self, key: str, clause: Clause, start: int, stop: int, task: int) -> Found | None:
        naming = self.reader.named(key, start, stop)
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
        made = self.parts.made(text[start:end], owner, "listed", found.confidence)
        for low, high in found.drop:
            first, last = (offset - line.start for offset in line.folded.offsets(low, high))
            made = self.parts.made(text[start:first] + text[last:end], owner, "listed", found.confidence)
        return made

    def _status(self, words: str, part: Parts) -> tuple[bool, float | None]:
        """Whether a part of an item between signs says that it is done, and the rate it gives."""
        pieces = re.split(r"[،,؛()|]|\s[-–—]\s|:", words)[1:]
        status = [piece for piece in pieces if len(piece.split()) <= 5 and tidy(piece) != part.owner]
        rates = [rate for piece in status if (rate := rate_of(piece)) is not None]
        done = any(is_done(piece, self.reader.rules.raw["cues"]) for piece in status if rate_of(piece) in (None, 100))
        return done, rates[0] if len(rates) == 1 else None

    def structured(self, line: Line) -> bool:
        """Whether an item has the parts of an outcome: a noun of action, and an owner or deadline set off by signs."""
        parts = self.parts.labelled_or_dashed(line.text)
        if parts is None:
            charged = self.charged(line, Clause(0, len(line.key)))
            dated = self.parts.pick(line.text) is not None
            firm = ("nominal", "must", "take") if dated else ("nominal", "must")
            return any(one.rule in firm and one.start <= 1 for one in charged)
        return parts is not None and bool(self.reader.rules.tasks.bare.match(key_of(parts.task).strip()))

    def _candidate(
        self, part: Parts, line: Line, span: Offsets, owner: str | None, text: str, *, mixed: bool
    ) -> Candidate:
        reader = self.reader
        printed = part.owner or owner
        named = reader.speakers.owner(printed, line, 0) if printed else None
        due = part.due
        fields: dict[str, Any] = {
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
        verdict = (
            not done
            and progress != 100
            and len(part.task.split()) >= 2
            and (not mixed or (bool(named or due) and not self._decided.match(key_of(part.task))))
        )
        features: dict[str, float | str] = {
            "rule": part.rule,
            "due": float(due is not None),
            "owner": float(named is not None),
            "words": float(len(part.task.split())),
        }
        return Candidate(
            "action_items", part.rule, *span, text[span[0] : span[1]], verdict, part.confidence, fields, features
        )
