"""What only one kind of body uses is taken out of the knowledge, and nothing else."""

import tomllib

import pytest

from ogp_nlp.resources import find
from ogp_nlp.training.withheld import Withheld, to_toml, withhold

OWN = ["التأمت الهيئة بمقرها وحضر العضو نجم"]
OTHERS = ["انعقد المجلس وحضر الأعضاء"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (["التأمت", "انعقد", "عقد"], ["انعقد", "عقد"]),  # what stands in no document was known without it
        (["التأمت"], ["التأمت"]),  # a list never becomes empty
        (["التأم/التأمت", "حضر"], ["حضر"]),
        ({"a": [{"b": ["نجم", "سامي"]}], "n": 3}, {"a": [{"b": ["سامي"]}], "n": 3}),
        ("\nنجم سامي\nعلي\n", "سامي\nعلي"),
        ("التأمت", "التأمت"),
    ],
)
def test_only_words_of_the_own_kind_of_body_go(value, kept):
    assert Withheld.of(OWN, OTHERS).without(value) == kept


def test_all_shipped_knowledge_survives_being_written(tmp_path):
    pipelines = find("pipelines", "sections.toml").parent
    assert withhold(pipelines, tmp_path, [], OTHERS) == []
    for path in pipelines.glob("*.toml"):
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        again = tomllib.loads((tmp_path / path.name).read_text(encoding="utf-8"))
        assert again.keys() == values.keys()
        assert to_toml(again) == to_toml(Withheld.of([], []).without(values))
