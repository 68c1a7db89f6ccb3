"""Numbered legal texts in running text: laws, decrees, bills, decisions and circulars of any Arab country."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ogp_nlp.arabic.view import View, compiled, fold_view, key_of

_GAP = r"(?:[ ]+\n?[ ]*|\n[ ]*)"
_FIGURE = (
    r"(?:[a-z\u0621-\u064a]{1,3}[ ]?[./\-][ ]?)*[a-z]{0,2}\d+(?:[./\-]+\d+)*"
    r"(?:[/\-](?!\d{1,2}[ ]?/)[\w.]{1,6}(?!\w)|[ ]?[/\-][ ]?(?!\d{1,2}[ ]?/)(?:[^\W\d]{1,2}|\d{1,6})(?!\w))*"
)
_GOVERNOR = re.compile(r"(?<!\w)والي(?=\s(?:ال)?(?:ولايه|جهه|امن)(?!\w))")  # folded like وإلى
_PREFIX = r"(?<!\w)[وف]?[بكل]?"


@dataclass(frozen=True, slots=True)
class LegalMention:
    """One mention: half-open offsets, kind (law, decree, bill, decision, circular), number as guided."""

    start: int
    end: int
    kind: str
    number: str


def _any(words: Iterable[str], *, article: bool = False) -> str:
    forms = sorted({key_of(word) for word in words}, key=len, reverse=True)
    the = "(?:ال)?" if article else ""
    return "(?:" + "|".join(_GAP.join(the + re.escape(word) for word in form.split()) for form in forms) + ")"


def _bare(head: str) -> str:
    """A folded name without articles."""
    return " ".join(word.removeprefix("ال") for word in key_of(head).split())


class _Grammar:
    """The patterns of one knowledge file."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        self.knowledge = knowledge
        self.kind_of = {_bare(head): kind for kind, heads in knowledge["kinds"].items() for head in heads}
        heads = _any(self.kind_of, article=True).replace("(?:(?:ال)?", "(?:(?:ال|ل)?", 1)
        heads = re.sub(r"\|\(\?:ال\)\?", "|(?:ال|ل)?", heads)
        marks = _any(knowledge["number"]["marks"])
        year = rf"(?:{_GAP}{_any(knowledge['number']['year'])}{_GAP}\(?[ ]?(?P<year>\d{{4}})(?:[ ]?\))?)"
        between = rf"(?P<between>(?:{_GAP}[^\W\d_][\w\"'«»-]*){{0,{knowledge['between']['words']}}}?)"
        figure = rf"[(/]?[ ]?(?P<figure>{_FIGURE})(?:[ ]?[)/])?"
        self.marked = re.compile(
            rf"{_PREFIX}(?P<head>{heads})(?!\w){between}{_GAP}\(?(?:و|ب)?{marks}[ ]?[:.]?(?:{_GAP}|[ ]?){figure}{year}?"
        )
        # A number of law or decree alone: المرسوم 8471; one that looks like a year is no number.
        alone = r"(?:(?<=مرسوم )|(?<=قانون )|(?<=تعميم )|(?<=منشور ))(?!(?:19|20)\d\d(?!\d))\d{3,6}(?![\d.,/%\-]|\s%)"
        plain = rf"(?P<figure>\d+(?:[.\-/]\d+)+|\d+(?=\s+(?:ل?سنه|لعام))|{alone})"
        self.plain = re.compile(
            rf"{_PREFIX}(?P<head>{heads})(?!\w)(?P<between>(?:{_GAP}ال\w+)?)[ ]+\(?{plain}\)?{year}?"
        )
        self.more = re.compile(rf"{_GAP}و[ ]?(?:{marks}{_GAP})?\(?(?P<figure>{_FIGURE})\)?{year}?(?![ ]?[%\w])")
        self.stop = re.compile(rf"{_GAP}(?:و|ب|ل|ف)?{_any(knowledge['between']['stop'])}$")
        self.breaks = re.compile(rf"(?<!\w)و?{_any(knowledge['between']['break'])}(?!\w)")
        self.inner = re.compile(rf"{_PREFIX}{heads}(?!\w)")
        own = knowledge["own"]
        self.own_heads = {key_of(head) for head in own["heads"]}
        self.not_own = re.compile(rf"[ \n)]*{_any(own['not_own'])}")
        self.own_after = re.compile(rf"[ \n)]*{_any(own['after'])}")


_grammar = compiled(_Grammar)


def find_legal_references(text: str, knowledge: Mapping[str, Any]) -> list[LegalMention]:
    """Every numbered legal text that ``text`` mentions, in order; ``knowledge`` is ``pipelines/legal.toml``.

    ``رقم 28 لسنة 2022`` gives ``28/2022``, other numbers stay as printed. Letters, unnumbered texts and the
    meeting's own decisions are left out.
    """
    grammar = _grammar(knowledge)
    view = fold_view(text)
    found: list[LegalMention] = []
    position = 0
    ahead = _Ahead(view.key, grammar)
    while match := ahead.next(position):
        kind = _kind(match, grammar)
        if not _belongs(match, grammar) or _is_own(match, grammar, kind):
            position = match.end("head")
            continue
        start = match.start("head")
        merged = view.key[start - 1 : start + 1] == "لل" and match["head"].startswith("ل")  # للمرسوم
        found.append(_mention(text, view, match, start - merged, kind))
        position = match.end()
        while further := grammar.more.match(view.key, position):
            if not _goes_on(match, further):
                break
            found.append(_mention(text, view, further, further.start("figure"), kind))
            position = further.end()
    return found


class _Ahead:
    """The next text named with or without the word "number", each searched again only once it is passed."""

    def __init__(self, key: str, grammar: _Grammar) -> None:
        self.key = key
        self.patterns = (grammar.marked, grammar.plain)
        self.held: list[re.Match[str] | None] = [pattern.search(key) for pattern in self.patterns]

    def next(self, position: int) -> re.Match[str] | None:
        """The nearest match whose head stands at ``position`` or later."""
        for place, match in enumerate(self.held):
            if match is not None and match.start("head") < position:
                self.held[place] = self.patterns[place].search(self.key, position)
        return min((match for match in self.held if match), key=lambda match: match.start("head"), default=None)


def _goes_on(first: re.Match[str], further: re.Match[str]) -> bool:
    """Whether a second number after "و" is of the same text's kind: it has a year, a mark or the same shape."""
    shape = re.sub(r"\d+", "0", first["figure"]) == re.sub(r"\d+", "0", further["figure"])
    plural = bool(re.search(r"(?:ين|ات|قوانين|مراسيم|مناشير|تعاميم|اوامر)$", first["head"].split()[0]))
    return bool(further["year"]) or (shape and (plural or not further["figure"].isdigit()))


def _kind(match: re.Match[str], grammar: _Grammar) -> str:
    name = _bare(match["head"])
    return str(grammar.kind_of.get(name) or grammar.kind_of[name.removeprefix("ل")])


def _belongs(match: re.Match[str], grammar: _Grammar) -> bool:
    """Whether the number is that of the text named, and not of something named between them."""
    between = _GOVERNOR.sub(" ", match["between"])
    if grammar.stop.search(between) or grammar.inner.search(between):
        return False
    if grammar.breaks.search(between) and not (match["year"] and match["head"].split()[0].endswith("قانون")):
        return False  # a law's name may hold such words where its year follows
    return not re.match(r"[ ]?%", match.string[match.end("figure") :])


def _is_own(match: re.Match[str], grammar: _Grammar, kind: str) -> bool:
    """Whether this is one of the meeting's own decisions: ``القرار رقم 3:``."""
    head = match["head"].removeprefix("ال")
    after = match.string[match.end() : match.end() + 40]
    if head not in grammar.own_heads or (head == "امر" and match["between"].strip()):
        return False
    if grammar.own_after.match(after):
        return True
    if match["between"].strip():
        return False
    line = match.string[match.string.rfind("\n", 0, match.start("head")) + 1 : match.start("head")]
    if not re.search(r"[^\W\d_]{2}", line) and re.match(
        r"[ ]*[:\-|]" if match["year"] else r"[ ]*(?:[:\-|]|\n|$)", after
    ):
        return True
    short = match["figure"].isdigit() and len(match["figure"]) <= 3
    return short and match["year"] is None and not grammar.not_own.match(after)


def _mention(text: str, view: View, match: re.Match[str], start: int, kind: str) -> LegalMention:
    low, high = view.span(*match.span("figure"))
    printed = text[low:high].strip(" .-/")
    number = printed
    if match["year"] and not re.search(rf"[/.\-]{match['year']}$", match["figure"]):
        number = f"{match['figure'].strip(' .-/')}/{match['year']}"
    end = match.end()
    if match.group().endswith(")") and "(" not in match.string[start:end]:
        end -= 1
    return LegalMention(*view.span(start, end), kind, number)
