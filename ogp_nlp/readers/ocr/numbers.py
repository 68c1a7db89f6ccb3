"""Reads numbers on strips of a scan: what Tesseract's Arabic model cannot, since it knows neither ٢-٩ nor %."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ogp_nlp.errors import ConfigError
from ogp_nlp.resources import find

Floats = npt.NDArray[np.float32]

HEIGHT = 32  # pixels of a strip
LETTERS = "X"  # a run of letters, whatever they are
SIGNS = "0123456789٠١٢٣٤٥٦٧٨٩%.,/-:() " + LETTERS
_POOLS = {0: (2, 2), 1: (2, 1), 2: (2, 1)}


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a strip: what it is, how sure (0-1), and where its middle stands (share of the strip's width)."""

    sign: str
    certainty: float
    place: float


@cache
def _model() -> tuple[tuple[Floats, Floats], ...]:
    """Kernels and biases of ``models/numbers`` (arrays only, nothing that runs); raises ConfigError."""
    path = find("models", "numbers/model.npz")
    try:
        with np.load(path, allow_pickle=False) as data:
            count = sum(name.startswith("kernel") for name in data.files)
            layers = [(data[f"kernel{at}"], data[f"bias{at}"]) for at in range(count)]
    except (OSError, KeyError, ValueError) as error:
        raise ConfigError(f"{path}: no model of numbers: {error}") from None
    if not layers or layers[-1][1].shape != (1 + len(SIGNS),):
        raise ConfigError(f"{path}: learned for other signs; train it again")
    return tuple((kernel.astype(np.float32), bias.astype(np.float32)) for kernel, bias in layers)


def _convolved(image: Floats, kernel: Floats, bias: Floats, rows: int) -> Floats:
    """The image (channels, height, width) under a kernel; ``rows`` rows and as many columns as keep the width added."""
    side = kernel.shape[3] // 2
    padded = np.pad(image, ((0, 0), (rows, rows), (side, side)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[2:], axis=(1, 2))
    return np.asarray(np.tensordot(kernel, windows, ((1, 2, 3), (0, 3, 4))) + bias[:, None, None], np.float32)


def _pooled(image: Floats, down: int, across: int) -> Floats:
    channels, height, width = image.shape
    whole = image[:, : height // down * down, : width // across * across]
    return np.asarray(whole.reshape(channels, height // down, down, width // across, across).max(axis=(2, 4)))


def scores(strip: Floats) -> Floats:
    """Log probabilities (frames, 1 + signs) of a strip (HEIGHT, width) with ink as 1; a frame is two columns wide."""
    layers = _model()
    image = strip[None]
    for at, (kernel, bias) in enumerate(layers):
        image = _convolved(image, kernel, bias, 1 if kernel.shape[2] == 3 else 0)
        if at + 1 < len(layers):
            image = np.maximum(image, 0)
        if at in _POOLS:
            image = _pooled(image, *_POOLS[at])
    logits = image[:, 0].T
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


_WEST = np.array([1 + SIGNS.index(sign) for sign in "0123456789"])
_EAST = np.array([1 + SIGNS.index(sign) for sign in "٠١٢٣٤٥٦٧٨٩"])


def lean(logs: Floats) -> float:
    """How much better (nats) the strip reads with ٠-٩ than with 0-9."""
    without = [logs.copy(), logs.copy()]
    without[0][:, _WEST] = without[1][:, _EAST] = -np.inf
    east, west = (float(part.max(axis=1).sum()) for part in without)
    return east - west


def decode(logs: Floats, system: str = "") -> list[Sign]:
    """The signs of a strip from left to right; ``system`` is "east" or "west" where its digits are known to be so."""
    if system:
        logs = logs.copy()
        logs[:, _WEST if system == "east" else _EAST] = -np.inf
    best = logs.argmax(axis=1)
    found = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if best[start]:
            certainty = float(np.exp(logs[start:end, best[start]].max()))
            found.append(Sign(SIGNS[best[start] - 1], certainty, (start + end) / 2 / len(best)))
        start = end
    return found
