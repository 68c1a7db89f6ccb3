"""A pipeline of the components under test, by name."""

from __future__ import annotations

import pytest

from ogp_nlp.components.base import items
from ogp_nlp.pipeline import load_pipeline


@pytest.fixture(scope="session")
def extract():
    """``extract(text, kind)``: the fields of the items that the default pipeline finds in a text."""
    nlp = load_pipeline("minutes-unrepaired").nlp

    def run(text, kind):
        doc = nlp.make_doc(text)
        for _, component in nlp.pipeline:
            doc = component(doc)
        return [item.fields for item in sorted(items(doc, kind), key=lambda item: item.evidence[0])]

    return run
