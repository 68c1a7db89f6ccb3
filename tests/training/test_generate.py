"""Generated minutes: gold that fits the models and the text as read, the same for a seed, marked wherever they go."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.readers import read
from ogp_nlp.records import KINDS
from ogp_nlp.samples import load_corpus
from ogp_nlp.training.generate import generate, write
from ogp_nlp.training.generate.pieces import Piece, fill, join, wrapped

MENTIONS = ("percentages", "dates", "legal_references")
MANY = range(1, 61)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("generated")
    write(target, len(MANY), MANY[0])
    return target


def test_gold_fits_the_models_and_the_text_as_read(folder):
    corpus = load_corpus(folder)
    assert (len(corpus.samples), corpus.problems) == (len(MANY), ())
    for sample in corpus.samples:
        text = read(sample.document).text
        for item in [sample.gold["meeting"], *(item for kind in KINDS for item in sample.gold[kind])]:
            assert item["evidence"], sample.id
            for part in item["evidence"]:
                assert text[part["start"] : part["end"]] == part["text"], sample.id


def test_mentions_quote_their_evidence_in_order(folder):
    for sample in load_corpus(folder).samples:
        for kind in MENTIONS:
            items = sample.gold[kind]
            starts = [item["evidence"][0]["start"] for item in items]
            assert starts == sorted(starts)
            for item in items:
                assert item["text"] == " ".join(part["text"] for part in item["evidence"])


def test_every_percent_sign_and_every_title_with_a_name_is_gold(folder):
    for sample in load_corpus(folder).samples:
        text = read(sample.document).text
        inside = [(p["start"], p["end"]) for item in sample.gold["percentages"] for p in item["evidence"]]
        signs = [match.start() for match in re.finditer("[%٪]|في المائة|بالمائة|بالمئة", text)]
        assert [at for at in signs if not any(a <= at < b for a, b in inside)] == [], sample.id
        assert len({item["name"] for item in sample.gold["attendees"]}) == len(sample.gold["attendees"])


def test_percentages_say_what_they_measure(folder):
    for sample in load_corpus(folder).samples:
        for item in sample.gold["percentages"]:
            assert (item["about"] is not None) == (item["subject"] == "other")
            assert (item["commitment"] is not None) == (item["subject"] == "commitment_progress")


def test_the_grammar_is_varied(folder):
    samples = load_corpus(folder).samples
    features = {feature for sample in samples for feature in sample.meta["features"]}
    forms = {
        "attendance_list",
        "attendance_table",
        "attendance_prose",
        "action_list",
        "action_table",
        "commitment_table",
    }
    assert forms | {"hijri", "wrapped_lines"} <= features
    assert len({sample.meta["country"] for sample in samples}) >= 8
    assert len({sample.meta["body_kind"] for sample in samples}) == 5
    qualifiers = {mark for sample in samples for item in sample.gold["percentages"] for mark in item["qualifiers"]}
    assert {"approximate", "range_start", "range_end", "target", "previous", "minimum", "maximum"} <= qualifiers
    texts = [sample.document.read_text(encoding="utf-8") for sample in samples]
    assert any("٤" in text for text in texts)
    assert any("هـ" in text for text in texts)


@given(st.integers(0, 10**6))
def test_a_seed_gives_the_same_minutes(seed):
    assert generate(seed) == generate(seed)


def test_every_sign_of_being_generated(folder):
    for sample in load_corpus(folder).samples:
        assert sample.generated
        assert sample.meta["generated"] is True
        assert sample.document.name.startswith("generated-")


@pytest.mark.parametrize("marked", [True, False])
def test_generated_minutes_are_refused_as_a_test(tmp_path, marked):
    write(tmp_path, 1, 5)
    (tmp_path / "splits.json").write_text('{"test": ["generated-000005"]}', encoding="utf-8")
    path = tmp_path / "gold" / "generated-000005.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    gold["meta"]["generated"] = marked  # the name alone is enough
    path.write_text(json.dumps(gold), encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.samples == ()
    assert "is generated and no test" in str(corpus.problems[0])


def test_the_corpus_tests_on_no_generated_minutes(corpus):
    assert not [name for name in corpus if name.startswith("generated-")]


def run(*arguments):
    command = [sys.executable, "-m", "ogp_nlp.training.generate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_command(tmp_path):
    done = run("--count", 2, "--seed", 7, "-o", tmp_path / "made")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "made" / "gold").iterdir()) == [
        "generated-000007.json",
        "generated-000008.json",
    ]


def test_command_that_cannot_write(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("-o", tmp_path / "file")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def test_marks_move_with_their_pieces():
    name = Piece("سالم").marked(7)
    whole = fill("حضر {who}، {none} ثم <انصرف|انصرفت>", "f", who=join(["السيد", name], " "), none="")
    assert whole.text == "حضر السيد سالم، ثم انصرفت"
    ((start, end, item, _),) = whole.marks
    assert (whole.text[start:end], item) == ("سالم", 7)


@given(
    st.lists(st.sampled_from(["كلمة", "في", "الاجتماع", "\n", "أ | ب"]), max_size=30).map(" ".join), st.integers(5, 40)
)
def test_wrapping_changes_only_blanks(text, width):
    broken = wrapped(text, width)
    assert broken.replace("\n", " ") == text.replace("\n", " ")
    assert [line for line in text.split("\n") if "|" in line] == [line for line in broken.split("\n") if "|" in line]
