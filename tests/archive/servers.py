"""A real PostgreSQL on loopback for the time of the tests, from the system's packages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "postgresql"
OWNER = "nobody"  # PostgreSQL refuses to run as root


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest version's; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).parent if there else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Started in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.bin = programs()
        self.folder = folder
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        self._run(
            "initdb", "-D", folder / "data", "-U", "tests", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"
        )
        self.start()

    def _run(self, name, *arguments):
        user = {"user": OWNER, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        command = [str(self.bin / name), *map(str, arguments)]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self.folder, **user)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def url(self) -> str:
        """The address of an empty database: always the same one, as making many takes long."""
        import psycopg

        there = {"host": "127.0.0.1", "port": self.port, "user": "tests", "dbname": "postgres"}
        with psycopg.connect(**there, autocommit=True) as admin:
            admin.execute("DROP SCHEMA public CASCADE")
            admin.execute("CREATE SCHEMA public")
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres"


@contextmanager
def serving(folder: Path):
    server = Server(folder)
    try:
        yield server
    finally:
        server.stop()


def until(what, seconds=60.0):
    """Wait for a condition; fails when it does not come."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
    return found
