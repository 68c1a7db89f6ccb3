"""Which characters a font has, and what is printed in another one: most Arabic fonts have few signs and no Latin."""

from __future__ import annotations

import functools
import re
import subprocess

FALLBACK = "DejaVu Sans"
_RUN = re.compile(r"[^\s\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+|[^\S\n]+|[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")


@functools.cache
def file_of(font: str) -> str:
    """The path of a font's regular face."""
    command = ["fc-match", "-f", "%{file}", f"{font}:style=Regular"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@functools.cache
def characters(font: str) -> frozenset[int]:
    """The code points that the font has."""
    from fontTools.ttLib import TTFont

    with TTFont(file_of(font)) as face:
        return frozenset(face.getBestCmap())


def runs(text: str, font: str) -> list[tuple[str, str]]:
    """Stretches of the text with the font that each is printed in; numbers and Latin words are never divided.

    >>> runs("بند (1)", "DejaVu Sans")
    [('بند (1)', 'DejaVu Sans')]
    """
    known = characters(font)
    found: list[tuple[str, str]] = []
    for part in _RUN.findall(text):
        lacking = not part.isspace() and any(ord(sign) not in known for sign in part)
        own = FALLBACK if lacking else font
        if found and (found[-1][1] == own or part.isspace()):
            found[-1] = (found[-1][0] + part, found[-1][1])
        else:
            found.append((part, own))
    return found
