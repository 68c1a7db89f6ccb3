import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.arabic.digits import parse_number, tidy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("47", 47),
        ("47,5", 47.5),
        ("٤٧٫٥", 47.5),
        ("٤٧,٥", 47.5),
        ("47،5", 47.5),
        ("۴۷", 47),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1.250,75", 1250.75),
        ("١٬٢٥٠", 1250),
        ("12 500", 12_500),
        (" 100 ", 100),
    ],
)
def test_numerals(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "أربعة", "12/5", "-5", "5 و6"])
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(ValueError, match="no number"):
        parse_number(text)


@given(st.integers(0, 10**6), st.integers(0, 99), st.sampled_from([".", ",", "٫"]))
def test_decimals_round_trip(whole, part, sign):
    assert tidy(parse_number(f"{whole}{sign}{part:02}")) == tidy(whole + part / 100)
