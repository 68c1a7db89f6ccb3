"""Import spaCy without the torch that thinc would draw in: two seconds and some 200 MB for every process.

thinc imports torch wherever it is installed, and CAMeL Tools has it installed. Nothing here computes with it, so
torch is out of sight for the moment of the import. A user who trains spaCy models with torch in the same process
imports torch first or sets ``OGP_NLP_TORCH=1``; then nothing is hidden.
"""

from __future__ import annotations

import importlib
import os
import sys

_HIDDEN = "torch"


def import_spacy() -> None:
    """Import spaCy once, with torch hidden from thinc unless it is loaded already or asked for."""
    hide = "thinc" not in sys.modules and _HIDDEN not in sys.modules and os.environ.get("OGP_NLP_TORCH") != "1"
    if hide:
        sys.modules[_HIDDEN] = None  # type: ignore[assignment]
    try:
        importlib.import_module("spacy")
    finally:
        if hide:
            del sys.modules[_HIDDEN]
