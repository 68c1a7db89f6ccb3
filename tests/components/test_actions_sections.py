"""Sections of action items: run-in heads, captions of tables, points of a list and lists of short headings."""

from __future__ import annotations

import pytest
import spacy

from ogp_nlp.components.base import items
from ogp_nlp.components.tokenizer import MinutesTokenizer

SAID = "أفاد السيد نبيل عمران بأن الأشغال تتقدم كما كان مقررا في البرنامج الزمني المتفق عليه مع المقاول"
PLEDGE = f"{SAID}، وتعهد بتسليم الكشوف قبل 30 أبريل 2025."

SECTIONS = {
    f"البند الأول: سير المشاريع\n\nجدول المشاريع (الوضع لغاية 31 مارس)\nم | المشروع | النسبة\n1 | الطريق | 40%\n\n{PLEDGE}": (
        "سير المشاريع"
    ),
    f"سير المشاريع:\n\nالمشروع الأول – إنشاء محطة: {PLEDGE}": "المشروع الأول – إنشاء محطة",
    f"حول كل إجراء:\n\nالإجراء 1 : {PLEDGE}": "الإجراء 1",
    f"جدول الأعمال\n- تقدم المشاريع\n- الجباية\n\nافتتح الرئيس الجلسة.\n\n● تقدم المشاريع\n\n{PLEDGE}": "تقدم المشاريع",
    f"المحور الأول: التشغيل والمبادرة\n\n{PLEDGE}": "التشغيل والمبادرة",
}


def sections(text: str) -> list[str | None]:
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    for name in ("ogp_sections", "ogp_actions"):
        nlp.add_pipe(name)
    head = "محضر اجتماع مجلس إدارة جمعية النخيل\nالتاريخ: 10 مارس 2025\n\n"
    return [item.fields["section"] for item in items(nlp(head + text), "action_items")]


@pytest.mark.parametrize("text", SECTIONS)
def test_the_nearest_heading_of_whatever_make(text: str) -> None:
    assert sections(text) == [SECTIONS[text]]


def test_behind_a_list_of_short_headings_the_point_goes_on() -> None:
    listed = "".join(f"المحور {name}: رقمنة الخدمات\nالمنجز 40%\n" for name in ("الأول", "الثاني", "الثالث"))
    assert sections(f"البند الأول: موقف المحاور\n\n{SAID}:\n\n{listed}\n{PLEDGE}") == ["موقف المحاور"]
