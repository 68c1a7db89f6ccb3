"""Score the pipeline on annotated documents while developing: ``python evaluation/score.py [--kind K] [ids or split]``.

Without ids: every document that is in no test split. With ``--kind`` the misses and surplus of that kind are listed
with their line in the text, ``--attribute`` lists the pairs that disagree on it. The words of test documents are not
shown.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ogp_nlp import metrics
from ogp_nlp.evaluating import Scored, score_samples
from ogp_nlp.pipeline import load_pipeline
from ogp_nlp.samples import ALL, TEST, Sample, load_corpus

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def chosen(names: list[str], corpus: Path = CORPUS) -> list[Sample]:
    """The samples of splits or with the ids given; without any those of ``train`` and ``dev``."""
    loaded = load_corpus(corpus)
    for problem in loaded.problems:
        print(problem)
    splits = {sample.split for sample in loaded.samples}
    wanted = set(names or splits - {TEST})
    return [sample for sample in loaded.samples if wanted & {ALL, sample.split, sample.id}]


def scored(samples: list[Sample], pipeline: str = "minutes") -> list[Scored]:
    """All of them scored; what cannot be read is named."""
    found = []
    for result in score_samples(samples, load_pipeline(pipeline)):
        if isinstance(result, Scored):
            found.append(result)
        else:
            print(result.error)
    return found


def main() -> None:
    """Print a table of scores by kind, and on demand the errors."""
    from errors import attribute_errors, errors

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--kind", help="list the errors of this kind")
    parser.add_argument("--attribute", help="with --kind: list the pairs that disagree on this attribute")
    parser.add_argument("--pipeline", default="minutes")
    given = parser.parse_args()
    documents = scored(chosen(given.names, given.corpus), given.pipeline)
    for one in documents if given.kind else ():
        found = attribute_errors(one, given.kind, given.attribute) if given.attribute else errors(one, given.kind)
        counts = one.counts[given.kind]
        print(f"{one.sample.id}: {counts.matched} of {counts.gold}, {counts.predicted} predicted")
        for error in found:
            print(f"    {error}")
    for name, counts in metrics.total([one.counts for one in documents]).items():
        attributes = "  ".join(f"{key} {counts.accuracy(key):.3f}" for key in counts.attributes)
        print(
            f"{name:17} n={counts.gold:4} P {counts.precision:.3f} R {counts.recall:.3f} F1 {counts.f1():.3f} "
            f"exact {counts.f1('exact'):.3f} linked {counts.f1('linked'):.3f}\n{'':20}{attributes}"
        )


if __name__ == "__main__":
    main()
