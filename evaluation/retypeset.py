"""F1 of the records when a document's lines are laid out anew: blank lines, wrapping, indents, list marks.

Usage: ``python evaluation/retypeset.py [--only NAME] [--show] [--write] [ids or split ...]``; without ids all of
train and dev. ``--show`` prints where a record differs from that of the text as written.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from score import chosen
from typesettings import TYPESETTINGS, differences, fields

from ogp_nlp import metrics
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.pipeline import Pipeline, load_pipeline
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.text import read
from ogp_nlp.resources import load_toml
from ogp_nlp.samples import Sample
from ogp_nlp.unwrapping import unwrap

SHOWN = ("agenda", "attendees", "commitments", "percentages", "action_items", "decisions", "dates")
HEAD = """## The same minutes with their lines laid out anew

`python evaluation/retypeset.py --write`: F1 (%) of the records of {count} train and dev documents, and how many have
exactly the records of the text as written (all fields, without offsets and confidence).

"""


def whole_paragraphs(text: str) -> str:
    """A document as its clerk typed it before any wrapping."""
    knowledge = SectionKnowledge(load_toml("sections"))
    return unwrap(text, knowledge).text


def record_of(pipeline: Pipeline, name: str, text: str) -> dict[str, Any]:
    """The record of a text as JSON."""
    document = pipeline.prepare(read(name, text.encode("utf-8"), name, Limits()))
    return pipeline.record(document).model_dump(mode="json")


Found = dict[str, tuple[dict[str, metrics.Counts], int]]


def measure(samples: list[Sample], settings: list[str], *, show: bool) -> Found:
    """For each typesetting the counts by kind over the documents, and the number of equal records."""
    pipeline = load_pipeline()
    scores: dict[str, list[dict[str, metrics.Counts]]] = {setting: [] for setting in settings}
    equal = dict.fromkeys(settings, 0)
    for sample in samples:
        text = sample.document.read_text(encoding="utf-8")
        plain = fields(record_of(pipeline, sample.id, text))
        text = whole_paragraphs(text)  # some documents are wrapped already
        for setting in settings:
            record = record_of(pipeline, sample.id, TYPESETTINGS[setting](text))
            scores[setting].append(metrics.score(sample.gold, record))
            other = differences(plain, fields(record))
            equal[setting] += not other
            if show and other:
                print(f"{setting} | {sample.id}", *(f"    {line:.230}" for line in other[:12]), sep="\n")
    return {setting: (metrics.total(scores[setting]), equal[setting]) for setting in settings}


def table(found: Found, count: int) -> str:
    """One row a typesetting."""
    heads = [name.replace("_", " ") for name in SHOWN]
    out = ["| lines | " + " | ".join(heads) + " | equal |", "|---|" + "---:|" * (len(SHOWN) + 1)]
    for setting, (total, equal) in found.items():
        cells = [f"{100 * total[kind].f1():.1f}" for kind in SHOWN]
        out.append(f"| {setting} | " + " | ".join(cells) + f" | {equal} of {count} |")
    return "\n".join(out)


def main() -> None:
    """Print the table; keep it for the report where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--only", help="typesettings whose name holds this")
    parser.add_argument("--show", action="store_true", help="print where records differ")
    parser.add_argument("--write", action="store_true", help="keep the table for the report")
    given = parser.parse_args()
    samples = chosen(given.names)
    settings = [name for name in TYPESETTINGS if not given.only or given.only in name]
    made = table(measure(samples, settings, show=given.show), len(samples))
    print(made)
    if given.write:
        target = Path(__file__).resolve().parent / "measured" / "retypeset.md"
        target.write_text(HEAD.format(count=len(samples)) + made + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
