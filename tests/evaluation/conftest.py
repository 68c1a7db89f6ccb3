"""The scripts of evaluation/ are no package: tests get each as a module by its file."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

EVALUATION = Path(__file__).resolve().parent.parent.parent / "evaluation"


@pytest.fixture(scope="session")
def standoff():
    """The module evaluation/standoff.py."""
    spec = importlib.util.spec_from_file_location("evaluation_standoff", EVALUATION / "standoff.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
