"""Numerals of all three digit sets, with the separators that Arabic clerks use."""

from __future__ import annotations

import re

from ogp_nlp.arabic.view import key_of

# A numeral on the folded view: grouped thousands, or digits with a decimal part. A blank groups only thousands.
_GROUPED = r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?: \d{3})+(?:[.,،]\d{1,2})?"
NUMERAL = rf"(?<![\d.,،])(?:{_GROUPED}|\d+(?:[.,،]\d+)?)(?!\d)"


def parse_number(text: str) -> float:
    """The value of a printed numeral; raises ValueError where it is none.

    A separator that stands twice groups thousands, the last of two kinds is the decimal sign, and a lone one
    is decimal: ``1.250`` is one and a quarter, as ``47,500`` is forty-seven and a half.

    >>> parse_number("47,5"), parse_number("٤٧٫٥"), parse_number("1.250.000"), parse_number("1 250,75")
    (47.5, 47.5, 1250000.0, 1250.75)
    """
    key = key_of(text).strip()
    if "٬" in text:
        key = key_of(text.replace("٬", "")).strip()
    if not re.fullmatch(r"\d+(?:[.,،' ]\d+)*", key):
        raise ValueError(f"no number: {text!r}")
    key = key.replace(" ", "").replace("'", "").replace("،", ",")
    last = max(key.rfind("."), key.rfind(","))
    if last < 0:
        return float(key)
    sign = key[last]
    if key.count(sign) > 1:
        return float(key.replace(".", "").replace(",", ""))
    whole = key[:last].replace(".", "").replace(",", "")
    return float(f"{whole}.{key[last + 1 :]}")


def tidy(value: float) -> float:
    """A percent value without noise of floating point: at most four decimals.

    >>> tidy(200 / 3), tidy(47.50000001)
    (66.6667, 47.5)
    """
    return round(float(value), 4)
