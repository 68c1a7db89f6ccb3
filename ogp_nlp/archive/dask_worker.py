"""What runs inside a Dask worker: hosts of its own, so that a document kills neither the worker nor its neighbours."""

from __future__ import annotations

import atexit
import threading

from ogp_nlp.archive.hosts import HostPool
from ogp_nlp.archive.tasks import Settings, Task

_pools: dict[bytes, HostPool] = {}
_lock = threading.Lock()


def _pool(settings: bytes) -> HostPool:
    """The hosts for these settings; those of earlier runs are ended."""
    with _lock:
        if settings not in _pools:
            _close()
            _pools[settings] = HostPool(Settings.from_json(settings))
        return _pools[settings]


def _close() -> None:
    for pool in _pools.values():
        pool.close()
    _pools.clear()


atexit.register(_close)


def work(settings: bytes, task: Task) -> bytes:
    """The outcome of a task as JSON. Raises ConfigError when this machine cannot load the pipeline."""
    return _pool(settings).process(task).to_json()
