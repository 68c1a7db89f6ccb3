"""The review of a plan in a document: its numbered undertakings and every figure with what it speaks of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from spacy.tokens import Doc

from ogp_nlp.arabic.percents import PercentMention, find_percents
from ogp_nlp.components.base import items
from ogp_nlp.components.commitment_definitions import Definition, choose_unit, series_of
from ogp_nlp.components.figure_reader import FigureReader
from ogp_nlp.components.figures import Figure
from ogp_nlp.components.lines import Line, lines_of
from ogp_nlp.components.review_knowledge import ReviewKnowledge

_KEPT = "ogp_review"


@dataclass
class Review:
    """What a document says of a plan: introductions of undertakings, the noun that numbers them, all figures.

    ``axes``: the undertakings are the plan's axes, which the knowledge ``by_axes`` reads.
    """

    definitions: list[Definition] = field(default_factory=list)
    unit: str | None = None
    figures: list[Figure] = field(default_factory=list)
    axes: bool = False


def review(doc: Doc, knowledge: ReviewKnowledge) -> Review:
    """Read a document on which ``ogp_sections`` has run (and ``ogp_dates``, where dates are wanted).

    The result is kept on the Doc as plain data, so that both components that need it share one reading; other
    knowledge files, or dates found since, make a new one.
    """
    basis = [*knowledge.files, len(doc.spans.get("dates", []))]
    kept = doc.user_data.get(_KEPT)
    if kept is not None and kept["basis"] == basis:
        figures = [Figure(**{**plain, "qualifiers": tuple(plain["qualifiers"])}) for plain in kept["figures"]]
        return Review([Definition(**plain) for plain in kept["definitions"]], kept["unit"], figures, kept["axes"])
    found = _read(doc, knowledge)
    if found.unit is None:
        found = _by_axes(doc, knowledge.by_axes) or found
    doc.user_data[_KEPT] = {"basis": basis, **asdict(found)}
    return found


def _read(doc: Doc, knowledge: ReviewKnowledge) -> Review:
    lines = lines_of(doc)
    found = {line.index: _percents(line, knowledge) for line in lines}
    spans = [(line.start + m.start, line.start + m.end) for line in lines for m in found[line.index]]
    every = sorted([*knowledge.definitions.define(lines), *knowledge.tables.define(lines)], key=lambda d: d.start)
    plan_seen = any(knowledge.definitions.plan.search(line.key) for line in lines)
    series = series_of(every, lines)
    unit = choose_unit(series, spans, knowledge.undertakings.strong, plan_seen)
    definitions = series[unit] if unit else []
    dates = [(item.evidence[0], item.fields["value"], item.fields.get("end")) for item in items(doc, "dates")]
    parts = {d.line: d for d in every if d.unit != unit and d.style in ("heading", "inline")}
    reader = FigureReader(knowledge, lines, definitions, unit, dates, parts, found)
    for line in lines:
        reader.read(line, found[line.index])
    listed = [d for d in every if d.unit == unit and d.listed]
    return Review([*definitions, *listed], unit, reader.figures)


def _by_axes(doc: Doc, knowledge: ReviewKnowledge) -> Review | None:
    """The review of a plan that reports on its numbered axes; None where fewer than two with a title have a figure."""
    found = _read(doc, knowledge)
    reported = {figure.commitment for figure in found.figures if figure.commitment is not None}
    titled = {definition.number for definition in found.definitions if definition.title}
    return replace(found, axes=True) if found.unit in knowledge.axes and len(reported & titled) >= 2 else None


def _percents(line: Line, knowledge: ReviewKnowledge) -> list[PercentMention]:
    """The percentages of a line; ``المبادرة رقم 5 إلى 48%`` is no range from 5 to 48."""
    found = find_percents(line.text, knowledge.percents)
    if not any("range_start" in mention.cues for mention in found):
        return found
    numbers = [(m.start, m.end) for m in knowledge.undertakings.find(line.text)]
    result: list[PercentMention] = []
    opened = True
    for mention in found:
        bare = "range_start" in mention.cues and line.text[mention.start : mention.end].strip().isdigit()
        if bare and any(start < mention.end and mention.start < end for start, end in numbers):
            opened = False
            continue
        if "range_end" in mention.cues and not opened:
            mention = replace(mention, cues=tuple(cue for cue in mention.cues if cue != "range_end"))  # noqa: PLW2901
        opened = True
        result.append(mention)
    return result
