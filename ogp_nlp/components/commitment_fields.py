"""Axis, progress and reporter of the numbered undertakings of one document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence

from ogp_nlp.components.base import key_of
from ogp_nlp.components.commitment_definitions import Definition, Regions
from ogp_nlp.components.commitment_knowledge import CommitmentKnowledge
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.lines import Line
from ogp_nlp.components.review import Review
from ogp_nlp.components.undertakings import Mention, UndertakingKnowledge

_NO_FIGURE = frozenset({"target", "previous", "range_start", "range_end", "minimum"})
_RANGE = frozenset({"range_start", "range_end"})
_REACH = 800  # characters around a mention in which its reporter is sought
_SENTENCE = re.compile(r"(?<![\s.]\w)[.؛]\s")


class CommitmentFields:
    """Reads the fields of the undertakings of one document, whose lines and review it is given."""

    def __init__(
        self,
        knowledge: CommitmentKnowledge,
        undertakings: UndertakingKnowledge,
        text: str,
        lines: Sequence[Line],
        found: Review,
    ) -> None:
        self.knowledge = knowledge
        self.undertakings = undertakings
        self.text = text
        self.lines = lines
        self._defining = {d.line for d in found.definitions}
        self._starts = [line.start for line in lines]
        self._figures: dict[int, list[Figure]] = defaultdict(list)
        for figure in found.figures:
            if figure.commitment is not None and figure.subject == "commitment_progress":
                self._figures[figure.commitment].append(figure)
        self._axes = self._above(self._is_axis, self._is_other_part)
        self._opener = self._find_opener(found.definitions)
        self._unlisted = self._above(lambda line: not self._is_listed(line), lambda _: False)

    def _above(self, wanted: Callable[[Line], bool], bar: Callable[[Line], bool]) -> list[int]:
        """For each line the index of the nearest line above that is ``wanted``, -1 where a ``bar`` is nearer."""
        found, nearest = [], -1
        for line in self.lines:
            found.append(nearest)
            nearest = line.index if wanted(line) else -1 if bar(line) else nearest
        return found

    def theme(self, places: Sequence[Definition]) -> str | None:
        """The axis under whose heading an undertaking stands."""
        for place in places:
            if place.listed:
                continue
            axis = self._axes[place.line]
            # in running text only an account right under the axis is of it
            if axis >= 0 and (place.style != "prose" or self.lines[place.line].heading == axis):
                return self.knowledge.theme_name(self.lines[axis].text) or None
        return None

    def _is_other_part(self, line: Line) -> bool:
        return line.kind == "heading" and line.level <= 1 and line.index not in self._defining

    def _is_axis(self, line: Line) -> bool:
        key = line.key
        if line.index in self._defining or len(line.text) > 170 or line.cells:
            return False
        if line.text.rstrip().endswith((".", "؛")) and line.kind != "heading":
            return False
        match = self.knowledge.axis.match(key)
        if match and match["sign"]:
            return True
        stands_out = line.gap or bool(self.lines[min(line.index + 1, len(self.lines) - 1)].cells)
        short = len(line.text.split()) <= 8 and line.text.rstrip()[-1:].isalpha()
        plain = line.kind == "paragraph" and stands_out and short
        return bool((line.kind == "heading" or plain) and self.knowledge.named_axis.match(key))

    def progress(self, number: int, places: Sequence[Definition]) -> float | None:
        """The figure the document gives now: in the undertaking's own text first; None where it is a range."""
        own = self._figures[number]
        regions = Regions(places)
        for group in ((f for f in own if regions.owner(f.start)), iter(own)):
            now: Figure | None = None
            for figure in group:
                marks = set(figure.qualifiers)
                if marks & _RANGE and now is None:
                    return None
                if marks & _NO_FIGURE and marks & _NO_FIGURE != {"minimum"}:
                    continue
                later = now is not None and now.as_of and figure.as_of and figure.as_of > now.as_of
                now = figure if now is None or later else now
            if now is not None:
                return now.value
        return None

    def _presenter(self, places: Sequence[Definition]) -> str | None:
        """Who presents a list of undertakings: the reporter of the line with a colon above it."""
        for place in places:
            above = self._unlisted[place.line]
            if place.style == "inline" and above >= 0 and self.lines[above].text.rstrip().endswith(":"):
                return self.knowledge.lead.find(self.lines[above].text)
        return None

    def _is_listed(self, line: Line) -> bool:
        """Whether a line is one of a list of undertakings."""
        return line.kind == "item" or any(mention.place < 4 for mention in self.undertakings.find(line.text[:60]))

    def _own_text(self, place: Definition) -> str:
        """What is said of an undertaking, up to the line that turns to another: ``وبخصوص الالتزام الثاني ...``."""
        kept: list[str] = []
        for order, line in enumerate(self.text[place.body : place.until].split("\n")):
            named = {mention.number for mention in self.undertakings.find(line[:80])}
            if order and named and place.number not in named:
                break
            kept.append(line)
        return "\n".join(kept)

    def lead(self, places: Sequence[Definition], mention: Mention | None) -> str | None:
        """Who reports: a table's cell, a label or the first reporter in what is said of the undertaking."""
        cell = next((place.lead for place in places if place.lead), None)
        if cell:
            return self.knowledge.lead.strip(cell) or None
        for place in places:
            if place.style == "row" or place.listed:
                continue
            found = self.knowledge.lead.find(self._own_text(place))
            if found:
                return found
        spoken = self._taken_up(places) or self._presenter(places) or self._speaker(places, mention)
        return spoken or (self._opener if places else None)

    def _taken_up(self, places: Sequence[Definition]) -> str | None:
        """Who speaks where the account turns to a listed undertaking: ``وفيما يخص المشروع رقم (4) أوضحت ...``."""
        wanted = {(place.unit, place.number) for place in places if place.style != "prose"}
        last = max((place.line for place in places), default=len(self.lines))
        for line in self.lines[last + 1 :] if wanted else ():
            for mention in self.undertakings.find(line.text, line.start):
                if (mention.unit, mention.number) not in wanted:
                    continue
                head = _SENTENCE.split(line.text[: mention.start - line.start])[-1]
                tail = _SENTENCE.split(line.text[mention.end - line.start :])[0]
                if self.knowledge.lead.takes_up.match(key_of(head)):
                    found = self.knowledge.lead.find(tail)
                    if found:
                        return found
        return None

    def _find_opener(self, definitions: Sequence[Definition]) -> str | None:
        """Who presents the whole review: the reporter of the paragraph before the first undertaking."""
        first = next((d for d in definitions if not d.listed and d.style != "prose"), None)
        if first is None:
            return None
        above = self.lines[max(0, first.line - 5) : first.line]
        told = next((line for line in reversed(above) if line.kind == "paragraph" and len(line.text) > 60), None)
        if told is None or not self.knowledge.review.search(told.key):
            return None
        return self.knowledge.lead.given(told.text) or self.knowledge.lead.find(told.text)

    def _speaker(self, places: Sequence[Definition], mention: Mention | None) -> str | None:
        """Who speaks in the sentence that names an undertaking in running text."""
        spoken = [place.start for place in places if place.style == "prose"]
        if mention is not None and not places:
            spoken = [mention.start]
        for start in spoken:
            line = self.lines[max(0, bisect_right(self._starts, start) - 1)]
            head = self.text[max(line.start, start - _REACH) : start]
            sentence = _SENTENCE.split(head)[-1]
            if self.knowledge.lead.goes_on.match(key_of(sentence)):
                found = self.knowledge.lead.last(head[: len(head) - len(sentence)])
                if found:
                    return found
            tail = self.text[start : min(line.end, start + _REACH)]
            found = self.knowledge.lead.find(sentence) or self.knowledge.lead.find(tail)
            found = found or self.knowledge.lead.given(head) or self.knowledge.lead.last(head)
            if found:
                return found
        return None
