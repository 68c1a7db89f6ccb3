"""What goes to a worker and what comes back: one document, and its record or the reason why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from ogp_nlp.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for all documents of a run: the pipeline, its fingerprint, the limits of each document."""

    pipeline: str
    fingerprint: str
    limits: Limits

    @property
    def limits_key(self) -> str:
        """What a failure rests on: a document set aside is tried again where this differs. Holds no password."""
        told = asdict(replace(self.limits, password=None)) | {"password": self.limits.password is not None}
        return json.dumps(told, sort_keys=True)

    def to_json(self) -> bytes:
        """For a worker in another process."""
        told = {"pipeline": self.pipeline, "fingerprint": self.fingerprint, "limits": asdict(self.limits)}
        return json.dumps(told).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Settings:
        """As ``to_json`` wrote them."""
        told = json.loads(data)
        return cls(told["pipeline"], told["fingerprint"], Limits(**told["limits"]))


@dataclass(frozen=True, slots=True)
class Place:
    """Where bytes were found: a file, or the ``member`` of a zip archive; ``mtime_ns`` is the file's own."""

    path: str
    member: str
    size: int
    mtime_ns: int

    def __str__(self) -> str:
        return f"{self.path}:{self.member}" if self.member else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an input gave no record; ``passing`` when the same input may do next time (full disk, lost worker)."""

    code: str
    message: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """The bytes of one document with the name that its record gives as its source."""

    sha256: str
    name: str
    place: Place
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """The record of a document as JSON, or the problem; ``seconds`` of wall time, ``worker`` for logs."""

    sha256: str
    record: str | None = None
    problem: Problem | None = None
    seconds: float = 0.0
    worker: str = ""

    def to_json(self) -> bytes:
        """For the way back from a worker."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Outcome:
        """As ``to_json`` wrote it; raises ValueError, KeyError, TypeError for what is none."""
        told = json.loads(data)
        problem = told.pop("problem")
        return cls(**told, problem=Problem(**problem) if problem else None)


class Engine(Protocol):
    """Runs tasks somewhere. Takes no more tasks at a time than it can hold, and gives outcomes as they come."""

    name: str
    workers: int

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """One outcome for each task, in any order; closing the iterator stops the workers.

        Raises ConfigError when no worker can load the pipeline.
        """
