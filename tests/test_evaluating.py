"""The evaluate command end to end on a small folder, and the figures it writes."""

from __future__ import annotations

import json
import shutil

import pytest
from test_cli import DEMO, one_line, run

from ogp_nlp import records
from ogp_nlp.evaluating import by_group, score_record, score_samples, summary
from ogp_nlp.samples import Sample, load_corpus


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A user's folder whose gold is a corrected record: one attendee less, one figure that is not there."""
    folder = tmp_path_factory.mktemp("own")
    for part in ("documents", "gold"):
        (folder / part).mkdir()
    shutil.copy(DEMO, folder / "documents" / "demo.txt")
    record = json.loads(run("extract", DEMO).stdout)
    record["attendees"].pop()
    record["percentages"].append({**record["percentages"][0], "value": 3.5})
    del record["decisions"]
    (folder / "gold" / "demo.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def test_scores_of_a_users_own_folder(own, tmp_path):
    done = run("evaluate", "--corpus", own, "--json", tmp_path / "scores.json")
    assert (done.returncode, done.stderr) == (0, b"")
    figures = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    people, rates = figures["kinds"]["attendees"], figures["kinds"]["percentages"]
    assert people["predicted"] == people["gold"] + 1 == people["matched"] + 1
    assert rates["gold"] == rates["predicted"] + 1
    assert people["recall"] == rates["precision"] == 1.0
    assert "decisions" not in figures["kinds"]
    assert figures["kinds"]["dates"]["f1_spans"] == {"exact": 1.0, "partial": 1.0}
    assert "By kind of record" in done.stdout.decode()


def test_one_bad_sample_is_named_and_the_others_are_scored(own, tmp_path):
    folder = tmp_path / "corpus"
    shutil.copytree(own, folder)
    (folder / "gold" / "lost.json").write_text('{"decisions": []}', encoding="utf-8")
    done = run("evaluate", "--corpus", folder)
    assert done.returncode == 1
    assert one_line(done).endswith("lost.json: there is no documents/lost.txt, .pdf or .docx")
    assert b"1 could not be scored" in done.stdout


def test_a_document_that_cannot_be_read_is_named(own, tmp_path):
    folder = tmp_path / "corpus"
    shutil.copytree(own, folder)
    (folder / "documents" / "demo.txt").write_bytes(b"\x89PNG\r\n")
    done = run("evaluate", "--corpus", folder)
    assert done.returncode == 1
    assert "is a PNG image" in done.stderr.decode()
    assert done.stdout == b""


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("--corpus", "nowhere"), 1, "nowhere: no such folder; a corpus has documents/ and gold/"),
        (("--split", "held"), 2, "there are all, train"),
        (("--json", "nowhere/scores.json"), 1, "no such folder"),
        (("--pipeline", "nothing"), 1, "nothing.cfg is in none of the pipelines folders"),
    ],
)
def test_wrong_calls_are_one_line(own, arguments, status, reason):
    given = arguments if "--corpus" in arguments else ("--corpus", own, *arguments)
    done = run("evaluate", *given)
    assert (done.returncode, done.stdout) == (status, b"")
    assert reason in one_line(done)


def empty(**parts):
    return {"meeting": {}, **{kind: [] for kind in records.KINDS}, **parts}


def scored(name, kind, found):
    gold = empty(decisions=[{"text": "قرر المجلس", "evidence": []}])
    sample = Sample(name, DEMO, gold, "train", {"body_family": kind})
    return score_record(sample, empty(decisions=[{"text": text, "confidence": 0.9} for text in found]), "")


def test_a_group_is_seen_beside_all_others():
    documents = [
        scored("a", "council", ["قرر المجلس"]),
        scored("b", "council", []),
        scored("c", "board", ["قرر المجلس"]),
    ]
    groups = by_group(documents, lambda one: one.sample.meta["body_family"])
    assert groups["council"]["documents"] == 2
    assert groups["council"]["f1"]["decisions"] == pytest.approx(2 / 3, abs=1e-4)
    assert groups["council"]["f1_of_the_others"]["decisions"] == 1.0
    assert groups["board"]["f1"]["dates"] is None


def test_offsets_of_another_text_are_not_scored():
    sample = Sample(
        "a", DEMO, empty(decisions=[{"text": "قرر", "evidence": [{"text": "قرر", "start": 0, "end": 3}]}]), "train", {}
    )
    found = empty(decisions=[{"text": "قرر", "confidence": 1.0, "evidence": [{"text": "قرر", "start": 0, "end": 3}]}])
    assert score_record(sample, found, "قرر").spans["decisions"].f1("exact") == 1.0
    assert score_record(sample, found, "ثم قرر").spans is None


def test_a_wrapped_quote_is_at_its_place_in_the_text_made_whole():
    gold = [
        {
            "text": "قرر المجلس",
            "evidence": [{"text": "قرر", "start": 0, "end": 3}, {"text": "المجلس", "start": 6, "end": 12}],
        }
    ]
    sample = Sample("a", DEMO, empty(decisions=gold), "train", {})
    found = empty(decisions=[{"text": "قرر المجلس", "evidence": [{"text": "قرر المجلس", "start": 0, "end": 10}]}])
    counts = score_record(sample, found, "قرر المجلس ما يلي", "قرر\n  المجلس ما يلي").spans["decisions"]
    assert (counts.exact, counts.gold) == (1, 1)


def test_confidence_is_judged_by_what_is_right():
    figures = summary([scored("a", "x", ["قرر المجلس", "شكر الحاضرين"])])
    (part,) = figures["calibration"]["matched"]["bins"]
    assert (part["items"], part["right"]) == (2, 0.5)
    assert figures["calibration"]["matched"]["expected_calibration_error"] == pytest.approx(0.4)


def test_samples_are_scored_in_order(own, pipeline):
    (one,) = score_samples(load_corpus(own).samples, pipeline)
    assert one.sample.id == "demo"
    assert len(one.comparisons["attendees"].surplus()) == 1
    assert [item["value"] for item in one.comparisons["percentages"].missed()] == [3.5]
