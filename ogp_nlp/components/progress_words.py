"""What a status says: done or open, and at what rate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ogp_nlp.components.base import key_of
from ogp_nlp.components.lines import fold_digits
from ogp_nlp.components.verbs import keys, one_of

_PERCENT = re.compile(
    r"[%٪]\s?(\d{1,3}(?:[.,٫]\d+)?)|(\d{1,3}(?:[.,٫]\d+)?)\s?(?:[%٪]|في المائة|في المئة|في الميه|بالمائة|بالمئة|بالمية)"
)


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(keys(words))}(?!\w)")


def is_done(status: str, cues: Mapping[str, Sequence[str]]) -> bool:
    """Whether a status says that nothing is left to do; ``cues`` are the lists ``done`` and ``open``.

    >>> cues = {"done": ["منجز"], "open": ["غير منجز", "قيد"]}
    >>> is_done("منجز", cues), is_done("غير منجز", cues)
    (True, False)
    """
    key = key_of(status)
    return bool(_words(tuple(cues["done"])).search(key)) and not _words(tuple(cues["open"])).search(key)


def rate_of(status: str) -> float | None:
    """The one rate (percent, 0 to 100) that a status gives; None without one or with several.

    >>> rate_of("قيد التنفيذ ٦٠٪"), rate_of("35% ثم 40%"), rate_of("جار")
    (60.0, None, None)
    """
    found = list(_PERCENT.finditer(fold_digits(status)))
    if len(found) != 1:
        return None
    value = float((found[0][1] or found[0][2]).replace(",", ".").replace("٫", "."))
    return value if value <= 100 else None
