"""Percentages: what they speak of, what they measure and what is marked at them."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import ogp_nlp.components.dates
import ogp_nlp.components.percentages
import ogp_nlp.components.sections
from ogp_nlp.components.base import items
from ogp_nlp.components.tokenizer import MinutesTokenizer

assert ogp_nlp.components.sections.make_sections
assert ogp_nlp.components.dates.make_dates
assert ogp_nlp.components.percentages.make_percentages


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    for name in ("ogp_sections", "ogp_dates"):
        nlp.add_pipe(name)
    nlp.add_pipe("ogp_percentages", config={"about_of_progress": True})
    return nlp


@pytest.fixture(scope="module")
def percentages(nlp):
    return lambda text: [item.fields for item in items(nlp(text), "percentages")]


ABOUT = {
    "بلغت نسبة استهلاك الاعتمادات 62%.": "نسبة استهلاك الاعتمادات",
    "وذكر أن معدل البطالة وصل إلى 14%.": "معدل البطالة",
    "وأشار إلى أن 92% من الشكايات عولجت.": "الشكايات",
    "ومنح المتعهد خصما قدره 15%.": "خصما",
    "تغطية الماء 37% في القرية.": "تغطية الماء",
    "وسأل السيد وليد عن سبب انخفاض الموارد بنسبة 7%.": "انخفاض الموارد",
    "تمثل نفقات الموظفين حوالي 50 في المائة من الميزانية.": "نفقات الموظفين",
    "الحد الأدنى للقبول 85%.": "الحد الأدنى للقبول",
    "وتقرر منح تخفيض بنسبة 50% للطلبة.": "تخفيض",
}


@pytest.mark.parametrize("text", ABOUT)
def test_about_is_what_the_document_calls_the_measure(percentages, text):
    (found,) = percentages(text)
    assert (found["subject"], found["about"]) == ("other", ABOUT[text])


def test_a_figure_without_a_name_takes_over_the_measure_before(percentages):
    found = percentages("انخفضت نسبة البطالة من 14% إلى 11,5%، والهدف المسطر لها 9%.")
    assert [f["about"] for f in found] == ["نسبة البطالة"] * 3
    assert [f["qualifiers"] for f in found] == [["previous"], [], ["target"]]


QUALIFIERS = {
    "بلغت نسبة الحضور حوالي 40%.": ["approximate"],
    "لم تتجاوز نسبة الحضور 40%.": ["maximum"],
    "نسبة الحضور لا تقل عن 40%.": ["minimum"],
    "تجاوزت نسبة الحضور في القاعة عتبة 40%.": ["minimum"],
    "بلغت نسبة الحضور أكثر من 40%.": ["minimum"],
    "بلغت نسبة الحضور مبدئيا 40%.": ["provisional"],
    "نسبة الحضور 40%، وهي نسبة مؤقتة.": ["provisional"],
    "المستهدف لنسبة الحضور 40%.": ["target"],
    "نسبة الحضور 40%.": [],
    "زادت نسبة الحضور بنسبة 40%.": [],
}


@pytest.mark.parametrize("text", QUALIFIERS)
def test_only_what_is_marked_at_the_mention_qualifies_it(percentages, text):
    (found,) = percentages(text)
    assert found["qualifiers"] == QUALIFIERS[text]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("بلغت نسبة الجباية 58% إلى غاية 30 سبتمبر 2024.", "2024-09-30"),
        ("بلغت نسبة الجباية 58% في نهاية شباط 2025.", "2025-02-28"),
        ("بلغت نسبة الجباية عند متم غشت 2024 ما يناهز 58%.", "2024-08-31"),
        ("بلغت نسبة الجباية 58%، وستعقد الجلسة يوم 3 مارس 2025.", None),
    ],
)
def test_a_date_in_the_same_clause_is_the_day_of_the_figure(percentages, text, day):
    assert percentages(text)[0]["as_of"] == day


PLAN = """محضر لجنة متابعة الخطة

أوضح المنسق أن نسبة الإنجاز العامة للخطة بلغت 46%، مقارنة مع 38% في الاجتماع السابق.

الالتزام الأول: نشر الصفقات
أفاد السيد نادر الحلبي أن نسبة الإنجاز بلغت 62%. وقد بلغت نسبة مشاركة النساء 27%، وبيعت الكراسات بتخفيض قدره 15%.
الالتزام الثاني: فتح البيانات
تم إنجاز 47,5 في المائة من الالتزام، وتقدر نسبة الضياع بـ 31 في المائة.
الالتزام الثالث: المجالس
أنجز ثلثا الأشغال.

المناقشة

استفسر السيد وليد عن نسبة 62% المعلنة بخصوص الالتزام رقم 1. واعتبر أن الالتزام الثاني لم يحقق سوى 20%.
"""


def test_figures_are_tied_to_plan_undertaking_or_neither(percentages):
    assert [(f["value"], f["subject"], f["commitment"]) for f in percentages(PLAN)] == [
        (46, "plan_progress", None),
        (38, "plan_progress", None),
        (62, "commitment_progress", 1),
        (27, "other", None),
        (15, "other", None),
        (47.5, "commitment_progress", 2),
        (31, "other", None),
        (66.7, "commitment_progress", 3),
        (62, "commitment_progress", 1),
        (20, "commitment_progress", 2),
    ]


def test_a_figure_asked_about_belongs_to_the_undertaking_behind_it(percentages):
    text = "- استفسار عن نسبة 72% المسجلة في المبادرة الأولى وكذلك نسبة 18% المسجلة في المبادرة 3.\n"
    assert [f["commitment"] for f in percentages(text)] == [1, 3]


def test_table_cells_take_row_column_and_heading(percentages):
    text = (
        "المنطقة | السكان | نسبة التعبيد | نسبة التنوير\nوسط المدينة | 6120 | 92 % | 95 %\nحي الزهور | 4300 | 71 % | 80 %\n\n"
        "المؤشر\tالمستهدف\tالفترة السابقة\tالفترة الحالية\nرضا المرتفقين\t85%\t79%\t81%\n"
    )
    found = percentages(text)
    assert [f["about"] for f in found[:4]] == ["وسط المدينة"] * 2 + ["حي الزهور"] * 2
    assert [(f["about"], f["qualifiers"]) for f in found[4:]] == [
        ("رضا المرتفقين", ["target"]),
        ("رضا المرتفقين", ["previous"]),
        ("رضا المرتفقين", []),
    ]


def test_rows_of_undertakings_link_their_cells(percentages):
    text = "رقم المشروع | البيان | نسبة الإنجاز | نسبة الصرف\n1 | تهيئة السوق | 40% | 22%\n2 | الملعب | 70% | 65%\n"
    assert [(f["subject"], f["commitment"]) for f in percentages(text)] == [
        ("commitment_progress", 1),
        ("other", None),
        ("commitment_progress", 2),
        ("other", None),
    ]


def test_about_of_progress_is_left_out_by_default():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.add_pipe("ogp_sections")
    nlp.add_pipe("ogp_percentages")
    found = items(nlp("بلغت نسبة الإنجاز العامة للخطة 46%، ونسبة الحضور 80%."), "percentages")
    assert [item.fields["about"] for item in found] == [None, "نسبة الحضور"]


WORDS = [
    "بلغت",
    "نسبة",
    "الإنجاز",
    "40%",
    "بين",
    "30",
    "و35%",
    "أن",
    "،",
    ".",
    "الالتزام",
    "الأول",
    ":",
    "(",
    ")",
    "|",
    "\n",
    "من",
    "إلى",
    "متم",
    "مارس",
    "2025",
    "النصف",
    "«",
    "المشروع رقم 2",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_proper_items(nlp, words):
    text = " ".join(words)
    for item in items(nlp(text), "percentages"):
        (start, end), fields = item.evidence[0], item.fields
        assert text[start:end].split() == fields["text"].split()
        assert (fields["commitment"] is not None) == (fields["subject"] == "commitment_progress")
        assert fields["about"] != ""
