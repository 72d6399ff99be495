"""uv's settings about indexes, outside of any project.

Places and names: https://docs.astral.sh/uv/concepts/configuration-files/,
https://docs.astral.sh/uv/concepts/indexes/ and https://docs.astral.sh/uv/reference/environment/
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import BaseModel, Field, ValidationError

from compat.axes.unreadable import unreadable

# In a file: settings that reach uv, by the variable that says the same.
_PASSED: Final = {
    "cache-dir": "UV_CACHE_DIR",
    "native-tls": "UV_NATIVE_TLS",
    "system-certs": "UV_SYSTEM_CERTS",
    "allow-insecure-host": "UV_INSECURE_HOST",
    "http-proxy": "HTTP_PROXY",
    "https-proxy": "HTTPS_PROXY",
    "no-proxy": "NO_PROXY",
}
# Those, and what is read here.
_COUNTING: Final = frozenset(
    {"index", "index-url", "extra-index-url", "index-strategy", "pip", *_PASSED}
)
# Variables that are read, that reach uv, or that are about other commands of uv than ours.
_HARMLESS: Final = re.compile(
    r"UV_(INDEX.*|DEFAULT_INDEX|EXTRA_INDEX_URL|CACHE_DIR|CONFIG_FILE|NO_CONFIG"
    r"|NATIVE_TLS|SYSTEM_CERTS|INSECURE_HOST|HTTP_.*|REQUEST_TIMEOUT|CONCURRENT_.*|NO_PROGRESS"
    r"|PYTHON|PYTHON_.*|PROJECT.*|TOOL_.*|RUN_.*|PUBLISH_.*|INSTALL.*|BUILD_CONSTRAINT|NO_ENV_FILE"
    r"|ENV_FILE|VERSION|INTERNAL__.*)"
)
_FLAT: Final = "flat"  # a page of files, not of projects: like find-links, no index tells of them
_NAMED: Final = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)=(?P<url>.+)")


@dataclass(frozen=True, kw_only=True)
class UvSettings:
    """What uv is told about indexes; ``extra`` ones are asked before the default one."""

    default: str | None
    extra: tuple[str, ...]
    strategy: str


class _Index(BaseModel):
    url: str
    name: str = ""
    default: bool = False
    explicit: bool = False
    format: str = "simple"


class _Options(BaseModel):
    index_url: Annotated[str | None, Field(alias="index-url")] = None
    extra: Annotated[tuple[str, ...], Field(alias="extra-index-url")] = ()
    strategy: Annotated[str | None, Field(alias="index-strategy")] = None


class _File(_Options):
    index: tuple[_Index, ...] = ()
    pip: _Options = _Options()


def find_files(env: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the places of uv's settings files that are there, the strongest first."""
    if env.get("UV_NO_CONFIG", "").lower() in {"1", "true"}:
        return ()
    if own := env.get("UV_CONFIG_FILE"):
        return (Path(own),)
    if sys.platform == "win32":
        users = Path(env.get("APPDATA", ""))
        machine = [Path(env.get("SYSTEMDRIVE", "C:")) / "/ProgramData"]
    else:
        users = Path(env.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        shared = env.get("XDG_CONFIG_DIRS") or "/etc/xdg"
        machine = [*map(Path, shared.split(os.pathsep)), Path("/etc")]
    found = [place / "uv" / "uv.toml" for place in machine]
    # Of the machine's files uv reads the first only.
    here = [place for place in found if place.is_file()][:1]
    own_file = users / "uv" / "uv.toml"
    return (*([own_file] if own_file.is_file() else []), *here)


def read_uv_settings(env: Mapping[str, str], places: Iterable[Path]) -> UvSettings:
    """Read the settings of ``uv pip install``. Raises NotFoundOutError."""
    parsed = [_parse(place) for place in places]
    configured = [
        index
        for file in parsed
        for index in file.index
        if not index.explicit and index.format != _FLAT
    ]
    defaults = [
        env.get("UV_DEFAULT_INDEX"),
        env.get("UV_INDEX_URL"),
        *(_sign(index, env) for index in configured if index.default),
        *(url for file in parsed for url in (file.pip.index_url, file.index_url)),
    ]
    extra = [
        *env.get("UV_INDEX", "").split(),
        *env.get("UV_EXTRA_INDEX_URL", "").split(),
        *(_sign(index, env) for index in configured if not index.default),
        *(url for file in parsed for url in (*file.pip.extra, *file.extra)),
    ]
    strategies = [
        env.get("UV_INDEX_STRATEGY"),
        *(word for file in parsed for word in (file.pip.strategy, file.strategy)),
    ]
    default = next(filter(None, defaults), None)
    return UvSettings(
        default=default and _sign(_parse_index(default), env),
        extra=tuple(dict.fromkeys(_sign(_parse_index(url), env) for url in extra)),
        strategy=next(filter(None, strategies), "first-index"),
    )


def find_ignored(env: Mapping[str, str], places: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of settings of uv that are there and do not count, sorted; no values.

    What would change which packages a cell gets, or how, must not come from a person's machine: of
    all their settings only those about the index, its certificates and the cache's place count.
    Raises NotFoundOutError.
    """
    named = [
        name
        for name in env
        if name.startswith("UV_") and env[name] and not _HARMLESS.fullmatch(name)
    ]
    for place in places:
        content = _read_content(place)
        if any(each.format == _FLAT for each in _parse(place).index):
            named.append(f"a flat index in {place.name}")
        pip = content.get("pip")
        keys = {*content, *(f"pip.{key}" for key in (pip if isinstance(pip, dict) else ()))}
        named += [
            f"{key} in {place.name}" for key in keys if key.removeprefix("pip.") not in _COUNTING
        ]
    return tuple(sorted(named))


def pass_on(env: Mapping[str, str], places: Iterable[Path]) -> dict[str, str]:
    """Return the settings of files that reach uv, as variables; those of ``env`` are stronger.

    They are about certificates, proxies and the cache's place. Values may hold passwords. Raises
    NotFoundOutError.
    """
    found: dict[str, str] = {}
    for content in map(_read_content, places):
        for key in _PASSED.keys() & content.keys():
            if said := _format_value(content[key]):
                found.setdefault(_PASSED[key], said)
    return {name: said for name, said in found.items() if not env.get(name)}


def _format_value(value: Any) -> str:  # noqa: ANN401 - whatever a file holds
    """Return a value as a variable has it."""
    match value:
        case bool():
            return "1" if value else ""
        case list():
            return " ".join(map(str, value))
        case _:
            return str(value)


def _parse(place: Path) -> _File:
    try:
        return _File.model_validate(_read_content(place))
    except ValidationError as error:
        raise unreadable(place, error, tool="uv") from None


def _read_content(place: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(place, error, tool="uv") from None


def _parse_index(text: str) -> _Index:
    match = _NAMED.fullmatch(text)
    return _Index(url=match["url"], name=match["name"]) if match else _Index(url=text)


def _sign(index: _Index, env: Mapping[str, str]) -> str:
    """Put a named index's user and password into its address, as uv does."""
    key = re.sub(r"[^A-Z0-9]", "_", index.name.upper())
    user = env.get(f"UV_INDEX_{key}_USERNAME", "")
    password = env.get(f"UV_INDEX_{key}_PASSWORD", "")
    if not index.name or not (user or password):
        return index.url
    parts = urlsplit(index.url)
    place = parts.netloc.rpartition("@")[2]
    signed = f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"
    return urlunsplit(parts._replace(netloc=signed))
