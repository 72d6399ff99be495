"""Nothing of the person's gets into a cell."""

from pathlib import Path

import pytest

from compat.environments.variables import make_cell_variables, make_uv_variables


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "OPENAI_API_KEY", "LANGSMITH_API_KEY", "PYTHONPATH"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("UV_INDEX_INTERNAL_PASSWORD", "for uv")
    for name in ("UV_RESOLUTION", "UV_OFFLINE", "UV_EXCLUDE_NEWER", "UV_LINK_MODE", "UV_OVERRIDE"):
        monkeypatch.setenv(name, "of the person")
    monkeypatch.setenv("UV_CACHE_DIR", "a place")
    monkeypatch.setenv("PATH", "/a/folder/of/mine")


def test_a_cell_gets_no_secrets_no_path_and_no_tracing(tmp_path: Path) -> None:
    given = make_cell_variables(tmp_path)
    assert not {"secret", "for uv", "/a/folder/of/mine"} & set(given.values())
    assert given["HOME"] == str(tmp_path)
    assert given["LANGCHAIN_TRACING_V2"] == given["LANGSMITH_TRACING"] == "false"


def test_uv_gets_the_index_and_the_place_of_its_cache_and_nothing_else_of_a_person() -> None:
    given = make_uv_variables({"UV_DEFAULT_INDEX": "the index"})
    assert (given["UV_DEFAULT_INDEX"], given["UV_CACHE_DIR"]) == ("the index", "a place")
    assert not {"secret", "for uv", "of the person"} & set(given.values())
    assert (given["UV_NO_CONFIG"], given["UV_LINK_MODE"]) == ("1", "copy")
