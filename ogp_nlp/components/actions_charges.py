"""Charges: the body or its chair gives somebody a task, or asks for it and is granted it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ogp_nlp.components.actions_clauses import LONGEST_NAMING, ClauseReader, Found
from ogp_nlp.components.clauses import Clause

_NOUN_BEFORE = re.compile(r"(?<!\w)(?:من|في|علي|عن|مع|حول|[وب]?ان|اجمالي|مجموع|ارتفاع|خفض|تخفيض)\s+$")


class Charges(ClauseReader):
    """Finds the charges of a sentence, requests and consents."""

    def found(self, key: str, sentence: Clause) -> Iterator[Found]:
        """Proposals of all rules, in no order; ``key`` is the folded text of the line."""
        rules = (
            *(self._assign, self._nominals, self._opening, self._hand, self._handed, self._with),
            *(self._urge, self._ask, self._agree),
        )
        for rule in rules:
            yield from rule(key, sentence)

    def _assign(self, key: str, sentence: Clause) -> Iterator[Found]:
        rules = self.rules
        for match in rules.assign.finditer(key, sentence.start, sentence.end):
            if match["pronoun"] == "ه" and _NOUN_BEFORE.search(key, sentence.start, match.start("verb")):
                continue  # "من كلفة التسيير": a cost, nobody is charged
            limit = self.limit_of(key, match.end(), sentence.end)
            begin = self._assigned(key, match.end(), limit, to=match["verb"].startswith(("انتدب", "فوض")))
            if begin is None:
                continue
            naming = self.charged(key, match.end(), begin[0])
            alone = naming is not None and naming[0] <= match.end() + 1
            if naming and alone and self._directs(key, match["verb"], naming):
                continue  # the chair directs, and nobody is named
            gender = {"ه": "m", "ها": "f"}.get(match["pronoun"] or "", "")
            named = naming is not None or bool(gender)
            verdict = (
                named
                and not self.against(key, match.start("verb"))
                and not self.rules.earlier.search(key, match.end(), limit)
            )
            needs = "due" if match["verb"].startswith(("فوض", "يفوض", "تفوض")) else ""  # else a power, no task
            yield Found("assign", match.start("verb"), begin[1], limit, naming, gender, verdict, 0.92, needs)

    def _directs(self, key: str, verb: str, naming: tuple[int, int]) -> bool:
        return bool(self.rules.owners.body.fullmatch(key, *naming)) and bool(self.rules.directs.match(verb))

    def _nominals(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``تم تكليف ... بـ``, ``اتفق الحاضرون على قيام ... بـ``."""
        for match in self.rules.nominal.finditer(key, sentence.start, sentence.end):
            if not self._led(key, sentence.start, match.start()):
                continue
            if self.rules.earlier.search(key, sentence.start, match.start()):
                continue
            found = self.nominal(key, match, sentence.end)
            if found:
                yield found

    def _assigned(self, key: str, start: int, limit: int, *, to: bool) -> tuple[int, int] | None:
        """Where the naming ends and the task begins after ``كلف``: ``بإعداد``, or in the Levant ``إعداد`` alone.

        ``to``: also ``لتمثيل``, ``في فتح``.
        """
        by = self.rules.tasks.by.search(key, start, min(limit, start + 2 * LONGEST_NAMING))
        if to and (by is None or not by["noun"]):
            by = self.rules.tasks.purpose.search(key, start + 3, min(limit, start + 2 * LONGEST_NAMING))
        by = by if by and by["noun"] else None
        bare = self.bare_task(key, start + 1, by.start() if by else limit)
        if (
            bare
            and not re.search(r"(?<!\w)ب?ان\s", key[start : bare[0]])
            and self.charged(key, start, bare[0])
            and (by is None or " و" in key[bare[0] : by.start()])
        ):
            return bare
        return (by.start(), by.start("noun")) if by else None

    def _led(self, key: str, start: int, end: int) -> bool:
        """Whether a noun of charging is what was done or decided: ``تم تكليف``, ``قرر المجلس تكليف``."""
        verbs = r"(?:مع|تم|تمت|جري|جرت|تقرر|وقع|سيتم|ستتم|اتفق\w*|الاتفاق|وافق\w*|اوص\w*|يوصي|توصي|ارتا\w*)"
        return bool(re.search(rf"(?<!\w)[وف]?{verbs}(?:\s[^،.؛]{{0,50}})?\s(?:علي\s|ب)?$", key[start:end]))

    def _opening(self, key: str, sentence: Clause) -> Iterator[Found]:
        """A sentence that opens with a noun of charging or a duty: ``تكليف ... بـ``, ``على مدير المشروع تقديم ...``."""
        match = self.rules.nominal.match(key, sentence.start)
        found = self.nominal(key, match, sentence.end) if match else self.must(key, sentence)
        if found and not (match and match["noun"] in self.rules.inviting):
            yield replace(found, confidence=0.75)

    def nominal(self, key: str, match: re.Match[str], end: int) -> Found | None:
        """A noun that charges somebody, with its owner and task."""
        limit = self.limit_of(key, match.end(), end)
        stop = min(limit, match.end() + 110)
        tasks = self.rules.tasks
        ways = [
            way
            for way in (tasks.by.search(key, match.end(), stop), tasks.towards.search(key, match.end(), stop))
            if way and way["noun"]
        ]
        bare = self.bare_task(key, match.end(), limit) if match["noun"] in ("تولي", "تكليف", "اسناد") else None
        if bare and ways and not (bare[0] < ways[0].start() and self.named(key, match.end(), bare[0])):
            bare = None
        if not ways and bare is None:
            return None
        way = min(ways, key=lambda one: one.start()) if ways else None
        begin, task = bare or ((way.start(), way.start("noun")) if way else (0, 0))
        naming = self.named(key, match.end(), begin)
        if naming is None:
            return None
        dated = re.search(r"\d{4}", key[slice(*naming)]) is not None  # charged in an earlier year
        return Found("nominal", match.start(), task, limit, naming, "", not dated, 0.9)

    def must(self, key: str, sentence: Clause) -> Found | None:
        """A duty laid on somebody at the start of a sentence."""
        match = self.rules.must.match(key, sentence.start)
        if match is None or self.rules.owners.naming(key, match.end(), sentence.end) is None:
            return None
        bare = self.bare_task(key, match.end(), sentence.end)
        that = re.compile(r"(?<!\w)ان\s+(?=[يت]\w{2,})").search(key, match.end(), sentence.end)
        if that and (bare is None or that.start() < bare[0]):
            bare = that.start(), that.end()
        naming = self.named(key, match.end(), bare[0]) if bare else None
        limit = self.limit_of(key, bare[1], sentence.end) if bare else sentence.end
        return Found("must", match.start(), bare[1], limit, naming, "", True, 0.9) if bare and naming else None

    def _hand(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``أسند المجلس إلى ... مهمة إعداد ...``, ``عهد إلى ... بـ``, ``أنيطت بـ... مهمة ...``."""
        for match in self.rules.hand.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            if match["verb"] in ("احال", "احالت", "يحيل", "تحيل"):
                continue
            near = min(limit, match.end() + 40)
            to = re.compile(r"(?<!\w)(?:الي\s+|(?=لل)|ل(?=ر|م|ن|ا))").search(key, match.end(), near)
            begin = self._entrusted(key, match.end(), limit)
            if begin is None and to and key[match.end() : to.start()].strip() in ("", "المجلس", "اللجنه"):
                begin = self.bare_task(key, to.end(), limit, definite=True)
            if to is None and match["verb"].startswith(("انيط", "اناط", "ينيط", "تنيط", "يناط", "تناط")):
                to = re.compile(r"(?<!\w)ب(?=\w{3})").search(key, match.end(), near)
                duty = self.rules.duty_noun.search(key, match.end(), limit)
                begin = (duty.start(), duty.end()) if duty else begin
                begin = begin or (self.bare_task(key, to.end(), limit) if to else None)
            if to and begin and to.end() < begin[0]:
                naming = self.named(key, to.end(), begin[0])
                start, verdict = match.start("verb"), not self.against(key, match.start("verb"))
                yield Found("hand", start, begin[1], limit, naming, "", verdict, 0.85)

    def _entrusted(self, key: str, start: int, limit: int) -> tuple[int, int] | None:
        """Where the naming ends and the task begins behind ``إلى ...``."""
        by = self.rules.tasks.by.search(key, start, limit)
        duty = self.rules.duty_noun.search(key, start, limit)
        if by and by["noun"] and (duty is None or by.start() < duty.start() or duty.start() < start + 2):
            return by.start(), by.start("noun")
        return (duty.start(), duty.end()) if duty else None

    def _handed(self, key: str, sentence: Clause) -> Iterator[Found]:
        """The task before whom it goes to: ``أسندت مهمة التتبع إلى ...``, ``إسناد إعداد التقرير إلى ...``."""
        for match in self.rules.handed.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            body = self.rules.owners.body.match(key, match.end()) if match["verb"] else None
            begin = self.rules.handed_task.match(key, body.end() if body else match.end(), limit)
            to = re.compile(r"(?<!\w)(?:الي\s+|(?=لل))(?=\S)").search(key, begin.end(), limit) if begin else None
            doer = self._receiver(key, to.end(), limit) if to else None
            led = match["verb"] or match.start() <= sentence.start + 2 or self._led(key, sentence.start, match.start())
            if begin is None or to is None or doer is None or not led or to.start() - begin.end() < 4:
                continue
            verdict = not self.against(key, match.start()) and not self.rules.earlier.search(key, sentence.start, limit)
            verdict = verdict and "اقترح" not in key[sentence.start : match.start()]
            drop = ((to.start(), doer[1]),)
            yield Found("hand", match.start("word"), begin.end(), limit, doer, "", verdict, 0.85, "", drop)

    def _receiver(self, key: str, start: int, limit: int) -> tuple[int, int] | None:
        """Who is named behind ``إلى``, or merged into ``لل``."""
        if key.startswith("لل", start):
            doer = self.rules.owners.naming(f"{key[:start]}ال{key[start + 2 :]}", start, limit)
        else:
            doer = self.rules.owners.naming(key, start, limit)
        return (doer.start, doer.end) if doer else None

    def _with(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``تم الاتفاق مع ... على أن تقدم``: the body agrees with who is to do it."""
        for match in self.rules.agreed_with.finditer(key, sentence.start, sentence.end):
            doer = self.rules.owners.naming(key, match.end(), sentence.end)
            if doer is None:
                continue
            way = re.compile(rf"[^.؛]{{0,60}}?\sعلي\s+(?P<noun>(?:ان\s+)?(?:{self.rules.tasks.noun}|(?<=ان\s)[يت]\w+))")
            task = way.match(key, doer.end, sentence.end)
            if task is None:
                continue
            begin = task.start("noun") + (3 if task["noun"].startswith("ان ") else 0)
            limit = self.rules.clauses.end(key, begin, sentence.end)
            against = self.against(key, match.start())
            yield Found("with", match.start(), begin, limit, (doer.start, doer.end), "", not against, 0.85)

    def _urge(self, key: str, sentence: Clause) -> Iterator[Found]:
        """``دعت اللجنة الوزارة إلى ...``: only from the body itself, and with a deadline."""
        for match in self.rules.urge.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            body = self.rules.owners.body.match(key, match.end() + 1)
            task = re.compile(rf"(?<!\w)(?:الي|علي)\s+(?P<noun>{self.rules.tasks.noun})").search(
                key, match.end(), limit
            )
            naming = self.named(key, body.end(), task.start()) if body and task else None
            if task and naming and key[slice(*naming)] not in self.speakers.meeting:
                yield Found("urge", match.start("verb"), task.start("noun"), limit, naming, "", True, 0.6, "due")

    def _ask(self, key: str, sentence: Clause) -> Iterator[Found]:
        rules = self.rules
        for match in rules.ask.finditer(key, sentence.start, sentence.end):
            limit = self.limit_of(key, match.end(), sentence.end)
            bare = self.deed(key, match.end(), limit)
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
            asked = self.named(key, of.end(), min(begins)) if of and not of["pronoun"] else None
            gender = {"ه": "m", "ها": "f"}.get((of["pronoun"] or "") if of else "", "")
            chair = bool(rules.owners.body.match(key, match.end() + 1)) or bool(
                of and rules.owners.body.match(key, of.end())
            )
            unnamed = bool(of and not key[match.end() : of.start()].strip())  # "it was asked of ..."
            chair = (chair or (unnamed and not self._told_by(key, sentence.start, match))) and not match[
                "verb"
            ].endswith(("ا", "ه"))
            verdict = chair and of is not None and not self.against(key, match.start("verb"))
            yield Found("ask", match.start("verb"), min(begins), limit, asked, gender, verdict, 0.55)

    def _told_by(self, key: str, start: int, match: re.Match[str]) -> bool:
        """Whether a person named before in the sentence goes on to ask: ``أبدى السيد ... تحفظه، وطلب من ...``."""
        if not match.group().startswith(("و", "ف")):
            return False
        for verb in self.speakers.verbs.finditer(key, start, match.start()):
            doer = self.rules.owners.naming(key, verb.end(), match.start())
            if doer is not None and self.rules.owners.body.match(key, doer.start) is None:
                return True
        return False

    def _agree(self, key: str, sentence: Clause) -> Iterator[Found]:
        for match in (
            *self.rules.agree.finditer(key, sentence.start, sentence.end),
            *self.rules.commit.finditer(key, sentence.start, sentence.end),
        ):
            limit = self.limit_of(key, match.end(), sentence.end)
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
            if what is None or what.start() - match.end() > LONGEST_NAMING or self.against(key, match.start("verb")):
                continue
            naming = self.named(key, match.end(), what.start())
            if naming and self.rules.owners.body.fullmatch(key, *naming):
                continue
            yield Found("agree", match.start("verb"), what.end(), limit, naming, "", True, 0.85)
