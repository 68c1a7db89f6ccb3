"""The store on SQLite and on a real PostgreSQL: the same tests on both."""

from __future__ import annotations

import sqlite3

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from archive.doubles import SETTINGS, record_of

from ogp_nlp.archive import tables as t
from ogp_nlp.archive.connecting import address, named
from ogp_nlp.archive.corrections import Correction
from ogp_nlp.archive.store import Store
from ogp_nlp.archive.tasks import Place, Problem
from ogp_nlp.errors import StoreError, UsageError
from ogp_nlp.records import Finding, Notice

DATA = "محضر".encode()


def place(path="/a/1.txt", member=""):
    return Place(path, member, len(DATA), 5)


def kept(store, **parts):
    """One record in the store."""
    record = record_of(DATA, "1.txt", **parts)
    run = store.begin_run(SETTINGS, "test")
    store.save_record(run, SETTINGS.fingerprint, record, record.model_dump_json(), [place()])
    return record, run


def one(store, table):
    with store.reading() as connection:
        return connection.execute(sa.select(table)).mappings().one()


def test_migrations_make_exactly_the_tables_that_the_code_knows(store):
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, t.METADATA) == []


def test_a_store_is_opened_again_as_it_is(url, store):
    kept(store)
    with Store(url) as again:
        assert again.has_record(record_of(DATA, "1.txt").document.sha256, SETTINGS.fingerprint)


def test_a_record_with_the_columns_people_filter_by(store):
    source = record_of(DATA, "1.txt").document.model_copy(
        update={"warnings": (Notice(code="no_text_layer", message="an image", page=3),)}
    )
    finding = Finding(code="date_outside_plan", severity="warning", message="?", path="/meeting/date")
    record, _ = kept(store, document=source, findings=(finding,))
    row = one(store, t.results)
    assert row["record"] == record.model_dump_json()
    assert (row["body"], row["date"], row["year"], row["findings"], row["state"]) == (
        "لجنة المثال", "2024-03-12", 2024, 1, "new",
    )  # fmt: skip
    assert row["needs_review"]
    assert row["reasons"] == '["nothing_found", "degraded_pages", "finding:date_outside_plan"]'
    assert row["created"].year > 2000
    verdict = one(store, t.verdicts)
    assert (verdict["page"], verdict["code"], verdict["message"]) == (3, "no_text_layer", "an image")


def test_the_same_record_twice_is_one(store):
    kept(store)
    kept(store)
    assert one(store, t.results)["fingerprint"] == SETTINGS.fingerprint
    assert one(store, t.sources)["path"] == "/a/1.txt"


def test_a_failure_is_counted_told_apart_and_forgotten_when_the_document_is_done(store):
    sha256 = record_of(DATA, "1.txt").document.sha256
    run = store.begin_run(SETTINGS, "test")
    for passing in (True, False):
        store.save_problem(run, SETTINGS, sha256, Problem("x", "a\n\0b \udc80", passing=passing), [place()])
        assert store.lasting_failure(sha256, SETTINGS) is not passing
    row = one(store, t.failures)
    assert (row["attempts"], row["message"]) == (2, r"a �b \udc80")
    kept(store)
    with store.reading() as connection:
        assert not connection.execute(sa.select(t.failures)).all()


def test_what_stands_at_a_place_is_known_until_it_changes(store):
    record, _ = kept(store)
    assert store.known_bytes(place()) == record.document.sha256
    assert store.known_bytes(Place("/a/1.txt", "", len(DATA), 6)) is None
    assert store.known_bytes(place(member="1.txt")) is None


def test_a_run_whose_process_is_gone_is_noted_by_the_next(store, monkeypatch):
    monkeypatch.setattr(store, "_own", f"{store._own.rpartition(':')[0]}:{2**22 + 1}")  # beyond the largest pid
    store.begin_run(SETTINGS, "test")
    monkeypatch.undo()
    store.end_run(store.begin_run(SETTINGS, "test"), "done", {"found": 0})
    with store.reading() as connection:
        states = connection.execute(sa.select(t.runs.c.state).order_by(t.runs.c.id)).scalars().all()
    assert states == ["killed", "done"]


@pytest.mark.parametrize("change", [sa.delete(t.corrections), sa.update(t.corrections).values(who="other")])
def test_corrections_are_only_ever_added(store, change):
    record, _ = kept(store)
    event = Correction("/meeting/body", '"x"', "null")
    assert store.add_correction(record.document.sha256, "f", "a", event) == 1
    with pytest.raises(StoreError, match="never changed"), store.writing() as connection:
        connection.execute(change)
    assert one(store, t.corrections)["who"] == "a"


def test_a_store_of_a_later_version_is_left_alone(url, store):
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="later version"):
        Store(url)


def test_what_is_no_store(tmp_path):
    with pytest.raises(StoreError, match="no such folder"):
        Store(str(tmp_path / "none" / "a.db"))
    with pytest.raises(StoreError, match="there is no such store"):
        Store(str(tmp_path / "a.db"), create=False)
    (tmp_path / "text.db").write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="no SQLite database"):
        Store(str(tmp_path / "text.db"))
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(str(tmp_path))
    for url in ("mysql://a/b", "postgres ql://x"):
        with pytest.raises(UsageError):
            Store(url)


def test_a_server_that_is_not_there_is_one_line():
    with pytest.raises(StoreError) as caught:
        Store("postgresql://nobody@127.0.0.1:1/none")
    assert "refused" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_address_is_shown_without_its_password():
    assert "geheim" not in named(address("postgresql://a:geheim@localhost/b"))


def test_a_locked_database_is_one_clear_line(tmp_path):
    store = Store(str(tmp_path / "a.db"), busy_seconds=0.1)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="is locked by another program"):
        store.begin_run(SETTINGS, "test")
    other.execute("ROLLBACK")
    other.close()
    assert store.begin_run(SETTINGS, "test") == 1
    store.close()
