"""The matrices that an answer rests on, with what a person should know of them said beside."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from compat.axes.layer import LAYER
from compat.cli import terminal
from compat.cli.program import HOME, REPORTS
from compat.errors import MissingReportError, UsageError
from compat.matrix.model import Matrix
from compat.stored.reports import MATRIX, load_matrix
from compat.work.answers import Known, find_known, find_known_layer


def load_known(folder: Path | None) -> Matrix:
    """Return the matrix of a folder, or of a file; by default all that is known here.

    Raises EvidenceError, MissingReportError.
    """
    if folder is not None:
        return load_matrix(folder)
    return _say(find_known(REPORTS, HOME))


def load_known_layer(folder: Path | None) -> Matrix:
    """Return the same of the layer: of a folder its own, or that beside a matrix without one.

    Raises EvidenceError, MissingReportError.
    """
    if folder is None:
        return _say(find_known_layer(REPORTS, HOME))
    if (own := load_matrix(folder)).layered:
        return own
    place = (folder if folder.is_dir() else folder.parent) / LAYER
    if not (place / MATRIX).exists():
        message = (
            f"there is no {place / MATRIX}; name the folder that has what is known of LangGraph"
        )
        raise MissingReportError(message)
    return load_matrix(place)


@dataclass(frozen=True, kw_only=True)
class Matrices:
    """What is known of langchain-core, and of the layer on top; each is read when it is asked for.

    ``folder`` is where a person says that it is.
    """

    folder: Path | None

    @cached_property
    def core(self) -> Matrix:
        """That of langchain-core alone. Raises UsageError where the folder is one of the layer."""
        found = load_known(self.folder)
        if found.layered:
            message = (
                f"{self.folder} knows LangGraph alone; name its version too, like langgraph 1.2.24"
            )
            raise UsageError(message)
        return found

    @cached_property
    def layer(self) -> Matrix:
        """That of the layer. Raises MissingReportError."""
        return load_known_layer(self.folder)

    @property
    def layer_if_any(self) -> Matrix | None:
        """That of the layer, None if there is none here."""
        try:
            return self.layer
        except MissingReportError:
            return None

    @property
    def core_if_any(self) -> Matrix | None:
        """That of langchain-core, None if the folder is one of the layer."""
        try:
            return self.core
        except (UsageError, MissingReportError):
            return None


def _say(known: Known) -> Matrix:
    for remark in known.remarks:
        terminal.print_remark(remark)
    return known.matrix
