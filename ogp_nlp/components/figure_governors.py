"""Which undertaking the words around a figure name, and under whose heading it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from ogp_nlp.components.about import Phrase
from ogp_nlp.components.base import Folded, Offsets, key_of
from ogp_nlp.components.commitment_definitions import Definition, Regions
from ogp_nlp.components.figure_tokens import key_span
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.lines import Line
from ogp_nlp.components.progress import Governor
from ogp_nlp.components.undertakings import Mention, UndertakingKnowledge

_SENTENCE = 1500  # what stands farther away than this is another sentence, whatever the signs


class Governors:
    """Finds for each figure the undertaking it stands with.

    ``unit`` is the noun that numbers the undertakings (None: unknown), ``parts`` are the lines that introduce
    numbered things of another kind.
    """

    def __init__(
        self,
        undertakings: UndertakingKnowledge,
        definitions: Sequence[Definition],
        unit: str | None,
        parts: Mapping[int, Definition],
    ) -> None:
        self.undertakings = undertakings
        self.unit = unit
        self.parts = parts
        self.regions = Regions(definitions)
        self.titles = {d.number: key_of(d.title) for d in reversed(definitions) if d.title}

    def named_in(self, line: Line) -> list[Mention]:
        """The undertakings that a line names one by one."""
        return [m for m in self.undertakings.find(line.text, line.start) if self._counts(m)]

    def _counts(self, mention: Mention) -> bool:
        if self.unit is not None:
            return mention.unit == self.unit
        return mention.unit.split()[0] in self.undertakings.strong or mention.signed

    def masked(self, key: str, named: Sequence[Mention]) -> str:
        """A folded line with blanks for mentions of undertakings: their nouns (``الهدف الرابع``) are no cues."""
        hidden = [(m.place, m.after) for m in named]
        if self.unit and "هدف" in self.unit:  # the plan's own noun is no cue of a target
            hidden += [match.span() for match in re.finditer(r"(?<!\w)(?:ال|لل)?هدف(?!\w)", key)]
        parts, at = [], 0
        for start, end in sorted(hidden):
            if start >= at:
                parts += [key[at:start], " " * (end - start)]
                at = end
        return "".join([*parts, key[at:]])

    def shared(self, view: Folded, spans: Sequence[Offsets]) -> dict[int, int]:
        """Which figure of a line belongs to which undertaking of a list: ``الالتزامان 2 و3 على التوالي 40% و60%``."""
        found: dict[int, int] = {}
        places = [key_span(view, span) for span in spans]
        starts = [start for start, _ in places]
        for members in self.undertakings.lists_in(view):
            first = members[0]
            if self.unit is not None and first.unit != self.unit:
                continue
            count = len(members)
            behind = bisect_left(starts, first.after)
            for begin in (behind, behind - count):
                group = range(begin, begin + count)
                if begin < 0 or begin + count > len(spans):
                    continue
                edge = (min(first.place, starts[begin]), max(first.after, places[group[-1]][1]))
                beyond = behind + count if begin == behind else begin - 1
                more = 0 <= beyond < len(spans) and not _ends(view.key[edge[0] : edge[1]])
                close = more and 0 <= (starts[beyond] - edge[1] if begin == behind else edge[0] - places[beyond][1]) < 6
                if not _ends(view.key[edge[0] : edge[1]]) and not close:
                    found.update({order: member.number for order, member in zip(group, members, strict=True)})
                    break
        return found

    def of(
        self,
        view: Folded,
        figure: Figure,
        phrase: Phrase,
        named: Sequence[Mention],
        room: Offsets,
        before: Figure | None,
    ) -> Governor | None:
        """The undertaking that the words around a figure name, or under whose heading it stands.

        ``view`` is the folded line, ``named`` what it names, ``room`` the ends of the neighbouring figures in it,
        ``before`` the last figure read.
        """
        mention = self._named(view, figure, phrase, named, room)
        if mention is not None:
            return Governor(mention.number, self.titles.get(mention.number, ""), explicit=True)
        earlier = self._earlier(view, figure, named)
        if earlier is not None:
            return Governor(earlier.number, self.titles.get(earlier.number, ""), explicit=False)
        owner = self.regions.owner(figure.start)
        if owner is None or figure.line in self.parts:
            return None
        first = before is None or before.start < owner.start
        return Governor(owner.number, self.titles.get(owner.number, ""), explicit=False, first=first)

    def _named(
        self, view: Folded, figure: Figure, phrase: Phrase, named: Sequence[Mention], room: Offsets
    ) -> Mention | None:
        """The mention that speaks for a figure: in its phrase, right behind it, before it in its sentence."""
        start, end = key_span(view, (figure.start, figure.end))
        if phrase.span is not None:
            near = named[bisect_left(named, phrase.span[0], key=lambda m: m.place) :][:9]
            inside = [m for m in near if m.after <= phrase.span[1] + 3]
            if inside and phrase.place != "carried":
                return inside[-1]
        later = named[bisect_left(named, end, key=lambda m: m.place) :]
        behind = [m for m in later[:1] if m.place < room[1] and not _stops(view.key[end : m.place])]
        before = named[: bisect_right(named, start, key=lambda m: m.after)]
        bare = phrase.place in ("none", "carried")
        if behind and bare and len(view.key[end : behind[0].place].split()) <= 5:
            return behind[0]
        if before and not _ends(view.key[before[-1].after : start]):
            return before[-1]
        if behind and len(view.key[end : behind[0].place].split()) <= 4:
            return behind[0]
        return None

    def _earlier(self, view: Folded, figure: Figure, named: Sequence[Mention]) -> Mention | None:
        """The last mention in an earlier sentence of the line, where the figure stands in no undertaking's text."""
        start, _ = key_span(view, (figure.start, figure.end))
        before = named[: bisect_right(named, start, key=lambda m: m.after)]
        return before[-1] if before and self.regions.owner(figure.start) is None else None


def _stops(between: str) -> bool:
    return any(sign in between for sign in ".؛;،") or " وان " in f" {between} "


def _ends(between: str) -> bool:
    """Whether a sentence ends in a folded text; full stops of short titles and numbers do not count."""
    if len(between) > _SENTENCE:
        return True
    for place, sign in enumerate(between):
        if sign in "؛;؟?|":
            return True
        if sign == "." and not between[place + 1 : place + 2].isdigit():
            word = between[:place].split()[-1:] or [""]
            if len(word[0]) > 1 and not word[0].endswith("."):
                return True
    return False
