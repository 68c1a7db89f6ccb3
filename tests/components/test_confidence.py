"""Confidences as learned: the figure moves with what surrounds an item, and a bad model is refused in one line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_nlp.components.base import items
from ogp_nlp.components.confidence import LEAST, MOST, Confidence, Curve, read_curves
from ogp_nlp.components.confidence_features import DAMAGE, KINDS, NAMES, features
from ogp_nlp.errors import ConfigError
from ogp_nlp.pipeline import load_pipeline
from ogp_nlp.resources import find

TEXT = (
    "محضر اجتماع لجنة المتابعة\n\nالحضور:\n- السيد سامي النجار، مدير\n- السيدة هدى العلي، مقررة\n\n"
    "بلغت نسبة الإنجاز 40%."
)


@pytest.fixture(scope="module")
def rules():
    return load_pipeline("minutes", calibrated=False)


def model(tmp_path, kinds, names=NAMES):
    path = tmp_path / "model.json"
    path.write_text(json.dumps({"features": list(names), "kinds": kinds}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("raw", "share"), [(-9.0, 0.2), (0.0, 0.2), (1.0, 0.5), (2.0, 0.8), (3.0, 0.9), (9.0, 0.9)])
def test_a_table_is_read_between_its_points_and_level_beyond(raw, share):
    curve = Curve(0.0, (), ((0.0, 0.2), (2.0, 0.8), (3.0, 0.9)))
    assert curve.sure([raw]) == pytest.approx(share)


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3))
def test_nothing_is_certain_either_way(row, weights):
    assert LEAST <= Curve(1.0, tuple(weights)).sure(row) <= MOST


def test_each_item_gets_its_own_figure_and_unknown_kinds_keep_theirs(tmp_path, monkeypatch, rules):
    model(tmp_path, {"attendees": {"bias": 0.0, "weights": {"item": 2.0, "damage": -1.0}}})
    monkeypatch.setenv("OGP_NLP_MODELS", str(tmp_path))
    doc = rules.nlp(TEXT)
    before = [item.confidence for item in items(doc, "percentages")]
    Confidence("ogp_confidence", "model.json")(doc)
    assert [item.confidence for item in items(doc, "attendees")] == [0.881, 0.881]
    assert [item.confidence for item in items(doc, "percentages")] == before
    doc = rules.nlp(TEXT)
    doc.user_data[DAMAGE] = 0.5
    Confidence("ogp_confidence", "model.json")(doc)
    assert [item.confidence for item in items(doc, "attendees")] == [0.731, 0.731]


def test_features_have_their_names(rules):
    doc = rules.nlp(TEXT)
    rows = {kind: features(doc, kind) for kind in KINDS}
    assert rows["attendees"]
    assert rows["percentages"]
    assert all(len(row) == len(NAMES) for held in rows.values() for row in held)
    first = dict(zip(NAMES, rows["attendees"][0], strict=True))
    assert (first["item"], first["row"], first["expected"], first["lonely"]) == (1.0, 0.0, 1.0, 0.5)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"features": [], "kinds": {}}', '{"features": null}'])
def test_a_malformed_model_is_one_line(tmp_path, content):
    path = tmp_path / "model.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"model\.json"):
        read_curves(path)


def test_the_shipped_model_knows_every_kind():
    assert set(read_curves(find("models", "confidence/model.json"))) == set(KINDS)


def test_the_rules_alone_keep_their_figures(rules):
    doc, alone = rules.nlp(TEXT), load_pipeline("minutes-rules").nlp(TEXT)
    assert [i.confidence for i in items(alone, "attendees")] == [i.confidence for i in items(doc, "attendees")]
