"""Time of one document by part, for comparison between versions: ``make bench``."""

from __future__ import annotations

from pathlib import Path

import pytest

from ogp_nlp.pipeline import load_pipeline

DOCUMENT = Path(__file__).resolve().parent.parent / "corpus" / "documents" / "jo-plan-steering-01.txt"


@pytest.fixture(scope="module")
def pipeline():
    loaded = load_pipeline()
    loaded.extract(DOCUMENT)
    return loaded


def test_extract(benchmark, pipeline):
    benchmark(pipeline.extract, DOCUMENT)


def test_read_and_repair(benchmark, pipeline):
    benchmark(pipeline.read, DOCUMENT)


def test_components(benchmark, pipeline):
    document = pipeline.read(DOCUMENT)
    benchmark(pipeline.analyse, document)
