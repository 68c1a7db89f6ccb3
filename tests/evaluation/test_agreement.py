"""The tables of two annotations: hand-worked F1 of items and places, kappa, and what only one folder has."""

from __future__ import annotations

import importlib
import json

import pytest

TEXT = "حضر السيد سالم والسيدة منى والسيد راشد\nبلغت النسبة 40%\n"


@pytest.fixture(scope="module")
def agreement(scripts):
    return importlib.import_module("agreement")


def person(name, start, end, **fields):
    evidence = [{"text": TEXT[start:end], "start": start, "end": end}]
    given = {"attendance": "present", "capacity": "member", "sector": "government", "gender": "male", **fields}
    return {"name": name, "evidence": evidence, **given}


@pytest.fixture
def folders(tmp_path):
    """Three people against two of them, one with a shorter quote and another capacity."""
    first = [person("سالم", 4, 14), person("منى", 16, 26, gender="female", capacity="chair"), person("راشد", 28, 38)]
    second = [person("سالم", 4, 14), person("منى", 23, 26, gender="female")]
    for folder, people in (("first", first), ("second", second)):
        (tmp_path / folder).mkdir()
        record = {"meeting": {"mode": "in_person"}, "attendees": people}
        (tmp_path / folder / "a.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "first" / "b.json").write_text("{}", encoding="utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_people_places_and_labels(agreement, folders):
    (found,) = agreement.compare_folders(folders / "first", folders / "second", folders / "documents")
    spans = found.spans["attendees"]
    assert found.counts["attendees"].f1() == pytest.approx(0.8)
    assert (spans.f1("exact"), spans.f1("type")) == pytest.approx((0.4, 0.8))
    assert found.labels["attendees capacity"] == [("member", "member"), ("chair", "member")]


def test_tables_name_every_label_and_what_has_only_one(agreement, folders):
    documents = agreement.compare_folders(folders / "first", folders / "second", folders / "documents")
    rows = agreement.labels_table(documents)
    assert "| attendees gender | 1.00 | 100.0 | 2 |" in rows
    assert "| attendees capacity | 0.00 | 50.0 | 2 |" in rows
    assert "| attendees sector | one label only | 100.0 | 2 |" in rows


def test_folders_without_a_common_record(agreement, folders):
    with pytest.raises(SystemExit, match="no record in common"):
        agreement.compare_folders(folders / "documents", folders / "second", folders / "documents")
