"""A user's own folder of samples: what is loaded, and the one line that names what is wrong with it."""

from __future__ import annotations

import json

import pytest

from ogp_nlp.errors import UsageError
from ogp_nlp.samples import SampleError, load_corpus, read_gold

PERSON = {"name": "سلمى الرفاعي", "gender": "female"}


@pytest.fixture
def folder(tmp_path):
    """Three documents with gold, one of them held out."""
    for part in ("documents", "gold"):
        (tmp_path / part).mkdir()
    for name in ("a", "b", "c"):
        add(tmp_path, name, {"attendees": [PERSON], "meta": {"country": "XX"}})
    (tmp_path / "splits.json").write_text('{"test": ["c"]}', encoding="utf-8")
    return tmp_path


def add(folder, name, gold, suffix=".txt"):
    (folder / "documents" / f"{name}{suffix}").write_text("محضر\n", encoding="utf-8")
    text = gold if isinstance(gold, str) else json.dumps(gold, ensure_ascii=False)
    (folder / "gold" / f"{name}.json").write_text(text, encoding="utf-8")


def names(corpus):
    return [sample.id for sample in corpus.samples]


@pytest.mark.parametrize(("split", "wanted"), [("all", ["a", "b", "c"]), ("train", ["a", "b"]), ("test", ["c"])])
def test_splits(folder, split, wanted):
    corpus = load_corpus(folder, split)
    assert (names(corpus), corpus.problems) == (wanted, ())


def test_without_splits_everything_is_train(folder):
    (folder / "splits.json").unlink()
    assert names(load_corpus(folder, "train")) == ["a", "b", "c"]


def test_what_gold_leaves_out_is_filled_in_and_kinds_are_not(folder):
    gold = load_corpus(folder).samples[0].gold
    assert gold["attendees"][0]["role"] is None
    assert list(gold) == ["attendees"]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_documents_of_other_kinds(folder, suffix):
    (folder / "documents" / "a.txt").rename(folder / "documents" / f"a{suffix}")
    assert load_corpus(folder).samples[0].document.suffix == suffix


def test_documents_without_gold_are_counted(folder):
    (folder / "documents" / "d.txt").write_text("محضر", encoding="utf-8")
    assert load_corpus(folder).unannotated == 1


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        ({"attendees": [PERSON, {**PERSON, "gender": "woman"}]}, "/attendees/1/gender: Input should be 'female' or"),
        ({"attendees": [{"gender": "male"}]}, "/attendees/0/name: Field required"),
        ({"attendees": [{**PERSON, "rôle": "x"}]}, "/attendees/0/rôle: Extra inputs"),
        ({"dates": [{"value": "2031-02-30", "text": "x"}]}, "/dates/0/value: "),
        ({"meeting": {"date": "2031"}}, "/meeting/date: String should match"),
        ({"meeting": ["x"]}, "/meeting: is no object"),
        ({"decisions": {"text": "x"}}, "/decisions: is no list"),
        ({"decisions": ["x"]}, "/decisions/0: is no object"),
        (
            {"decisions": [{"text": "xy", "evidence": [{"start": 0, "end": 1, "text": "xy"}]}]},
            "/decisions/0/evidence/0",
        ),
        ({"people": []}, "/people: no such field"),
        ({"meta": {}}, "has nothing to score"),
        ({"decisions": [], "meta": []}, "/meta: is no object"),
        ([], "is no record"),
        ("{\n'x': 1}", "is no JSON: Expecting property name enclosed in double quotes (line 2)"),
    ],
)
def test_invalid_gold_names_the_file_and_the_field(folder, gold, reason):
    add(folder, "b", gold)
    corpus = load_corpus(folder)
    (problem,) = corpus.problems
    assert str(problem).startswith(f"{folder / 'gold' / 'b.json'}: {reason}")
    assert "\n" not in str(problem)
    assert names(corpus) == ["a", "c"]


def test_gold_that_is_not_utf_8(folder):
    (folder / "gold" / "b.json").write_bytes("محضر".encode("cp1256"))
    assert "is not UTF-8" in str(load_corpus(folder).problems[0])


def test_gold_without_document(folder):
    (folder / "documents" / "b.txt").unlink()
    (problem,) = load_corpus(folder).problems
    assert str(problem) == f"{folder / 'gold' / 'b.json'}: there is no documents/b.txt, .pdf or .docx"


def test_two_documents_for_one_gold(folder):
    (folder / "documents" / "b.pdf").write_bytes(b"%PDF-")
    assert "b.txt has the same name" in str(load_corpus(folder).problems[0])


def test_a_split_that_names_what_is_not_there(folder):
    (folder / "splits.json").write_text('{"test": ["c", "z"]}', encoding="utf-8")
    assert "z: there is no gold/z.json" in str(load_corpus(folder).problems[0])
    assert load_corpus(folder, "train").problems == ()


@pytest.mark.parametrize(
    ("splits", "reason"),
    [
        ('{"test": ["c"], "dev": ["c"]}', "c stands in test and in dev"),
        ('{"test": "c"}', "is no object of lists of names"),
        ("[]", "is no object of lists of names"),
        ("{", "is no JSON"),
    ],
)
def test_malformed_splits(folder, splits, reason):
    (folder / "splits.json").write_text(splits, encoding="utf-8")
    with pytest.raises(SampleError, match=reason):
        load_corpus(folder)


@pytest.mark.parametrize("missing", ["gold", "documents"])
def test_a_folder_that_is_no_corpus(tmp_path, missing):
    for part in {"gold", "documents"} - {missing}:
        (tmp_path / part).mkdir()
    with pytest.raises(SampleError, match=f"{missing}: no such folder"):
        load_corpus(tmp_path)


def test_no_gold_at_all(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "documents").mkdir()
    with pytest.raises(SampleError, match="has no gold"):
        load_corpus(tmp_path)


def test_a_split_that_is_not_there(folder):
    with pytest.raises(UsageError, match="there are all, train, test"):
        load_corpus(folder, "held")


def test_generated_documents_are_refused_in_a_test_split(folder):
    gold = {"attendees": [PERSON], "meta": {"generated": True}}
    add(folder, "b", gold)
    add(folder, "c", gold)
    corpus = load_corpus(folder)
    assert "c.json: is generated and no test" in str(corpus.problems[0])
    assert [sample.generated for sample in corpus.samples] == [False, True]


def test_a_record_as_extracted_is_gold(tmp_path, pipeline):
    from pathlib import Path

    demo = Path(__file__).resolve().parent.parent / "corpus" / "sample" / "demo.txt"
    path = tmp_path / "demo.json"
    path.write_text(pipeline.extract(demo).model_dump_json(), encoding="utf-8")
    gold, meta = read_gold(path)
    assert (len(gold["attendees"]) > 5, meta) == (True, {})


def test_families_of_kinds_of_body(folder):
    for name, kind in (("a", "faculty_council"), ("b", "guild")):
        add(folder, name, {"attendees": [], "meta": {"body_kind": kind}})
    (folder / "body_kinds.toml").write_text('university = ["faculty_council"]', encoding="utf-8")
    assert [sample.meta["body_family"] for sample in load_corpus(folder).samples] == ["university", "guild", None]
