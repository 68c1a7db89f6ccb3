"""The report's parts on small figures: the naive baseline, error places, test documents held back, the page."""

from __future__ import annotations

import importlib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ogp_nlp.evaluating import score_record
from ogp_nlp.metrics import KINDS
from ogp_nlp.samples import Sample

TEXT = """محضر الاجتماع الثالث للجنة الحدائق
الحاضرون
- السيدة سلمى الرفاعي، مديرة التخطيط
- السيد أنس بن عياد، مقرر
المشروع رقم 2: تشجير الشوارع
بلغت نسبة الإنجاز ٤٧٪ في 3 ماي 2031 بموجب القانون رقم 12.30
قررت اللجنة تأجيل النظر في الطلب.
التوصيات
- إعداد تقرير مفصل قبل 20 ماي 2031
"""


def script(name):
    return importlib.import_module(name)


def empty(**parts):
    return {"meeting": {}, **{kind.name: [] for kind in KINDS}, **parts}


def test_the_naive_baseline_finds_what_is_plain(scripts):
    found = script("naive").record(TEXT)
    assert [person["name"] for person in found["attendees"]] == ["سلمى الرفاعي", "أنس بن عياد"]
    assert [person["gender"] for person in found["attendees"]] == ["female", "male"]
    assert [(one["number"], one["title"]) for one in found["commitments"]] == [(2, "تشجير الشوارع")]
    assert [one["value"] for one in found["percentages"]] == [47.0]
    assert [one["value"] for one in found["dates"]] == ["2031-05-03", "2031-05-20"]
    assert [(one["kind"], one["number"]) for one in found["legal_references"]] == [("law", "12.30")]
    assert [one["text"] for one in found["decisions"]] == ["قررت اللجنة تأجيل النظر في الطلب"]
    assert [(one["task"], one["due_end"]) for one in found["action_items"]] == [("إعداد تقرير مفصل", "2031-05-20")]
    assert (found["meeting"]["ordinal"], found["meeting"]["year"]) == (3, 2031)


@pytest.fixture
def one():
    """A document in which one figure is missed, one decision is made up and an owner differs."""
    at = TEXT.index("٤٧٪")
    figure = {"value": 47, "text": "٤٧٪", "subject": "other", "commitment": None, "about": None, "qualifiers": [],
              "as_of": None, "evidence": [{"text": "٤٧٪", "start": at, "end": at + 3}]}  # fmt: skip
    task = {"task": "إعداد تقرير", "owner": "سلمى", "due_start": None, "due_end": "2031-05-20", "progress": None,
            "origin": "listed", "section": None, "evidence": []}  # fmt: skip
    gold = empty(percentages=[figure], action_items=[task])
    found = empty(decisions=[{"text": "شكر الحاضرين", "evidence": []}], action_items=[{**task, "owner": "أنس"}])
    return lambda split: score_record(Sample("a", Path("a.txt"), gold, split, {}), found, TEXT)


def test_a_miss_is_linked_to_its_line(scripts, one):
    (error,) = script("errors").errors(one("dev"), "percentages")
    assert (error.what, error.line, error.words) == ("missed", 6, "٤٧٪")
    assert error.snippet.startswith("بلغت نسبة الإنجاز ٤٧٪")


def test_surplus_and_differences_are_listed(scripts, one):
    module = script("errors")
    assert [error.what for error in module.errors(one("train"), "decisions")] == ["surplus"]
    (error,) = module.attribute_errors(one("train"), "action_items", "owner")
    assert (error.field, error.wanted, error.found) == ("owner", "سلمى", "أنس")


def test_words_of_test_documents_are_held_back(scripts, one):
    module = script("errors")
    told = [*module.errors(one("test"), "percentages"), *module.attribute_errors(one("test"), "action_items", "owner")]
    assert len(told) == 2
    for error in told:
        assert (error.words, error.snippet, error.wanted, error.line) == ("(held back)", "", "", None)


class _Checker(HTMLParser):
    def __init__(self):
        super().__init__()
        self.outside = []

    def handle_starttag(self, tag, attributes):
        self.outside += [value for name, value in attributes if name in ("src", "href") and not value.startswith("#")]


def test_the_page_needs_nothing_from_elsewhere(scripts, one):
    errors = script("errors").errors(one("dev"), "percentages")
    markdown = "# Results\n\nIntro.\n\n## Table\n\n| a | b |\n|---|---:|\n| x | **1.0** |\n"
    page = script("report_page").page(markdown, [("<svg></svg>", "A <plot>")], errors)
    checker = _Checker()
    checker.feed(page)
    assert checker.outside == []
    assert "<td class=n><b>1.0</b></td>" in page
    assert "A &lt;plot&gt;" in page
    assert "٤٧٪" in page
    assert page.index("<svg>") < page.index("<h2>Table")


def test_results_quote_no_test_document(scripts):
    from score import CORPUS, chosen

    results = (CORPUS.parent / "evaluation" / "RESULTS.md").read_text(encoding="utf-8")
    for sample in chosen(["test"]):
        for kind in ("attendees", "decisions", "action_items"):
            for item in sample.gold[kind]:
                assert (item.get("name") or item.get("task") or item.get("text")) not in results
