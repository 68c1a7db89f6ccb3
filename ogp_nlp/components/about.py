"""What a figure measures, in the document's own words: the phrase before its verb, after its rate, or behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from ogp_nlp.components.base import Folded, Offsets, key_of

TokenKind = Literal["word", "sign", "figure"]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PREPOSITIONS = frozenset(map(key_of, ("من", "في", "على", "إلى", "عن", "عند", "مع", "بين", "عبر", "لدى", "ضمن", "بـ")))
_PRONOUNS = frozenset(map(key_of, ("فيه", "فيها", "منه", "منها", "منهم", "له", "لها", "به", "بها", "عليه", "عليها", "هذا", "هذه", "فقط")))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign or a whole figure; offsets are of the folded view; ``own`` tells that a pronoun ends the word."""

    start: int
    end: int
    text: str
    kind: TokenKind
    own: bool = False


Place = Literal["before", "after", "carried", "none"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a figure measures: offsets in the folded view (None: nothing named), where it was found, its folded words.

    ``verb`` is the word between phrase and figure, ``clause`` the folded clause up to the figure.
    """

    span: Offsets | None
    place: Place
    key: str = ""
    verb: str = ""
    clause: str = ""


def tokens_of(view: Folded, figures: Sequence[Offsets], text: str) -> list[Token]:
    """The tokens of a folded line ``text``; each figure (offsets in the document) is one token."""
    base = view.origin[0] if view.origin else 0
    spans = [key_span(view, figure) for figure in figures]
    found: list[Token] = []
    at = 0
    for start, end in [*spans, (len(view.key), len(view.key))]:
        for match in _TOKEN.finditer(view.key, at, max(at, start)):
            kind: TokenKind = "word" if match.group()[0].isalnum() else "sign"
            printed = text[view.origin[match.start()] - base : view.offsets(*match.span())[1] - base]
            own = len(match.group()) > 4 and bool(_OWN.search(printed))
            found.append(Token(*match.span(), match.group(), kind, own))
        if end > start:
            found.append(Token(start, end, view.key[start:end], "figure"))
        at = max(at, end)
    return found


def key_span(view: Folded, offsets: Offsets) -> Offsets:
    """The offsets in the folded view of offsets in the text."""
    return bisect_left(view.origin, offsets[0]), min(bisect_left(view.origin, offsets[1]), len(view.key))


class Words:
    """A set of cue words of which some are made of several; knows its members with و or ف before them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.forms = frozenset(" ".join(key_of(word).split()) for word in words)
        self.length = max((len(form.split()) for form in self.forms), default=1)

    def at(self, tokens: Sequence[Token], place: int) -> int:
        """How many tokens from ``place`` on form a member (0: none)."""
        for length in range(self.length, 0, -1):
            text = " ".join(token.text for token in tokens[place : place + length])
            if text in self:
                return length
        return 0

    def before(self, tokens: Sequence[Token], place: int) -> int:
        """How many tokens that end at ``place`` (inclusive) form a member (0: none)."""
        for length in range(min(self.length, place + 1), 0, -1):
            if " ".join(token.text for token in tokens[place - length + 1 : place + 1]) in self:
                return length
        return 0

    def __contains__(self, text: object) -> bool:
        word = str(text)
        bare = word[1:] if word[:1] in "وف" else word
        future = bare[1:] if bare[:2] in ("ست", "سي") else bare
        return word in self.forms or bare in self.forms or future in self.forms


@dataclass(frozen=True)
class AboutKnowledge:
    """The cue words of ``[measure]``, compiled."""

    raw: dict[str, Any]

    def _words(self, name: str) -> Words:
        return Words(self.raw["measure"][name])

    @cached_property
    def heads(self) -> Words:
        """Nouns of measure."""
        return self._words("heads")

    @cached_property
    def verbs(self) -> Words:
        """Verbs of measure."""
        return self._words("verbs")

    @cached_property
    def joints(self) -> Words:
        """``قدره`` and the like."""
        return self._words("joints")

    @cached_property
    def glue(self) -> Words:
        """Words directly before a figure."""
        return self._words("glue")

    @cached_property
    def bounds(self) -> Words:
        """Left ends of a phrase."""
        return self._words("bounds")

    @cached_property
    def ends(self) -> Words:
        """Right ends of a phrase."""
        return self._words("ends")

    @cached_property
    def not_named(self) -> Words:
        """Words after a figure that name nothing."""
        return self._words("not_named")

    @cached_property
    def share(self) -> Words:
        """Verbs that hand over a share."""
        return self._words("share")

    @cached_property
    def weak(self) -> Words:
        """Words that point back to the figure before."""
        return self._words("weak")

    @cached_property
    def modals(self) -> Words:
        """Words before ``أن`` that leave the subject where it was: ``الفاقد يجب أن يقل عن 10%``."""
        return self._words("modals")

    @cached_property
    def aims(self) -> Words:
        """Nouns of a target: the figure is one of the same measure."""
        return self._words("aims")

    @cached_property
    def by(self) -> frozenset[str]:
        """Nouns that stand with ``ب`` before their own figure: ``بعائد 23%``."""
        return frozenset("ب" + key_of(word) for word in self.raw["measure"]["by"])

    @cached_property
    def saying(self) -> Words:
        """Verbs of saying and deciding."""
        return self._words("saying")

    @cached_property
    def light(self) -> Words:
        """Nouns that lead on to the thing."""
        return self._words("light")

    @cached_property
    def w_words(self) -> frozenset[str]:
        """Words that begin with a letter like ``and``."""
        return frozenset(key_of(word) for word in self.raw["measure"]["w_words"])

    def read(self, tokens: Sequence[Token]) -> list[Phrase]:
        """What each figure of a line or cell measures, in order; what is not named is taken over from the one before."""
        found: list[Phrase] = []
        places = [place for place, token in enumerate(tokens) if token.kind == "figure"]
        for order, place in enumerate(places):
            phrase = self.find(tokens, place)
            if phrase.place == "none" or self._points_back(phrase):
                before = found[-1] if found else None
                apart = not before or any(_ends_sentence(tokens, at) for at in range(places[order - 1], place))
                if before and (not apart or phrase.place != "none" or self._pronoun(tokens, place)):
                    phrase = replace(before, place="carried", verb=phrase.verb, clause=phrase.clause)
                elif phrase.place != "none":
                    behind = self._behind(tokens, place)
                    if behind:
                        phrase = Phrase(behind, "after", _cut(tokens, behind), "", phrase.clause)
                        found.append(phrase)
                        continue
                    phrase = self._topic(tokens, place) or replace(phrase, span=None, place="none", key="")
                elif phrase.verb in self.verbs or phrase.verb in self.joints:
                    phrase = self._topic(tokens, place) or phrase
            found.append(phrase)
        return found

    def _points_back(self, phrase: Phrase) -> bool:
        words = phrase.key.split()
        if phrase.place == "after" or not words:
            return False
        first = words[0].removeprefix("و")
        if words[-1] in _HANDED or first in self.aims:
            return True
        return first in self.weak and (len(words) == 1 or (first in self.heads and words[1] in _PREPOSITIONS))

    def _pronoun(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether the words before a figure speak of a rate told before: ``أن تصل النسبة إلى 85%``."""
        return any(token.text in ("النسبه", "انها", "انه") for token in tokens[max(0, place - 5) : place])

    def _topic(self, tokens: Sequence[Token], place: int) -> Phrase | None:
        """The subject of the clause before: ``عدد المسجلات ارتفع إلى 214 لاعبة أي بزيادة 31%``."""
        found = self._topic_of(tokens, place)
        clause = _text(tokens[_sentence_start(tokens, place) : place])
        return self._phrase(tokens, found, "before", clause) if found else None

    def _topic_of(self, tokens: Sequence[Token], place: int) -> tuple[str, int, int] | None:
        low = _sentence_start(tokens, place)
        for at in range(place - 1, low, -1):
            if self.verbs.before(tokens, at) and tokens[at].text.removeprefix("و") not in _COPULAS:
                found = self._before(tokens, low, at, "")
                if found and not (found[1] == found[2] and self.weak.at(tokens, found[1])):
                    return found
        return None

    def _phrase(self, tokens: Sequence[Token], found: tuple[str, int, int], place: Place, clause: str) -> Phrase:
        verb, start, end = found
        if tokens[end].text in self.by:
            start = end
        first = tokens[start].start
        word = tokens[start].text
        after_preposition = start > 0 and tokens[start - 1].text in _PREPOSITIONS
        if word[:1] in "لب" and word[1:] in self.heads.forms:
            first += 1
        elif word in self.by or (word.startswith("و") and len(word) > 3 and word not in self.w_words and not after_preposition):
            first += 1
        key = _text(tokens[start : end + 1])
        return Phrase((first, tokens[end].end), place, key[1:] if first > tokens[start].start else key, verb, clause)

    def find(self, tokens: Sequence[Token], place: int) -> Phrase:
        """What the figure ``tokens[place]`` measures by the words beside it."""
        low = _sentence_start(tokens, place)
        last, sign = self._skip_glue(tokens, low, place)
        clause = _text(tokens[self._clause_start(tokens, low, last) : place])
        behind = self._behind(tokens, place)
        begin = self._clause_start(tokens, low, last)
        share = any(token.text in self.share for token in tokens[max(begin, last - 2) : last + 1])
        joined = last >= low and tokens[last].text == "و" and low > 0 and tokens[low - 1].kind == "figure"
        meant = tokens[place - 1].text == "اي" if place else False
        between = [token.text for token in tokens[low:place]]
        paired = low > 0 and tokens[low - 1].kind == "figure" and all(text in _PAIRS for text in between)
        if meant and behind:
            topic = self._topic(tokens, place)
            if topic:
                return topic
        pronoun = behind is not None and next(t for t in tokens if t.start == behind[0]).own
        if behind and pronoun and not paired:
            found = self._before(tokens, low, last, sign) or self._topic_of(tokens, place)
            if found and found[0] not in self.share and not self.light.at(tokens, found[1]):
                return self._phrase(tokens, found, "before", clause)
        if share and any(token.text in ("منه", "منها") for token in tokens[last + 1 : place]):
            found = self._before(tokens, low, last - 1, "")
            if found and found[1] <= found[2] and tokens[found[1]].text not in self.share:
                return self._phrase(tokens, found, "before", clause)
        if behind and not paired and (last < low or share or joined or meant or self._is_bound(tokens, last)):
            return Phrase(behind, "after", _cut(tokens, behind), tokens[last].text if share else "", clause)
        if joined or paired:
            return Phrase(None, "none", "", "", clause)
        if self._quoted(tokens, low, last, place):
            return Phrase(None, "none", "", "", clause)
        found = self._before(tokens, low, last, sign)
        if found and low > 0 and found[1] == low and tokens[low - 1].kind == "figure" and tokens[low].text[:1] in "بل":
            found = None  # "70% بمركز البلدية ولا تتعدى 40%": where the figure before holds
        if found and all(token.text in self.share for token in tokens[found[1] : found[2] + 1]):
            found = self._topic_of(tokens, place) or found
        if found and not (behind and sign == ":" and not tokens[found[1]].text.removeprefix("و") in self.heads):
            return self._phrase(tokens, found, "before", clause)
        if behind:
            return Phrase(behind, "after", _cut(tokens, behind), "", clause)
        return Phrase(None, "none", "", tokens[last].text if last >= low else "", clause)

    def _quoted(self, tokens: Sequence[Token], low: int, last: int, place: int) -> bool:
        """Whether somebody only asks about a rate told before: ``استفسر ... عن نسبة 62%``."""
        glue = [token.text for token in tokens[last + 1 : place]]
        told = any(word in ("نسبه", "النسبه", "رقم", "الرقم") for word in glue)
        begin = self._clause_start(tokens, low, last)
        asked = any(token.text in self.saying for token in tokens[begin : last + 1])
        light = last > low and bool(self.light.before(tokens, last))
        return asked and ((told and any(word in _LEADS for word in glue)) or (light and (told or tokens[last - 1].text in _LEADS)))

    def _skip_glue(self, tokens: Sequence[Token], low: int, place: int) -> tuple[int, str]:
        """The last token before the figure that says something, and a colon or bracket passed on the way."""
        at, sign = place - 1, ""
        while at >= low:
            token = tokens[at]
            if token.kind == "sign" and token.text in "(:-[=<>≥≤+«\"\u2265\u2264":
                sign = token.text
                at -= 1
                continue
            length = self.glue.before(tokens, at)
            if token.kind != "word" or not length or (length == 1 and token.text in self.joints and token.text not in self.glue):
                break
            at -= length
        return at, sign

    def _is_bound(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        if token.kind == "figure":
            return True
        if token.kind == "sign" and token.text not in "-/'\"«»":
            return token.text != "." or not _abbreviates(tokens, at)
        return bool(self.bounds.before(tokens, at)) and not self.verbs.before(tokens, at)

    def _clause_start(self, tokens: Sequence[Token], low: int, last: int) -> int:
        at = last
        while at >= low and not self._is_bound(tokens, at):
            at -= 1
        return at + 1

    def _before(self, tokens: Sequence[Token], low: int, last: int, sign: str) -> tuple[str, int, int] | None:
        """Verb, first and last token of the phrase that stands before a figure."""
        verb, end = "", last
        crossed = False
        while end >= low:
            if self.joints.before(tokens, end) and not crossed:
                return self._joint(tokens, low, end)
            length = self.verbs.before(tokens, end)
            if length:
                verb, end = verb or tokens[end].text, end - length
                while end >= low and (tokens[end].text in _NEGATIONS or tokens[end].text in ("بنسبه", "نسبه", "بمعدل")):
                    end -= 1
                continue
            if end > low and tokens[end].text in ("ان", "الا") and self.modals.before(tokens, end - 1):
                end -= 2
                while end >= low and (tokens[end].text in "،,من" or tokens[end].text in _LINKS):
                    end -= 1
                continue
            if self._is_bound(tokens, end):
                if crossed or tokens[end].kind == "figure" or tokens[end].text.lstrip("وفب") in ("انه", "انها") or not (verb or sign or tokens[end].text in _RELATIVE):
                    return None
                relative = tokens[end].text in _RELATIVE
                if verb.removeprefix("و") in _COPULAS and not relative:
                    return None
                end -= 1
                while end >= low and (tokens[end].text in "،," or tokens[end].text in _LINKS):
                    end -= 1
                crossed = not relative
                continue
            break
        if end < low:
            return None
        start = self._clause_start(tokens, low, end)
        found = self._shape(tokens, start, end, verb)
        if found is None and start > low + 1 and tokens[start - 1].text in _RELATIVE:
            end = start - 2  # "الحصيلة التي بلغت إلى غاية متم مارس 47%": behind the verb stands only a date
            found = self._shape(tokens, self._clause_start(tokens, low, end), end, verb or tokens[start].text)
        return found

    def _shape(self, tokens: Sequence[Token], start: int, end: int, verb: str) -> tuple[str, int, int] | None:
        """The phrase within a clause: behind its verb, from its noun of measure on, without time and place."""
        for at in range(end, start - 1, -1):
            if self.verbs.before(tokens, at):
                behind = tokens[at + 1].text if at < end else ""
                superlative = (behind in _SUPERLATIVES or behind.isdigit()) and at > start
                if at == end or superlative or behind in _PREPOSITIONS or self.ends.at(tokens, at + 1):
                    kept = self._shape(tokens, start, at - 1, tokens[at].text) if at > start else None
                    if kept or at == end or superlative or behind not in _PREPOSITIONS or self.ends.at(tokens, at + 1):
                        return kept
                    verb, start = tokens[at].text, at + 2
                    break
                verb, start = tokens[at].text, at + 1
                break
        start = self._behind_saying(tokens, start, end)
        heads = [at for at in range(start, end + 1) if tokens[at].text in self.heads or tokens[at].text[1:] in self.heads.forms]
        heads = [at for at in heads if at == start or tokens[at - 1].text not in _PREPOSITIONS] or heads
        if heads:
            start = heads[-1]
        stop = next((at for at in range(start + 1, end + 1) if self.ends.at(tokens, at)), end + 1)
        end = stop - 1
        digits = [at for at in range(start, end + 1) if _NUMBER.fullmatch(tokens[at].text)]
        if digits and digits[-1] >= end - 1 and digits[-1] > start:
            end = digits[-1] - 1 if tokens[digits[-1] - 1].text not in _NUMBER_SIGNS else end
        while end > start and (tokens[end].text in _PRONOUNS or tokens[end].text in _PREPOSITIONS or tokens[end].kind == "sign"):
            end -= 1
        while start < end and (tokens[start].kind == "sign" or tokens[start].text in _LINKS or tokens[start].text.removeprefix("و") in _PREPOSITIONS):
            start += 1
        words = [token.text for token in tokens[start : end + 1]]
        if words and self.ends.at(tokens, start) and not self.heads.at(tokens, start):
            return None
        if all(word.isdigit() or word in _NEGATIONS or word in _PREPOSITIONS for word in words):
            return None
        if end < start or tokens[start].kind != "word" or tokens[start].text in _PRONOUNS or tokens[start].text in _LINKS:
            return None
        return verb, start, end

    def _behind_saying(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Where the thing begins in a clause on what somebody said or decided: behind the last preposition."""
        said = [at for at in range(start, min(end, start + 4)) if tokens[at].text in self.saying]
        if not said:
            return start
        for at in range(end - 1, said[0], -1):
            if tokens[at].text in _LEADS or self.light.at(tokens, at):
                start = at + 1
                break
            if tokens[at].text[:1] in "بل" and len(tokens[at].text) > 5 and at > said[0] + 1:
                start = at
                break
        while start < end and self.light.at(tokens, start):
            start += 1
        return start

    def _joint(self, tokens: Sequence[Token], low: int, place: int) -> tuple[str, int, int] | None:
        """``خصم مقداره``: the noun before, with what belongs to it."""
        end = place - 1
        if end < low or tokens[end].kind != "word" or self.light.before(tokens, end):
            return None
        if tokens[end].text.endswith("ا") and end > low and tokens[end - 1].text.startswith("ال"):
            return tokens[place].text, end, end
        start = self._clause_start(tokens, low, end)
        for at in range(end, start - 1, -1):
            if tokens[at].text in _PREPOSITIONS or self.verbs.before(tokens, at):
                start = min(at + 1, end)
                break
            if tokens[at].text.startswith("ب") and at < end + 1 and len(tokens[at].text) > 4:
                start = at
                break
        return tokens[place].text, max(start, end - 5), end

    def _behind(self, tokens: Sequence[Token], place: int) -> Offsets | None:
        """The phrase behind a figure: ``من الطلبات المقدمة``, ``تبرعات عينية``."""
        at = place + 1
        while at < len(tokens) and tokens[at].text in (")", "فقط", "تقريبا"):
            at += 1
        if at >= len(tokens) or tokens[at].kind != "word":
            return None
        if tokens[at].text == "من":
            at += 1
            while at < len(tokens) and tokens[at].text in ("مجموع", "اجمالي", "هذه", "هذا", "جمله", "عدد"):
                at += 1
        elif tokens[at].text[:1] in "وف" or tokens[at].text.startswith(("لل", "لبقي", "لباقي")) or self.not_named.at(tokens, at) or self.verbs.at(tokens, at):
            return None
        end, prepositions = at, 0
        while end < len(tokens) and tokens[end].kind == "word" and end - at < 8:
            if end > at and (_PLURAL_VERB.fullmatch(tokens[end].text) or self.ends.at(tokens, end) or self.bounds.at(tokens, end) or self.verbs.at(tokens, end)):
                break
            if end > at and tokens[end].text[:1] == "و" and (end + 1 < len(tokens) and tokens[end + 1].kind == "figure" or tokens[end].text == "و"):
                break
            if end > at and tokens[end].text in _PREPOSITIONS:
                prepositions += 1
                if prepositions > 1:
                    break
            end += 1
        while end > at and tokens[end - 1].text in _PREPOSITIONS:
            end -= 1
        return (tokens[at].start, tokens[end - 1].end) if end > at else None


_OWN = re.compile(r"\w{2}(?:ه|ها|هم)[\u064b-\u0652]*$")
_PLURAL_VERB = re.compile(r"ي\w{2,}ون")
_PAIRS = frozenset(map(key_of, ("و", "إلى", "الى", "-", "أو", "(", ")", "حتى", "نسبة", "من", "%", "بين", "وبين", "ما")))
_HANDED = frozenset(map(key_of, ("رفعها", "رفعه", "خفضها", "خفضه", "برفعها", "برفعه", "بخفضها", "بخفضه", "لرفعها", "زيادتها", "تخفيضها", "تخفيضه", "بلوغها")))
_SUPERLATIVES = frozenset(map(key_of, ("أحسن", "أعلى", "أدنى", "أقل", "أكبر", "أفضل", "أضعف", "أكثر")))
_LEADS = frozenset(map(key_of, ("إلى", "عن", "على", "الى", "حول")))
_NEGATIONS = frozenset(map(key_of, ("لم", "لا", "لن", "ما", "ألا", "سوى", "قد", "فقد", "وقد", "ولم", "ولا", "اذ", "اليوم")))
_RELATIVE = frozenset(map(key_of, ("الذي", "التي", "والذي", "والتي", "حيث", "اذ", "إذ", "وهو", "وهي")))
_LINKS = frozenset(map(key_of, ("حيث", "إذ", "و", "وقد", "فقد", "ثم", "كما", "أما", "ولكن", "لكن", "بل", "أي", "وأن", "وقد", "قد", "الآن", "هو", "هي", "دون")))
_NUMBER_SIGNS = frozenset(map(key_of, ("رقم", "عدد", "مادة", "سنة", "عام", "لسنة", "لعام")))


def _sentence_start(tokens: Sequence[Token], place: int) -> int:
    """The first token of the clause chain before a figure: after a full stop, a semicolon or the figure before it."""
    for at in range(place - 1, -1, -1):
        token = tokens[at]
        if token.kind == "figure" or (token.kind == "sign" and token.text in "؛;؟?!|"):
            return at + 1
        if token.text == "." and not _abbreviates(tokens, at):
            return at + 1
    return 0


def _abbreviates(tokens: Sequence[Token], at: int) -> bool:
    """Whether a full stop belongs to a short title (``د.``, ``أ.د.``) or stands inside a number."""
    if not at:
        return False
    before = tokens[at - 1]
    near = before.end == tokens[at].start
    inside = at + 1 < len(tokens) and tokens[at + 1].start == tokens[at].end and tokens[at + 1].text.isdigit()
    return near and (len(before.text) == 1 and not before.text.isdigit() or (before.text.isdigit() and inside))


def _ends_sentence(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind == "sign" and (token.text in "؛;؟?!|" or (token.text == "." and not _abbreviates(tokens, at)))


_COPULAS = frozenset(map(key_of, ("كان", "كانت", "هو", "هي", "يكون", "تكون")))


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _cut(tokens: Sequence[Token], span: Offsets) -> str:
    return _text([token for token in tokens if span[0] <= token.start and token.end <= span[1]])
