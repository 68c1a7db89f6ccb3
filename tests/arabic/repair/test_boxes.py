"""Titles of boxes back before what they head, and headings that stand where they belong left there."""

import pytest

from ogp_nlp.arabic.repair.boxes import move_titles

CUES = ["لائحة المشاركين", "مخرجات الاجتماع"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- السيد علي؛\nلائحة المشاركين\n- السيد سامي.", "لائحة المشاركين\n- السيد علي؛\n- السيد سامي."),
        (
            "افتتح الاجتماع.\n1. نشر التقرير؛\n\nمخرجات الاجتماع\n",
            "افتتح الاجتماع.\nمخرجات الاجتماع\n1. نشر التقرير؛\n\n",
        ),
        ("- السيد علي.\nلائحة المشاركين\n- السيد سامي.", None),
        ("افتتح الاجتماع.\nمخرجات الاجتماع\n1. نشر التقرير.", None),
        ("- السيد علي؛\nكلمة قصيرة\n- السيد سامي.", None),
    ],
)
def test_titles_move_only_where_they_part_or_follow_a_list(text, wanted):
    moved = move_titles(text, CUES)
    assert moved.text == (wanted or text)
    assert moved.alignment.is_identity == (wanted is None)
    assert sorted(moved.text) == sorted(text)
