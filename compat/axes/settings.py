"""Which indexes this machine is configured for, and how to tell uv the same."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from pypi_simple import PYPI_SIMPLE_ENDPOINT

from compat.axes import pip_settings, uv_settings

_DEFAULT: Final = PYPI_SIMPLE_ENDPOINT


@dataclass(frozen=True, kw_only=True)
class Index:
    """One index. ``origin`` says who configured it, for messages.

    The address may hold a password: it is never shown.
    """

    url: str = field(repr=False)
    origin: str

    @property
    def is_default(self) -> bool:
        """Whether it is the index that pip and uv use when nothing is configured."""
        return self.url.rstrip("/") == _DEFAULT.rstrip("/")


@dataclass(frozen=True, kw_only=True)
class IndexSettings:
    """The indexes in the order in which they are asked.

    ``merged``: files of all indexes count; else those of the first that has the project, as uv
    does by default (https://docs.astral.sh/uv/concepts/indexes/). ``certificates`` is a file of
    trusted certificates, None for the usual ones. ``find_links`` are further places of files.
    """

    tool: Literal["uv", "pip", "none"]
    indexes: tuple[Index, ...]
    merged: bool
    certificates: str | None
    find_links: tuple[str, ...]


def read_settings(env: Mapping[str, str] | None = None) -> IndexSettings:
    """Read uv's settings; where they name no index, pip's; else the default index.

    ``env`` stands for the environment variables. Settings of the current directory's project do
    not count. Raises UnreadableSettingsError.
    """
    env = os.environ if env is None else env
    pip = pip_settings.read(env, pip_settings.files(env))
    certificates = next(
        filter(None, (pip.cert, env.get("REQUESTS_CA_BUNDLE"), env.get("SSL_CERT_FILE"))), None
    )
    uv = uv_settings.read(env, uv_settings.files(env))
    if uv.default or uv.extra:
        # uv asks the default index last.
        urls = (*uv.extra, uv.default or _DEFAULT)
        return IndexSettings(
            tool="uv",
            indexes=tuple(Index(url=_as_url(url), origin="uv's settings") for url in urls),
            merged=uv.strategy.startswith("unsafe"),
            certificates=certificates,
            find_links=(),
        )
    urls = (pip.index_url or _DEFAULT, *pip.extra_index_urls)
    configured = pip.index_url is not None or bool(pip.extra_index_urls or pip.find_links)
    origin = "pip's settings" if configured else "the default"
    return IndexSettings(
        tool="pip" if configured else "none",
        indexes=tuple(Index(url=_as_url(url), origin=origin) for url in urls),
        merged=True,
        certificates=certificates,
        find_links=pip.find_links,
    )


def uv_environment(settings: IndexSettings) -> dict[str, str]:
    """Return the variables with which uv installs from the indexes that were read.

    They are to be added to the environment, which has to keep the person's own variables of uv,
    proxies and ``.netrc``: uv reads its own settings itself. The values may hold passwords.
    """
    environment: dict[str, str] = {}
    if settings.certificates:
        environment["SSL_CERT_FILE"] = settings.certificates
    if settings.tool != "pip":
        return environment
    default, *extra = settings.indexes
    if not default.is_default:
        environment["UV_DEFAULT_INDEX"] = default.url
    if extra:
        environment["UV_INDEX"] = " ".join(index.url for index in extra)
        # pip takes the best version of all its indexes. uv would take a project from the first
        # that has it, here an extra one, whose few files may be old.
        environment["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    # pip passes over a place that is not there; uv stops.
    places = [place for place in settings.find_links if "://" in place or Path(place).exists()]
    if places:
        environment["UV_FIND_LINKS"] = ",".join(places)
    return environment


def snapshot_config(env: Mapping[str, str] | None = None) -> str | None:
    """Return settings of uv with which the default index is asked for each page once in a while.

    Not every mirror of it tells how long a page may be kept; this says what the index itself does.
    None where a person has settings of uv's, which these would replace, or another default index.
    """
    env = os.environ if env is None else env
    theirs = [path for path in uv_settings.files(env) if path.exists()]
    if theirs or "UV_CONFIG_FILE" in env or not read_settings(env).indexes[0].is_default:
        return None
    keep = '{ api = "max-age=600", files = "max-age=365000000, immutable" }'
    return f'[[index]]\nurl = "{_DEFAULT}"\ndefault = true\ncache-control = {keep}\n'


def _as_url(place: str) -> str:
    return place if "://" in place else Path(place).expanduser().absolute().as_uri()
