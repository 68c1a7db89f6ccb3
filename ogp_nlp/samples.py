"""Annotated samples: a folder with ``documents/`` and ``gold/``, optionally ``splits.json``, to documents with gold.

Gold is what ``corpus/GUIDELINES.md`` says, or a corrected record as ``ogp-nlp extract`` wrote it. A kind of record that
is missing altogether was not annotated and is not scored; an empty list says that there is nothing to find.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ogp_nlp import records
from ogp_nlp.errors import InputError, UsageError

SUFFIXES = (".txt", ".pdf", ".docx")
ALL = "all"
TRAIN = "train"
TEST = "test"
GENERATED = "generated-"  # how the files of generated minutes are named
_UNJUDGED: dict[str, Any] = {"id": "gold", "confidence": 1.0, "extractor": "gold", "evidence": ()}
_MODELS: dict[str, type[records.Grounded]] = {
    "meeting": records.Meeting,
    "agenda": records.AgendaItem,
    "attendees": records.Attendee,
    "commitments": records.Commitment,
    "percentages": records.Percentage,
    "action_items": records.ActionItem,
    "decisions": records.Decision,
    "dates": records.DateMention,
    "legal_references": records.LegalReference,
}
_TOP = {*records.MinutesRecord.model_fields, "meta"}


class SampleError(InputError):
    """A sample is no use for scoring: its gold is invalid, or document and gold do not come in a pair."""

    code = "sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document with its gold (plain JSON, all fields filled in, only the kinds annotated) and its split."""

    id: str
    document: Path
    gold: Mapping[str, Any]
    split: str
    meta: Mapping[str, Any]

    @property
    def generated(self) -> bool:
        """Whether a program wrote it."""
        return bool(self.meta.get("generated")) or self.id.startswith(GENERATED)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The samples of a folder, what could not be used and why, and how many documents have no gold."""

    folder: Path
    samples: tuple[Sample, ...]
    problems: tuple[SampleError, ...] = ()
    unannotated: int = 0
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def _json(path: Path) -> Any:  # noqa: ANN401
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise SampleError(str(path), f"is no JSON: {error.msg} (line {error.lineno})") from None
    except UnicodeDecodeError:
        raise SampleError(str(path), "is not UTF-8") from None
    except OSError as error:
        raise SampleError(str(path), error.strerror or "cannot be read") from None


def _pointer(parts: tuple[Any, ...]) -> str:
    return "".join(f"/{part}" for part in parts)


def _item(path: Path, place: tuple[Any, ...], value: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise SampleError(str(path), f"{_pointer(place)}: is no object")
    try:
        made = _MODELS[place[0]].model_validate({**_UNJUDGED, **value})
    except ValidationError as error:
        first, more = error.errors()[0], error.error_count() - 1
        rest = f" (and {more} more)" if more else ""
        raise SampleError(str(path), f"{_pointer(place + first['loc'])}: {first['msg']}{rest}") from None
    return made.model_dump(mode="json")


def read_gold(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gold and its ``meta``; raises SampleError, which names the file and the field (JSON Pointer)."""
    raw = _json(path)
    if not isinstance(raw, dict):
        raise SampleError(str(path), "is no record: an object with meeting, attendees, ... is expected")
    unknown = sorted(set(raw) - _TOP)
    if unknown:
        raise SampleError(str(path), f"/{unknown[0]}: no such field; there are {', '.join(_MODELS)}")
    if not set(raw) & set(_MODELS):
        raise SampleError(str(path), f"has nothing to score: none of {', '.join(_MODELS)}")
    meta = raw.get("meta", {})
    if not isinstance(meta, dict):
        raise SampleError(str(path), "/meta: is no object")
    gold: dict[str, Any] = {}
    for kind in _MODELS:
        value = raw.get(kind)
        if kind == "meeting":
            if value is not None:
                gold[kind] = _item(path, (kind,), value)
        elif kind in raw:
            if not isinstance(value, list):
                raise SampleError(str(path), f"/{kind}: is no list")
            gold[kind] = [_item(path, (kind, place), item) for place, item in enumerate(value)]
    return gold, meta


def read_splits(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names in ``splits.json`` by split, empty where there is no such file; raises SampleError."""
    path = folder / "splits.json"
    if not path.exists():
        return {}
    raw = _json(path)
    fine = isinstance(raw, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names) for names in raw.values()
    )
    if not fine:
        raise SampleError(str(path), "is no object of lists of names")
    seen: dict[str, str] = {}
    for split, names in raw.items():
        for name in names:
            if name in seen:
                raise SampleError(str(path), f"{name} stands in {seen[name]} and in {split}")
            seen[name] = split
    return {split: tuple(names) for split, names in raw.items()}


def _families(folder: Path) -> dict[str, str]:
    """The family of each kind of body by ``body_kinds.toml``, which says ``family = [kinds]``; may be missing."""
    path = folder / "body_kinds.toml"
    if not path.exists():
        return {}
    try:
        families = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SampleError(str(path), str(error)) from None
    return {kind: family for family, kinds in families.items() for kind in kinds}


def _document(folder: Path, name: str) -> Path:
    found = [path for suffix in SUFFIXES if (path := folder / "documents" / f"{name}{suffix}").is_file()]
    if not found:
        raise SampleError(str(folder / "gold" / f"{name}.json"), f"there is no documents/{name}.txt, .pdf or .docx")
    if len(found) > 1:
        raise SampleError(str(found[1]), f"{found[0].name} has the same name; one document for each gold")
    return found[0]


def _sample(folder: Path, name: str, split: str, families: Mapping[str, str]) -> Sample:
    document = _document(folder, name)
    path = folder / "gold" / f"{name}.json"
    gold, meta = read_gold(path)
    if split == TEST and (meta.get("generated") or name.startswith(GENERATED)):
        raise SampleError(str(path), "is generated and no test: a program's own sentences measure nothing")
    kind = meta.get("body_kind")
    return Sample(name, document, gold, split, {**meta, "body_family": families.get(kind, kind) if kind else None})


def load_corpus(folder: str | Path, split: str = ALL) -> Corpus:
    """The samples of one split, or of ``all``; ``train`` is what stands in no other split.

    Raises SampleError when the folder has no gold at all or its ``splits.json`` is malformed, UsageError when there is
    no such split. A sample that cannot be used is named in ``problems`` and the others are loaded.
    """
    folder = Path(folder)
    for part in (folder, folder / "gold", folder / "documents"):
        if not part.is_dir():
            raise SampleError(str(part), "no such folder; a corpus has documents/ and gold/")
    splits = read_splits(folder)
    held = {name: part for part, names in splits.items() for name in names}
    if split not in {ALL, TRAIN, *splits}:
        known = ", ".join(dict.fromkeys((ALL, TRAIN, *splits)))
        raise UsageError(f"--split {split}: {folder} has no such split; there are {known}")
    names = sorted(path.stem for path in (folder / "gold").glob("*.json"))
    if not names:
        raise SampleError(str(folder / "gold"), "has no gold (*.json)")
    families = _families(folder)
    samples: list[Sample] = []
    problems = [
        SampleError(str(folder / "splits.json"), f"{name}: there is no gold/{name}.json")
        for name, part in held.items()
        if name not in names and split in (ALL, part)
    ]
    for name in names:
        mine = held.get(name, TRAIN)
        if split in (ALL, mine):
            try:
                samples.append(_sample(folder, name, mine, families))
            except SampleError as error:
                problems.append(error)
    documents = {path.stem for path in (folder / "documents").iterdir() if path.suffix in SUFFIXES}
    return Corpus(folder, tuple(samples), tuple(problems), len(documents - set(names)), splits)
