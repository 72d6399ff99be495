"""Which releases of a project the indexes have, where nothing else of it is asked."""

from pypi_simple import ProjectPage

from compat.axes.fetch import open_session
from compat.axes.index_error import rubbish
from compat.axes.page import parse_releases
from compat.axes.project import ask_project
from compat.axes.release import Release
from compat.axes.settings import IndexSettings
from compat.errors import NotFoundOutError


def list_releases(settings: IndexSettings, project: str) -> tuple[Release, ...]:
    """Return all releases of a project, oldest first. Raises NotFoundOutError."""
    with open_session() as session:
        told = ask_project(settings, project, session)
    content = {"meta": {"api-version": "1.1"}, "name": project, "files": [*told.files.values()]}
    try:
        packages = ProjectPage.from_json_data(content).packages
    except ValueError:
        raise rubbish(settings.indexes[0], "not a page of the simple API") from None
    found, _ = parse_releases(packages, project)
    if not found:
        message = f"no index has a file of {project}; compat doctor says which index is asked"
        raise NotFoundOutError(message, "index-lacks-project")
    return tuple(found)
