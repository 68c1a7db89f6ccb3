"""Writes generated minutes with gold: ``python -m ogp_nlp.training.generate --count N --seed S -o DIR``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ogp_nlp.errors import OgpNlpError
from ogp_nlp.training.generate import write


def main(arguments: list[str] | None = None) -> int:
    """0 when all is written, 1 when the folder cannot be."""
    parser = argparse.ArgumentParser(prog="python -m ogp_nlp.training.generate", description=__doc__)
    parser.add_argument("--count", type=int, default=10, help="how many documents")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="gets documents/ and gold/")
    given = parser.parse_args(arguments)
    if given.count < 1 or given.seed < 0:
        parser.error("--count is at least 1, --seed at least 0")
    try:
        write(given.output, given.count, given.seed)
    except (OSError, OgpNlpError) as error:
        print(f"{given.output}: {error}", file=sys.stderr)
        return 1
    print(f"{given.count} generated documents in {given.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
