"""Messages between processes end in time, whatever lies in the pipe."""

from __future__ import annotations

import os
import time

import pytest

from ogp_nlp.readers.pipes import HEADER, message, read_until, write_all


@pytest.fixture
def pipe():
    out, into = os.pipe()
    yield out, into
    os.close(out)


def test_a_message_comes_whole(pipe):
    out, into = pipe
    write_all(into, message(b"abc"))
    os.close(into)
    assert HEADER.unpack(read_until(out, HEADER.size, None)) == (3,)
    assert read_until(out, 3, time.monotonic() + 60) == b"abc"
    assert read_until(out, 1, None) == b""


def test_an_answer_after_the_time_is_late_though_it_lies_there(pipe):
    """A limit of no seconds let a document pass where the child was faster than the machine was busy."""
    out, into = pipe
    write_all(into, b"abc")
    with pytest.raises(TimeoutError):
        read_until(out, 3, time.monotonic())
    os.close(into)


def test_silence_ends(pipe):
    out, into = pipe
    with pytest.raises(TimeoutError):
        read_until(out, 1, time.monotonic() + 0.05)
    os.close(into)
