"""Where the indexes come from, and what uv is told."""

from pathlib import Path

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from compat.axes import pip_settings, uv_settings
from compat.axes.settings import (
    IndexAddress,
    IndexSettings,
    identify_index,
    name_index_for_uv,
    read_settings,
)
from compat.errors import NotFoundOutError

MIRROR = "https://user:secret@mirror.invalid/simple"


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Give an environment in which no file of this machine is read."""
    monkeypatch.setattr(uv_settings, "find_files", lambda _env: tuple(tmp_path.glob("uv.toml")))
    return {"PIP_CONFIG_FILE": "/dev/null"}


def _urls(settings: IndexSettings) -> list[str]:
    return [index.url for index in settings.indexes]


def test_without_settings_it_is_the_default_index(alone: dict[str, str]) -> None:
    settings = read_settings(alone)
    assert (settings.tool, _urls(settings)) == ("none", [PYPI_SIMPLE_ENDPOINT])
    assert settings.indexes[0].is_default
    assert name_index_for_uv(settings) == {}


def test_pip_variables_reach_uv(alone: dict[str, str], tmp_path: Path) -> None:
    settings = read_settings(
        alone
        | {
            "PIP_INDEX_URL": MIRROR,
            "PIP_EXTRA_INDEX_URL": f"file:///a/simple {tmp_path}",
            "PIP_FIND_LINKS": str(tmp_path),
            "PIP_CERT": "/cert.pem",
            "SSL_CERT_FILE": "/other.pem",
        }
    )
    assert (settings.tool, settings.merged) == ("pip", True)
    assert name_index_for_uv(settings) == {
        "UV_DEFAULT_INDEX": MIRROR,
        "UV_INDEX": f"file:///a/simple {tmp_path.as_uri()}",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "SSL_CERT_FILE": "/cert.pem",
    }


def test_uv_variables_beat_pip(alone: dict[str, str]) -> None:
    settings = read_settings(
        alone | {"UV_INDEX": f"corp={MIRROR}", "PIP_INDEX_URL": "https://pip.invalid"}
    )
    assert (settings.tool, settings.merged) == ("uv", False)
    assert _urls(settings) == [MIRROR, PYPI_SIMPLE_ENDPOINT]
    assert name_index_for_uv(settings) == {"UV_INDEX": MIRROR}


def test_a_uv_file_names_indexes_in_uvs_order(alone: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "uv.toml").write_text(
        """
        index-strategy = "unsafe-best-match"
        extra-index-url = ["https://old.invalid"]
        [[index]]
        name = "corp-1"
        url = "https://corp.invalid/simple"
        default = true
        [[index]]
        url = "https://more.invalid"
        [[index]]
        name = "torch"
        url = "https://only-if-asked.invalid"
        explicit = true
        """
    )
    settings = read_settings(
        alone
        | {"UV_EXTRA_INDEX_URL": "https://env.invalid"}
        | {"UV_INDEX_CORP_1_USERNAME": "me@corp", "UV_INDEX_CORP_1_PASSWORD": "p/w"}
    )
    assert settings.merged
    assert _urls(settings) == [
        "https://env.invalid",
        "https://more.invalid",
        "https://old.invalid",
        "https://me%40corp:p%2Fw@corp.invalid/simple",
    ]


def test_settings_of_uv_that_would_change_a_result_are_named_as_ignored(tmp_path: Path) -> None:
    place = tmp_path / "uv.toml"
    place.write_text(
        'resolution = "lowest"\nnative-tls = true\n'
        '[pip]\nexclude-newer = "2024"\nfind-links = ["x"]\n'
        '[[index]]\nurl = "https://flat.invalid/all.html"\nformat = "flat"\n'
    )
    env = {
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": "https://links.invalid",
        "UV_PRERELEASE": "",
        "UV_INDEX_CORP_PASSWORD": "secret",
        "UV_CACHE_DIR": "/a",
        "UV_EXCLUDE_NEWER": "2024-01-01",
        "PATH": "/b",
    }
    assert uv_settings.find_ignored(env, [place]) == (
        "UV_EXCLUDE_NEWER",
        "UV_FIND_LINKS",
        "UV_OFFLINE",
        "a flat index in uv.toml",
        "pip.exclude-newer in uv.toml",
        "pip.find-links in uv.toml",
        "resolution in uv.toml",
    )


def test_a_uv_file_says_where_the_cache_is_and_how_to_get_out(
    alone: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "uv.toml").write_text(
        'cache-dir = "/cache"\nnative-tls = true\nsystem-certs = false\n'
        'allow-insecure-host = ["a", "b:8080"]\nhttps-proxy = "http://weak.invalid"\n'
        '[[index]]\nurl = "https://flat.invalid/all.html"\nformat = "flat"\n'
    )
    settings = read_settings(
        alone
        | {"HTTPS_PROXY": "http://strong.invalid", "UV_FIND_LINKS": "https://links.invalid"}
        | {"PIP_INDEX_URL": MIRROR}
    )
    assert name_index_for_uv(settings) == {
        "UV_DEFAULT_INDEX": MIRROR,
        "UV_CACHE_DIR": "/cache",
        "UV_NATIVE_TLS": "1",
        "UV_INSECURE_HOST": "a b:8080",
    }


def test_the_identity_of_indexes_holds_no_password_and_tells_them_apart(
    alone: dict[str, str],
) -> None:
    one, same, other = (
        identify_index(read_settings(alone | {"PIP_INDEX_URL": url}))
        for url in (MIRROR, "https://mirror.invalid/simple", "https://other.invalid/simple")
    )
    assert one == same != other


def test_a_uv_file_about_other_things_leaves_it_to_pip(
    alone: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "uv.toml").write_text('compile-bytecode = true\nindex-strategy = "first-index"')
    assert read_settings(alone | {"PIP_INDEX_URL": MIRROR}).tool == "pip"


def test_an_address_is_never_shown() -> None:
    assert "secret" not in repr(IndexAddress(url=MIRROR, origin="pip's settings"))


def test_pip_files_by_strength(tmp_path: Path) -> None:
    weak, strong = tmp_path / "weak.conf", tmp_path / "strong.conf"
    weak.write_text("[install]\nindex_url = https://install.invalid\n[global]\ncert=~/c.pem\n")
    strong.write_text(
        "[global]\nindex-url = https://global.invalid\nextra-index-url =\n  https://a.invalid\n"
        "  https://b.invalid\n[list]\nfind-links = /no\n"
    )
    settings = pip_settings.read_pip_settings({}, [weak, tmp_path / "absent.conf", strong])
    assert settings == pip_settings.PipSettings(
        index_url="https://install.invalid",
        extra_index_urls=("https://a.invalid", "https://b.invalid"),
        find_links=False,
        cert=str(Path.home() / "c.pem"),
    )
    env = {"PIP_INDEX_URL": "https://env.invalid", "PIP_EXTRA_INDEX_URL": ""}
    assert pip_settings.read_pip_settings(env, [weak]).index_url == "https://env.invalid"


def test_pip_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    user, own = tmp_path / "pip" / "pip.conf", tmp_path / "own.conf"
    assert user in pip_settings.find_files({})
    own.touch()
    places = pip_settings.find_files({"PIP_CONFIG_FILE": str(own)})
    assert user not in places
    assert places[-1] == own
    assert pip_settings.find_files({"PIP_CONFIG_FILE": "/dev/null"}) == ()


def test_uv_places(tmp_path: Path) -> None:
    user = tmp_path / "home" / "uv" / "uv.toml"
    first, second = (tmp_path / name / "uv" / "uv.toml" for name in ("first", "second"))
    for place in (user, first, second):
        place.parent.mkdir(parents=True)
        place.touch()
    env = {
        "XDG_CONFIG_HOME": str(tmp_path / "home"),
        "XDG_CONFIG_DIRS": f"{tmp_path / 'first'}:{tmp_path / 'second'}",
    }
    assert uv_settings.find_files(env) == (user, first)
    assert uv_settings.find_files(env | {"UV_CONFIG_FILE": "/x"}) == (Path("/x"),)
    assert uv_settings.find_files(env | {"UV_NO_CONFIG": "1"}) == ()


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    place = tmp_path / "broken"
    place.write_text("index-url = https://user:secret@x")
    with pytest.raises(NotFoundOutError, match=r"pip's settings in .*broken") as pip:
        pip_settings.read_pip_settings({}, [place])
    with pytest.raises(NotFoundOutError, match=r"uv's settings in .*broken") as uv:
        uv_settings.read_uv_settings({}, [place])
    assert "secret" not in f"{pip.value}{uv.value}"
    place.write_text('[[index]]\nurl = ["secret"]')
    with pytest.raises(NotFoundOutError, match="ValidationError"):
        uv_settings.read_uv_settings({}, [place])
