"""Action items: charges, promises, requests that are granted, and lists and tables of outcomes."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from ogp_nlp.components.actions import Actions
from ogp_nlp.components.base import items
from ogp_nlp.components.tokenizer import MinutesTokenizer

HEAD = "محضر اجتماع مجلس إدارة جمعية النخيل\nالتاريخ: 10 مارس 2025\n\n"


def made() -> Language:
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.add_pipe("ogp_sections")
    nlp.add_pipe("ogp_actions")
    return nlp


NLP = made()


def actions(text: str, head: str = HEAD) -> list[dict[str, Any]]:
    return [item.fields for item in items(NLP(head + text), "action_items")]


def short(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(one["task"], one["owner"], one["due_end"] or one["due_start"]) for one in actions(text)]


SAID = [
    # charges
    ("وكلف المجلس السيد فؤاد النجار بمتابعة الملف خلال أسبوعين.", [("متابعة الملف", "فؤاد النجار", "2025-03-24")]),
    ("وتقرر تكليف لجنة الشباب بإعداد البرنامج.", [("إعداد البرنامج", "لجنة الشباب", None)]),
    (
        "وأوكل المجلس إلى لجنة المشتريات مهمة إعداد الكراسة قبل نهاية الشهر.",
        [("إعداد الكراسة", "لجنة المشتريات", "2025-03-31")],
    ),
    ("وعهد المجلس إلى أمين الصندوق بإعداد الحساب قبل 30 أبريل 2025.", [("إعداد الحساب", "أمين الصندوق", "2025-04-30")]),
    ("على مدير المشروع تقديم تقرير أسبوعي إلى اللجنة.", [("تقديم تقرير أسبوعي إلى اللجنة", "مدير المشروع", None)]),
    (
        "ودعت اللجنة وزارة المالية إلى تحويل الدفعة قبل نهاية مارس 2025.",
        [("تحويل الدفعة", "وزارة المالية", "2025-03-31")],
    ),
    # promises
    ("وتعهدت السيدة هدى البكري بإرسال الكشوف قبل 20 مارس 2025.", [("إرسال الكشوف", "هدى البكري", "2025-03-20")]),
    ("والتزم أمين الصندوق بأن يرسل الرسائل قبل 1 أبريل.", [("يرسل الرسائل", "أمين الصندوق", "2025-04-01")]),
    ("وقالت السيدة هدى البكري إنها سترسل الكشوف غدا.", [("سترسل الكشوف", "هدى البكري", "2025-03-11")]),
    (
        "وأوضح السيد سمير الخطيب أن الشركة سوف تسلم المفاتيح قبل 30 مارس 2025.",
        [("سوف تسلم المفاتيح", "الشركة", "2025-03-30")],
    ),
    (
        "وأكد مدير المستودعات استعداده لتسليم الجرد يوم 15 أبريل 2025.",
        [("تسليم الجرد", "مدير المستودعات", "2025-04-15")],
    ),
    # tasks of separate owners or days are split
    (
        "والتزم السيد سمير الخطيب بربط البئر قبل 15 ماي 2025، وبتوفير صهريج خلال شهر يونيو 2025.",
        [("ربط البئر", "سمير الخطيب", "2025-05-15"), ("توفير صهريج", "سمير الخطيب", "2025-06-30")],
    ),
    (
        "كلفت اللجنة السيد سمير الخطيب بجمع الوثائق، والسيدة هدى البكري بترتيب القاعة.",
        [("جمع الوثائق", "سمير الخطيب", None), ("ترتيب القاعة", "هدى البكري", None)],
    ),
    (
        "وسيتولى السيد حسن الربيعي إعداد المسودة على أن ترسلها السيدة نهى كامل إلى الأعضاء قبل 25 مارس.",
        [("إعداد المسودة", "حسن الربيعي", None), ("ترسلها إلى الأعضاء", "نهى كامل", "2025-03-25")],
    ),
    # asked and granted
    (
        "وطلب السيد مراد تزويد الأعضاء بنسخة من العقد، فوعده المدير بذلك.",
        [("تزويد الأعضاء بنسخة من العقد", "المدير", None)],
    ),
    # a word behind one that joins names is a name, though it looks like a task or begins with a preposition
    ("وكلف المجلس السيد سالم ولد بابا بإعداد الكشف.", [("إعداد الكشف", "سالم ولد بابا", None)]),
    ("وتعهدت السيدة هدى آيت بلعيد بإعداد التقرير.", [("إعداد التقرير", "هدى آيت بلعيد", None)]),
    # handed over by whoever has just reported
    (
        "وذكرت ممثلة وزارة الطاقة أن الدراسة اكتملت. وستتم موافاة وزارة المالية بالخلاصات فور طباعتها.",
        [("موافاة وزارة المالية بالخلاصات", "وزارة الطاقة", None)],
    ),
    # a stage of the work is the deadline, whatever day its own clause names
    (
        "وأبدت وزارة الطاقة استعدادها لمرافقة الجمعيات خلال مرحلة تقديم الطلبات التي ستنطلق في ماي 2025.",
        [("مرافقة الجمعيات", "وزارة الطاقة", None)],
    ),
    ("طلب الرئيس من مدير المالية موافاة الأعضاء بالجدول.", [("موافاة الأعضاء بالجدول", "مدير المالية", None)]),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_said_in_the_account(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert short(text) == expected
    assert all(one["origin"] == "in_text" for one in actions(text))


NOTHING = [
    "- دعوة قطاع الشباب إلى إشراك الجمعيات في إعداد البرنامج؛",
    "ستتم موافاة الجميع بالخلاصات.",
    "ومن المتوقع أن تنتهي الأشغال في شهر يونيو.",
    "كما دعا الرئيس الأعضاء إلى حضور حفل الافتتاح يوم 5 مايو.",
    "واقترح السيد عمر إنشاء موقع إلكتروني، ولم يؤيد الأعضاء الاقتراح.",
    "وطالب السيد عمر بتخفيض الرسوم ولم يستجب المجلس لطلبه.",
    "وسيقام المعرض السنوي يوم 20 أبريل 2025 بقاعة البلدية.",
    "ستبلغ نسبة الإنجاز 90% قبل نهاية السنة.",
    "وكان المجلس قد كلف اللجنة بإعداد الدراسة قبل نهاية السنة.",
    "وقد كلفت اللجنة في دورتها الماضية السيد سعيد بإعداد التقرير.",
    "تتولى الجمعية إدارة المركز الثقافي منذ سنة 2019.",
    "يقوم المركز بتقديم خدماته لأكثر من 200 مستفيد.",
    "وتكفلت بتحرير المحضر الكاتبة العامة.",
    "وأعلن المدير أن الوزارة ستصرف المستحقات قبل نهاية مارس.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_action(text: str) -> None:
    assert short(text) == []


LISTED = [
    (
        "التوصيات\n\n- تكليف السيد الكاتب العام بتوجيه مراسلة قبل 1 أبريل 2025.\n- قيام إدارة الجودة بتدريب الموظفين.",
        [("توجيه مراسلة", "الكاتب العام"), ("تدريب الموظفين", "إدارة الجودة")],
    ),
    (
        "المهام\n\n- السيدة هدى البكري: إعداد الكلمة\n- مراسلة الوزارة (الكاتب العام)",
        [("إعداد الكلمة", "هدى البكري"), ("مراسلة الوزارة", "الكاتب العام")],
    ),
    (
        "التوصيات\n\n1. تحديث القاعدة - مصلحة الإعلاميات - متم ماي 2025\n2. جرد الأثاث - قسم المخازن - يونيو 2025",
        [("تحديث القاعدة", "مصلحة الإعلاميات"), ("جرد الأثاث", "قسم المخازن")],
    ),
    (
        "التوصيات\n\n- إعداد الجداول. المسؤول: د. حسام قاسم. الموعد: 20/3/2025\n- طباعة الدليل، المسؤول: قسم الطباعة",
        [("إعداد الجداول", "حسام قاسم"), ("طباعة الدليل", "قسم الطباعة")],
    ),
    (
        "وكلفت اللجنة الأمانة الدائمة بما يلي:\n1 - إعداد مذكرة حول الصرف؛\n2 - توجيه رسالة إلى المالية.",
        [("إعداد مذكرة حول الصرف", "الأمانة الدائمة"), ("توجيه رسالة إلى المالية", "الأمانة الدائمة")],
    ),
    (
        "يوصي المجلس المدير العام بما يلي: عرض المخطط على المجلس؛ تسوية المنح في أجل عشرة أيام.",
        [("عرض المخطط على المجلس", "المدير العام"), ("تسوية المنح", "المدير العام")],
    ),
    (
        "التوصيات\n\n- يرفع مدير المشروع طلب الموافقة إلى الوزارة.\n- تصوغ السيدة رلى حداد ملحق العقد.",
        [("يرفع طلب الموافقة إلى الوزارة", "مدير المشروع"), ("تصوغ ملحق العقد", "رلى حداد")],
    ),
    (
        "التوصيات\n\n- توفير الصهاريج من قبل شركة الينابيع\n- تنظيم يوم دراسي.",
        [("توفير الصهاريج", "شركة الينابيع"), ("تنظيم يوم دراسي", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_listed(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = actions(text)
    assert [(one["task"], one["owner"]) for one in found] == expected
    assert all(one["origin"] == "listed" for one in found)


def test_rows_still_open() -> None:
    table = (
        "المهمة | المسؤول | الأجل | الحالة\n"
        "شراء الأجهزة | قسم المشتريات | 15/02/2025 | منجزة\n"
        "مراجعة العقود | السيد سامي حداد | 20/03/2025 | قيد التنفيذ 40%\n"
        "طلاء القاعة | لجنة الصيانة | - | لم يبدأ\n"
    )
    found = actions(table)
    assert [(one["task"], one["owner"], one["due_end"], one["progress"]) for one in found] == [
        ("مراجعة العقود", "سامي حداد", "2025-03-20", 40.0),
        ("طلاء القاعة", "لجنة الصيانة", None, None),
    ]


def test_items_under_decisions_are_no_actions() -> None:
    assert actions("القرارات\n\n1. الموافقة على الميزانية.\n2. تأجيل النظر في الطلب إلى الاجتماع القادم.\n") == []


def test_rejected_candidates_are_told() -> None:
    component = NLP.get_pipe("ogp_actions")
    assert isinstance(component, Actions)
    doc = NLP.make_doc(HEAD + "وكان المجلس قد كلف السيد سعيد النجار بإعداد الدراسة.")
    for name, pipe in NLP.pipeline:
        if name != "ogp_actions":
            doc = pipe(doc)
    candidates = component.candidates(doc)
    assert candidates
    assert not any(candidate.verdict for candidate in candidates)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([text for text, _ in SAID] + NOTHING), min_size=1, max_size=4))
def test_evidence_is_inside_the_text(texts: list[str]) -> None:
    doc = NLP(HEAD + "\n\n".join(texts))
    for item in items(doc, "action_items"):
        start, end = item.evidence[0]
        assert 0 <= start < end <= len(doc.text)
        assert item.fields["task"].split()[0] in doc.text[start:end] or item.extractor == "ogp_actions"
        assert 0 < item.confidence <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="كلف المجلس بإعداد تقرير خلال 12:.،؛\n-|()%", max_size=120))
def test_any_text_is_survived(text: str) -> None:
    NLP(text)
