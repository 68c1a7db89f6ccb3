"""The commands as a user calls them, killed and interrupted: after a rerun nothing shows it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from archive.servers import until
from archive.test_hosts import TEXT, _alive, _children

COUNT = 30


def command(*arguments):
    return [sys.executable, "-m", "ogp_nlp.cli", *map(str, arguments)]


def call(*arguments, **options):
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=environment, check=False, **options)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a light pipeline, documents, a copy and two broken ones."""
    from archive.conftest import LIGHT

    folder = tmp_path_factory.mktemp("commands")
    (folder / "light.cfg").write_text(LIGHT, encoding="utf-8")
    (folder / "in").mkdir()
    for number in range(COUNT):
        (folder / "in" / f"{number:02}.txt").write_text(f"{TEXT}البند {number}. " * 40, encoding="utf-8")
    (folder / "in" / "copy.txt").write_bytes((folder / "in" / "07.txt").read_bytes())
    (folder / "in" / "broken.pdf").write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    (folder / "in" / "empty.txt").write_bytes(b" ")
    return folder


def stored(path):
    """How many records a store holds that somebody else is writing."""
    if not path.exists():
        return 0
    reader = sqlite3.connect(path, timeout=30)
    try:
        return reader.execute("SELECT count(*) FROM results").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    finally:
        reader.close()


def start(place, name, *more):
    arguments = ("batch", place / "in", "--store", place / name, "--pipeline", place / "light.cfg", *more)
    return subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_and_interrupted_runs_leave_no_trace(place):
    """One run with two workers; one with one worker that is interrupted, then killed, then run to its end."""
    even = start(place, "even.db", "--workers", 2, "--log", "json")
    said, errors = even.communicate(timeout=120)
    assert even.returncode == 1  # two inputs failed, each named
    assert sorted(Path(line.split(": ")[1]).name for line in errors.splitlines()) == ["broken.pdf", "empty.txt"]
    events = [json.loads(line) for line in said.splitlines()]
    failed = {Path(one["path"]).name: one["code"] for one in events if one.get("what") == "failed"}
    assert failed == {"broken.pdf": "input", "empty.txt": "input"}
    end = events[-1]
    assert {key: end[key] for key in ("event", "state", "found", "done", "duplicates", "failed", "passing")} == {
        "event": "end", "state": "done", "found": COUNT + 3, "done": COUNT, "duplicates": 1, "failed": 2, "passing": 0,
    }  # fmt: skip

    hurt = start(place, "hurt.db", "--workers", 1)
    until(lambda: stored(place / "hurt.db") >= 3)
    hurt.send_signal(signal.SIGINT)
    _, errors = hurt.communicate(timeout=60)
    assert hurt.returncode == 130
    assert "finishing the documents in hand" in errors
    assert "interrupted; run again to go on" in errors
    before = stored(place / "hurt.db")
    assert 3 <= before < COUNT

    hurt = start(place, "hurt.db", "--workers", 1)
    until(lambda: stored(place / "hurt.db") >= before + 3)
    hosts = _children(hurt.pid)
    hurt.kill()
    hurt.communicate(timeout=60)
    until(lambda: not any(map(_alive, hosts)))
    assert hosts
    assert stored(place / "hurt.db") < COUNT

    hurt = start(place, "hurt.db", "--workers", 1)
    _, errors = hurt.communicate(timeout=120)
    assert hurt.returncode == 1
    assert "done before" in errors
    out = [call("export", "--store", place / name).stdout for name in ("even.db", "hurt.db")]
    assert out[0] == out[1]
    assert len(out[0].splitlines()) == COUNT


def test_wrong_usage_and_what_fails_are_one_line(place):
    for status, needle, arguments in (
        (2, "no such file", ("batch", place / "none", "--store", place / "a.db")),
        (2, "no engine", ("batch", place / "in", "--store", place / "a.db", "--engine", "x")),
        (1, "no such folder", ("batch", place / "in", "--store", place / "none" / "a.db")),
        (1, "there is no such store", ("export", "--store", place / "none.db")),
    ):
        done = call(*arguments)
        assert done.returncode == status
        (line,) = done.stderr.strip().splitlines()
        assert needle in line
