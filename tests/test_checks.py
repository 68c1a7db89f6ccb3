"""What does not add up is found, and what adds up is left alone."""

from __future__ import annotations

import pytest
from factories import attendee, commitment, grounded, percentage, record

from ogp_nlp import records
from ogp_nlp.checks import findings


def codes(made, text=""):
    return sorted(finding.code for finding in findings(made, text) if not finding.code.startswith(("no_", "meeting_")))


PROGRESS = [commitment(i + 1, progress=value) for i, value in enumerate([10, 20, 60])]
CASES = {
    "mean holds": ({"commitments": PROGRESS, "percentages": [percentage(30, subject="plan_progress")]}, []),
    "mean rounded": ({"commitments": PROGRESS, "percentages": [percentage(31, subject="plan_progress")]}, []),
    "mean fails": (
        {"commitments": PROGRESS, "percentages": [percentage(47, subject="plan_progress")]},
        ["overall_is_not_mean"],
    ),
    "a target is no mean": (
        {"commitments": PROGRESS, "percentages": [percentage(47, subject="plan_progress", qualifiers=("target",))]},
        [],
    ),
    "number missing": ({"commitments": [commitment(1), commitment(3)]}, ["commitment_missing"]),
    "number twice": ({"commitments": [commitment(1), commitment(1)]}, ["commitment_twice"]),
    "attendee twice": ({"attendees": [attendee("أحمد الراجي"), attendee("احمد الراجى")]}, ["attendee_twice"]),
    "two of one family": ({"attendees": [attendee("أحمد الراجي"), attendee("سعاد الراجي")]}, []),
    "above 100": ({"percentages": [percentage(130)]}, ["percent_above_100"]),
    "figures differ": (
        {
            "commitments": [commitment(2, progress=40)],
            "percentages": [percentage(45, subject="commitment_progress", commitment=2)],
        },
        ["commitment_figures_differ"],
    ),
    "previous figure": (
        {
            "commitments": [commitment(2, progress=40)],
            "percentages": [percentage(30, subject="commitment_progress", commitment=2, qualifiers=("previous",))],
        },
        [],
    ),
    "range falls": (
        {"percentages": [percentage(45, qualifiers=("range_start",)), percentage(40, qualifiers=("range_end",))]},
        ["range_falls"],
    ),
    "due before": (
        {"action_items": [grounded(records.ActionItem, task="إعداد", origin="listed", due_end="2025-01-01")]},
        ["due_before_meeting"],
    ),
    "a target's day is to come": ({"percentages": [percentage(60, as_of="2026-01-01", qualifiers=("target",))]}, []),
    "as of later": ({"percentages": [percentage(45, as_of="2026-01-01")]}, ["as_of_after_meeting"]),
}


@pytest.mark.parametrize("name", CASES)
def test_checks(name):
    parts, expected = CASES[name]
    assert codes(record(**parts)) == expected


def test_date_outside_the_plan():
    plan = records.Plan(title="الخطة", start_year=2026, end_year=2028)
    assert "date_outside_plan" in codes(
        record(meeting=grounded(records.Meeting, title="م", date="2025-12-25", plan=plan))
    )


def place(text, quote):
    start = text.index(quote)
    return (records.Evidence(start=start, end=start + len(quote), text=quote),)


def dated(text, quote, value):
    return grounded(records.DateMention, value=value, text=quote, evidence=place(text, quote))


@pytest.mark.parametrize(
    ("text", "quote", "value", "expected"),
    [
        ("اجتماع بتاريخ مارس 2025 بالمقر", "مارس 2025", "2025-03", ["date_without_day"]),
        ("خلال شهر مارس 2025", "مارس 2025", "2025-03", []),
        ("يوم الاثنين 24 فبراير 2025", "24 فبراير 2025", "2025-02-24", []),
        ("يوم الثلاثاء 24 فبراير 2025", "24 فبراير 2025", "2025-02-24", ["weekday_differs"]),
        ("يوم الثلاثاء الموافق 24 فبراير 2025", "24 فبراير 2025", "2025-02-24", ["weekday_differs"]),
    ],
)
def test_dates(text, quote, value, expected):
    assert codes(record(dates=[dated(text, quote, value)]), text) == expected


FOREST = "المشروع الأول: تشجير الغابات المتضررة بالجبال"
ROADS = "المشروع الثاني: تعبيد الطرقات القروية"
ON_ROADS = "تم تعبيد ثلاث طرقات قروية، وتعبيد مسلك رابع، وبلغ طول الطرقات القروية 30 كيلومترا. "
ON_FOREST = "جرى تشجير مئة هكتار من الغابات المتضررة، وتشجير الجبال المجاورة للغابات. "


@pytest.mark.parametrize(("under_first", "under_second", "found"), [(ON_FOREST, ON_ROADS, 0), (ON_ROADS, ON_FOREST, 2)])
def test_activities_that_speak_of_another_commitment(under_first, under_second, found):
    text = f"{FOREST}\n{under_first}\n{ROADS}\n{under_second}\n"
    made = record(
        commitments=[
            commitment(1, title="تشجير الغابات المتضررة بالجبال", evidence=place(text, FOREST)),
            commitment(2, title="تعبيد الطرقات القروية", evidence=place(text, ROADS)),
        ]
    )
    assert codes(made, text) == ["subject_of_another"] * found
