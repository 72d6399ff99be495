"""The package as a person gets it: wheel and sdist, each in an empty environment and folder."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from uv import find_uv_bin

from tests.cli.run import ROOT

LARGEST = 2_000_000
QUESTIONS = {
    ("ask", "3.10/0.3.40"): (
        0, "Python 3.10, langchain-core 0.3.40: the events of a model that an async tool",
    ),
    ("upgrade", "--from", "3.11/0.3.40", "--to", "3.12/1.2.0"): (
        1, "From py3.11-core0.3.40 to py3.12-core1.2.0\nNot without changes.",
    ),
    ("list", "on_chat_model_end"): (0, "Await the chain in an async function under @tool."),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where both are."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([find_uv_bin(), "build", "--quiet", "--out-dir", folder, ROOT], check=True)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_it_answers_in_an_empty_folder_without_a_network(
    built: Path, tmp_path: Path, kind: str
) -> None:
    (package,) = built.glob(kind)
    uv, home = find_uv_bin(), tmp_path / "home"
    home.mkdir()
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "v"], check=True)
    python = tmp_path / "v" / "bin" / "python"
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, package], check=True)
    env = {"HOME": str(home), "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "NO_COLOR": "1"}
    for question, (code, answer) in QUESTIONS.items():
        ended = subprocess.run(
            [python.with_name("compat"), *question],
            cwd=home, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (ended.returncode, ended.stderr) == (code, "")
        assert ended.stdout.startswith(answer)
    assert not [*home.iterdir()]


@pytest.mark.slow
def test_the_wheel_is_small_and_has_what_was_measured_and_its_types(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert wheel.stat().st_size <= LARGEST
    with ZipFile(wheel) as content:
        carried = content.read("compat/data/matrix.json")
        assert "compat/py.typed" in content.namelist()
    assert carried == (ROOT / "reports" / "matrix.json").read_bytes()
