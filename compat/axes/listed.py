"""Which releases of a project the indexes have, where nothing else of it is asked."""

from compat.axes.fetch import open_session
from compat.axes.index import list_packages
from compat.axes.page import parse_releases
from compat.axes.project import ask_project
from compat.axes.release import Release
from compat.axes.settings import IndexSettings
from compat.errors import NotFoundOutError


def list_releases(settings: IndexSettings, project: str) -> tuple[Release, ...]:
    """Return all releases of a project, oldest first. Raises NotFoundOutError."""
    with open_session() as session:
        told = ask_project(settings, project, session)
    found, _ = parse_releases(list_packages(settings, project, told), project)
    if not found:
        message = f"no index has a file of {project}; compat doctor says which index is asked"
        raise NotFoundOutError(message, "index-lacks-project")
    return tuple(found)
