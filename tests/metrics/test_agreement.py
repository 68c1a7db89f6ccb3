"""Cohen's kappa on cases worked by hand, and which items bear the labels that are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.metrics.agreement import kappa_interval, label_pairs

LABELS = st.sampled_from("abc")


def person(name, **fields):
    return {"name": name, "attendance": "present", "capacity": "member", "sector": "government", **fields}


@pytest.mark.parametrize(
    ("pairs", "agreed", "kappa"),
    [
        # Cohen's textbook case, 20+15 of 50 agree: observed 0.7; chance 0.5*0.6 + 0.5*0.4 = 0.5; (0.7-0.5)/0.5.
        ({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}, 35, 0.4),
        ({("y", "y"): 3, ("n", "n"): 2}, 5, 1.0),
        # Observed 0.8, chance 0.9*0.9 + 0.1*0.1 = 0.82: worse than chance although four of five agree.
        ({("y", "y"): 8, ("y", "n"): 1, ("n", "y"): 1}, 8, -0.111),
        ({("y", "n"): 1, ("n", "y"): 1}, 0, -1.0),
        ({("y", "y"): 7}, 7, None),
    ],
)
def test_by_hand(pairs, agreed, kappa):
    found = kappa_interval([[pair] * count for pair, count in pairs.items()], draws=10)
    assert (found.agreed, found.pairs) == (agreed, sum(pairs.values()))
    assert found.kappa is None if kappa is None else found.kappa.value == pytest.approx(kappa, abs=0.001)


def test_no_pairs_say_nothing():
    assert kappa_interval([[], []]) == (None, 0, 0)


def test_the_interval_is_as_wide_as_documents_differ():
    alike = [[("y", "y"), ("n", "n"), ("y", "n")]] * 4
    unlike = [[("y", "y"), ("n", "n")]] * 3 + [[("y", "n"), ("n", "y")]]
    assert kappa_interval(alike).kappa.half_width == pytest.approx(0)
    assert kappa_interval(unlike).kappa.half_width > 0.3


@given(st.lists(st.lists(st.tuples(LABELS, LABELS), max_size=5), max_size=4))
def test_kappa_lies_between_its_bounds_and_does_not_depend_on_who_is_first(documents):
    found = kappa_interval(documents, draws=5)
    turned = kappa_interval([[(b, a) for a, b in pairs] for pairs in documents], draws=5)
    assert found.agreed == turned.agreed
    if found.kappa is None:
        assert turned.kappa is None
    else:
        assert -1 <= found.kappa.value <= 1
        assert found.kappa.value == pytest.approx(turned.kappa.value)


def test_labels_are_those_of_matched_items():
    first = {"attendees": [person("سعاد اليوسفي"), person("كمال الدين")]}
    second = {"attendees": [person("كمال الدين", capacity="guest"), person("نادر")]}
    assert label_pairs(first, second)["attendees capacity"] == [("member", "guest")]


def test_legal_texts_of_the_same_number_may_differ_in_kind():
    first = {"legal_references": [{"number": "5/2030", "kind": "law"}, {"number": "7", "kind": "decree"}]}
    second = {"legal_references": [{"number": "5/2030", "kind": "decree"}, {"number": "8", "kind": "decree"}]}
    assert label_pairs(first, second)["legal_references kind"] == [("law", "decree")]


def test_qualifiers_are_one_label_in_any_order():
    one = {"value": 40.0, "qualifiers": ["target", "minimum"]}
    other = {"value": 40.0, "qualifiers": ["minimum", "target"]}
    pairs = label_pairs({"percentages": [one]}, {"percentages": [other]})
    assert pairs["percentages qualifiers"] == [("minimum+target", "minimum+target")]


def test_modes_are_compared_by_meeting():
    assert label_pairs({"meeting": {"mode": "remote"}}, {"meeting": {"mode": None}})["meeting mode"] == [
        ("remote", "None")
    ]
