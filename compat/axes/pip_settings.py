"""pip's settings, read without pip: the environment that runs this may not have it.

Places, names and precedence: https://pip.pypa.io/en/stable/topics/configuration/
"""

import os
import sys
from collections.abc import Iterable, Mapping
from configparser import Error, RawConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from compat.axes.unreadable import unreadable

_NAME: Final = "pip.ini" if sys.platform == "win32" else "pip.conf"
_SECTIONS: Final = ("global", "install")


@dataclass(frozen=True, kw_only=True)
class PipSettings:
    """What pip is told about indexes. ``cert`` is a file of trusted certificates.

    ``find_links`` says that there are other places of files, of which no index tells.
    """

    index_url: str | None
    extra_index_urls: tuple[str, ...]
    find_links: bool
    cert: str | None


def find_files(env: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the places of pip's settings files, the strongest last."""
    own = env.get("PIP_CONFIG_FILE")
    if own == os.devnull:
        return ()
    places = [*_find_site_wide(), Path(sys.prefix) / _NAME]
    if own and Path(own).exists():
        return (*places, Path(own))
    return (*places[:-1], *_find_user_files(), places[-1])


def read_pip_settings(env: Mapping[str, str], places: Iterable[Path]) -> PipSettings:
    """Read the settings of ``pip install``. Raises NotFoundOutError."""
    found: dict[tuple[str, str], str] = {}
    for place in places:
        found |= _parse(place)
    # Section before file: [install] of a weak file beats [global] of a strong one, as in pip.
    options = {
        name: value for section in _SECTIONS for (s, name), value in found.items() if s == section
    }
    options |= {
        name.removeprefix("PIP_").lower().replace("_", "-"): value
        for name, value in env.items()
        if name.startswith("PIP_") and value
    }
    cert = options.get("cert")
    return PipSettings(
        index_url=options.get("index-url"),
        extra_index_urls=tuple(options.get("extra-index-url", "").split()),
        find_links=bool(options.get("find-links")),
        cert=str(Path(cert).expanduser()) if cert else None,
    )


def _parse(place: Path) -> dict[tuple[str, str], str]:
    parser = RawConfigParser()
    try:
        parser.read(place, encoding="utf-8")
    except (Error, OSError, UnicodeDecodeError) as error:
        raise unreadable(place, error, tool="pip") from None
    return {
        (section, name.replace("_", "-")): value.strip()
        for section in parser.sections()
        for name, value in parser.items(section)
        if value.strip()
    }


def _find_site_wide() -> list[Path]:
    dirs = platformdirs.PlatformDirs("pip", appauthor=False, multipath=True)
    if sys.platform == "darwin":
        return [Path(place) / _NAME for place in dirs.site_data_dir.split(os.pathsep)]
    found = [Path(place) / _NAME for place in dirs.site_config_dir.split(os.pathsep)]
    return found if sys.platform == "win32" else [*found, Path("/etc") / _NAME]


def _find_user_files() -> list[Path]:
    home = Path.home()
    legacy = home / ("pip" if sys.platform == "win32" else ".pip")
    current = Path(platformdirs.user_config_dir("pip", appauthor=False, roaming=True))
    if sys.platform == "darwin" and not current.is_dir():
        current = home / ".config" / "pip"
    return [legacy / _NAME, current / _NAME]
