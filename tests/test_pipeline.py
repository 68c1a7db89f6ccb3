"""The whole way from a file to a record: golden, grounded, stable, and one failure that does not stop the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.tokens import Doc

from ogp_nlp import metrics
from ogp_nlp.components.base import items
from ogp_nlp.errors import ConfigError
from ogp_nlp.pipeline import Extraction, Failure, extract_many, load_pipeline

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "corpus" / "sample" / "demo.txt"
GOLDEN = ROOT / "tests" / "golden" / "demo.json"


def test_golden_record_of_the_sample(pipeline, request):
    made = json.loads(pipeline.extract(DEMO).model_dump_json())
    if request.config.getoption("--regenerate"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert made == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_record_of_the_corpus_is_grounded(pipeline, corpus):
    for name, path in corpus.items():
        document = pipeline.read(path)
        record = pipeline.record(document)
        assert record.verify(document.text)
        assert not [w for w in record.document.warnings if w.code == "item_left_out"], name
        ids = [item.id for _, item in record.grounded()]
        assert len(ids) == len(set(ids)), name
        for _, item in record.grounded():
            for evidence in item.evidence:
                assert evidence.source or not evidence.text.strip()


def test_a_bar_that_the_dev_split_must_reach(pipeline, corpus, gold):
    """Not the measure (that is evaluation/RESULTS.md): a floor well below it, so that a broken rule is seen at once."""
    splits = json.loads((ROOT / "corpus" / "splits.json").read_text(encoding="utf-8"))
    scores = [
        metrics.score(gold[name], json.loads(pipeline.extract(corpus[name]).model_dump_json()))
        for name in splits["dev"]
    ]
    total = metrics.total(scores)
    floor = {
        "attendees": 0.9,
        "commitments": 0.9,
        "percentages": 0.95,
        "action_items": 0.5,
        "decisions": 0.5,
        "dates": 0.95,
    }
    assert {kind: total[kind].f1() for kind in floor if total[kind].f1() < floor[kind]} == {}


def test_a_doc_with_records_survives_serialization(pipeline):
    document = pipeline.read(DEMO)
    doc = pipeline.analyse(document)
    again = Doc(pipeline.nlp.vocab).from_bytes(doc.to_bytes())
    assert [item.fields for item in items(again, "attendees")] == [item.fields for item in items(doc, "attendees")]


def test_one_failure_does_not_stop_the_others(pipeline, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    results = list(extract_many([tmp_path / "empty.txt", DEMO], pipeline))
    assert [type(result) for result in results] == [Failure, Extraction]
    assert "empty.txt" in str(results[0].error)


def test_a_config_of_ones_own(tmp_path):
    text = (ROOT / "pipelines" / "minutes.cfg").read_text(encoding="utf-8")
    path = tmp_path / "mine.cfg"
    path.write_text(text.replace('"ogp_decisions",', ""), encoding="utf-8")
    mine = load_pipeline(path)
    assert (mine.name, "ogp_decisions" in mine.nlp.pipe_names) == ("mine", False)
    assert mine.extract(DEMO).decisions == ()


@pytest.mark.parametrize("text", ["[nlp", "[nlp]\nlang = 'ar'\npipeline = ['none']\n", "[repair]\nnonsense = 1\n"])
def test_a_broken_config_is_said(text, tmp_path):
    path = tmp_path / "broken.cfg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"broken\.cfg"):
        load_pipeline(path)


@pytest.mark.parametrize(
    "text", ["محضر", "محضر الاجتماع\n\n\n", "الحضور:\n-\n-\n", "|||\n| محضر |\n||", "قرر قرر قرر: 50%", "%%%% محضر ٪٪"]
)
def test_scraps_give_records(pipeline, text, tmp_path):
    path = tmp_path / "scrap.txt"
    path.write_text(text, encoding="utf-8")
    assert pipeline.extract(path).document.char_count > 0


def test_a_defect_stops_one_document_and_not_the_others(pipeline, monkeypatch):
    calls = []

    def broken(document):
        calls.append(document)
        if len(calls) == 1:
            raise AttributeError("no such thing")
        return original(document)

    original = pipeline.record
    monkeypatch.setattr(type(pipeline), "record", lambda _self, document: broken(document))
    results = list(extract_many([DEMO, DEMO], pipeline))
    assert [type(result) for result in results] == [Failure, Extraction]
    assert "demo.txt: a defect" in str(results[0].error)
