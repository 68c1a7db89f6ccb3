"""Time and memory of one document: cold (a new process) and warm, clean and scrambled, with and without torch in sight.

Usage: ``python evaluation/cost.py [--runs 7]``. Cold times are medians of whole commands, in pairs; the peak is the
child's maximum resident set as the kernel counts it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLEAN = ROOT / "corpus" / "documents" / "jo-plan-steering-01.txt"
SEED = Path(os.environ.get("OGP_NLP_SEED", ROOT.parent / "shared" / "seed"))

HEAD = """## Time and memory of one document

`python evaluation/cost.py --write` on two cores: medians of whole commands in pairs, the second of each pair with
`OGP_NLP_TORCH=1`, which lets thinc import torch; warm is the second and later documents of one process.

"""
_WARM = """
import sys, time, statistics
from ogp_nlp.pipeline import load_pipeline
pipeline = load_pipeline()
pipeline.extract(sys.argv[1])
times = []
for _ in range(int(sys.argv[2])):
    begin = time.perf_counter()
    pipeline.extract(sys.argv[1])
    times.append(time.perf_counter() - begin)
print(statistics.median(times))
"""


def run(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, str]:
    """Seconds and output of one command; raises CalledProcessError."""
    begin = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **(environment or {})}, check=True, capture_output=True, text=True
    )
    return time.perf_counter() - begin, done.stdout


def peak(command: list[str]) -> float:
    """Peak memory of a command's process in MB: run by a small parent whose only child it is."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    return float(run([sys.executable, "-c", code, *command])[1]) / 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="keep the table for the report")
    given = parser.parse_args()
    runs = given.runs
    seed = sorted(SEED.glob("*.txt"))
    inputs = {"clean": CLEAN} | ({"scrambled": seed[0]} if seed else {})
    if not seed:
        print("the real minutes are not here: the scrambled document is left out (set OGP_NLP_SEED)")
    extract = [sys.executable, "-m", "ogp_nlp.cli", "extract"]
    rows = [
        "| document | cold (s) | cold, torch in sight (s) | ratio | warm (s) | peak (MB) |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, path in inputs.items():
        plain, torch = [], []
        for _ in range(runs):
            plain.append(run([*extract, str(path)])[0])
            torch.append(run([*extract, str(path)], {"OGP_NLP_TORCH": "1"})[0])
        warm = float(run([sys.executable, "-c", _WARM, str(path), str(runs)])[1])
        memory = peak([*extract, str(path)])
        cold, seen = statistics.median(plain), statistics.median(torch)
        rows.append(f"| {name} | {cold:.2f} | {seen:.2f} | {seen / cold:.2f} | {warm:.2f} | {memory:.0f} |")
    helps = [run([sys.executable, "-m", "ogp_nlp.cli", "extract", "--help"])[0] for _ in range(runs)]
    rows += ["", f"`ogp-nlp extract --help`: {statistics.median(helps):.2f} s."]
    print("\n".join(rows))
    if given.write:
        target = Path(__file__).resolve().parent / "measured" / "cost.md"
        target.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
