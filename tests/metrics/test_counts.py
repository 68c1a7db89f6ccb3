"""Matching and counting on cases worked by hand; the optimal assignment against brute force."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp import metrics

BY_NAME = {kind.name: kind for kind in metrics.KINDS}
# Two people of a list: the second gold name is nearer to both finds, so that a greedy matcher would lose one.
GOLD_NAMES = [{"name": "سالم بن ناصر"}, {"name": "سالم بن ناصر الحارثي"}]
FOUND_NAMES = [{"name": "سالم بن ناصر الحارثي"}, {"name": "ناصر سالم الحارثي بن"}]


def percentage(value, subject="other", commitment=None, **more):
    return {"value": value, "subject": subject, "commitment": commitment, "qualifiers": [], **more}


def action(task, **more):
    return {"task": task, "origin": "listed", "due_start": None, "due_end": None, **more}


def test_matching_is_optimal_where_greedy_is_not():
    assert len(metrics.match(BY_NAME["attendees"], GOLD_NAMES, FOUND_NAMES)) == 2


def test_names_are_compared_folded():
    counts = metrics.score_kind(BY_NAME["attendees"], [{"name": "أحمد الأُسعد"}], [{"name": "احمد الاسعد"}])
    assert (counts.matched, counts.exact) == (1, 1)


def test_two_of_three_figures_and_one_made_up():
    gold = [percentage(47), percentage(50), percentage(61.5)]
    counts = metrics.score_kind(BY_NAME["percentages"], gold, [percentage(47), percentage(61.5), percentage(74)])
    assert (counts.gold, counts.predicted, counts.matched) == (3, 3, 2)
    assert counts.f1() == pytest.approx(2 / 3)
    assert (counts.precision, counts.recall) == pytest.approx((2 / 3, 2 / 3))


def test_value_and_link_of_a_percentage_are_apart():
    gold = [percentage(47, "commitment_progress", 3), percentage(50, "plan_progress")]
    found = [percentage(47, "commitment_progress", 4), percentage(50, "plan_progress")]
    counts = metrics.score_kind(BY_NAME["percentages"], gold, found)
    assert (counts.f1(), counts.f1("linked")) == (1.0, 0.5)
    assert (counts.attributes["subject"], counts.attributes["commitment"]) == ((2, 2), (0, 1))


def test_a_repeated_figure_matches_by_its_place():
    gold = [percentage(50, about="نسبة أ"), percentage(50, about="نسبة ب")]
    pairs = metrics.match(BY_NAME["percentages"], gold, list(gold))
    assert sorted(pairs) == [(0, 0), (1, 1)]


def test_part_of_a_task_is_matched_not_exact_and_earns_its_overlap():
    # 4 words of 6, 4 of 4: F1 of the words 0.8.
    gold, found = [action("إعداد تقرير مفصل عن حالة الطرق")], [action("إعداد تقرير مفصل عن")]
    counts = metrics.score_kind(BY_NAME["action_items"], gold, found)
    assert (counts.matched, counts.exact, counts.overlap) == (1, 0, pytest.approx(0.8))


def test_a_task_below_the_bar_still_earns_its_overlap():
    # 1 word of 4 in common: F1 of the words 0.25.
    gold, found = [action("إعداد تقرير عن الطرق")], [action("إعداد بطاقة تقنية للمشروع")]
    counts = metrics.score_kind(BY_NAME["action_items"], gold, found)
    assert (counts.matched, counts.overlap) == (0, pytest.approx(0.25))


@pytest.mark.parametrize(
    ("gold", "found", "matched", "credit"),
    [
        (("2031-05", None), ("2031-05", None), 1, 1.0),
        (("2031-05-04", "2031-05-06"), ("2031-05-04", None), 0, 1 / 3),
        (("2031-05-04", "2031-05-06"), ("2031-05-06", "2031-05-08"), 0, 1 / 5),
        (("2022", "2025"), ("2022", None), 0, 365 / 1461),
        (("2032-02", None), ("2032-02-01", "2032-02-29"), 0, 1.0),
        (("2031-05-04", None), ("2031-05-05", None), 0, 0.0),
    ],
)
def test_date_ranges(gold, found, matched, credit):
    first, second = ({"value": v, "end": e, "calendar": "gregorian"} for v, e in (gold, found))
    counts = metrics.score_kind(BY_NAME["dates"], [first], [second])
    assert (counts.matched, counts.overlap) == (matched, pytest.approx(credit))


def test_a_deadline_is_right_only_with_both_ends():
    gold = [action("جرد المعدات", due_start="2031-05-01", due_end="2031-05-31")]
    found = [action("جرد المعدات", due_start=None, due_end="2031-05-31")]
    attributes = metrics.score_kind(BY_NAME["action_items"], gold, found).attributes
    assert (attributes["due_end"], attributes["due_start"], attributes["deadline"]) == ((1, 1), (0, 1), (0, 1))


def test_the_number_of_a_law_alone_earns_half():
    gold, found = [{"kind": "law", "number": "12.30"}], [{"kind": "bill", "number": "12.30"}]
    counts = metrics.score_kind(BY_NAME["legal_references"], gold, found)
    assert (counts.matched, counts.overlap) == (0, 0.5)


def test_attributes_that_both_sides_leave_open_are_not_counted():
    counts = metrics.score_kind(BY_NAME["attendees"], [{"name": "ليلى"}], [{"name": "ليلى", "gender": "female"}])
    assert counts.attributes == {"gender": (0, 1)}
    assert (counts.accuracy("gender"), counts.accuracy("role")) == (0.0, 1.0)


def test_a_kind_without_annotation_is_not_scored():
    gold = {"decisions": []}
    found = {"decisions": [], "dates": [{"value": "2031", "end": None}], "meeting": {}}
    assert list(metrics.score(gold, found)) == ["decisions"]


def test_nothing_to_find_and_nothing_found_is_right():
    assert metrics.score_kind(BY_NAME["decisions"], [], []).f1() == 1.0
    assert metrics.score_kind(BY_NAME["decisions"], [], [{"text": "قرر"}]).f1() == 0.0


def test_totals_are_sums_not_means():
    first = metrics.Counts(1, 1, 1, attributes={"owner": (1, 1)})
    second = metrics.Counts(3, 3, 0, attributes={"owner": (0, 2)})
    found = metrics.total([{"a": first}, {"a": second}])["a"]
    assert (found.f1(), found.attributes) == (0.25, {"owner": (1, 3)})


def test_the_meeting_is_scored_by_its_fields():
    gold = {"title": "محضر اجتماع لجنة الحدائق", "year": 2031, "plan": {"title": "برنامج الحدائق", "start_year": 2030}}
    found = {"title": "محضر اجتماع لجنة الحدائق.", "year": 2030, "plan": {"title": "برنامج الحدائق"}, "mode": "remote"}
    assert metrics.score_meeting(gold, found).attributes == {
        "title": (1, 1),
        "year": (0, 1),
        "mode": (0, 1),
        "plan": (0, 1),
    }


words = st.lists(st.sampled_from(["أ", "ب", "ج", "د"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(words, max_size=4), st.lists(words, max_size=4))
def test_no_other_assignment_earns_more(gold, found):
    kind = BY_NAME["decisions"]
    first, second = ([{"text": text} for text in texts] for texts in (gold, found))
    fewer, more = sorted((gold, found), key=len)
    best = max(
        sum(metrics.overlap(a, b) for a, b in zip(fewer, chosen, strict=True))
        for chosen in itertools.permutations(more, len(fewer))
    )
    counts = metrics.score_kind(kind, first, second)
    assert counts.overlap == pytest.approx(best)
    assert counts.exact <= counts.matched <= min(counts.gold, counts.predicted)


@given(st.lists(words, max_size=5))
def test_a_record_against_itself_is_perfect(texts):
    items = [{"text": text} for text in texts]
    counts = metrics.score_kind(BY_NAME["decisions"], items, items)
    assert counts.f1() == counts.f1("exact") == counts.f1("overlap") == 1.0
