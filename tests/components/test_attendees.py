"""Everyone with a stated attendance, whichever way a clerk writes it down."""

from __future__ import annotations

import pytest
import spacy

import ogp_nlp.components.attendees
import ogp_nlp.components.meeting
import ogp_nlp.components.sections
from ogp_nlp.components.base import items
from ogp_nlp.components.tokenizer import MinutesTokenizer

assert ogp_nlp.components.attendees.make_attendees


@pytest.fixture(scope="module")
def attendees():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    for name in ("ogp_sections", "ogp_meeting", "ogp_attendees"):
        nlp.add_pipe(name)

    def run(text):
        doc = nlp(text)
        found = sorted(items(doc, "attendees"), key=lambda item: item.evidence[0])
        for item in found:
            start, end = item.evidence[0]
            assert doc.text[start:end].endswith(item.fields["name"])
        return [item.fields for item in found]

    return run


def told(people, *names):
    return [tuple(person[name] for name in ("name", *names)) for person in people]


LISTS = """وزارة الري
محضر الاجتماع الثاني للجنة الإشراف على الخطة الوطنية للمياه 2024-2028

الحضور

عن وزارة الري:
- السيدة ليلى قاسمي، الكاتبة العامة، رئيسة للجنة؛
- السيد عمر بن داود، رئيس قسم السدود، مقرر اللجنة؛

عن المجتمع المدني:
- السيد حسان العلوي، رئيس جمعية الواحة الخضراء (عن بعد)؛
- د. سمية الراجي، عن شبكة أنهار؛

حضره بصفة ملاحظ:
- السيد هانس بيكر، مستشار، الوكالة الألمانية للتعاون التقني.

واعتذر عن الحضور:
- السيد فؤاد مرزوق، رئيس الغرفة التجارية للجهة، لسفره.

جدول الأعمال
1. المصادقة على المحضر
"""


def test_a_list_under_the_bodies_represented(attendees):
    assert told(attendees(LISTS), "organization", "sector", "capacity", "attendance") == [
        ("ليلى قاسمي", "وزارة الري", "government", "chair", "present"),
        ("عمر بن داود", "وزارة الري", "government", "rapporteur", "present"),
        ("حسان العلوي", "جمعية الواحة الخضراء", "civil_society", "representative", "remote"),
        ("سمية الراجي", "شبكة أنهار", "civil_society", "representative", "present"),
        ("هانس بيكر", "الوكالة الألمانية للتعاون التقني", "international", "guest", "present"),
        ("فؤاد مرزوق", "الغرفة التجارية للجهة", "private", "representative", "excused"),
    ]


TABLE = """بلدية التلال
محضر جلسة المجلس البلدي

م | الاسم | الصفة | الحضور
1 | أ. عبد الله الخطيب | رئيس المجلس | حاضر
2 | سناء يوسف الدباغ | عضو | حاضرة
3 | م. كنان الصالح | عضو | معتذر
4 | رغد الحموي | عضو | غائبة
5 | ياسر الكردي | عضو | إجازة مرضية
"""


def test_a_table_with_its_own_words_of_attendance(attendees):
    assert told(attendees(TABLE), "gender", "capacity", "attendance") == [
        ("عبد الله الخطيب", "male", "chair", "present"),
        ("سناء يوسف الدباغ", "female", "member", "present"),
        ("كنان الصالح", "male", "member", "excused"),
        ("رغد الحموي", "female", "member", "absent"),
        ("ياسر الكردي", "male", "member", "excused"),
    ]


def test_columns_stand_in_any_order_and_a_cell_may_be_empty(attendees):
    text = """محضر الاجتماع الأول للجنة المتابعة

قائمة الحضور
الجهة | المشاركة | الصفة | الاسم
وزارة الصحة | حضوري | | د. مها الجبوري
منظمة الإغاثة الدولية | عن بعد | منسقة | سارة كولنز
"""
    assert told(attendees(text), "role", "organization", "attendance") == [
        ("مها الجبوري", None, "وزارة الصحة", "present"),
        ("سارة كولنز", "منسقة", "منظمة الإغاثة الدولية", "remote"),
    ]


PROSE = """جمعية الياسمين الثقافية
محضر اجتماع مجلس الإدارة

اجتمع المجلس يوم الأحد بمقر الجمعية برئاسة السيد مروان حداد رئيس الجمعية وبحضور الأعضاء السادة: سهى عبود، وباسم الحلو أمين السر، والدكتور رامي عيد. كما حضرت بدعوة من المجلس السيدة لمى فرح محاسبة الجمعية، وشارك عبر زووم السيد إلياس نمر. واعتذرت السيدة جنى خليل، وتغيب بدون عذر السيد طارق يونس. وحضر السيد عصام بدر نيابة عن السيدة جنى خليل.

ناقش المجلس الموازنة، وشكر السيد مروان حداد السيد جورج نجار مدير المصرف على تعاونه.
"""


def test_prose_with_a_verb_for_each_group(attendees):
    assert told(attendees(PROSE), "honorific", "capacity", "attendance") == [
        ("مروان حداد", "السيد", "chair", "present"),
        ("سهى عبود", None, "member", "present"),
        ("باسم الحلو", None, "rapporteur", "present"),
        ("رامي عيد", "الدكتور", "member", "present"),
        ("لمى فرح", "السيدة", "guest", "present"),
        ("إلياس نمر", "السيد", "member", "remote"),
        ("جنى خليل", "السيدة", "member", "excused"),
        ("طارق يونس", "السيد", "member", "absent"),
        ("عصام بدر", "السيد", "deputy", "present"),
    ]


def test_who_only_speaks_is_no_attendee(attendees):
    assert "جورج نجار" not in [person["name"] for person in attendees(PROSE)]


LABELS = """نقابة المهندسين
محضر جلسة المجلس
المكان: مقر النقابة

الرئيس: د. نبيل عوض
أمين السر: م. هالة شكري
الأعضاء: م. سعيد فكري، م. دعاء منير (عبر تطبيق زووم)
المعتذرون: م. جلال صبري (ظروف عائلية)
المتغيبون بدون عذر: م. وائل رشدي

بدأت الجلسة في موعدها.
"""


def test_labels_of_offices_and_of_attendance(attendees):
    assert told(attendees(LABELS), "role", "capacity", "attendance") == [
        ("نبيل عوض", "الرئيس", "chair", "present"),
        ("هالة شكري", "أمين السر", "rapporteur", "present"),
        ("سعيد فكري", None, "member", "present"),
        ("دعاء منير", None, "member", "remote"),
        ("جلال صبري", None, "member", "excused"),
        ("وائل رشدي", None, "member", "absent"),
    ]


def test_a_numbered_list_without_titles(attendees):
    text = """جماعة الزيتون
محضر الدورة العادية للمجلس

حضر الجلسة من الأعضاء السادة:
1) عبد الرحيم بوزكري : النائب الأول للرئيس
2) حكيمة أوشن
3) لحسن أيت علا

جدول الأعمال:
1) الميزانية
"""
    assert told(attendees(text), "gender", "role") == [
        ("عبد الرحيم بوزكري", "male", "النائب الأول للرئيس"),
        ("حكيمة أوشن", "female", None),
        ("لحسن أيت علا", "male", None),
    ]


def test_a_signature_repeats_and_a_person_is_one_entry(attendees):
    text = LISTS + "\nالتوقيعات\nرئيسة اللجنة: السيدة ليلى قاسمي          المقرر: السيد عمر بن داود\n"
    assert len(attendees(text)) == len(attendees(LISTS))


def test_letters_that_are_titles_are_no_list_marks(attendees):
    text = "محضر جلسة\n\nالحضور:\nد. منذر الشامي – عضو\nأ. لبنى حجازي – عضو\nم. فارس عطية – عضو\n"
    assert told(attendees(text), "honorific") == [("منذر الشامي", "د."), ("لبنى حجازي", "أ."), ("فارس عطية", "م.")]


def test_lines_of_titles_are_a_guess_where_no_word_announces_them(attendees):
    text = "محضر جلسة\nالسيد أنور صبري، مدير الفرع\nالسيدة منى رزق، محاسبة\n\nعرض المدير الموقف المالي.\n"
    assert told(attendees(text), "role") == [("أنور صبري", "مدير الفرع"), ("منى رزق", "محاسبة")]


def test_no_people_and_no_lines_are_no_fault(attendees):
    assert attendees("محضر اجتماع\nلا شيء هنا.") == []
    assert attendees("") == []
