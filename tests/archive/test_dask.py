"""The engine of many machines: workers started by hand behind a scheduler, one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from archive.doubles import Silent
from archive.servers import free_port, until
from archive.test_hosts import TEXT, _alive, _children

from ogp_nlp.archive.batch import Batch
from ogp_nlp.archive.contents import contents
from ogp_nlp.archive.dask_engine import DaskEngine
from ogp_nlp.archive.local import LocalEngine
from ogp_nlp.archive.store import Store
from ogp_nlp.errors import EngineError

pytest.importorskip("distributed")
COUNT = 24


@pytest.fixture
def cluster():
    """A scheduler and two workers as a user starts them on two machines."""
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONWARNINGS": "ignore"}

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip

    started = [start("dask_scheduler", "--host", address, "--no-dashboard")]
    started += [
        start("dask_worker", address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        for _ in range(2)
    ]
    yield address, started[1:]
    for process in started:
        process.kill()
        process.wait()


def exported(path):
    with Store(path) as store:
        return [kept.record.model_dump_json() for kept in contents(store)]


def test_the_same_records_though_a_worker_is_killed(cluster, tmp_path, light_settings):
    address, workers = cluster
    (tmp_path / "in").mkdir()
    for number in range(COUNT):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{TEXT}البند {number}. " * 40, encoding="utf-8")

    class Killing(Silent):
        hosts: tuple[int, ...] = ()

        def settled(self, place, what, counts, outcome):
            super().settled(place, what, counts, outcome)
            busy = next((worker for worker in workers if _children(worker.pid)), None)
            if busy and counts.done >= 3 and not self.hosts:
                assert counts.done < COUNT
                self.hosts = tuple(_children(busy.pid))
                os.kill(busy.pid, signal.SIGKILL)

    with Store(str(tmp_path / "dask.db")) as store:
        batch = Batch(store, light_settings, Killing())
        batch.run([str(tmp_path / "in")], DaskEngine(light_settings, 2, address))
        assert (batch.counts.done, batch.counts.failed) == (COUNT, 0)
    assert batch.watcher.hosts
    until(lambda: not any(map(_alive, batch.watcher.hosts)))  # with the worker its hosts end
    with Store(str(tmp_path / "local.db")) as store:
        Batch(store, light_settings, Silent()).run([str(tmp_path / "in")], LocalEngine(light_settings, 1))
    assert exported(str(tmp_path / "dask.db")) == exported(str(tmp_path / "local.db"))


def test_a_scheduler_that_is_not_there(light_settings):
    engine = DaskEngine(light_settings, 1, "tcp://127.0.0.1:1")
    engine.timeout = 1
    with pytest.raises(EngineError, match="no Dask scheduler answers"):
        next(engine.run(iter(())))
