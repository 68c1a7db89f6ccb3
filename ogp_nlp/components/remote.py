"""The phrases by which minutes say that a meeting, or somebody at it, was online."""

from __future__ import annotations

import re
from functools import cache

from ogp_nlp.components.base import cue_pattern
from ogp_nlp.resources import load_toml


@cache
def remote_cues(knowledge: str = "remote") -> tuple[str, ...]:
    """The phrases of ``remote.toml``: its words, and each way (``by``) with each of the means.

    >>> {"عن بعد", "عن طريق الفيديو", "من خلال تطبيق"} <= set(remote_cues())
    True
    """
    known = load_toml(knowledge)
    return (*known["words"], *(f"{by} {means}" for by in known["by"] for means in known["means"]))


@cache
def remote_pattern() -> re.Pattern[str]:
    """A pattern for these phrases in folded text, also with و written on them: ``بالقاعة وعبر منصة``."""
    return re.compile(rf"(?<!\w)و?{cue_pattern(remote_cues(), whole_words=False).pattern}(?!\w)")
