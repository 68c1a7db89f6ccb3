"""Learning which word may follow which, and the file that holds it."""

from itertools import pairwise

import numpy as np

from ogp_nlp.repairing import load_model
from ogp_nlp.resources import load_toml
from ogp_nlp.training.adjacency import Recipe, fit, save
from ogp_nlp.training.vectors import Shape


def test_learned_model_tells_order_and_survives_the_file(tmp_path, monkeypatch):
    text = "\n".join(
        ["عقد المجلس البلدي اجتماعه العادي في قاعة الاجتماعات", "حضر السيد رئيس المجلس الجلسة الأولى"] * 12
    )
    model = fit([text, text], load_toml("word_classes")["classes"], Recipe(shape=Shape(epochs=3, batch=4)))
    assert model.score("المجلس", "البلدي") > model.score("البلدي", "المجلس")
    save(model, tmp_path / "adjacency", {"what": "a test"})
    monkeypatch.setenv("OGP_NLP_MODELS", str(tmp_path))
    again = load_model()
    assert np.isclose(again.score("المجلس", "البلدي"), model.score("المجلس", "البلدي"), atol=0.05)


def test_shipped_model_prefers_true_order():
    model = load_model()
    words = ["تم", "تقديم", "حصيلة", "تنفيذ", "الخطة", "الوطنية", "خلال", "الاجتماع", "الأول", "للجنة"]
    forth = sum(model.score(a, b) for a, b in pairwise(words))
    back = sum(model.score(b, a) for a, b in pairwise(words))
    assert forth > back
