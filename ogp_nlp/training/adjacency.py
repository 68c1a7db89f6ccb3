"""Learns the adjacency model of the repair from clean minutes: which word may follow which."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, PairCounts, pair_hash, word_rows
from ogp_nlp.arabic.repair.features import BOS, CLASSES, EOS, fold, lexical_classes
from ogp_nlp.arabic.repair.tokens import tokens_of

C = len(CLASSES)
LIST_MARKS = frozenset("-–•*▪●")


@dataclass(frozen=True)
class Recipe:
    """How the model is learned; stands in its card."""

    min_count: int = 2
    wrap: int = 90
    negatives: int = 5
    regularization: float = 0.5
    seed: int = 20251
    # Log odds of a pair seen in 1, 2, 3 documents, and 1, 2, 3 times in the text at hand: fitted over the corpus, each
    # document left out in turn, the latter lowered since a damaged text also repeats its damage.
    seen_weight: tuple[float, float, float] = (1.6, 1.8, 2.5)
    here_weight: tuple[float, float, float] = (2.5, 3.5, 4.0)


@dataclass
class _Pairs:
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    label: list[int] = field(default_factory=list)

    def add(self, left: str, right: str, label: int) -> None:
        self.left.append(left)
        self.right.append(right)
        self.label.append(label)


def wrapped(text: str, width: int, rng: random.Random) -> list[list[str]]:
    """The lines of a text as words, long paragraphs broken at random widths as a page would."""
    lines: list[list[str]] = []
    for paragraph in clean(text).text.splitlines():
        tokens = tokens_of(paragraph)
        while tokens:
            size = max(6, int(rng.gauss(width, width / 6)) // 6)
            while size < len(tokens) and tokens[size].gap == 0:  # a page breaks only at blanks
                size += 1
            words = [token.text for token in tokens[:size]]
            if words[0] in LIST_MARKS:
                words[0] = "•"  # all marks alike: what follows a mark begins an item
            lines.append(words)
            tokens = tokens[size:]
    return lines


def _sample(lines: Sequence[Sequence[str]], recipe: Recipe, rng: random.Random) -> _Pairs:
    pairs = _Pairs()
    for line in lines:
        padded = [BOS, *line, EOS]
        true = set(itertools.pairwise(padded))
        for left, right in itertools.pairwise(padded):
            pairs.add(left, right, 1)
        if len(line) < 3:
            continue
        for _ in range(recipe.negatives):  # borders of lines, as a wrong order would make them
            for pair in ((BOS, rng.choice(line[1:])), (rng.choice(line[:-1]), EOS)):
                if pair not in true:
                    pairs.add(*pair, 0)
        for position, (left, right) in enumerate(itertools.pairwise(padded)):
            wrong = [(right, left)] if left != BOS and right != EOS else []
            if position + 2 < len(padded):
                wrong.append((left, padded[position + 2]))
            while len(wrong) < recipe.negatives:
                wrong.append((left, rng.choice(padded[1:])) if rng.random() < 0.5 else (rng.choice(padded[:-1]), right))
            for pair in wrong:
                if pair not in true and pair[0] != pair[1] and pair != (BOS, EOS):
                    pairs.add(*pair, 0)
    return pairs


def _design(pairs: _Pairs, vocabulary: dict[str, int], listed: Mapping[str, tuple[int, ...]]) -> sparse.csr_matrix:
    """One row a pair; columns: class x class, identity x class, class x identity."""
    size = len(vocabulary)
    rows: list[int] = []
    columns: list[int] = []
    for number, (left, right) in enumerate(zip(pairs.left, pairs.right, strict=True)):
        lefts, rights = word_rows(left, listed), word_rows(right, listed)
        found = [a * C + b for a in lefts for b in rights]
        i, j = vocabulary.get(fold(left)), vocabulary.get(fold(right))
        if i is not None:
            found += [C * C + i * C + b for b in rights]
        if j is not None:
            found += [C * C + (size + j) * C + a for a in lefts]
        rows += [number] * len(found)
        columns += found
    shape = (len(pairs.left), C * C + 2 * size * C)
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def _known(documents: Sequence[Sequence[Sequence[str]]], recipe: Recipe) -> dict[str, int]:
    """The words that are frequent enough for a row of their own."""
    counts = Counter(fold(word) for lines in documents for line in lines for word in line if word[0].isalpha())
    frequent = sorted(word for word, count in counts.items() if count >= recipe.min_count)
    return {word: place for place, word in enumerate(frequent)}


def fit(texts: Sequence[str], knowledge: Mapping[str, Sequence[str]], recipe: Recipe | None = None) -> AdjacencyModel:
    """The model learned from clean texts, one string a document; ``knowledge`` lists words by class."""
    listed = lexical_classes(knowledge)
    recipe = recipe or Recipe()
    rng = random.Random(recipe.seed)
    documents = [wrapped(text, recipe.wrap, rng) for text in texts]
    vocabulary = _known(documents, recipe)
    pairs = _sample([line for lines in documents for line in lines], recipe, rng)
    solver = LogisticRegression(C=recipe.regularization, solver="liblinear", max_iter=200)
    solver.fit(_design(pairs, vocabulary, listed), np.array(pairs.label))
    # Odds as if right and wrong pairs were equally many: a path of true pairs has a positive sum.
    positive = sum(pairs.label)
    bias = float(solver.intercept_[0]) + float(np.log((len(pairs.label) - positive) / positive))
    size = len(vocabulary)
    learned = np.asarray(solver.coef_[0], np.float32).reshape(C + 2 * size, C)
    seen: dict[int, set[int]] = defaultdict(set)
    for number, lines in enumerate(documents):
        for line in lines:
            for left, right in itertools.pairwise(line):
                if left[0].isalnum() and right[0].isalnum():
                    seen[pair_hash(left, right)].add(number)
    return AdjacencyModel(
        listed,
        vocabulary,
        learned[: C + size],
        learned[C + size :],
        bias,
        PairCounts.of({key: min(3, len(where)) for key, where in seen.items()}),
        recipe.seen_weight,
        recipe.here_weight,
    )


def save(model: AdjacencyModel, folder: Path, card: dict[str, object]) -> None:
    """Write ``model.npz`` (arrays only, no pickle) and ``card.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "model.npz",
        onward=model.onward.astype(np.float16),
        back=model.back.astype(np.float16),
        listed=np.frombuffer(json.dumps(dict(model.listed), ensure_ascii=False).encode(), np.uint8),
        classes=np.frombuffer("\n".join(CLASSES).encode(), np.uint8),
        vocabulary=np.frombuffer("\n".join(model.vocabulary).encode(), np.uint8),
        bias=np.float64(model.bias),
        seen_keys=model.seen.keys,
        seen_counts=model.seen.counts,
        seen_weight=np.array(model.seen_weight),
        here_weight=np.array(model.here_weight),
    )
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def train(corpus: Path, models: Path, knowledge: Mapping[str, Sequence[str]], recipe: Recipe | None = None) -> Path:
    """Learn from the clean documents of a corpus, those of its test split left out; returns the model's folder."""
    recipe = recipe or Recipe()
    test = set(json.loads((corpus / "splits.json").read_text(encoding="utf-8"))["test"])
    names = sorted(path for path in (corpus / "documents").glob("*.txt") if path.stem not in test)
    texts = [path.read_text(encoding="utf-8") for path in names]
    model = fit(texts, knowledge, recipe)
    card: dict[str, object] = {
        "what": "log odds that two words stand side by side, for putting the runs of scrambled lines in order",
        "data": {"documents": [path.stem for path in names], "words": sum(len(text.split()) for text in texts)},
        "left_out": "the test split; the real minutes that the repair is measured on",
        "recipe": asdict(recipe),
        "scores": {"fifth_left_out": held_out(texts, knowledge, recipe)},
        "format": "npz without pickle: onward, back, vocabulary, classes, listed words, hashes of seen pairs",
        "license": "Apache-2.0",
    }
    folder = models / "adjacency"
    save(model, folder, card)
    return folder


def held_out(texts: Sequence[str], knowledge: Mapping[str, Sequence[str]], recipe: Recipe) -> dict[str, float]:
    """Learned on four fifths, asked about the rest: lines that beat their reverse, words that beat a swap (0 to 1)."""
    model = fit([text for number, text in enumerate(texts) if number % 5], knowledge, recipe)
    rng = random.Random(recipe.seed)
    lines = [
        [BOS, *line, EOS]
        for number, text in enumerate(texts)
        if number % 5 == 0
        for line in wrapped(text, recipe.wrap, rng)
        if len(line) > 2
    ]
    turned = kept = swaps = 0
    for line in lines:
        scores = model.matrix(line, line)
        last = len(line) - 1
        forth = sum(scores[i, i + 1] for i in range(last))
        back = scores[0, last - 1] + scores[1, last] + sum(scores[i + 1, i] for i in range(1, last - 1))
        turned += bool(forth > back)
        for i in range(1, last - 1):
            if line[i][0].isalnum() and line[i + 1][0].isalnum():
                true = scores[i - 1, i] + scores[i, i + 1] + scores[i + 1, i + 2]
                wrong = scores[i - 1, i + 1] + scores[i + 1, i] + scores[i, i + 2]
                kept += bool(true > wrong)
                swaps += 1
    return {
        "line_beats_reverse": round(turned / max(1, len(lines)), 4),
        "word_beats_swap": round(kept / max(1, swaps), 4),
    }
