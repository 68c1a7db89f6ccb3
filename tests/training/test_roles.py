"""Labels of lines from a record, and a model that learns them and writes the same bytes twice."""

from pathlib import Path

import pytest

from ogp_nlp.components.lines import lines_of
from ogp_nlp.pipeline import load_pipeline
from ogp_nlp.samples import load_corpus
from ogp_nlp.training.role_labels import labels, moved
from ogp_nlp.training.roles import Labelled, Recipe, fit, left_out, train

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
TEXT = """بلدية النخيل
محضر اجتماع لجنة الحي
الحاضرون:
- سامي النجار
- هدى العلي
جدول الأعمال:
1. الطرق
2. الماء
التعهد 1: تبليط الطرق
بلغت نسبة إنجاز التعهد 1 نحو 40%.
قال بعض الحاضرين إن الأشغال بطيئة.
التوصيات:
- تتولى البلدية مراسلة المقاول
رفعت الجلسة."""


def quote(words, **fields):
    start = TEXT.index(words)
    return {**fields, "evidence": [{"start": start, "end": start + len(words), "text": words}]}


RECORD = {
    "meeting": quote("محضر اجتماع لجنة الحي", title="محضر اجتماع لجنة الحي"),
    "attendees": [quote("سامي النجار"), quote("هدى العلي")],
    "agenda": [quote("الطرق"), quote("الماء")],
    "commitments": [quote("التعهد 1: تبليط الطرق", theme=None)],
    "percentages": [quote("40%", subject="commitment_progress")],
    "action_items": [quote("تتولى البلدية مراسلة المقاول", origin="listed")],
}


def test_roles_are_told_from_the_places_of_items():
    pipeline = load_pipeline("minutes-rules")
    found = labels(lines_of(pipeline.nlp(TEXT)), RECORD)
    assert found == [
        "other", "title", "attendance_heading", "attendee", "attendee", "agenda_heading", "agenda", "agenda",
        "commitment_heading", "progress", "discussion", "outcome_heading", "outcome", "other",
    ]  # fmt: skip


def test_offsets_move_where_lines_were_joined():
    record = {"agenda": [{"title": "ب ج", "evidence": [{"start": 2, "end": 5, "text": "ب\nج"}]}], "schema_version": "1"}
    there = moved(record, "أ ب\nج", "أ  ب ج")
    assert there["agenda"][0]["evidence"][0]["start"] == 3
    assert there["agenda"][0]["evidence"][0]["end"] == 6
    assert moved(record, "أ ب\nج", "أ ب") is None


@pytest.fixture(scope="module")
def samples():
    ids = ("dj-municipal-01", "eg-university-01", "dz-company-board-01")
    return [one for one in load_corpus(CORPUS, "train").samples if one.id in ids]


def test_two_runs_write_the_same_bytes(samples, tmp_path):
    recipe = Recipe(tolerance=0.02)
    folders = [train(samples, tmp_path / name, recipe=recipe) for name in ("one", "two")]
    first, second = ([(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] for folder in folders)
    assert first == second


def test_learned_roles_are_those_of_the_documents_and_a_body_is_left_out(samples):
    pipeline = load_pipeline("minutes-rules")
    lines = lines_of(pipeline.nlp(TEXT))
    documents = [Labelled.of(f"d{at}", body, lines, labels(lines, RECORD)) for at, body in enumerate("aab")]
    model = fit(documents, Recipe())
    assert model.best(lines) == documents[0].roles
    assert left_out(documents, Recipe()) == {"lines": 42, "accuracy": 1.0, "macro_f1": 1.0}
    assert left_out(documents[:1], Recipe()) == {}
