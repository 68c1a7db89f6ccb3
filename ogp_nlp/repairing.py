"""Repair of extraction damage between reader and components: settings, loading, and the change of a Document."""

from __future__ import annotations

from dataclasses import dataclass

from ogp_nlp.document import Document


@dataclass(frozen=True, slots=True)
class RepairSettings:
    """The ``[repair]`` section of a pipeline's config."""

    enabled: bool = True


def repair_document(document: Document, settings: RepairSettings) -> Document:
    """The document with its damaged lines put right; unchanged where nothing is damaged."""
    return document
