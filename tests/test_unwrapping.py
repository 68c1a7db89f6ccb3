"""Wrapped lines are whole paragraphs again, and lists, headings and tables stay apart."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.resources import load_toml
from ogp_nlp.unwrapping import unwrap

KNOWLEDGE = SectionKnowledge(load_toml("sections"))
SENTENCE = "ناقشت اللجنة مشروع الميزانية السنوية وقدمت بشأنه جملة من الملاحظات والمقترحات العملية"
LIST = "التوصيات:\n- إعداد التقرير\n- نشره على الموقع\n"


def paragraphs(*lengths):
    return [" ".join([SENTENCE] * length) + "." for length in lengths]


def wrapped(parts, width, between="\n\n"):
    return between.join(textwrap.fill(part, width, break_on_hyphens=False) for part in parts)


@pytest.mark.parametrize("width", [60, 72, 80, 90, 120])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_wrapped_lines_are_one_also_with_a_blank_line_after_each(width, blank):
    parts = paragraphs(6, 5, 7, 4)
    text = wrapped(parts, width) + "\n\n" + LIST
    made = unwrap(text.replace("\n", "\n" + blank), KNOWLEDGE).text
    assert made.strip().split("\n\n") == [*parts, LIST.strip()]


def test_rows_and_items_stay_apart_however_full_the_line_above():
    row = "الإجراء | المسؤول | الأجل " + "والملاحظات " * 12
    item = "- " + SENTENCE[:78]
    text = "\n".join([wrapped(paragraphs(9, 8, 8), 80, "\n"), row, row, item, item])
    assert unwrap(text, KNOWLEDGE).text.split("\n")[-4:] == [row, row, item, item]


def test_a_numbered_heading_begins_a_line_though_the_one_above_is_full():
    above = textwrap.wrap(" ".join([SENTENCE] * 9), 80)
    text = "\n".join([*above[:-1], "المشروع رقم 2: بناء الجسور", "تقدم المشروع كما خطط له."])
    assert "\nالمشروع رقم 2: بناء الجسور\n" in unwrap(text, KNOWLEDGE).text


def test_numbers_inside_a_paragraph_are_no_list():
    points = (
        "تضمن جدول الأعمال (1) تقرير السنة المنصرمة والحساب الختامي، (2) مشروع الميزانية السنوية المقبلة، (3) ما يستجد."
    )
    text = wrapped([points, *paragraphs(6, 5)], points.index("(2)") - 1)
    assert unwrap(text, KNOWLEDGE).text.split("\n")[0] == points


def test_a_text_that_is_not_wrapped_stays_as_it_is():
    text = "\n\n".join(paragraphs(2, 3, 4)) + "\n\n" + LIST
    assert unwrap(text, KNOWLEDGE).text == text


@given(st.lists(st.integers(1, 9), min_size=3, max_size=8), st.integers(60, 110))
def test_every_letter_leads_back_to_itself(lengths, width):
    text = wrapped(paragraphs(*lengths), width)
    made = unwrap(text, KNOWLEDGE)
    for at, sign in enumerate(made.text):
        (source,) = made.alignment.row(at)
        assert sign == text[source] or (sign == " " and text[source] == "\n")
