"""Learns the adjacency model of the repair from clean minutes: which word may follow which."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, PairCounts, pair_hash
from ogp_nlp.arabic.repair.features import BOS, CLASSES, EOS, lexical_classes, shown
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.training.vectors import Line, Shape, fit_vectors

LIST_MARKS = frozenset("-–•*▪●")
OWN = ("w:", "s:")  # what a word shows of itself alone


@dataclass(frozen=True)
class Recipe:
    """How the model is learned; stands in its card."""

    min_count: int = 3  # words, stems and classes that occur as often have a row
    min_affix: int = 4  # words that share an affix, for it to have one
    wrap: int = 90
    shape: Shape = field(default_factory=Shape)
    aside: int = 12  # every twelfth line is kept from the fit and sets the bias
    seed: int = 20251
    # Log odds of a pair that the text at hand has 1, 2, 3 times: fitted over the corpus, each document left out in
    # turn, and lowered since a damaged text also repeats its damage.
    here_weight: tuple[float, float, float] = (2.5, 3.5, 4.0)


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


def _rows(
    documents: Sequence[Sequence[Sequence[str]]], listed: Mapping[str, tuple[int, ...]], recipe: Recipe
) -> dict[str, int]:
    """A row for all that enough words show."""
    words = Counter(word for lines in documents for line in lines for word in (BOS, *line, EOS))
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for name in shown(word, listed):
            counts[name] += 1 if name[0] == "<" or name[-1] == ">" else count
    affix = {name for name in counts if name[0] == "<" or name[-1] == ">"}
    least = {name: recipe.min_affix if name in affix else recipe.min_count for name in counts}
    return {name: at for at, name in enumerate(sorted(name for name in counts if counts[name] >= least[name]))}


def _line(document: int, words: Sequence[str], rows: Mapping[str, int], listed: Mapping[str, tuple[int, ...]]) -> Line:
    own, every = [], []
    for word in words:
        names = [name for name in shown(word, listed) if name in rows]
        own.append(tuple(rows[name] for name in names if name.startswith(OWN)))
        every.append((*own[-1], *(rows[name] for name in names if not name.startswith(OWN))))
    return Line(document, tuple(words), tuple(own), tuple(every))


def fit(texts: Sequence[str], knowledge: Mapping[str, Sequence[str]], recipe: Recipe | None = None) -> AdjacencyModel:
    """The model learned from clean texts, one string a document; ``knowledge`` lists words by class."""
    listed = lexical_classes(knowledge)
    recipe = recipe or Recipe()
    rng = random.Random(recipe.seed)
    documents = [wrapped(text, recipe.wrap, rng) for text in texts]
    rows = _rows(documents, listed, recipe)
    seen: dict[int, set[int]] = defaultdict(set)
    for number, lines in enumerate(documents):
        for line in lines:
            for left, right in itertools.pairwise(line):
                if left[0].isalnum() and right[0].isalnum():
                    seen[pair_hash(left, right)].add(number)
    every = [
        _line(number, (BOS, *words, EOS), rows, listed)
        for number, found in enumerate(documents)
        for words in found
        if len(words) > 1
    ]
    aside = every[:: recipe.aside]
    fitted = fit_vectors(
        [line for at, line in enumerate(every) if at % recipe.aside], len(rows), seen, recipe.shape, recipe.seed
    )
    model = AdjacencyModel(
        rows,
        listed,
        fitted.onward,
        fitted.back,
        fitted.turns,
        0.0,
        PairCounts.of({key: min(3, len(where)) for key, where in seen.items()}),
        fitted.seen_weight,
        recipe.here_weight,
    )
    return replace(model, bias=_bias(replace(model, seen=PairCounts.of({})), aside))


def _bias(model: AdjacencyModel, lines: Sequence[Line]) -> float:
    """What makes scores odds, as if right and wrong pairs of a line were equally many: true paths sum above nothing."""
    true: list[float] = []
    wrong: list[float] = []
    for line in lines:
        scores = model.matrix(line.words, line.words)
        true += np.diag(scores, 1).tolist()
        wrong += scores[np.triu_indices(len(line.words), 2)].tolist()
    values = np.array([*true, *wrong])[:, None]
    solver = LogisticRegression(C=1e6, class_weight="balanced")
    solver.fit(values, np.repeat([1, 0], [len(true), len(wrong)]))
    return float(solver.intercept_[0] / solver.coef_[0, 0])


def save(model: AdjacencyModel, folder: Path, card: dict[str, object]) -> None:
    """Write ``model.npz`` (arrays only, no pickle) and ``card.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {}
    for name, table in (("onward", model.onward), ("back", model.back)):
        scale = np.abs(table).max(axis=1) / 127 + 1e-9
        arrays[name] = np.round(table / scale[:, None]).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float16)
    np.savez_compressed(
        folder / "model.npz",
        **arrays,
        turns=model.turns.astype(np.float16),
        listed=np.frombuffer(json.dumps(dict(model.listed), ensure_ascii=False).encode(), np.uint8),
        classes=np.frombuffer("\n".join(CLASSES).encode(), np.uint8),
        rows=np.frombuffer("\n".join(model.rows).encode(), np.uint8),
        bias=np.float64(model.bias),
        seen_keys=model.seen.keys,
        seen_counts=model.seen.counts,
        seen_weight=np.array(model.seen_weight),
        here_weight=np.array(model.here_weight),
    )
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def train(corpus: Path, models: Path, knowledge: Mapping[str, Sequence[str]], recipe: Recipe | None = None) -> Path:
    """Learn from a corpus' clean documents (its test split left out) and prose; returns the model's folder."""
    recipe = recipe or Recipe()
    test = set(json.loads((corpus / "splits.json").read_text(encoding="utf-8"))["test"])
    names = sorted(path for path in (corpus / "documents").glob("*.txt") if path.stem not in test)
    texts = [path.read_text(encoding="utf-8") for path in names]
    prose = [path.read_text(encoding="utf-8") for path in sorted((corpus / "prose").glob("*.txt"))]
    model = fit([*texts, *prose], knowledge, recipe)
    card: dict[str, object] = {
        "what": "log odds that words stand one, two and three places apart, for putting scrambled lines in order",
        "data": {
            "documents": [path.stem for path in names],
            "prose": len(prose),
            "words": sum(len(text.split()) for text in (*texts, *prose)),
        },
        "left_out": "the test split; the real minutes that the repair is measured on",
        "recipe": asdict(recipe),
        "scores": {"fifth_of_the_documents_left_out": held_out(texts, prose, knowledge, recipe)},
        "format": "npz without pickle: vectors of what words show (8 bits, a scale a row), turns, hashes of seen pairs",
        "license": "Apache-2.0",
    }
    folder = models / "adjacency"
    save(model, folder, card)
    return folder


def held_out(
    texts: Sequence[str], prose: Sequence[str], knowledge: Mapping[str, Sequence[str]], recipe: Recipe
) -> dict[str, float]:
    """Learned on four fifths of the minutes and the prose, asked about the rest (0 to 1).

    How often a word chooses the right next one among all words of its line, by neighbours alone and by the last three.
    """
    model = fit([*(text for number, text in enumerate(texts) if number % 5), *prose], knowledge, recipe)
    rng = random.Random(recipe.seed)
    near = far = total = 0
    for text in texts[::5]:
        for words in wrapped(text, recipe.wrap, rng):
            line = [BOS, *words, EOS]
            known = model.known(line)
            scores, *apart = model.tables(known, known)
            scores[:, 0] = -np.inf
            np.fill_diagonal(scores, -np.inf)
            context = scores.copy()
            for distance, table in enumerate(apart, 1):
                context[distance:] += table[:-distance]
            for at in range(len(line) - 1):
                near += int(scores[at].argmax() == at + 1)
                context[at, max(0, at - len(apart)) : at] = -np.inf
                far += int(context[at].argmax() == at + 1)
                total += 1
    return {
        "next_word_by_neighbour": round(near / max(1, total), 4),
        "next_word_by_three": round(far / max(1, total), 4),
    }
