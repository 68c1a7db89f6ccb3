"""The phrases by which minutes say that a meeting, or somebody at it, was online."""

from __future__ import annotations

from functools import cache

from ogp_nlp.resources import load_toml


@cache
def remote_cues(knowledge: str = "remote") -> tuple[str, ...]:
    """The phrases of ``remote.toml``: its words, and each way (``by``) with each of the means.

    >>> {"عن بعد", "عن طريق الفيديو", "من خلال تطبيق"} <= set(remote_cues())
    True
    """
    known = load_toml(knowledge)
    return (*known["words"], *(f"{by} {means}" for by in known["by"] for means in known["means"]))
