"""Decisions: what the body decided, by verb, by label and by list."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from ogp_nlp.components.base import items
from ogp_nlp.components.tokenizer import MinutesTokenizer

HEAD = "محضر اجتماع مجلس إدارة جمعية النخيل\nالتاريخ: 10 مارس 2025\n\n"


def made() -> Language:
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    for name in ("ogp_sections", "ogp_actions", "ogp_decisions"):
        nlp.add_pipe(name)
    return nlp


NLP = made()


def decisions(text: str) -> list[str]:
    return [item.fields["text"] for item in items(NLP(HEAD + text), "decisions")]


DECIDED = [
    ("وبعد التصويت، وافق المجلس بأغلبية الحاضرين على المشروع.", ["وافق المجلس بأغلبية الحاضرين على المشروع"]),
    ("تمت الموافقة بالإجماع على الميزانية، وتم رفض الطلب.", ["تمت الموافقة بالإجماع على الميزانية", "تم رفض الطلب"]),
    ("صودق على المحضر دون ملاحظات.", ["صودق على المحضر دون ملاحظات"]),
    ("فتقرر إحالة الملف إلى اللجنة القانونية.", ["تقرر إحالة الملف إلى اللجنة القانونية"]),
    ("وقد أرجأ المجلس النظر في الطلب إلى حين استكمال الملف.", ["أرجأ المجلس النظر في الطلب إلى حين استكمال الملف"]),
    ("جرى تأجيل البحث لغياب المقرر.", ["جرى تأجيل البحث لغياب المقرر"]),
    ("قررت اللجنة بستة أصوات مقابل صوت واحد وقف المكبس.", ["قررت اللجنة بستة أصوات مقابل صوت واحد وقف المكبس"]),
    (
        "اعتمدت اللجنة التقرير، ووافقت على تمديد الأجل إلى ماي.",
        ["اعتمدت اللجنة التقرير", "وافقت على تمديد الأجل إلى ماي"],
    ),
    (
        "وصوتت اللجنة على تشكيل فريقين ووافق على ذلك 6 أعضاء وامتنع عضو واحد.",
        ["صوتت اللجنة على تشكيل فريقين ووافق على ذلك 6 أعضاء وامتنع عضو واحد"],
    ),
    (
        "القرار: الموافقة على العطاء، وتأجيل البت في الخط لحين الرد.",
        ["الموافقة على العطاء", "تأجيل البت في الخط لحين الرد"],
    ),
    ("القرار رقم 12/2025: اعتماد الهيكل الجديد.", ["اعتماد الهيكل الجديد"]),
    ("قرر المجلس ما يلي: الموافقة على البيع؛ تأجيل الشراء.", ["الموافقة على البيع", "تأجيل الشراء"]),
    ("القرارات\n\nقرار (1): رفض العرض المالي.\nقرار (2): تجديد الوديعة.", ["رفض العرض المالي", "تجديد الوديعة"]),
    ("وقرر المجلس ما يلي:\n1) قبول الاستقالة.\n2) رفع الأجرة بنسبة 15%.", ["قبول الاستقالة", "رفع الأجرة بنسبة 15%"]),
    (
        "القرارات والتوصيات\n1- الموافقة على الميزانية.\n2- تكليف السيد حسن النجار بدراسة العروض.",
        ["الموافقة على الميزانية"],
    ),
    (
        "يقرر:\nالمادة 1: يصادق على الميزانية المعدلة.\nالمادة 2: يأذن للعمدة بتوقيع الملحق.",
        ["يصادق على الميزانية المعدلة", "يأذن للعمدة بتوقيع الملحق"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), DECIDED)
def test_decided(text: str, expected: list[str]) -> None:
    assert decisions(text) == expected


NOTHING = [
    "وأكد المدير أن الوزارة وافقت على المشروع سنة 2023.",
    "أوضح أن مجلس الوزراء قرر تمديد العمل بالقانون.",
    "وقد سبق للمجلس أن صادق على الاتفاقية.",
    "وكان المجلس قد صادق في دورة أكتوبر على الاتفاقية.",
    "لم تتم المصادقة على المحضر لغياب المقرر.",
    "أخذ المجلس علما بالتقرير.",
    "وافق ممثل الشركة على الشروط.",
    "وقررت وزارة المالية صرف الدفعة.",
    "وكلف المجلس السيد فؤاد بمتابعة الملف.",
    "وتقرر تكليف لجنة الشباب بإعداد البرنامج.",
    "وأشار إلى أنه تم اعتماد الخطة سنة 2022.",
    "القرار: أحيط المجلس علما بالكتاب.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_decision(text: str) -> None:
    assert decisions(text) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([text for text, _ in DECIDED] + NOTHING), min_size=1, max_size=4))
def test_the_words_are_the_text_of_the_evidence(texts: list[str]) -> None:
    doc = NLP(HEAD + "\n\n".join(texts))
    for item in items(doc, "decisions"):
        start, end = item.evidence[0]
        assert " ".join(doc.text[start:end].split()).startswith(item.fields["text"][:20])
