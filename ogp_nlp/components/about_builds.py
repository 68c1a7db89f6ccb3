"""What a figure measures by the build of its clause: shares of what a verb acts on, fractions, topics in front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ogp_nlp.components.about_behind import FEMININE_VERB
from ogp_nlp.components.about_phrases import Found, Phrases
from ogp_nlp.components.about_words import AboutWords
from ogp_nlp.components.base import Offsets, key_of
from ogp_nlp.components.figure_tokens import Token

_CONSTRUCT = re.compile(r"(?:نصف|ثلث|ثلثا|ثلثي|ربع|خمس|خمسا|خمسي|عشر|(?:ثلاثه|اربعه)\s+(?:ارباع|اخماس)|خمسه اسداس)")
_ENDINGS = frozenset(map(key_of, ("الانتهاء", "الفراغ", "إنهاء", "استكمال", "إتمام", "إنجاز", "تنفيذ")))
_IN_IT = frozenset(("فيه", "فيها", "به", "بها", "لديه", "لديها", "عنده", "عندها"))


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen from a figure: its left reach, the last telling token, a sign passed, what stands behind."""

    low: int
    last: int
    sign: str
    clause: str
    behind: Offsets | None
    share: bool
    joined: bool
    paired: bool
    meant: bool
    equated: bool
    bare: bool


class Builds:
    """Rules for the builds of clauses around a figure."""

    words: AboutWords
    phrases: Phrases

    def _fronted(self, tokens: Sequence[Token], place: int, sight: Sight) -> Found | None:
        """A topic in front that a pronoun takes up: ``أحياء الجنوب لا تتجاوز التغطية فيها 40%``."""
        if not any(token.text in _IN_IT for token in tokens[max(sight.low, place - 6) : place]):
            return None
        begin = self.phrases.clause_start(tokens, sight.low, sight.last)
        verb = next((at for at in range(begin, sight.last + 1) if self._opens_verb(tokens, at)), begin)
        if verb <= begin or not any(self.words.verbs.at(tokens, at) for at in range(verb, place)):
            return None
        return self.phrases.shape(tokens, begin, verb - 1, tokens[verb].text)

    def _opens_verb(self, tokens: Sequence[Token], at: int) -> bool:
        return bool(self.words.verbs.at(tokens, at)) or tokens[at].text.removeprefix("ف") in self.words.negations

    def _halves(self, tokens: Sequence[Token], place: int, sight: Sight) -> bool:
        """Whether a fraction in the construct is the subject or the end of a work: ``تم الانتهاء من ثلثي الأعمال``."""
        named = sight.last >= sight.low and not self.phrases.is_bound(tokens, sight.last)
        if named and tokens[sight.last].text not in _ENDINGS:
            return False
        behind = tokens[place + 1 : place + 2]
        return bool(_CONSTRUCT.fullmatch(tokens[place].text)) and behind != [] and behind[0].text != "من"

    def _does(self, tokens: Sequence[Token], place: int, sight: Sight) -> bool:
        """Whether a verb and its doer open the clause, and do something to a share: ``سددت البلدية 40% من ديونها``."""
        begin = self.phrases.clause_start(tokens, sight.low, sight.last)
        if tokens[place + 1].text != "من" or not 0 < sight.last - begin < 4:
            return False
        first = tokens[begin].text
        doing = FEMININE_VERB.fullmatch(first) or first in self.words.share or first in self.words.saying
        measured = any(self.words.heads.at(tokens, at) for at in range(begin, sight.last + 1))
        return bool(doing) and first not in self.words.verbs and not measured

    def _excepts(self, tokens: Sequence[Token], place: int, sight: Sight) -> bool:
        """Whether a verb denies all but a share of what stands behind: ``لم تصرف إلا 22% من الاعتمادات``."""
        glue = [token.text for token in tokens[sight.last + 1 : place]]
        of_it = any(word in ("منها", "منه", "منهم") for word in glue)
        shared = tokens[place + 1].text == "من" and sight.last > sight.low and not of_it
        verb = sight.last  # "لم يلتحق بالعمل سوى 60% من المعينين": what stands behind the verb has a preposition
        while verb > sight.low and (tokens[verb].text[:1] in "بل" or tokens[verb - 1].text in self.words.prepositions):
            verb -= 1
        denied = shared and verb > sight.low and tokens[verb - 1].text in self.words.negations
        own = next((token.own for token in tokens[place + 2 :]), True)
        return denied and not own and any(word in ("سوي", "الا", "غير") for word in glue)

    def _bracketed(self, tokens: Sequence[Token], place: int, sight: Sight) -> Found | None:
        """What stands before a bracket that holds only counts: ``تمثيلية النساء (3 من أصل 11، أي 27%)``."""
        opened = next((at for at in range(place - 1, sight.low - 1, -1) if tokens[at].text in ("(", ")")), None)
        if opened is None or tokens[opened].text == ")" or opened == place - 1 or opened <= sight.low:
            return None
        first = next((token for token in tokens[opened + 1 : place] if token.text not in self.words.glue), None)
        if first is None or not first.text.isdigit():
            return None
        found = self.phrases.before(tokens, sight.low, opened - 1, "(")
        inner = range(found[1], found[2] + 1) if found else ()
        vote = next((at for at in inner if "اغلبيه" in tokens[at].text), None)
        return (found[0], vote, found[2]) if found and vote is not None else found

    def _whose(self, tokens: Sequence[Token], place: int, found: Found) -> Found:
        """The thing that ``منها`` means: ``ميزانية المركز 7 ملايين، صرف منها 31%``; or the part named behind it."""
        verb, start, end = found
        if any(token.text == "نسبته" for token in tokens[end + 1 : place]):
            return verb, next((at for at in range(end, start, -1) if self.phrases.parts_names(tokens, at)), start), end
        of_it = [at for at in range(start + 1, min(start + 2, place)) if tokens[at].text in ("منه", "منها", "منهم")]
        if not of_it or tokens[start].text.startswith("ال"):
            return found
        if of_it[0] < end and tokens[of_it[0] + 1].text.startswith("ال"):
            return verb, of_it[0] + 1, end  # "اكتمل منها السد الأول"
        owner = self.phrases.topic(tokens, start) or self.phrases.opening(tokens, start)
        return owner or found

    def _subject(self, tokens: Sequence[Token], place: int, sight: Sight) -> Found | None:
        """The clause's subject where what stands behind the figure is only a part of it: ``من خطواته``."""
        behind = sight.behind
        if sight.meant and behind:
            found = self.phrases.topic(tokens, place)
            if found:
                return found
        if behind and not sight.paired and next(token for token in tokens if token.end > behind[0]).own:
            found = self.phrases.before(tokens, sight.low, sight.last, sight.sign) or self.phrases.topic(tokens, place)
            if found and found[0] not in self.words.share and not self.words.light.at(tokens, found[1]):
                return found
        if sight.share and any(token.text in ("منه", "منها") for token in tokens[sight.last + 1 : place]):
            found = self.phrases.before(tokens, sight.low, sight.last - 1, "")
            if found and tokens[found[1]].text not in self.words.share:
                return found
        return None

    def _apposed(self, tokens: Sequence[Token], sight: Sight) -> Found | None:
        """The rate before "that is": ``النسبة العامة أي 34%``."""
        words = tokens[max(sight.low, sight.last - 2) : sight.last + 1]
        if not sight.meant or sight.last <= sight.low or not any(one.text in self.words.told for one in words):
            return None
        return self.phrases.before(tokens, sight.low, sight.last, "")
