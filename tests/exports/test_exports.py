"""All formats hold the same records, and nothing half-written stays behind."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest
from factories import attendee, percentage, record
from pyarrow import parquet

from ogp_nlp import records
from ogp_nlp.errors import OutputError, UsageError
from ogp_nlp.exports import format_of, open_writer
from ogp_nlp.exports.tables import columns, rows


@pytest.fixture
def made():
    parts = {
        "attendees": (attendee("هدى العلمي", honorific="د."), attendee("=1+1", role="عضو")),
        "percentages": (percentage(47.5, qualifiers=("provisional", "approximate")),),
    }
    return records.MinutesRecord(**dict(record(**parts)))


def test_every_row_has_the_columns_of_its_table(made):
    names = columns()
    for table, table_rows in rows(made).items():
        assert all(set(row) <= set(names[table]) for row in table_rows), table


def test_json_and_json_lines(made, tmp_path):
    for name, suffix in (("json", "a.json"), ("jsonl", "a.jsonl")):
        writer = open_writer(tmp_path / suffix, name, several=False)
        writer.add("a.txt", made)
        assert writer.close() == [tmp_path / suffix]
        assert records.MinutesRecord.model_validate_json((tmp_path / suffix).read_text(encoding="utf-8")) == made


def test_a_folder_keeps_inputs_of_one_name_apart(made, tmp_path):
    writer = open_writer(tmp_path / "out", "json", several=True)
    writer.add("x/a.txt", made)
    writer.add("y/a.txt", made)
    assert sorted(path.name for path in writer.close()) == ["a-2.json", "a.json"]


def test_csv(made, tmp_path):
    writer = open_writer(tmp_path / "out", "csv", several=False)
    writer.add("a.txt", made)
    writer.close()
    with (tmp_path / "out" / "attendees.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert [row["name"] for row in found] == ["هدى العلمي", "=1+1"]


def test_xlsx_reads_from_the_right_and_runs_no_formula(made, tmp_path):
    writer = open_writer(tmp_path / "a.xlsx", "xlsx", several=False)
    writer.add("a.txt", made)
    writer.close()
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["attendees"]
    assert sheet.sheet_view.rightToLeft
    names = [cell.value for cell in sheet[1]]
    cell = sheet.cell(3, names.index("name") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_parquet(made, tmp_path):
    writer = open_writer(tmp_path / "out", "parquet", several=False)
    writer.add("a.txt", made)
    writer.close()
    table = parquet.read_table(tmp_path / "out" / "percentages.parquet").to_pylist()
    assert (table[0]["value"], table[0]["qualifiers"]) == (47.5, "provisional;approximate")


def test_abort_leaves_nothing(made, tmp_path):
    writer = open_writer(tmp_path / "a.jsonl", "jsonl", several=True)
    writer.add("a.txt", made)
    writer.abort()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(made):
    from pathlib import Path

    writer = open_writer(Path("/dev/full"), "json", several=False)
    with pytest.raises(OutputError, match="/dev/full"):
        writer.add("a.txt", made)


def test_an_existing_file_stays_when_the_new_one_fails(made, tmp_path, monkeypatch):
    target = tmp_path / "a.json"
    target.write_text(json.dumps("old"), encoding="utf-8")
    monkeypatch.setattr("ogp_nlp.exports.json_files.to_json", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_writer(target, "json", several=False).add("a.txt", made)
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert json.loads(target.read_text(encoding="utf-8")) == "old"


@pytest.mark.parametrize(
    ("target", "given", "expected"), [("a.csv", None, "csv"), ("a", None, "json"), ("a.txt", "xlsx", "xlsx")]
)
def test_format_of(target, given, expected, tmp_path):
    assert format_of(tmp_path / target, given) == expected


def test_unknown_formats_are_refused(tmp_path):
    for target, given in (("a.doc", None), ("a", "yaml")):
        with pytest.raises(UsageError, match="format"):
            format_of(tmp_path / target, given)


def test_a_link_stays_a_link(made, tmp_path):
    """Writing to a link once replaced the link itself, /dev/stdout included."""
    (tmp_path / "real.json").write_text("{}", encoding="utf-8")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    open_writer(tmp_path / "link.json", "json", several=False).add("a.txt", made)
    assert (tmp_path / "link.json").is_symlink()
    assert "attendees" in (tmp_path / "real.json").read_text(encoding="utf-8")


def test_a_name_without_suffix_is_a_folder(made, tmp_path):
    writer = open_writer(tmp_path / "records", "json", several=False)
    writer.add("a.txt", made)
    assert writer.close() == [tmp_path / "records" / "a.json"]
