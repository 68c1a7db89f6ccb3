import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.arabic.percents import find_percents
from ogp_nlp.resources import load_toml


def found(text):
    return [(text[m.start : m.end], m.value, m.cues) for m in find_percents(text, load_toml("percents"))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("47%", 47),
        ("%47", 47),
        ("47 %", 47),
        ("% 47", 47),
        ("٤٧٪", 47),
        ("٪٤٧", 47),
        ("٤٧٫٥٪", 47.5),
        ("47,5 في المائة", 47.5),
        ("47 بالمائة", 47),
        ("47 بالمئة", 47),
        ("47 في المئة", 47),
        ("47 فى المائة", 47),
        ("47 من المائة", 47),
        ("47\nفي المائة", 47),
        ("سبعة وأربعون بالمائة", 47),
        ("سبع وأربعين في المئة", 47),
        ("نصف في المائة", 0.5),
        ("ثلاثة ونصف بالمائة", 3.5),
        ("صفر بالمائة", 0),
        ("100%", 100),
        ("مائة في المائة", 100),
        ("130 %", 130),
    ],
)
def test_every_printed_form(text, value):
    assert found(f"بلغت نسبة {text} حسب التقرير") == [(text, value, ())]


@pytest.mark.parametrize(
    "text",
    [
        "5 نقاط مئوية",
        "نقطة مئوية واحدة",
        "12 في الألف",
        "بالمائة",
        "% من المبلغ",
        "الربع الأول من سنة 2025",
        "الساعة الثانية والنصف",
        "بحضور ثلثي الأعضاء",
        "واستفاد من التكوين نصف موظفي المصالح",
        "وقد استفاد ثلث التلاميذ من المنحة",
    ],
)
def test_what_is_no_percentage(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "من 40 إلى 45 %",
        "بين 40% و45%",
        "40-45%",
        "40 – 45 %",
        "ما بين 40 و45 بالمائة",
        "بين أربعين و45 في المائة",
        "40% إلى 45%",
        "٤٠ إلى ٤٥٪",
    ],
)
def test_a_range_gives_two(text):
    assert [(value, cues) for _, value, cues in found(text)] == [(40, ("range_start",)), (45, ("range_end",))]


def test_a_change_is_no_range():
    assert [(value, cues) for _, value, cues in found("ارتفعت النسبة من 40% إلى 45%")] == [
        (40, ("previous",)),
        (45, ()),
    ]


@pytest.mark.parametrize(
    ("text", "values"), [("%40 %50", [40, 50]), ("40% 50%", [40, 50]), ("12 %47", [47]), ("40%50", [40])]
)
def test_a_sign_between_two_numbers(text, values):
    assert [value for _, value, _ in found(text)] == values


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("حوالي 40%", "approximate"),
        ("40% تقريبا", "approximate"),
        ("ما يناهز 40 في المائة", "approximate"),
        ("لا تقل عن 40%", "minimum"),
        ("40% على الأقل", "minimum"),
        ("أكثر من 40%", "minimum"),
        ("لم تتجاوز 40%", "maximum"),
        ("بحد أقصى 40%", "maximum"),
        ("أقل من 40%", "maximum"),
    ],
)
def test_cues(text, cue):
    assert found(text)[0][2] == (cue,)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("أنجز ثلثا الأشغال", 66.7),
        ("بلغت نسبة الإنجاز النصف", 50),
        ("اكتملت ثلاثة أرباع المشروع", 75),
        ("نسبة المؤطرين، والغاية بلوغ ثلثي المستخدمين", 66.7),
    ],
)
def test_fractions_beside_progress(text, value):
    mention = find_percents(text, load_toml("percents"))[0]
    assert mention.value == value
    assert mention.fraction


@given(
    st.lists(
        st.sampled_from(["%", " ", "47", "٪", "و", "إلى", "في المائة", "خمسون", "-", "\n", "نصف", "."]), max_size=12
    )
)
def test_offsets_are_ordered_and_inside(parts):
    text = "".join(parts)
    last = 0
    for mention in find_percents(text, load_toml("percents")):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.value >= 0
        last = mention.end
