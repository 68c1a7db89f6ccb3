"""What tests share: the corpus, the real minutes where they lie beside the checkout, and the loaded pipeline."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

# Timings are benchmarks, never tests: a slow machine fails nothing.
settings.register_profile("ogp-nlp", deadline=None)
settings.load_profile("ogp-nlp")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"


def pytest_addoption(parser):
    parser.addoption("--regenerate", action="store_true", help="write the golden records anew instead of comparing")


@pytest.fixture(scope="session")
def seed_dir() -> Path:
    """The folder of the real minutes: $OGP_NLP_SEED, or shared/seed beside the checkout."""
    folder = Path(os.environ.get("OGP_NLP_SEED", ROOT.parent / "shared" / "seed"))
    if not (folder / "transcription.md").exists():
        pytest.skip(f"the real minutes are not here; set OGP_NLP_SEED to their folder (looked in {folder})")
    return folder


@pytest.fixture(scope="session")
def pipeline():
    """The default pipeline."""
    from ogp_nlp.pipeline import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def corpus() -> dict[str, Path]:
    """Paths of the corpus' texts by document id."""
    return {path.stem: path for path in sorted((CORPUS / "documents").glob("*.txt"))}


@pytest.fixture(scope="session")
def gold():
    """Gold records by document id."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((CORPUS / "gold").glob("*.json"))
    }
