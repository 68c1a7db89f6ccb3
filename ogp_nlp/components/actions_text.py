"""Action items in the account itself: who was charged with what, promised it, or was asked and agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ogp_nlp.components.actions_rules import ActionRules
from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.clauses import Clause, sentences
from ogp_nlp.components.lines import Line
from ogp_nlp.components.owners import Doer
from ogp_nlp.components.speakers import Speakers
from ogp_nlp.components.tasks import Due, tidy

_LONGEST_NAMING = 90  # folded characters between a verb and its task
_TASK_WORDS = 45  # a longer "task" is a clause that was not cut


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
class TextActions:
    """Reads one line after another; knows the meeting's day, the next one's, and who spoke."""

    rules: ActionRules
    speakers: Speakers
    day: date | None
    following: date | None
    sections: dict[int, str] = field(default_factory=dict)

    def of_line(self, line: Line, text: str) -> Iterator[Candidate]:
        """Candidates of one line; ``text`` is the document's."""
        key = line.key
        asked: Found | None = None
        granted: set[int] = set()
        kept: list[Found] = []
        for sentence in sentences(key):
            taken = sentence.start
            for found in self._in_sentence(key, sentence):
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
                for piece in self._pieces(key, found, line):
                    yield self._candidate(piece, line, text)

    def _in_sentence(self, key: str, sentence: Clause) -> list[Found]:
        found: list[Found] = []
        for rule in (
            self._commit,
            self._assign,
            self._opening,
            self._hand,
            self._urge,
            self._take,
            self._future,
            self._will,
            self._ready,
            self._added,
            self._ask,
            self._agree,
        ):
            found.extend(rule(key, sentence))
        return sorted(found, key=lambda one: (one.start, one.task))

    def _limit(self, key: str, start: int, limit: int) -> int:
        """Where the clause that governs ``start`` ends: at a new clause, or where a task of another is added."""
        limit = self.rules.clauses.end(key, start, limit)
        for match in self.rules.added.finditer(key, start, limit):
            named = self.rules.owners.naming(key, match.end(), limit)
            if named is not None or self.rules.take.fullmatch(match["verb"]):
                return match.start()
        return limit

    def _against(self, key: str, position: int) -> bool:
        return bool(self.rules.past.search(key[max(0, position - 20) : position]))

    def _naming(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """The words between a verb and its task, less those that name nobody; None where nothing is left."""
        for match in self.rules.owners.fillers.finditer(key, start, end):
            if match.start() - start < 3:
                start = match.end()
            elif end - match.end() < 3:
                end = match.start()
        inner = key[start:end]
        start += len(inner) - len(inner.lstrip(" ،,\n"))
        end = start + len(key[start:end].rstrip(" ،,\n"))
        return (start, end) if end > start else None

    def _commit(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.commit.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            task = self.rules.tasks.by.search(key, match.end(), limit)
            if task is None or task.start() - match.end() > _LONGEST_NAMING:
                continue
            verb = match["verb"]
            gender = (
                "" if verb.startswith("ا") and verb not in ("التزم", "التزمت") else "f" if verb.endswith("ت") else "m"
            )
            begin = task.start("noun") if task["noun"] else task.start("verb")
            definite = bool(task["noun"] and task["noun"].startswith("ال"))
            few = len(key[begin:limit].split()) < 3
            verdict = not self._against(key, match.start("verb")) and not (definite and few)
            naming = self._naming(key, match.end(), task.start())
            yield Found(
                "commit", match.start("verb"), begin, limit, naming, gender, verdict, 0.9, "due" if definite else ""
            )

        for match in self.rules.upon.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            task = re.compile(rf"\s+(?:ال)?{self.rules.tasks.noun}").match(key, match.end(), limit)
            if task:
                yield Found("commit", match.start(), task.start() + 1, limit, None, "", True, 0.75, "due")

    def _assign(self, key: str, sentence: Clause) -> Iterator[Found]:
        rules = self.rules
        for match in rules.assign.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            begin = self._assigned(key, match.end(), limit)
            if begin is None:
                continue
            naming = self._charged(key, match.end(), begin[0])
            gender = {"ه": "m", "ها": "f"}.get(match["pronoun"] or "", "")
            named = naming is not None or bool(gender)
            verdict = (
                named
                and not self._against(key, match.start("verb"))
                and not self.rules.earlier.search(key, match.end(), limit)
            )
            yield Found("assign", match.start("verb"), begin[1], limit, naming, gender, verdict, 0.92)
        for match in rules.nominal.finditer(key, sentence.start, sentence.end):
            if not self._led(key, sentence.start, match.start()):
                continue
            found = self.nominal(key, match, sentence.end)
            if found:
                yield found

    def _assigned(self, key: str, start: int, limit: int) -> tuple[int, int] | None:
        """Where the naming ends and the task begins after ``كلف``: ``بإعداد``, or in the Levant ``إعداد`` alone."""
        by = self.rules.tasks.by.search(key, start, min(limit, start + 2 * _LONGEST_NAMING))
        by = by if by and by["noun"] else None
        bare = self.bare_task(key, start + 1, by.start() if by else limit)
        if (
            bare
            and not re.search(r"(?<!\w)ب?ان\s", key[start : bare[0]])
            and self._charged(key, start, bare[0])
            and (by is None or " و" in key[bare[0] : by.start()])
        ):
            return bare
        return (by.start(), by.start("noun")) if by else None

    def _led(self, key: str, start: int, end: int) -> bool:
        """Whether a noun of charging is what was done or decided: ``تم تكليف``, ``قرر المجلس تكليف``."""
        verbs = r"(?:تم|تمت|جري|جرت|تقرر|وقع|سيتم|ستتم|اتفق\w*|الاتفاق|وافق\w*|اوص\w*|يوصي|توصي|ارتا\w*)"
        return bool(re.search(rf"(?<!\w)[وف]?{verbs}(?:\s[^،.؛]{{0,50}})?\s(?:علي\s|ب)?$", key[start:end]))

    def _opening(self, key: str, sentence: Clause) -> Iterator[Found]:
        """A sentence that opens with a noun of charging or a duty: ``تكليف ... بـ``, ``على مدير المشروع تقديم ...``."""
        match = self.rules.nominal.match(key, sentence.start)
        found = self.nominal(key, match, sentence.end) if match else self.must(key, sentence)
        if found:
            yield replace(found, confidence=0.75)

    def nominal(self, key: str, match: re.Match[str], end: int) -> Found | None:
        """A noun that charges somebody, with its owner and task."""
        limit = self._limit(key, match.end(), end)
        stop = min(limit, match.end() + 110)
        tasks = self.rules.tasks
        ways = [
            way
            for way in (tasks.by.search(key, match.end(), stop), tasks.towards.search(key, match.end(), stop))
            if way and way["noun"]
        ]
        bare = self.bare_task(key, match.end(), limit) if match["noun"] in ("تولي", "تكليف", "اسناد") else None
        if bare and ways and not (bare[0] < ways[0].start() and self._naming(key, match.end(), bare[0])):
            bare = None
        if not ways and bare is None:
            return None
        way = min(ways, key=lambda one: one.start()) if ways else None
        begin, task = bare or ((way.start(), way.start("noun")) if way else (0, 0))
        naming = self._naming(key, match.end(), begin)
        return Found("nominal", match.start(), task, limit, naming, "", naming is not None, 0.9) if naming else None

    def must(self, key: str, sentence: Clause) -> Found | None:
        """A duty laid on somebody at the start of a sentence."""
        match = self.rules.must.match(key, sentence.start)
        if match is None or self.rules.owners.naming(key, match.end(), sentence.end) is None:
            return None
        bare = self.bare_task(key, match.end(), sentence.end)
        naming = self._naming(key, match.end(), bare[0]) if bare else None
        limit = self._limit(key, bare[1], sentence.end) if bare else sentence.end
        return Found("must", match.start(), bare[1], limit, naming, "", True, 0.9) if bare and naming else None

    def _hand(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``أسند المجلس إلى ... مهمة إعداد ...``, ``عهد إلى ... بـ``."""
        for match in self.rules.hand.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            to = re.compile(r"(?<!\w)(?:الي\s+|ل(?=ل|ر|م|ن|ا))").search(key, match.end(), min(limit, match.end() + 40))
            by = self.rules.tasks.by.search(key, match.end(), limit)
            if by and by["noun"]:
                begin: tuple[int, int] | None = (by.start(), by.start("noun"))
            else:
                duty = re.compile(r"(?<!\w)(?:مهمه|مهام|مسووليه|امر)\s+(?:ال)?(?=\w)").search(key, match.end(), limit)
                begin = (duty.start(), duty.end()) if duty else None
            if to and begin and to.end() < begin[0] and match["verb"] not in ("احال", "احالت", "يحيل", "تحيل"):
                naming = self._naming(key, to.end(), begin[0])
                yield Found(
                    "hand",
                    match.start("verb"),
                    begin[1],
                    limit,
                    naming,
                    "",
                    not self._against(key, match.start("verb")),
                    0.85,
                )

    def _urge(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``دعت اللجنة الوزارة إلى ...``: only from the body itself, and with a deadline."""
        for match in self.rules.urge.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            body = self.rules.owners.body.match(key, match.end() + 1)
            task = re.compile(rf"(?<!\w)(?:الي|علي)\s+(?P<noun>{self.rules.tasks.noun})").search(
                key, match.end(), limit
            )
            naming = self._naming(key, body.end(), task.start()) if body and task else None
            if task and naming and key[slice(*naming)] not in self.speakers.meeting:
                yield Found("urge", match.start("verb"), task.start("noun"), limit, naming, "", True, 0.6, "due")

    def _will(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``سيتم إعداد ... من طرف ...``."""
        for match in self.rules.will.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            agent = self.rules.agent.search(key, match.end(), limit)
            doer = self.rules.owners.naming(key, agent.end(), limit) if agent else None
            if agent and doer:
                span = (agent.start(), doer.end)
                yield Found(
                    "will", match.start(), match.end(), limit, (doer.start, doer.end), "", True, 0.75, "", (span,)
                )

    def _charged(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """Who is charged, of the words between the verb and the task: the body that charges left out."""
        naming = self._naming(key, start, end)
        if naming is None:
            return None
        body = self.rules.owners.body.match(key, *naming)
        if body and body.end() < naming[1]:
            rest = self._naming(key, body.end(), naming[1])
            return rest or naming
        return None if body and body.group() in self.speakers.meeting else naming

    def _take(self, key: str, sentence: Clause) -> Iterator[Found]:
        rules = self.rules
        for match in rules.take.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            verb = match["verb"]
            later = verb.startswith("س")
            begin = self._taken(key, match.end(), limit, by=not verb.endswith(("ولي", "ولون", "وليان", "باشر")))
            if begin is None:
                continue
            bare, task = begin
            naming = self._naming(key, match.end(), bare)
            added = self.rules.told.search(key[sentence.start : match.start()])
            opens = match.start() <= sentence.start + 1 or bool(match["conj"]) or bool(added)
            if naming is None:
                naming = self._ahead(key, sentence.start, match.start())
            start = naming[0] if naming and naming[0] < match.start() else match.start("verb")
            sure = bool(added) or later
            verdict = (sure or opens) and not self._against(key, match.start())
            yield Found(
                "take",
                start,
                task,
                limit,
                naming,
                "f" if verb.lstrip("س").startswith("ت") else "m",
                verdict,
                0.88 if sure else 0.75,
                "" if sure else "due",
            )

    def _taken(self, key: str, start: int, limit: int, *, by: bool) -> tuple[int, int] | None:
        """Where the naming ends and the task begins after ``يقوم`` (``by``) or ``يتولى``."""
        if by:
            match = self.rules.tasks.by.search(key, start, min(limit, start + _LONGEST_NAMING))
            return (match.start(), match.start("noun")) if match and match["noun"] else None
        return self.bare_task(key, start, limit, definite=True)

    def bare_task(self, key: str, start: int, limit: int, *, definite: bool = False) -> tuple[int, int] | None:
        """Where a noun of action without preposition begins after a naming that may hold such nouns itself."""
        heads = self.rules.owners.heads
        for match in self.rules.tasks.bare.finditer(key, start, min(limit, start + _LONGEST_NAMING)):
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
        for match in articled.finditer(key, start + 3, min(limit, start + _LONGEST_NAMING)):
            return match.start(), match.start()
        return None

    def _ahead(self, key: str, start: int, end: int) -> tuple[int, int] | None:
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

    def _future(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.future.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            before = key[sentence.start : match.start()]
            gender = "f" if match["verb"].startswith("ست") else "m"
            pronoun = re.search(r"(?<!\w)[وب]?ان(?:ه|ها|هم|هما)\s+$", before)
            naming = None if pronoun else self._ahead(key, sentence.start, match.start())
            after = None
            if naming is None and pronoun is None:
                doer = self.rules.owners.naming(key, match.end(), limit)
                if doer and key[doer.start : doer.end] in self.speakers.meeting:
                    doer = None  # the body that meets is whom something is given to
                doer = doer or self._plain_doer(key, match.end(), limit)
                opens = bool(match["conj"]) or not before.strip(" ،و") or bool(re.search(r"[،]\s*$", before))
                after = (doer.start, doer.end) if doer and opens and doer.end - doer.start > 3 else None
                elided = bool(match["conj"]) or match["verb"].startswith("سا")
                if not opens or (after is None and not elided):
                    continue
            held = self.rules.event_object.match(key, match.end())
            announced = bool(held) or self.rules.announced.search(before) is not None and not pronoun
            drop = (after,) if after else ()
            start = naming[0] if naming else match.start("verb")
            verdict = not announced and "%" not in key[match.end() : limit]
            # A speaker's own word binds him without a date; of others only a date tells promise from forecast.
            needs, sure = ("", 0.65) if pronoun or match["verb"].startswith("سا") else ("day", 0.75)
            yield Found(
                "future", start, match.start("verb"), limit, naming or after, gender, verdict, sure, needs, drop
            )

    def _plain_doer(self, key: str, start: int, limit: int) -> Doer | None:
        """An office that is not among the known ones, between a verb and its object: ``سيوافي المقتصد أعضاء المجلس``."""
        match = re.compile(r"\s+(?P<doer>ال\w{3,}(?:\s+ال\w+(?:ي|يه|عام|عامه)(?!\w))?)\s+(?!(?:ب|في|من|علي|الي|عن|قبل|خلال)(?:\w*)\s)\w+").match(key, start, limit)
        if match is None or match["doer"] in self.speakers.meeting:
            return None
        return Doer(match.start("doer"), match.end("doer"), "")

    def _ready(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.ready.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            task = self.rules.tasks.towards.search(key, match.end(), limit)
            if task is None or task.start() - match.end() > 50:
                continue
            naming = self._naming(key, match.end(), task.start())
            if naming and not match.group().endswith(("استعداد", "مستعد", "مستعده", "استعد", "استعدت")):
                naming = None
            naming = naming or self._ahead(key, sentence.start, match.start())
            yield Found("ready", match.start(), task.start("noun"), limit, naming, "", True, 0.75, "day")

    def _added(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.added.finditer(key, sentence.start, sentence.end):
            doer = self.rules.owners.naming(key, match.end(), sentence.end)
            if doer is None or self.rules.take.fullmatch(match["verb"]):
                continue
            limit = self._limit(key, doer.end, sentence.end)
            span = (doer.start, doer.end)
            yield Found("added", match.start("verb"), match.start("verb"), limit, span, "", True, 0.75, "due", (span,))

    def _ask(self, key: str, sentence: Clause) -> Iterator[Found]:
        rules = self.rules
        for match in rules.ask.finditer(key, sentence.start, sentence.end):
            limit = self._limit(key, match.end(), sentence.end)
            bare = rules.tasks.bare.search(key, match.end(), limit)
            by = rules.tasks.by.search(key, match.end(), limit)
            if of_all := re.compile(r"(?<!\w)(?:من|الي)\s+\S").search(key, match.end(), limit):
                taken = self.bare_task(key, of_all.start(), limit, definite=True) if not bare and not by else None
                bare = re.compile(r"").match(key, taken[1]) if taken else bare
            that = re.compile(r"(?<!\w)ان\s+(?=[يت]\w{2,})").search(key, match.end(), limit)
            if that and not bare and not by:
                bare = re.compile(r"").match(key, that.end())
            begins = [m.start("noun") if m is by else m.start() for m in (bare, by) if m and (m is bare or m["noun"])]
            if not begins:
                continue
            of = re.compile(r"(?<!\w)(?:من|الي)(?P<pronoun>ه|ها)?\s+").search(key, match.end(), min(begins))
            asked = self._naming(key, of.end(), min(begins)) if of and not of["pronoun"] else None
            gender = {"ه": "m", "ها": "f"}.get((of["pronoun"] or "") if of else "", "")
            chair = bool(rules.owners.body.match(key, match.end() + 1)) or bool(
                of and rules.owners.body.match(key, of.end())
            )
            chair = chair or bool(of and not key[match.end() : of.start()].strip())  # "it was asked of ..."
            verdict = chair and of is not None and not self._against(key, match.start("verb"))
            yield Found("ask", match.start("verb"), min(begins), limit, asked, gender, verdict, 0.55)

    def _agree(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in (
            *self.rules.agree.finditer(key, sentence.start, sentence.end),
            *self.rules.commit.finditer(key, sentence.start, sentence.end),
        ):
            limit = self._limit(key, match.end(), sentence.end)
            what = re.compile(
                rf"(?<!\w)(?:(?:علي|ل|ب)\s*(?:ذلك|الطلب|هذا الطلب|الامر)|(?:علي|ل)\s*{self.rules.tasks.noun})"
            ).search(key, match.end(), limit)
            if (
                what is None
                and limit - match.end() < 30
                and "علي" not in key[match.end() : limit]
                and match["verb"].startswith(("وافق", "استجاب"))
            ):
                what = re.compile(r"\s*$").search(key, match.end(), limit)
            if what is None or what.start() - match.end() > _LONGEST_NAMING or self._against(key, match.start("verb")):
                continue
            naming = self._naming(key, match.end(), what.start())
            if naming and self.rules.owners.body.fullmatch(key, *naming):
                continue
            yield Found("agree", match.start("verb"), what.end(), limit, naming, "", True, 0.85)

    def _agreed(self, line: Line, found: Found, asked: Found | None) -> Found | None:
        """A clause that only agrees, with the task that was asked for; None for one that agrees to nothing asked."""
        key = line.key
        words = key[found.task : found.end].split()
        last = line.folded.offsets(0, found.task + len(words[0]))[1] if words else line.start
        points_back = (
            bool(words) and words[0].endswith(("ه", "ها")) and line.text[: last - line.start].rstrip()[-1:] != "ة"
        )
        pronoun = points_back and self._is_pronoun(words[0])
        if asked is not None and asked.start < found.start and found.rule == "commit" and not pronoun:
            pronoun = self._brief(line, found) and not re.search(r"[.؛]", key[asked.end : found.start])
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

    def _brief(self, line: Line, found: Found) -> bool:
        """Whether a promise names its task in two words at most, as one does who was just asked for it."""
        start, end = (offset - line.start for offset in line.folded.offsets(found.task, found.end))
        due = self.rules.tasks.pick(line.text[start:end], self.day, self.following)
        words = self.rules.tasks.without(line.text[start:end], due) if due else line.text[start:end]
        return len(words.split()) <= 2

    def _is_pronoun(self, word: str) -> bool:
        """Whether the last letters of a noun of action are a pronoun rather than its own ending."""
        stem = re.sub(r"(?:ها|ه)$", "", word)
        return stem.endswith("ت") or re.fullmatch(self.rules.tasks.noun, stem) is not None

    def _pieces(self, key: str, found: Found, line: Line) -> Iterator[Found]:
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
        verdict = verdict and (found.needs != "due" or has_due) and (found.needs != "day" or has_due)
        least = 1 if found.rule == "added" else 2
        verdict = (
            verdict and least <= len(words.split()) <= _TASK_WORDS and not (found.rule == "future" and owner is None)
        )
        printed = (
            text[begin + due.start : begin + due.end]
            if due and not found.asked
            else (due and self._printed(due, text, begin)) or None
        )
        fields = {
            "task": words,
            "owner": owner,
            "due_text": tidy(printed) if printed else None,
            "due_start": due.due_start.isoformat() if due and due.due_start else None,
            "due_end": due.due_end.isoformat() if due and due.due_end else None,
            "progress": None,
            "origin": "in_text",
            "section": self.sections.get(line.index),
        }
        features = {
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
        return (tasks.without(clause, due) if due else tidy(clause)), due

    def _owner(self, found: Found, line: Line) -> str | None:
        if found.owner:
            first, last = line.folded.offsets(*found.owner)
            return self.speakers.owner(line.text[first - line.start : last - line.start], line, found.start)
        return self.speakers.last(line, found.start, found.gender)
