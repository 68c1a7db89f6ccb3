"""What the repair does to the real minutes, to made damage, and to clean text: before and after, as a table.

Run: ``python -m evaluation.repair [--documents 6]``; the real minutes are looked for in ``$OGP_NLP_SEED`` or in
``shared/seed`` beside the checkout. Documents of the test split are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.repairing import load_repairer
from ogp_nlp.textmetrics import TextScores, text_scores
from ogp_nlp.training.damage import KINDS, damaged

ROOT = Path(__file__).resolve().parent.parent


def corpus() -> Iterator[tuple[str, str]]:
    """Names and clean texts of the documents outside the test split."""
    splits = json.loads((ROOT / "corpus" / "splits.json").read_text(encoding="utf-8"))
    for path in sorted((ROOT / "corpus" / "documents").glob("*.txt")):
        if path.stem not in splits["test"]:
            yield path.stem, clean(path.read_text(encoding="utf-8")).text


def _row(name: str, before: list[TextScores], after: list[TextScores], seconds: float) -> str:
    def mean(scores: list[TextScores], field: str) -> float:
        return 100 * sum(float(getattr(score, field)) for score in scores) / len(scores)

    figures = " | ".join(
        f"{mean(before, field):5.1f} -> {mean(after, field):5.1f}" for field in ("cer", "word_f1", "numbers")
    )
    return f"| {name:24} | {figures} | {seconds / len(before):.2f} |"


def _measure(name: str, pairs: list[tuple[str, str]]) -> str:
    repairer = load_repairer()
    start = time.perf_counter()
    mended = [repairer.repair(text).aligned.text for text, _ in pairs]
    seconds = time.perf_counter() - start
    before = [text_scores(truth, text) for text, truth in pairs]
    after = [text_scores(truth, text) for text, (_, truth) in zip(mended, pairs, strict=True)]
    return _row(name, before, after, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=6, help="documents for each kind of made damage")
    count = parser.parse_args().documents
    print("| text | CER % | word F1 % | numbers % | s each |\n|---|---|---|---|---|")
    seed = Path(os.environ.get("OGP_NLP_SEED", ROOT.parent / "shared" / "seed"))
    for path in sorted(seed.glob("*.txt")):
        truth = (seed / "transcription.md").read_text(encoding="utf-8")
        text = clean(path.read_text(encoding="utf-8")).text
        load_repairer().repair(text[:400])
        print(_measure("the real minutes", [(text, truth)]))
    texts = list(corpus())
    for kind in KINDS:
        print(_measure(f"made: {kind}", [damaged(text, kind, seed=7) for _, text in texts[:count]]))
    changed = [name for name, text in texts if load_repairer().repair(text).aligned.text != text]
    print(f"\nClean documents changed: {len(changed)} of {len(texts)} {' '.join(changed)}")


if __name__ == "__main__":
    main()
