"""Runs over an archive: nothing lost, nothing twice, whatever happens in between."""

from __future__ import annotations

import sqlite3
import zipfile
from dataclasses import replace

import pytest
import sqlalchemy as sa
from archive.doubles import SETTINGS, Scripted, Silent, run

from ogp_nlp.archive import tables as t
from ogp_nlp.archive.batch import Batch
from ogp_nlp.archive.store import Store
from ogp_nlp.archive.tasks import Outcome, Problem
from ogp_nlp.errors import StoreError
from ogp_nlp.readers.limits import Limits


@pytest.fixture
def archive(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(1, 7):
        (folder / f"{number}.txt").write_text(f"doc: {number}", encoding="utf-8")
    return folder


def counts(batch):
    return {name: value for name, value in batch.counts.as_dict().items() if value and name != "pages"}


def stored(store):
    with store.reading() as connection:
        return connection.execute(sa.select(t.results.c.record).order_by(t.results.c.sha256)).scalars().all()


def test_a_second_run_does_nothing(store, archive):
    first, engine = run(store, archive)
    assert counts(first) == {"found": 6, "done": 6}
    assert len(engine.seen) == 6
    second, engine = run(store, archive)
    assert counts(second) == {"found": 6, "known": 6}
    assert engine.seen == []


def test_known_files_are_not_even_read(store, archive, monkeypatch):
    run(store, archive)
    monkeypatch.setattr("ogp_nlp.archive.discovery._read", None)
    second, _ = run(store, archive)
    assert counts(second) == {"found": 6, "known": 6}


def test_another_pipeline_does_all_anew_and_keeps_the_old_records(store, archive):
    run(store, archive)
    second, _ = run(store, archive, settings=replace(SETTINGS, fingerprint="e" * 64))
    assert counts(second) == {"found": 6, "done": 6}
    assert len(stored(store)) == 12


def test_the_same_file_twice_is_one_document_with_two_places(store, archive):
    (archive / "0-copy.txt").write_bytes((archive / "3.txt").read_bytes())
    with zipfile.ZipFile(archive / "a.zip", "w") as made:
        made.writestr("x/3.txt", (archive / "3.txt").read_bytes())
    batch, engine = run(store, archive)
    assert counts(batch) == {"found": 8, "done": 6, "duplicates": 2}
    assert "3.txt" not in engine.seen
    assert ("3.txt", "duplicate") in batch.watcher.told
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(t.sources)).scalar_one() == 8
        assert connection.execute(sa.select(sa.func.count()).select_from(t.documents)).scalar_one() == 6
    again, _ = run(store, archive)
    assert counts(again) == {"found": 8, "known": 8}


def test_a_copy_that_comes_while_the_first_is_in_hand(store, archive):
    class Slow(Scripted):
        def run(self, tasks):
            yield from map(self.outcome, list(tasks))  # all are in hand before the first is done

    (archive / "7.txt").write_bytes((archive / "3.txt").read_bytes())
    batch, _ = run(store, archive, engine=Slow())
    assert counts(batch) == {"found": 7, "done": 6, "duplicates": 1}
    again, _ = run(store, archive)
    assert counts(again) == {"found": 7, "known": 7}


def test_a_file_that_changed_is_a_new_document(store, archive):
    run(store, archive)
    (archive / "3.txt").write_text("doc: new", encoding="utf-8")
    batch, engine = run(store, archive)
    assert engine.seen == ["3.txt"]
    assert counts(batch) == {"found": 6, "known": 5, "done": 1}


def test_what_fails_is_set_aside_and_what_may_pass_is_tried_again(store, archive):
    (archive / "7.txt").write_text("broken: x", encoding="utf-8")
    (archive / "8.txt").write_text("lost: x", encoding="utf-8")
    first, _ = run(store, archive)
    assert counts(first) == {"found": 8, "done": 6, "failed": 2, "passing": 1}
    second, engine = run(store, archive)
    assert engine.seen == ["8.txt"]
    assert counts(second) == {"found": 8, "known": 6, "aside": 1, "failed": 1, "passing": 1}
    _, engine = run(store, archive, again=True)
    assert engine.seen == ["7.txt", "8.txt"]
    other_limits = replace(SETTINGS, limits=replace(Limits(), max_pages=3))
    _, engine = run(store, archive, settings=other_limits)
    assert engine.seen == ["7.txt", "8.txt"]


def test_a_copy_of_what_was_set_aside_is_not_tried_again(store, archive):
    (archive / "7.txt").write_text("broken: x", encoding="utf-8")
    run(store, archive)
    (archive / "8.txt").write_text("broken: x", encoding="utf-8")
    batch, engine = run(store, archive)
    assert engine.seen == []
    assert counts(batch) == {"found": 8, "known": 6, "aside": 2}


def test_files_that_cannot_be_read_or_are_too_large(store, archive, monkeypatch):
    (archive / "1.txt").write_bytes(b"x" * 101)
    (archive / "2.txt").unlink()
    (archive / "2.txt").symlink_to("gone")
    settings = replace(SETTINGS, limits=replace(Limits(), max_bytes=100))
    batch, _ = run(store, archive, settings=settings)
    assert counts(batch) == {"found": 6, "done": 4, "failed": 2, "passing": 1}
    with store.reading() as connection:
        messages = connection.execute(sa.select(t.failures.c.message).order_by(t.failures.c.path)).scalars().all()
    assert "larger than" in messages[0]
    assert "No such file" in messages[1]


def test_a_record_that_is_none_is_a_defect_of_ours(store, archive):
    class Odd(Scripted):
        def outcome(self, task):
            good = super().outcome(task)
            if task.name == "1.txt":
                return replace(good, record="{}")
            return (
                replace(good, record=super().outcome(replace(task, data=b"other")).record)
                if task.name == "2.txt"
                else good
            )

    batch, _ = run(store, archive, engine=Odd())
    assert counts(batch) == {"found": 6, "done": 4, "failed": 2}
    named = [problem for problem in batch.watcher.problems if "a defect in ogp-nlp" in problem.message]
    assert len(named) == 2


def test_stopping_finishes_what_is_in_hand(store, archive):
    class Stopping(Scripted):
        def outcome(self, task):
            if task.name == "3.txt":
                batch.stop.set()
            return super().outcome(task)

    batch = Batch(store, SETTINGS, Silent())
    assert batch.run([str(archive)], Stopping()) == "interrupted"
    assert counts(batch)["done"] == 3
    rest, engine = run(store, archive)
    assert engine.seen == ["4.txt", "5.txt", "6.txt"]
    assert counts(rest) == {"found": 6, "known": 3, "done": 3}


class Failing(Scripted):
    """Something happens when a document is done."""

    def __init__(self, at, happens):
        super().__init__()
        self.at = at
        self.happens = happens

    def outcome(self, task):
        if task.name == self.at:
            self.happens()
        return super().outcome(task)


def expected(archive, tmp_path):
    with Store(str(tmp_path / "undisturbed.db")) as store:
        run(store, archive)
        return stored(store)


def test_a_full_disk_stops_the_run_with_one_line_and_a_rerun_completes(archive, tmp_path):
    store = Store(str(tmp_path / "a.db"))

    def fill():
        with store.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    for number in range(6):  # so that a new page is needed
        (archive / f"{number}.txt").write_text(f"doc: {number}" + "x" * number, encoding="utf-8")
    big = Failing("3.txt", fill)
    big.outcome = lambda task, given=big.outcome: _padded(given(task))
    with pytest.raises(StoreError, match="disk is full; make room"):
        run(store, archive, engine=big)
    store.close()
    with Store(str(tmp_path / "a.db")) as again:
        batch, _ = run(again, archive)
        assert counts(batch) == {"found": 7, "known": 3, "done": 4}
        assert len(stored(again)) == 7


def _padded(outcome: Outcome) -> Outcome:
    """The same record in much more room."""
    return replace(outcome, record=outcome.record + " " * 20_000)


def test_a_database_locked_in_the_middle(archive, tmp_path):
    store = Store(str(tmp_path / "a.db"), busy_seconds=0.1)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    with pytest.raises(StoreError, match="locked"):
        run(store, archive, engine=Failing("3.txt", lambda: other.execute("BEGIN IMMEDIATE")))
    other.execute("ROLLBACK")
    other.close()
    store.close()
    with Store(str(tmp_path / "a.db")) as again:
        batch, _ = run(again, archive)
        assert counts(batch) == {"found": 6, "known": 2, "done": 4}
        assert stored(again) == expected(archive, tmp_path)


def test_a_postgresql_that_goes_away_in_the_middle(archive, tmp_path, postgres):
    url = postgres.url()
    store = Store(url)
    with pytest.raises(StoreError) as caught:
        run(store, archive, engine=Failing("3.txt", postgres.stop))
    assert "\n" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    postgres.start()
    batch, _ = run(store, archive)
    assert counts(batch) == {"found": 6, "known": 2, "done": 4}
    assert stored(store) == expected(archive, tmp_path)
    store.close()


def test_inputs_are_taken_one_by_one_as_the_engine_asks(store, archive):
    class Counting(Scripted):
        def outcome(self, task):
            assert batch.counts.found == len(self.seen)  # nothing is found ahead of the work
            return super().outcome(task)

    batch = Batch(store, SETTINGS, Silent())
    batch.run([str(archive)], Counting())
    assert counts(batch) == {"found": 6, "done": 6}


def test_what_the_machine_lacked_may_pass():
    from ogp_nlp.archive.host import problem_of
    from ogp_nlp.errors import InputError

    full = OSError(28, "No space left on device")
    assert problem_of("a.pdf", full) == Problem("resources", "a.pdf: No space left on device", passing=True)
    wrapped = InputError("a.pdf", "no room")
    wrapped.__context__ = full
    assert problem_of("a.pdf", wrapped).passing
    assert not problem_of("a.pdf", InputError("a.pdf", "is empty")).passing
    assert problem_of("a.pdf", KeyError("x")).code == "defect"
