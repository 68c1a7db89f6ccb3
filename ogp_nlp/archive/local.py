"""The engine of one machine: a few hosts, each fed by a thread of the main process."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator

from ogp_nlp.archive.hosts import HostPool
from ogp_nlp.archive.tasks import Outcome, Settings, Task


class LocalEngine:
    """``workers`` hosts on this machine; twice as many documents in hand, so that no host waits for the store."""

    name = "local"

    def __init__(self, settings: Settings, workers: int) -> None:
        self.workers = workers
        self._pool = HostPool(settings)
        self._todo: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()

    def _work(self) -> None:
        while (task := self._todo.get()) is not None:
            try:
                self._done.put(self._pool.process(task))
            except BaseException as error:  # goes on in the main thread
                self._done.put(error)

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """One outcome for each task as they come."""
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(self.workers)]
        for thread in threads:
            thread.start()
        try:
            yield from self._outcomes(tasks)
        finally:
            with contextlib.suppress(queue.Empty):  # the workers take from it too
                while True:
                    self._todo.get_nowait()
            for _ in threads:
                self._todo.put(None)
            self._pool.close()
            for thread in threads:
                thread.join()

    def _outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        waiting = 0
        while True:
            while waiting < 2 * self.workers and (task := next(tasks, None)) is not None:
                self._todo.put(task)
                waiting += 1
            if not waiting:
                return
            outcome = self._done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            waiting -= 1
            yield outcome
