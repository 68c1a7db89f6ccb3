"""Learns to read numbers on scans: ``python -m ogp_nlp.training.numbers FONT_FOLDER`` writes ``models/numbers``.

Needs Pillow and torch, which are imported by nothing else here. Fonts that the scans of the evaluation are printed
with are left out, so that its figures hold for fonts never seen.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ogp_nlp.readers.ocr.numbers import HEIGHT, SIGNS
from ogp_nlp.training.number_images import Artist, Faces

LEFT_OUT = ("amiri", "notonaskh", "kacst")
_NO_TEXT = ("ostorah", "electron", "japan", "shado", "metal", "dimnah", "tarablus", "ajrak", "tehreer", "nastaliq")


@dataclass(frozen=True)
class Recipe:
    """How the model is learned; stands in its card."""

    strips: int = 14_000
    batches: int = 2600
    size: int = 48
    rate: float = 2e-3
    seed: int = 20251


def faces_of(folder: Path) -> Faces:
    """The fonts of a folder that can draw numbers, those of the evaluation and ornamental ones left out."""
    from fontTools.ttLib import TTFont

    both: list[Path] = []
    european: list[Path] = []
    for path in sorted([*folder.rglob("*.ttf"), *folder.rglob("*.otf")]):
        name = path.name.lower()
        if any(part in name for part in (*LEFT_OUT, *_NO_TEXT)):
            continue
        if name.startswith("noto") and not name.startswith(("notosans-", "notoserif-")):
            continue
        known = TTFont(path, lazy=True).getBestCmap()
        if all(ord(sign) in known for sign in "0123456789%.,/-:()"):
            arabic = all(ord(sign) in known for sign in "٠١٢٣٤٥٦٧٨٩٪٫،؛ابلي")
            (both if arabic else european).append(path)
    return Faces(tuple(both), tuple(european))


def network() -> Any:  # noqa: ANN401 - torch is looked at here alone
    """Convolutions that halve the height, then one step for each two columns."""
    from torch import nn

    def layer(inside: int, out: int, kernel: tuple[int, int], pad: tuple[int, int]) -> list[Any]:
        return [nn.Conv2d(inside, out, kernel, padding=pad, bias=False), nn.BatchNorm2d(out), nn.ReLU()]

    return nn.Sequential(
        *layer(1, 20, (3, 3), (1, 1)), nn.MaxPool2d(2),
        *layer(20, 40, (3, 3), (1, 1)), nn.MaxPool2d((2, 1)),
        *layer(40, 56, (3, 3), (1, 1)), nn.MaxPool2d((2, 1)),
        *layer(56, 80, (4, 3), (0, 1)), *layer(80, 80, (1, 5), (0, 2)),
        nn.Conv2d(80, 1 + len(SIGNS), (1, 1)),
    )  # fmt: skip


def _drawn(artist: Artist, count: int) -> list[tuple[Any, str]]:
    """Strips with their labels, sorted by width; those too long or too dense to read are left out."""
    made: list[tuple[Any, str]] = []
    while len(made) < count:
        strip, label = artist.strip(HEIGHT)
        if len(label) * 2 + 2 < strip.shape[1] // 2 and strip.shape[1] < 420:
            made.append((np.round(255 * strip).astype(np.uint8), label))
    return sorted(made, key=lambda pair: pair[0].shape[1])


def _batch(made: list[tuple[Any, str]]) -> tuple[Any, Any, Any, Any]:
    """Images padded to one width, targets, their lengths and the frames of each strip."""
    import torch

    width = max(strip.shape[1] for strip, _ in made)
    width += width % 2
    images = np.zeros((len(made), 1, HEIGHT, width), np.float32)
    for at, (strip, _) in enumerate(made):
        images[at, 0, :, : strip.shape[1]] = strip / 255
    target = torch.tensor([1 + SIGNS.index(sign) for _, label in made for sign in label])
    lengths = torch.tensor([len(label) for _, label in made])
    frames = torch.tensor([strip.shape[1] // 2 for strip, _ in made])
    return torch.from_numpy(images), target, lengths, frames


def train(faces: Faces, recipe: Recipe) -> tuple[Any, dict[str, float]]:
    """The network and its score on strips drawn anew."""
    import torch

    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    rng = random.Random(recipe.seed)
    pool = _drawn(Artist(faces, rng), recipe.strips)
    net = network()
    optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate * 2, total_steps=recipe.batches)
    loss_of = torch.nn.CTCLoss(zero_infinity=True)
    started = time.monotonic()
    for step in range(recipe.batches):
        first = rng.randrange(len(pool) - recipe.size)  # neighbours are of one width
        images, target, lengths, frames = _batch(pool[first : first + recipe.size])
        scores = net(images)[:, :, 0].permute(2, 0, 1).log_softmax(2)
        loss = loss_of(scores, target, frames, lengths)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        plan.step()
        if step % 100 == 0:
            print(step, round(float(loss), 4), round(time.monotonic() - started), flush=True)
    net.eval()
    return net, {"strips_exact": round(_exact(net, Artist(faces, random.Random(recipe.seed + 1))), 4)}


def _exact(net: Any, artist: Artist) -> float:  # noqa: ANN401
    import torch

    right = total = 0
    pool = _drawn(artist, 640)
    for first in range(0, 640, 64):
        images, _, _, frames = _batch(pool[first : first + 64])
        labels = [label for _, label in pool[first : first + 64]]
        with torch.no_grad():
            best = net(images)[:, :, 0].argmax(1).numpy()
        for row, count, label in zip(best, frames.tolist(), labels, strict=True):
            path = row[:count]
            kept = path[(path > 0) & (np.diff(path, prepend=0) != 0)]
            right += "".join(SIGNS[at - 1] for at in kept) == label
            total += 1
    return right / total


def weights(net: Any) -> dict[str, Any]:  # noqa: ANN401
    """The convolutions as arrays, normalization folded in, in half precision."""
    out: dict[str, Any] = {}
    layers = list(net)
    convolutions = [at for at, layer in enumerate(layers) if type(layer).__name__ == "Conv2d"]
    for number, at in enumerate(convolutions):
        kernel = layers[at].weight.detach().numpy()
        norm = layers[at + 1] if at + 1 < len(layers) else None
        if norm is None:
            bias = layers[at].bias.detach().numpy()
        else:
            scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach().numpy()
            kernel = kernel * scale[:, None, None, None]
            bias = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
        out[f"kernel{number}"] = kernel.astype(np.float16)
        out[f"bias{number}"] = bias.astype(np.float16)
    return out


def main() -> None:
    """Learn and write the model with its card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/numbers"))
    parser.add_argument("--batches", type=int, default=Recipe.batches)
    given = parser.parse_args()
    faces, recipe = faces_of(given.fonts), Recipe(batches=given.batches)
    net, scores = train(faces, recipe)
    given.out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(given.out / "model.npz", **weights(net))
    card = {
        "what": "reads numbers on strips cut from scanned pages: digits of both systems and the signs beside them",
        "data": {
            "drawn": "random numbers and letters by ogp_nlp.training.number_images; no document is looked at",
            "fonts": sorted({path.stem for path in (*faces.both, *faces.european)}),
        },
        "left_out": "the fonts that the evaluation prints with and their families: Amiri, Noto Naskh Arabic, KACST",
        "recipe": asdict(recipe),
        "scores": scores,
        "format": "npz without pickle: kernels and biases of convolutions in half precision",
        "license": "Apache-2.0",
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (given.out / "card.json").write_text(text + "\n", encoding="utf-8")
    print(scores)


if __name__ == "__main__":
    main()
