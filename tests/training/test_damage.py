"""Made damage keeps its letters and is the same for the same seed."""

import pytest

from ogp_nlp.training.damage import KINDS, damaged

TEXT = "عقد المجلس اجتماعه العادي يوم 3 ماي 2025 بقاعة البلدية وحضره عشرة أعضاء من أصل اثني عشر\n- كلف المدير بإعداد تقرير مفصل"


@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_kept(kind):
    broken, truth = damaged(TEXT, kind, seed=4, share=1.0)
    assert sorted(broken.replace(" ", "")) == sorted(truth.replace(" ", ""))
    assert broken != truth
    assert damaged(TEXT, kind, seed=4, share=1.0)[0] == broken
