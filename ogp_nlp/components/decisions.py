"""`ogp_decisions`: what the meeting decided, said in the account or listed under a heading of decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from ogp_nlp.components.base import add_item
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.clauses import Clause, inline_parts, sentences
from ogp_nlp.components.decisions_clauses import Proposal, candidate_of, spans_of
from ogp_nlp.components.decisions_rules import DecisionRules
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.resources import load_toml

_FRONT = 900  # characters: the body that meets is named before
_POSTPONED = re.compile(r"[،,]\s*و(?=(?:تاجيل|ارجا|رفض|عدم الموافقه)\s)")
_LEADS = re.compile(
    r"(?:(?:المتضمن|المتضمنه|وهو|وهي|كما يلي|علي النحو)\s+)?(?:ما\s?يلي|ما\s?ياتي|الاتي|الاتيه|التالي|التاليه)\s*:?\s*$"
)
_MANNER = re.compile(r"\s+(?:علي النحو|وفق\w* (?=ما|ال)|كما|كال|ك?ما)\s*(?:يلي|ياتي|الاتي|التالي|اتي|تالي)\s*:?\s*$")
_MATTER = re.compile(r"\s*(?:البت|النظر|مناقشه|دراسه|موضوع|نقطه|البند|النقطه|بحث|التداول)(?!\w)")
# "(أ) اعتماد التقرير. (ب) تكليف ...": several decisions behind one label.
_LETTERED = re.compile(r"(?<!\w)[(\[]?(?:[ابجدهو]|\d{1,2})(?:[)\]]\s*[-–.]?|\s?[-–](?=\s))\s*")
_CHARGES = re.compile(r"[،,]\s*و(?:علي\s+\w|كلف|تكليف|ي?تولي|طلب|اوصي|قرر|وافق)")
_NO_ACCOUNT = frozenset({"agenda", "signature"})


class Decisions:
    """Proposes clauses and list items that may be decisions, and adds those that its rules take."""

    def __init__(self, name: str, knowledge: str, common: str) -> None:
        self.name = name
        self.rules = DecisionRules(load_toml(knowledge), load_toml(common))

    def __call__(self, doc: Doc) -> Doc:
        """Add items of kind "decisions"."""
        for candidate in self.candidates(doc):
            if candidate.verdict:
                add_item(doc, candidate.kind, candidate.fields, candidate.evidence, candidate.confidence, self.name)
        return doc

    def candidates(self, doc: Doc) -> list[Candidate]:
        """Everything that may be a decision, with the rules' verdict, in document order."""
        lines = lines_of(doc)
        reader = _Reader(self.rules, "".join(line.key for line in lines)[:_FRONT])
        listed = self._listed(lines)
        charged = {(start, end) for start, end in spans_of(doc, "action_items")}
        found: list[Candidate] = []
        decided = False  # within a list the body is named once
        for line in lines:
            clauses: Iterable[Proposal]
            if line.index in listed:
                clauses = reader.of_item(line, mixed=listed[line.index])
            elif line.kind in ("heading", "header_row", "row") or (line.topic in _NO_ACCOUNT and len(line.text) <= 120):
                continue
            else:
                clauses = reader.of_line(line, decided=decided and line.kind == "item")
            clauses = list(clauses)
            decided = any(clause.verdict for clause in clauses) or (decided and line.kind == "item")
            found.extend(candidate_of(line, clause, charged) for clause in clauses)
        return found

    def _listed(self, lines: Sequence[Line]) -> dict[int, bool]:
        """Indices of the items and rows under a heading or lead sentence of decisions; true where it has others too."""
        found: dict[int, bool] = {}
        lead: Line | None = None
        marked = False
        for line in lines:
            if line.kind == "heading" or (line.kind == "paragraph" and line.text.rstrip().endswith(":")):
                lead, marked = (line if self._leads(line) else None), False
            elif lead is None or line.kind == "header_row":
                continue
            elif line.kind in ("item", "row") or (not marked and self._unmarked(line)):
                marked = marked or line.kind != "paragraph"
                found[line.index] = "توصي" in lead.key
            else:
                lead = None
        return found

    def _leads(self, line: Line) -> bool:
        key = line.key
        if re.search(r"متابعه|تنفيذ\s+(?:ال)?(?:قرارات|مقررات)|السابق", key):
            return False
        if line.kind == "heading" and self.rules.heading.match(key):
            return True
        if line.topic == "agenda":
            return False
        return bool(self.rules.lead.search(key[-110:]))

    def _unmarked(self, line: Line) -> bool:
        """Whether an unmarked line under a heading of decisions is one: a numbered one, or a noun of deciding."""
        if line.topic in ("closing", "signature") or len(line.text) > 500:
            return False
        return bool(self.rules.numbered.match(line.key) or self.rules.opener.match(line.key))


@dataclass(frozen=True)
class _Reader:
    """Reads lines; ``front`` is the folded head of the document, which names the body that meets."""

    rules: DecisionRules
    front: str

    def of_item(self, line: Line, *, mixed: bool) -> Iterator[Proposal]:
        """An item or row of a list of decisions: its words without number and label."""
        key = line.key
        start, end = self._cell(line)
        match = self.rules.numbered.match(key, start) or self.rules.label.match(key, start)
        start = match.end() if match and match.end() < end else start
        code = re.compile(r"\d[\d/.\-]*\s+(?=\D)").match(key, start)
        start = code.end() if code and "/" in code.group() else start
        verdict = len(key[start:end].split()) >= 2 and not self._only_noted(key, start, end)
        confidence = 0.95 if line.kind != "paragraph" else 0.88
        yield Proposal(start, end, "mixed" if mixed else "listed", verdict, 0.75 if mixed else confidence)

    def _cell(self, line: Line) -> tuple[int, int]:
        """Positions of the words of a line: of a row the longest cell."""
        if not line.cells:
            return 0, len(line.key)
        longest = max(line.cells, key=lambda cell: cell[1] - cell[0])
        view = line.folded
        inside = [place for place in range(len(view.key)) if longest[0] <= view.origin[place] < longest[1]]
        return (inside[0], inside[-1] + 1) if inside else (0, len(view.key))

    def of_line(self, line: Line, *, decided: bool) -> Iterator[Proposal]:
        """A line of the account: what follows ``القرار:``, and clauses with a deciding verb.

        ``decided``: the body was named as the doer of a decision just before.
        """
        key = line.key
        label = self.rules.label.match(key)
        begin = 0
        if label and label.end() < len(key):
            yield from self._labelled(key, label.end())
            begin = self._first_sentence(key, label.end()).end
        inline = self.rules.inline.search(key)
        if inline:
            for part in inline_parts(key, inline.end(), len(key)):
                yield Proposal(part.start, part.end, "inline", not self.rules.noted.match(key, part.start), 0.85)
            begin = len(key)
        for sentence in sentences(key):
            if sentence.end <= begin:
                continue
            taken = max(sentence.start, begin)
            for clause in sorted(
                [*self._active(key, sentence, decided=decided), *self._passive(key, sentence)],
                key=lambda one: one.start,
            ):
                if clause.start < taken:
                    continue
                if clause.verdict:
                    decided = True
                    taken = clause.end
                yield clause

    @cached_property
    def _opens(self) -> re.Pattern[str]:
        return re.compile(
            r"(?:^|[،,:.؛]|(?<!\w)(?:ثم|كما|وقد|قد|فقد|فيما|بينما|وعليه|ذلك|المداوله|المناقشه|النقاش|التصويت|التداول|حيث|لذلك|لذا|عليه|وهكذا|بالتالي))\s*$"
        )

    def _is_first(self, key: str, start: int, end: int) -> bool:
        """Whether a verb of the present opens its sentence, ``وعليه`` left aside."""
        return start == end or self.rules.hence.fullmatch(key, start, end) is not None

    def _framed(self, key: str, start: int, end: int) -> bool:
        """Whether only the occasion of a decision stands before it in its sentence."""
        return bool(self.rules.framed.fullmatch(key, start, end)) and not self.rules.deciding.search(key, start, end)

    def _first_sentence(self, key: str, start: int) -> Clause:
        return next((one for one in sentences(key) if one.end > start), Clause(start, len(key)))

    def _labelled(self, key: str, start: int) -> Iterator[Proposal]:
        end = self._first_sentence(key, start).end
        lettered = list(_LETTERED.finditer(key, start)) if _LETTERED.match(key, start) else []
        edges = [match.end() for match in lettered] or [start]
        stops = [match.start() for match in lettered[1:]] + [len(key.rstrip(" .")) if lettered else end]
        for first, last in zip(edges, stops, strict=True):
            if not self._only_noted(key, first, last):
                yield from self._ruled(key, first, len(key[:last].rstrip(" .،؛")))

    def _only_noted(self, key: str, start: int, end: int) -> bool:
        """Whether what stands under a label or heading of decisions only takes note, and charges nobody besides."""
        return bool(self.rules.noted.match(key, start)) and not _CHARGES.search(key, start, end)

    def _ruled(self, key: str, start: int, end: int) -> Iterator[Proposal]:
        noted = self.rules.noted.match(key, start)
        if noted or self.rules.charged.match(key, start):
            yield Proposal(start, end, "labelled", len(key[start:end].split()) >= 2, 0.85)
            return
        for begin, stop in self._parts(key, start, end):
            inner = next(
                (one for one in self._active(key, Clause(begin, stop), decided=True) if one.start <= begin + 1), None
            )
            yield Proposal(begin, inner.end if inner else stop, "labelled", len(key[begin:stop].split()) >= 2, 0.93)

    def _parts(self, key: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A decision that grants one thing and puts off another is two."""
        for match in _POSTPONED.finditer(key, start, end):
            yield start, match.start()
            start = match.end()
        yield start, end

    def _end(self, key: str, start: int, limit: int) -> int:
        end = self.rules.clauses.end(key, start, limit)
        other = self.rules.next_decision.search(key, start, end)
        end = other.start() if other else end
        while end < limit and (more := self.rules.votes.match(key, end) or self.rules.condition.match(key, end)):
            end = self.rules.clauses.end(key, more.end(), limit)
        added = re.compile(r"[،,]?\s*و?علي\s+ان\s+(?:يتولي|تتولي|يقوم|تقوم|يكلف|تكلف|يوافي|توافي)").search(
            key, start, end
        )
        return added.start() if added else end

    def _active(self, key: str, sentence: Clause, *, decided: bool) -> Iterator[Proposal]:
        rules = self.rules
        for match in rules.deciding.finditer(key, sentence.start, sentence.end):
            start = match.start("verb")
            before = key[max(sentence.start, start - 30) : match.start()]
            end = self._end(key, match.end(), sentence.end)
            body, verb = match["body"], match["verb"]
            opens = (
                bool(match["conj"])
                or not key[sentence.start : match.start()].strip()
                or self._framed(key, sentence.start, match.start())
                or bool(self._opens.search(before))
            )
            words = key[match.end() : end]
            named = body is not None and rules.own(body, self.front)
            denied = rules.denied.search(key[max(sentence.start, start - 5) : start])
            if named and denied and verb in rules.deniable:
                opens = opens or not key[sentence.start : start - len(denied.group())].strip(" و")
                conj = denied.group().startswith("و")
                yield Proposal(start - len(denied.group()) + conj, end, "active", opens, 0.8)
                decided = True
                continue
            person = body is None and rules.owners.naming(key, match.end(), end) is not None
            clear = verb not in rules.ambiguous or _MATTER.match(words)
            elided = body is None and not person and decided and bool(clear) and opens
            fits = all(near.search(key, match.end("verb"), end) for forms, near in rules.prepositions if verb in forms)
            against = rules.before.search(key[max(sentence.start, start - 60) : start]) or rules.history.search(words)
            against = against or rules.elsewhere.search(words)
            present = verb.startswith(("ي", "ت")) and verb not in rules.past
            verdict = (
                bool(named or elided)
                and fits
                and not against
                and not rules.about.match(words)
                and (not present or self._is_first(key, sentence.start, match.start()))
            )
            manner = _MANNER.search(key, start, end)
            if manner and len(key[start : manner.start()].split()) >= 4:
                end = manner.start()  # "اعتمد المجلس توزيع الريع على النحو الآتي:"
            verdict = verdict and not _LEADS.search(key[start:end]) and not key[start:end].rstrip().endswith(":")
            verdict = verdict and (opens or named) and len(key[start:end].split()) >= 3
            refused = named and rules.negated.search(key[max(sentence.start, start - 12) : start]) is not None
            decided = decided or verdict or refused
            yield Proposal(start, end, "active", verdict, 0.9 if named else 0.75)

    def _passive(self, key: str, sentence: Clause) -> Iterator[Proposal]:
        rules = self.rules
        for match in rules.done.finditer(key, sentence.start, sentence.end):
            start = match.start("verb") + (3 if match["verb"].startswith("قد ") else 0)
            before = key[max(sentence.start, start - 30) : match.start()]
            end = self._end(key, match.end(), sentence.end)
            opens = (
                bool(match["conj"])
                or not key[sentence.start : match.start()].strip()
                or self._framed(key, sentence.start, match.start())
                or bool(self._opens.search(before))
            )
            against = rules.before.search(key[max(sentence.start, start - 60) : start]) or rules.history.search(
                key[start:end]
            )
            against = against or rules.agent.search(key, match.end(), end)
            lead = None if match["verb"].startswith("تقرر") else _LEADS.search(key, start, end)
            end = lead.start() if lead and len(key[start : lead.start()].split()) >= 4 else end
            open_verb = match["verb"].startswith(("تقرر", "استقر")) or "اتفاق" in match["verb"]
            verdict = opens and not against and not _LEADS.search(key[start:end])
            charges = rules.about.match(key, match.end()) or rules.charging.match(key, match.end())
            verdict = verdict and not (open_verb and charges)
            yield Proposal(start, end, "passive", verdict and len(key[start:end].split()) >= 2, 0.8)


@Language.factory(
    "ogp_decisions",
    assigns=["doc.spans"],
    requires=["doc.user_data"],
    default_config={"knowledge": "decisions", "common": "actions"},
)
def make_decisions(nlp: Language, name: str, knowledge: str, common: str) -> Decisions:
    """Make the component; both settings name TOML files of ``pipelines/``. Assigns ``doc.spans["decisions"]``."""
    return Decisions(name, knowledge, common)
