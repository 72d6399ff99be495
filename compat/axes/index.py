"""Reading langchain-core's releases from the configured indexes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pypi_simple import DistributionPackage, ProjectPage

from compat.axes.fetch import open_session
from compat.axes.index_error import rubbish
from compat.axes.page import parse_releases
from compat.axes.project import ProjectFiles, RelayedPage, ask_project
from compat.axes.release import PROJECT, Release
from compat.axes.settings import IndexSettings
from compat.errors import NotFoundOutError

Label = Literal["PyPI", "configured mirror"]


@dataclass(frozen=True, kw_only=True)
class IndexListing:
    """What the indexes have. ``label`` may be published, it is never an address.

    ``skipped`` counts files whose name or version cannot be read. ``moment`` is when the index says
    that it answered, None where it does not tell. ``page`` is what was read: who asks for the
    project's page again may be told of another state of the index.
    """

    label: Label
    releases: tuple[Release, ...]
    skipped: int
    moment: datetime | None = None
    page: RelayedPage | None = None

    @property
    def dated(self) -> bool:
        """Whether the index tells the upload time of every release."""
        return all(release.uploaded_at for release in self.releases)


def read_index(settings: IndexSettings) -> IndexListing:
    """Read all releases, oldest first. Raises NotFoundOutError."""
    with open_session() as session:
        told = ask_project(settings, PROJECT, session)
    releases, skipped = parse_releases(list_packages(settings, PROJECT, told))
    if not releases:
        places = " and ".join(dict.fromkeys(index.origin for index in settings.indexes))
        message = f"no index has a file of {PROJECT}; check the index named by {places}"
        raise NotFoundOutError(message, "index-lacks-project")
    return IndexListing(
        label="PyPI" if told.default_only else "configured mirror",
        releases=releases,
        skipped=skipped,
        moment=told.moment,
        page=RelayedPage.of(PROJECT, told),
    )


def list_packages(
    settings: IndexSettings, project: str, told: ProjectFiles
) -> list[DistributionPackage]:
    """Return the files that an index told of a project. Raises NotFoundOutError."""
    content = {"meta": {"api-version": "1.1"}, "name": project, "files": [*told.files.values()]}
    try:
        return ProjectPage.from_json_data(content).packages
    except ValueError:
        raise rubbish(settings.indexes[0], "not a page of the simple API") from None
