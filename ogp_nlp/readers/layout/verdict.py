"""A verdict on each page: what could not be read, or is to be doubted, with the reason."""

from __future__ import annotations

from ogp_nlp.document import Warn
from ogp_nlp.readers.layout.page import PageLayout


def judge(pages: list[PageLayout]) -> tuple[Warn, ...]:
    """Warnings for pages that are not good."""
    return ()
