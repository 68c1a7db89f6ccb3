"""Where the name of the thing measured begins and ends, before a figure or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.components.about_behind import FEMININE_VERB, FORM, RATES, Behind
from ogp_nlp.components.figure_tokens import Token, Words, abbreviates, reach_back

# The verb (or "") and the first and last token of a phrase.
Found = tuple[str, int, int]

_OPENERS = '(:-[=<>≥≤+«"'


@dataclass(frozen=True)
class Phrases(Behind):
    """Finds phrases among tokens by cue words."""

    def skip_glue(self, tokens: Sequence[Token], low: int, place: int) -> tuple[int, str]:
        """The last token before the figure that says something, and a colon or bracket passed on the way."""
        at, sign = place - 1, ""
        while at >= low:
            if tokens[at].kind == "sign" and tokens[at].text in _OPENERS:
                sign = tokens[at].text
                at -= 1
                continue
            length = self.words.glue.before(tokens, at)
            if tokens[at].kind != "word" or not length:
                break
            at -= length
        return at, sign

    def is_bound(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether no phrase reaches over a token to the left."""
        token = tokens[at]
        if token.kind == "figure":
            return True
        if token.kind == "sign" and token.text not in "-/'\"«»":
            return token.text != "." or not abbreviates(tokens, at)
        return bool(self.words.bounds.before(tokens, at)) and not self.words.verbs.before(tokens, at)

    def clause_start(self, tokens: Sequence[Token], low: int, last: int) -> int:
        """The first token of the clause that ends at ``last``."""
        at = last
        while at >= low and not self.is_bound(tokens, at):
            at -= 1
        return at + 1

    def before(self, tokens: Sequence[Token], low: int, last: int, sign: str) -> Found | None:
        """The phrase that stands before a figure whose last telling token is ``last``."""
        verb, end, crossed = "", last, False
        while end >= low:
            joint = self.words.joints.before(tokens, end)
            if joint and end > low and self.words.verbs.before(tokens, end - 1):
                verb, end = tokens[end].text, end - 1  # "بلغت نسبته 45%": the noun stands before the verb
                continue
            if joint and not crossed:
                return self._joint(tokens, low, end)
            length = self.words.verbs.before(tokens, end)
            if length:
                verb, end = verb or tokens[end].text, end - length
                while end >= low and (tokens[end].text in self.words.negations or tokens[end].text in RATES):
                    end -= 1
            elif end > low and tokens[end].text in _THAT and self.words.modals.before(tokens, end - 1):
                end = self._skip_links(tokens, low, end - 2, "،,من")
            elif self.is_bound(tokens, end):
                relative = tokens[end].text in self.words.relatives
                if crossed or not self._crosses(tokens, end, verb, sign, relative):
                    return None
                end = self._skip_links(tokens, low, end - 1, "،,")
                crossed = not relative
            else:
                break
        return self._clause(tokens, low, end, verb) if end >= low else None

    def _crosses(self, tokens: Sequence[Token], at: int, verb: str, sign: str, relative: bool) -> bool:
        """Whether the thing may be named before the clause's left end: ``..., إذ لم يتجاوز 61%``."""
        again = tokens[at].text.lstrip("ب") in self.words.again
        if tokens[at].kind == "figure" or again or not (verb or sign or relative):
            return False
        return relative or verb not in self.words.copulas

    def _skip_links(self, tokens: Sequence[Token], low: int, end: int, signs: str) -> int:
        while end >= low and (tokens[end].text in signs or tokens[end].text in self.words.links):
            end -= 1
        return end

    def _clause(self, tokens: Sequence[Token], low: int, end: int, verb: str) -> Found | None:
        start = self.clause_start(tokens, low, end)
        embedded = self._embedded(tokens, low, start, end)
        if embedded is not None:
            return verb, embedded, end
        found = self.shape(tokens, start, end, verb)
        if found is None and start > low + 1 and tokens[start - 1].text in self.words.relatives:
            end = start - 2  # "الجباية التي وصلت في نهاية مايو إلى 31%": behind the verb stands only a date
            found = self.shape(tokens, self.clause_start(tokens, low, end), end, verb or tokens[start].text)
        return found

    def _embedded(self, tokens: Sequence[Token], low: int, start: int, end: int) -> int | None:
        """Where a rate with a relative clause begins: ``نسبة الولايات التي تحين بياناتها لم تتجاوز 45%``."""
        joined = start - 1 > low and tokens[start - 1].text in ("التي", "الذي", "الذين")
        text = tokens[start].text
        told = joined and end > start and (FORM.fullmatch(text) is not None or re.fullmatch(r"ت\w{3,4}", text))
        if not told or tokens[end + 1].kind != "word" or self.words.verbs.at(tokens, start):
            return None
        places = range(self.clause_start(tokens, low, start - 2), start - 1)
        return next((at for at in places if self.words.heads.at(tokens, at)), None)

    def shape(self, tokens: Sequence[Token], start: int, end: int, verb: str) -> Found | None:
        """The phrase within a clause: behind its verb, from its noun of measure on, without time and place."""
        words = self.words
        at = self._verb(tokens, start, end)
        if at is not None:
            behind = tokens[at + 1].text if at < end else ""
            superlative = (behind in words.superlatives or behind.isdigit()) and at > start
            superlative = superlative and tokens[end].text not in words.fixed
            dated = bool(words.ends.at(tokens, at + 1))
            skip = 1
            if at == end or superlative or dated or behind in words.prepositions:
                kept = self.shape(tokens, start, at - 1, tokens[at].text) if at > start else None
                if kept or at == end or superlative or dated:
                    return kept
                skip = 2
            verb, start = tokens[at].text, at + skip
        start = self._from_head(tokens, self._behind_saying(tokens, start, end), end)
        return self._trim(tokens, start, end, verb)

    def _verb(self, tokens: Sequence[Token], start: int, end: int) -> int | None:
        """The last verb of a clause: one of the list, or behind it one that its form gives away."""
        words = self.words
        at = next((at for at in range(end, start - 1, -1) if words.verbs.before(tokens, at)), None)
        if any(words.saying.at(tokens, place) for place in range(start, end + 1)):
            return at
        for place in range(end, start - 1 if at is None else at, -1):
            text = tokens[place].text
            if FORM.fullmatch(text) and text not in words.share and text not in words.saying:
                return place
        return at

    def _from_head(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """The last noun of measure in a phrase, where it has one."""
        heads = self.words.heads
        done = [at for at in range(start, end) if tokens[at].text == "ما" and self.words.done.at(tokens, at + 1)]
        if done:
            return done[-1]  # "عرضت المقررة ما أنجز من الالتزام"
        places = [at for at in range(start, end + 1) if tokens[at].text in heads or tokens[at].text[1:] in heads.forms]
        measured = [at for at in range(start, end - 1) if tokens[at].text in self.words.superlatives]
        if measured and tokens[measured[-1] + 1].text == "من" and tokens[end].text in self.words.fixed:
            return measured[-1] + 2  # "أدنى من السقف المحدد بـ"
        free = [at for at in places if at == start or tokens[at - 1].text not in self.words.prepositions]
        return (free or places or [start])[-1]

    def _trim(self, tokens: Sequence[Token], start: int, end: int, verb: str) -> Found | None:
        """A phrase without time, counts and small words at its ends; None where nothing is left."""
        words = self.words
        while start < end and tokens[start].text in _HELPERS:
            start += 1  # "تم ترميم السور"
        body = start + (2 if tokens[start].text == "ما" else 1)  # "ما تم تنفيذه من الخطة"
        end = next((at for at in range(body, end + 1) if self._closes(tokens, at, end)), end + 1) - 1
        digits = [at for at in range(start + 1, end + 1) if tokens[at].text.isdigit()]
        if digits and digits[-1] >= end - 1 and tokens[digits[-1] - 1].text not in words.number_signs:
            end = digits[-1] - 1
        while end > start and (tokens[end].kind == "sign" or self._small(tokens[end], words.pronouns)):
            end -= 1
        while start < end and (tokens[start].kind == "sign" or self._small(tokens[start], words.links)):
            start += 1
        if start + 2 <= end and words.share.at(tokens, start) and tokens[start + 1].text in words.pronouns:
            start += 2  # "أنجز منه الشطر الأول"
        start, end = self._bare_name(tokens, start, end)
        last = tokens[end].text
        if last.endswith("ا") and "ب" + last[:-1] in words.by:
            start = end  # "منح ذوي الدخل المحدود حسما"
        kept = [token.text for token in tokens[start : end + 1]]
        if any(word in words.titles for word in kept) or all(word in words.time for word in kept):
            return None  # who speaks, or when
        if not kept or (words.ends.at(tokens, start) and not words.heads.at(tokens, start)):
            return None
        if all(word.isdigit() or word in words.negations or word in words.prepositions for word in kept):
            return None
        if all(word in words.glue for word in kept) and not words.heads.at(tokens, start):
            return None  # "تقريبا", left over from the figure before
        first = tokens[start]
        if first.kind != "word" or first.text in words.pronouns or first.text in words.links:
            return None
        return verb, start, end

    def _bare_name(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
        """The ends of a phrase without a participle or verb before its noun and without "wholly" behind it."""
        words = self.words
        if start + 2 <= end and tokens[start].text.startswith("موزع") and tokens[start + 1].text in words.prepositions:
            start += 2  # "موزعة على الموازنة العامة (31%)"
        while end > start and tokens[end].text in words.wholly:
            end -= 1
        done = FEMININE_VERB.fullmatch(tokens[start].text) and tokens[start].text in words.share
        if done and start + 2 <= end and tokens[start + 1].text not in words.prepositions:
            start += 1  # "أنجزت صيانة السد"
        return start, end

    def _closes(self, tokens: Sequence[Token], at: int, end: int) -> bool:
        """Whether the name ends before a token: time, place; ``نسبة ولوج السكان إلى الطرق`` goes on."""
        if not self.words.ends.at(tokens, at) or self._dates(tokens, max(0, at - 4), at):
            return False
        way = tokens[at].text in ("الي",) and at < end and tokens[at + 1].text.startswith("ال")
        return not (way and any(token.text in self.words.towards for token in tokens[max(0, at - 4) : at]))

    def _small(self, token: Token, others: Words) -> bool:
        return token.text in self.words.prepositions or token.text in others

    def _behind_saying(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Where the thing begins in a clause on what somebody said or decided: behind the last preposition."""
        said = next((at for at in range(start, min(end, start + 4)) if tokens[at].text in self.words.saying), None)
        if said is None:
            return start
        granted = next((at for at in range(said + 1, end + 1) if "ب" + tokens[at].text in self.words.by), None)
        if granted is not None:
            return granted  # "اقترحت رفع رسوم الردم"
        for at in range(end - 1, said, -1):
            text = tokens[at].text
            if text in self.words.leads or self.words.light.at(tokens, at):
                start = at + 1
                break
            if text[:1] in "بل" and len(text) > 5 and at > said + 1:
                start = at
                break
        while start < end and self.words.light.at(tokens, start):
            start += 1
        return start

    def _joint(self, tokens: Sequence[Token], low: int, place: int) -> Found | None:
        """``خصم مقداره``: the noun before, with what belongs to it."""
        end = place - 1
        if end < low or tokens[end].kind != "word" or self.words.light.before(tokens, end):
            return None
        if tokens[end].text.endswith("ا") and end > low and tokens[end - 1].text.startswith("ال"):
            return tokens[place].text, end, end
        start = self.clause_start(tokens, low, end)
        for at in range(end, start - 1, -1):
            if tokens[at].text in self.words.prepositions or self.words.verbs.before(tokens, at):
                start = min(at + 1, end)
                break
            if tokens[at].text.startswith("ب") and len(tokens[at].text) > 4:
                start = at
                break
        return tokens[place].text, max(start, end - 5), end

    @staticmethod
    def parts_names(tokens: Sequence[Token], at: int) -> bool:
        """Whether an indefinite noun behind a definite one opens a name of its own: ``تخصص المصلحة عشر``."""
        before, text = tokens[at - 1].text, tokens[at].text
        return before.startswith("ال") and not text.startswith(("ال", "لل", "و"))

    def opening(self, tokens: Sequence[Token], place: int) -> Found | None:
        """What a sentence opens with, up to its first number: ``ميزانية المركز 7 ملايين، صرف منها ...``."""
        low = reach_back(tokens, place)
        comma = next((at for at in range(place - 1, low, -1) if tokens[at].kind == "sign"), low)
        low = self.clause_start(tokens, low, comma - 1) if comma > low else low
        stop = next((at for at in range(low, place) if tokens[at].text.isdigit() or tokens[at].kind != "word"), low)
        return self._trim(tokens, low, stop - 1, "") if stop > low else None

    def topic(self, tokens: Sequence[Token], place: int) -> Found | None:
        """The subject of the clause before: ``عدد المسجلات ارتفع إلى 214 لاعبة أي بزيادة 31%``."""
        low = reach_back(tokens, place)
        for at in range(place - 1, low - 1, -1):
            if self.words.verbs.before(tokens, at) and tokens[at].text not in self.words.copulas:
                found = self.before(tokens, low, at, "") if at > low else None
                if found and not (found[1] == found[2] and self.words.weak.at(tokens, found[1])):
                    return found
                if not found and self.clause_start(tokens, low, at) in (at, at - 1):
                    found = self._behind_verb(tokens, at, place)
                    if found:
                        return found
        return None

    def _behind_verb(self, tokens: Sequence[Token], verb: int, place: int) -> Found | None:
        """The subject behind a verb that opens its clause: ``ارتفع عدد المشتركين إلى 5200 أي بزيادة 9%``."""
        stops = (at for at in range(verb + 1, place) if self._stops(tokens, at))
        end = next(stops, place) - 1
        return self._trim(tokens, verb + 1, end, tokens[verb].text) if end > verb else None

    def _stops(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        led = token.text in self.words.prepositions or token.text in self.words.glue
        return led or token.kind != "word" or token.text.isdigit() or bool(self.words.bounds.at(tokens, at))


_HELPERS = ("تم", "تمت", "وتم", "وتمت", "جري", "جرت", "وجري")
_THAT = ("ان", "الا")
