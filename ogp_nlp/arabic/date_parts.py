"""What a single calendar expression names: the parts read off one match of the date grammar."""

from __future__ import annotations

import re

from ogp_nlp.arabic.date_grammar import DateGrammar, any_of
from ogp_nlp.arabic.date_model import Atom, Tense, tense_of, year_of
from ogp_nlp.arabic.date_periods import before_year, quarter, two_parts
from ogp_nlp.arabic.numbers import cardinal_value, ordinal_value
from ogp_nlp.arabic.view import key_of


def read_atom(key: str, match: re.Match[str], grammar: DateGrammar) -> Atom | None:
    """The parts that one match of ``grammar.atoms`` names; None where they are no date."""
    for name, reader in _READERS:
        if match[name]:
            return reader(match, key, grammar)
    return None


def _made(match: re.Match[str], year: int, month: int, day: int) -> Atom | None:
    """A day from figures; month and day change places where only that makes sense."""
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Atom(match.start(), match.end(), year < 1700, year, month, day)


def _iso(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    return _made(match, int(match["y1"]), int(match["m1"]), int(match["d1"]))


def _day_first(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    year = int(match["y2"])
    if year < 100:
        if match["s2"] in ".\\" or re.match(r"[\w/.-]", key[match.end() : match.end() + 1]):
            return None
        year += 1400 if match["eh2"] else 2000
    return _made(match, year, int(match["m2"]), int(match["d2"]))


def _years(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    first, second = int(match["y3"]), int(match["y4"])
    if second < 100:
        if first % 100 + 1 != second and not (second > first % 100 and "-" in match.group()):
            return None
        second += first - first % 100
    if (first < 1700) != (second < 1700):  # one year by two calendars: 1446هـ / 2025م
        return Atom(match.start(), match.end(), False, max(first, second))
    if first == second or abs(first - second) > 40 or key[: match.start()].rstrip().endswith(("/", "-")):
        return None
    low, high = sorted((first, second))
    return Atom(match.start(), match.end(), low < 1700, low, last_year=high)


def _numbered(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom:
    tag = "5" if match["y5"] else "6"
    year = int(match[f"y{tag}"])
    start = match.start("m5") if tag == "5" else match.start()
    return Atom(start, match.end(), year < 1700, year, int(match[f"m{tag}"]))


def _short(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    """A day and month in figures: ``يوم 20/4``; in brackets only where they stand alone in them."""
    if match["d8"]:
        return Atom(match.start("d8"), match.end(), False, None, int(match["m8"]), int(match["d8"]), figures=True)
    if "(" in match.group() and key[match.end() : match.end() + 1] != ")":
        return None
    return Atom(match.start("d7"), match.end(), False, None, int(match["m7"]), int(match["d7"]), figures=True)


def _part(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    """A quarter, half or third of a year, or half of a month."""
    know = grammar.knowledge["part"]
    word = " ".join(match["part"].split())
    names = {form: name for name in ("quarter", "half", "third") for form in map(key_of, know[name])}
    word = next(form for form in (word, word.removeprefix("ل"), "ال" + word.removeprefix("لل")) if form in names)
    length = {"quarter": 3, "half": 6, "third": 4}[names[word]]
    year, tense = year_of(match, "p", grammar)
    nth = 12 // length if "اخير" in match["nth"] else _ordinal(match["nth"])
    open_year = year is None and not tense
    if length == 6 and open_year and (atom := _half_month(match, key, grammar, nth)):
        return atom
    if nth > 12 // length:
        return None
    if open_year:
        careful = word in {key_of(form) for form in know["careful"]} or length == 4
        told = _told_by_place(match, key, grammar, careful=careful, half=length == 6)
        if told is None:
            return None
        tense = told
    first, hijri = length * nth - length + 1, bool(year and year < 1700)
    atom = Atom(match.start("part"), match.end(), hijri, year, first, last_month=first + length - 1, tense=tense)
    atom.of_year = bool(match["partyear"])
    return atom


def _ordinal(key: str) -> int:
    digits = key.strip("()")
    return int(digits) if digits.isdigit() else ordinal_value(key)


def _half_month(match: re.Match[str], key: str, grammar: DateGrammar, nth: int) -> Atom | None:
    """``النصف الأول من شعبان``."""
    month = re.compile(rf"[ ]+من[ ]+(?:شهر[ ]+)?(?={grammar_months(grammar)})").match(key, match.end())
    following = grammar.atoms.search(key, month.end()) if month and nth <= 2 else None
    atom = read_atom(key, following, grammar) if following else None
    if atom is None or not atom.month or atom.day:
        return None
    atom.start, atom.half_month = match.start("part"), nth
    return atom


def _told_by_place(match: re.Match[str], key: str, grammar: DateGrammar, *, careful: bool, half: bool) -> Tense | None:
    """The tense of a part without a year, empty where none is printed; None where it is no part of a year."""
    rest = key[match.end() : match.end() + 40]
    tense = re.match(rf"[ ]+({grammar.tenses()})(?!\w)", rest)
    of_other = re.match(r"[ ]+من[ ]+(?!(?:ال)?(?:سنه|عام))\w", rest)
    led = re.search(r"(?<!\w)(?:خلال|في|اسدس|سداسي|من)[ ]+$", key[: match.start("part")][-12:])
    if careful or of_other or (half and not led and not tense):
        return None
    return tense_of(tense[1], grammar) if tense else ""


def grammar_months(grammar: DateGrammar) -> str:
    """Alternation of all names of months."""
    return any_of([*grammar.months["hijri"], *grammar.months["gregorian"]])


def _many(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    raw = (match["count1"] or match["count2"]).strip("()")
    count = int(raw) if raw.isdigit() else int(cardinal_value(raw))
    if not 2 <= count <= 11:
        return None
    year, tense = year_of(match, "n", grammar)
    first = 13 - count if "اخير" in match["edge"] else 1
    hijri = bool(year and year < 1700)
    return Atom(match.start("many"), match.end(), hijri, year, first, None, None, first + count - 1, 0, tense, True)


def _month_number(match: re.Match[str], grammar: DateGrammar) -> tuple[str, int]:
    """Calendar and number of a month's name; of a double form the first name."""
    name = " ".join(match["mon"].split())
    for calendar in ("gregorian", "hijri", "libyan"):
        months = grammar.months[calendar]
        for form in sorted(months, key=len, reverse=True):
            if name == form or re.match(rf"{re.escape(form)}\s*[/(\\-]", name):
                return calendar, months[form]
    return "gregorian", 0


def _named(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    year, tense = year_of(match, "m", grammar)
    of_year = bool(match["monyear"] and year is None)
    own = match["tense"] or match["tense2"]
    if own and year is None:
        tense, of_year = (tense, True) if of_year else (tense_of(own, grammar), False)
    day, start = _day(match, key, grammar)
    if match["monn"]:
        calendar, month = "gregorian", int(match["monn"])
        start = match.start("monn")
    else:
        calendar, month = _month_number(match, grammar)
    end = match.end()
    if own and not match["monyear"]:
        end = match.start("tense2") if match["tense2"] else match.start("tense")
        end = len(key[:end].rstrip())
    hijri = calendar == "hijri" or bool(year and year < 1700)
    if calendar == "hijri" and year and year > 1700:
        return None
    name = " ".join((match["mon"] or "").split())
    if calendar == "libyan" and (day is None or (year is None and "من شهر" not in match.group())):
        return None
    if (
        day is None
        and year is None
        and not tense
        and name in grammar.careful
        and not _is_time(match, key, grammar, start)
    ):
        return None
    return Atom(start, end, hijri, year, month, day, tense=tense, of_year=of_year)


def _is_time(match: re.Match[str], key: str, grammar: DateGrammar, start: int) -> bool:
    """Whether a careful name stands after a word of time; the father of آب and the verb of مارس do not."""
    before = key[max(0, start - 30) : start]
    if grammar.beside.match(key[match.end() : match.end() + 30].lstrip()) or grammar.behind.search(before):
        return True
    return bool(grammar.time.search(before)) and not re.match(r"[ ]+(?:السيد|بن|ال\w+ي(?!\w))", key[match.end() :])


def _day(match: re.Match[str], key: str, grammar: DateGrammar) -> tuple[int | None, int]:
    """The day before a month's name, and where the expression begins."""
    if match["day"]:
        return int(match["day"].strip("()")), match.start("day")
    if match["dayw"]:
        word, start = match["dayw"], match.start("dayw")
        if word in ("الفاتح", "فاتح", "غره", "مستهل"):
            return 1, start
        feminine = word.split()[0].endswith(("ه", "الاولي", "اولي", "ا"))
        value = ordinal_value(word)
        if not feminine and value <= 31 and not grammar.no_day.search(key[max(0, start - 14) : start]):
            return value, start
    return None, match.start("mon") if match["mon"] else match.start()


def _year(match: re.Match[str], key: str, grammar: DateGrammar) -> Atom | None:
    """A year alone: after its noun, with its era, or after a word that a year follows."""
    if match["yearw"]:
        return Atom(match.start("yearw"), match.end(), False, int(cardinal_value(match["yearw"])))
    year, start = int(match["year"]), match.start("year")
    before, after = key[max(0, start - 40) : start], key[match.end() : match.end() + 14]
    if before.rstrip(" ").endswith(("/", "-", "\\", ":")) and not before.rstrip(" ").endswith(
        (" -", " :", "ه:", "ه -")
    ):
        return None
    if re.match(r"[ ]?[/\\-][ ]?\d", after) or grammar.year_not.match(after):
        return None
    era = match["ehy"] or match["egy"]
    noun = grammar.year_noun.search(before)
    if not noun and not era and (year < 1900 or not grammar.year_cue.search(before)):
        return None
    if match["ehy"] and year > 1700:
        return None
    return Atom(start, match.end(), year < 1700, year)


# Readers by the group of the match that calls for them, in the order of trial.
_READERS = (
    ("y1", _iso),
    ("y2", _day_first),
    ("y3", _years),
    ("y5", _numbered),
    ("y6", _numbered),
    ("d7", _short),
    ("d8", _short),
    ("parts", two_parts),
    ("before", before_year),
    ("part", _part),
    ("q", quarter),
    ("many", _many),
    ("mon", _named),
    ("monn", _named),
    ("year", _year),
    ("yearw", _year),
)
