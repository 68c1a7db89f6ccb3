from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.arabic.alignment import Aligned, Alignment, map_characters


@st.composite
def alignments(draw, source: int | None = None, target: int | None = None):
    source = draw(st.integers(0, 12)) if source is None else source
    target = draw(st.integers(0, 12)) if target is None else target
    index = st.integers(0, source - 1) if source else st.nothing()
    rows = [draw(st.lists(index, max_size=3)) if source else [] for _ in range(target)]
    return Alignment.from_rows(rows, source)


@st.composite
def chains(draw):
    lengths = draw(st.lists(st.integers(0, 8), min_size=4, max_size=4))
    return [draw(alignments(a, b)) for a, b in pairwise(lengths)]


@given(chains())
def test_compositions_associate(chain):
    first, second, third = chain
    assert first.then(second).then(third) == first.then(second.then(third))


@given(alignments())
def test_identity_is_neutral(alignment):
    assert Alignment.identity(alignment.source_length).then(alignment) == alignment
    assert alignment.then(Alignment.identity(len(alignment))) == alignment


@given(chains())
def test_composition_follows_the_rows(chain):
    first, second, _ = chain
    composed = first.then(second)
    for place in range(len(composed)):
        assert composed.row(place) == [i for j in second.row(place) for i in first.row(j)]


@given(alignments(), st.data())
def test_every_offset_maps_back_inside_the_source(alignment, data):
    start = data.draw(st.integers(0, len(alignment)))
    end = data.draw(st.integers(start, len(alignment)))
    spans = alignment.spans(start, end)
    assert all(0 <= a < b <= alignment.source_length for a, b in spans)
    assert {i for a, b in spans for i in range(a, b)} == {i for p in range(start, end) for i in alignment.row(p)}


@given(st.permutations(range(8)))
def test_a_permutation_and_its_inverse_are_a_round_trip(order):
    inverse = [order.index(i) for i in range(8)]
    assert Alignment.select(order, 8).then(Alignment.select(inverse, 8)).is_identity


@given(st.text(max_size=20))
def test_first_points_at_what_was_copied(text):
    aligned = map_characters(text, lambda c: "" if c.isspace() else c * 2)
    assert all(text[i] == c for i, c in zip(aligned.alignment.first(), aligned.text, strict=True))


def test_wrong_lengths_are_refused():
    with pytest.raises(ValueError, match="compose"):
        Alignment.identity(2).then(Alignment.identity(3))
    with pytest.raises(ValueError, match="outside"):
        Alignment.select([5], 2)
    with pytest.raises(ValueError, match="against"):
        Aligned("ab", Alignment.identity(3))
