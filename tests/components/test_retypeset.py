"""The records of a document do not hang on where its typist or extractor left blank lines and line ends."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from ogp_nlp.pipeline import load_pipeline
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.text import read

ROOT = Path(__file__).resolve().parent.parent.parent


def _load(name):
    spec = importlib.util.spec_from_file_location(f"evaluation_{name}", ROOT / "evaluation" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


typesettings = _load("typesettings")
TEST = set(json.loads((ROOT / "corpus" / "splits.json").read_text(encoding="utf-8"))["test"])
EVERY = sorted(path.stem for path in (ROOT / "corpus" / "documents").glob("*.txt") if path.stem not in TEST)
# Lists with and without signs, tables, numbered and plain headings, people in lists and in prose.
SOME = ["ps-municipal-01", "tn-municipal-01", "ye-relief-coordination-01", "dz-municipal-01"]
WRAPPED = [name for name in typesettings.TYPESETTINGS if name.startswith("wrapped")]
LAID_OUT = [name for name in typesettings.TYPESETTINGS if name not in [*WRAPPED, "as written"]]
# A line that is full by chance goes on as any other does where no blank line parts it from the next; and these
# documents have headings that nothing but the blank line above them tells from the line before.
ONLY_BY_BLANK_LINES = {"iq-plan-steering-01", "eg-company-assembly-01", "tn-plan-steering-01"}


@pytest.fixture(scope="module")
def records():
    pipeline = load_pipeline("minutes-unrepaired")
    known = {}

    def get(name, text):
        if text not in known:
            document = pipeline.prepare(read(name, text.encode(), name, Limits()))
            known[text] = typesettings.fields(pipeline.record(document).model_dump(mode="json"))
        return known[text]

    return get


def _differences(records, name, setting):
    text = (ROOT / "corpus" / "documents" / f"{name}.txt").read_text(encoding="utf-8")
    return typesettings.differences(records(name, text), records(name, typesettings.TYPESETTINGS[setting](text)))


@pytest.mark.parametrize("setting", LAID_OUT)
@pytest.mark.parametrize("name", SOME)
def test_records_are_the_same_however_lines_are_set_apart(records, name, setting):
    assert _differences(records, name, setting) == []


@pytest.mark.slow
@pytest.mark.parametrize("setting", LAID_OUT)
@pytest.mark.parametrize("name", EVERY)
def test_records_of_the_whole_corpus_are_the_same(records, name, setting):
    unmarked = setting in ("no blank line", "a blank line after each line") and name in ONLY_BY_BLANK_LINES
    assert unmarked or _differences(records, name, setting) == []


@pytest.mark.parametrize("setting", ["wrapped at 90", "wrapped at 80, a blank line after each line"])
@pytest.mark.parametrize("name", ["ps-municipal-01", "tn-municipal-01", "ye-relief-coordination-01"])
def test_records_are_the_same_from_wrapped_lines(records, name, setting):
    assert _differences(records, name, setting) == []
