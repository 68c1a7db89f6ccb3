"""Forms of Arabic verbs by rule, and patterns for classes of them: one entry for all that clerks write."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ogp_nlp.components.base import key_of


def past_forms(past: str) -> set[str]:
    """Folded past forms of a verb given as "he did": singular, feminine, dual and plural.

    Passives look the same without vowels.

    >>> sorted(past_forms("قرر")) == sorted(["قرر", "قررت", "قررا", "قررتا", "قرروا"])
    True
    >>> "تولت" in past_forms("تولى"), "دعوا" in past_forms("دعا")
    (True, True)
    """
    key = key_of(past)
    if past.endswith(("ى", "ا")):
        stem = key[:-1]
        return {key, stem + "ت", stem + "تا", stem + "وا", stem + "يا"}
    return {key, key + "ت", key + "ا", key + "تا", key + "وا"}


def present_forms(present: str) -> set[str]:
    """Folded present forms of a verb given as "he does": both genders, dual and plural.

    >>> sorted(present_forms("يقوم")) == sorted(["يقوم", "تقوم", "يقومان", "تقومان", "يقومون"])
    True
    """
    key = key_of(present)
    feminine = "ت" + key[1:]
    stem = key[:-1] if key.endswith(("ي", "و")) else key
    return {key, feminine, key + "ان", feminine + "ان", stem + "ون"}


def future_forms(present: str) -> set[str]:
    """Folded forms with the س of the future."""
    return {"س" + form for form in present_forms(present)}


def verb_forms(entries: Iterable[str], *tenses: str) -> set[str]:
    """Folded forms of entries ``"past/present"`` (or past alone) in the ``tenses`` "past", "present", "future"."""
    forms: set[str] = set()
    for entry in entries:
        past, _, present = entry.partition("/")
        if "past" in tenses:
            forms |= past_forms(past)
        if present and "present" in tenses:
            forms |= present_forms(present)
        if present and "future" in tenses:
            forms |= future_forms(present)
    return forms


def one_of(forms: Iterable[str]) -> str:
    """Source of a pattern for any of some folded forms, longest first; blanks match any white space."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, form.split())) for form in ordered if form) + ")"


def keys(words: Iterable[str]) -> list[str]:
    """The folded forms of words as a clerk writes them."""
    return [key_of(word) for word in words]


def verb_pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """A verb as a word of its own, with "و" or "ف" before it and an object pronoun after it.

    Groups: ``conj``, ``verb``, ``pronoun``.

    >>> match = verb_pattern(past_forms("كلف")).search(key_of("فكلفها المجلس"))
    >>> match["conj"], match["verb"], match["pronoun"]
    ('ف', 'كلف', 'ها')
    """
    return re.compile(rf"(?<!\w)(?P<conj>[وف]?)(?P<verb>{one_of(forms)})(?P<pronoun>ه|ها|هم|هما)?(?!\w)")
