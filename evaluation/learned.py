"""What the learned parts are worth beside the rules: ``python evaluation/learned.py [--write]``.

Roles of lines, records, and confidences, by the default pipeline and by ``minutes-rules``. Test documents are scored,
their words never shown.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from score import CORPUS, chosen

from ogp_nlp import metrics
from ogp_nlp.components.line_roles import load_roles
from ogp_nlp.components.lines import lines_of
from ogp_nlp.evaluating import KINDS, Scored, f1_by_kind, judged, score_record
from ogp_nlp.exports.scores import percent
from ogp_nlp.pipeline import Pipeline, load_pipeline
from ogp_nlp.readers import read
from ogp_nlp.resources import find
from ogp_nlp.samples import Sample
from ogp_nlp.training.heldout import held_out
from ogp_nlp.training.role_labels import labels, moved
from ogp_nlp.training.roles import Recipe, agreement, documents_of, left_out

HEAD = """## What the learned parts are worth

`python evaluation/learned.py --write`. The rules were written with train and dev in sight, so on those they flatter
themselves; the fair comparison is the test split. Learned roles saw train and dev, or all kinds of body but one;
confidences saw train alone. The default pipeline takes learned roles only where no cue word says what a heading
announces. Confidence is calibrated to *matched*: gold has the item; it promises nothing of its attributes.

"""
WITHHELD = """
*Withheld*: without the cue words that only the document's own kind of body uses, and with roles learned from the other
kinds; rules in code stay, which still flatters them. Confidences there are the rules' own.
"""
_PIPES = ("minutes-rules", "minutes")


def roles(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """Agreement with the roles that gold gives, of the roles that the rules' record gives and of the learned ones."""
    pipeline, model = load_pipeline("minutes-rules"), load_roles("roles/model.npz")
    wanted: list[str] = []
    told: dict[str, list[str]] = {"rules": [], "learned": []}
    for sample in samples:
        document = pipeline.read(sample.document)
        gold = moved(sample.gold, read(sample.document).text, document.text)
        if gold is None:
            continue
        lines = lines_of(pipeline.analyse(document))
        record = pipeline.record(document).model_dump(mode="json")
        wanted += labels(lines, gold)
        told["rules"] += labels(lines, record)
        told["learned"] += model.best(lines)
    return {name: agreement(wanted, found) for name, found in told.items()}


def scored(samples: Sequence[Sample], pipelines: dict[str, Pipeline]) -> dict[str, list[Scored]]:
    """The samples, read once, scored by each pipeline."""
    found: dict[str, list[Scored]] = {name: [] for name in pipelines}
    for sample in samples:
        document = pipelines[_PIPES[0]].read(sample.document)
        for name, pipeline in pipelines.items():
            record = pipeline.record(document).model_dump(mode="json")
            found[name].append(score_record(sample, record, document.text, ""))
    return found


def _error(documents: Sequence[Scored], what: str) -> str:
    return percent(metrics.calibrate(judged(documents), what).error)


def _records(name: str, documents: Sequence[Scored]) -> str:
    kinds = " | ".join(percent(value) for value in f1_by_kind(documents).values())
    return f"| {name} | {kinds} | {_error(documents, 'matched')} | {_error(documents, 'linked')} |"


def _withheld(folds: Path) -> list[str]:
    """Rows for train and dev with cue words withheld, roles by models of the other kinds of body."""
    samples = chosen(["train", "dev"])
    left_out(documents_of(samples), Recipe(), folds)
    texts = {sample.id: sample.document.read_text(encoding="utf-8") for sample in samples}
    rows = []
    for pipe in _PIPES:
        found = held_out(samples, [texts], pipeline=pipe, models=folds)[0]
        documents = [score_record(one, found[one.id].record, found[one.id].text, "") for one in samples]
        rows.append(_records(f"train and dev, withheld, {pipe}", documents))
    return rows


def main() -> None:
    """Measure, print, and keep where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the tables for the report")
    parser.add_argument("--withheld", type=Path, metavar="DIR", help="also train and dev, cue words withheld: minutes")
    given = parser.parse_args()
    lines = ["| roles of lines | lines | accuracy | macro F1 |", "|---|---:|---:|---:|"]
    card: dict[str, Any] = json.loads(find("models", "roles/card.json").read_text(encoding="utf-8"))
    rows = {f"test, {name}": one for name, one in roles(chosen(["test"])).items()}
    rows["train and dev, learned, kind of body left out"] = card["scores"]["kinds_of_body_left_out"]
    lines += [f"| {n} | {r['lines']} | {percent(r['accuracy'])} | {percent(r['macro_f1'])} |" for n, r in rows.items()]
    names = " | ".join(kind.replace("_", " ") for kind in KINDS)
    lines += ["", f"| records, F1 | {names} | ECE matched | ECE linked |", "|---|" + "---:|" * (len(KINDS) + 2)]
    pipelines = {name: load_pipeline(name) for name in _PIPES}
    for split in ("test", "dev"):
        lines += [_records(f"{split}, {name}", one) for name, one in scored(chosen([split]), pipelines).items()]
    if given.withheld:
        given.withheld.mkdir(parents=True, exist_ok=True)
        lines += _withheld(given.withheld)
    text = HEAD + "\n".join(lines) + "\n" + (WITHHELD if given.withheld else "")
    print(text)
    if given.write:
        (CORPUS.parent / "evaluation" / "measured" / "learned.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
