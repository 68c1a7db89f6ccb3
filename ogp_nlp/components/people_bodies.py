"""Names of bodies in people's offices, and what is no body but a part of a house."""

from __future__ import annotations

import re

from ogp_nlp.components.base import Folded, fold, key_of
from ogp_nlp.components.people_words import PeopleWords, bare

_TRIM = " \t\n.،؛,;:-–—ـ/|*•"
_WORD = re.compile(r"[^\W_]+")
# Houses, and what stands beside a house of that name and is no part of it: شرطة الولاية
_BESIDE = frozenset({"شرطه", "درك", "نقابه", "جامعه", "اتحاد", "غرفه", "محكمه", "مستشفي", "جمارك", "نيابه", "دفاع"})
_HOUSES = frozenset(
    {"بلديه", "شركه", "جمعيه", "كليه", "جامعه", "موسسه", "هييه", "جماعه", "نقابه", "غرفه", "وزاره", "محافظه", "ولايه"}
)


def named_in(role: str, words: PeopleWords) -> str | None:
    """The body that an office names; a part of a house only where somebody speaks for it.

    >>> from ogp_nlp.components.people_words import people_words
    >>> named_in("ممثل مديرية المجاري", people_words()), named_in("رئيس قسم الصيانة", people_words())
    ('مديرية المجاري', None)
    """
    speaks = re.match(r"(?:ال)?(?:ممثل|مندوب)", key_of(role)) is not None
    return body_in(role, words) or (_spoken_for(role, words) if speaks else None)


def unprefixed(name: str) -> str:
    """A name of a body without the ل or ب written on its first word.

    >>> unprefixed("للهيئة العامة"), unprefixed("بالبنك الدولي"), unprefixed("لوكالة السجل")
    ('الهيئة العامة', 'البنك الدولي', 'وكالة السجل')
    """
    return "ال" + name[2:] if name.startswith("لل") else name[1:]


def body_in(text: str, words: PeopleWords, *, internal: bool = False) -> str | None:
    """The body that an office names, None where it names none; parts of a house only with ``internal``.

    >>> from ogp_nlp.components.people_words import people_words
    >>> body_in("الأمينة العامة لوزارة الطاقة", people_words()), body_in("رئيس قسم الصيانة", people_words())
    ('وزارة الطاقة', None)
    """
    view: Folded = fold(text)
    tokens = list(_WORD.finditer(view.key))
    for place, match in enumerate(tokens):
        word = match.group()
        after = tokens[place + 1].group() if place + 1 < len(tokens) else ""
        if place == 0 and words.is_office(word, after):
            continue
        if not words.is_body(word) or not after or (is_internal(view.key[match.start() :], words) and not internal):
            continue
        if re.match(r"\s*[-–—/]", view.key[match.end() :]) or words.is_office(after, ""):
            continue
        if _is_own_house(word, [token.group() for token in tokens[place + 1 :]], words):
            continue
        name = text[view.offsets(*match.span())[0] :].strip(_TRIM)
        name = re.split(r"\s[-–—/]\s|[،,؛(]|\.{2,}|…|_{2,}", name)[0].strip(_TRIM)
        prefixed = bare(word) not in words.body_heads
        return unprefixed(name) if prefixed else name
    return None


def _is_own_house(word: str, after: list[str], words: PeopleWords) -> bool:
    """Whether a body is the host's own: ``الكلية للدراسات العليا``, ``ديوان البلدية``."""
    if word.startswith("ال") and re.match(r"لل|ل\w{3}|ب\w{3}", after[0]):
        return True
    house = len(after) == 1 and after[0].startswith("ال") and words.is_body(after[0]) and after[0][2:] in _HOUSES
    return house and bare(word) not in _BESIDE


def _spoken_for(role: str, words: PeopleWords) -> str | None:
    """The body of ``ممثل قسم الري`` and ``ممثل التعاون الألماني``."""
    body = body_in(role, words, internal=True)
    if body:
        return None if key_of(body).startswith("فرع ") else body
    match = re.match(r"\S+\s+(?:عن\s+)?(?P<body>\S+\s+\S.*)", role)
    foreign = match and words.foreign.search(key_of(match["body"]))
    return match["body"] if match and foreign else None


def speaks_for(role: str | None, words: PeopleWords) -> bool:
    """Whether an office says by itself for which body somebody sits."""
    return (
        role is not None and re.match(r"(?:ال)?(?:ممثل|مندوب)", key_of(role)) is not None and bool(body_in(role, words))
    )


def is_within(key: str, words: PeopleWords) -> bool:
    """Whether a folded name is that of a part of a house or of a faculty."""
    return is_internal(key, words) or key.split(maxsplit=1)[0] in ("كليه", "معهد", "قسم")


def is_internal(key: str, words: PeopleWords) -> bool:
    """Whether a folded phrase begins with a part of a house: قسم, مصلحة, مجلس الإدارة."""
    plain = " ".join(bare(word) for word in key.split()[:3])
    if plain[:1] in "بل" and bare(plain.split()[0]) not in words.body_heads:
        plain = bare(unprefixed(plain)) if plain.startswith("لل") else " ".join(bare(w) for w in plain[1:].split())
    inside = any(plain == kind or plain.startswith(kind + " ") for kind in words.internal)
    return inside and not has_own_name(key, words)


def has_own_name(key: str, words: PeopleWords) -> bool:
    """Whether what is called like a part of a house is a body of its own: a branch of a service, a group of people.

    >>> from ogp_nlp.components.people_words import people_words
    >>> names = "مديريه صحه الجبل", "المديريه الاقليميه للتجهيز", "مبادره شباب الضفه", "مديريه الشوون الماليه"
    >>> [has_own_name(name, people_words()) for name in names]
    [True, True, True, False]
    """
    tokens = key.split()
    if len(tokens) < 2:
        return False
    kind = bare(tokens[0][1:] if tokens[0][:1] in "بل" and bare(tokens[0]) not in words.body_heads else tokens[0])
    kind = kind.removeprefix("ل")
    of_place = kind in words.services and (
        tokens[1] in words.regional or (tokens[1] in words.service_fields and len(tokens) > 2)
    )
    return of_place or (kind in words.groups and tokens[1] in words.peoples)
