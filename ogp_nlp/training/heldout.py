"""Predictions on training documents, each made without the cue words that only its own kind of body uses.

Every kind of body is one fold and one process, since knowledge is read once in a process.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ogp_nlp.resources import find
from ogp_nlp.samples import Sample
from ogp_nlp.training.withheld import withhold

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What was found in a document: its text, the record, and the features of each item by kind."""

    text: str
    record: Record
    features: dict[str, list[list[float]]]


@dataclass(frozen=True, slots=True)
class Job:
    """Texts to read as (name, text) with a pipeline, and folders that stand in for the shipped data, "" for none."""

    texts: tuple[tuple[str, str], ...]
    pipeline: str = "minutes"
    knowledge: str = ""
    models: str = ""


def folds_of(samples: Sequence[Sample]) -> dict[str, list[Sample]]:
    """Samples by family of body (``body_kinds.toml``), in the order of the names."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        found[str(sample.meta.get("body_family") or sample.id)].append(sample)
    return dict(sorted(found.items()))


def predict(job: Job) -> list[HeldOut]:
    """What the pipeline finds before confidences are calibrated; runs in a process of its own."""
    for name, folder in (("OGP_NLP_PIPELINES", job.knowledge), ("OGP_NLP_MODELS", job.models)):
        if folder:
            os.environ[name] = folder
    from ogp_nlp.pipeline import load_pipeline

    pipeline = load_pipeline(job.pipeline, calibrated=False)
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for name, text in job.texts:
            path = Path(folder) / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            found.append(_held_out(pipeline, path))
    return found


def _held_out(pipeline: Any, path: Path) -> HeldOut:  # noqa: ANN401 - imported late
    from ogp_nlp.assemble import assemble
    from ogp_nlp.components.base import items
    from ogp_nlp.components.confidence_features import KINDS, features
    from ogp_nlp.records import PipelineInfo

    document = pipeline.read(path)
    doc = pipeline.analyse(document)
    rows: dict[str, list[list[float]]] = {}
    for kind in KINDS:
        held = zip(items(doc, kind), features(doc, kind), strict=True)
        rows[kind] = [row for _, row in sorted(held, key=lambda pair: pair[0].evidence[0])]  # as records have them
    record = assemble(document, doc, PipelineInfo(name=pipeline.name, version="0"))
    return HeldOut(document.text, record.model_dump(mode="json"), rows)


def held_out(
    samples: Sequence[Sample],
    texts: Sequence[dict[str, str]],
    *,
    pipeline: str = "minutes",
    workers: int = 1,
    models: Path | None = None,
) -> list[dict[str, HeldOut]]:
    """What is found in each of several versions of the samples' texts (clean, damaged), by the sample's id.

    ``texts`` are dicts from id to text; cue words that only the sample's own family uses are withheld, as they stand
    in the clean documents. ``models`` holds a folder of models for each family, learned without it.
    """
    pipelines = find("pipelines", "sections.toml").parent
    clean = {sample.id: sample.document.read_text(encoding="utf-8") for sample in samples}
    found: list[dict[str, HeldOut]] = [{} for _ in texts]
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool,
    ):
        jobs = []
        for family, own in folds_of(samples).items():
            names = [sample.id for sample in own]
            target = Path(folder) / family
            others = [text for name, text in clean.items() if name not in names]
            withhold(pipelines, target, [clean[name] for name in names], others)
            asked = [(version, name) for version, held in enumerate(texts) for name in names if name in held]
            job = Job(
                tuple((name, texts[version][name]) for version, name in asked),
                pipeline,
                str(target),
                str(models / family) if models else "",
            )
            jobs.append((asked, pool.submit(predict, job)))
        for asked, job_done in jobs:
            for (version, name), one in zip(asked, job_done.result(), strict=True):
                found[version][name] = one
    return found
