"""Roles of lines: decoding against brute force, files refused in one line, hints that give way to cue words and to the account."""

import itertools

import numpy as np
import pytest
import spacy

from ogp_nlp.components.governing import govern
from ogp_nlp.components.line_roles import load_roles, marginals, read_roles, topic_hints, viterbi
from ogp_nlp.components.lines import lines_of
from ogp_nlp.components.section_knowledge import SectionKnowledge
from ogp_nlp.components.sections import make_sections  # noqa: F401
from ogp_nlp.errors import ConfigError
from ogp_nlp.resources import find, load_toml


@pytest.mark.parametrize("seed", range(4))
def test_decoding_agrees_with_all_paths_tried(seed):
    rng = np.random.default_rng(seed)
    scores, first, onward = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(3, 3))
    sums = {}
    for path in itertools.product(range(3), repeat=5):
        steps = sum(onward[a, b] for a, b in itertools.pairwise(path))
        sums[path] = first[path[0]] + steps + sum(scores[at, state] for at, state in enumerate(path))
    assert tuple(viterbi(scores, first, onward)) == max(sums, key=sums.get)
    weight = {path: np.exp(value) for path, value in sums.items()}
    wanted = np.zeros((5, 3))
    for path, value in weight.items():
        wanted[np.arange(5), path] += value
    assert np.allclose(marginals(scores, first, onward), wanted / sum(weight.values()))


def test_no_lines_have_no_roles():
    assert viterbi(np.zeros((0, 2)), np.zeros(2), np.zeros((2, 2))) == []
    assert marginals(np.zeros((0, 2)), np.zeros(2), np.zeros((2, 2))).shape == (0, 2)


def test_a_file_that_is_no_model_is_one_line(tmp_path):
    (tmp_path / "model.npz").write_bytes(b"")
    with pytest.raises(ConfigError, match=r"model\.npz"):
        read_roles(tmp_path / "model.npz")
    np.savez(tmp_path / "other.npz", roles=np.frombuffer(b"other", np.uint8), weights=np.zeros((2, 2)))
    with pytest.raises(ConfigError, match="other roles"):
        read_roles(tmp_path / "other.npz")


LIST = """محضر اجتماع لجنة الحي

{heading}
- السيد سامي النجار، رئيس اللجنة
- السيدة هدى العلي، كاتبة
- السيد كريم الصالح، عضو

افتتح السيد الرئيس الاجتماع ورحب بالجميع، ثم عرض على الأعضاء ما جرى من أشغال تهيئة الطرق منذ الاجتماع السابق وما بقي منها.
"""


@pytest.fixture(scope="module")
def lines():
    nlp = spacy.blank("ar")
    nlp.add_pipe("ogp_sections")
    return lambda heading: lines_of(nlp(LIST.format(heading=heading)))


def test_the_shipped_model_knows_people_below_a_heading_never_seen(lines):
    model = load_roles("roles/model.npz")
    found = lines("أهل المجلس الذين لبوا الدعوة:")
    roles = model.best(found)
    assert roles[2:5] == ["attendee"] * 3
    assert {topic_hints(model, found, 0.5)[at] for at in (2, 3, 4)} == {"attendance"}
    assert np.allclose(model.probabilities(found).sum(axis=1), 1)
    assert topic_hints(model, found, 1.1) == {}


def test_the_shipped_model_is_small():
    assert find("models", "roles/model.npz").stat().st_size < 1_000_000


def test_hints_give_way_to_cue_words_and_to_the_account():
    knowledge = SectionKnowledge(load_toml("sections"))
    nlp = spacy.blank("ar")
    nlp.add_pipe("ogp_sections")
    text = "محضر اجتماع\n\nجدول الأعمال:\n1- المصادقة\n2- مختلفات\n\nأهل الدار:\n- ليلى عون\n- سعد نمر\n"
    plain = lines_of(nlp(text))
    agenda, unknown = (line.index for line in plain if line.kind == "heading")
    topics = [line.topic for line in govern(plain, knowledge, {}, {agenda: "attendance", unknown: "attendance"})]
    assert (topics[agenda], topics[unknown]) == ("agenda", "attendance")
    late = text + "\nافتتح السيد الرئيس الجلسة مرحبا بالحاضرين.\n\nأهل الحي:\n- تقديم العرض\n- ختم الملف\n"
    lines = lines_of(nlp(late))
    last = max(line.index for line in lines if line.kind == "heading")
    assert govern(lines, knowledge, {}, {last: "attendance"})[last].topic != "attendance"
