"""The engine of many machines: Dask distributed sends documents to workers, each of which keeps hosts of its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from ogp_nlp.archive.dask_worker import work
from ogp_nlp.archive.hosts import ATTEMPTS, lost
from ogp_nlp.archive.tasks import Outcome, Settings, Task
from ogp_nlp.errors import ConfigError, EngineError, MissingExtraError

Client = Any  # distributed has types for some of its calls only
Future = Any
_WORKERS_SECONDS = 60  # how long the first worker is waited for
_COUNT_SECONDS = 5  # workers come and go; between two looks at how many there are


class DaskEngine:
    """Workers of a scheduler at ``scheduler`` (tcp://HOST:8786), or ``workers`` processes of a cluster of our own.

    Documents travel as bytes: workers on other machines need no common folder, only the same version and models.
    """

    name = "dask"

    def __init__(self, settings: Settings, workers: int, scheduler: str | None) -> None:
        try:
            import distributed  # noqa: F401
        except ImportError:
            raise MissingExtraError("--engine dask", "dask") from None
        self.workers = workers
        self._settings = settings.to_json()
        self._scheduler = scheduler
        self._counted = (0.0, 0)
        self.timeout = 20.0  # seconds for the scheduler to answer

    def _client(self, stack: ExitStack) -> Client:
        """A client of the scheduler, with at least one worker behind it. Raises EngineError."""
        import dask
        import distributed

        library: Any = distributed
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told by outcomes
        stack.enter_context(dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}))
        address: Any = self._scheduler
        if address is None:
            address = stack.enter_context(
                library.LocalCluster(
                    n_workers=self.workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
                )
            )
        try:
            client = stack.enter_context(library.Client(address, timeout=self.timeout))
            client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
        except TimeoutError:
            raise EngineError(f"{self._scheduler}: no worker has come in {_WORKERS_SECONDS} seconds") from None
        except (OSError, ValueError) as error:
            raise EngineError(f"{self._scheduler}: no Dask scheduler answers: {_first_line(error)}") from None
        return client

    def _room(self, client: Client) -> int:
        """How many documents may be in hand: twice as many as threads, so that none waits for the store."""
        at, threads = self._counted
        if time.monotonic() - at > _COUNT_SECONDS:
            threads = sum(client.nthreads().values())
            self._counted = (time.monotonic(), threads)
        return 2 * max(threads, 1)

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        """One outcome for each task as they come."""
        with ExitStack() as stack:
            client = self._client(stack)
            yield from self._outcomes(client, tasks)

    def _outcomes(self, client: Client, tasks: Iterator[Task]) -> Iterator[Outcome]:
        import distributed

        in_hand: dict[Future, tuple[Task, int]] = {}
        done: Any = distributed.as_completed()  # type: ignore[no-untyped-call]

        def submit(task: Task, attempt: int) -> None:
            future = client.submit(work, self._settings, task, pure=False, retries=0)
            in_hand[future] = (task, attempt)
            done.add(future)

        while True:
            while len(in_hand) < self._room(client) and (task := next(tasks, None)) is not None:
                submit(task, 1)
            if not in_hand:
                return
            future = next(done)
            task, attempt = in_hand.pop(future)
            outcome = self._outcome(client, future)
            if outcome is None and attempt < ATTEMPTS:
                submit(task, attempt + 1)
            else:
                yield outcome or lost(task)

    def _outcome(self, client: Client, future: Future) -> Outcome | None:
        """What a future holds, None where its worker was lost. Raises ConfigError, EngineError."""
        if client.status != "running":
            raise EngineError(f"{self._scheduler or 'the cluster'}: the Dask scheduler was lost; run again to go on")
        if future.status == "finished":
            return Outcome.from_json(future.result())
        error = future.exception() if future.status == "error" else None
        if isinstance(error, ConfigError):
            raise error
        if isinstance(error, ImportError):
            raise ConfigError(f"workers lack what this run needs ({error}); install ogp-nlp there in the same version")
        return None


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
