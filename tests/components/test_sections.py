"""Headings, lists, tables and topics, whichever way a clerk lays them out."""

from __future__ import annotations

import pytest
import spacy

import ogp_nlp.components.sections
from ogp_nlp.components.lines import lines_of
from ogp_nlp.components.tokenizer import MinutesTokenizer

assert ogp_nlp.components.sections.make_sections


@pytest.fixture(scope="module")
def sections():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.add_pipe("ogp_sections")
    return lambda text: lines_of(nlp(text))


ROLL = "- السيد أنس العمري، رئيس القسم\n- السيدة هدى البكري، مقررة\n"
TOPICS = {
    "الحضور:\n" + ROLL: "attendance",
    "أسماء السادة الحاضرين\n\n" + ROLL: "attendance",
    "عقدت اللجنة اجتماعها بحضور كل من:\n" + ROLL: "attendance",
    "الأعضاء المتغيبون:\n" + ROLL: "absence",
    "واعتذر عن الحضور:\n" + ROLL: "absence",
    "حضر بصفة ملاحظ:\n" + ROLL: "guests",
    "جدول الأعمال\n1- المصادقة على المحضر\n2- متفرقات\n": "agenda",
    "وناقشت اللجنة جدول الأعمال التالي:\n1- المصادقة على المحضر\n2- متفرقات\n": "agenda",
    "التوصيات:\n1. إعداد التقرير\n2. نشره\n": "actions",
    "خلاصات الاجتماع\n\n1. إعداد التقرير\n2. نشره\n": "actions",
    "القرارات:\n1. المصادقة على الميزانية\n": "decisions",
}


@pytest.mark.parametrize("text", TOPICS)
def test_a_heading_tells_what_its_items_are(sections, text):
    items = [line for line in sections("محضر الاجتماع الأول\n\n" + text) if line.kind == "item"]
    assert items
    assert {line.topic for line in items} == {TOPICS[text]}


@pytest.mark.parametrize(
    ("raw", "marker", "number", "rest"),
    [
        ("1) عرض التقرير", "1)", 1, "عرض التقرير"),
        ("(٢) عرض التقرير", "(٢)", 2, "عرض التقرير"),
        ("3 - عرض التقرير", "3 -", 3, "عرض التقرير"),
        ("ثالثاً: عرض التقرير", "ثالثاً:", 3, "عرض التقرير"),
        ("IV- عرض التقرير", "IV-", 4, "عرض التقرير"),
        ("• عرض التقرير", "•", None, "عرض التقرير"),
        ("ب) عرض التقرير", "ب)", None, "عرض التقرير"),
        ("12/3/2025 عرض التقرير", "", None, "12/3/2025 عرض التقرير"),
        ("- 5 أعضاء", "-", None, "5 أعضاء"),
    ],
)
def test_list_marks(sections, raw, marker, number, rest):
    line = sections(raw)[0]
    assert (line.marker, line.number, line.text) == (marker, number, rest)


@pytest.mark.parametrize("joint", [" | ", "\t", "      "])
def test_tables_by_any_mark_between_cells(sections, joint):
    rows = [["الإجراء", "المسؤول", "الأجل"], ["إعداد التقرير", "المقرر", "شهر"], ["نشر المحضر", "الأمين", "أسبوع"]]
    lines = sections("خطة العمل:\n" + "\n".join(joint.join(row) for row in rows))
    assert [line.kind for line in lines] == ["heading", "header_row", "row", "row"]
    assert [line.cell_text(1) for line in lines[2:]] == ["المقرر", "الأمين"]
    assert {line.topic for line in lines[2:]} == {"actions"}


def test_groups_within_a_list_of_people(sections):
    text = "الحضور\n\nعن الوزارة:\n" + ROLL + "\nعن المجتمع المدني:\n" + ROLL
    lines = sections(text)
    items = [line for line in lines if line.kind == "item"]
    assert [lines[line.heading].text for line in items] == ["عن الوزارة:"] * 2 + ["عن المجتمع المدني:"] * 2
    assert {lines[line.parent].text for line in items} == {"الحضور"}
    assert {line.topic for line in items} == {"attendance"}


def test_themes_and_undertakings(sections):
    text = (
        "محضر\n\nالمحور الأول: الشفافية\n\nالالتزام الأول: نشر البيانات\nبلغت النسبة 50%.\n"
        "الالتزام الثاني: التشاور\nبلغت النسبة 40%.\n"
    )
    lines = sections(text)
    assert [(line.level, line.text[:8]) for line in lines if line.kind == "heading"] == [
        (1, "المحور ا"),
        (2, "الالتزام"),
        (2, "الالتزام"),
    ]
    assert lines[-1].topic == "theme"


def test_what_the_account_calls_a_point_is_one(sections):
    text = (
        "محضر\n\nالمحور الأول: الشفافية\n\nالالتزام الأول: نشر البيانات\nبلغت النسبة 50%.\n\n"
        "صندوق دعم الجمعيات المحلية\n\nتم على مستوى هذه النقطة من جدول الأعمال تقديم عرض يتضمن:\n\n- الأهداف؛\n- الشروط.\n\n"
        "مجموعات العمل:\n\nأجل النظر في هذا البند إلى الاجتماع المقبل.\n"
    )
    heads = [line for line in sections(text) if line.kind == "heading"]
    assert [(line.level, line.topic) for line in heads[-2:]] == [(1, "discussion"), (1, "discussion")]


def test_the_account_ends_the_lists(sections):
    text = "جدول الأعمال:\n1- المصادقة على المحضر\n2- متفرقات\n\nافتتح السيد الرئيس الجلسة مرحبا بالحاضرين.\n"
    assert sections(text)[-1].topic == "discussion"


def test_the_closing_ends_the_recommendations(sections):
    text = "التوصيات:\n1- إعداد التقرير\n2- نشره\n\nورفعت الجلسة على الساعة الثانية.\nكاتب الجلسة\n"
    assert [line.topic for line in sections(text)[-2:]] == ["closing", "closing"]


def test_any_offset_leads_to_the_text(sections):
    text = "الحضور:\n- السيد أنس | عضو\n\n  2) هدى \f\nالختام"
    for line in sections(text):
        assert text[line.start : line.end] == line.text
