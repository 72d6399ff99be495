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
from typing import Annotated, Final
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import BaseModel, Field

from compat.axes.unreadable import UnreadableSettingsError

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


class _Options(BaseModel):
    index_url: Annotated[str | None, Field(alias="index-url")] = None
    extra: Annotated[tuple[str, ...], Field(alias="extra-index-url")] = ()
    strategy: Annotated[str | None, Field(alias="index-strategy")] = None


class _File(_Options):
    index: tuple[_Index, ...] = ()
    pip: _Options = _Options()


def files(env: Mapping[str, str]) -> tuple[Path, ...]:
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


def read(env: Mapping[str, str], places: Iterable[Path]) -> UvSettings:
    """Read the settings of ``uv pip install``. Raises UnreadableSettingsError."""
    parsed = [_parse(place) for place in places]
    configured = [index for file in parsed for index in file.index if not index.explicit]
    defaults = [
        env.get("UV_DEFAULT_INDEX"),
        env.get("UV_INDEX_URL"),
        *(_signed(index, env) for index in configured if index.default),
        *(url for file in parsed for url in (file.pip.index_url, file.index_url)),
    ]
    extra = [
        *env.get("UV_INDEX", "").split(),
        *env.get("UV_EXTRA_INDEX_URL", "").split(),
        *(_signed(index, env) for index in configured if not index.default),
        *(url for file in parsed for url in (*file.pip.extra, *file.extra)),
    ]
    strategies = [
        env.get("UV_INDEX_STRATEGY"),
        *(word for file in parsed for word in (file.pip.strategy, file.strategy)),
    ]
    default = next(filter(None, defaults), None)
    return UvSettings(
        default=default and _signed(_named(default), env),
        extra=tuple(dict.fromkeys(_signed(_named(url), env) for url in extra)),
        strategy=next(filter(None, strategies), "first-index"),
    )


def _parse(place: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise UnreadableSettingsError(place, error, tool="uv") from None


def _named(text: str) -> _Index:
    match = _NAMED.fullmatch(text)
    return _Index(url=match["url"], name=match["name"]) if match else _Index(url=text)


def _signed(index: _Index, env: Mapping[str, str]) -> str:
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
