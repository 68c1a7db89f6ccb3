"""What a word shows of its neighbours: classes of beginnings, ends, kinds, as indices into a model's rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

BOS, EOS = "<s>", "</s>"
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"})
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_ENDS = ("تها", "ته", "ها", "هم", "نا", "ية", "ات", "ين", "ون", "تين", "ان", "ة", "ي", "ا", "ت", "ه", "ى", "اء", "وا")
_NUMBER = re.compile(r"[%٪]?[\d٠-٩۰-۹]+(?:[.,٫/\-][\d٠-٩]+)*[%٪]?")
_SIGNS = {
    "،": "comma", ",": "comma", "؛": "semicolon", ";": "semicolon", ".": "stop", ":": "colon", "؟": "query",
    "!": "query", "(": "open", ")": "close", '"': "quote", "«": "open", "»": "close", "-": "dash", "–": "dash",
    "—": "dash", "/": "slash", "%": "percent", "٪": "percent", "|": "bar", "•": "bullet", "▪": "bullet",
    "●": "bullet", "*": "bullet", BOS: "bos", EOS: "eos",
}  # fmt: skip
KINDS = tuple(sorted({*_SIGNS.values(), "number", "year", "small", "rate", "latin", "single", "sign"}))
# Shapes of verbal nouns and broken plurals, on the word without clitics and article.
_SHAPES = {
    "tafil": re.compile(r"ت..ي.ة?"),
    "ifal": re.compile(r"[اإ]..ا.ة?"),
    "iftial": re.compile(r"ا.[تد].ا.|ان..ا."),
    "istif": re.compile(r"است..ا.ة?"),
    "mufaala": re.compile(r"م.ا..ة"),
    "tafaul": re.compile(r"ت.[او]?.."),
    "afaal": re.compile(r"[أا]..[اي]?.ة?"),
    "mafail": re.compile(r"[متف].ا.ي?."),
    "fuul": re.compile(r"..و.ة?"),
    "fail": re.compile(r"..ي.ة?|.ا..ة?"),
    "mafuul": re.compile(r"م..و.ة?|م....?ة?"),
}
_LEXICAL = (
    "preposition",
    "from_to",
    "relative_f",
    "relative_m",
    "this_f",
    "this_m",
    "that",
    "negation",
    "indeed",
    "done",
    "was",
    "when",
    "what",
    "or",
    "some",
    "adverb",
    "month",
    "time",
    "weekday",
    "ordinal",
    "numeral",
    "honorific",
    "person",
    "name_part",
    "body",
    "text_kind",
    "number_of",
    "said_m",
    "said_f",
    "heading",
)
CLASSES = (
    *KINDS, "word", "def", "indef", "conj", "prep", "imperf", "future",
    *(f"end:{e}" for e in _ENDS), "end:other",
    *(f"def:{e}" for e in _ENDS), "def:other",
    *(f"ind:{e}" for e in _ENDS), "ind:other",
    "short", "long",
    *(f"{state}:{shape}" for shape in _SHAPES for state in ("def", "ind")),
    *(f"is:{name}" for name in _LEXICAL), "is:none",
)  # fmt: skip
INDEX = {name: position for position, name in enumerate(CLASSES)}


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form that identities are compared by: alefs alike, no diacritics or tatweel."""
    return _MARKS.sub("", word).translate(_FOLD)


_AFFIXES = (1, 2, 3, 4)  # letters at either end
_STEM_FRONT = re.compile(r"^[وف]?(?:[بك]?ال|لل|[بلك](?=.{4}))")
_STEM_CONJ = re.compile(r"^[وف](?=.{4})")
_STEM_END = re.compile(r"(?<=.{3})(?:تهما|تها|تهم|ته|هما|ها|هم|نا|ة|ه)$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without clitics and article, so that pairs are known again in another state (والتنمية, للتنمية).

    >>> stem("والتنمية"), stem("للتنمية"), stem("حصيلتها")
    ('تنمي', 'تنمي', 'حصيل')
    """
    word = fold(word)
    bare = _STEM_FRONT.sub("", word, count=1)
    if bare == word or len(bare) < 2:
        bare = _STEM_CONJ.sub("", word, count=1)
    return _STEM_END.sub("", bare)


def _kind(word: str) -> str | None:
    if word in _SIGNS:
        return _SIGNS[word]
    if _NUMBER.fullmatch(word):
        if "%" in word or "٪" in word:
            return "rate"
        digits = re.sub(r"\D", "", word)
        if len(digits) == 4 and len(word) == 4 and digits[0] in "12١٢":
            return "year"
        return "small" if len(word) <= 2 else "number"
    if not any("\u0621" <= c <= "\u064a" for c in word):
        return "latin" if any(c.isalpha() for c in word) else "sign"
    return None


@lru_cache(maxsize=65536)
def classes(word: str) -> tuple[int, ...]:
    """Indices into ``CLASSES`` of what holds for a word, a number or a sign by its form alone.

    >>> [CLASSES[i] for i in classes("المدنية")]
    ['word', 'def', 'end:ية', 'def:ية', 'long', 'def:mafuul']
    """
    kind = _kind(word)
    if kind is not None:
        names = [kind, "number"] if kind in ("year", "small") else [kind]
        return tuple(INDEX[name] for name in dict.fromkeys(names))
    hamza = _MARKS.sub("", word)
    word = fold(word)
    names = ["word"]
    article = next((a for a in _ARTICLES if word.startswith(a) and len(word) > len(a) + 1), None)
    state = "def" if article else "ind"
    names.append("def" if article else "indef")
    bare = hamza[len(article) :] if article else hamza
    if len(word) > 3 and word[0] in "وف" and (article is None or article[0] in "وف"):
        names.append("conj")
        bare = bare if article else bare[1:]
    if len(word) > 3 and word[0] in "بلك" and (article is None or article[0] in "بلك"):
        names.append("prep")
        bare = bare if article else bare[1:]
    if article is None and len(word) > 3:
        if word[0] in "يت":
            names.append("imperf")
        if word[0] == "س" and word[1] in "يتن":
            names.append("future")
    end = next((e for e in _ENDS if word.endswith(e) and len(word) > len(e) + 1), "other")
    names += [f"end:{end}", f"{state}:{end}"]
    if len(word) == 1:
        names.append("single")
    elif len(word) <= 3:
        names.append("short")
    elif len(word) >= 7:
        names.append("long")
    names += [f"{state}:{shape}" for shape, pattern in _SHAPES.items() if pattern.fullmatch(bare)]
    return tuple(INDEX[name] for name in names)


def shown(word: str, listed: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """All that a word shows, by name: itself, its stem, its beginnings and ends, its classes.

    >>> shown("لجنة", {})[:5]
    ('w:لجنة', 's:لجن', '<ل', '<لج', '<لجن')
    """
    names = tuple(f"c:{CLASSES[row]}" for row in classes(word))
    if not word[0].isalpha() or not "\u0621" <= word[0] <= "\u064a":
        return (f"w:{word}", *names) if word[0].isalpha() else names
    key = fold(word)
    found = listed.get(key) or (listed.get(key[1:]) if key[0] in "وف" and len(key) > 2 else None)
    lists = found or (INDEX["is:none"],)
    fronts = (f"<{key[:size]}" for size in _AFFIXES if len(key) > size)
    ends = (f"{key[-size:]}>" for size in _AFFIXES if len(key) > size)
    return (f"w:{key}", f"s:{stem(word)}", *fronts, *ends, *names, *(f"c:{CLASSES[row]}" for row in lists))


def lexical_classes(knowledge: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """Indices of the classes of each listed word (folded), by the tables of ``word_classes.toml``.

    Raises KeyError for a class that the features do not know.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name, words in knowledge.items():
        for word in words:
            key = fold(word)
            found[key] = (*found.get(key, ()), INDEX[f"is:{name}"])
    return found
