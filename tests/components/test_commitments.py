"""Numbered undertakings, whatever the plan calls them and however a clerk lays them out."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import ogp_nlp.components.commitments
import ogp_nlp.components.sections
from ogp_nlp.components.base import items
from ogp_nlp.components.commitment_leads import LeadKnowledge
from ogp_nlp.components.commitment_titles import TitleKnowledge, tidy
from ogp_nlp.components.commitments import CommitmentKnowledge
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.tokenizer import MinutesTokenizer
from ogp_nlp.components.undertakings import UndertakingKnowledge
from ogp_nlp.resources import load_toml

assert ogp_nlp.components.sections.make_sections
assert ogp_nlp.components.commitments.make_commitments

CUES = load_toml("commitments")


@pytest.fixture(scope="module")
def commitments():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.add_pipe("ogp_sections")
    nlp.add_pipe("ogp_commitments")
    return lambda text: [item.fields for item in items(nlp(text), "commitments")]


def brief(found):
    return [(c["number"], c["title"], c["progress"], c["lead"]) for c in found]


MENTIONS = {
    "الالتزام الأول": ["1"],
    "وبخصوص الالتزام الثاني عشر": ["12"],
    "للمشروع رقم 03": ["3"],
    "المشروع عدد 1": ["1"],
    "المبادرة (٢)": ["2"],
    "بالإجراء الرابع، والإجراء السابع": ["4", "7"],
    "الهدف الاستراتيجي الثاني": ["2"],
    "المبادرة الحادية والعشرون": ["21"],
    "التزام 5: فتح البيانات": ["5"],
    "الالتزامات 4 و5 و6": [],
    "الالتزامين السابع والثامن": [],
    "الالتزام بالنفقات": [],
    "بلغ الالتزام 45%": [],
    "المشروع 2024": [],
    "العملية رقم 3/2024": [],
    "مشروع قانون رقم 12": [],
    "المشروع الأول من نوعه": [],
    "مشروع سادس": [],
}


@pytest.mark.parametrize("text", MENTIONS)
def test_only_a_number_beside_the_noun_makes_a_mention(text):
    assert [str(mention.number) for mention in UndertakingKnowledge(CUES).find(text)] == MENTIONS[text]


@given(st.text(alphabet="الالتزام رقم123()ـَ\u200fشروع \n%", max_size=60))
@settings(max_examples=60)
def test_a_mention_is_a_slice_of_its_text(text):
    for mention in UndertakingKnowledge(CUES).find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip()


TITLES = {
    ": تهيئة السوق البلدي": "تهيئة السوق البلدي",
    " - تهيئة السوق البلدي، بلغت نسبة الأشغال 40 %": "تهيئة السوق البلدي",
    " (تهيئة السوق): أنجز منها الثلث": "تهيئة السوق",
    " «تهيئة السوق البلدي» وصل إلى 30%": "تهيئة السوق البلدي",
    ": تهيئة السوق: خمسون بالمائة": "تهيئة السوق",
    ": تهيئة السوق (نسبة الإنجاز 80%)": "تهيئة السوق",
    ": تهيئة السوق – 35%": "تهيئة السوق",
    " المتعلق بتهيئة السوق، أفاد السيد المدير": "تهيئة السوق",
    ": تهيئة السوق. الجهة القائدة: البلدية": "تهيئة السوق",
}


@pytest.mark.parametrize("text", TITLES)
def test_a_title_ends_where_the_report_begins(text):
    titled = TitleKnowledge(CUES).read(text, 0, heading=False)
    assert titled.title is not None
    assert tidy(text[slice(*titled.title)]) == TITLES[text]


LEADS = {
    "أفاد السيد نادر الحلبي أن الأشغال انتهت.": "نادر الحلبي",
    "وأوضحت الدكتورة هند السراج، مديرة المركز، أن العمل جار.": "هند السراج",
    "عرض ممثل وزارة الإعلام حصيلة الأنشطة.": "ممثل وزارة الإعلام",
    "قدمت ممثلة وكالة الماء نسبة الإنجاز.": "ممثلة وكالة الماء",
    "عرض مقرر اللجنة بالنيابة عن الهيئة ملخصا.": "مقرر اللجنة",
    "التنفيذ 20%. الجهة المسؤولة: وزارة العدل.": "وزارة العدل",
    "وقال ص. زاهر المالكي إن السبب فني.": "زاهر المالكي",
    "أكد المجلس أهمية المشروع.": None,
    "تساءل السيد نادر عن السبب.": None,
    "بلغت النسبة 20%.": None,
}


@pytest.mark.parametrize("text", LEADS)
def test_who_reports_is_the_labelled_party_or_the_first_reporter(text):
    assert LeadKnowledge(CUES, tuple(CUES["lead"]["honorifics"])).find(text) == LEADS[text]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("المحور الأول: الشفافية المالية", "الشفافية المالية"),
        ("المحور 2 - المشاركة:", "المشاركة"),
        ("الهدف الاستراتيجي الثاني: التنمية", "التنمية"),
        ("الركيزة الثالثة – العدالة", "العدالة"),
    ],
)
def test_the_theme_loses_its_number(heading, name):
    assert CommitmentKnowledge(CUES, SectionKnowledge(load_toml("sections"))).theme_name(heading) == name


HEADED = """محضر اجتماع لجنة متابعة الخطة

المحور الأول: الشفافية

الالتزام 1: نشر الصفقات
أفاد السيد نادر الحلبي أن نسبة الإنجاز بلغت 62%، مقابل 40% في الاجتماع السابق.
الالتزام 2: فتح البيانات
أوضحت السيدة هند السراج أن نسبة الإنجاز تتراوح بين 30 و35%.

المحور الثاني: المشاركة

الالتزام 3: المجالس المحلية
لم ينطلق بعد (نسبة التقدم: 0%).

المناقشة

تساءل السيد وليد عن نسبة 62% المعلنة بخصوص الالتزام الأول.
"""


def test_headings_give_title_theme_progress_and_lead(commitments):
    assert commitments(HEADED) == [
        {"number": 1, "title": "نشر الصفقات", "theme": "الشفافية", "progress": 62, "lead": "نادر الحلبي"},
        {"number": 2, "title": "فتح البيانات", "theme": "الشفافية", "progress": None, "lead": "هند السراج"},
        {"number": 3, "title": "المجالس المحلية", "theme": "المشاركة", "progress": 0, "lead": None},
    ]


TABLE = """متابعة الخطة

رقم الالتزام | الالتزام | الجهة المسؤولة | النسبة السابقة | نسبة الإنجاز | المستهدف
1 | نشر الصفقات | وزارة المالية | 20% | 35% | 50%
2 | فتح البيانات | الهيئة الرقمية | 10% | 12% | 40%
"""
ITEMS = """متابعة مشاريع البرنامج السنوي

- مشروع رقم (1) صيانة المدارس: نسبة الإنجاز ٩٥٪، بإشراف مديرية التربية.
- مشروع رقم (2) حفر الآبار: لم تتجاوز نسبة الإنجاز ١٥٪ بسبب المستحقات.
"""
PROSE = (
    "وبالنسبة للالتزام الأول المتعلق بنشر الصفقات، أفاد ممثل الوزارة أن نسبة التقدم بلغت 65%. "
    "أما الالتزام الثاني الخاص بفتح البيانات، فأوضحت مديرة الهيئة أنه بلغ 30% فقط.\n"
)
BELOW = (
    "متابعة الأنشطة\n\nالنشاط رقم 1\n«تكوين الأعوان»\nبلغ النشاط نسبة 60%.\n\nالنشاط رقم 2\n«إحداث بوابة»\nبلغ 20%.\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TABLE, [(1, "نشر الصفقات", 35, "وزارة المالية"), (2, "فتح البيانات", 12, "الهيئة الرقمية")]),
        (
            TABLE.replace(" | ", "\t"),
            [(1, "نشر الصفقات", 35, "وزارة المالية"), (2, "فتح البيانات", 12, "الهيئة الرقمية")],
        ),
        (ITEMS, [(1, "صيانة المدارس", 95, None), (2, "حفر الآبار", 15, None)]),
        (PROSE, [(1, "نشر الصفقات", 65, "ممثل الوزارة"), (2, "فتح البيانات", 30, "مديرة الهيئة")]),
        (BELOW, [(1, "تكوين الأعوان", 60, None), (2, "إحداث بوابة", 20, None)]),
    ],
    ids=["table", "tabs", "items", "prose", "title below"],
)
def test_every_layout_gives_the_same_fields(commitments, text, expected):
    assert brief(commitments(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "نسبة الالتزام بالنفقات 71%.\n",
        "نوقش المشروع الأول لتعبيد الطرق.\n",
        "م | الاسم | الصفة\n1 | نادر الحلبي | رئيس\n2 | هند السراج | عضو\n",
        "م | المشروع | النسبة\n1 | تهيئة السوق | 40%\n2 | تهيئة الحديقة | 70%\n",
        "المرحلة الأولى: الدراسات\nبلغت 90%.\n",
        "",
    ],
)
def test_row_numbers_phases_and_budgets_are_none(commitments, text):
    assert commitments(text) == []


def test_parts_that_start_again_under_each_undertaking_are_no_undertakings(commitments):
    part = "النشاط 1: إعداد الدليل: 100%\nالنشاط 2: الطبع: 40%\nنسبة تقدم الالتزام: {}%\n\n"
    text = "الالتزام 1: الدليل\n" + part.format(70) + "الالتزام 2: التكوين\n" + part.format(25)
    assert brief(commitments(text)) == [(1, "الدليل", 70, None), (2, "التكوين", 25, None)]


def test_numbers_that_run_on_under_themes_are_the_undertakings(commitments):
    text = (
        "الهدف الاستراتيجي الأول: الحوكمة\nالمبادرة الأولى: تحديث الأنظمة — منجزة بنسبة 90%\n"
        "المبادرة الثانية: تدريب الكوادر — منجزة بنسبة 55%\nالهدف الاستراتيجي الثاني: الاستدامة\n"
        "المبادرة الثالثة: الطاقة — منجزة بنسبة 10%\n"
    )
    assert [(c["number"], c["theme"]) for c in commitments(text)] == [(1, "الحوكمة"), (2, "الحوكمة"), (3, "الاستدامة")]
