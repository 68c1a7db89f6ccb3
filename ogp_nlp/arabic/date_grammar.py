"""The patterns by which dates are found, built from the knowledge of months and of the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ogp_nlp.arabic.numbers import number_word_source, ordinal_source
from ogp_nlp.arabic.view import key_of

G = r"[ ]*\n?[ ]*"
GAP = r"(?:[ ]+\n?[ ]*|\n[ ]*)"
YEAR = r"(?:1[34]\d\d|1500|19\d\d|20\d\d)"
_WORD = number_word_source()
# Years in words: ألفين وخمسة وعشرين, ألف وتسعمائة وثمانين.
YEAR_WORDS = rf"(?:الفين|الفان|الف{GAP}وتسعما?ي[هة]){GAP}و ?{_WORD}(?:{GAP}و?(?:{_WORD}))?(?!\w)"
_SEP = r" ?(?P<{0}>[/.\-\\]) ?"
_WHOLE = r"(?<![\d.,/])"


def any_of(words: Iterable[str]) -> str:
    """Alternation of folded forms, longest first; blanks match blanks or one line break."""
    forms = sorted({key_of(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(GAP.join(map(re.escape, form.split())) for form in forms) + ")"


def _doubled(names: Iterable[str]) -> str:
    """A month by one name, or by two or with its number: ``كانون الثاني/يناير``, ``آذار (3)``."""
    one = any_of(names) + r"(?!\w)"
    number = rf"\((?:0?[1-9]|1[0-2])\)(?={G}[/\-]?{G}\d{{4}})"
    return rf"{one}(?:{G}(?:[/\\-]{G}{one}|\({G}{one}{G}\)|{number}))?"


class DateGrammar:
    """Compiled patterns of one pair of knowledge files (``dates.toml`` and ``months.toml`` merged)."""

    def __init__(self, knowledge: Mapping[str, Any]) -> None:
        self.source = knowledge["gregorian"]
        self.knowledge = knowledge
        self.months = {
            name: {key_of(form): int(number) for number, forms in knowledge[name].items() for form in forms}
            for name in ("gregorian", "hijri", "libyan")
        }
        self.careful = {key_of(word) for word in knowledge["careful"]["words"]}
        self.weekdays = {key_of(form): int(day) for day, forms in knowledge["weekdays"].items() for form in forms}
        year, part = knowledge["year"], knowledge["part"]
        self.era_g = any_of(year["gregorian"])
        self.era_h = any_of(year["hijri"])
        self.era = rf"(?:[ ]?(?:(?P<eh{{0}}>{self.era_h})|(?P<eg{{0}}>{self.era_g}))(?!\w))?"
        self.nouns = any_of(year["nouns"])
        self.atoms = re.compile(
            "|".join((*self._numeric(), self._part(part), self._months(part), self._named(), self._plain()))
        )
        self._surroundings()

    def _numeric(self) -> list[str]:
        iso = (
            rf"{_WHOLE}(?P<y1>{YEAR}){_SEP.format('s1')}(?P<m1>\d{{1,2}}) ?(?P=s1) ?(?P<d1>\d{{1,2}})(?!\d)"
            rf"{self.era.format(1)}"
        )
        short = r"|(?:(?<=[/-])|(?<=[/-] ))\d\d"
        dmy = (
            rf"{_WHOLE}(?P<d2>\d{{1,2}}){_SEP.format('s2')}(?P<m2>\d{{1,2}}) ?(?P=s2) ?(?P<y2>{YEAR}{short})(?![\d])"
            rf"{self.era.format(2)}"
        )
        mark = rf"(?:[ ]?(?:{self.era_h}|{self.era_g})(?!\w))?"
        years = (
            rf"{_WHOLE}(?<!-)(?P<y3>{YEAR}){mark}[ ]?[-/][ ]?"
            rf"(?P<y4>{YEAR}|\d\d(?![ ]?{self.era_g}?\w))(?![\d/-]|[.,]\d)"
            rf"{self.era.format(3)}"
        )
        month = r"(?P<m5>0?[1-9]|1[0-2])"
        announced = any_of(self.knowledge["figures"]["month"])
        cued = (
            rf"(?<!\w)[وفبل]?{announced}{GAP}{month}[ ]?[/-][ ]?(?P<y5>{YEAR})(?!\d)"
            rf"{self.era.format(5)}"
        )
        iso_month = rf"{_WHOLE}(?P<y6>20\d\d)-(?P<m6>0[1-9]|1[0-2])(?![\d-])"
        # A day and month without a year only where a word announces them; fractions look alike.
        led = rf"(?<!\w)[وفبل]?(?:{any_of((*self.weekdays, *self.knowledge['figures']['day']))}{GAP}|\()"
        short_day = rf"{led}(?P<d7>0?[1-9]|[12]\d|3[01])[ ]?/[ ]?(?P<m7>0?[1-9]|1[0-2])(?![\d/%]|[ ]?[/%])"
        # Letters are dated so behind their number: كتابها 552 في 2/2
        day, month = r"(?P<d8>0?[1-9]|[12]\d|3[01])", r"(?P<m8>0?[1-9]|1[0-2])"
        letter_day = rf"(?<=\d )في {day}[ ]?/[ ]?{month}(?![\d/%]|[ ]?[/%]|[ ]من )"
        return [iso, dmy, iso_month, years, cued, short_day, letter_day]

    def _year_tail(self, tag: str) -> str:
        """What names the year behind a month or a part of the year."""
        relative = rf"(?:من{GAP}|في{GAP}|ل)?(?:{self.nouns}){GAP}{self.tenses()}"
        same = any_of(self.knowledge["year"]["same"])
        relative = rf"(?P<rel{tag}>{relative}|{same}|من{GAP}(?:هذا|هذه){GAP}{self.nouns})(?!\w)"
        noun = (
            rf"(?:(?:من|في|ل|لل){GAP}?)?(?:ل?{self.nouns}{GAP}(?:{any_of(self.knowledge['year']['between'])}{GAP})?)?"
        )
        figure = rf"\(?(?P<yr{tag}>{YEAR})(?!\d|[ ]?[/-][ ]?\d\d?[/-]|[.,]\d)\)?{self.era.format(tag)}"
        words = rf"(?:من{GAP})?(?:ل?{self.nouns}{GAP})?(?P<yw{tag}>{YEAR_WORDS})"
        return rf"(?:{G}[,،/\-]?{G}(?:{relative}|{words}|(?:من{GAP})?{noun}{figure}))"

    def _part(self, part: Mapping[str, Any]) -> str:
        names = any_of((*part["quarter"], *part["half"], *part["third"]))
        two = any_of((*part["quarters"], *part["halves"]))
        return (
            rf"(?<!\w)[وفبك]?(?P<part>ل?{names}|لل(?:ربع|نصف|ثلاثي|سداسي|سداسيه|ثلث|فصل|اسدس))"
            rf"{GAP}(?P<nth>{ordinal_source()}|(?:ال)?اخيره?|\(?[1-4]\)?)(?!\w)"
            rf"(?P<partyear>{self._year_tail('p')})?"
            rf"|(?<!\w)[وفبل]?(?P<parts>ل?{two}|لل(?:ربعين|ثلاثيين|سداسيين|نصفين)){GAP}(?P<from>{ordinal_source()})"
            rf"{GAP}و ?(?P<until>{ordinal_source()})(?!\w)(?P<partsyear>{self._year_tail('s')})?"
            rf"|(?<!\w)[وفبل]?(?P<before>{any_of(part['before_year'])}){GAP}(?:{self.nouns}{GAP})?(?P<befyear>{YEAR})"
            rf"{GAP}(?P<befnth>{ordinal_source()})(?!\w)"
            rf"|(?<!\w)(?P<q>q[1-4])(?!\w){G}(?:(?:من{GAP})?(?P<qy>20\d\d))?"
        )

    def _months(self, part: Mapping[str, Any]) -> str:
        names, edge = any_of(part["months"]), any_of((*part["first"], *part["last"]))
        count = rf"(?:(?:ال)?{number_word_source()}|\(?\d{{1,2}}\)?)"
        return (
            rf"(?<!\w)[وفبل]?(?P<many>{names}{GAP}(?P<count1>{count})|(?P<count2>{count}){GAP}{names}){GAP}(?P<edge>{edge})(?!\w)"
            rf"(?P<manyyear>{self._year_tail('n')})"
        )

    def _named(self) -> str:
        both = {**self.knowledge["gregorian"]}
        months = "|".join(
            [_doubled(forms) for forms in both.values()]
            + [any_of(forms) + r"(?!\w)" for forms in self.knowledge["hijri"].values()]
            + [any_of(forms) + r"(?!\w)" for forms in self.knowledge["libyan"].values()]
        )
        first = any_of(["الفاتح", "فاتح", "غرة", "مستهل"])
        figure = rf"{_WHOLE}(?P<day>\(?(?:0?[1-9]|[12]\d|3[01])\)?)"
        day = rf"(?:{figure}|(?<!\w)(?:لل|[وفبل])?(?P<dayw>{first}|{ordinal_source()}))"
        dayed = rf"{day}{G}(?:من{GAP}|في{GAP}|,)?{G}(?:شهر{GAP})?[/\- ]?{G}"
        bare = r"(?<!\w)(?:[وفبكل]|لل|وب|ول)?(?:[ ])?"
        month = rf"(?P<mon>{months})"
        number = r"(?<!\w)[وبفل]?ل?شهر[ ]+\(?(?P<monn>0?[1-9]|1[0-2])\)?(?![\d/.,%\-]|[ ]*[%|])"
        modifier = rf"(?:{GAP}(?P<tense>{self.tenses()})(?!\w))?"
        lone = modifier.replace("<tense>", "<tense2>")
        year = rf"{modifier}(?P<monyear>{self._year_tail('m')})"
        return rf"(?:(?:{dayed}|{bare}){month}|{number})(?:{year}|{lone})"

    def tenses(self) -> str:
        """Alternation of the words of next, last and present."""
        tense = self.knowledge["tense"]
        return any_of((*tense["next"], *tense["last"], *tense["current"]))

    def _plain(self) -> str:
        words = rf"(?<!\w)[وفبل]?ل?{self.nouns}{GAP}(?P<yearw>{YEAR_WORDS})"
        return rf"(?<![\d.,])(?P<year>{YEAR})(?!\d|[.,]\d|[ ]?%){self.era.format('y')}|{words}"

    def _surroundings(self) -> None:
        know = self.knowledge
        prefix = r"(?<!\w)[وفبلك]{0,2}"
        joins, pair = any_of(know["range"]["joins"]), any_of(know["range"]["pair"])
        weekday = any_of(self.weekdays)
        lead = rf"(?:(?:ال)?يوم{GAP})?(?:{weekday}{GAP})?(?:تاريخ{GAP})?(?:شهر{GAP})?(?:{self.nouns}{GAP})?"
        self.join = re.compile(
            rf"(?P<dash>{G}-{G})|{GAP}(?P<to>{joins}){GAP}(?:من{GAP})?{lead}"
            rf"|{GAP}(?P<and>و){G}(?:بين{GAP})?{lead}|{G},{G}(?P<comma>){lead}"
        )
        self.left_day = re.compile(
            rf"(?:{_WHOLE}(?<![-:])(?P<day>0?[1-9]|[12]\d|3[01])|(?<!\w)(?P<dayw>{ordinal_source()})(?:{GAP}من)?)"
            rf"(?P<join>{self.join.pattern})$"
        )
        months = any_of([*self.months["gregorian"], *self.months["hijri"]])
        self.beside = re.compile(rf"(?:{joins}|و|-){G}[وبل]?{months}(?!\w)")
        self.behind = re.compile(rf"(?<!\w)[وفبل]?{months}{G}(?:{joins}{G}|و|-{G})$")
        self.opens = re.compile(rf"(?<!\w)[وفبل]?{any_of(know['range']['opens'])}{GAP}{lead}$")
        self.pair = re.compile(rf"(?<!\w)[وفبل]?(?:ال)?{pair}{GAP}(?:ال)?{lead}$")
        self.moved = re.compile(
            rf"{prefix}(?:ال)?(?:تاجيل\w*|تاجل\w*|اجل\w*|ترحيل\w*|نقل\w*|تغيير\w*|ارجا\w*|قدم|تقديم)(?!\w)[^.؛\n]*$"
        )
        dual = any_of(know["dual"]["joins"])
        self.dual = re.compile(
            rf"[\s(),=/\-]*(?:{dual})?[\s:(),=/\-]*(?:ل?[ ]?يوم)?{G}(?:{weekday})?"
            rf"[\s(),=/\-]*(?:شهر{GAP})?(?:{self.nouns}{GAP})?"
        )
        self.weekday = re.compile(rf"({weekday}){GAP}(?:الموافق{GAP}|ل|\(|,|،|في{GAP}|بتاريخ{GAP}|{G})*$")
        self.street = re.compile(rf"(?<!\w)[وفبل]?(?:ال|لل)?{any_of(know['not_before']['words'])}{GAP}(?:ال)?$")
        self.time = re.compile(rf"{prefix}{any_of(know['tense']['time'])}{GAP}(?:شهر{GAP})?[وبل]?$")
        self.ahead = re.compile(rf"{prefix}(?:ال)?{any_of(know['tense']['ahead'])}(?!\w)")
        self.back = re.compile(rf"{prefix}{any_of(know['tense']['back'])}(?!\w)")
        self.no_day = re.compile(rf"(?:اسبوع|نصف|ثلث|ربع|اجتماع|لقا|قسط|شطر|تقرير|شهر|فصل|ايام|يوم عمل)(?:ه|ها)?{GAP}$")
        between = any_of(know["year"]["between"])
        self.year_noun = re.compile(rf"{prefix}(?:ل?{self.nouns})(?:{GAP}{between})?{GAP}[:(]?$")
        self.year_cue = re.compile(
            rf"{YEAR}[ ]?{self.era_g}?(?:{G}-{G}|{GAP}(?:و|{joins}{GAP}))$"
            rf"|{prefix}(?:ال|لل)?{any_of(know['year']['cues'])}(?:{GAP}(?:\w+ه|\w+ي)?)?{G}[:(]?[وبل]?$"
        )
        self.counted = re.compile(rf"(?<!\w)[وفبل]?(?:ال)?{any_of(know['year']['counting'])}(?:{GAP}\w+)?{GAP}$")
        self.phrase_end = re.compile(rf"[ ]*(?:[.،؛:)|\n\"»]|$)|[ ]+{any_of(know['year']['followed_by'])}(?!\w)")
        self.year_not = re.compile(rf"[ ]*{any_of(know['year']['not_before'])}")
        self.session = re.compile(
            rf"(?<!\w)[وفبل]?(?:ال|لل)?{any_of(know['numbered']['sessions'])}(?:{GAP}ال\w+){{0,2}}{GAP}$"
        )
        numbered, of_year = any_of(know["numbered"]["words"]), any_of(know["numbered"]["year"])
        figure = r"\(?[ ]?(?:\w{1,4}[ ]?[/.\-][ ]?)*\d[\d/.\-\\]*(?:[ ]?/[ ]?[\w\d.\-]+)*[ ]?\)?"
        texts = any_of(know["numbered"]["texts"])
        self.numbered = re.compile(
            rf"(?<!\w)[وبلف]?(?:ال)?{numbered}{G}[:.]?{G}{figure}(?:{G}و ?{figure})*"
            rf"(?P<ofyear>{G}{of_year}{GAP}\(?\d{{4}}\)?)?"
            rf"|(?<!\w)[وبلف]?{texts}(?:{GAP}(?!ل?(?:سنه|عام))\w+){{0,3}}?{GAP}"
            rf"\(?\d[\d/.\-]*\)?{GAP}{of_year}{GAP}\(?\d{{4}}\)?"
        )


_HELD: dict[int, DateGrammar] = {}


def grammar_of(knowledge: Mapping[str, Any]) -> DateGrammar:
    """The grammar of merged knowledge; compiled once for each loaded ``months.toml``."""
    months = knowledge["gregorian"]
    held = _HELD.get(id(months))
    if held is None or held.source is not months:
        held = _HELD[id(months)] = DateGrammar(knowledge)
    return held
