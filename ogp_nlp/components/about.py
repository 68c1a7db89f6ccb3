"""What a figure measures, in the document's own words: the phrase before its verb, after its rate, or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ogp_nlp.components.about_behind import FEMININE_VERB
from ogp_nlp.components.about_builds import Builds, Sight
from ogp_nlp.components.about_parts import Parts
from ogp_nlp.components.about_phrases import Found, Phrases
from ogp_nlp.components.about_words import AboutWords
from ogp_nlp.components.base import Offsets
from ogp_nlp.components.figure_tokens import Token, ends_sentence, inside, reach_back, text_of

_SEEN = re.compile(r"(?:رصد|عاين|لاحظ|شاهد|وجد|لمس|راي|راه|وقف|سجل)(?:ت|نا|وا)?(?:ه|ها|ناه)?(?!\w)")
Place = Literal["before", "after", "carried", "none"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a figure measures: offsets in the folded view (None: nothing named), where it was found, its folded words.

    ``verb`` is the word between phrase and figure, ``clause`` the folded clause up to the figure; ``bare`` tells that
    the figure stands beside "the rate" alone, as one does who takes up a figure told before.
    """

    span: Offsets | None
    place: Place
    key: str = ""
    verb: str = ""
    clause: str = ""
    bare: bool = False


class About(Builds):
    """Tells for each figure of a line what it measures."""

    def __init__(self, words: AboutWords) -> None:
        self.words = words
        self.phrases = Phrases(words)
        self.parts = Parts(self.phrases)

    def read(self, tokens: Sequence[Token]) -> list[Phrase]:
        """What each figure of a line or cell measures, in order; what is not named is taken over from before."""
        found: list[Phrase] = []
        whole: Phrase | None = None  # the last measure that is no part
        places = [place for place, token in enumerate(tokens) if token.kind == "figure"]
        for order, place in enumerate(places):
            phrase = self.find(tokens, place)
            if phrase.place != "before" or self._points_back(phrase):
                part = self.parts.of(tokens, place, places[order - 1] if order else None)
                if part and (phrase.place != "after" or part[0][0] <= tokens[place + 2].start):
                    if part[1]:
                        self._part_first(tokens, places[:order], found, part[1])
                    found.append(Phrase(part[0], "after", inside(tokens, part[0]), "", phrase.clause))
                    continue
            if phrase.place == "none" or self._points_back(phrase):
                apart = any(ends_sentence(tokens, at) for at in range(places[order - 1] if order else 0, place))
                aimed = whole if phrase.key and self._aims(phrase.key.split()) else None
                phrase = self._carried(tokens, place, phrase, aimed or (found[-1] if found else None), apart)
            whole = phrase
            found.append(phrase)
        return found

    @staticmethod
    def _part_first(tokens: Sequence[Token], places: Sequence[int], found: list[Phrase], part: Offsets) -> None:
        """Give the figure before, and the start of its range, their own place or group, too."""
        at = len(found) - 1
        told = found[at]
        while at >= 0 and found[at].span == told.span and found[at].place in ("before", "carried"):
            between = tokens[places[at] + 1 : places[at + 1]] if at + 1 < len(places) else []
            if at < len(found) - 1 and any(token.text not in ("و", "الي", "-") for token in between):
                break
            found[at] = replace(told, span=part, place="after", key=inside(tokens, part), verb="")
            at -= 1

    def _carried(
        self, tokens: Sequence[Token], place: int, phrase: Phrase, before: Phrase | None, apart: bool
    ) -> Phrase:
        """A figure without a name of its own: of the measure before, of what stands behind, of the clause's subject."""
        named = phrase.place != "none"
        told = any(token.text in self.words.again for token in tokens[max(0, place - 5) : place])
        if before and (not apart or named or told):
            return replace(before, place="carried", verb=phrase.verb, clause=phrase.clause)
        if named:
            behind = self.phrases.behind(tokens, place)
            if behind:
                return Phrase(behind, "after", inside(tokens, behind), "", phrase.clause)
            own = phrase.verb in self.words.joints and "ب" + phrase.key in self.words.by  # "بزيادة قدرها 4%"
            return self._topic(tokens, place) or (phrase if own else replace(phrase, span=None, place="none", key=""))
        if phrase.verb in self.words.verbs or phrase.verb in self.words.joints:
            return self._topic(tokens, place) or phrase
        return phrase

    def _points_back(self, phrase: Phrase) -> bool:
        """Whether a phrase only says that the figure is of the measure before: ``الهدف المسطر لها``."""
        words = phrase.key.split()
        if phrase.place == "after" or not words:
            return False
        if words[0] == "ما" and len(words) > 1 and _SEEN.match(words[1]):
            return True  # "ما عاينته المصالح لا يفوق 35%"
        if words[-1] in self.words.handed or self._aims(words):
            return True
        bare = words[0] in self.words.heads and len(words) > 1 and words[1] in self.words.prepositions
        return words[0] in self.words.weak and (len(words) == 1 or bare)

    def _aims(self, words: Sequence[str]) -> bool:
        """Whether words open with a target: ``بمستهدف``, ``متجاوزا الهدف``."""
        aims = self.words.aims
        led = len(words) > 1 and words[0].endswith("ا") and words[1] in aims
        return led or words[0] in aims or words[0].removeprefix("ب") in aims

    def _topic(self, tokens: Sequence[Token], place: int) -> Phrase | None:
        found = self.phrases.topic(tokens, place)
        clause = text_of(tokens[reach_back(tokens, place) : place])
        return self._phrase(tokens, found, clause) if found else None

    def _phrase(self, tokens: Sequence[Token], found: Found, clause: str) -> Phrase:
        """A phrase before a figure, a glued "and", "of" or "by" before it left out."""
        verb, start, end = found
        if tokens[end].text in self.words.by:
            start = end
        word, first = tokens[start].text, tokens[start].start
        bound = start > 0 and tokens[start - 1].text in self.words.prepositions
        joined = word.startswith("و") and len(word) > 3 and not bound
        joined = joined and word not in self.words.verbs.forms and not self.words.opens_with_w(word)
        of_rate = word[:1] in "لب" and word[1:] in self.words.heads.forms
        glued = of_rate or joined or word in self.words.by or (word[:1] == "ل" and "ب" + word[1:] in self.words.by)
        key = text_of(tokens[start : end + 1])
        return Phrase((first + glued, tokens[end].end), "before", key[glued:], verb, clause)

    def _look(self, tokens: Sequence[Token], place: int) -> Sight:
        low = reach_back(tokens, place)
        after_figure = low > 0 and tokens[low - 1].kind == "figure"
        if after_figure:
            low = self._past_share(tokens, low, place)
        last, sign = self.phrases.skip_glue(tokens, low, place)
        begin = self.phrases.clause_start(tokens, low, last)
        return Sight(
            low,
            last,
            sign,
            text_of(tokens[begin:place]),
            self.phrases.behind(tokens, place),
            share=any(token.text in self.words.share for token in tokens[max(begin, last - 2) : last + 1]),
            joined=after_figure and last >= low and tokens[last].text == "و",
            paired=after_figure and all(token.text in self.words.pairs for token in tokens[low:place]),
            meant=place > 0 and tokens[place - 1].text == "اي",
            equated="اي ما " in text_of(tokens[max(low, place - 6) : place])
            and tokens[place + 1 : place + 2] != []
            and tokens[place + 1].text == "من",
            bare=self._is_bare(tokens, low, last, place),
        )

    def _past_share(self, tokens: Sequence[Token], low: int, place: int) -> int:
        """Behind ``70% من كلفة التسيير`` the next name begins with its "and": ``ومساهمة الجمعية في الباقي أي 30%``."""
        if tokens[low].text != "من":
            return low
        for at in range(low + 2, place - 1):
            word = tokens[at].text
            if word.startswith("و") and len(word) > 3 and not self.words.opens_with_w(word):
                return low if word in self.words.verbs or tokens[at].kind != "word" else at
        return low

    def _is_bare(self, tokens: Sequence[Token], low: int, last: int, place: int) -> bool:
        """Whether nothing but "the rate" stands between the start of a clause and a figure: ``أن نسبة 35% متفائلة``."""
        told = any(token.text in self.words.told for token in tokens[max(low, last + 1) : place])
        begins = last < low or self.phrases.is_bound(tokens, last) or tokens[last].text in self.words.copulas
        return told and begins and text_of(tokens[place + 1 : place + 2]) != "من"

    def find(self, tokens: Sequence[Token], place: int) -> Phrase:
        """What the figure ``tokens[place]`` measures by the words beside it."""
        sight = self._look(tokens, place)
        phrase = self._seen(tokens, place, sight)
        return replace(phrase, bare=True) if sight.bare else phrase

    def _seen(self, tokens: Sequence[Token], place: int, sight: Sight) -> Phrase:
        behind = sight.behind
        given = behind and sight.last >= sight.low and tokens[sight.last].text in self.words.gives
        given = given and text_of(tokens[place + 1 : place + 2])[:1] == "ل"
        if behind and (sight.equated or given):  # "أي ما يعادل 50% من مدتها", "يخصص 15% لإعداد المسودة"
            return Phrase(behind, "after", inside(tokens, behind), "", sight.clause)
        if behind and (self._halves(tokens, place, sight) or self._excepts(tokens, place, sight)):
            return Phrase(behind, "after", inside(tokens, behind), "", sight.clause)
        found = self._apposed(tokens, sight) or self._subject(tokens, place, sight)
        found = found or self._bracketed(tokens, place, sight)
        if not found and behind and self._does(tokens, place, sight):
            return Phrase(behind, "after", inside(tokens, behind), "", sight.clause)
        if found:
            return self._phrase(tokens, found, sight.clause)
        fronted = self._fronted(tokens, place, sight)
        if fronted:
            return self._phrase(tokens, fronted, sight.clause)
        if behind and inside(tokens, behind).split()[0] in self.words.aims:
            behind = None  # "88% من الهدف السنوي"
        return self._beside(tokens, place, sight, behind)

    def _beside(self, tokens: Sequence[Token], place: int, sight: Sight, behind: Offsets | None) -> Phrase:
        open_left = sight.last < sight.low or self.phrases.is_bound(tokens, sight.last)
        if behind and not sight.paired and (open_left or sight.share or sight.joined or sight.meant):
            verb = tokens[sight.last].text if sight.share else ""
            return Phrase(behind, "after", inside(tokens, behind), verb, sight.clause)
        if sight.joined or sight.paired or self._questioned(tokens, sight, place):
            return Phrase(None, "none", "", "", sight.clause)
        found = self._named(tokens, place, sight)
        if found:
            return self._phrase(tokens, self._whose(tokens, place, found), sight.clause)
        if behind:
            return Phrase(behind, "after", inside(tokens, behind), "", sight.clause)
        return Phrase(None, "none", "", tokens[sight.last].text if not open_left else "", sight.clause)

    def _named(self, tokens: Sequence[Token], place: int, sight: Sight) -> Found | None:
        """The phrase before a figure, unless it tells where the figure before holds or who presents a list."""
        low, behind = sight.low, sight.behind
        found = self.phrases.before(tokens, low, sight.last, sight.sign)
        if found and low > 0 and found[1] == low and tokens[low - 1].kind == "figure" and tokens[low].text[:1] in "بل":
            found = None  # "70% بمركز البلدية ولا تتعدى 40%"
        if found and all(token.text in self.words.share for token in tokens[found[1] : found[2] + 1]):
            part = tokens[min(found[2] + 1, place)].text in self.words.pronouns  # "صرف منه 40%"
            found = self.phrases.topic(tokens, place) or (self.phrases.opening(tokens, place) if part else found)
        lone = found and behind and found[1] == found[2] and tokens[place + 1].text == "من" and not sight.sign
        if found and lone and FEMININE_VERB.fullmatch(tokens[found[1]].text) and not self._is_head(tokens, found[1]):
            return None  # "استبدلت 60% من المصابيح"
        if found and lone and tokens[found[1]].text in self.words.saying:
            return None  # "أفاد 41% من المراجعين"
        if found and behind and sight.sign == ":" and tokens[found[1]].text not in self.words.heads:
            return None
        return found

    def _is_head(self, tokens: Sequence[Token], place: int) -> bool:
        return bool(self.words.heads.at(tokens, place))

    def _questioned(self, tokens: Sequence[Token], sight: Sight, place: int) -> bool:
        """Whether somebody only asks about a rate told before: ``استفسر ... عن نسبة 62%``."""
        words, last = self.words, sight.last
        glue = [token.text for token in tokens[last + 1 : place]]
        told = any(word in words.told for word in glue)
        if told and last >= sight.low and sight.low > 0 and tokens[last].text in words.also:
            return True
        begin = self.phrases.clause_start(tokens, sight.low, last)
        asked = any(token.text in words.saying for token in tokens[begin : last + 1])
        light = last > sight.low and bool(words.light.before(tokens, last))
        led = any(word in words.leads for word in glue)
        return asked and ((told and led) or (light and (told or tokens[last - 1].text in words.leads)))
