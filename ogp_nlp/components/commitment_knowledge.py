"""Cue words of a commitment's axis and of who reports on it, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ogp_nlp.components.base import key_of
from ogp_nlp.components.commitment_leads import LeadKnowledge
from ogp_nlp.components.commitment_titles import tidy
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.undertakings import alternatives


@dataclass(frozen=True)
class CommitmentKnowledge:
    """Cue words of the fields of a commitment."""

    raw: dict[str, Any]
    sections: SectionKnowledge

    @cached_property
    def lead(self) -> LeadKnowledge:
        """Who reports."""
        return LeadKnowledge(self.raw, tuple(self.raw["lead"]["honorifics"]))

    @cached_property
    def review(self) -> re.Pattern[str]:
        """Words of a presentation of all undertakings: plan, programme, progress or the nouns in the plural."""
        several = [form for forms in self.raw["units"]["several"].values() for form in forms]
        words = [*self.raw["plan"]["words"], *several, *self.raw["lead"]["reviewed"]]
        return re.compile(rf"(?<!\w)[وف]?(?:[بك]?ال|لل|[بل])?{alternatives(words)}(?!\w)")

    @cached_property
    def axis(self) -> re.Pattern[str]:
        """The word and number before the name of an axis: ``المحور الأول:``."""
        words = [*self.raw["themes"]["words"], *self.sections.raw["headings"]["themes"]]
        number = r"(?:(?:رقم|عدد)\s*)?(?:\(?\d{1,2}\)?|[اأ]?ال\w+(?:\s+عشره?|\s+وال\w+)?|[ivx]{1,4})"
        return re.compile(rf"\W*{alternatives(words)}(?:\s+{number})?\s*(?P<sign>[:.\-/،(]+|$)\s*")

    @cached_property
    def named_axis(self) -> re.Pattern[str]:
        """Opens the name of an axis without a number: ``محور الشفافية``."""
        return re.compile(rf"\W*{alternatives(self.raw['themes']['words'])}\s")

    def theme_name(self, text: str) -> str:
        """The name of an axis without its number: ``المحور الأول: الشفافية`` is ``الشفافية``."""
        plain = tidy(text)
        match = self.axis.match(key_of(plain))
        if match and match.end() < len(key_of(plain)) and len(key_of(plain)) == len(plain):
            return tidy(plain[match.end() :])
        sign = re.match(r"[^:\-–—/]{3,40}?\s*[:\-–—/]\s*(?=\S)", plain)
        return tidy(plain[sign.end() :]) if match and sign else plain
