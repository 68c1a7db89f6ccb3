from datetime import date

import pytest

from ogp_nlp.arabic.deadlines import find_deadlines, resolve_deadline
from ogp_nlp.resources import load_toml

KNOWLEDGE = load_toml("dates") | load_toml("months") | load_toml("deadlines")
TODAY = date(2025, 12, 25)  # a Thursday
NEXT = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("قبل 15 مارس 2026", None, "2026-03-15"),
        ("في أجل أقصاه 15 يناير", None, "2026-01-15"),
        ("في أجل أقصاه نهاية يناير 2026", None, "2026-01-31"),
        ("في موعد لا يتجاوز 6 آذار 2026", None, "2026-03-06"),
        ("حتى 02/10/2026", None, "2026-10-02"),
        ("خلال 30 يوما", None, "2026-01-24"),
        ("خلال ثلاثين (30) يوما من تاريخه", None, "2026-01-24"),
        ("خلال شهر", None, "2026-01-25"),
        ("داخل أجل أسبوع", None, "2026-01-01"),
        ("خلال أسبوعين", None, "2026-01-08"),
        ("في غضون ثلاثة أسابيع", None, "2026-01-15"),
        ("في ظرف 15 يوما", None, "2026-01-09"),
        ("خلال شهرين", None, "2026-02-25"),
        ("خلال 48 ساعة", None, "2025-12-27"),
        ("في غضون عشرة أيام عمل", None, "2026-01-08"),
        ("في أجل أسبوعين من تاريخ توقيع الاتفاقية", None, None),
        ("خلال شهر يناير المقبل", "2026-01-01", "2026-01-31"),
        ("خلال الربع الأول من سنة 2026", "2026-01-01", "2026-03-31"),
        ("خلال الأسبوع الأول من مارس", "2026-03-01", "2026-03-07"),
        ("الأسبوع الأخير من مارس", "2026-03-25", "2026-03-31"),
        ("من 5 إلى 10 يناير", "2026-01-05", "2026-01-10"),
        ("دورة فبراير 2026", "2026-02-01", "2026-02-28"),
        ("الشهر المقبل", "2026-01-01", "2026-01-31"),
        ("الأسبوع المقبل", "2025-12-28", "2026-01-03"),
        ("قبل نهاية الشهر", None, "2025-12-31"),
        ("قبل نهاية الشهر الجاري", None, "2025-12-31"),
        ("مع نهاية العام", None, "2025-12-31"),
        ("قبل متم شهر فبراير", None, "2026-02-28"),
        ("موفى جانفي", None, "2026-01-31"),
        ("نهاية الربع الأول", None, "2026-03-31"),
        ("منتصف فبراير", None, "2026-02-15"),
        ("قبل شهر مارس", None, "2026-02-28"),
        ("بحلول يونيو 2026", None, "2026-06-30"),
        ("ابتداء من 5 يناير 2026", "2026-01-05", None),
        ("اعتباراً من يوم الأحد 4 كانون الثاني", "2026-01-04", None),
        ("يوم الأحد القادم", None, "2025-12-28"),
        ("يوم الثلاثاء 6 يناير 2026", None, "2026-01-06"),
        ("غدا", None, "2025-12-26"),
        ("20/4", None, "2026-04-20"),
        ("قبل الاجتماع القادم", None, "2026-03-01"),
        ("في الجلسة المقبلة", None, "2026-03-01"),
        ("قبل الاجتماع المقبل المقرر يوم 27 فبراير 2026", None, "2026-02-27"),
        ("فورا", None, None),
        ("في أقرب الآجال", None, None),
        ("أسبوعيا", None, None),
        ("قبل عيد الفطر", None, None),
    ],
)
def test_due_expressions(text, start, end):
    deadline = resolve_deadline(text, TODAY, KNOWLEDGE, NEXT)
    assert deadline is not None
    days = (deadline.due_start, deadline.due_end)
    assert tuple(day and day.isoformat() for day in days) == (start, end)
    assert text[deadline.start : deadline.end] == text


@pytest.mark.parametrize("text", ["إعداد تقرير مفصل", "لمدة شهر", "المشروع رقم 30", "", "السنة"])
def test_nothing_is_due(text):
    assert resolve_deadline(text, TODAY, KNOWLEDGE) is None


def test_a_clause_with_two():
    text = "يرفع التقرير في أجل أقصاه 15 يناير، ويعرض في دورة فبراير 2026."
    held = [text[d.start : d.end] for d in find_deadlines(text, TODAY, KNOWLEDGE)]
    assert held == ["في أجل أقصاه 15 يناير", "في دورة فبراير 2026"]


def test_without_a_next_meeting_the_day_is_open():
    deadline = resolve_deadline("قبل الاجتماع القادم", TODAY, KNOWLEDGE)
    assert deadline is not None
    assert deadline.due_end is None
