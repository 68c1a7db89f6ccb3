"""One small document read before the first fork, so that children inherit every dictionary instead of loading it."""

from __future__ import annotations

import contextlib

from ogp_nlp.errors import OgpNlpError
from ogp_nlp.pipeline import Pipeline
from ogp_nlp.readers import read_bytes
from ogp_nlp.readers.limits import Limits

# Each line wakes something: number words, months, people, figures, tasks; the last is out of order, for the repair.
_TEXT = """محضر الاجتماع الثالث للجنة
انعقد الاجتماع يوم الاثنين الثاني عشر من مارس 2024 برئاسة السيد الرئيس.
الحضور:
- السيدة ليلى المثال، ممثلة وزارة المثال
- د. سامي المثال، عضو
جدول الأعمال:
1. متابعة الالتزامات
الالتزام 1: نشر البيانات. بلغت نسبة الإنجاز 47% مقابل سبعة وأربعين بالمائة سابقا، وفق القانون رقم 31.13.
قررت اللجنة اعتماد التقرير.
التوصيات:
- تكليف الكتابة بإعداد التقرير قبل نهاية الشهر المقبل.
اللجنة أعضاء إلى التقرير إحالة %74 نسبة اإلنجاز وبلغت الالتزامات تنفيذ ملتابعة
"""
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj trailer<</Root 1 0 R>>"  # fmt: skip


def warm(pipeline: Pipeline) -> None:
    """Read a text and an empty PDF by the pipeline; what they give is thrown away."""
    limits = Limits(apart=False, ocr=False)
    for name, data in (("warm.txt", _TEXT.encode()), ("warm.pdf", _PDF)):
        with contextlib.suppress(OgpNlpError):
            pipeline.record(pipeline.prepare(read_bytes(name, data, name, limits)))
