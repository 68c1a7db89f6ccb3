"""Titles, names and what stands after them, in the manner of many countries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.components.attendees_bodies import Bodies
from ogp_nlp.components.attendees_merge import same_person
from ogp_nlp.components.people import parse_person, strip_honorific, titled_people
from ogp_nlp.components.people_words import people_words

# text: honorific, name, role, organization
PEOPLE = {
    "السيد وليد الماجري، مدير التخطيط": ("السيد", "وليد الماجري", "مدير التخطيط", None),
    "أ.م.د/ سهير عزت منصور": ("أ.م.د", "سهير عزت منصور", None, None),
    "أ.د. نادر السيد عطوة، كلية الآداب – جامعة الوادي": ("أ.د.", "نادر السيد عطوة", None, "كلية الآداب – جامعة الوادي"),
    "معالي المهندس/ غازي آل مرزوق - وزارة النقل": ("معالي المهندس", "غازي آل مرزوق", None, "وزارة النقل"),
    "العميد الركن سامر خوري (قيادة الجيش)": ("العميد الركن", "سامر خوري", None, "قيادة الجيش"),
    "م. أقدم رعد كاظم جبر / مدير القسم": ("م. أقدم", "رعد كاظم جبر", "مدير القسم", None),
    "الملازم أول بسام حداد من قسم المرور": ("الملازم أول", "بسام حداد", None, "قسم المرور"),
    "السيدة للا مريم بناني، ممثلة الوكالة الحضرية": (
        "السيدة",
        "للا مريم بناني",
        "ممثلة الوكالة الحضرية",
        "الوكالة الحضرية",
    ),
    "السيد محمد الأمين ولد سيدي، الأمين العام لوزارة الصيد": (
        "السيد",
        "محمد الأمين ولد سيدي",
        "الأمين العام لوزارة الصيد",
        "وزارة الصيد",
    ),
    "هدى بنت سالم .......... عضو": (None, "هدى بنت سالم", "عضو", None),
    "الأستاذ جمال القاضي، محاسب": ("الأستاذ", "جمال القاضي", "محاسب", None),
    "الأستاذ جمال قاضي التحقيق": ("الأستاذ", "جمال", "قاضي التحقيق", None),
    "Dr. Anna Keller، خبيرة": ("Dr.", "Anna Keller", "خبيرة", None),
    "السيد فريد زيدان ـ عضوا ـ متغيب": ("السيد", "فريد زيدان", "عضوا", None),
    "السيد أكرم فواز نيابة عن مدير عام دائرة المساحة": ("السيد", "أكرم فواز", None, None),
    "السيد عثمان جبريل قائد المنطقة ممثلا للسلطة المحلية": ("السيد", "عثمان جبريل", "قائد المنطقة", "السلطة المحلية"),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.items())
def test_a_person_and_what_follows(text, expected):
    person = parse_person(text)
    assert person is not None
    assert (person.honorific, person.name, person.role, person.organization) == expected
    assert text[slice(*person.name_at)] == person.name


@pytest.mark.parametrize(
    "text", ["السيد رئيس المجلس", "السيدة المديرة العامة", "السيد الأمين العام", "وزارة المالية", "المستشار القانوني"]
)
def test_an_office_is_nobody(text):
    assert next(titled_people(text), None) is None


STRIPPED = {
    "السيد المدير الجهوي": "المدير الجهوي",
    "د. سعاد مراد": "سعاد مراد",
    "سعادة المهندس/ ماجد الحربي": "ماجد الحربي",
    "المستشار القانوني": "المستشار القانوني",
    "مصلحة الصيانة": "مصلحة الصيانة",
    "": "",
}


@pytest.mark.parametrize(("text", "bare"), STRIPPED.items())
def test_titles_come_off_owners(text, bare):
    assert strip_honorific(text) == bare


@given(st.text(alphabet="السيدةدم.أ/ محمدعلي،-()\n12", max_size=60))
def test_any_text_is_read_without_fault_and_quoted_exactly(text):
    person = parse_person(text)
    if person is not None:
        assert text[slice(*person.name_at)] == person.name
    for found in titled_people(text, base=7):
        assert text[found.name_at[0] - 7 : found.name_at[1] - 7] == found.name


SECTORS = {
    "وزارة الشؤون الاجتماعية": "government",
    "بلدية النخيل": "government",
    "جمعية رعاية الأسرة": "civil_society",
    "نقابة المعلمين": "civil_society",
    "الهلال الأحمر": "civil_society",
    "شركة الجبل للإنشاءات": "private",
    "غرفة تجارة الساحل": "private",
    "الشركة القابضة للأقطان (قطاع أعمال عام)": "government",
    "البنك الدولي": "international",
    "صندوق الأمم المتحدة للسكان": "international",
    "الوكالة اليابانية للتعاون الدولي": "international",
    "وزارة التعاون الدولي": "government",
    "جامعة البحر": "academia",
    "كلية الطب": "academia",
}


@pytest.mark.parametrize(("name", "sector"), SECTORS.items())
def test_a_body_has_its_sector(name, sector):
    assert Bodies(people_words()).sector_of(name) == sector


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("مصطفى كمال العطار", "مصطفى العطار", True),
        ("بوزيد عبد الحق", "عبد الحق بوزيد", True),
        ("سالم بن علي الهنائي", "سالم علي الهنائي", True),
        ("مصطفى العطار", "كمال العطار", False),
        ("علي", "علي حسن", False),
    ],
)
def test_one_person_by_two_forms_of_the_name(first, second, same):
    assert same_person(first, second) is same
