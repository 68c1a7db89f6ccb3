"""Goes through the lines of a document and tells of each figure what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ogp_nlp.arabic.percents import PercentMention
from ogp_nlp.components.about import Phrase
from ogp_nlp.components.base import fold, key_of
from ogp_nlp.components.commitment_definitions import Definition
from ogp_nlp.components.commitment_titles import tidy
from ogp_nlp.components.figure_dates import Dated, FigureDates
from ogp_nlp.components.figure_governors import Governors
from ogp_nlp.components.figure_tables import Tables
from ogp_nlp.components.figure_tokens import key_span, tokens_of
from ogp_nlp.components.figures import Figure, Told
from ogp_nlp.components.lines import Line
from ogp_nlp.components.progress import Governor
from ogp_nlp.components.qualifiers import settle
from ogp_nlp.components.review_knowledge import ReviewKnowledge
from ogp_nlp.components.undertakings import Mention


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
        mentions: Mapping[int, Sequence[PercentMention]],
    ) -> None:
        self.knowledge = knowledge
        self.definitions = definitions
        self.unit = unit
        self.governors = Governors(knowledge.undertakings, definitions, unit, parts)
        self.rows = {d.line: d for d in reversed(definitions) if d.style == "row"}
        self.tables = Tables(lines)
        counted = {index for index, found in mentions.items() if found}
        self.dates = FigureDates(knowledge.qualifiers, lines, dates, definitions, counted, self.tables.headers)
        self.figures: list[Figure] = []
        self.told = Told()
        self._view = fold("")

    def read(self, line: Line, mentions: Sequence[PercentMention]) -> None:
        """Add the figures of one line."""
        if not mentions:
            return
        view = self._view = line.folded
        spans = [(line.start + m.start, line.start + m.end) for m in mentions]
        phrases = self.knowledge.about.read(tokens_of(view, spans, line.text))
        named = self.governors.named_in(line)
        masked = self.governors.masked(view.key, named)
        shared = self.governors.shared(view, spans)
        begin = len(self.figures)
        for order, (mention, span, phrase) in enumerate(zip(mentions, spans, phrases, strict=True)):
            first = spans[order - 1][1] if order else line.start
            last = spans[order + 1][0] if order + 1 < len(spans) else line.end
            if line.table >= 0:
                first, last = _in_cell(line, span[0], first, last)
            low = key_span(view, spans[order - 1])[1] if order else 0
            high = key_span(view, spans[order + 1])[0] if order + 1 < len(spans) else len(view.key)
            marks = self.knowledge.qualifiers.mark(view, masked, mention, span, (low, high))
            dated = self.knowledge.qualifiers.as_of(
                view, span, (low, high), self.dates.within(first, last), "target" in marks
            )
            between = view.key[low : key_span(view, span)[0]]
            if dated and "target" not in marks and self.knowledge.qualifiers.set_against(between):
                marks.add("previous")  # "مقابل 38% في يونيو 2024"
            settled = settle(marks, False, False, (), False)
            figure = Figure(
                *span, mention.value, qualifiers=settled, as_of=dated, fraction=mention.fraction, line=line.index
            )
            if line.table >= 0:
                figure = replace(figure, as_of=figure.as_of or self.dates.of_column(figure.start, line))
                figure = self.knowledge.cells.read(
                    figure, line, self.tables, self.rows.get(line.index), phrase, bool(self.definitions)
                )
            else:
                figure = self._prose(figure, line, phrase, named, begin, (low, high))
                if order in shared:
                    figure = self._one_of(figure, shared[order])
                joined = low > 0 and view.key[low : key_span(view, span)[0]].split()[-1:] == ["و"]
                figure = self._settled(figure, marks, joined, order > 0)
                if order and figure.place == "carried":
                    self._overtake(view.key[low : key_span(view, span)[0]])
            figure = self._dated(figure, line)
            if "range_end" in figure.qualifiers and order:
                figure = self._share_marks(figure)
            self.figures.append(figure)
            self.told.add(figure)

    def _dated(self, figure: Figure, line: Line) -> Figure:
        """A current figure without a day of its own: that of its sentence's report or of its list."""
        if figure.as_of is not None or {"previous", "target"} & {*figure.qualifiers}:
            return figure
        near = self.dates.within(max(line.start, figure.start - 250), figure.start)
        stood = self.knowledge.qualifiers.stood(self._view, (figure.start, figure.end), near)
        return replace(figure, as_of=stood or self.dates.of_list(line))

    def _one_of(self, figure: Figure, number: int) -> Figure:
        """A figure that stands in the place of one undertaking of a list, unless it measures something else."""
        key = key_of(figure.about or "")
        listed = any(self.knowledge.undertakings.lists_in(fold(figure.about or "")))
        if figure.subject == "other" and not listed and self.knowledge.progress.is_other(key):
            return figure
        return replace(figure, subject="commitment_progress", commitment=number, how="explicit")

    def _settled(self, figure: Figure, marks: set[str], joined: bool, follows: bool) -> Figure:
        """A figure in running text with the qualifiers that its subject and the figure before leave it."""
        last = self.figures[-1].qualifiers if follows else ()
        carried = figure.place in ("carried", "quoted")
        return replace(figure, qualifiers=settle(marks, figure.subject != "other", carried, last, joined))

    def _overtake(self, between: str) -> None:
        """Mark the figure before as a former one where the words behind it say so: ``كانت 29% وأصبحت الآن 38%``."""
        last = self.figures[-1]
        marked = {"previous", "target", "range_start", "range_end"} & {*last.qualifiers}
        if not marked and self.knowledge.qualifiers.overtaken.search(between):
            marks = {*last.qualifiers, "previous"}
            self.figures[-1] = replace(last, qualifiers=settle(marks, False, False, (), False))

    def _share_marks(self, figure: Figure) -> Figure:
        """The end of a range: what is marked at one end holds for the other."""
        first = self.figures[-1]
        back = {*first.qualifiers, *({"provisional"} & {*figure.qualifiers})}
        forth = {*figure.qualifiers, *({"target", "maximum", "provisional"} & {*first.qualifiers})}
        self.figures[-1] = replace(first, qualifiers=settle(back, False, False, (), False))
        return replace(figure, qualifiers=settle(forth, False, False, (), False))

    def _prose(
        self, figure: Figure, line: Line, phrase: Phrase, named: Sequence[Mention], begin: int, room: tuple[int, int]
    ) -> Figure:
        """A figure in running text."""
        if self._is_title(figure, phrase):
            phrase = replace(phrase, span=None, place="none", key="")
        about = self._quote(line, phrase)
        governor = self.governors.of(
            self._view, figure, phrase, named, room, self.figures[-1] if self.figures else None
        )
        before = self.figures[-1] if len(self.figures) > begin else None
        share = self._share_of(figure, phrase, named)
        if share is not None:
            return replace(figure, subject="commitment_progress", commitment=share, place="after", how="explicit")
        if phrase.place == "carried" and before is not None:
            before = self._same(figure, before)
            changed = governor and governor.explicit and governor.number != before.commitment and before.commitment
            subject, number = before.subject, before.commitment
            if changed and governor:
                subject, number = "commitment_progress", governor.number
            return replace(
                figure, subject=subject, commitment=number, about=about or before.about, place="carried", how="carried"
            )
        quoted = self._said_before(figure, phrase, governor) or self._doubted(figure, phrase, governor)
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
        start = key_span(self._view, (figure.start, figure.end))[0]
        if (governor is None or not governor.explicit) and self.knowledge.progress.voted(self._view.key[:start]):
            return replace(figure, about=about, place=phrase.place, how="free")
        reviewed = bool(self.definitions)
        project = reviewed and self.unit != key_of("مشروع") and figure.start < self.definitions[0].start
        subject = self.knowledge.progress.judge(phrase, governor, plan_near, figure.fraction, reviewed, project)
        number = governor.number if governor and subject == "commitment_progress" else None
        how = "explicit" if governor and governor.explicit else "region" if governor else "free"
        return replace(figure, subject=subject, commitment=number, about=about, place=phrase.place, how=how)

    def _share_of(self, figure: Figure, phrase: Phrase, named: Sequence[Mention]) -> int | None:
        """The undertaking right behind a figure of what was done: ``ما أنجز لا يفوق 35% من التعهد الثالث``."""
        end = key_span(self._view, (figure.start, figure.end))[1]
        told = phrase.place in ("none", "carried", "after") or phrase.key.startswith("ما ")
        if not told or self.knowledge.progress.is_other(phrase.key):
            return None
        behind = (m for m in named if m.place >= end)
        return next((m.number for m in behind if self._view.key[end : m.place].split() == ["من"]), None)

    def _is_title(self, figure: Figure, phrase: Phrase) -> bool:
        """Whether a phrase is the title of the undertaking itself: ``الالتزام 2 (المشاركة): 50%``."""
        if phrase.span is None or phrase.place != "before":
            return False
        start, end = self._view.offsets(*phrase.span)
        owner = self.governors.regions.owner(figure.start)
        return owner is not None and owner.style != "row" and owner.start <= start and end <= owner.end

    def _same(self, figure: Figure, before: Figure) -> Figure:
        """The figure whose measure is taken over: one of the same value, where the last is of no progress."""
        alike = self.told.reported(figure.value)
        same = alike is not None and alike.line == figure.line and before.subject == "other"
        return alike if same and alike else before

    def _quote(self, line: Line, phrase: Phrase) -> str | None:
        if phrase.span is None:
            return None
        key = self._view.key[slice(*phrase.span)]
        words = [] if key.startswith("ما ") else re.finditer(r"\S+", key)
        told = (m.start() for m in words if m.start() and m.group() in self.knowledge.about.words.predicates)
        start, end = self._view.offsets(phrase.span[0], next((phrase.span[0] + at for at in told), phrase.span[1]))
        quoted = tidy(line.text[start - line.start : end - line.start])
        if phrase.place == "after":
            quoted = re.sub(r"^لل(?=\w{3})", "ال", quoted)  # "25% للتشاور"
        return quoted or None

    def _said_before(self, figure: Figure, phrase: Phrase, governor: Governor | None) -> Figure | None:
        """The earlier figure that a speaker questions: the same value, named no more."""
        words = phrase.key.split()
        again = words[:1] == ["النسبه"] and len(words) > 1 and not self.knowledge.definitions.plan.search(phrase.key)
        last = self.told.last
        if again and (governor is None or not governor.explicit):
            same = governor is None or last is None or last.commitment in (None, governor.number)
            return last if same else None
        if phrase.bare and (found := self.told.like(figure.value)):
            return found
        if phrase.place != "none" or (governor and (governor.explicit or governor.first)):
            return None
        return self.told.like(figure.value)

    def _doubted(self, figure: Figure, phrase: Phrase, governor: Governor | None) -> Figure | None:
        """The figure reported before of which a speaker has doubts: ``شكك السيد ... في بلوغ النصف``."""
        before = self.told.reported(figure.value)
        if before is None or (governor is not None and governor.number != before.commitment):
            return None
        start = key_span(self._view, (figure.start, figure.end))[0]
        own = re.split(r"[.؛:](?!\d)", self._view.key[max(0, start - 140) : start])[-1]
        doubts = any(word in self.knowledge.about.words.doubts for word in re.split(r"\W+", own))
        return before if doubts and not self.knowledge.progress.is_other(phrase.key) else None

    def _plan_near(self, figure: Figure, line: Line) -> bool:
        """Whether the same line, or the figure before in it, speaks of a plan."""
        view = self._view
        head = view.key[: key_span(view, (figure.start, figure.end))[0]]
        return bool(self.knowledge.definitions.plan.search(head[-160:]))


def _in_cell(line: Line, start: int, first: int, last: int) -> tuple[int, int]:
    """The part of a stretch that lies in the cell of the figure at ``start``: a deadline beside it dates no figure."""
    low, high = next(((a, b) for a, b in line.cells if a <= start < b), (first, last))
    return max(first, low), min(last, high)
