"""A name or a path to a loaded pipeline; ``extract`` for one document, ``extract_many`` for a stream."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ogp_nlp import __version__
from ogp_nlp.assemble import assemble
from ogp_nlp.components.confidence_features import DAMAGE
from ogp_nlp.document import Document
from ogp_nlp.errors import ConfigError, DefectError, OgpNlpError
from ogp_nlp.lean import import_spacy
from ogp_nlp.readers import read
from ogp_nlp.readers.limits import Limits
from ogp_nlp.records import MinutesRecord, PipelineInfo
from ogp_nlp.repairing import RepairSettings, repair_document
from ogp_nlp.resources import config_path

import_spacy()

import spacy.util  # noqa: E402 - after torch was put out of sight
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc  # noqa: E402

from ogp_nlp.unwrapping import unwrap_document  # noqa: E402

if TYPE_CHECKING:
    from thinc.api import Config

DEFAULT = "minutes"


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no record, and why."""

    source: str
    error: OgpNlpError


@dataclass(frozen=True, slots=True)
class Extraction:
    """A record with the document it was made from."""

    source: str
    document: Document
    record: MinutesRecord


@dataclass(frozen=True)
class Pipeline:
    """Reader, repair, spaCy components and assembly, loaded once and used for many documents."""

    name: str
    nlp: Language
    repair: RepairSettings

    def read(self, source: str | Path, limits: Limits | None = None) -> Document:
        """The document's logical text with its provenance, damage repaired, lines unwrapped; raises InputError."""
        return self.prepare(read(source, limits))

    def prepare(self, document: Document) -> Document:
        """A document as it was read with its damage repaired and its wrapped lines whole."""
        return unwrap_document(repair_document(document, self.repair))

    def analyse(self, document: Document) -> Doc:
        """The spaCy Doc with the spans of all components; its text is the document's."""
        doc = self.nlp.make_doc(document.text)
        doc.user_data["ogp_blocks"] = [[b.start, b.end, b.kind, b.level] for b in document.blocks]
        damaged = sum(warning.code == "damaged_text" for warning in document.warnings)
        doc.user_data[DAMAGE] = damaged / (1 + document.text.count("\n"))
        for _, component in self.nlp.pipeline:
            doc = component(doc)
        return doc

    def record(self, document: Document) -> MinutesRecord:
        """The validated record of a document that was read."""
        info = PipelineInfo(name=self.name, version=__version__)
        return assemble(document, self.analyse(document), info)

    def extract(self, source: str | Path, limits: Limits | None = None) -> MinutesRecord:
        """The validated record of one input (a path, or ``-``); raises InputError when it cannot be read."""
        return self.record(self.read(source, limits))


def load_pipeline(name_or_path: str | Path = DEFAULT, *, calibrated: bool = True) -> Pipeline:
    """Load a pipeline by the name of a config in ``pipelines/`` or by a path to one.

    Without ``calibrated`` items keep the figures of the rules, which is what training needs. Raises ConfigError when
    there is none or spaCy cannot build it.
    """
    path = config_path(name_or_path)
    try:
        config: Config = spacy.util.load_config(path, interpolate=False)
        settings: dict[str, Any] = dict(config.pop("repair", {}))
        if not calibrated:
            _without(config, "ogp_confidence")
        nlp = spacy.util.load_model_from_config(config, auto_fill=True, validate=True)
    except (ValueError, KeyError, TypeError, ImportError) as error:
        raise ConfigError(f"{path}: {error}") from None
    nlp.max_length = Limits().max_characters + 1
    return Pipeline(path.stem, nlp, RepairSettings(**settings))


def _without(config: Config, factory: str) -> None:
    """Take the components of a factory out of a config."""
    components = config.get("components", {})
    names = [name for name, settings in components.items() if settings.get("factory") == factory]
    for name in names:
        del components[name]
    config["nlp"]["pipeline"] = [name for name in config["nlp"]["pipeline"] if name not in names]


def extract_many(
    sources: Iterable[str | Path], pipeline: Pipeline, limits: Limits | None = None
) -> Iterator[Extraction | Failure]:
    """One result for each input, in order: what fails is a Failure, the others go on."""
    for source in sources:
        try:
            document = pipeline.read(source, limits)
            yield Extraction(str(source), document, pipeline.record(document))
        except OgpNlpError as error:
            yield Failure(str(source), error)
        except Exception as error:  # a defect of ours stops one document, not the others
            if os.environ.get("OGP_NLP_DEBUG"):
                raise
            yield Failure(str(source), DefectError(str(source), error))
