"""What nox makes of the exit codes of a command: bad news is an answer, not a failure."""

import os
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock

import pytest

from tests.cli.run import ROOT, Ended, command

ENDS = ("3.11/0.3.40", "3.14/1.2.0")


@pytest.fixture(scope="module")
def sessions() -> Iterator[ModuleType]:
    """The noxfile, which nox registers once; what it sets in the environment goes again."""
    spec = spec_from_file_location("noxfile", ROOT / "noxfile.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.environ["PATH"])
        patch.setenv("UV_SYSTEM_CERTS", "1")
        spec.loader.exec_module(module)
        yield module


@pytest.mark.parametrize(
    ("name", "codes"), [("upgrade", (0, 1)), ("matrix", (0,)), ("compare", (0,))]
)
def test_only_upgrade_has_bad_news_for_an_answer(
    sessions: ModuleType, name: str, codes: tuple[int, ...]
) -> None:
    session = MagicMock(posargs=["--quiet"])
    getattr(sessions, name).func(session)
    (said,) = session.run.call_args_list
    assert (said.args, said.kwargs["success_codes"]) == (("compat", name, "--quiet"), codes)


@pytest.mark.slow
@pytest.mark.parametrize(("words", "code"), [(ENDS, 0), (("nonsense",), 1)])
def test_a_session_of_an_upgrade_that_needs_changes_succeeds(
    tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    nox = (sys.executable, "-m", "nox", "--envdir", str(tmp_path), "-s", "upgrade", "--")
    ended: Ended = command(ROOT, *nox, *words)
    assert (ended.code, "Session upgrade failed" in ended.err) == (code, bool(code)), ended.err
    assert ended.out.startswith("Yes, with one change: " if words == ENDS else "")
