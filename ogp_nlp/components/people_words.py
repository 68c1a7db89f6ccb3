"""The knowledge about people's names, titles and offices, compiled from the TOML files of ``pipelines/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ogp_nlp.components.base import cue_pattern, key_of
from ogp_nlp.components.remote import remote_cues
from ogp_nlp.resources import load_toml

ARTICLE = "ال"


def bare(key: str) -> str:
    """A folded word without the article: ``المدير`` and ``مدير`` are one."""
    return key[2:] if key.startswith(ARTICLE) and len(key) > 4 else key


def keys(words: Iterable[str]) -> frozenset[str]:
    """Folded forms of words or phrases."""
    return frozenset(key_of(word) for word in words)


def either_sex(phrase: str) -> set[str]:
    """A folded masculine title with its feminine forms: ة on the first word, or on every word."""
    words = key_of(phrase).split()
    first = [f"{words[0]}ه", *words[1:]]
    return {" ".join(words), " ".join(first), " ".join(f"{word}ه" for word in words)}


@dataclass(frozen=True)
class PeopleWords:
    """``honorifics.toml``, ``names.toml``, ``attendance.toml`` and ``bodies.toml``, each as loaded."""

    honorifics: Mapping[str, Any]
    names: Mapping[str, Any]
    attendance: Mapping[str, Any]
    bodies: Mapping[str, Any]

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Folded titles in words, feminine forms included."""
        titles = self.honorifics["titles"]
        found: set[str] = set()
        for word in titles["masculine"]:
            found |= either_sex(word)
        for name in ("feminine", "any", "masculine_any", "feminine_any", "before_woman"):
            found |= keys(titles[name])
        return frozenset(found)

    @cached_property
    def chain(self) -> re.Pattern[str]:
        """One or more titles in a row, in folded text; the person's name follows at its end."""
        titles = self.honorifics["titles"]
        words = _alternatives(self.title_words)
        tails = _alternatives(keys(titles["tails"]))
        letter = f"[{''.join(sorted(keys(titles['letters'])))}]"
        grades = _alternatives(keys(titles["letter_words"]))
        feminine = _alternatives(keys(titles["feminine_letters"]))
        initials = rf"(?:{feminine}|{letter})(?:\s?[./]\s?{letter}(?!\w))*\s?[./]+(?:\s*(?:{grades})(?!\w))*"
        latin = _alternatives(keys(name for sex in ("masculine", "feminine", "any") for name in titles[f"latin_{sex}"]))
        slashed = _alternatives(set().union(*(either_sex(word) for word in titles["with_slash"])))
        ranked = rf"(?:{slashed})(?:\s+(?:{tails}))*\s?/|(?:{words})(?!\w)(?:\s+(?:{tails})(?!\w))*"
        unit = rf"(?:{ranked}|{initials}|(?:{latin})(?:\.|\b))"
        return re.compile(rf"(?<![\w./])(?P<conj>[وفلب])??(?P<title>{unit}(?:\s*/?\s*{unit})*)\s*[/.]?\s*")

    @cached_property
    def before_woman(self) -> frozenset[str]:
        """Folded titles that are such only before a woman's given name."""
        return keys(self.honorifics["titles"]["before_woman"])

    @cached_property
    def verbs_too(self) -> frozenset[str]:
        """Folded names that are also verbs."""
        return keys(self.names["verbs_too"])

    @cached_property
    def colon_titles(self) -> frozenset[str]:
        """Courtesies that a colon may follow: ``السيد: محمد``; after others it makes a label of an office."""
        return keys(["السيد", "السيدة", "الأستاذ", "الأستاذة", "الدكتور", "الدكتورة", "المهندس", "المهندسة", "الآنسة"])

    @cached_property
    def plural(self) -> re.Pattern[str]:
        """A title over several names: ``السادة``, ``السيدين/``."""
        plural = self.honorifics["plural"]
        words = [*plural["masculine"], *plural["feminine"], *plural["any"]]
        return re.compile(rf"(?<!\w)[ولب]?(?P<title>{_alternatives(keys(words))})(?!\w)\s*[:/]?\s*")

    def next_plural(self, key: str, start: int = 0) -> re.Match[str] | None:
        """The next title over several names that no office or body before it takes: not in ``نقابة المهندسين``."""
        for match in self.plural.finditer(key, start):
            before = re.search(r"(\w+)\s$", key[: match.start()])
            previous = before[1].removeprefix("و") if before else ""
            owned = self.is_office(previous, match["title"])
            owned = owned or (self.is_body(previous) and match["title"] in self._professions)
            if not previous or not owned:
                return match
        return None

    @cached_property
    def _professions(self) -> frozenset[str]:
        """Plurals of professions, of which bodies are made: نقابة المهندسين, مجلس النواب."""
        return frozenset(title for title in keys(self.honorifics["plural"]["professions"]))

    @cached_property
    def plural_words(self) -> frozenset[str]:
        """Single words that stand over several names; nobody's name begins with one."""
        plural = self.honorifics["plural"]
        words = keys([*plural["masculine"], *plural["feminine"], *plural["any"]])
        return frozenset(word for phrase in words for word in phrase.split() if word not in self.given)

    @cached_property
    def title_gender(self) -> dict[str, str]:
        """Sex told by a folded title or by a part of it."""
        titles, plural = self.honorifics["titles"], self.honorifics["plural"]
        found: dict[str, str] = {}
        for word in [*titles["masculine"], *titles["with_slash"]]:
            forms = either_sex(word)
            found.update(dict.fromkeys(forms, "female"))
            found[key_of(word)] = "male"
        women = ("feminine", "feminine_any", "before_woman")
        for name, sex in (*((name, "female") for name in women), ("masculine_any", "male")):
            found.update(dict.fromkeys(keys(titles[name]), sex))
        found.update(dict.fromkeys(keys([*titles["latin_feminine"], *titles["feminine_letters"]]), "female"))
        found.update(dict.fromkeys(keys(titles["latin_masculine"]), "male"))
        found.update(dict.fromkeys(keys(plural["masculine"]), "male"))
        found.update(dict.fromkeys(keys(plural["feminine"]), "female"))
        return found

    @cached_property
    def not_title(self) -> frozenset[str]:
        """Words that make an office of the title before them."""
        return keys(self.honorifics["not_title"]["followed_by"])

    @cached_property
    def given(self) -> dict[str, str]:
        """Folded given names: "male", "female" or "both"."""
        found = dict.fromkeys(keys(self.names["female"].split()), "female")
        for name in keys(self.names["male"].split()):
            found[name] = "both" if found.get(name) == "female" else "male"
        return found | dict.fromkeys(keys(self.names["both"]), "both")

    def sex_of_given(self, key: str) -> str | None:
        """Sex of a folded given name, with or without the article; "both" for names of either, None for unknown."""
        if key.startswith("عبدال") or (key.startswith("عبد") and len(key) > 5):
            return "male"
        return self.given.get(key) or self.given.get(bare(key))

    @cached_property
    def particles(self) -> frozenset[str]:
        """Words that hold a name together."""
        return keys(self.names["particles"])

    @cached_property
    def role_heads(self) -> frozenset[str]:
        """First words of offices in both sexes, without article."""
        heads = keys(self.attendance["roles"]["heads"])
        return heads | {f"{head}ه" for head in heads}

    @cached_property
    def only_before(self) -> dict[str, frozenset[str]]:
        """Offices that are names too, with the words (article dropped) that must follow for an office."""
        table = self.attendance["roles"]["only_before"]
        return {
            key_of(word): frozenset(bare(key_of(after)) for after in following) for word, following in table.items()
        }

    @cached_property
    def stops(self) -> frozenset[str]:
        """Words at which a name ends."""
        return keys(self.attendance["names"]["stops"])

    @cached_property
    def places(self) -> frozenset[str]:
        """Words after which a name is that of a place or a house."""
        return keys(self.attendance["names"]["places"])

    @cached_property
    def rulers(self) -> frozenset[str]:
        """Surnames that are offices over a territory, which no field follows."""
        return keys(self.attendance["names"]["rulers"])

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Words among the stops that are surnames too."""
        return keys(self.attendance["names"]["surnames"])

    @cached_property
    def note_starts(self) -> re.Pattern[str]:
        """Opens a reason or remark about somebody."""
        return cue_pattern(self.attendance["notes"]["starts"])

    @cached_property
    def cut_words(self) -> re.Pattern[str]:
        """Words at which an office or a body ends within a phrase."""
        reasons = [note for note in self.attendance["notes"]["starts"] if note[0] == "ل" or note.startswith("في ")]
        return cue_pattern([*self.bodies["ends"], *reasons])

    @cached_property
    def deputy_starts(self) -> re.Pattern[str]:
        """Opens a phrase on whom somebody stands in for."""
        return cue_pattern(self.attendance["notes"]["deputy"])

    @cached_property
    def remote_words(self) -> re.Pattern[str]:
        """Phrases of taking part from afar."""
        return cue_pattern(remote_cues())

    @cached_property
    def status_starts(self) -> re.Pattern[str]:
        """Words of presence, excuse and absence."""
        return cue_pattern(
            [cue for name in ("excused", "absent", "present") for cue in self.attendance["status"][name]]
        )

    @cached_property
    def empty(self) -> frozenset[str]:
        """Folded cells that say nothing."""
        return keys(self.attendance["notes"]["empty"])

    @cached_property
    def generic(self) -> frozenset[str]:
        """Folded headings that sort people and name no body."""
        return keys(self.bodies["generic"])

    @cached_property
    def plural_bodies(self) -> frozenset[str]:
        """Folded plurals of kinds of bodies."""
        return keys(self.bodies["plurals"])

    @cached_property
    def internal(self) -> tuple[str, ...]:
        """Parts of a house, folded and without articles."""
        return tuple(" ".join(bare(word) for word in key_of(kind).split()) for kind in self.bodies["internal"])

    @cached_property
    def services(self) -> frozenset[str]:
        """Folded kinds of services that have branches in a region: مديرية, دائرة."""
        return keys(self.bodies["branches"]["kinds"])

    @cached_property
    def regional(self) -> frozenset[str]:
        """Folded adjectives of such a branch: الإقليمية, الجهوية."""
        return keys(self.bodies["branches"]["adjectives"])

    @cached_property
    def service_fields(self) -> frozenset[str]:
        """Folded fields that stand between kind and place: مديرية صحة الجبل."""
        return keys(self.bodies["branches"]["fields"])

    @cached_property
    def groups(self) -> frozenset[str]:
        """Folded kinds of groups that are bodies where they are called after people."""
        return keys(self.bodies["peoples"]["kinds"])

    @cached_property
    def peoples(self) -> frozenset[str]:
        """Folded words for people after which such groups are called."""
        return keys(self.bodies["peoples"]["words"])

    @cached_property
    def classes(self) -> frozenset[str]:
        """Folded words for people and places of which somebody may be "from" without speaking for a body."""
        return keys(self.bodies["peoples"]["classes"])

    @cached_property
    def foreign(self) -> re.Pattern[str]:
        """Words of foreign belonging in the name of a body."""
        return cue_pattern(self.bodies["foreign"]["words"])

    @cached_property
    def note_words(self) -> frozenset[str]:
        """Single words that open a remark and so end a name."""
        return frozenset(word for word in keys(self.attendance["notes"]["starts"]) if " " not in word)

    @cached_property
    def body_heads(self) -> frozenset[str]:
        """First words of names of bodies, without article."""
        return frozenset(bare(head) for head in keys(self.bodies["heads"]) if " " not in head)

    def is_office(self, key: str, following: str) -> bool:
        """Whether a folded word opens an office, given the word after it ("" where the phrase ends)."""
        plain = bare(key)
        if plain in self.body_heads:
            return False
        for form in (plain, plain[:-1] if plain.endswith("ا") else plain):
            root = form[:-1] if form.endswith("ه") and form[:-1] in self.only_before else form
            if root in self.only_before:
                after = bare(following)
                told = after in self.only_before[root] or after.removesuffix("ه") in self.only_before[root]
                told = told or (key.startswith(ARTICLE) and following in self.not_title)  # الوكيل الإداري
                return told or self._opens_house(root, following)
            if form in self.role_heads:
                return True
        return False

    def _opens_house(self, root: str, following: str) -> bool:
        """Whether a word that is a name too stands before a body and so is an office: ``أمين اتحاد``."""
        return root in self.heads_of_houses and bare(following) in self.body_heads and following not in self.given

    @cached_property
    def heads_of_houses(self) -> frozenset[str]:
        """Offices that are names too and are over any kind of body."""
        return keys(self.attendance["roles"]["heads_of_houses"])

    @cached_property
    def before_holder(self) -> frozenset[str]:
        """Offices with article that are surnames too, but no name after a title and before a given name."""
        return keys(self.attendance["roles"]["before_holder"])

    def may_be_office(self, key: str) -> bool:
        """Whether a folded word with the article names an office when it stands as a label: ``النقيب:``."""
        plain = bare(key)
        return key.startswith(ARTICLE) and (plain in self.only_before or plain in self.role_heads)

    def is_body(self, key: str) -> bool:
        """Whether a folded word opens the name of a body: وزارة, الوكالة, بجامعة, للهيئة."""
        if bare(key) in self.body_heads:
            return True
        if key.startswith("لل") and key[2:] in self.body_heads:
            return True
        return key[:1] in "بل" and bare(key[1:]) in self.body_heads and key not in self.given


def _alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the folded words, longest first."""
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=4)
def people_words(
    honorifics: str = "honorifics", names: str = "names", attendance: str = "attendance", bodies: str = "bodies"
) -> PeopleWords:
    """The knowledge by the names of its four TOML files."""
    return PeopleWords(load_toml(honorifics), load_toml(names), load_toml(attendance), load_toml(bodies))
