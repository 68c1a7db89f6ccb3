"""Score the pipeline on annotated documents while developing: ``python evaluation/score.py [--kind K] [ids or split]``.

Without ids: every document that is in no test split. With ``--kind`` the misses and surplus of that kind are listed
beside each other, ``--attribute`` lists the pairs that disagree on it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ogp_nlp import metrics
from ogp_nlp.pipeline import load_pipeline

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def chosen(names: list[str]) -> list[str]:
    """Document ids for names of splits or documents; ``train`` is what is in no other split."""
    splits = json.loads((CORPUS / "splits.json").read_text(encoding="utf-8"))
    held = {name for members in splits.values() for name in members}
    everything = sorted(path.stem for path in (CORPUS / "gold").glob("*.json"))
    splits["train"] = [name for name in everything if name not in held]
    wanted = [name for given in names or ["train", "dev"] for name in splits.get(given, [given])]
    return [name for name in wanted if name in everything]


def _say(kind: metrics.Kind, gold: list[Any], predicted: list[Any], attribute: str | None) -> None:
    pairs = metrics.match(kind, gold, predicted)
    main = {"agenda": "title", "attendees": "name", "commitments": "title", "action_items": "task"}.get(
        kind.name, "text"
    )
    if attribute:
        for i, j in pairs:
            if not metrics.agree(kind, attribute, gold[i], predicted[j]):
                print(
                    f"    {gold[i][main]!s:.60} | gold {gold[i].get(attribute)!r} | got {predicted[j].get(attribute)!r}"
                )
        return
    found, used = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, item in enumerate(gold):
        if i not in found:
            print(f"    missed  {item[main]!s:.150}")
    for j, item in enumerate(predicted):
        if j not in used:
            print(f"    surplus {item[main]!s:.150}")


def main() -> None:
    """Print a table of scores by kind, and on demand the errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--kind", help="list the errors of this kind")
    parser.add_argument("--attribute", help="with --kind: list the pairs that disagree on this attribute")
    parser.add_argument("--pipeline", default="minutes")
    given = parser.parse_args()
    pipeline = load_pipeline(given.pipeline)
    documents = []
    for name in chosen(given.names):
        gold = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        record = pipeline.extract(CORPUS / "documents" / f"{name}.txt").model_dump(mode="json")
        scores = metrics.score(gold, record)
        documents.append(scores)
        if given.kind:
            counts = scores[given.kind]
            print(f"{name}: {counts.matched} of {counts.gold}, {counts.predicted} predicted")
            if given.kind == "meeting":
                for field, (right, _) in counts.attributes.items():
                    if not right:
                        print(
                            f"    {field}: gold {gold['meeting'].get(field)!r} | got {record['meeting'].get(field)!r}"
                        )
            else:
                kind = next(kind for kind in metrics.KINDS if kind.name == given.kind)
                _say(kind, gold.get(kind.name, []), record[kind.name], given.attribute)
    for name, counts in metrics.total(documents).items():
        attributes = "  ".join(f"{key} {counts.accuracy(key):.3f}" for key in counts.attributes)
        print(
            f"{name:17} n={counts.gold:4} P {counts.precision:.3f} R {counts.recall:.3f} F1 {counts.f1():.3f} "
            f"exact {counts.f1('exact'):.3f} linked {counts.f1('linked'):.3f}\n{'':20}{attributes}"
        )


if __name__ == "__main__":
    main()
