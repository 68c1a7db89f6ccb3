"""The change of a Document by the repair: identity where clean, warnings and provenance where damaged."""

import pytest

from ogp_nlp.arabic.alignment import Aligned
from ogp_nlp.document import Document
from ogp_nlp.errors import ConfigError
from ogp_nlp.repairing import RepairSettings, load_model, load_repairer, repair_document

LINE = "؛ بالمدينة  الجماعي  المجلس ةالرسمي ةالمخاطبو السيدة سعاد، مديرة تنظيم الإدارة •"


def document(text: str) -> Document:
    return Document("a.txt", "0" * 64, "text/plain", "text", Aligned.of(text), decoded=text)


def test_clean_and_disabled_documents_are_the_same_object():
    clean = document("محضر الاجتماع\nعقد المجلس اجتماعه")
    assert repair_document(clean, RepairSettings()) is clean
    damaged = document("\n".join([LINE] * 8))
    assert repair_document(damaged, RepairSettings(enabled=False)) is damaged


def test_damaged_document_keeps_its_way_back():
    damaged = document("\n".join([LINE] * 8))
    mended = repair_document(damaged, RepairSettings())
    assert mended.text.startswith("• ")
    assert mended.text.split("\n")[0].endswith("؛")
    at = mended.text.index("سعاد")
    ((start, end),) = mended.source_spans(at, at + 4)
    assert damaged.text[start:end] == "سعاد"
    assert all(warning.code == "damaged_text" for warning in mended.warnings)


def test_repairer_is_loaded_once():
    assert load_repairer() is load_repairer()


def test_broken_model_is_a_config_error(tmp_path, monkeypatch):
    (tmp_path / "adjacency").mkdir()
    (tmp_path / "adjacency" / "model.npz").write_bytes(b"no zip")
    monkeypatch.setenv("OGP_NLP_MODELS", str(tmp_path))
    with pytest.raises(ConfigError):
        load_model()
