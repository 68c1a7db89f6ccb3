"""The commands as a user calls them: streams, exit statuses, one line for each failure, no partial files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ogp_nlp.records import KINDS

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "corpus" / "sample" / "demo.txt"


def run(*arguments, stdin=None, stdout=subprocess.PIPE):
    command = [sys.executable, "-m", "ogp_nlp.cli", *map(str, arguments)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, input=stdin, stdout=stdout, stderr=subprocess.PIPE, env=environment, check=False)


def one_line(done):
    lines = done.stderr.decode().strip().splitlines()
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


@pytest.fixture(scope="module")
def demo():
    return run("extract", DEMO)


def test_one_input_is_json_on_standard_output_and_nothing_else(demo):
    assert (demo.returncode, demo.stderr) == (0, b"")
    record = json.loads(demo.stdout)
    schema = json.loads(run("schema").stdout)
    Draft202012Validator(schema).validate(record)


def test_evidence_counts_in_the_text_that_the_text_command_prints(demo):
    text = run("text", DEMO).stdout.decode()
    record = json.loads(demo.stdout)
    seen = 0
    for kind in KINDS:
        assert record[kind], kind
        for item in record[kind]:
            for evidence in item["evidence"]:
                seen += 1
                assert text[evidence["start"] : evidence["end"]] == evidence["text"]
                assert evidence["boxes"] == []
                assert evidence["source"]
    assert seen > 40


def test_standard_input_gives_the_same_record(demo):
    piped = json.loads(run("extract", "-", stdin=DEMO.read_bytes()).stdout)
    from_file = json.loads(demo.stdout)
    assert piped["document"].pop("source") == "stdin"
    from_file["document"].pop("source")
    assert piped == from_file


def test_ids_are_stable(demo):
    assert run("extract", DEMO).stdout == demo.stdout


@pytest.mark.parametrize("command", [(), ("extract",), ("text",), ("schema",), ("evaluate",)])
def test_help_is_quick_to_load(command):
    begin = time.perf_counter()
    done = run(*command, "--help")
    assert done.returncode == 0
    assert time.perf_counter() - begin < 5  # a hang, not a speed: the speed is measured by make bench


def test_help_loads_nothing_heavy():
    code = "import sys; sys.argv=['ogp-nlp','--help']\nfrom ogp_nlp.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "print([name for name in ('spacy', 'torch', 'numpy', 'pydantic', 'sklearn') if name in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stderr.strip() == b"[]"


def test_the_default_path_imports_neither_torch_nor_transformers():
    code = (
        "import sys\nfrom ogp_nlp.pipeline import load_pipeline\n"
        f"load_pipeline().extract({str(DEMO)!r})\n"
        "print([name for name in ('torch', 'transformers') if sys.modules.get(name)])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, check=False)
    assert done.stdout.strip() == b"[]", done.stderr.decode()


BAD = {
    "empty.txt": b"",
    "photo.txt": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20,
    "marks.txt": "\u064e\u064f\u0650\n".encode() * 10,
    "latin.txt": b"Minutes of the meeting\n" * 10,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_that_names_the_file(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(BAD[name])
    done = run("extract", path, "-o", tmp_path / "out.json")
    assert done.returncode == 1
    assert name in one_line(done)
    assert not (tmp_path / "out.json").exists()


def test_missing_file_and_folder(tmp_path):
    assert "no such file" in one_line(run("extract", tmp_path / "none.txt"))
    assert "is a folder" in one_line(run("text", tmp_path))


def test_large_input_is_refused_without_reading_it_whole(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    done = run("extract", path)
    assert done.returncode == 1
    assert "--max-size" in one_line(done)


def test_a_file_without_rights(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("محضر", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert "no permission" in one_line(run("extract", path))


def test_some_inputs_fail_and_the_others_are_written(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("extract", DEMO, tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert b"empty.txt: is empty" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["demo.json"]


def test_a_full_disk():
    with Path("/dev/full").open("wb") as full:
        done = run("extract", DEMO, stdout=full)
    assert done.returncode == 1
    assert "cannot write" in one_line(done)
    done = run("extract", DEMO, "-o", "/dev/full")
    assert done.returncode == 1
    assert "/dev/full" in one_line(done)


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract",),
        ("extract", "a.txt", "--format", "yaml"),
        ("extract", "a.txt", "--format", "csv"),
        ("nonsense",),
        ("text",),
    ],
)
def test_wrong_usage_is_2(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_an_unknown_pipeline_is_said():
    done = run("extract", DEMO, "--pipeline", "none")
    assert done.returncode == 1
    assert "none.cfg" in one_line(done)


@pytest.mark.parametrize("name", ["jsonl", "csv", "xlsx", "parquet"])
def test_formats(name, tmp_path):
    target = tmp_path / (f"out.{name}" if name in ("jsonl", "xlsx") else "out")
    done = run("extract", DEMO, "-o", target, "--format", name)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr.decode()
    assert target.exists()


def test_every_command_and_option_is_documented():
    import typer.main

    from ogp_nlp.cli import app

    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"
