"""Goes through the lines of a document and tells of each figure what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ogp_nlp.arabic.percents import PercentMention, find_percents
from ogp_nlp.components.about import Phrase
from ogp_nlp.components.base import Offsets, fold, key_of
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.commitment_tables import header_of
from ogp_nlp.components.commitment_titles import tidy
from ogp_nlp.components.figure_tokens import key_span, tokens_of
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.lines import Line
from ogp_nlp.components.progress import Governor
from ogp_nlp.components.qualifiers import last_day, settle
from ogp_nlp.components.review_knowledge import ReviewKnowledge
from ogp_nlp.components.undertakings import Mention

_LISTED = ("item", "row", "header_row")
Dated = tuple[Offsets, str, str | None]


class FigureReader:
    """Goes through the lines of a document and tells what each figure speaks of."""

    def __init__(
        self,
        knowledge: ReviewKnowledge,
        lines: Sequence[Line],
        definitions: Sequence[Definition],
        unit: str | None,
        dates: Sequence[Dated],
        parts: Mapping[int, Definition],
    ) -> None:
        self.parts = parts
        self.knowledge = knowledge
        self.lines = lines
        self.definitions = definitions
        self.unit = unit
        self.dates = dates
        self.titles = {d.number: key_of(d.title) for d in reversed(definitions) if d.title}
        self.figures: list[Figure] = []

    def read(self, line: Line, mentions: Sequence[PercentMention]) -> None:
        """Add the figures of one line."""
        if not mentions:
            return
        view = line.folded
        spans = [(line.start + m.start, line.start + m.end) for m in mentions]
        tokens = tokens_of(view, spans, line.text)
        phrases = self.knowledge.about.read(tokens)
        named = [m for m in self.knowledge.undertakings.find(line.text, line.start) if self._counts(m)]
        begin = len(self.figures)
        for order, (mention, span) in enumerate(zip(mentions, spans, strict=True)):
            low = key_span(view, spans[order - 1])[1] if order else 0
            high = key_span(view, spans[order + 1])[0] if order + 1 < len(spans) else len(view.key)
            hidden = [(m.place, m.after) for m in named]
            if self.unit and "هدف" in self.unit:  # the plan's own noun is no cue of a target
                hidden += [match.span() for match in re.finditer(r"(?<!\w)(?:ال|لل)?هدف(?!\w)", view.key)]
            marks = self.knowledge.qualifiers.mark(view, mention, span, (low, high), hidden)
            dated = self.knowledge.qualifiers.as_of(view, span, low, high, self._near(line))
            figure = Figure(
                *span,
                mention.value,
                qualifiers=settle(marks, False, False, (), False),
                as_of=dated,
                fraction=mention.fraction,
                line=line.index,
            )
            phrase = phrases[order]
            if line.table >= 0:
                row = next((d for d in self.definitions if d.style == "row" and d.line == line.index), None)
                figure = replace(figure, as_of=figure.as_of or self._dated_column(figure, line))
                figure = self.knowledge.cells.read(figure, line, self.lines, row, phrase, bool(self.definitions))
            else:
                figure = self._prose(figure, line, phrase, named, begin, (low, high))
                joined = low > 0 and view.key[low : key_span(view, span)[0]].split()[-1:] == ["و"]
                figure = self._settled(figure, marks, joined, order > 0)
            if figure.as_of is None and not {"previous", "target"} & {*figure.qualifiers}:
                figure = replace(figure, as_of=self._dated_list(line))
            if "range_end" in figure.qualifiers and order:
                figure = self._share_marks(figure)
            self.figures.append(figure)

    def _settled(self, figure: Figure, marks: set[str], joined: bool, follows: bool) -> Figure:
        """A figure in running text with the qualifiers that its subject and the figure before leave it."""
        last = self.figures[-1].qualifiers if follows else ()
        carried = figure.place in ("carried", "quoted")
        return replace(figure, qualifiers=settle(marks, figure.subject != "other", carried, last, joined))

    def _share_marks(self, figure: Figure) -> Figure:
        """The end of a range: what is marked at one end holds for the other."""
        first = self.figures[-1]
        back = {*first.qualifiers, *({"provisional"} & {*figure.qualifiers})}
        forth = {*figure.qualifiers, *({"target", "maximum", "provisional"} & {*first.qualifiers})}
        self.figures[-1] = replace(first, qualifiers=settle(back, False, False, (), False))
        return replace(figure, qualifiers=settle(forth, False, False, (), False))

    def _dated_column(self, figure: Figure, line: Line) -> str | None:
        """The day that the heading of a figure's column names: ``الحالي (حتى 30/4/2025)``."""
        header = header_of(line, self.lines)
        column = next((i for i, (start, end) in enumerate(line.cells) if start <= figure.start < end), -1)
        if header.index == line.index or not 0 <= column < len(header.cells):
            return None
        first, last = header.cells[column]
        dated = [date for date in self.dates if first <= date[0][0] and date[0][1] <= last]
        return last_day(dated[0][2] or dated[0][1]) if dated else None

    def _near(self, line: Line) -> list[Dated]:
        return [date for date in self.dates if line.start <= date[0][0] and date[0][1] <= line.end]

    def _counts(self, mention: Mention) -> bool:
        if self.unit is not None:
            return mention.unit == self.unit
        return mention.unit.split()[0] in self.knowledge.undertakings.strong or mention.signed

    def _prose(
        self, figure: Figure, line: Line, phrase: Phrase, named: Sequence[Mention], begin: int, room: tuple[int, int]
    ) -> Figure:
        """A figure in running text."""
        about = self._quote(line, phrase)
        governor = self._governor(figure, line, phrase, named, room)
        before = self.figures[-1] if len(self.figures) > begin else None
        if phrase.place == "carried" and before is not None:
            before = self._same(figure, before)
            changed = governor and governor.explicit and governor.number != before.commitment and before.commitment
            subject, number = before.subject, before.commitment
            if changed and governor:
                subject, number = "commitment_progress", governor.number
            return replace(
                figure, subject=subject, commitment=number, about=before.about or about, place="carried", how="carried"
            )
        quoted = self._said_before(figure, phrase, governor)
        if quoted is not None:
            return replace(
                figure,
                subject=quoted.subject,
                commitment=quoted.commitment,
                about=quoted.about,
                place="quoted",
                how="quoted",
            )
        plan_near = self._plan_near(figure, line)
        subject = self.knowledge.progress.judge(phrase, governor, plan_near, figure.fraction, bool(self.definitions))
        number = governor.number if governor and subject == "commitment_progress" else None
        how = "explicit" if governor and governor.explicit else "region" if governor else "free"
        return replace(figure, subject=subject, commitment=number, about=about, place=phrase.place, how=how)

    def _same(self, figure: Figure, before: Figure) -> Figure:
        """The figure whose measure is taken over: one of the same value, where the last is of no progress."""
        alike = (f for f in reversed(self.figures) if f.line == figure.line and abs(f.value - figure.value) < 0.05)
        return next((f for f in alike if f.subject != "other"), before) if before.subject == "other" else before

    def _dated_list(self, line: Line) -> str | None:
        """The day that the line over a list or table names: ``الوضعية إلى غاية 31 مارس 2025:``."""
        inline = {d.line for d in self.definitions if d.style == "inline"}
        listed = [
            other for other in self.lines[: line.index + 1] if other.kind not in _LISTED and other.index not in inline
        ]
        above = listed[-1] if listed else line
        own = above.index == line.index or find_percents(above.text, self.knowledge.percents)
        if own or not above.text.rstrip().endswith(":"):
            return None
        view = above.folded
        for offsets, value, until in reversed(self._near(above)):
            first = key_span(view, offsets)[0]
            if self.knowledge.qualifiers.firm.search(view.key[max(0, first - 24) : first]):
                return last_day(until or value)
        return None

    def _quote(self, line: Line, phrase: Phrase) -> str | None:
        if phrase.span is None:
            return None
        start, end = line.folded.offsets(*phrase.span)
        return tidy(line.text[start - line.start : end - line.start]) or None

    def _said_before(self, figure: Figure, phrase: Phrase, governor: Governor | None) -> Figure | None:
        """The earlier figure that a speaker questions: the same value, named no more."""
        words = phrase.key.split()
        again = words[:1] == ["النسبه"] and len(words) > 1 and not self.knowledge.definitions.plan.search(phrase.key)
        if again and (governor is None or not governor.explicit):
            return next((f for f in reversed(self.figures) if f.subject != "other"), None)
        if phrase.place != "none" or (governor and (governor.explicit or governor.first)):
            return None
        return next((f for f in reversed(self.figures) if abs(f.value - figure.value) < 0.05), None)

    def _plan_near(self, figure: Figure, line: Line) -> bool:
        """Whether the same line, or the figure before in it, speaks of a plan."""
        head = fold(line.text[: figure.start - line.start]).key
        return bool(self.knowledge.definitions.plan.search(head[-160:]))

    def _governor(
        self, figure: Figure, line: Line, phrase: Phrase, named: Sequence[Mention], room: tuple[int, int]
    ) -> Governor | None:
        """The undertaking that the words around a figure name, or under whose heading it stands."""
        mention = self._named(figure, line, phrase, named, room)
        if mention is not None:
            return Governor(mention.number, self.titles.get(mention.number, ""), explicit=True)
        inside = [d for d in self.definitions if d.start <= figure.start < d.until]
        if not inside or line.index in self.parts:
            return None
        owner = max(inside, key=lambda d: d.start)
        first = not any(owner.start <= f.start for f in self.figures)
        return Governor(owner.number, self.titles.get(owner.number, ""), explicit=False, first=first)

    def _named(
        self, figure: Figure, line: Line, phrase: Phrase, named: Sequence[Mention], room: tuple[int, int]
    ) -> Mention | None:
        """The mention that speaks for a figure: in its phrase, right behind it, before it in its sentence."""
        view = line.folded
        start, end = key_span(view, (figure.start, figure.end))
        if phrase.span is not None:
            inside = [m for m in named if phrase.span[0] <= m.place and m.after <= phrase.span[1] + 3]
            if inside and phrase.place != "carried":
                return inside[-1]
        behind = [m for m in named if end <= m.place < room[1] and not _stops(view.key[end : m.place])]
        before = [m for m in named if m.after <= start]
        bare = phrase.place in ("none", "carried")
        if behind and bare and len(view.key[end : behind[0].place].split()) <= 5:
            return behind[0]
        same = [m for m in before if not _ends(view.key[m.after : start])]
        if same:
            return same[-1]
        if behind and len(view.key[end : behind[0].place].split()) <= 4:
            return behind[0]
        governed = any(d.start <= figure.start < d.until for d in self.definitions)
        return before[-1] if before and not governed else None


def _stops(between: str) -> bool:
    return any(sign in between for sign in ".؛;،") or " وان " in f" {between} "


def _ends(between: str) -> bool:
    """Whether a sentence ends in a folded text; full stops of short titles and numbers do not count."""
    for place, sign in enumerate(between):
        if sign in "؛;؟?|":
            return True
        if sign == "." and not between[place + 1 : place + 2].isdigit():
            word = between[:place].split()[-1:] or [""]
            if len(word[0]) > 1 and not word[0].endswith("."):
                return True
    return False
