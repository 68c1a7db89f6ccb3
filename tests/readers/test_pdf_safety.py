"""PDFs that are encrypted, broken or made to harm: one clear line, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from readers.pdf_samples import html_pdf
from readers.pdf_writer import codes_of, visual_line, write_pdf

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
    assert "needs a password" in refusal(path)
    assert "not by this password" in refusal(path, replace(Limits(), password="غيره"))
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


WORDS = "محضر الاجتماع الأول للجنة المركزية"


def written(path, content=None, **options):
    codes = codes_of(WORDS)
    unicode = {code: sign for sign, code in codes.items()}
    return write_pdf(path, visual_line(WORDS, codes) if content is None else content, unicode=unicode, **options)


def swift(path, seconds=5):
    """The document or the refusal, in bounded time and memory."""
    limits = replace(Limits(), max_seconds=seconds, max_memory=2_000_000_000)
    try:
        return read(path, limits)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017 - a document is as good
        return None


def test_thousands_of_pages(tmp_path):
    assert "2,001 pages" in refusal(written(tmp_path / "many.pdf", pages=2001))


@pytest.mark.parametrize("box", ["0 0 1e9 1e9", "0 0 0 0", "0 0 -5 -5", "-1e30 0 1e30 842", "0 0 595 842000"])
def test_absurd_page_sizes(tmp_path, box):
    document = swift(written(tmp_path / "size.pdf", box=box))
    assert document is None or WORDS in document.text


def test_a_loop_in_the_page_tree(tmp_path):
    path = written(tmp_path / "loop.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Kids [10 0 R]", b"/Kids [2 0 R] "))
    assert refusal(path)


def test_pages_that_are_no_pages(tmp_path):
    path = written(tmp_path / "none.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Kids [10 0 R] /Count 1", b"/Kids [99 0 R] /Count 9"))
    assert refusal(path)


def test_deep_nesting(tmp_path):
    deep = "q " * 200_000 + "[" * 200_000
    assert swift(written(tmp_path / "deep.pdf", deep)) is None


def test_a_form_that_draws_itself(tmp_path):
    content = "/X Do /X Do /X Do"
    path = written(tmp_path / "self.pdf", content)
    data = path.read_bytes()
    form = b"/XObject << /X 4 0 R >> /Font"
    data = data.replace(b"/Resources << /Font", b"/Resources << " + form)
    stream = (
        b"4 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length"
    )
    path.write_bytes(data.replace(b"4 0 obj\n<< /Length", stream))
    assert swift(path) is None


def test_a_stream_that_grows_a_thousandfold(tmp_path):
    import zlib

    body = zlib.compress(b"0 0 m 9 9 l S\n" * 20_000_000, 9)
    path = written(tmp_path / "bomb.pdf", "x" * len(body))
    data = path.read_bytes().replace(b"x" * len(body), body)
    data = data.replace(
        f"4 0 obj\n<< /Length {len(body)}".encode(), f"4 0 obj\n<< /Filter /FlateDecode /Length {len(body)}".encode()
    )
    path.write_bytes(data)
    assert swift(path) is None


def test_more_letters_than_a_document_may_have(tmp_path):
    codes = codes_of(WORDS)
    content = "\n".join(visual_line(WORDS, codes, y=780 - 20 * at) for at in range(30))
    path = written(tmp_path / "long.pdf", content, pages=20)
    assert "characters" in refusal(path, replace(Limits(), max_characters=5_000))
