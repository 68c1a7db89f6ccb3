"""The wheel works away from the checkout, with pipelines and models inside; the layers hold."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A clean environment with the wheel alone; the libraries it depends on are lent by this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wheel = next(folder.glob("*.whl"))
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    site = next((folder / "env" / "lib").glob("python*")) / "site-packages"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return folder


def test_the_wheel_runs_from_another_folder(elsewhere):
    done = subprocess.run(
        [elsewhere / "env" / "bin" / "ogp-nlp", "extract", ROOT / "corpus" / "sample" / "demo.txt"],
        cwd=elsewhere,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert len(json.loads(done.stdout)["attendees"]) > 5


def test_the_wheel_is_what_runs_and_holds_its_data(elsewhere):
    code = "import ogp_nlp, ogp_nlp.resources as r; print(ogp_nlp.__file__); print(r.find('pipelines', 'minutes.cfg'))"
    done = subprocess.run(
        [elsewhere / "env" / "bin" / "python", "-c", code], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    assert all(line.startswith(str(elsewhere)) for line in done.stdout.split())


def test_any_spacy_pipeline_finds_the_factories(elsewhere):
    code = "import spacy; nlp = spacy.blank('ar'); nlp.add_pipe('ogp_sections'); nlp.add_pipe('ogp_dates'); print(nlp.pipe_names)"
    done = subprocess.run(
        [elsewhere / "env" / "bin" / "python", "-W", "ignore", "-c", code],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "['ogp_sections', 'ogp_dates']", done.stderr


def test_a_user_points_to_own_cue_words(tmp_path, monkeypatch):
    from ogp_nlp import resources

    (tmp_path / "agenda.toml").write_text('structural = ["كلمة"]\n', encoding="utf-8")
    monkeypatch.setenv("OGP_NLP_PIPELINES", str(tmp_path))
    resources.load_toml.cache_clear()
    try:
        assert resources.load_toml("agenda") == {"structural": ["كلمة"]}
        assert resources.find("pipelines", "minutes.cfg").parent != tmp_path
    finally:
        resources.load_toml.cache_clear()


def test_rooms_import_only_from_rooms_above():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
