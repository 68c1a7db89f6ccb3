"""Where a document introduces its numbered undertakings: headings, items, sentences, and which noun numbers them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Literal

from ogp_nlp.components.base import Offsets, key_of
from ogp_nlp.components.commitment_titles import TitleKnowledge, tidy
from ogp_nlp.components.lines import Line
from ogp_nlp.components.undertakings import Mention, UndertakingKnowledge, alternatives

Style = Literal["heading", "inline", "row", "prose"]

_ELSEWHERE = frozenset({"attendance", "absence", "guests", "remote", "signature"})
_CLOSING = frozenset({"actions", "decisions", "closing", "signature"})
_SIGNS = " \t\n.،؛:-–—"
_SHORT = 3  # lines under each of a list of headings that hold no account
_LEADING = re.compile(r"[\W_]*$")


@dataclass(frozen=True, slots=True)
class Definition:
    """One place that introduces an undertaking.

    ``start``/``end`` are the evidence; ``body`` is where what is said of it begins; ``until`` where it ends (set by
    ``with_regions``); ``line`` the index of its line; ``lead`` and ``theme`` only where a table's cell gives them.
    """

    number: int
    unit: str
    style: Style
    line: int
    start: int
    end: int
    body: int
    title: str | None = None
    theme: str | None = None
    lead: str | None = None
    until: int = 0
    listed: bool = False


class Regions:
    """Tells in whose text an offset stands, without going through all definitions each time."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self.members = sorted(definitions, key=lambda d: d.start)
        self._starts = [d.start for d in self.members]
        self._reach = list(accumulate((d.until for d in self.members), max))

    def owner(self, offset: int) -> Definition | None:
        """The last definition whose text holds the offset."""
        place = bisect_right(self._starts, offset) - 1
        while place >= 0 and self._reach[place] > offset:
            if self.members[place].until > offset:
                return self.members[place]
            place -= 1
        return None


@dataclass(frozen=True)
class DefinitionKnowledge:
    """What tells introductions of undertakings from other mentions."""

    raw: dict[str, Any]

    @cached_property
    def undertakings(self) -> UndertakingKnowledge:
        """Mentions by number."""
        return UndertakingKnowledge(self.raw)

    @cached_property
    def titles(self) -> TitleKnowledge:
        """Titles."""
        return TitleKnowledge(self.raw)

    @cached_property
    def plan(self) -> re.Pattern[str]:
        """Words of a plan."""
        return re.compile(rf"(?<!\w)[وف]?(?:[بك]?ال|لل|[بل])?{alternatives(self.raw['plan']['words'])}(?!\w)")

    @cached_property
    def vague(self) -> frozenset[str]:
        """Introducers that lead to a title only in quotation marks."""
        return frozenset(key_of(word) for word in self.raw["titles"]["vague"])

    def define(self, lines: Sequence[Line]) -> list[Definition]:
        """Introductions outside tables, in order, of all nouns."""
        found: list[Definition] = []
        for line in lines:
            if line.table >= 0 or line.topic in _ELSEWHERE:
                continue
            mentions = self.undertakings.find(line.text, line.start)
            opening = mentions[0] if mentions and _LEADING.match(line.key[: mentions[0].place]) else None
            if opening is not None:
                found.append(self._opening(line, opening, lines, mentions))
            found.extend(self._introduced(line, mentions[1:] if opening else mentions))
        return found

    def _opening(self, line: Line, mention: Mention, lines: Sequence[Line], mentions: list[Mention]) -> Definition:
        """A line that opens with the undertaking's number."""
        rest = line.text[mention.end - line.start :]
        heading = line.kind == "heading" or self._is_bare(line)
        numbered = rest[:1] in " \t" and any(
            sign in line.text[mention.start - line.start : mention.end - line.start] for sign in "0123456789٠١٢٣٤٥٦٧٨٩"
        )
        titled = self.titles.read(rest, mention.end, heading or numbered)
        style: Style = (
            "heading" if heading and len(tidy(line.text[titled.body - line.start :]).split()) < 3 else "inline"
        )
        definition = Definition(
            mention.number, mention.unit, style, line.index, mention.start, mention.end, titled.body, until=line.end
        )
        definition = replace(definition, listed=line.topic == "agenda" and line.kind == "item")
        if titled.title:
            first, last = titled.title
            title = tidy(line.text[first - line.start : last - line.start])
            if style == "heading":
                title, last = self._wrapped(title, last, line, lines)
            return replace(definition, title=title or None, end=_trim(line, last) if title else mention.end)
        if style == "heading" and not tidy(rest):
            return self._from_next_line(definition, line, lines)
        return definition

    def _is_bare(self, line: Line) -> bool:
        """Whether a line that is no heading of its own holds nothing but a number and a title."""
        return len(line.text) <= 220 and not line.text.rstrip().endswith(".") and not self.titles.cut.search(line.key)

    def _wrapped(self, title: str, last: int, line: Line, lines: Sequence[Line]) -> tuple[str, int]:
        """A title whose line breaks before its end."""
        following = lines[line.index + 1] if line.index + 1 < len(lines) else None
        if following is None or following.gap or following.marker or following.cells or following.kind == "heading":
            return title, last
        if self.titles.report.match(following.key) or len(following.text) > 90 or following.text.endswith("."):
            return title, last
        if line.text.rstrip().endswith((":", ".", "؛", "،")) or re.search(r"[%٪:]", following.text):
            return title, last
        if not (self.titles.dangling.search(key_of(title)) or self.titles.opens.match(following.key)):
            return title, last
        return tidy(f"{title} {following.text}"), following.end

    def _from_next_line(self, definition: Definition, line: Line, lines: Sequence[Line]) -> Definition:
        """The title that stands under a lone ``الالتزام الأول``."""
        following = lines[line.index + 1] if line.index + 1 < len(lines) else None
        if following is None or following.marker or following.cells or self.undertakings.find(following.text):
            return definition
        text = following.text.strip()
        quoted = text[:1] in '«"“' and text.rstrip(" .؛:")[-1:] in '»"”'
        label = re.match(r"(?:العنوان|الموضوع|عنوان \w+|التسمية)\s*:\s*", text)
        plain = len(text.split()) <= 22 and not text.endswith(".") and not self.titles.report.match(following.key)
        if not (quoted or label or (plain and "%" not in following.key)):
            return definition
        title = tidy(text[label.end() :] if label else text)
        return replace(definition, title=title, end=following.end, body=following.end, until=following.end)

    def _introduced(self, line: Line, mentions: Iterable[Mention]) -> list[Definition]:
        """Mentions inside a line that go on with a title: ``الالتزام الثالث المتعلق بنشر ...``."""
        found = []
        for mention in mentions:
            rest = line.text[mention.end - line.start :]
            key = key_of(rest[:40])
            quoted = re.match(r"\s*[،:\-]?\s*[«\"“(]", rest)
            listed = re.match(r"\s*:\s", rest)
            introduced = self.titles.introducer.match(key)
            weak = introduced and introduced.group().split() and introduced.group().split()[0] in self.vague
            if not (quoted or listed or (introduced and not weak)):
                continue
            titled = self.titles.read(rest, mention.end, heading=False)
            if titled.title:
                first, last = titled.title
                title = tidy(line.text[first - line.start : last - line.start])
                if len(title.split()) < 2 and not quoted:
                    continue
                spot = (
                    mention.number,
                    mention.unit,
                    "prose",
                    line.index,
                    mention.start,
                    _trim(line, last),
                    titled.body,
                )
                found.append(Definition(*spot, title=title, until=line.end))  # type: ignore[arg-type]
        return found


def _trim(line: Line, end: int) -> int:
    """An end offset without the blanks and signs before it."""
    return line.start + len(line.text[: end - line.start].rstrip(_SIGNS)) if end <= line.end else end


def series_of(definitions: Sequence[Definition], lines: Sequence[Line]) -> dict[str, list[Definition]]:
    """The definitions by the noun that numbers them, each with its region."""
    series: dict[str, list[Definition]] = defaultdict(list)
    for definition in definitions:
        if not definition.listed:
            series[definition.unit].append(definition)
    headed = {d.line: d.unit for d in definitions if d.style in ("heading", "inline")}
    return {
        unit: with_regions(members, lines, frozenset(line for line, other in headed.items() if other != unit))
        for unit, members in series.items()
    }


def choose_unit(
    series: dict[str, list[Definition]], figures: Sequence[Offsets], strong: frozenset[str], plan_seen: bool
) -> str | None:
    """The noun that numbers the plan's undertakings; None where the document reviews none.

    ``figures`` are the offsets of all percentages. A noun whose numbers start again and again stands for the
    parts of an undertaking, unless it is the only one.
    """
    best, score = None, 0.0
    starts = sorted(start for start, _ in figures)
    for unit, members in series.items():
        numbers = {member.number for member in members}
        titled = {member.number for member in members if member.title}
        reported = {m.number for m in members if bisect_left(starts, m.start) < bisect_left(starts, m.until)}
        pairs = pairwise(members)
        restarts = sum(b.number == 1 and a.number >= 1 and b.style == a.style for a, b in pairs)
        firm = unit.split()[0] in strong
        enough = reported or (len(titled) >= 2 and (firm or plan_seen)) or (firm and titled and plan_seen)
        if not enough:
            continue
        value = len(numbers) + 2 * len(reported) + firm - 4 * max(0, restarts - 1 if len(series) == 1 else restarts)
        if value > score:
            best, score = unit, value
    return best


def with_regions(
    definitions: Sequence[Definition], lines: Sequence[Line], parts: frozenset[int] = frozenset()
) -> list[Definition]:
    """Each definition with the end of the text that speaks of its undertaking.

    ``parts`` are the lines that introduce numbered things of another kind: they do not end it.
    """
    result = []
    starts = sorted(definition.start for definition in definitions)
    ends = [line.end for line in lines]
    lengths: list[int] = []
    for definition in sorted(definitions, key=lambda d: d.start):
        after = bisect_right(starts, definition.start)
        following = starts[after] if after < len(starts) else None
        line = lines[definition.line]
        if definition.style in ("row", "prose"):
            until = min(line.end, following) if following is not None and definition.style == "prose" else line.end
        else:
            until = _region_end(definition, lines, following, parts)
            uniform = len(lengths) >= 2 and max(lengths) <= _SHORT
            if following is None and lengths and (definition.style == "inline" or uniform):
                cap = max(lengths)
                until = min(until, lines[min(line.index + cap, len(lines) - 1)].end)
            if definition.style in ("inline", "heading"):
                lengths.append(bisect_right(ends, until) - bisect_right(ends, line.end))
        result.append(replace(definition, until=max(until, definition.end)))
    return result


def _region_end(definition: Definition, lines: Sequence[Line], following: int | None, parts: frozenset[int]) -> int:
    """Where the lines under a definition stop speaking of it: the next one, another heading, another topic."""
    line = lines[definition.line]
    end = line.end
    for other in map(lines.__getitem__, range(line.index + 1, len(lines))):
        if following is not None and other.end > following:
            break
        if (
            other.kind == "heading"
            and other.index not in parts
            and not (other.level > 1 and other.text.endswith(":") and _is_label(other))
        ):
            break
        leaves = other.topic in _CLOSING or (other.topic == "discussion" and line.topic in ("theme", ""))
        if other.topic != line.topic and leaves:
            break
        if (
            definition.style == "inline"
            and line.kind == "item"
            and other.kind == "item"
            and other.marker == line.marker
        ):
            break
        end = other.end
    return end


def _is_label(line: Line) -> bool:
    """Whether a heading with a colon is a label inside an undertaking's report rather than a new part."""
    return len(line.text.split()) <= 3 and not re.search(r"مناقش|نقاش|مداخل|المجتمع|قرار|توصي|ملاحظات", line.key)
