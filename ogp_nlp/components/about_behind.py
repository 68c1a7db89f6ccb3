"""The name of the thing measured behind a figure: ``من الطلبات المقدمة``, ``بمركز المدينة``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.components.about_words import AboutWords
from ogp_nlp.components.base import Offsets
from ogp_nlp.components.figure_tokens import Token, ends_sentence, text_of

_PLURAL_VERB = re.compile(r"ي\w{2,}ون|(?!ال)\w{3,}وا")
FEMININE_VERB = re.compile(r"(?!ال)\w{2,}[^ا]ت")
_MAX_BEHIND = 8
# Present and future forms that no noun of minutes has: "يغطي", "تتكفل", "ستحجز"; "يومي" and "سيارة" are none.
FORM = re.compile(
    r"[وف]?(?:س[يت](?!ار|اس|اح|ول|ناريو|راتيج|ما|رور|طر)\w{3,}|تت(?!علق)\w{2,}|ي(?!وم|ناير|ون[يه]|ول[يه]|تعلق|خص)\w{3,}(?<!ي)(?<!يه)(?<!يا))"
)
_WHOLE = ("العدد الاجمالي", "الاجمالي", "المجموع", "الكل", "المجموع العام", "العدد الكلي", "المجموع الكلي")
_TIMES = ("عام", "سنه", "شهر", "فتره", "موسم")
_SAID = re.compile(r"ب(?:ت\w{3,}|ان|انه|انها|ا\w+ا\w|ضعف|وجود|عدم)")
_YEARS = ("سنه", "عام", "لسنه", "لعام")
RATES = ("بنسبه", "نسبه", "بمعدل")


@dataclass(frozen=True)
class Behind:
    """Reads phrases behind figures by cue words."""

    words: AboutWords

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
        elif self._parted(tokens, at, place):
            pass  # "25% للتشاور"
        elif (
            tokens[at].text.startswith(("و", "ف", "لل", "لبقي", "لباقي"))
            or words.not_named.at(tokens, at)
            or words.verbs.at(tokens, at)
        ):
            return None
        if at >= len(tokens) or text_of(tokens[at : at + 2]) in _WHOLE or tokens[at].text in _WHOLE:
            return None
        end = self._end_behind(tokens, at)
        given = next((i for i in range(at + 1, end) if tokens[i].text.startswith("لل")), None)
        if given is not None and self._given(tokens, place) and tokens[given].text[2:] not in _TIMES:
            end = given  # "خصص 60% من المنحة للتجهيز"
        glued = at == place + 1 and self._led(tokens[at].text)
        if place and words.saying.at(tokens, place - 1):  # "أفاد 41% من المراجعين بتحسن التعامل"
            end = next((i for i in range(at + 1, end) if _SAID.fullmatch(tokens[i].text)), end)
        return (tokens[at].start + glued, tokens[end - 1].end) if end > at else None

    def _led(self, word: str) -> bool:
        """Whether a preposition is glued to the first word behind a figure: ``78% بمركز المدينة``."""
        if word.startswith("ل"):
            return not word.startswith("لل")
        return word.startswith("ب") and len(word) > 4 and word not in self.words.b_words

    def _parted(self, tokens: Sequence[Token], at: int, place: int) -> bool:
        """Whether a share names what it is for: ``يخصص 15% للتكوين``, ``منها 30% لصيانة الآبار``."""
        if not tokens[at].text.startswith("ل") or self.words.not_named.at(tokens, at):
            return False
        of_it = any(token.text in ("منها", "منه", "منهم") for token in tokens[max(0, place - 2) : place])
        return of_it or self._given(tokens, place)

    def _given(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a figure is one of the shares that a verb or noun gives out: ``يخصص 15% لـ ... و30% لـ ...``."""
        if tokens[place - 1].text in RATES:
            return False  # "منح تخفيض بنسبة 50% للطلبة"
        at = place - 1
        while at >= 0 and not ends_sentence(tokens, at) and place - at < 24:
            if self.words.gives.at(tokens, at):
                return True
            at -= 1
        return False

    def _end_behind(self, tokens: Sequence[Token], at: int) -> int:
        """The token after the last one of a phrase that begins at ``at``: it holds one preposition at most."""
        words, end, prepositions = self.words, at, 0
        while end < len(tokens) and tokens[end].kind == "word" and end - at < _MAX_BEHIND:
            text = tokens[end].text
            closes = _PLURAL_VERB.fullmatch(text) or any(
                group.at(tokens, end) for group in (words.ends, words.bounds, words.verbs)
            )
            closes = closes or (end > at and bool(FORM.fullmatch(text)) and not text.startswith("و"))
            # an indefinite word in ت behind a definite one is a verb: "الشكايات عولجت"
            closes = closes or (tokens[at].text.startswith("ال") and bool(FEMININE_VERB.fullmatch(text)))
            closes = (closes or self._predicated(tokens, at, end)) and not self._dates(tokens, at, end)
            figure = end + 1 < len(tokens) and tokens[end + 1].kind == "figure"
            prepositions += text in words.prepositions
            if end > at and (closes or text == "و" or (text[:1] == "و" and figure) or prepositions > 1):
                break
            end += 1
        while end > at and tokens[end - 1].text in words.prepositions:
            end -= 1
        return end

    def _predicated(self, tokens: Sequence[Token], at: int, place: int) -> bool:
        """Whether an indefinite word behind a definite one tells something of it: ``83% من الأهالي راضون``."""
        before, text = tokens[place - 1].text, tokens[place].text
        if place == at or not before.startswith(("ال", "لل")) or text.startswith(("ال", "و", "ب", "ل")):
            return False
        return not (text in self.words.prepositions or text.isdigit() or len(text) < 3)

    def _dates(self, tokens: Sequence[Token], at: int, place: int) -> bool:
        """Whether a year belongs to a name: ``اعتمادات سنة 2031``."""
        word = tokens[place - 1].text if tokens[place].text.isdigit() else tokens[place].text
        year = tokens[place] if tokens[place].text.isdigit() else tokens[place + 1] if place + 1 < len(tokens) else None
        named = any(token.text.removeprefix("ال") in self.words.dated for token in tokens[at:place])
        return named and word in _YEARS and year is not None and re.fullmatch(r"20\d\d", year.text) is not None

    def end_of_complement(self, tokens: Sequence[Token], begin: int) -> int:
        """The token after the last one of what a preposition governs: it ends at the next preposition."""
        words, end = self.words, begin
        while end < len(tokens) and tokens[end].kind == "word" and end - begin < _MAX_BEHIND:
            closes = any(group.at(tokens, end) for group in (words.ends, words.bounds, words.verbs, words.prepositions))
            joins = tokens[end].text[:1] == "و" and tokens[end + 1 : end + 2] and tokens[end + 1].kind == "figure"
            if closes or joins or tokens[end].text == "و":
                break
            end += 1
        return end
