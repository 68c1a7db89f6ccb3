"""PDFs of real producers: the 24 ways in which Arabic text breaks, and what must come out instead."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from readers.pdf_samples import html_pdf, printed

from ogp_nlp import textmetrics
from ogp_nlp.readers import read

MINUTES = """محضر الاجتماع الثالث للجنة متابعة الخطة (2024-2026)

عقدت اللجنة اجتماعها الثالث يوم 25/12/2025 بقاعة الاجتماعات، بناءً على القانون رقم 31.13 والمرسوم رقم 2.21.1347، وبلغت نسبة الإنجاز 50% مقابل 47,5% في الدورة السابقة، ووافق الأعضاء على ما ورد في الاتفاقية رقم [12/م] و«دليل المشاركة» الذي أعدته منظمة Open Data مع فريق OGP في المغرب.

أولا: الحضور
- السيدة هدى العلوي، رئيسة اللجنة
- السيد مصطفى الرئيسي، مستشار على مستوى الولاية
م | الإجراء | المسؤول | الأجل
1 | إعداد التقرير السنوي حول الإصلاحات الإدارية واللامركزية وإحالته على الأمانة العامة | هدى العلوي | 15/01/2026
2 | نشر البيانات المفتوحة | لجنة الاتصال | مارس 2026
رفعت الجلسة على الساعة 12:30.
"""
FONTS = ["Amiri", "Noto Naskh Arabic", "KacstBook"]
PRODUCERS = ["Chromium", "LibreOffice", "WeasyPrint"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Documents read from the minutes, by producer and font; each made once."""
    folder = tmp_path_factory.mktemp("pdf")
    known = {}

    def get(producer, font):
        if (producer, font) not in known:
            known[producer, font] = read(printed(producer, MINUTES, font, folder))
        return known[producer, font]

    return get


every = pytest.mark.parametrize(("producer", "font"), [(p, f) for p in PRODUCERS for f in FONTS])


def flat(text):
    return " ".join(text.replace("|", " ").split())


@every
def test_row_01_lines_in_logical_order(made, producer, font):
    scores = textmetrics.text_scores(flat(MINUTES), flat(made(producer, font).text))
    assert scores.cer <= 0.02
    assert scores.word_f1 >= 0.97
    assert scores.numbers == 1.0


@every
def test_row_03_lam_alef_whole(made, producer, font):
    text = made(producer, font).text
    assert "الاتفاقية" in text
    assert "الإصلاحات" in text
    assert "واللامركزية" in text


@every
def test_row_04_digits_keep_their_order(made, producer, font):
    text = made(producer, font).text
    for number in ("25/12/2025", "31.13", "2.21.1347", "2024-2026", "47,5", "15/01/2026", "12:30"):
        assert number in text


@every
def test_row_05_percent_stays_with_its_number(made, producer, font):
    assert re.search(r"الإنجاز (50 ?%|%50) مقابل (47,5 ?%|%47,5)", made(producer, font).text)


@every
def test_row_11_final_yeh_and_alef_maqsura(made, producer, font):
    text = made(producer, font).text
    assert "مصطفى الرئيسي، مستشار على مستوى" in text
    assert " في " in text


@every
def test_row_16_latin_inside_arabic(made, producer, font):
    assert re.search(r"منظمة Open Data مع فريق OGP في", made(producer, font).text)


@every
def test_row_17_first_cell_is_the_rightmost_and_whole(made, producer, font):
    document = made(producer, font)
    rows = [b for b in document.blocks if b.kind == "table_row"]
    cells = [[document.text[a:b] for a, b in row.cells] for row in rows]
    assert cells[0] == ["م", "الإجراء", "المسؤول", "الأجل"]
    assert cells[1][0] == "1"
    assert "التقرير السنوي حول" in cells[1][1]
    assert cells[1][1].endswith("الأمانة العامة")
    assert cells[2][2] == "لجنة الاتصال"


@every
def test_row_20_brackets_and_quotation_marks(made, producer, font):
    text = made(producer, font).text
    for printed_as in ("(2024-2026)", "[12/م]", "«دليل المشاركة»"):
        assert printed_as in text


@every
def test_pages_boxes_and_lines(made, producer, font):
    document = made(producer, font)
    assert document.page_count == 1
    assert document.boxes.shape == (len(document.text), 4)
    assert set(document.pages.tolist()) == {1}
    place = document.text.index("رفعت الجلسة")
    (box,) = document.boxes_of(place, place + len("رفعت الجلسة"))
    assert 20 < box[2] - box[0] < 120
    title = document.text.index("محضر")
    assert document.boxes_of(title, title + 4)[0][1] < box[1]
    assert document.text.split("\n")[0] == MINUTES.split("\n", maxsplit=1)[0]


def test_row_06_presentation_forms_are_folded(tmp_path):
    path = html_pdf("<p>ﻣﺤﻀﺮ ﺍﻻﺟﺘﻤﺎﻉ ﺍﻷﻭﻝ ﻟﻠﺠﻨﺔ</p>", tmp_path, "body {font-family: 'DejaVu Sans'}")
    assert read(path).text == "محضر الاجتماع الأول للجنة"


def test_row_08_no_unicode_map_is_said(tmp_path):
    from ogp_nlp.errors import InputError
    from ogp_nlp.readers.limits import Limits

    path = html_pdf(f"<p>{MINUTES}</p>", tmp_path, uncompressed_pdf=True)
    path.write_bytes(path.read_bytes().replace(b"/ToUnicode", b"/ToUnicodx"))
    with pytest.raises(InputError, match="OCR"):
        read(path, Limits(ocr=False))


def test_row_09_a_false_map_is_noticed(tmp_path):
    path = html_pdf(f"<p>{MINUTES}</p>", tmp_path, uncompressed_pdf=True)
    data = path.read_bytes()
    for right, wrong in (
        (b"<0627>", b"<0636>"),
        (b"<0644>", b"<0638>"),
        (b"<064a>", b"<063a>"),
        (b"<0645>", b"<062b>"),
    ):
        data = data.replace(right, wrong).replace(right.upper(), wrong)
    path.write_bytes(data)
    from ogp_nlp.readers.limits import Limits

    warnings = {warning.code: warning.page for warning in read(path, Limits(ocr=False)).warnings}
    assert warnings.get("false_unicode_map") == 1


def test_words_stretched_by_kashida_are_known(tmp_path):
    """A page justified by kashida has no false map."""
    words = re.findall(r"[\u0621-\u064a]{4,}", MINUTES)
    stretched = " ".join(f"{word[:2]}ـــ{word[2:]}" if word[1] in "حبجنسمهعلتقي" else word for word in words)
    assert stretched.count("ـ") > 60
    assert read(html_pdf(f"<p>{stretched}</p>", tmp_path)).warnings == ()


def test_a_good_page_has_no_verdict(made):
    assert made("WeasyPrint", "Noto Naskh Arabic").warnings == ()


def test_row_10_kashida_is_dropped(tmp_path):
    path = html_pdf("<p>محضـــر الاجتمـــاع الأول للجنـة</p>", tmp_path)
    assert read(path).text == "محضر الاجتماع الأول للجنة"


@pytest.mark.parametrize("font", ["Noto Naskh Arabic", "KacstBook"])
def test_row_10_justification_of_libreoffice(made, font):
    assert "عقدت اللجنة اجتماعها الثالث يوم" in made("LibreOffice", font).text


@pytest.mark.parametrize("producer", PRODUCERS)
@pytest.mark.parametrize("font", ["Amiri", "Noto Naskh Arabic"])
def test_row_12_diacritics_on_their_base(tmp_path, producer, font):
    words = "عُقِدَ الاجتماعُ بحضورِ ممثِّلينَ عن الجمعيّات وتمّ التَّصويتُ"
    text = read(printed(producer, words, font, tmp_path)).text
    bare = re.compile("[\u064b-\u0652]")
    assert bare.sub("", text) == bare.sub("", words)
    if (producer, font) != ("WeasyPrint", "Amiri"):  # its maps call kasra and shadda by one name
        ordered = [unicodedata.normalize("NFC", value) for value in (words, text)]
        assert textmetrics.character_error_rate(*ordered) <= 0.04


@pytest.mark.parametrize("size", ["8pt", "13pt", "40pt"])
def test_row_13_and_14_blanks_at_any_size(tmp_path, size):
    words = "دراسة أوراق وزارة الداخلية دون إرجاء"
    assert read(html_pdf(f"<p>{words}</p>", tmp_path, f"p {{font-size: {size}}}")).text.replace("\n", " ") == words


def test_row_13_letters_set_apart(tmp_path):
    words = "Open Government 2025"
    path = html_pdf(f"<p>محضر الاجتماع</p><p style='letter-spacing: 4pt'>{words}</p>", tmp_path)
    assert words in read(path).text


def test_row_18_two_columns_each_whole(tmp_path):
    first = " ".join(f"الفقرة رقم {n} من العمود الأول تتحدث عن الميزانية." for n in range(1, 16))
    second = " ".join(f"الفقرة رقم {n} من العمود الثاني تتحدث عن التشغيل." for n in range(1, 16))
    cell = "display: table-cell; width: 8cm; vertical-align: top; text-align: justify; padding-left: 1cm"
    path = html_pdf(
        f"<h1>محضر الاجتماع</h1><div style='{cell}'>{first}</div><div style='{cell}'>{second}</div>", tmp_path
    )
    assert flat(read(path).text) == flat(f"محضر الاجتماع {first} {second}")


def test_row_19_actual_text_of_chromium(made):
    text = made("Chromium", "Amiri").text
    assert "بناءً على القانون" in text
    assert "المسؤول" in text


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_row_21_rotated_pages(tmp_path, turn):
    import pypdfium2 as pdfium

    path = html_pdf("<p>محضر الاجتماع الأول للجنة المركزية</p><p>رفعت الجلسة يوم 12/3/2025.</p>", tmp_path)
    book = pdfium.PdfDocument(path.read_bytes())
    book[0].set_rotation(turn)
    book.save(tmp_path / "turned.pdf")
    book.close()
    assert read(tmp_path / "turned.pdf").text.split("\n")[0] == "محضر الاجتماع الأول للجنة المركزية"


def test_row_21_text_drawn_sideways(tmp_path):
    style = "p {transform: rotate(90deg); transform-origin: center; margin: 8cm 0}"
    document = read(html_pdf("<p>محضر الاجتماع الأول يوم 12/3/2025</p>", tmp_path, style))
    assert document.text == "محضر الاجتماع الأول يوم 12/3/2025"
    assert "rotated" in {warning.code for warning in document.warnings}


def test_row_23_running_heads_feet_and_page_numbers(tmp_path):
    style = """@page {@top-center {content: 'مجلس الجماعة'; font-family: Amiri}
    @bottom-center {content: 'صفحة ' counter(page) ' من ' counter(pages); font-family: Amiri}}"""
    body = "".join(
        f"<p>القرار رقم {n} في شأن الميزانية والتجهيز والتعمير والبيئة والتشغيل في دوائر الإقليم التابعة لنفوذ "
        f"العمالة وما يرتبط بها من مشاريع التنمية القروية.</p>"
        for n in range(60)
    )
    document = read(html_pdf(body, tmp_path, style))
    assert document.page_count > 2
    assert "مجلس الجماعة" not in document.text
    assert "صفحة" not in document.text
    assert len([line for line in document.text.split("\n") if line]) == 60
    assert "running_heads" in {warning.code for warning in document.warnings}


def test_headings_are_known_by_size_and_weight(tmp_path):
    body = "<h1>محضر الاجتماع</h1><p>نص الفقرة الأولى من المحضر.</p><h2>القرارات</h2><p>نص الفقرة الثانية.</p>"
    document = read(html_pdf(body, tmp_path))
    kinds = [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]
    assert kinds[0] == ("heading", 1, "محضر الاجتماع")
    assert kinds[2] == ("heading", 2, "القرارات")
    assert kinds[1][0] == kinds[3][0] == "paragraph"


def test_a_side_box_is_a_piece_of_its_own(tmp_path):
    box = "border: 1px solid; width: 5cm; float: left; padding: 6pt"
    body = f"<div style='{box}'>التوصيات: نشر التقرير.</div><p>{'عرض المقرر تقدم الأشغال في المشروع الأول. ' * 6}</p>"
    text = read(html_pdf(body, tmp_path)).text
    assert "التوصيات: نشر التقرير." in text.split("\n")


def test_numbers_of_all_digit_sets(tmp_path):
    words = "بلغت النسبة ٤٧٪ بتاريخ ١٢/٣/٢٠٢٥ ومبلغ ١٬٥٠٠٫٥ دينار"
    assert read(html_pdf(f"<p>{words}</p>", tmp_path)).text == words


def test_characters_agree_with_pdfplumber(made, tmp_path):
    """PDFium's glyph places are those of pdfplumber, an independent reader."""
    pdfplumber = pytest.importorskip("pdfplumber")
    path = printed("LibreOffice", MINUTES, "Amiri", tmp_path)
    document = read(path)
    with pdfplumber.open(path) as book:
        letters = [c for c in book.pages[0].chars if c["text"] == "ع"]
    ours = document.boxes[[i for i, sign in enumerate(document.text) if sign == "ع"]]
    assert len(letters) == len(ours)
    theirs = np.sort([c["x0"] for c in letters])
    assert np.abs(np.sort(ours[:, 0]) - theirs).max() < 1.5


def test_a_list_of_names_with_their_places_is_parted_where_each_name_ends(tmp_path):
    """Blanks that happen to stand one below the other are no column; numbered items are rows of their own."""
    people = [
        ("سعادة الشيخ سيف بن هلال بن ناصر المعولي", "والي وادي الغاف"),
        ("المكرم خلفان بن سعيد الراشدي", "عضو المجلس البلدي"),
        ("الفاضلة رحمة بنت عامر الحارثية", "عضو المجلس البلدي"),
        ("الفاضل ماجد بن عبدالله الكلباني", "مدير دائرة البلدية"),
        ("المهندس يعقوب بن يوسف الزدجالي", "دائرة الطرق"),
    ]
    body = "".join(f"<p>{at}. {name}&emsp;&emsp;{place}</p>" for at, (name, place) in enumerate(people, 1))
    document = read(html_pdf("<p>وبحضور كل من السادة والسيدات:</p>" + body, tmp_path))
    rows = [document.text[b.start : b.end] for b in document.blocks if b.kind == "table_row"]
    assert rows == [f"{at}. {name} | {place}" for at, (name, place) in enumerate(people, 1)]


def test_the_stroke_between_lam_and_kaf_is_no_second_lam(tmp_path):
    """WeasyPrint calls both parts of Amiri's lam before kaf a lam."""
    document = read(html_pdf("<p>هيئة الكهرباء والمكتب الإلكتروني للكتب</p>", tmp_path, "body {font-family: Amiri}"))
    assert document.text == "هيئة الكهرباء والمكتب الإلكتروني للكتب"


@pytest.mark.parametrize("producer", ["Chromium", "LibreOffice", "WeasyPrint"])
def test_the_lam_before_kaf_stays_whoever_prints_it(tmp_path, producer):
    """Chromium puts Amiri's lam together from several pieces, the first of which is as flat as a stroke."""
    text = "أفادت هيئة الكهرباء بأن آجال التعاقد استهلكت، وحضرت الملكة عن المكتب الإلكتروني للكتب."
    assert read(printed(producer, text, "Amiri", tmp_path)).text == text


def test_what_clipping_hides_is_not_read(tmp_path):
    """A line below the edge of a box that cuts off what reaches over it is drawn in the file and seen by nobody."""
    style = "div {height: 1.4em; line-height: 1.4em; overflow: hidden}"
    document = read(html_pdf("<div>السطر الظاهر في الصفحة<br>سطر لا يراه أحد</div>", tmp_path, style))
    assert document.text == "السطر الظاهر في الصفحة"
