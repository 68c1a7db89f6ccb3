"""The beam against the exact search, and what a reading keeps of its line."""

from dataclasses import replace

import pytest

from ogp_nlp.arabic.repair.atoms import atoms_of
from ogp_nlp.arabic.repair.beam import Beam
from ogp_nlp.arabic.repair.order import reversed_reading
from ogp_nlp.arabic.repair.scores import LineScores
from ogp_nlp.arabic.repair.settings import GapRates, RepairNumbers
from ogp_nlp.arabic.repair.tokens import tokens_of
from ogp_nlp.repairing import load_repairer

LINES = [
    "البلدي  المجلس  أعضاء  جميع  الجلسة حضر",
    "بتاريخ 12 ماي  الثانية دورتها اللجنة عقدت",
    "،2031 سنة  برسم الميزانية مشروعالمجلس  ناقش",
    "ي الرئيس مقرالاجتماع  انعقد",
]


@pytest.fixture(scope="module")
def scored():
    repairer = load_repairer()

    def make(text, numbers):
        atoms = atoms_of(tokens_of(text), repairer.lexicon.log_probability)
        scores = LineScores(atoms, repairer.lexicon.log_probability, numbers)
        scores.judge(repairer.model, None, None, ["<s>"] * 3, ["</s>"] * 3)
        scores.set_style(GapRates(*numbers.styles[0]))
        return scores

    return make


@pytest.mark.parametrize("text", LINES)
def test_by_neighbours_alone_the_beam_finds_what_the_exact_search_finds(scored, text):
    numbers = replace(RepairNumbers(), apart=0.0)
    scores = scored(text, numbers)
    exact = reversed_reading(scores, [GapRates(*numbers.styles[0])], [0])
    found = Beam(scores, width=60).reading()
    assert found.score >= exact.score - 0.01
    assert found.as_is == pytest.approx(exact.as_is, abs=0.01)


@pytest.mark.parametrize("text", LINES)
def test_a_reading_has_every_atom_once(scored, text):
    scores = scored(text, RepairNumbers())
    runs = Beam(scores).reading().runs
    assert sorted(at for run in runs for at in range(run.first, run.last)) == list(range(scores.n))
