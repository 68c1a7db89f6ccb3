"""Stores on both databases, a light pipeline, engines without processes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from archive import servers

from ogp_nlp.archive.fingerprints import fingerprint
from ogp_nlp.archive.store import Store
from ogp_nlp.archive.tasks import Settings
from ogp_nlp.readers.limits import Limits

LIGHT = """[nlp]
lang = "ar"
pipeline = ["ogp_sections","ogp_dates"]

[nlp.tokenizer]
@tokenizers = "ogp_nlp.MinutesTokenizer.v1"

[components]

[components.ogp_sections]
factory = "ogp_sections"

[components.ogp_dates]
factory = "ogp_dates"
"""


@pytest.fixture(scope="session")
def postgres():
    if servers.programs() is None:
        pytest.skip(f"PostgreSQL is not here; on Debian: apt install {servers.PACKAGE}")
    # not below pytest's own folder, which another user may not enter
    with tempfile.TemporaryDirectory(prefix="ogp-nlp-pg-") as folder:
        Path(folder).chmod(0o755)
        place = Path(folder) / "server"
        place.mkdir()
        with servers.serving(place) as server:
            yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a new store, once on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    return request.getfixturevalue("postgres").url()


@pytest.fixture
def store(url):
    with Store(url) as opened:
        yield opened


@pytest.fixture(scope="session")
def light_settings(tmp_path_factory):
    """Settings of a pipeline that loads and runs fast."""
    path = tmp_path_factory.mktemp("light") / "light.cfg"
    path.write_text(LIGHT, encoding="utf-8")
    return Settings(str(path), fingerprint(str(path), ocr=True), Limits(apart=False))
