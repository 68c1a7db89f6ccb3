"""Promises: somebody binds himself, takes a task on, says that he will, or offers to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ogp_nlp.components.actions_clauses import LONGEST_NAMING, ClauseReader, Found
from ogp_nlp.components.clauses import Clause
from ogp_nlp.components.owners import Doer


class Promises(ClauseReader):
    """Finds the promises of a sentence."""

    def found(self, key: str, sentence: Clause) -> Iterator[Found]:
        """Proposals of all rules, in no order; ``key`` is the folded text of the line."""
        bound = (self._own, self._commit, self._upon)
        later = (self._future, self._will, self._ready, self._offer, self._added)
        for rule in (*bound, self._take, self._works, *later):
            yield from rule(key, sentence)

    def _own(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``وأكد المقاول التزامه بتسليم ...``: the promise as a noun."""
        for match in self.rules.own_word.finditer(key, sentence.start, sentence.end):
            verb = re.compile(r"(?:(?:كما|وقد|ثم)\s+)?\w+\s+").match(key, sentence.start, match.start())
            doer = self.rules.owners.naming(key, verb.end(), match.start()) if verb else None
            naming = (doer.start, doer.end) if doer and not key[doer.end : match.start()].strip() else None
            limit = self.limit_of(key, match.end(), sentence.end)
            gender = "f" if match["pronoun"] == "ها" else "m"
            sure = "" if match["noun"] == "تعهد" else "due"
            verdict = not self.against(key, match.start())
            yield Found("commit", match.start(), match.start("deed"), limit, naming, gender, verdict, 0.8, sure)

    def _commit(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.commit.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            task = self.rules.tasks.by.search(key, match.end(), limit)
            if task is None or task.start() - match.end() > LONGEST_NAMING:
                continue
            verb = match["verb"]
            gender = (
                ""
                if verb.startswith("ا") and verb not in ("التزم", "التزمت")
                else "f"
                if verb.endswith(("ت", "ده", "مه", "له"))
                else "m"
            )
            begin = task.start("noun") if task["noun"] else task.start("verb")
            definite = bool(task["noun"] and task["noun"].startswith("ال")) and len(key[begin:limit].split()) < 4
            few = len(key[begin:limit].split()) < 3
            verdict = not self.against(key, match.start("verb")) and not (definite and few)
            verdict = verdict and not self.rules.earlier.search(key, match.end(), limit)
            naming = self.named(key, match.end(), task.start())
            naming = naming or (None if match.group()[:1] in "وف" else self.ahead(key, sentence.start, match.start()))
            yield Found(
                "commit", match.start("verb"), begin, limit, naming, gender, verdict, 0.9, "due" if definite else ""
            )

    def _upon(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.upon.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            task = re.compile(rf"\s+(?:ال)?{self.rules.tasks.noun}").match(key, match.end(), limit)
            if task:
                naming = self._taker(key, sentence.start, match.start())
                yield Found("commit", match.start(), task.start() + 1, limit, naming, "", True, 0.75, "due")

    def _take(self, key: str, sentence: Clause) -> Iterator[Found]:
        rules = self.rules
        for match in rules.take.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            verb = match["verb"]
            soon = key[sentence.start : match.start()].endswith("سوف ")
            later = verb.startswith("س") or soon
            begin = self._taken(key, match.end(), limit, by=not verb.endswith(("ولي", "ولون", "وليان", "باشر")))
            if begin is None:
                continue
            bare, task = begin
            naming = self.named(key, match.end(), bare)
            added = self.rules.told.search(key[sentence.start : match.start()])
            opens = match.start() <= sentence.start + 1 or bool(match["conj"]) or bool(added)
            if naming is None:
                naming = self.ahead(key, sentence.start, match.start())
            start = naming[0] if naming and naming[0] < match.start() else match.start("verb")
            sure = bool(added) or later or bool(self.rules.hence.fullmatch(key, sentence.start, match.start()))
            verdict = (sure or opens) and not self.against(key, match.start())
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
            match = self.rules.tasks.by.search(key, start, min(limit, start + LONGEST_NAMING))
            return (match.start(), match.start("noun")) if match and match["noun"] else None
        return self.bare_task(key, start, limit, definite=True)

    def _taker(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """Who is named between ``أخذ`` and ``على عاتقه``."""
        for match in re.compile(r"(?<!\w)[وفس]{0,2}(?:اخذ|اخذت|ياخذ|تاخذ|تحمل|تحملت)\s+").finditer(key, start, end):
            doer = self.rules.owners.naming(key, match.end(), end)
            if doer and not key[doer.end : end].strip():
                return doer.start, doer.end
        return None

    def _works(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``ويعمل المدير على إعداد ... قبل ...``."""
        for match in self.rules.works.finditer(key, sentence.start, sentence.end):
            doer = self.rules.owners.naming(key, match.end(), sentence.end)
            limit = self.limit_of(key, doer.end, sentence.end) if doer else sentence.end
            task = self.rules.light_way.match(key, doer.end, limit) if doer else None
            opens = match.start() <= sentence.start + 1 or bool(match["conj"])
            if doer and task and opens:
                verdict = not self.against(key, match.start())
                span = (doer.start, doer.end)
                yield Found("take", match.start("verb"), task.start("noun"), limit, span, "", verdict, 0.7, "due")

    def _future(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.future.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            before = key[sentence.start : match.start()]
            gender = "f" if match["verb"].startswith("ست") else "m"
            pronoun = re.search(r"(?<!\w)[وب]?ان(?:ه|ها|هم|هما)\s+$", before)
            naming = None if pronoun else self.ahead(key, sentence.start, match.start())
            after = None
            light_verb = self.rules.light_verb.fullmatch(match["verb"])
            if naming is None and pronoun is None:
                doer = self.rules.owners.naming(key, match.end(), limit)
                if doer and key[doer.start : doer.end] in self.speakers.meeting and not light_verb:
                    doer = None  # the body that meets is whom something is given to
                doer = doer or self._plain_doer(key, match.end(), limit)
                opens = bool(match["conj"]) or not before.strip(" ،و") or bool(re.search(r"[،:«\"]\s*$", before))
                after = (doer.start, doer.end) if doer and opens and doer.end - doer.start > 3 else None
                elided = bool(match["conj"]) or match["verb"].startswith("سا")
                if not opens or (after is None and not elided):
                    continue
            held = self.rules.event_object.match(key, match.end())
            announced = bool(held) or (self.rules.announced.search(before) is not None and not pronoun)
            drop = (after,) if after else ()
            start = naming[0] if naming else match.start("verb")
            verdict = not announced and "%" not in key[match.end() : limit]
            # A speaker's own word binds him without a date; of others only a date tells promise from forecast.
            needs, sure = ("", 0.65) if pronoun or match["verb"].startswith("سا") else ("day", 0.75)
            way = self.rules.light_way.match(key, after[1] if after else match.end(), limit)
            task = match.start("verb")
            if way and light_verb:
                task, drop = way.start("noun"), ()
            yield Found("future", start, task, limit, naming or after, gender, verdict, sure, needs, drop)

    def _plain_doer(self, key: str, start: int, limit: int) -> Doer | None:
        """An unknown office between a verb and its object: ``سيوافي المقتصد أعضاء المجلس``."""
        match = re.compile(
            r"\s+(?P<doer>ال\w{3,}(?:\s+ال\w+(?:ي|يه|عام|عامه)(?!\w))?)\s+(?!(?:ب|في|من|علي|الي|عن|قبل|خلال)(?:\w*)\s)\w+"
        ).match(key, start, limit)
        if match is None or match["doer"] in self.speakers.meeting:
            return None
        return Doer(match.start("doer"), match.end("doer"), "")

    def _will(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``سيتم إعداد ... من طرف ...``."""
        for match in self.rules.will.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            agent = self.rules.agent.search(key, match.end(), limit)
            doer = self.rules.owners.naming(key, agent.end(), limit) if agent else None
            if agent and doer:
                span = (agent.start(), doer.end)
                yield Found(
                    "will", match.start(), match.end(), limit, (doer.start, doer.end), "", True, 0.75, "", (span,)
                )
                continue
            handed = self.rules.conveying.match(key, match.end(), limit)
            if handed and self.rules.owners.naming(key, handed.end(), limit):  # by whoever has just reported
                yield Found("conveyed", match.start(), match.end(), limit, None, "", True, 0.7)

    def _ready(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.ready.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            task = self.rules.tasks.towards.search(key, match.end(), limit)
            if task is None or task.start() - match.end() > 50:
                continue
            naming = self.named(key, match.end(), task.start())
            if naming and not match.group().endswith(("استعداد", "مستعد", "مستعده", "استعد", "استعدت")):
                naming = None
            naming = naming or self.ahead(key, sentence.start, match.start())
            naming = naming or self._offering(key, sentence.start, match.start())
            yield Found("ready", match.start(), task.start("noun"), limit, naming, "", True, 0.75, "day")

    def _offer(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``عرضت السيدة ... أن يعد مركزها دراسة خلال ...``: an offer of one's own or of one's body."""
        for match in self.rules.offer.finditer(key, sentence.start, sentence.end):
            doer = self.rules.owners.naming(key, match.end(), sentence.end)
            that = self.rules.offered.match(key, doer.end) if doer else None
            if doer is None or that is None:
                continue
            limit = self.limit_of(key, that.end("verb"), sentence.end)
            own = that.span("own") if that["own"] else None
            yield Found(
                "ready",
                match.start(),
                that.start("verb"),
                limit,
                own or (doer.start, doer.end),
                "",
                True,
                0.7,
                "day",
                (own,) if own else (),
            )

    def _offering(self, key: str, start: int, end: int) -> tuple[int, int] | None:
        """Who stands between the verb and the readiness, of whatever kind: ``أبدت اليونيسف استعدادها``."""
        verb = re.compile(r"(?<!\w)[وف]?(?:قد\s+)?(?:ابدي|ابدت|اعرب|اعربت|اعلن|اعلنت|اكد|اكدت|عبر|عبرت)\s+")
        told = next(reversed(list(verb.finditer(key, start, end))), None)
        words = re.sub(r"(?:^|\s+)عن\s*$", "", key[told.end() : end].rstrip()) if told else ""
        if told is None or not 1 <= len(words.split()) <= 5:
            return None
        return told.end(), told.end() + len(words)

    def _added(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in self.rules.added.finditer(key, sentence.start, sentence.end):
            doer = self.rules.owners.naming(key, match.end(), sentence.end)
            if doer is None or self.rules.take.fullmatch(match["verb"]):
                continue
            limit = self.limit_of(key, doer.end, sentence.end)
            span = (doer.start, doer.end)
            yield Found("added", match.start("verb"), match.start("verb"), limit, span, "", True, 0.75, "due", (span,))
