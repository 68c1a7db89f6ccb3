"""A clause proposed as a decision, and the candidate it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from ogp_nlp.components.candidates import Candidate
from ogp_nlp.components.lines import Line
from ogp_nlp.components.tasks import tidy


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed decision on a folded line: positions, the rule, its verdict and confidence."""

    start: int
    end: int
    rule: str
    verdict: bool
    confidence: float


def spans_of(doc: Doc, kind: str) -> Iterator[tuple[int, int]]:
    """Offsets of the items of one kind found so far."""
    for span in doc.spans.get(kind, []):
        yield span.start_char, span.end_char


def candidate_of(line: Line, clause: Proposal, charged: set[tuple[int, int]]) -> Candidate:
    """A candidate from a clause of a line, less the blanks and signs at its ends."""
    start, end = line.folded.offsets(clause.start, clause.end)
    words = line.text[start - line.start : end - line.start]
    while end > start and words[end - 1 - start] in " \n\t،,؛.:":
        end -= 1
    words = words[: end - start]
    text = tidy(words)
    taken = any(start <= low + 3 and high <= end + 2 and low - start < 25 for low, high in charged)
    verdict = clause.verdict and end > start and (clause.rule == "listed" or not taken)
    features: dict[str, float | str] = {"rule": clause.rule, "topic": line.topic, "charged": float(taken)}
    features["words"] = float(len(text.split()))
    return Candidate(
        "decisions",
        clause.rule,
        start,
        max(end, start + 1),
        words,
        verdict,
        clause.confidence,
        {"text": text},
        features,
    )
