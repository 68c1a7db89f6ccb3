"""Documents in processes of their own: what harms one harms no other."""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from archive.servers import until

from ogp_nlp.archive import host as hosting
from ogp_nlp.archive.hosts import HostPool
from ogp_nlp.archive.local import LocalEngine
from ogp_nlp.archive.tasks import Outcome, Place, Task
from ogp_nlp.errors import ConfigError
from ogp_nlp.readers.limits import Limits

TEXT = "محضر الاجتماع الثالث للجنة المركزية\nانعقد يوم 12 مارس 2024 بالرباط.\n"
LIMITS = Limits(apart=False)


def task(text, name="a.txt"):
    data = text.encode() if isinstance(text, str) else text
    return Task(hashlib.sha256(data).hexdigest(), name, Place(f"/in/{name}", "", len(data), 0), data)


class Extracting:
    """Stands for a loaded pipeline; what a text says happens in the child."""

    def prepare(self, document):
        return document

    def record(self, document):
        word = document.text.split()[0]
        if word == "وقوف":
            signal.pause()
        elif word == "قتل":
            os.kill(os.getpid(), signal.SIGKILL)
        elif word == "عطب":
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        elif word == "ذاكرة":
            return bytearray(4_000_000_000)
        elif word == "خروج":
            os._exit(7)
        elif word == "خطأ":
            raise KeyError("x")
        elif word == "قرص":
            raise OSError(28, "No space left on device")
        return self

    def model_dump_json(self):
        return "{}"


@pytest.mark.parametrize(
    ("word", "code", "passing"),
    [
        ("وقوف", "too_slow", False),
        ("قتل", "killed", True),
        ("عطب", "crashed", False),
        ("ذاكرة", "out_of_memory", False),
        ("خروج", "crashed", False),
        ("خطأ", "defect", False),
        ("قرص", "resources", True),
        ("سليم", None, False),
    ],
)
def test_what_becomes_of_a_child(word, code, passing):
    limits = replace(LIMITS, max_seconds=1.0 if word == "وقوف" else 60.0, max_memory=1_000_000_000)
    given = task(f"{word} نص عربي")
    head = {"sha256": given.sha256, "name": given.name, "label": str(given.place)}
    questions, keep = os.pipe()
    outcome = hosting.process(Extracting(), limits, head, given.data, questions)
    os.close(questions)
    os.close(keep)
    assert outcome.sha256 == given.sha256
    problem = outcome.problem
    if code is None:
        assert (outcome.record, problem) == ("{}", None)
    else:
        assert (problem.code, problem.passing) == (code, passing)
        assert problem.message.startswith("/in/a.txt: ")


def test_an_engine_outlives_the_loss_of_its_hosts(light_settings):
    engine = LocalEngine(light_settings, 1)
    killed = []

    def tasks():
        for number in range(3):
            yield task(f"{TEXT} {number}")

    for outcome in engine.run(tasks()):
        assert outcome.problem is None
        assert '"value":"2024-03-12"' in outcome.record
        if not killed:
            (host,) = engine._pool._all
            os.kill(host.process.pid, signal.SIGKILL)
            killed.append(host.process.pid)
    assert all(not _alive(pid) for pid in killed)
    assert not engine._pool._all


def test_a_host_says_why_it_refuses(light_settings, tmp_path):
    pool = HostPool(replace(light_settings, fingerprint="0" * 64))
    with pytest.raises(ConfigError, match="another version, pipeline or models"):
        pool.process(task(TEXT))
    pool.close()


def test_hosts_that_never_come_up_stop_the_run(light_settings, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    pool = HostPool(light_settings)
    with pytest.raises(ConfigError, match="before they are ready"):
        _ask_again_and_again(pool)


def _ask_again_and_again(pool):
    for _ in range(3):
        assert pool.process(task(TEXT)).problem.passing


def test_closing_ends_a_host_and_its_child_at_once(light_settings):
    """A long text keeps the child busy; nothing of it is left a moment later."""
    pool = HostPool(light_settings)
    long = task("قررت اللجنة يوم 12 مارس 2024 ما يلي. " * 8000)
    thread = threading.Thread(target=lambda: outcomes.append(pool.process(long)))
    outcomes: list[Outcome] = []
    thread.start()
    host = until(lambda: next(iter(pool._all), None))
    child = until(lambda: _children(host.process.pid))
    pool.close()
    thread.join(20)
    assert outcomes[0].problem.code == "worker_lost"
    until(lambda: not _alive(host.process.pid) and not any(map(_alive, child)))


def _children(pid):
    """Processes that any thread of a process started."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(one) for one in listed.read_text(encoding="utf-8").split()]
    return found


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
