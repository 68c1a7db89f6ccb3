"""The name of the body that meets: from the sentence that says that it met, else from the title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ogp_nlp.components.base import Offsets, cue_pattern, fold, key_of

_TRIM = ' \t\n.:،؛-–—*#"«»'
_ORDINAL_TAIL = re.compile(
    r"\s(?:الاول|الاولي|الثاني[ه]?|الثالث[ه]?|الرابع[ه]?|الخامس[ه]?|السادس[ه]?|السابع[ه]?|الثامن[ه]?|التاسع[ه]?|العاشر[ه]?)(?:\s+عشر[ه]?)?$"
)
_YEARS_TAIL = re.compile(r"[\s(\-]*(?:20|14)\d\d(?:\s*[-/]\s*(?:20|14)\d\d)?\s*(?:م|ه|هـ)?[\s)]*$")
_YEAR_NOUN_TAIL = re.compile(r"\s[-–—]\s(?:ل?ل?(?:ال)?(?:عام|سنه|موسم)(?:\s\w+)?)$")
_FEMININE_ADJECTIVE = re.compile(r"ال(?:\w+ه|عليا|كبري|وسطي|صغري)$")


def _fuller(opening: str | None, title: str | None) -> str | None:
    """The name in the opening sentence, or the title's where that goes on further."""
    if opening is None or title is None:
        return opening or title
    return title if key_of(title).startswith(key_of(opening)) else opening


@dataclass(frozen=True, slots=True)
class Found:
    """A text with its offsets in the document."""

    text: str
    offsets: Offsets


class BodyFinder:
    """Finds the name of the body; knowledge is the ``[body]`` table of ``meeting.toml``."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        named = {key_of(word) for word in knowledge["heads"]}
        named |= {f"ال{word}" for word in named if " " not in word and not word.startswith("ال")}
        heads = sorted(named, key=len, reverse=True)
        self._heads = "|".join(r"\s+".join(map(re.escape, head.split())) for head in heads)
        self._verbs = cue_pattern(knowledge["verbs"])
        self._nouns = cue_pattern(knowledge["nouns"])
        self._ends = cue_pattern(knowledge["ends"])
        self._feminine_nouns = {key_of(word) for word in knowledge["feminine_nouns"]}

    def find(self, title: str, opening: str, text: str) -> str | None:
        """The body's name in the document's words, or None."""
        name = _fuller(self._in_opening(opening), self._in_title(title, text))
        head = self._in_head(text)
        if name is None or head is None:
            return name or head
        short = len(name.split()) <= 2 and len(head.split()) > len(name.split())
        return (
            head
            if short and key_of(head).split()[0].removeprefix("ال") == key_of(name).split()[0].removeprefix("ال")
            else name
        )

    def titled(self, title: str, text: str) -> str | None:
        """The body's name as the title has it, which may be fuller than that of the opening sentence."""
        return self._in_title(title, text)

    def is_name(self, key: str) -> bool:
        """Whether a folded line is the name of a body and no more: no sign, date or verb in it."""
        key = key.strip(_TRIM)
        return re.match(rf"(?:{self._heads})(?!\w)", key) is not None and not re.search(r"[:،؛|\d]", key)

    def _in_opening(self, opening: str) -> str | None:
        """``عقدت اللجنة ... اجتماعها``: the noun phrase after the verb."""
        key = key_of(opening)
        for verb in self._verbs.finditer(key):
            match = re.compile(rf"\s+(?:اعضاء\s+)?(?P<name>(?:{self._heads})(?!\w))").match(key, verb.end())
            if match:
                name = self._until(opening, key, match.start("name"))
                if name and len(name.split()) > 1:
                    return name
        to = rf"لل?(?:{self._bare_heads()})"
        noun = re.compile(
            rf"(?:{self._nouns.pattern})\s+(?:(?!في\s|[بو]?مقر|ب?قاع)\w+\s+){{0,4}}?(?P<name>{to}|(?:{self._heads}))(?!\w)"
        )
        match = noun.search(key)
        if match is None:
            return None
        name = self._until(opening, key, match.start("name"))
        return self._without_lam(name, opening) if name and match["name"].startswith("ل") else name

    def _in_title(self, title: str, text: str) -> str | None:
        """``محضر الاجتماع الرابع للجنة ...``: what the meeting is a meeting of."""
        key = key_of(title)
        match = re.compile(rf"(?<!\w)(?P<to>ل)?(?P<name>(?P<l>ل)?(?:{self._heads}))(?!\w)").search(key)
        genitive = re.compile(rf"(?<!\w)لل?(?P<rest>{self._bare_heads()})(?!\w)").search(key)
        if genitive and (match is None or genitive.start() <= match.start()):
            name = self._until(title, key, genitive.start())
            return self._without_lam(name, text) if name else None
        return self._until(title, key, match.start("name")) if match else None

    def _bare_heads(self) -> str:
        return "|".join(sorted({head.removeprefix("ال") for head in self._heads.split("|")}, key=len, reverse=True))

    def _without_lam(self, name: str, text: str) -> str:
        """``للجنة`` is ل with لجنة or with اللجنة: as written elsewhere, else by the word that follows."""
        if not name.startswith("لل"):
            return name[1:]
        first, _, rest = name.partition(" ")
        # Of a noun that begins with lam (لجنة) one lam is lost: للجنة is ل with اللجنة as well as with لجنة.
        bare = first[1:] if first.startswith("للج") else first[2:]
        definite = f"ال{bare}"
        following = key_of(rest.split()[0]) if rest.split() else ""
        body = key_of(text)
        for form in (definite, bare):
            if following and re.search(rf"(?<!\w){re.escape(key_of(form))}\s+{re.escape(following)}", body):
                return f"{form} {rest}"
        feminine = key_of(first).endswith("ه")
        noun = following.removeprefix("ال") in self._feminine_nouns  # لجنة التنمية, but اللجنة الوطنية
        adjective = bool(_FEMININE_ADJECTIVE.match(following)) and not noun if feminine else following.startswith("ال")
        return f"{definite if adjective or not bare.startswith('لجن') else bare} {rest}".strip()

    def _in_head(self, text: str) -> str | None:
        """A line of the head that is the name of a council or committee."""
        for line in [line for line in text.split("\n") if line.strip()][:10]:
            key = key_of(line.strip(_TRIM))
            if re.match(rf"(?:{self._heads})(?!\w)", key) and len(key.split()) <= 9 and not re.search(r"[:،\d]", key):
                return line.strip(_TRIM)
        return None

    def _until(self, text: str, key: str, begin: int) -> str | None:
        """The name that begins at a place of the folded text, up to a word or mark that ends it."""
        view = fold(text)
        stop = len(key)
        for pattern in (self._ends, re.compile(r"[،؛:(|\t]|\.(?!\w)")):
            match = pattern.search(key, begin + 3)
            if match:
                stop = min(stop, match.start())
        piece = key[begin:stop].rstrip(_TRIM + " ")
        for tail in (_YEARS_TAIL, _YEAR_NOUN_TAIL, _ORDINAL_TAIL):
            piece = tail.sub("", piece).rstrip(_TRIM + " ")
        if not piece:
            return None
        start, end = view.offsets(begin, begin + len(piece))
        return " ".join(text[start:end].split()).strip(_TRIM) or None
