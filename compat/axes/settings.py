"""Which indexes this machine is configured for, and how to tell uv the same."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit, urlunsplit

from pypi_simple import PYPI_SIMPLE_ENDPOINT

from compat.axes import pip_settings, uv_settings

_DEFAULT: Final = PYPI_SIMPLE_ENDPOINT


@dataclass(frozen=True, kw_only=True)
class IndexAddress:
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
    trusted certificates, None for the usual ones.
    ``passed`` are variables that uv's settings files stand for: its cache's place, proxies, such.
    """

    tool: Literal["uv", "pip", "none"]
    indexes: tuple[IndexAddress, ...]
    merged: bool
    certificates: str | None
    passed: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def fullest(self) -> IndexAddress:
        """The index that should have every project: the default one, or what is in its place."""
        places = self.indexes if self.tool == "uv" else self.indexes[::-1]
        return next((index for index in self.indexes if index.is_default), places[-1])


def read_settings(env: Mapping[str, str] | None = None) -> IndexSettings:
    """Read uv's settings; where they name no index, pip's; else the default index.

    ``env`` stands for the environment variables. Settings of the current directory's project do
    not count. Raises NotFoundOutError.
    """
    env = os.environ if env is None else env
    pip = pip_settings.read_pip_settings(env, pip_settings.find_files(env))
    certificates = next(
        filter(None, (pip.cert, env.get("REQUESTS_CA_BUNDLE"), env.get("SSL_CERT_FILE"))), None
    )
    uv = uv_settings.read_uv_settings(env, uv_settings.find_files(env))
    passed = uv_settings.pass_on(env, uv_settings.find_files(env))
    if uv.default or uv.extra:
        # uv asks the default index last.
        urls = (*uv.extra, uv.default or _DEFAULT)
        return IndexSettings(
            tool="uv",
            indexes=tuple(IndexAddress(url=_make_url(url), origin="uv's settings") for url in urls),
            merged=uv.strategy.startswith("unsafe"),
            certificates=certificates,
            passed=passed,
        )
    urls = (pip.index_url or _DEFAULT, *pip.extra_index_urls)
    configured = pip.index_url is not None or bool(pip.extra_index_urls)
    origin = "pip's settings" if configured else "the default"
    return IndexSettings(
        tool="pip" if configured else "none",
        indexes=tuple(IndexAddress(url=_make_url(url), origin=origin) for url in urls),
        merged=True,
        certificates=certificates,
        passed=passed,
    )


def name_index_for_uv(settings: IndexSettings) -> dict[str, str]:
    """Return the variables with which uv installs from the indexes that were read.

    They are all that uv is told of indexes; the values may hold passwords.
    """
    environment = dict(settings.passed)
    if settings.certificates:
        environment["SSL_CERT_FILE"] = settings.certificates
    # uv's default index is asked last, pip's first.
    *extra, default = settings.indexes if settings.tool == "uv" else settings.indexes[::-1]
    extra = extra if settings.tool == "uv" else extra[::-1]
    if not default.is_default:
        environment["UV_DEFAULT_INDEX"] = default.url
    if extra:
        environment["UV_INDEX"] = " ".join(index.url for index in extra)
    if extra and settings.merged:
        # pip takes the best version of all its indexes. uv would take a project from the first
        # that has it, here an extra one, whose few files may be old.
        environment["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return environment


def identify_index(settings: IndexSettings) -> str:
    """Return what tells these indexes from others, as a SHA-256: it holds no password."""
    bare = [urlsplit(index.url) for index in settings.indexes]
    urls = [urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2])) for url in bare]
    said = json.dumps([urls, settings.merged])
    return hashlib.sha256(said.encode()).hexdigest()


def _make_url(place: str) -> str:
    return place if "://" in place else Path(place).expanduser().absolute().as_uri()
