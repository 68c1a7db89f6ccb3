"""Commitments in the words of clerks of many countries: progress, reporters, lists and many lines."""

from __future__ import annotations

import time

import pytest

PROGRESS = {
    "بلغت نسبة الإنجاز 10% إلى غاية 30 يونيو 2025، و18% حتى متم شتنبر 2025.": 18,
    "(المنجز 40% - المستهدف 55% - السابق 30%)": 40,
    "كان من المقرر بلوغ 50%، إلا أن النسبة المحققة لم تتعد 20%.": 20,
    "ارتفعت نسبة إنجازه من 20% في مارس إلى 45% في يونيو.": 45,
    "نسبة التقدم: ما بين 40 و45%": None,
    "اكتملت المرحلة الأولى بنسبة 100%، وبذلك تصبح النسبة الإجمالية للالتزام 60%.": 60,
    "لم ينطلق (0%).": 0,
    "لم ينطلق بعد.": None,
}


@pytest.mark.parametrize("said", PROGRESS)
def test_progress_is_what_the_document_gives_now(extract, said):
    text = f"محضر لجنة متابعة الخطة\nالالتزام الأول: نشر العقود\n{said}\nالالتزام الثاني: فتح البيانات\nبلغ 35%."
    assert extract(text, "commitments")[0]["progress"] == PROGRESS[said]


LISTED = [
    "الالتزام الأول: تبسيط المساطر (75%)",
    "الالتزام الأول: تبسيط المساطر - 75%",
    "الالتزام الأول: تبسيط المساطر (نسبة الإنجاز: 75%، المستهدف: 90%)",
    "- الالتزام 1 (المشاركة المالية): 75%؛",
    "المبادرة الأولى: تبسيط المساطر: 75% مقارنة بـ 60% في الربع الماضي",
]


@pytest.mark.parametrize("line", LISTED)
def test_figures_at_the_end_of_a_title_are_its_progress(extract, line):
    second = line.replace("الأول", "الثان" if "الأولى" in line else "الثاني").replace("الثانى", "الثانية")
    second = second.replace("الالتزام 1", "الالتزام 2").replace("75", "35")
    found = extract(f"محضر لجنة الخطة\n\n{line}\n{second}", "commitments")
    assert [c["progress"] for c in found] == [75, 35]


@pytest.mark.parametrize("columns", ["السابق الحالي المستهدف", "المستهدف السابق الحالي", "الحالي المستهدف السابق"])
def test_columns_in_any_order(extract, columns):
    figures = {"السابق": "45%", "الحالي": "60%", "المستهدف": "80%"}
    names = columns.split()
    rows = [["رقم الالتزام", "العنوان", *names], ["1", "نشر العقود", *(figures[name] for name in names)]]
    (found,) = extract("\n".join(" | ".join(row) for row in rows), "commitments")
    assert (found["title"], found["progress"]) == ("نشر العقود", 60)


def test_undertakings_named_together_are_each_one(extract):
    text = "استعرضت اللجنة الخطة.\nوأفادت السيدة منى قاسم أن الالتزامين الثالث والخامس بلغا 40% و60% على التوالي."
    found = extract(text, "commitments")
    assert [(c["number"], c["progress"]) for c in found] == [(3, 40), (5, 60)]
    assert {c["lead"] for c in found} == {"منى قاسم"}


def test_reporters_lose_their_honorific(extract):
    text = "محضر لجنة الخطة\nالالتزام الأول: نشر العقود\nعرضت ذة. سلوى المريني ما أنجز منه، وقد بلغت نسبته 45%."
    (found,) = extract(text, "commitments")
    assert (found["lead"], found["progress"]) == ("سلوى المريني", 45)


def test_who_presents_the_review_reports_on_what_has_no_reporter(extract):
    text = (
        "استعرضت السيدة سلوى المريني سير تنفيذ مشاريع البرنامج، وذكرت أن المعدل العام بلغ 52%:\n"
        "المشروع الأول: صيانة المدرسة: 80%\nالمشروع الثاني: حفر البئر: 35%"
    )
    assert {c["lead"] for c in extract(text, "commitments")} == {"سلوى المريني"}


def test_a_body_in_a_row_is_responsible_for_it(extract):
    text = "العملية رقم 01: تعبيد الطريق | 90% | مؤسسة البناء | في الموعد\nالعملية رقم 02: حفر البئر | 30% | تعاونية النور | متأخرة"
    assert [c["lead"] for c in extract(text, "commitments")] == ["مؤسسة البناء", "تعاونية النور"]


def test_long_documents_take_time_in_proportion_to_their_lines(extract):
    lines = (f"الالتزام {i % 300 + 1}: نشر العقود\nبلغت نسبة الإنجاز {i % 100}%." for i in range(1500))
    begin = time.process_time()
    assert len(extract("\n".join(lines), "commitments")) == 300
    assert time.process_time() - begin < 40


def test_a_report_behind_the_other_sign_is_no_title(extract):
    text = (
        "محضر لجنة متابعة الخطة\n\n- النشاط (1): توعية الأسر – جرت تغطية 1,150 أسرة أي 30%.\n"
        "- النشاط (2): حفر الآبار – ينقصها خزان، وبلغت 45%."
    )
    assert [one["title"] for one in extract(text, "commitments")] == ["توعية الأسر", "حفر الآبار"]


def test_a_speaker_behind_the_number_is_no_title(extract):
    rows = "رقم الإجراء | الإجراء | الإنجاز\nالإجراء 1 | ترقيم الآبار | 20%\nالإجراء 2 | صيانة السدود | 40%"
    said = "الإجراء 1 : عزا السيد نبيل عمران التأخير إلى نقص العمال.\n\nالإجراء 2 : قالت د. سهى إن الأشغال تسير."
    found = extract(f"محضر لجنة متابعة الخطة\n\n{rows}\n\n{said}", "commitments")
    assert [one["title"] for one in found] == ["ترقيم الآبار", "صيانة السدود"]


def test_who_has_the_floor_reports(extract):
    text = (
        "محضر المجلس\n\nثم أعطيت الكلمة للمهندس سمير الوادي الذي بسط حصيلة برنامج التنمية. "
        "وأوضح أن المشروع رقم 1 المتعلق بفك العزلة وصل إلى 58% وأن المشروع رقم 2 الخاص بالماء الشروب بلغ 20%."
    )
    assert [one["lead"] for one in extract(text, "commitments")] == ["سمير الوادي"] * 2


REPORTERS = [
    ("وفيما يخص الالتزام الثاني أوضحت أ.د. هدى سعد أن العمل جار.", "هدى سعد"),
    ("أما الالتزام الثاني فقد تحدثت عنه السيدة سلمى يوسف وذكرت أنه يتقدم.", "سلمى يوسف"),
    ("أما الالتزام الثاني فوصفته السيدة ندى علي بالمتعثر.", "ندى علي"),
]


@pytest.mark.parametrize(("said", "lead"), REPORTERS)
def test_who_takes_an_undertaking_up_later_reports_on_it(extract, said, lead):
    listed = "الالتزام الأول: نشر العقود - 60%\nالالتزام الثاني: المجلس الشبابي - 35%"
    found = extract(f"محضر لجنة الخطة\n\nعرض السيد سالم فهد سير الالتزامات:\n{listed}\n\n{said}", "commitments")
    assert found[1]["lead"] == lead


def test_nobody_named_behind_a_label_leaves_the_speaker(extract):
    said = "الالتزام الأول: فتح البيانات\nالجهة المسؤولة: غير محددة\nأوضح المهندس رائد خليل أن النسبة بلغت 40%."
    assert extract(f"محضر لجنة الخطة\n\n{said}", "commitments")[0]["lead"] == "رائد خليل"
