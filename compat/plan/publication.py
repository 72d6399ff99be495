"""Whether a release is published for a Python."""

from compat.axes.release import allows
from compat.plan.model import PythonColumn, ReleaseRow


def is_published(release: ReleaseRow, python: PythonColumn) -> bool:
    """Tell whether the release's Requires-Python allows the interpreter, or the series' patches."""
    return allows(release.requires_python, python.exact or python.id)
