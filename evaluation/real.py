"""The real minutes: text scores and records' F1 from the transcription, from the damaged text, and after repair.

Usage: ``python evaluation/real.py [--write]``; the minutes lie in $OGP_NLP_SEED or ``shared/seed`` beside the checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from standoff import plain, resolve

from ogp_nlp import metrics, textmetrics
from ogp_nlp.evaluating import KINDS
from ogp_nlp.pipeline import Pipeline, load_pipeline

HERE = Path(__file__).resolve().parent
SEED = Path(os.environ.get("OGP_NLP_SEED", HERE.parent.parent / "shared" / "seed"))
HEAD = """## The real minutes

`python evaluation/real.py --write`: minutes that a PDF extractor left scrambled, against a careful transcription and
stand-off annotations made by hand. The columns: the damaged text as it is, the same after repair, the transcription.

"""


def measure(pipeline: Pipeline, path: Path, truth: str, gold: Any) -> dict[str, float]:  # noqa: ANN401
    """Text scores and F1 by kind of one text of the minutes."""
    document = pipeline.read(path)
    found = asdict(textmetrics.text_scores(truth, document.text))
    counts = metrics.score(gold, pipeline.record(document).model_dump(mode="json"))
    found |= {kind: counts[kind].f1() for kind in KINDS} | {"percentages linked": counts["percentages"].f1("linked")}
    for kind, names in metrics.ATTRIBUTES.items():
        found |= {f"{kind}: {name}": counts[kind].accuracy(name) for name in names if name in counts[kind].attributes}
    return found


def main() -> None:
    """Print the table; keep it for the report where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the table for the report")
    given = parser.parse_args()
    texts = sorted(SEED.glob("*.txt"))
    if not texts:
        print(f"the real minutes are not here; set OGP_NLP_SEED to their folder (looked in {SEED})")
        return
    truth = plain((SEED / "transcription.md").read_text(encoding="utf-8"))
    gold = resolve(
        json.loads(next((HERE.parent / "corpus" / "standoff").glob("*.json")).read_text(encoding="utf-8")), truth
    )
    repairing, bare = load_pipeline("minutes"), load_pipeline("minutes-unrepaired")
    with tempfile.TemporaryDirectory() as folder:
        typed = Path(folder) / "transcription.txt"
        typed.write_text(truth, encoding="utf-8")
        columns = [measure(pipeline, path, truth, gold) for pipeline, path in
                   ((bare, texts[0]), (repairing, texts[0]), (repairing, typed))]  # fmt: skip
    lines = ["| percent | damaged | repaired | transcription |", "|---|---:|---:|---:|"]
    for name in columns[2]:
        cells = [f"{100 * column[name]:.1f}" if name in column else "–" for column in columns]
        lines.append(f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |")
    print("\n".join(lines))
    if given.write:
        (HERE / "measured" / "real.md").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
