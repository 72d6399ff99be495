"""Nothing of the person's gets into a cell."""

from pathlib import Path

import pytest

from compat.environments.variables import for_cell, for_uv


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "OPENAI_API_KEY", "LANGSMITH_API_KEY", "PYTHONPATH"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("UV_INDEX_INTERNAL_PASSWORD", "for uv")
    monkeypatch.setenv("PATH", "/a/folder/of/mine")


def test_a_cell_gets_no_secrets_no_path_and_no_tracing(tmp_path: Path) -> None:
    given = for_cell(tmp_path)
    assert not {"secret", "for uv", "/a/folder/of/mine"} & set(given.values())
    assert given["HOME"] == str(tmp_path)
    assert given["LANGCHAIN_TRACING_V2"] == given["LANGSMITH_TRACING"] == "false"


def test_uv_gets_its_own_settings_and_no_other_secrets() -> None:
    given = for_uv({"UV_DEFAULT_INDEX": "the index"})
    assert "for uv" in given.values()
    assert given["UV_DEFAULT_INDEX"] == "the index"
    assert "secret" not in given.values()
