"""Where the name of the thing measured begins and ends, before a figure or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.components.about_words import AboutWords
from ogp_nlp.components.base import Offsets
from ogp_nlp.components.figure_tokens import Token, Words, abbreviates, reach_back

# The verb (or "") and the first and last token of a phrase.
Found = tuple[str, int, int]

_OPENERS = '(:-[=<>≥≤+«"'
_PLURAL_VERB = re.compile(r"ي\w{2,}ون")
FEMININE_VERB = re.compile(r"(?!ال)\w{2,}[^ا]ت")
_MAX_BEHIND = 8


@dataclass(frozen=True)
class Phrases:
    """Finds phrases among tokens by cue words."""

    words: AboutWords

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
                while end >= low and (tokens[end].text in self.words.negations or tokens[end].text in _RATES):
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
        found = self.shape(tokens, start, end, verb)
        if found is None and start > low + 1 and tokens[start - 1].text in self.words.relatives:
            end = start - 2  # "الجباية التي وصلت في نهاية مايو إلى 31%": behind the verb stands only a date
            found = self.shape(tokens, self.clause_start(tokens, low, end), end, verb or tokens[start].text)
        return found

    def shape(self, tokens: Sequence[Token], start: int, end: int, verb: str) -> Found | None:
        """The phrase within a clause: behind its verb, from its noun of measure on, without time and place."""
        words = self.words
        at = next((at for at in range(end, start - 1, -1) if words.verbs.before(tokens, at)), None)
        if at is not None:
            behind = tokens[at + 1].text if at < end else ""
            superlative = (behind in words.superlatives or behind.isdigit()) and at > start
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

    def _from_head(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """The last noun of measure in a phrase, where it has one."""
        heads = self.words.heads
        done = [at for at in range(start, end) if tokens[at].text == "ما" and self.words.done.at(tokens, at + 1)]
        if done:
            return done[-1]  # "عرضت المقررة ما أنجز من الالتزام"
        places = [at for at in range(start, end + 1) if tokens[at].text in heads or tokens[at].text[1:] in heads.forms]
        free = [at for at in places if at == start or tokens[at - 1].text not in self.words.prepositions]
        return (free or places or [start])[-1]

    def _trim(self, tokens: Sequence[Token], start: int, end: int, verb: str) -> Found | None:
        """A phrase without time, counts and small words at its ends; None where nothing is left."""
        words = self.words
        body = start + (2 if tokens[start].text == "ما" else 1)  # "ما تم تنفيذه من الخطة"
        end = next((at for at in range(body, end + 1) if words.ends.at(tokens, at)), end + 1) - 1
        digits = [at for at in range(start + 1, end + 1) if tokens[at].text.isdigit()]
        if digits and digits[-1] >= end - 1 and tokens[digits[-1] - 1].text not in words.number_signs:
            end = digits[-1] - 1
        while end > start and (tokens[end].kind == "sign" or self._small(tokens[end], words.pronouns)):
            end -= 1
        while start < end and (tokens[start].kind == "sign" or self._small(tokens[start], words.links)):
            start += 1
        if start + 2 <= end and words.share.at(tokens, start) and tokens[start + 1].text in words.pronouns:
            start += 2  # "أنجز منه الشطر الأول"
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
        first = tokens[start]
        if first.kind != "word" or first.text in words.pronouns or first.text in words.links:
            return None
        return verb, start, end

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

    def topic(self, tokens: Sequence[Token], place: int) -> Found | None:
        """The subject of the clause before: ``عدد المسجلات ارتفع إلى 214 لاعبة أي بزيادة 31%``."""
        low = reach_back(tokens, place)
        for at in range(place - 1, low, -1):
            if self.words.verbs.before(tokens, at) and tokens[at].text not in self.words.copulas:
                found = self.before(tokens, low, at, "")
                if found and not (found[1] == found[2] and self.words.weak.at(tokens, found[1])):
                    return found
        return None

    def behind(self, tokens: Sequence[Token], place: int) -> Offsets | None:
        """The phrase behind a figure: ``من الطلبات المقدمة``, ``تبرعات عينية``; offsets are of the view."""
        words, at = self.words, place + 1
        while at < len(tokens) and tokens[at].text in (")", "فقط", "تقريبا"):
            at += 1
        if at >= len(tokens) or tokens[at].kind != "word":
            return None
        if tokens[at - 1].text == ")" and tokens[at].text != "من":
            return None
        if tokens[at].text == "من":
            at += 1
            while at < len(tokens) and tokens[at].text in words.partitive:
                at += 1
        elif (
            tokens[at].text.startswith(("و", "ف", "لل", "لبقي", "لباقي"))
            or words.not_named.at(tokens, at)
            or words.verbs.at(tokens, at)
        ):
            return None
        end = self._end_behind(tokens, at)
        return (tokens[at].start, tokens[end - 1].end) if end > at else None

    def _end_behind(self, tokens: Sequence[Token], at: int) -> int:
        """The token after the last one of a phrase that begins at ``at``: it holds one preposition at most."""
        words, end, prepositions = self.words, at, 0
        while end < len(tokens) and tokens[end].kind == "word" and end - at < _MAX_BEHIND:
            text = tokens[end].text
            closes = _PLURAL_VERB.fullmatch(text) or any(
                group.at(tokens, end) for group in (words.ends, words.bounds, words.verbs)
            )
            # an indefinite word in ت behind a definite one is a verb: "الشكايات عولجت"
            closes = closes or (tokens[at].text.startswith("ال") and bool(FEMININE_VERB.fullmatch(text)))
            figure = end + 1 < len(tokens) and tokens[end + 1].kind == "figure"
            prepositions += text in words.prepositions
            if end > at and (closes or text == "و" or (text[:1] == "و" and figure) or prepositions > 1):
                break
            end += 1
        while end > at and tokens[end - 1].text in words.prepositions:
            end -= 1
        return end


_RATES = ("بنسبه", "نسبه", "بمعدل")
_THAT = ("ان", "الا")
