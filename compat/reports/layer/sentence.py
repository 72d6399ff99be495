"""When and how much of a layer was measured, in a sentence."""

from packaging.version import Version

from compat.matrix.model import Matrix
from compat.reports.headline.sentence import describe_completeness, find_day
from compat.reports.layer.places import join_ends
from compat.reports.text import format_amount


def describe_layer_run(matrix: Matrix) -> str:
    """Return when and how much was measured, and how complete that is."""
    provenance = matrix.provenance
    layers = sorted({cell.layer for cell in matrix.cells if cell.layer}, key=Version)
    cores = sorted({cell.core for cell in matrix.cells}, key=Version)
    telling = sum(cell.tells for cell in matrix.cells)
    ends = f", {join_ends(layers)}," if layers else ""
    below = f", {join_ends(cores)}" if cores else ""
    return (
        f"Measured on {find_day(provenance)}: {format_amount(provenance.planned, 'cell')}"
        f" ({format_amount(len(matrix.pythons), 'Python')},"
        f" {format_amount(len(layers), 'release')} of LangGraph{ends}"
        f" {format_amount(len(cores), 'release')} of langchain-core{below}),"
        f" {provenance.probed} probed. {describe_completeness(provenance, telling=telling)}"
    )
