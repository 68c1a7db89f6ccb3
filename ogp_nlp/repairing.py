"""Repair of extraction damage between reader and components: settings, loading, and the change of a Document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np

from ogp_nlp.arabic.lexicon import Lexicon, wordfreq_arabic
from ogp_nlp.arabic.repair.adjacency import AdjacencyModel, FloatArray, PairCounts
from ogp_nlp.arabic.repair.features import CLASSES
from ogp_nlp.arabic.repair.repairer import Repairer
from ogp_nlp.arabic.repair.settings import RepairNumbers
from ogp_nlp.document import Document, Warn
from ogp_nlp.errors import ConfigError
from ogp_nlp.resources import find, load_toml

MAX_WARNINGS = 20
_GIVEN_NAME = 1e-5  # frequency of a given name: that of a word which a glued one may be cut at
# Topics of sections.toml whose headings may be titles of boxes.
TITLED = ("attendance", "absence", "guests", "agenda", "actions", "decisions")


@dataclass(frozen=True, slots=True)
class RepairSettings:
    """The ``[repair]`` section of a pipeline's config."""

    enabled: bool = True


def load_model() -> AdjacencyModel:
    """The adjacency model of ``models/adjacency`` (arrays only, nothing that runs); raises ConfigError."""
    path = find("models", "adjacency/model.npz")
    try:
        with np.load(path, allow_pickle=False) as data:
            if bytes(data["classes"]).decode("utf-8").split("\n") != list(CLASSES):
                raise ConfigError(f"{path}: learned for other word classes; train it again")
            names = bytes(data["rows"]).decode("utf-8").split("\n")
            return AdjacencyModel(
                {name: row for row, name in enumerate(names)},
                {word: tuple(rows) for word, rows in json.loads(bytes(data["listed"])).items()},
                _table(data, "onward"),
                _table(data, "back"),
                data["turns"].astype(np.float32),
                float(data["bias"]),
                PairCounts(data["seen_keys"], data["seen_counts"]),
                _three(data["seen_weight"]),
                _three(data["here_weight"]),
            )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"{path}: no adjacency model: {error}") from None


def _table(data: Any, name: str) -> FloatArray:  # noqa: ANN401 - an open npz file
    """Rows of 8 bit numbers with their scales, as floats."""
    return np.asarray(data[name] * data[f"{name}_scale"].astype(np.float32)[:, None], np.float32)


def _three(values: Any) -> tuple[float, float, float]:  # noqa: ANN401 - an array of any float type
    first, second, third = (float(value) for value in values)
    return first, second, third


def load_numbers() -> RepairNumbers:
    """The numbers of ``pipelines/repair.toml``; raises ConfigError for a name that there is none of."""
    given = dict(load_toml("repair").get("numbers", {}))
    known = {item.name for item in fields(RepairNumbers)}
    if unknown := sorted(set(given) - known):
        raise ConfigError(f"repair.toml: there is no number called {', '.join(unknown)}")
    if "styles" in given:
        given["styles"] = tuple(tuple(style) for style in given["styles"])
    return RepairNumbers(**given)


def load_titles() -> list[str]:
    """What headings begin with by ``pipelines/sections.toml``, those that rightly end a text left out."""
    topics = load_toml("sections")["topics"]
    starts = [cue for name in TITLED for cue in topics.get(name, {}).get("starts", ())]
    return [*starts, *(f"{lead} {cue}" for lead in topics.get("lead", ()) for cue in starts)]


def load_words() -> dict[str, float]:
    """Frequencies of words; given names, which minutes have in each line of a list, count among the usual ones."""
    names = load_toml("names")
    given = {word for sex in ("male", "female", "both") for word in _words(names[sex]) if len(word) > 2}
    words = wordfreq_arabic()
    return words | {word: max(_GIVEN_NAME, words.get(word, 0.0)) for word in given}


def _words(value: str | Sequence[str]) -> list[str]:
    return " ".join([value] if isinstance(value, str) else value).split()


@cache
def load_repairer() -> Repairer:
    """The repairer with its lexicon, model and numbers, loaded once."""
    return Repairer(Lexicon(load_words()), load_model(), load_numbers(), load_titles())


def repair_document(document: Document, settings: RepairSettings) -> Document:
    """The document with its damaged lines put right, and a warning for each that stays damaged.

    The document itself where nothing is damaged.
    """
    if not settings.enabled:
        return document
    result = load_repairer().repair(document.text)
    issues = result.issues
    if not issues and result.aligned.alignment.is_identity:
        return document
    first = result.aligned.alignment.first()
    warnings = [
        Warn("damaged_text", f"line {issue.line}: {issue.reason}", document.page_of(int(first[issue.start])))
        for issue in issues[:MAX_WARNINGS]
    ]
    if len(issues) > MAX_WARNINGS:
        warnings.append(Warn("damaged_text", f"{len(issues) - MAX_WARNINGS} more lines stay damaged"))
    return document.rewrite(result.aligned, tuple(warnings))
