"""Plain text: encodings found out, bad input refused in one clear line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.errors import InputError
from ogp_nlp.readers import read
from ogp_nlp.readers.limits import Limits
from ogp_nlp.readers.text import decode

MINUTES = (
    "محضر الاجتماع الثالث للجنة المالية\nالتاريخ: 12 مارس 2025\nحضر الاجتماع السيد عمر البقالي رئيس اللجنة والسيدة هدى العلمي.\n"
    "قررت اللجنة المصادقة على مشروع الميزانية بعد مناقشة بنوده، وكلفت المقرر بإعداد التقرير النهائي خلال شهر.\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6", "utf-32"]
)
def test_encodings_are_found_out(encoding, tmp_path):
    path = tmp_path / "minutes.txt"
    text = MINUTES.replace("،", ",") if encoding == "iso8859_6" else MINUTES
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
@pytest.mark.parametrize("line", ["محضر اجتماع", "لجنة الشؤون الاجتماعية", "السيدة فاطمة الزهراء", "تقرير نهاية السنة"])
def test_short_texts_in_old_encodings(line, encoding):
    assert decode(line.encode(encoding))[0] == line


def test_mixed_encodings_are_read_line_by_line_and_said(tmp_path):
    first, second, third = MINUTES.splitlines()[:3]
    path = tmp_path / "mixed.txt"
    path.write_bytes(b"\n".join([first.encode(), second.encode("cp1256"), third.encode()]))
    document = read(path)
    assert document.text == f"{first}\n{second}\n{third}"
    assert [(w.code, "lines 2" in w.message) for w in document.warnings] == [("mixed_encodings", True)]


def test_form_feeds_are_pages(tmp_path):
    path = tmp_path / "pages.txt"
    path.write_text("محضر الاجتماع\n\fجدول الأعمال\n\fالتوصيات", encoding="utf-8")
    document = read(path)
    assert [document.page_of(document.text.index(word)) for word in ("محضر", "جدول", "التوصيات")] == [1, 2, 3]
    assert document.page_count is None


def test_source_offsets_lead_back_to_the_decoded_input(tmp_path):
    path = tmp_path / "crlf.txt"
    path.write_bytes("محضـــر\r\n\u200fاﻻجتماع الأول".encode())
    document = read(path)
    start = document.text.index("الاجتماع")
    spans = document.source_spans(start, start + len("الاجتماع"))
    assert document.text == "محضر\nالاجتماع الأول"
    assert "".join(document.decoded[a:b] for a, b in spans) == "اﻻجتماع"


def test_lines_that_pdftotext_ran_together_are_parted(tmp_path):
    path = tmp_path / "poppler.txt"
    path.write_text(
        "\u202bالسيد أنس\u202a ،\u202cرئيس\u202c\u202bالسيدة هدى\u202a ،\u202cعضو\u202c\n", encoding="utf-8"
    )
    document = read(path)
    assert document.text.splitlines() == ["السيد أنس ،رئيس", "السيدة هدى ،عضو"]
    start = document.text.index("هدى")
    assert "".join(document.decoded[a:b] for a, b in document.source_spans(start, start + 3)) == "هدى"


BAD = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\t\n ", "is empty"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, "JPEG"),
    "binary": (bytes(range(256)) * 50, "binary"),
    "latin": (b"Minutes of the third meeting of the committee\n" * 5, "no Arabic words"),
    "diacritics": ("\u064b\u064c\u064d\u064e\u064f\u0650 \u0651\u0652\n".encode() * 20, "no Arabic words"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "damaged PDF"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
    "zip": (b"PK\x03\x04" + bytes(100), "archive"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_minutes_is_refused_in_one_line(name, tmp_path):
    data, reason = BAD[name]
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=reason) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_folder_and_large(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    path = tmp_path / "large.txt"
    path.write_text(MINUTES, encoding="utf-8")
    with pytest.raises(InputError, match="larger than"):
        read(path, Limits(max_bytes=100))
    with pytest.raises(InputError, match="above the limit"):
        read(path, Limits(max_characters=100))
    path.write_text("محضر الجلسة\n" * 100_000, encoding="utf-8")
    with pytest.raises(InputError, match="100,000 lines"):
        read(path)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data):
    text, encoding, _ = decode(data)
    assert isinstance(text, str)
    assert encoding
