"""What a cell could read of the process that measures: nothing of the person's secrets."""

import base64
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from compat.cli.bare import sort_variables
from tests.cli.run import COMPAT, environment

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is no /proc")


@pytest.fixture
def index() -> Iterator[socket.socket]:
    """An index that takes requests and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.settimeout(60)
        yield listening


def test_a_run_needs_its_passwords_and_shows_none(tmp_path: Path, index: socket.socket) -> None:
    address = f"http://person:pass-word@127.0.0.1:{index.getsockname()[1]}/simple"
    env = environment(UV_DEFAULT_INDEX=address, SOME_KEY="to-ken", COMPAT_TOOLS="nox=1")
    command = [*COMPAT, "matrix", "--pythons", "3.13"]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE) as running:
        try:
            asking, _ = index.accept()
            with asking:
                asked = asking.recv(4096)
            shown = Path(f"/proc/{running.pid}/environ")
            if os.geteuid():
                with pytest.raises(PermissionError):
                    shown.read_bytes()
            else:
                said = shown.read_bytes()
                assert b"COMPAT_TOOLS=nox=1" in said
                assert not [secret for secret in (b"pass-word", b"to-ken") if secret in said]
            assert base64.b64encode(b"person:pass-word") in asked
        finally:
            running.kill()


def test_what_a_run_does_not_need_is_neither_shown_nor_handed() -> None:
    env = {
        "PATH": "/bin",
        "LC_ALL": "C",
        "UV_INDEX_A_PASSWORD": "1",
        "HTTPS_PROXY": "2",
        "KEY": "3",
    }
    assert sort_variables(env) == (
        {"PATH": "/bin", "LC_ALL": "C"},
        {"UV_INDEX_A_PASSWORD": "1", "HTTPS_PROXY": "2"},
    )
