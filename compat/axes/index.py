"""Reading langchain-core's releases from the configured indexes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pypi_simple import DistributionPackage, ProjectPage

from compat.axes.fetch import Answer, fetch_page
from compat.axes.page import releases_of
from compat.axes.release import PROJECT, Release
from compat.axes.settings import IndexSettings
from compat.errors import CompatError, ExitCode

Label = Literal["PyPI", "configured mirror"]


class ProjectNotFoundError(CompatError):
    """None of the indexes has the project."""

    exit_code = ExitCode.INDEX


@dataclass(frozen=True, kw_only=True)
class IndexListing:
    """What the indexes have. ``label`` may be published, it is never an address.

    ``skipped`` counts files whose name or version cannot be read. ``moment`` is when the index says
    that it answered, None where it does not tell.
    """

    label: Label
    releases: tuple[Release, ...]
    skipped: int
    moment: datetime | None = None

    @property
    def dated(self) -> bool:
        """Whether the index tells the upload time of every release."""
        return all(release.uploaded_at for release in self.releases)


def read_index(settings: IndexSettings) -> IndexListing:
    """Read all releases, oldest first.

    An index without the project is passed over, any other failure of one ends the reading: what
    it did not tell would be missing silently. Raises IndexUnreachableError, IndexRubbishError,
    IndexHalfPageError or ProjectNotFoundError.
    """
    files: dict[str, DistributionPackage] = {}
    moment = None
    default_only = True  # an extra index that only repeats files does not count
    for index in settings.indexes:
        answer = fetch_page(index, PROJECT, settings.certificates)
        if answer is None:
            continue
        moment = moment or answer.moment
        new = {file.filename: file for file in _packages(answer) if file.filename not in files}
        default_only = default_only and (index.is_default or not new)
        files |= new
        if not settings.merged:
            break
    releases, skipped = releases_of(files.values())
    if not releases:
        places = " and ".join(dict.fromkeys(index.origin for index in settings.indexes))
        message = f"no index has a file of {PROJECT}; check the index named by {places}"
        raise ProjectNotFoundError(message)
    label: Label = "PyPI" if default_only else "configured mirror"
    return IndexListing(label=label, releases=releases, skipped=skipped, moment=moment)


def _packages(answer: Answer) -> list[DistributionPackage]:
    content = {"meta": {"api-version": "1.1"}, "name": PROJECT, "files": answer.files}
    return ProjectPage.from_json_data(content).packages
