"""The cue words that tell what a figure measures, read from a knowledge file."""

from __future__ import annotations

import re
from typing import Any

from ogp_nlp.components.base import key_of
from ogp_nlp.components.figure_tokens import Words

_PRONOUN = re.compile(r"(?:ها|هم|هما|ه)$")


class AboutWords:
    """The sets of ``[measure]`` and ``[grammar]``; what each holds is said beside it in the file."""

    def __init__(self, raw: dict[str, Any]) -> None:
        measure = {name: Words(words) for name, words in raw["measure"].items()}
        self.heads = measure["heads"]
        self.verbs = measure["verbs"]
        self.joints = measure["joints"]
        self.glue = measure["glue"]
        self.bounds = measure["bounds"]
        self.ends = measure["ends"]
        self.not_named = measure["not_named"]
        self.share = measure["share"]
        self.weak = measure["weak"]
        self.aims = measure["aims"]
        self.modals = measure["modals"]
        self.saying = measure["saying"]
        self.light = measure["light"]
        self.gives = measure["gives"]
        self.wholly = measure["wholly"]
        self.fixed = measure["fixed"]
        self.dated = measure["dated"]
        self.towards = measure["towards"]
        self.by = frozenset("ب" + key_of(word) for word in raw["measure"]["by"])
        self.w_words = frozenset(key_of(word) for word in raw["measure"]["w_words"])
        self.b_words = frozenset(key_of(word) for word in raw["measure"]["b_words"])
        grammar = {name: Words(words) for name, words in raw["grammar"].items()}
        self.prepositions = grammar["prepositions"]
        self.leads = grammar["leads"]
        self.pronouns = grammar["pronouns"]
        self.negations = grammar["negations"]
        self.relatives = grammar["relatives"]
        self.links = grammar["links"]
        self.copulas = grammar["copulas"]
        self.superlatives = grammar["superlatives"]
        self.number_signs = grammar["number_signs"]
        self.handed = grammar["handed"]
        self.told = grammar["told"]
        self.again = grammar["again"]
        self.also = grammar["also"]
        self.titles = grammar["titles"]
        self.done = grammar["done"]
        self.doubts = grammar["doubts"]
        self.predicates = grammar["predicates"]
        self.time = grammar["time"]
        self.reports = grammar["reports"]
        self.hedges = grammar["hedges"]
        self.partitive = grammar["partitive"]
        self.pairs = frozenset(key_of(word) for word in raw["grammar"]["pairs"])

    def opens_with_w(self, word: str) -> bool:
        """Whether the first letter of a word is no "and"; forms with a pronoun count: ``وكالتها``."""
        bare = _PRONOUN.sub("", word)
        return word in self.w_words or bare in self.w_words or (bare[-1:] == "ت" and f"{bare[:-1]}ه" in self.w_words)
