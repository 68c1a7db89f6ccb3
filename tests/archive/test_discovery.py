"""Inputs are found in folders, globs and zip archives, each once, in the order of names."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from ogp_nlp.archive.discovery import Found, Refused, check_inputs, discover
from ogp_nlp.errors import UsageError


def names(*inputs):
    return [str(found.place).replace(os.path.commonpath(inputs) + "/", "") for found in discover(map(str, inputs))]


@pytest.fixture
def archive(tmp_path):
    for name in ("b/2.TXT", "b/1.pdf", "a.docx", "z.txt", "note.odt", ".hidden.txt", "b/c/d/3.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("نص", encoding="utf-8")
    return tmp_path / "in"


def test_folders_to_all_depths_in_the_order_of_names(archive):
    assert names(archive) == ["a.docx", "b/1.pdf", "b/2.TXT", "b/c/d/3.txt", "z.txt"]


def test_links_are_followed_without_loops_and_no_folder_twice(archive):
    (archive / "b" / "up").symlink_to(archive)
    (archive / "again").symlink_to(archive / "b")
    (archive / "b" / "self").symlink_to(archive / "b" / "self")
    (archive / "to.txt").symlink_to(archive / "z.txt")
    (archive / "nowhere.txt").symlink_to(archive / "gone")
    found = list(discover([str(archive)]))
    texts = [found.place.path.removeprefix(f"{archive}/") for found in found if isinstance(found, Found)]
    assert texts == ["a.docx", "again/1.pdf", "again/2.TXT", "again/c/d/3.txt", "to.txt", "z.txt"]
    refused = [found for found in found if isinstance(found, Refused)]
    assert [found.place.path.removeprefix(f"{archive}/") for found in refused] == ["nowhere.txt"]
    assert refused[0].problem.passing


def test_globs_and_files_by_name(archive):
    found = check_inputs([str(archive / "**" / "*.txt"), str(archive / "note.odt")])
    assert [path.removeprefix(f"{archive}/") for path in found] == ["b/c/d/3.txt", "z.txt", "note.odt"]
    assert len(list(discover(found))) == 3  # a file that is named is taken whatever it is called
    with pytest.raises(UsageError, match="no such file"):
        check_inputs([str(archive / "*.none")])


def test_members_of_zip_archives(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("y/محضر.txt", "نص")
        made.writestr("x.pdf", "%PDF")
        made.writestr("__MACOSX/x.pdf", "")
        made.writestr("image.png", "")
        made.writestr("inner.zip", "PK")
    refused, first, second = discover([str(tmp_path)])
    assert [one.place.member for one in (refused, first, second)] == ["inner.zip", "x.pdf", "y/محضر.txt"]
    assert isinstance(refused, Refused)
    assert "inside a zip archive" in refused.problem.message
    read = [(one.name, one.read(10)) for one in discover([str(tmp_path)]) if isinstance(one, Found)]
    assert read == [("x.pdf", b"%PDF"), ("محضر.txt", "نص".encode())]


def test_members_are_read_while_the_archive_is_open_and_never_beyond_the_limit(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("bomb.txt", b"0" * 1_000_000)
    (size,) = [len(one.read(11)) for one in discover([str(tmp_path)])]
    assert size == 11


def test_a_member_damaged_inside_lzma_is_refused_and_the_rest_goes_on(tmp_path):
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.txt", "محضر الاجتماع " * 50)
        at = made.infolist()[0].header_offset + 60
    data = bytearray((tmp_path / "packed.zip").read_bytes())
    data[at : at + 8] = bytes(255 - byte for byte in data[at : at + 8])
    (tmp_path / "packed.zip").write_bytes(data)
    for one in discover([str(tmp_path)]):
        with pytest.raises(ValueError, match="damaged inside"):
            one.read(1_000_000)


def test_damaged_and_encrypted_zip_archives(tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no archive")
    with zipfile.ZipFile(tmp_path / "crc.zip", "w") as made:
        made.writestr("a.txt", "محضر الاجتماع")
    data = bytearray((tmp_path / "crc.zip").read_bytes())
    data[40] ^= 255
    (tmp_path / "crc.zip").write_bytes(data)
    bad, damaged = discover([str(tmp_path)])
    assert "damaged zip archive" in bad.problem.message
    assert not bad.problem.passing
    for one in discover([str(tmp_path / "crc.zip")]):
        with pytest.raises(ValueError, match="damaged inside"):
            one.read(100)
    assert isinstance(damaged, Found)


def test_a_name_that_is_no_utf_8_is_written_out(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe3\xcd.txt")).write_bytes(b"x")
    (found,) = discover([str(tmp_path)])
    assert found.name == r"\xe3\xcd.txt"
    assert found.read(5) == b"x"
