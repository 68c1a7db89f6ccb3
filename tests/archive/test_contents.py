"""What goes out of a store comes in again the same; corrections are laid over, in their order."""

from __future__ import annotations

import csv
import json
import re

import pytest
from archive.doubles import SETTINGS, record_of, run
from factories import attendee, percentage

from ogp_nlp.archive import running
from ogp_nlp.archive.contents import contents, take_in
from ogp_nlp.archive.corrections import Correction, correct
from ogp_nlp.archive.store import Store
from ogp_nlp.errors import InputError
from ogp_nlp.records import Finding, Plan


def some(**parts):
    people = (attendee("هدى العلمي", id="a-1"), attendee("سعيد", id="a-2", role="عضو"))
    return record_of(b"x", "1.txt", attendees=people, **parts)


def event(path, before, after):
    return Correction(path, json.dumps(before), json.dumps(after))


def test_a_value_changes_where_the_record_is_as_it_was_found():
    record, left = correct(some(), [event("/attendees/a-2/role", "عضو", "رئيس"), event("/meeting/body", "x", "y")])
    assert record.attendees[1].role == "رئيس"
    assert [one.path for one in left] == ["/meeting/body"]


def test_later_events_rest_on_earlier_ones_and_the_same_twice_is_one():
    events = [event("/attendees/1/role", "عضو", "نائب"), event("/attendees/a-2/role", "نائب", None)]
    record, left = correct(some(), [events[0], events[0], events[1]])
    assert (record.attendees[1].role, left) == (None, [])


def test_items_go_and_come_by_their_ids():
    one, two = (json.loads(item.model_dump_json()) for item in some().attendees)
    new = {**two, "id": "a-3", "name": "ليلى"}
    record, left = correct(
        some(),
        [event("/attendees/a-1", one, None), event("/attendees/-", None, new), event("/attendees/a-1/name", "x", "y")],
    )
    assert [item.name for item in record.attendees] == ["سعيد", "ليلى"]
    assert len(left) == 1


def test_what_no_record_may_hold_does_not_fit():
    events = [event("/meeting/date", "2024-03-12", "2024-02-31"), event("/meeting/plan", None, {"title": ""})]
    record, left = correct(some(), events)
    assert record == some()
    assert left == events


def test_findings_move_with_their_items_and_go_with_what_was_settled():
    findings = tuple(
        Finding(code=code, severity="warning", message="?", path=path)
        for code, path in (
            ("a", "/attendees/1/role"),
            ("b", "/attendees/0/name"),
            ("c", "/meeting/date"),
            ("d", "/attendees"),
        )
    )
    first = json.loads(some().attendees[0].model_dump_json())
    record, _ = correct(some(findings=findings), [event("/attendees/a-1", first, None)])
    assert [(one.code, one.path) for one in record.findings] == [("a", "/attendees/0/role"), ("c", "/meeting/date")]


def test_a_figure_above_100_has_its_finding():
    given = some(percentages=(percentage(47, id="p-1"),))
    record, left = correct(given, [event("/percentages/p-1/value", 47.0, 470.0)])
    assert left == []
    assert [(one.code, one.path) for one in record.findings] == [("percent_above_100", "/percentages/0/value")]
    record, left = correct(record, [event("/percentages/p-1/value", 470.0, 40.0)])
    assert (left, record.findings) == ([], ())


@pytest.fixture
def filled(store, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"doc: {number}", encoding="utf-8")
    run(store, folder)
    return store


def test_records_come_in_the_order_of_their_hashes_a_page_at_a_time(filled, monkeypatch):
    monkeypatch.setattr("ogp_nlp.archive.contents._PAGE", 2)
    found = [kept.record.document.sha256 for kept in contents(filled)]
    assert len(found) == 5
    assert found == sorted(found)


def test_corrections_are_laid_over_what_goes_out(filled):
    first = next(contents(filled)).record
    for before, after in ((first.meeting.body, "مجلس"), ("x", "y")):
        change = event("/meeting/body", before, after)
        filled.add_correction(first.document.sha256, SETTINGS.fingerprint, "a", change, "misread")
    kept = next(contents(filled))
    assert kept.record.meeting.body == "مجلس"
    assert [one.after for one in kept.left] == ['"y"']


def test_the_newest_record_counts_and_documents_that_stand_nowhere_do_not(filled, tmp_path):
    from dataclasses import replace

    run(filled, tmp_path / "in" / "1.txt", settings=replace(SETTINGS, fingerprint="e" * 64))
    assert sorted(kept.fingerprint[0] for kept in contents(filled)) == ["e", "f", "f", "f", "f"]
    (tmp_path / "in" / "1.txt").write_text("doc: other", encoding="utf-8")
    run(filled, tmp_path / "in")
    assert len(list(contents(filled))) == 5


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "parquet", "json"])
def test_all_formats(url, filled, tmp_path, form, capsys):
    target = tmp_path / f"out.{form}"
    assert running.export(url, target, form, print) == 0
    assert target.exists()
    if form == "csv":
        with (target / "meeting.csv").open(encoding="utf-8", newline="") as stream:
            found = list(csv.DictReader(stream))
        assert [row["body"] for row in found] == ["لجنة المثال"] * 5
        described = json.loads((target / "csv-metadata.json").read_text(encoding="utf-8"))
        for table in described["tables"]:
            heading = (target / table["url"]).read_text(encoding="utf-8").splitlines()[0].split(",")
            assert heading == [column["name"] for column in table["tableSchema"]["columns"]]
            assert len(set(heading)) == len(heading)
        types = {column["name"]: column["datatype"] for column in described["tables"][0]["tableSchema"]["columns"]}
        assert (types["date"], types["year"], types["confidence"], types["plan_start_year"]) == (
            "date", "integer", "decimal", "integer",
        )  # fmt: skip


def test_the_mark_that_excel_wants(url, filled, tmp_path):
    assert running.export(url, tmp_path / "out", "csv", print, excel=True) == 0
    assert (tmp_path / "out" / "dates.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,")
    assert running.export(url, tmp_path / "out.xlsx", "xlsx", lambda line: None, excel=True) == 2


def test_out_and_in_again_is_the_same(url, filled, tmp_path):
    out, back = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert running.export(url, out, None, print) == 0
    said = []
    other = str(tmp_path / "other.db")
    assert running.take_in(other, [out], said.append) == 0
    assert said == ["5 records stored"]
    assert running.export(other, back, None, print) == 0
    assert back.read_bytes() == out.read_bytes()
    assert running.take_in(other, [out], said.append) == 0
    assert running.export(other, back, None, print) == 0
    assert back.read_bytes() == out.read_bytes()


def test_lines_that_are_no_records(tmp_path):
    good = some(meeting=some().meeting.model_copy(update={"plan": Plan(title="خطة")})).model_dump_json()
    (tmp_path / "a.jsonl").write_text(f"{good}\n\nno json\n{{}}\n", encoding="utf-8")
    with Store(str(tmp_path / "a.db")) as store:
        found = list(take_in(store, tmp_path / "a.jsonl"))
        assert [isinstance(one, InputError) for one in found] == [False, True, True]
        assert re.search("a.jsonl: line 3 is no record: ", str(found[1]))
        assert "line 4" in str(found[2])
        with pytest.raises(InputError, match="No such file"):
            list(take_in(store, tmp_path / "none.jsonl"))
