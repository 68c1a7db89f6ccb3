"""What a store tells of itself, on both databases."""

from __future__ import annotations

import json

from archive.doubles import run

from ogp_nlp.archive import running


def test_counts_failures_and_what_needs_a_person(url, store, tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    for number, word in enumerate(("doc", "doc", "broken", "lost")):
        (folder / f"{number}.txt").write_text(f"{word}: {number}", encoding="utf-8")
    (folder / "copy.txt").write_text("doc: 0", encoding="utf-8")
    run(store, folder)
    assert running.status(url, print, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("places", "documents", "records", "first_meeting", "corrections")} == {
        "places": 5, "documents": 4, "records": 2, "first_meeting": "2024-03-12", "corrections": 0,
    }  # fmt: skip
    assert told["failures"]["by_code"] == [
        {"code": "input", "passing": False, "count": 1},
        {"code": "worker_lost", "passing": True, "count": 1},
    ]
    assert told["needs_review"]["count"] == 2
    assert told["needs_review"]["reasons"] == {"nothing_found": 2}
    assert [run["state"] for run in told["runs"]] == ["done"]
    assert running.status(url, print) == 0
    text = capsys.readouterr().out
    assert "4 documents at 5 places, 2 records" in text
    assert "failed: 1 worker_lost, may do next time" in text
    assert "2.txt: is broken" in text


def test_an_empty_store(url, store, capsys):
    assert running.status(url, print) == 0
    assert "0 documents at 0 places" in capsys.readouterr().out
