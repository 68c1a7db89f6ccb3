"""The repair as a whole: clean text stays as it is, damage is mended, every character leads back, work is bounded."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ogp_nlp.arabic.normalize import clean
from ogp_nlp.repairing import load_repairer
from ogp_nlp.textmetrics import text_scores
from ogp_nlp.training.damage import KINDS, damaged


@pytest.fixture(scope="module")
def repair():
    return load_repairer().repair


@pytest.fixture(scope="module")
def own(corpus):
    """The clean documents outside the test split."""
    folder = next(iter(corpus.values())).parent.parent
    test = set(json.loads((folder / "splits.json").read_text(encoding="utf-8"))["test"])
    return {name: clean(path.read_text(encoding="utf-8")).text for name, path in corpus.items() if name not in test}


def test_clean_documents_stay_as_they_are(repair, corpus):
    changed = []
    for name, path in corpus.items():
        text = clean(path.read_text(encoding="utf-8")).text
        result = repair(text)
        if result.aligned.text != text or not result.aligned.alignment.is_identity or result.issues:
            changed.append(name)
    assert not changed


@pytest.mark.parametrize(
    "text", ["", "\n\n", " ", "محضر", "1- بند\n2- بند", "\u064b" * 500, "Minutes of 2025", "، ، ،\n. ."]
)
def test_odd_texts_stay_as_they_are(repair, text):
    assert repair(text).aligned.text == text


@pytest.mark.parametrize(("kind", "most"), [("runs", 0.6), ("left_to_right", 0.4), ("slipped", 0.6)])
def test_made_damage_gets_less(repair, own, kind, most):
    assert kind in KINDS
    before = after = 0.0
    for seed, text in enumerate(list(own.values())[:3]):
        broken, truth = damaged(text, kind, seed=seed)
        before += text_scores(truth, broken).cer
        after += text_scores(truth, repair(broken).aligned.text).cer
    assert after < most * before


def test_every_character_leads_back_to_itself(repair, own):
    broken, _ = damaged(next(iter(own.values())), "runs", seed=3)
    aligned = repair(broken).aligned
    used = []
    for place, sign in enumerate(aligned.text):
        row = aligned.alignment.row(place)
        assert not row or broken[row[0]] == sign or {broken[row[0]], sign} == {"(", ")"}
        used += row
    assert len(used) == len(set(used))
    lost = {broken[at] for at in set(range(len(broken))) - set(used)}
    assert lost <= {" "}


def test_issues_point_into_the_repaired_text(repair, own):
    broken, _ = damaged(next(iter(own.values())), "runs", seed=5)
    result = repair(broken)
    lines = result.aligned.text.split("\n")
    for issue in result.issues:
        assert result.aligned.text[issue.start : issue.end] == lines[issue.line - 1]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="ابتةىلمنور ء،.؛:()%12٣\n-•", max_size=300))
def test_any_text_is_taken(text):
    result = load_repairer().repair(text)
    assert len(result.aligned.text) == len(result.aligned.alignment)
    assert result.aligned.alignment.source_length == len(text)


DAMAGED = "؛ بالمدينة  الجماعي  المجلس ةالرسمي ةالمخاطبو السيدة سعاد، مديرة تنظيم الإدارة •"


@pytest.mark.parametrize("text", [DAMAGED * 60, "\n".join(["سطر من محضر"] * 50_000), "\u064b" * 20_000, "12 " * 20_000])
def test_work_is_bounded(repair, text):
    start = time.process_time()
    repair(text)
    assert time.process_time() - start < 8


def test_real_minutes_get_better(repair, seed_dir):
    truth = (seed_dir / "transcription.md").read_text(encoding="utf-8")
    (path,) = seed_dir.glob("*.txt")
    text = clean(path.read_text(encoding="utf-8")).text
    scores = text_scores(truth, repair(text).aligned.text)
    assert scores.cer < 0.14
    assert scores.word_f1 > 0.96
    assert scores.numbers > 0.94


def test_row_24_text_damaged_on_arrival(repair, own):
    """Runs of a line in the wrong order and glued: the words again, in order, with a map back to the source."""
    before = after = 0.0
    for seed, text in enumerate(list(own.values())[:3]):
        broken, truth = damaged(text, "runs", seed=24 + seed)
        aligned = repair(broken).aligned
        before += text_scores(truth, broken).cer
        after += text_scores(truth, aligned.text).cer
        for at, sign in enumerate(aligned.text):
            for start, end in aligned.alignment.spans(at, at + 1):
                assert sign in broken[start:end] or not sign.isalnum()  # brackets are turned
    assert after < 0.6 * before
