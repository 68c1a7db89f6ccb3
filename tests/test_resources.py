"""Knowledge files: every list says each thing once."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).resolve().parent.parent / "pipelines").rglob("*.toml"))


def lists(value, path=""):
    if isinstance(value, dict):
        for name, part in value.items():
            yield from lists(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        yield path, value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_list_has_a_word_twice(path):
    twice = {
        name: [word for word, count in Counter(words).items() if count > 1]
        for name, words in lists(tomllib.loads(path.read_text(encoding="utf-8")))
    }
    assert {name: words for name, words in twice.items() if words} == {}
