"""Headings and items that a reader knows by print, and gaps worked out where a text shows none."""

from __future__ import annotations

import pytest
import spacy

import ogp_nlp.components.sections
from ogp_nlp.components.lines import lines_of
from ogp_nlp.components.tokenizer import MinutesTokenizer

assert ogp_nlp.components.sections.make_sections

SENTENCE = "ناقشت اللجنة مشروع الميزانية السنوية وقدمت بشأنه جملة من الملاحظات والمقترحات العملية القابلة للتطبيق."
HEAD = ["وزارة الإدارة", "محضر الاجتماع الثالث للجنة المتابعة", "المكان: قاعة الاجتماعات", "الحضور:"]
PEOPLE = ["- السيد أنس العمري، رئيس القسم", "- السيدة هدى البكري، مقررة"]
POINTS = ["الميزانية السنوية", "الموارد البشرية والتكوين", "برنامج الأشغال"]


@pytest.fixture(scope="module")
def sections():
    nlp = spacy.blank("ar")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.add_pipe("ogp_sections")

    def run(lines, kinds=None, joint="\n"):
        """The lines found; ``kinds`` gives kind and level of the blocks by the text of their line."""
        text = joint.join(lines)
        doc = nlp.make_doc(text)
        if kinds is not None:
            blocks, at = [], 0
            for line in lines:
                kind, level = kinds.get(line, ("paragraph", 0))
                blocks.append([at, at + len(line), kind, level])
                at += len(line) + len(joint)
            doc.user_data["ogp_blocks"] = blocks
        for _, component in nlp.pipeline:
            doc = component(doc)
        return lines_of(doc)

    return run


def headings(lines):
    return [(line.text, line.level) for line in lines if line.kind == "heading"]


def account():
    return [line for point in POINTS for line in (point, SENTENCE, SENTENCE)]


def test_headings_are_found_without_any_blank_line(sections):
    found = headings(sections([*HEAD, *PEOPLE, *account()]))
    assert [text for text, _ in found] == ["الحضور:", *POINTS]


def test_headings_are_found_with_a_blank_line_after_every_line(sections):
    lines = [*HEAD, *PEOPLE, *account()]
    assert headings(sections(lines, joint="\n\n")) == headings(sections(lines))


def test_printed_headings_count_whatever_their_words(sections):
    kinds = {HEAD[1]: ("heading", 1)} | dict.fromkeys(POINTS, ("heading", 2))
    long = "تقرير السيد المدير العام حول ما أنجز من الأشغال المبرمجة وما تأخر منها وأسباب ذلك ومقترحات تداركه"
    lines = sections([*HEAD, *PEOPLE, *account(), long, SENTENCE], kinds | {long: ("heading", 2)})
    assert [text for text, level in headings(lines) if level == 1][-4:] == [*POINTS, long]


def test_a_document_that_prints_its_headings_has_no_others_by_their_looks(sections):
    kinds = dict.fromkeys(POINTS, ("heading", 2))
    note = "ملاحظة حول سير النقاش"
    lines = [*HEAD, *PEOPLE, *account(), note, SENTENCE]
    assert note not in dict(headings(sections(lines, kinds)))
    assert note in dict(headings(sections(lines)))


def test_smaller_print_stands_below_larger(sections):
    kinds = {POINTS[0]: ("heading", 2), POINTS[1]: ("heading", 3), POINTS[2]: ("heading", 2)}
    assert dict(headings(sections([*HEAD, *PEOPLE, *account()], kinds)))[POINTS[1]] == 2


def test_indented_lines_are_items_though_their_bullets_are_drawn(sections):
    items = ["إعداد التقرير السنوي", "نشر المحضر على الموقع"]
    lines = sections([*HEAD, *PEOPLE, *account(), "التوصيات:", *items], dict.fromkeys(items, ("list_item", 1)))
    assert [(line.kind, line.topic) for line in lines[-2:]] == [("item", "actions")] * 2


def test_a_numbered_list_that_begins_again_is_no_list_but_headings(sections):
    agenda = [f"{at}. {point}" for at, point in enumerate(POINTS, 1)]
    again = [line for point in agenda for line in (point, SENTENCE)]
    lines = sections([*HEAD, *PEOPLE, "جدول الأعمال:", *agenda, *again])
    assert [line.kind for line in lines if line.number] == ["item"] * 3 + ["heading"] * 3


def test_offices_under_the_closing_are_no_points(sections):
    end = ["رفعت الجلسة على الساعة الثانية زوالا.", "أمين سر اللجنة", "اللواء حسام الدين بن عبد القادر الشناوي"]
    assert [line.topic for line in sections([*HEAD, *PEOPLE, *account(), *end])[-3:]] == ["closing"] * 3
