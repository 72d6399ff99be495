"""The names of distributions: which project and version a file is of."""

from dataclasses import dataclass

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version


@dataclass(frozen=True, kw_only=True)
class Filename:
    """What a file's name says: the project's canonical name, and the version."""

    project: str
    version: Version


def parse_filename(filename: str) -> Filename | None:
    """Return what the name of a wheel or a source distribution says, None if it is none."""
    try:
        if filename.endswith(".whl"):
            project, version, *_ = parse_wheel_filename(filename)
        else:
            project, version = parse_sdist_filename(filename)
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None
    return Filename(project=project, version=version)
