"""Engines without processes, and small records of any bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from factories import GROUND

from ogp_nlp import records
from ogp_nlp.archive.batch import Batch
from ogp_nlp.archive.tasks import Outcome, Problem, Settings
from ogp_nlp.readers.limits import Limits

SETTINGS = Settings("test", "f" * 64, Limits(apart=False))


def record_of(data: bytes, name: str, **parts) -> records.MinutesRecord:
    sha256 = hashlib.sha256(data).hexdigest()
    source = records.Source(source=name, sha256=sha256, media_type="text/plain", char_count=len(data), reader="text")
    given = {
        "document": source,
        "pipeline": records.PipelineInfo(name="test", version="0"),
        "meeting": records.Meeting(**GROUND, title="محضر", body="لجنة المثال", date="2024-03-12"),
        **parts,
    }
    return records.MinutesRecord(**given)


class Scripted:
    """An engine that extracts nothing: what a text says decides what comes of it."""

    name = "scripted"
    workers = 1

    def __init__(self) -> None:
        self.seen = []

    def outcome(self, task):
        word = task.data.decode(errors="replace").split(":")[0]
        if word == "broken":
            return Outcome(task.sha256, problem=Problem("input", f"{task.place}: is broken"))
        if word == "lost":
            return Outcome(task.sha256, problem=Problem("worker_lost", f"{task.place}: lost", passing=True))
        return Outcome(task.sha256, record_of(task.data, task.name).model_dump_json())

    def run(self, tasks):
        for task in tasks:
            self.seen.append(task.name)
            yield self.outcome(task)


class Silent:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.told = []
        self.problems = []

    def settled(self, place, what, counts, outcome):
        if outcome is not None and outcome.problem is not None:
            self.problems.append(outcome.problem)
        self.told.append((Path(place.member or place.path).name, what))


def run(store, *inputs, engine=None, settings=SETTINGS, **options):
    """One run; returns the batch and the engine."""
    batch = Batch(store, settings, Silent(), **options)
    engine = engine or Scripted()
    batch.run([str(path) for path in inputs], engine)
    return batch, engine
