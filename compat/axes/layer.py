"""The layer on top of langchain-core: langgraph's releases, and which cores each of them allows."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final, Literal

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from compat.axes.fetch import AT_ONCE, Entry, open_session
from compat.axes.filename import parse_filename
from compat.axes.index import list_packages
from compat.axes.page import parse_releases
from compat.axes.project import ProjectFiles, RelayedPage, ask_project
from compat.axes.release import PROJECT, Release
from compat.axes.settings import IndexSettings
from compat.axes.wheel import Wheels
from compat.errors import NotFoundOutError

LayerName = Literal["langgraph"]
LAYER: Final[LayerName] = "langgraph"
LAYER_FLOOR: Final = Version("0.1.1")
"""The oldest that is measured: the releases of 0.0 are not of one API."""


@dataclass(frozen=True, kw_only=True)
class LayerRelease(Release):
    """A release of the layer.

    ``asks`` is the specifier of the langchain-core that it asks for, empty for any, None where that
    is not known.
    """

    asks: str | None

    def allows(self, core: Release) -> bool:
        """Tell whether it may be installed over a release of langchain-core."""
        return SpecifierSet(self.asks or "").contains(core.version, prereleases=True)


@dataclass(frozen=True, kw_only=True)
class LayerListing:
    """What the indexes have of the layer, oldest first; ``page`` is what was read."""

    releases: tuple[LayerRelease, ...]
    page: RelayedPage


def read_layer(settings: IndexSettings, cache: Path) -> LayerListing:
    """Read the layer's releases since its floor, and which langchain-core each asks for.

    The latter stands in their wheels; what was read is kept in ``cache``. Raises NotFoundOutError.
    """
    with open_session() as session:
        told = ask_project(settings, LAYER, session)
        if not told.files:
            message = f"no index has a file of {LAYER}; cells of langchain-core alone need none"
            raise NotFoundOutError(message, "index-lacks-project")
        found = _list_releases(settings, told)
        wheels = Wheels(settings=settings, session=session, cache=cache)
        files = _find_wheels(told.files.values())

        def ask(release: Release) -> LayerRelease:
            wheel = files.get(release.version)
            known = {each.name: getattr(release, each.name) for each in fields(Release)}
            return LayerRelease(**known, asks=wheels.ask(wheel, PROJECT) if wheel else None)

        with ThreadPoolExecutor(AT_ONCE) as threads:
            releases = tuple(threads.map(ask, found))
    return LayerListing(releases=releases, page=RelayedPage.of(LAYER, told))


def _list_releases(settings: IndexSettings, told: ProjectFiles) -> list[Release]:
    found, _ = parse_releases(list_packages(settings, LAYER, told), LAYER)
    return [release for release in found if release.version >= LAYER_FLOOR]


def _find_wheels(files: Iterable[Entry]) -> dict[Version, Entry]:
    named = ((entry, parse_filename(entry["filename"])) for entry in files)
    return {
        name.version: entry
        for entry, name in named
        if name and name.project == LAYER and entry["filename"].endswith(".whl")
    }
