"""Percentages in the words of clerks of many countries: what they speak of, their marks and their dates."""

from __future__ import annotations

import pytest

import ogp_nlp.components.review as review_module

REVIEW = "محضر لجنة متابعة الخطة\nالالتزام الأول: نشر العقود\n{}\nالالتزام الثاني: فتح البيانات\n"


def links(found):
    return [(f["subject"].split("_")[0], f["commitment"]) for f in found]


# What is said under "الالتزام الأول: نشر العقود": the subject of each figure, "1" for the undertaking itself.
UNDER_A_HEADING = {
    "ناهزت نسبة الإنجاز 65%.": "1",
    "لامست نسبة التنفيذ عتبة 90%، وكان من المقرر بلوغ 100%.": "1 1",
    "استقرت نسبة تقدمه في حدود 30 بالمائة.": "1",
    "تخطى التنفيذ حاجز 50%، وكانت النسبة في الدورة السابقة لا تتجاوز 30%.": "1 1",
    "تحقق 55% من المشروع.": "1",
    "بلغ ما نُفّذ منه 20%.": "1",
    "معدل التنفيذ: 72%": "1",
    "مؤشر الإنجاز 35%": "1",
    "سجل الالتزام تقدما بنسبة 48% مقابل 30% في الفترة السابقة.": "1 1",
    "بلغت نسبة الإنجاز المادي 60% ونسبة الإنجاز المالي 45%.": "1 other",
    "مؤشر الإنجاز قارب 70%، أما الصرف المالي فلم يتعد 35%.": "1 other",
    "عرضت السيدة هدى ما أنجز من الالتزام، وقد وصلت نسبته إلى خمسة وأربعين بالمائة، مقابل هدف 60% المسطر.": "1 1",
    "نسبته 60%.": "1",
    "لم ينطلق (0%) لغياب عروض.": "1",
    "ما زال في بدايته (5%).": "1",
    "نسبة التقدم: قيد الانطلاق (0%)": "1",
    "صُرف منه ما بين 35% و40%.": "1 1",
    "اكتملت المرحلة الأولى بنسبة 100%، وبذلك تصبح النسبة الإجمالية للالتزام 60%.": "other 1",
    "بلغ الإنجاز 40%، أما محطة الشمال فلم تتجاوز 20%.": "1 other",
    "جرى تدريب 120 موظفا من أصل 200، أي 60% من الفئة المستهدفة.": "other",
    "بلغت نسبة الإنجاز 40%. وصادقت اللجنة على ذلك بـ 7 أصوات، أي بنسبة 88%.": "1 other",
    "ارتفعت نسبة إنجازه من 20% في مارس إلى 45% في يونيو.": "1 1",
    "بلغت نسبة الإنجاز 60%. وشكك السيد سعد في نسبة 60%.": "1 1",
    "بلغت نسبة الإنجاز 60%. وتساءلت السيدة عبير: هل نسبة 60% نهائية؟": "1 1",
}


@pytest.mark.parametrize("said", UNDER_A_HEADING)
def test_what_a_figure_under_a_heading_speaks_of(extract, said):
    found = extract(REVIEW.format(said), "percentages")
    wanted = [("commitment", 1) if word == "1" else ("other", None) for word in UNDER_A_HEADING[said].split()]
    assert links(found) == wanted


# Undertakings named far from any heading: the numbers of the figures in order.
IN_RUNNING_TEXT = {
    "وأفاد السيد كريم أن الالتزام 4 بلغ 35% والالتزام 6 بلغ 50%.": [4, 6],
    "وأوضحت السيدة منى أن نسبة إنجاز الالتزامين الثالث والخامس بلغت 40% و60% على التوالي.": [3, 5],
    "كما بلغ الإنجاز في الالتزامين 7 و8 على التوالي 15% و25%.": [7, 8],
    "وبلغت الالتزامات 2 و3 و4 على الترتيب 20% و30% و40%.": [2, 3, 4],
    "وصلت المبادرة رقم 5 إلى 48% والمبادرة رقم 6 إلى 30%.": [5, 6],
    "وعن المبادرة 9 قال م. خالد: أنجزنا 80% منها.": [9],
}


@pytest.mark.parametrize("said", IN_RUNNING_TEXT)
def test_figures_follow_the_numbers_they_are_named_with(extract, said):
    found = extract(f"استعرضت اللجنة تقدم الخطة الوطنية.\n{said}", "percentages")
    assert [f["commitment"] for f in found] == IN_RUNNING_TEXT[said]


OF_THE_PLAN = [
    "بلغ معدل إنجاز الاستراتيجية الوطنية للمياه 47%.",
    "وصلت الخطة إلى 52% من مستهدفاتها.",
    "بلغ مستوى تنفيذ برنامج العمل الإجمالي زهاء 63%.",
    "قطع البرنامج الجهوي 44% من مراحله.",
    "وبذلك يكون المعدل العام للتنفيذ في الخطة قد بلغ 51%.",
    "وعلى مستوى البرنامج ككل، تم تحقيق 39% من المستهدفات.",
    "نسبة تنفيذ الخطة ككل: 44%.",
]


@pytest.mark.parametrize("said", OF_THE_PLAN)
def test_overall_rates_are_the_plans(extract, said):
    assert links(extract(f"محضر\n{said}", "percentages")) == [("plan", None)]


MARKS = {
    "ناهزت نسبة الإنجاز 65%.": [["approximate"]],
    "نسبة الإنجاز 61% (المستهدف 65%).": [[], ["target"]],
    "بلغت نسبة الإنجاز 64% في حين كان المخطط 70%.": [[], ["target"]],
    "لا تزال نسبته في حدود 15% مقابل 40% مبرمجة.": [["approximate"], ["target"]],
    "كان من المقرر بلوغ 50%، إلا أن النسبة المحققة لم تتعد 20%.": [["target"], ["maximum"]],
    "تخطى التنفيذ 50%، وكانت النسبة في الدورة السابقة 30%.": [["minimum"], ["previous"]],
    "بلغ الإنجاز 33% بعد أن كان لا يتجاوز 12%.": [[], ["previous", "maximum"]],
    "والقيمة المحلية لا ينبغي أن تقل عن 35%.": [["minimum"]],
    "يفصل الطالب إذا تجاوز غيابه 10%.": [[]],
    "أنجز منه 28%، وهي نسبة أولية قابلة للمراجعة.": [["provisional"]],
}


@pytest.mark.parametrize("said", MARKS)
def test_marks_of_figures(extract, said):
    assert [f["qualifiers"] for f in extract(f"الالتزام الأول: نشر العقود\n{said}", "percentages")] == MARKS[said]


DAYS = {
    "بلغت نسبة الإنجاز 38% بتاريخ 15 ماي 2025.": ["2025-05-15"],
    "بلغت نسبة الإنجاز 33% حسب المعطيات المحينة إلى غاية 15 شتنبر 2025.": ["2025-09-15"],
    "أنجز منه إلى حدود نهاية شهر أبريل 2025 ما نسبته 28%.": ["2025-04-30"],
    "بلغ ما نفذ منه 20% كما في 30 يونيو 2025.": ["2025-06-30"],
    "رقم المعاملات إلى غاية 31 أكتوبر 2024 بلغ مليون دينار، أي 88% من الهدف.": ["2024-10-31"],
    "والمستهدف لعام 2024 هو 52%.": ["2024-12-31"],
    "وكانت النسبة 20% في الاجتماع الثاني المنعقد يوم 23 ماي 2025.": ["2025-05-23"],
    "وعرض السيد فادي وضعية المكونات لغاية 31 يناير 2025، مبينا أن النسبة العامة 64%.": ["2025-01-31"],
    "بلغت نسبة الإنجاز 38% خلال سنة 2025.": [None],
}


@pytest.mark.parametrize("said", DAYS)
def test_days_tied_to_figures(extract, said):
    assert [f["as_of"] for f in extract(f"الالتزام الأول: نشر العقود\n{said}", "percentages")] == DAYS[said]


def test_a_dated_line_dates_its_list_whatever_its_marks(extract):
    text = "وعرضت الأرقام الموقوفة لغاية 31 أكتوبر 2024:\n_ رسوم الأرصفة: 46% بعد أن كانت 39%\n_ رسوم الإعلانات: 52%"
    assert [f["as_of"] for f in extract(text, "percentages")] == ["2024-10-31", None, "2024-10-31"]


ABOUT = {
    "واقترحت رفع رسوم الردم بمقدار 20%.": "رفع رسوم الردم",
    "ومنح ذوي الدخل المحدود حسما 15%.": "حسما",
    "استبدلت 60% من المصابيح.": "المصابيح",
    "وذكر أن النظام جاهز بنسبة 90%.": "النظام",
    "وكالتها بمراكش غطت وحداتها 70%.": "وحداتها",
}


@pytest.mark.parametrize("said", ABOUT)
def test_what_other_figures_measure(extract, said):
    (found,) = extract(said, "percentages")
    assert (found["subject"], found["about"]) == ("other", ABOUT[said])


def test_in_tables_figures_are_named_by_their_row(extract):
    text = "المنطقة | السكان | نسبة التعبيد | نسبة التنوير\nحي النخيل | 6120 | 92% | 95%\nحي الورود | 430 | 71% | 80%"
    assert [f["about"] for f in extract(text, "percentages")] == ["حي النخيل"] * 2 + ["حي الورود"] * 2


def test_columns_of_the_rest_and_of_deviations_are_no_progress(extract):
    text = "رقم المشروع | الاسم | المنجز | المتبقي\n1 | صيانة المدرسة | 30% | 70%\n2 | حفر البئر | 45% | 55%"
    found = extract(text, "percentages")
    assert links(found) == [("commitment", 1), ("other", None), ("commitment", 2), ("other", None)]


def test_both_components_share_one_reading(extract, monkeypatch):
    calls = []
    read = review_module._read
    monkeypatch.setattr(review_module, "_read", lambda *given: calls.append(1) or read(*given))
    assert extract(REVIEW.format("بلغت نسبة الإنجاز 60%."), "percentages")
    assert len(calls) == 1


# What figures measure, in other clerks' words; several figures are parted by " / ".
MEASURED = {
    "وبلغت نسبة نفاذ الأسر إلى الإنترنت 45%.": "نسبة نفاذ الأسر إلى الإنترنت",
    "خصص الصندوق 30% للتدريب و50% لاقتناء الأجهزة، والباقي أي 20% للصيانة.": "التدريب / اقتناء الأجهزة / الصيانة",
    "أفادت م. سهام أن 18% من الآبار ستخرج من الخدمة قبل الصيف.": "الآبار",
    "وقالت إن نسبة الأحياء التي تملك شبكة صرف لا تزيد عن 22%.": "نسبة الأحياء التي تملك شبكة صرف",
    "وتم ترميم سور القلعة بالكامل (100%) بينما ترميم البرج وصل إلى 40%.": "ترميم سور القلعة / ترميم البرج",
    "وذكرت السيدة ميساء أن كلفة المشروع 12 مليون درهم، صرف منها 35%.": "كلفة المشروع",
    "كلفة البرنامج 9 ملايين دينار، موزعة على الميزانية العامة (60%) والهبات (40%).": "الميزانية العامة / الهبات",
    "وهو رقم أدنى من السقف المحدد بـ 12.5%.": "السقف المحدد",
    "ونوه إلى أن البرنامج أنهى سنتين من عمره، أي ما يعادل 40% من مدته الزمنية.": "مدته الزمنية",
    "لاحظ السيد بشير ضعف تمثيلية الشباب (3 من أصل 11، أي 27%).": "تمثيلية الشباب",
    "وافق المجلس بالأغلبية (4 من 5 أي 80%) على الخطة.": "الأغلبية",
    "مساهمة البلدية في 70% من كلفة التسيير ومساهمة النادي في الباقي أي 30%.": "مساهمة البلدية / مساهمة النادي",
    "بكلفة قدرها مليون دينار تتكفل الولاية منها بنسبة 40 بالمائة والشركاء بـ60 بالمائة.": "الولاية / الشركاء",
    "وقالت إن أكثر من ثلثي المراكز الصحية مشمولة بالربط (68 %).": "المراكز الصحية / المراكز الصحية",
}


@pytest.mark.parametrize("said", MEASURED)
def test_what_a_figure_measures_in_other_words(extract, said):
    found = extract(f"محضر اجتماع اللجنة\nالتاريخ: 10 مارس 2025\n\n{said}", "percentages")
    assert " / ".join(str(one["about"]) for one in found) == MEASURED[said]


MARKED = {
    "كانت نسبة الحضور 62% في الدورة الماضية وأصبحت الآن 71%.": [["previous"], []],
    "ظل متوسط التغطية في حدود 30% وارتفع الآن إلى 41%.": [["approximate", "previous"], []],
    "لم تقل إن نسبة نشر الوثائق بلغت 80%.": [[]],
    "لم تقل نسبة نشر الوثائق عن 80%.": [["minimum"]],
}


@pytest.mark.parametrize("said", MARKED)
def test_former_figures_and_words_of_speech(extract, said):
    found = extract(f"محضر اجتماع اللجنة\nالتاريخ: 10 مارس 2025\n\n{said}", "percentages")
    assert [one["qualifiers"] for one in found] == MARKED[said]


def test_a_rate_taken_up_again_is_that_of_the_undertaking(extract):
    said = "بلغت نسبة الإنجاز 35%. ورأى السيد نبيل أن نسبة 35% متفائلة، وأنها كانت 20% في آخر يناير 2025."
    found = extract(REVIEW.format(said), "percentages")
    assert links(found) == [("commitment", 1)] * 3
    assert (found[2]["qualifiers"], found[2]["as_of"]) == (["previous"], "2025-01-31")
