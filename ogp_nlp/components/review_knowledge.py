"""All cue words that the review of a plan needs, loaded by the names of their files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ogp_nlp.components.about import About
from ogp_nlp.components.about_words import AboutWords
from ogp_nlp.components.base import key_of
from ogp_nlp.components.commitment_definitions import DefinitionKnowledge
from ogp_nlp.components.commitment_tables import TableKnowledge
from ogp_nlp.components.figure_tables import TableReader
from ogp_nlp.components.progress import ProgressKnowledge
from ogp_nlp.components.qualifiers import QualifierKnowledge
from ogp_nlp.components.undertakings import UndertakingKnowledge
from ogp_nlp.resources import load_toml


@dataclass(frozen=True)
class ReviewKnowledge:
    """All cue words that the review needs, compiled; ``files`` are the names they were loaded by."""

    commitments: dict[str, Any]
    percentages: dict[str, Any]
    percents: dict[str, Any]
    files: tuple[str, str, str]

    @cached_property
    def by_axes(self) -> ReviewKnowledge:
        """The same for a plan that numbers nothing but its axes: they are its undertakings."""
        units = self.commitments["units"]
        nouns = {
            **units,
            "weak": [*units["weak"], *units["axes"]],
            "several": {**units["several"], **units["axes_several"]},
        }
        return replace(self, commitments={**self.commitments, "units": nouns})

    @cached_property
    def axes(self) -> frozenset[str]:
        """The nouns of axes, folded."""
        return frozenset(key_of(word) for word in self.commitments["units"]["axes"])

    @cached_property
    def undertakings(self) -> UndertakingKnowledge:
        """Mentions of undertakings."""
        return UndertakingKnowledge(self.commitments)

    @cached_property
    def definitions(self) -> DefinitionKnowledge:
        """Introductions outside tables."""
        return DefinitionKnowledge(self.commitments)

    @cached_property
    def tables(self) -> TableKnowledge:
        """Introductions in tables."""
        return TableKnowledge(self.commitments)

    @cached_property
    def about(self) -> About:
        """What figures measure."""
        return About(AboutWords(self.percentages))

    @cached_property
    def progress(self) -> ProgressKnowledge:
        """What figures speak of."""
        return ProgressKnowledge(self.percentages, self.about.words, self.undertakings)

    @cached_property
    def qualifiers(self) -> QualifierKnowledge:
        """What is marked at figures."""
        return QualifierKnowledge(self.percentages)

    @cached_property
    def cells(self) -> TableReader:
        """Figures in tables."""
        return TableReader(self.percentages, self.progress)


def knowledge_of(commitments: str, percentages: str, percents: str) -> ReviewKnowledge:
    """Load the knowledge files by name."""
    return ReviewKnowledge(
        load_toml(commitments), load_toml(percentages), load_toml(percents), (commitments, percentages, percents)
    )
