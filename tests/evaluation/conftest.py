"""The scripts of evaluation/ are no package: tests get each as a module by its name."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

EVALUATION = Path(__file__).resolve().parent.parent.parent / "evaluation"


@pytest.fixture(scope="session", autouse=True)
def scripts():
    """The folder of the scripts where Python looks for modules, as when one of them is run."""
    sys.path.insert(0, str(EVALUATION))
    yield
    sys.path.remove(str(EVALUATION))


@pytest.fixture(scope="session")
def standoff(scripts):
    """The module evaluation/standoff.py."""
    return importlib.import_module("standoff")
