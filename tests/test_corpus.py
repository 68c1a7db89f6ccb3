"""The corpus agrees with its own rules: records that validate, evidence that is in the text, splits that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from factories import GROUND

from ogp_nlp import records
from ogp_nlp.assemble import MODELS
from ogp_nlp.readers import read

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
TEXTS = {path.stem: path for path in sorted((CORPUS / "documents").glob("*.txt"))}
GOLD = {path.stem: path for path in sorted((CORPUS / "gold").glob("*.json"))}
MENTIONS = ("percentages", "dates", "legal_references")
SECOND = {path.stem: path for path in sorted((CORPUS / "second").glob("*.json"))}
COUNTED = records.KINDS[1:]  # the agenda has no column in the datasheet
every_document = pytest.mark.parametrize("name", sorted(TEXTS.keys() & GOLD.keys()))
every_annotation = pytest.mark.parametrize(
    "path", [*GOLD.values(), *SECOND.values()], ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def gold_of(name: str) -> dict[str, Any]:
    return json.loads(GOLD[name].read_text(encoding="utf-8"))


def items_of(gold: dict[str, Any]):
    yield "meeting", gold["meeting"]
    for kind in MODELS:
        for number, item in enumerate(gold[kind]):
            yield f"{kind}[{number}]", item


def test_documents_and_gold_come_in_pairs():
    assert sorted(TEXTS) == sorted(GOLD)


def test_splits_name_documents_once_each():
    splits = json.loads((CORPUS / "splits.json").read_text(encoding="utf-8"))
    named = [name for members in splits.values() for name in members]
    assert sorted(set(named) - set(TEXTS)) == []
    assert len(named) == len(set(named))


def test_second_annotations_are_of_documents_here():
    assert SECOND.keys() <= TEXTS.keys()
    assert len(SECOND) >= 10


@every_annotation
def test_gold_validates_against_the_record_models(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    assert gold["meta"]["id"] == path.stem
    for label, item in items_of(gold):
        model = MODELS.get(label.partition("[")[0], records.Meeting)
        made = model(**{**GROUND, **item})
        # What the record would add by default has to be said in gold, so that nothing is scored by accident.
        assert set(item) == set(type(made).model_fields) - (set(GROUND) - {"evidence"}), label


@every_annotation
def test_evidence_is_its_slice_of_the_text(path):
    text = read(TEXTS[path.stem]).text
    for label, item in items_of(json.loads(path.read_text(encoding="utf-8"))):
        assert item["evidence"], label
        for slice_ in item["evidence"]:
            assert text[slice_["start"] : slice_["end"]] == slice_["text"], label


@every_document
def test_mentions_stand_in_document_order_and_quote_their_evidence(name):
    gold = gold_of(name)
    for kind in MENTIONS:
        starts = [item["evidence"][0]["start"] for item in gold[kind]]
        assert starts == sorted(starts), kind
        for item in gold[kind]:
            assert item["text"] == " ".join(slice_["text"] for slice_ in item["evidence"])


@every_document
def test_percentages_say_what_they_measure(name):
    for number, item in enumerate(gold_of(name)["percentages"]):
        assert (item["about"] is not None) == (item["subject"] == "other"), number
        assert (item["commitment"] is not None) == (item["subject"] == "commitment_progress"), number


@every_document
def test_numbers_of_legal_texts_are_in_western_digits(name):
    for item in gold_of(name)["legal_references"]:
        assert not re.search("[٠-٩۰-۹]", item["number"])


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_the_datasheet_counts_what_is_there(split):
    splits = json.loads((CORPUS / "splits.json").read_text(encoding="utf-8"))
    held = {name for members in splits.values() for name in members}
    names = splits.get(split, sorted(TEXTS.keys() - held))
    gold = [gold_of(name) for name in names]
    words = sum(len(TEXTS[name].read_text(encoding="utf-8").split()) for name in names)
    kinds = [sum(len(one[kind]) for one in gold) for kind in MODELS if kind in COUNTED]
    row = "| " + " | ".join(map(str, [split, len(names), words, *kinds])) + " |"
    assert row in (CORPUS / "DATASHEET.md").read_text(encoding="utf-8").splitlines()
