"""What the rules for promises and charges share: the naming of doers and the place where a task begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ogp_nlp.components.actions_rules import ActionRules
from ogp_nlp.components.speakers import Speakers

LONGEST_NAMING = 90  # folded characters between a verb and its task


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal on the folded view of a line: where its words begin, its task, who does it, and how sure.

    ``owner`` is what names the doer (positions in the key), ``gender`` that of a doer to be looked for.
    """

    rule: str
    start: int
    task: int
    end: int
    owner: tuple[int, int] | None
    gender: str = ""
    verdict: bool = True
    confidence: float = 0.8
    needs: str = ""  # "due": only with a deadline; "day": only with one that is dated
    drop: tuple[tuple[int, int], ...] = ()
    asked: tuple[int, int] | None = None  # the task as it was asked for, where this clause only agrees


@dataclass
class ClauseReader:
    """Reads clauses on the folded text of a line; ``speakers`` are those of the document."""

    rules: ActionRules
    speakers: Speakers

    def limit_of(self, key: str, start: int, limit: int) -> int:
        """Where the clause that governs ``start`` ends: at a new clause, or where a task of another is added."""
        limit = self.rules.clauses.end(key, start, limit)
        for match in self.rules.added.finditer(key, start, limit):
            named = self.rules.owners.naming(key, match.end(), limit)
            if named is not None or self.rules.take.fullmatch(match["verb"]):
                return match.start()
        return limit

    def against(self, key: str, position: int) -> bool:
        """Whether the words before a verb make it past or foreign."""
        return bool(self.rules.past.search(key[max(0, position - 60) : position]))

    def named(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """The words between a verb and its task, less those that name nobody; None where nothing is left."""
        for match in self.rules.owners.fillers.finditer(key, start, end):
            if match.start() - start < 3:
                start = match.end()
            elif end - match.end() < 3:
                end = match.start()
        duty = self.rules.duty_last.search(key, start, end)
        end = duty.start() if duty and duty.start() > start + 2 else end
        inner = key[start:end]
        start += len(inner) - len(inner.lstrip(" ،,\n"))
        end = start + len(key[start:end].rstrip(" ،,\n"))
        way = re.search(r"\s(?:الي|علي)$", key[start:end])  # "وجه الرئيس المصلحة إلى إعداد"
        end = start + way.start() if way else end
        return (start, end) if end > start else None

    def charged(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """Who is charged, of the words between the verb and the task: the body that charges left out."""
        naming = self.named(key, start, end)
        if naming is None:
            return None
        body = self.rules.owners.body.match(key, *naming)
        if body and body.end() < naming[1]:
            rest = self.named(key, body.end(), naming[1])
            owners = self.rules.owners
            other = rest and (owners.title_inside.match(key, rest[0]) or owners.head.match(key, rest[0]))
            if rest and not other and re.fullmatch(r"ال\w+(?:ه|ي|يه)(?:\s+ال\w+)?", key[slice(*rest)]):
                return naming  # "كلفت اللجنة التقنية": an adjective, not another body
            return rest or naming
        return None if body and body.group() in self.speakers.meeting else naming

    def deed(self, key: str, start: int, limit: int) -> re.Match[str] | None:
        """The first noun of action that is not the first word of an office (``أمينة``)."""
        nouns = self.rules.tasks.bare.finditer(key, start, limit)
        return next((one for one in nouns if one.group() not in self.rules.owners.heads), None)

    def bare_task(self, key: str, start: int, limit: int, *, definite: bool = False) -> tuple[int, int] | None:
        """Where a noun of action without preposition begins after a naming that may hold such nouns itself."""
        heads = self.rules.owners.heads
        for match in self.rules.tasks.bare.finditer(key, start, min(limit, start + LONGEST_NAMING)):
            if match.group() in heads:
                continue
            between = key[start : match.start()].split()
            before = between[-1] if between else ""
            titled = self.rules.owners.title_inside.search(key[start : match.start()])
            if before.lstrip("و") in heads and not before.startswith("ال"):
                continue
            if titled and not key[start + titled.end() : match.start()].strip():
                continue
            if between and not before.startswith(("ال", "لل", "وال")) and len(between) == 1 and not titled:
                continue
            return match.start(), match.start()
        if not definite:
            return None
        articled = re.compile(rf"(?<!\w)ال{self.rules.tasks.noun}(?=\s+(?:مع|علي|من|في|بشان|ب\w|لل?\w))")
        for match in articled.finditer(key, start + 3, min(limit, start + LONGEST_NAMING)):
            return match.start(), match.start()
        return None

    def ahead(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """The doer before a verb: ``أن إقليم الشركة سيتولى``."""
        match = re.search(
            r"(?:(?<!\w)[وب]?ان|^|[،,.]|(?<!\w)اما)\s+(?P<doer>(?:(?!ان\s)[^،,.]){3,70}?)\s*$", key[start:end]
        )
        if match is None:
            return None
        begin = start + match.start("doer")
        position = begin + (key[begin] == "و" and self.rules.owners.head.match(key, begin + 1) is not None)
        doer = self.rules.owners.naming(key, position, end)
        return (doer.start, doer.end) if doer and not key[doer.end : end].strip(" ،") else None
