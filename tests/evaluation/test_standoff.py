"""Stand-off gold: there and back on an invented text, refusals, and the gold of the real minutes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[2] / "corpus" / "standoff" / "ma-ogp-steering-2025-12.json"
MARKDOWN = """# محضر اجتماع لجنة الحدائق

## الحاضرون

* السيدة سلمى الرفاعي، ممثلة للهيئة العليا للبساتين
-   السيد أنس بن عياد، مقرر اللجنة

1. يقدم السيد أنس بن عياد كشفا بالأشجار قبل 3 ماي 2031
"""


def _evidence(text, quote):
    start = text.index(quote)
    return [{"text": quote, "start": start, "end": start + len(quote)}]


@pytest.fixture
def example(standoff):
    text = standoff.plain(MARKDOWN)
    gold = {
        "schema_version": "1.0",
        "meta": {"id": "xx-gardens-01", "features": ["invented"]},
        "meeting": {
            "title": "محضر اجتماع لجنة الحدائق",
            "ordinal": None,
            "date": "2031-04-20",
            "mode": "in_person",
            "evidence": _evidence(text, "محضر اجتماع لجنة الحدائق"),
        },
        "attendees": [
            {
                "name": "سلمى الرفاعي",
                "honorific": "السيدة",
                "gender": "female",
                "organization": "الهيئة العليا للبساتين",
                "evidence": _evidence(text, "السيدة سلمى الرفاعي"),
            }
        ],
        "percentages": [],
        "action_items": [
            {
                "task": "يقدم كشفا بالأشجار",
                "owner": "أنس بن عياد",
                "due_text": "قبل 3 ماي 2031",
                "due_end": "2031-05-03",
                "origin": "listed",
                "evidence": _evidence(text, "يقدم السيد أنس بن عياد كشفا بالأشجار قبل 3 ماي 2031"),
            }
        ],
    }
    return text, gold


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("## عنوان", "عنوان"),
        ("#وسم", "#وسم"),
        ("- بند\n+ بند\n  * بند", "- بند\n- بند\n- بند"),
        ("2. بند\n3) بند", "2. بند\n3) بند"),
        ("بين 10 - 20 بندا", "بين 10 - 20 بندا"),
        ("- 40% من الأشجار", "- 40% من الأشجار"),
        ("سطر  \r\nسطر\t\n", "سطر\nسطر\n"),
    ],
)
def test_plain_drops_only_marks(standoff, markdown, plain):
    assert standoff.plain(markdown) == plain
    assert standoff.plain(plain) == plain


def test_make_and_resolve_are_inverse(standoff, example):
    text, gold = example
    made, problems = standoff.make(gold, text)
    assert problems == []
    assert standoff.resolve(json.loads(json.dumps(made)), text) == gold


def test_what_is_stored_holds_no_words_of_the_text(standoff, example):
    text, gold = example
    made, _ = standoff.make(gold, text)
    dumped = json.dumps(made["record"], ensure_ascii=False)
    assert [word for word in text.split() if len(word) > 1 and any(c > "ء" for c in word) and word in dumped] == []


def test_restored_article_and_two_slices(standoff, example):
    text, gold = example
    record = standoff.make(gold, text)[0]["record"]
    ((start, end, letters),) = record["attendees"][0]["organization"]
    assert (text[start - 1 : end], letters) == ("للهيئة العليا للبساتين", "ا")
    assert [text[a:b] for a, b in record["action_items"][0]["task"]] == ["يقدم", "كشفا بالأشجار"]


def test_values_that_are_no_slice_are_reported(standoff, example):
    text, gold = example
    gold["action_items"][0]["task"] = "زراعة النخيل"
    made, problems = standoff.make(gold, text)
    assert [problem.split(":")[0] for problem in problems] == ["/action_items/0/task"]
    assert made["record"]["action_items"][0]["task"] == "زراعة النخيل"


def test_another_text_is_refused(standoff, example):
    text, gold = example
    made, _ = standoff.make(gold, text)
    with pytest.raises(ValueError, match="not the annotated text"):
        standoff.resolve(made, text + " ")


def test_slice_outside_the_text_is_refused(standoff, example):
    text, gold = example
    made, _ = standoff.make(gold, text)
    made["record"]["meeting"]["title"] = [[0, len(text) + 1]]
    with pytest.raises(ValueError, match="is not in a text"):
        standoff.resolve(made, text)


def test_command_writes_and_reports(standoff, example, tmp_path, capsys):
    text, gold = example
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "text.md").write_text(MARKDOWN, encoding="utf-8")
    command = ["make", *(str(tmp_path / name) for name in ("gold.json", "text.md", "out.json"))]
    assert standoff.main(command) == 0
    assert standoff.resolve(json.loads((tmp_path / "out.json").read_text(encoding="utf-8")), text) == gold
    gold["meeting"]["title"] = "عنوان آخر"
    (tmp_path / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    assert standoff.main(command) == 1
    assert "/meeting/title: no slice of the text" in capsys.readouterr().err
    assert standoff.main(["make"]) == 2


def test_gold_of_the_real_minutes(standoff, seed_dir):
    text = standoff.plain((seed_dir / "transcription.md").read_text(encoding="utf-8"))
    gold = standoff.resolve(json.loads(REAL.read_text(encoding="utf-8")), text)
    assert [len(gold[kind]) for kind in ("agenda", "attendees", "commitments", "percentages")] == [4, 33, 12, 16]
    assert sum(item["origin"] == "listed" for item in gold["action_items"]) == 3
    assert sum(item["attendance"] == "remote" for item in gold["attendees"]) == 3
    assert [item["number"] for item in gold["commitments"]] == list(range(1, 13))
    assert len({item["name"] for item in gold["attendees"]}) == 33
    for item in [gold["meeting"], *(item for kind in gold.values() if isinstance(kind, list) for item in kind)]:
        assert all(text[part["start"] : part["end"]] == part["text"] for part in item["evidence"])


def test_gold_of_the_real_minutes_fits_the_records(standoff, seed_dir):
    from ogp_nlp import records

    text = standoff.plain((seed_dir / "transcription.md").read_text(encoding="utf-8"))
    gold = standoff.resolve(json.loads(REAL.read_text(encoding="utf-8")), text)
    rest = {"confidence": 1.0, "extractor": "gold"}
    kinds = {
        kind: [{"id": f"{kind}-{i}", **rest, **item} for i, item in enumerate(gold[kind])] for kind in records.KINDS
    }
    record = records.MinutesRecord.model_validate(
        {
            **kinds,
            "meeting": {"id": "meeting", **rest, **gold["meeting"]},
            "pipeline": {"name": "gold", "version": "1"},
            "document": {
                "source": "transcription.md",
                "sha256": standoff.sha256(text),
                "media_type": "text/plain",
                "char_count": len(text),
                "reader": "text",
            },
        }
    )
    record.verify(text)


def test_the_real_minutes_come_out_whole(standoff, seed_dir, tmp_path):
    # Learned roles once made tasks of what was remarked, and cut a name at a surname that is an office too.
    from ogp_nlp import metrics
    from ogp_nlp.pipeline import load_pipeline

    text = standoff.plain((seed_dir / "transcription.md").read_text(encoding="utf-8"))
    gold = standoff.resolve(json.loads(REAL.read_text(encoding="utf-8")), text)
    path = tmp_path / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    counts = metrics.score(gold, load_pipeline().extract(path).model_dump(mode="json"))
    least = {"attendees": 1.0, "commitments": 1.0, "percentages": 1.0, "agenda": 1.0, "action_items": 0.9}
    assert {kind: counts[kind].f1() >= bar for kind, bar in least.items()} == dict.fromkeys(least, True)
