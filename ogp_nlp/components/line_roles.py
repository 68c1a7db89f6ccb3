"""Roles of lines as learned: title, who attends, agenda, commitments, outcomes; decoded over the whole document.

Prediction is numpy on stored arrays, so that nothing heavy is imported and nothing stored can run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ogp_nlp.components.line_features import SIZE, line_features
from ogp_nlp.components.lines import Line
from ogp_nlp.errors import ConfigError
from ogp_nlp.resources import find

Floats = npt.NDArray[np.float64]
ROLES = (
    "title", "meeting_data", "attendance_heading", "attendee", "agenda_heading", "agenda", "theme_heading",
    "commitment_heading", "progress", "discussion", "outcome_heading", "outcome", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoleModel:
    """``weights`` (SIZE, roles) and ``bias`` (roles) give log scores; ``first`` and ``onward`` are log transitions."""

    weights: npt.NDArray[np.float32]
    bias: Floats
    first: Floats
    onward: Floats

    def scores(self, lines: Sequence[Line]) -> Floats:
        """Log probabilities of each line's roles by the line and its neighbours, shape (lines, roles)."""
        rows = [self.weights[held].sum(axis=0) / np.sqrt(len(held)) for held in line_features(lines)]
        raw = np.array(rows, np.float64).reshape(-1, len(ROLES)) + self.bias
        return np.asarray(raw - np.logaddexp.reduce(raw, axis=1, keepdims=True), np.float64)

    def best(self, lines: Sequence[Line]) -> list[str]:
        """The most probable sequence of roles (Viterbi)."""
        return [ROLES[at] for at in viterbi(self.scores(lines), self.first, self.onward)]

    def probabilities(self, lines: Sequence[Line]) -> Floats:
        """Probability of each role for each line given all lines (forward and backward), shape (lines, roles)."""
        return marginals(self.scores(lines), self.first, self.onward)


def viterbi(scores: Floats, first: Floats, onward: Floats) -> list[int]:
    """The path of the greatest sum of scores and transitions.

    >>> viterbi(np.log([[0.9, 0.1], [0.4, 0.6]]), np.zeros(2), np.log([[0.9, 0.1], [0.1, 0.9]]))
    [0, 0]
    """
    if not len(scores):
        return []
    sums = first + scores[0]
    back = []
    for row in scores[1:]:
        steps = sums[:, None] + onward
        back.append(steps.argmax(axis=0))
        sums = steps.max(axis=0) + row
    path = [int(sums.argmax())]
    for held in reversed(back):
        path.append(int(held[path[-1]]))
    return path[::-1]


def marginals(scores: Floats, first: Floats, onward: Floats) -> Floats:
    """Probabilities of states at each place, rows that sum to 1."""
    if not len(scores):
        return np.zeros((0, len(first)))
    forward, backward = np.empty_like(scores), np.zeros_like(scores)
    forward[0] = first + scores[0]
    for at in range(1, len(scores)):
        forward[at] = np.logaddexp.reduce(forward[at - 1][:, None] + onward, axis=0) + scores[at]
    for at in range(len(scores) - 2, -1, -1):
        backward[at] = np.logaddexp.reduce(onward + scores[at + 1] + backward[at + 1], axis=1)
    total = forward + backward
    return np.asarray(np.exp(total - np.logaddexp.reduce(total, axis=1, keepdims=True)), np.float64)


def read_roles(path: Path) -> RoleModel:
    """The model of a file of arrays; raises ConfigError when it is malformed or for other roles."""
    try:
        with np.load(path, allow_pickle=False) as data:
            if bytes(data["roles"]).decode().split() != list(ROLES) or data["weights"].shape != (SIZE, len(ROLES)):
                raise ConfigError(f"{path}: learned for other roles; train it again")
            weights = data["weights"].astype(np.float32) * data["scale"].astype(np.float32)
            arrays = [np.asarray(data[name], np.float64) for name in ("bias", "first", "onward")]
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise ConfigError(f"{path}: no model of roles: {error}") from None
    return RoleModel(weights, *arrays)


# What lines of a role announce, as topics of ``sections.toml``. Outcomes are left to the cue words: a heading over what
# was said about a theme looks like one over what came out, and each item below it would become a task.
_TOPICS = {"attendance_heading": "attendance", "agenda_heading": "agenda"}


def topic_hints(model: RoleModel, lines: Sequence[Line], sure: float) -> dict[int, str]:
    """Topics by the index of the line where the model is ``sure`` (0-1) of a heading or of a person."""
    table = model.probabilities(lines)
    hints = {}
    for line, row in zip(lines, table, strict=True):
        for role, topic in _TOPICS.items():
            if row[ROLES.index(role)] >= sure:
                hints[line.index] = topic
        if row[ROLES.index("attendee")] >= sure:
            hints[line.index] = "attendance"
    return hints


@cache
def load_roles(name: str) -> RoleModel:
    """The model of a file of ``models/`` by name, loaded once and not before it is asked for."""
    return read_roles(find("models", name))
