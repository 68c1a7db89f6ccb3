"""PDFs that are encrypted, broken or made to harm: one clear line, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from readers.pdf_samples import html_pdf

from ogp_nlp.errors import InputError
from ogp_nlp.readers import pdf, read
from ogp_nlp.readers.limits import Limits

BODY = "<p>محضر الاجتماع الأول للجنة المركزية</p><p style='break-before: page'>رفعت الجلسة يوم 12/3/2025.</p>"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return html_pdf(BODY, tmp_path_factory.mktemp("good"))


def refusal(path, limits=None):
    with pytest.raises(InputError) as caught:
        read(path, limits)
    assert "\n" not in str(caught.value)
    return caught.value.reason


def test_a_truncated_or_broken_file(good, tmp_path):
    data = good.read_bytes()
    for name, content in (("half", data[: len(data) // 2]), ("junk", b"%PDF-1.7\n" + b"x" * 500), ("head", data[:20])):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        assert refusal(path)


def test_a_broken_cross_reference_table_is_made_anew(good, tmp_path):
    path = tmp_path / "xref.pdf"
    path.write_bytes(good.read_bytes().replace(b"startxref", b"startxxxx"))
    assert "محضر الاجتماع الأول" in read(path).text


def test_an_encrypted_file(good, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=good)
    writer.encrypt("سر")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    writer.close()
    assert "password" in refusal(path)
    document = pdf.read(path.name, path.read_bytes(), str(path), Limits(), password="سر")
    assert "رفعت الجلسة" in document.text


def test_limits_of_pages_time_and_memory(good):
    assert "2 pages" in refusal(good, replace(Limits(), max_pages=1))
    assert "seconds" in refusal(good, replace(Limits(), max_seconds=0.0))
    assert "memory" in refusal(good, replace(Limits(), max_memory=1_000_000))
    assert read(good).page_count == 2  # the next document has a child of its own


def test_the_child_may_die(good):
    from ogp_nlp.readers import pdf_worker

    read(good)
    pdf_worker._child.process.kill()
    pdf_worker._child.process.wait()
    assert read(good).page_count == 2


def test_a_page_without_text(tmp_path):
    path = html_pdf("<p></p>", tmp_path)
    assert "no text" in refusal(path)
