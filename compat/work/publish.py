"""Reports into a folder, if what is there is not more; and what differs from the published."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from compat.difference.compare import compare
from compat.difference.completeness import count_shared, find_less
from compat.difference.history import History
from compat.difference.kind import Kind
from compat.difference.layered import hear_layer
from compat.difference.sensitivity import Sensitivity, keep_still_so
from compat.errors import CompatError, DiskError, ExitCode, MissingReportError
from compat.files import write_atomic
from compat.matrix.lint import refuse_unsound
from compat.matrix.model import Listener, Matrix, Traces
from compat.reports.bundle import dump_sources, render
from compat.reports.difference.account import KINDS, describe_change
from compat.reports.difference.entries import make_atlas, make_entry
from compat.reports.document import render_job_summary
from compat.reports.project.hosts import tox_settings
from compat.reports.readme import render_ask_example, render_rule_md, render_upgrade_example
from compat.reports.symptoms import render_symptoms_md
from compat.reports.text import clip, format_amount
from compat.stored.reports import (
    dump_history,
    dump_matrix,
    load_history,
    load_layer_traces,
    load_layered,
    load_matrix,
    load_sensitivities,
    refuse_unreadable,
)
from compat.stored.seal import hold_for_writing, sweep, write_sealed
from compat.symptoms.model import load_symptoms
from compat.work.changes import grow_history
from compat.work.fingerprint import is_rendered, make_fingerprint, note_rendered

_DIFFERENCES = 12  # lines
_PARTS: dict[str, Callable[[Matrix, Matrix | None], str]] = {
    "matrix": lambda matrix, _: render_rule_md(matrix),
    "ask": render_ask_example,
    "upgrade": lambda matrix, _: render_upgrade_example(matrix),
}
"""What a README shows of a matrix, by the name of its place."""


def write_reports(  # noqa: PLR0913 - each is a keyword or a thing of its own
    folder: Path,
    matrix: Matrix,
    traces: Traces,
    found: Iterable[Sensitivity] | None = None,
    *,
    readme: bool,
    feed: bool = False,
    history: History | None = None,
    reason: str | None = None,
    stamp: Path | None = None,
    beside: Path | None = None,
    site: str = "",
) -> None:
    """Write the reports, all of them or none; ``found`` is what other resolutions changed.

    Unless it is given, it is what the folder holds of it and is still so of this matrix.

    ``history`` is what runs changed, that which the folder holds unless it is given; with ``feed``
    it gets an entry for what is changed here, and for the ``reason`` why a person replaced what was
    there by less. What was measured with a layer is shown with a matrix that has none: it lies in
    the folder, or in another one that is named ``beside``. With ``readme`` what the files beside
    the folder hold of the matrix is renewed, where they have a place for it: README.md,
    pyproject.toml and docs/. The job summary goes to where GitHub asks for it. Raises DiskError,
    and EvidenceError or BugError if what would be written is not of its schema, or contradicts
    itself, or the history or what was measured with a layer cannot be read. Where ``stamp`` says
    that all of that is there, nothing is done.
    """
    found = _keep_still_so(folder, matrix) if found is None else tuple(found)
    texts = dump_sources(matrix, traces, found) if stamp or feed else ()
    layered = None if matrix.layered else load_layered(beside or folder)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    with hold_for_writing(folder):
        history = history or load_history(folder, sealed=False)
        if feed:
            history = grow_history(folder, matrix, texts[0], history, reason)
        known = [dump_history(history)] if history else []
        known += [dump_matrix(layered)] if stamp and layered else []
        known += [site] if site else []
        made_from = make_fingerprint([str(folder.absolute()), *texts, *known]) if stamp else ""
        if stamp and not summary and is_rendered(stamp, made_from, folder):
            return
        refuse_unsound(matrix)
        seen = load_layer_traces(beside or folder) if layered else None
        files = render(matrix, traces, found, history, layered, layer_traces=seen, site=site)
        refuse_unreadable(files)
        write_sealed(folder, files)
        written = _write_beside(folder.absolute().parent, matrix, layered) if readme else []
    if summary:
        whole = files["matrix.md"] if matrix.layered else render_job_summary(matrix, traces)
        _summarise(Path(summary), whole)
    if stamp:
        note_rendered(stamp, made_from, folder, written)


def _write_beside(home: Path, matrix: Matrix, layered: Matrix | None) -> list[Path]:
    """Renew what files beside the reports hold of them, and return those files."""
    makers: dict[str, Callable[[str], str]] = {
        "README.md": lambda text: with_matrix(text, matrix, layered),
        "docs/exit-codes.md": with_exit_codes,
        "pyproject.toml": lambda text: with_tox_settings(text, matrix, layered),
        "docs/symptoms.md": lambda _: render_symptoms_md(load_symptoms(), matrix),
    }
    there = {home / name: make for name, make in makers.items() if (home / name).exists()}
    for path, make in there.items():
        text = path.read_text("utf-8")
        if (renewed := make(text)) != text:
            sweep(path.parent, f".{path.name}.*")
            write_atomic(path, renewed.encode())
    return list(there)


def _keep_still_so(folder: Path, matrix: Matrix) -> tuple[Sensitivity, ...]:
    try:
        return keep_still_so(matrix, load_sensitivities(folder))
    except CompatError:  # what is not whole is replaced as a whole
        return ()


def find_reason_to_keep(folder: Path, matrix: Matrix) -> str | None:
    """Return why a matrix must not take the place of the one in a folder; None if it may."""
    try:
        return find_less(load_matrix(folder), matrix)
    except MissingReportError:
        return None
    except CompatError as error:
        return f"the old reports cannot be compared: {error}"


def compare_with(folder: Path, matrix: Matrix, place: Path) -> list[str]:
    """Return lines that say in what a matrix agrees with the one in a folder, if there is one.

    ``place`` is where the reports of the matrix are.
    """
    try:
        published = load_matrix(folder)
    except MissingReportError:
        return []
    except CompatError as error:
        return [f"Not compared with {folder}/: {error}"]
    if published.provenance.suite_hash != matrix.provenance.suite_hash:
        return [f"Not compared with {folder}/: another suite measured that."]
    both = format_amount(count_shared(published, matrix), "cell")
    heard = (hear_layer(each, Listener.STREAM) for each in (published, matrix))
    found = make_entry(make_atlas(published, matrix), compare(*heard))
    # What this run does not know is no difference, and was told.
    told = [each for each in found.told if each.kind is not Kind.LOST_SIGHT]
    if not told:
        return [f"Compared with {folder}/: agrees in all {both} that both have."]
    more = len(told) - _DIFFERENCES
    return [
        f"Compared with {folder}/, {both} that both have:",
        *(clip(f"  {KINDS[each.kind]}: {describe_change(each)}") for each in told[:_DIFFERENCES]),
        *([f"  and {more} more: compat compare {folder} {place} says all"] if more > 0 else []),
    ]


def _summarise(place: Path, text: str) -> None:
    try:
        with place.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        message = f"cannot write the job summary to {place}: {error.strerror or error}"
        raise DiskError(message) from error


def with_matrix(readme: str, matrix: Matrix, layered: Matrix | None = None) -> str:
    """Return a README with what the matrix says in its places, if it has these."""
    for name, make in _PARTS.items():
        readme = _between(_make_marks(name), readme, partial(make, matrix, layered))
    return readme


def with_exit_codes(page: str) -> str:
    """Return a page with what the exit codes mean in its place, if it has such a place."""
    rows = (f"| {code:d} | {code.means} |" for code in ExitCode)
    table = "\n".join(["| exit code | means, for every command |", "|---|---|", *rows])
    return _between(_make_marks("exit-codes"), page, lambda: table)


def with_tox_settings(project: str, matrix: Matrix, layered: Matrix | None = None) -> str:
    """Return a ``pyproject.toml`` with the plain hosts' cells in their place, if it has one."""
    marks = "# matrix:start", "# matrix:end"
    return _between(marks, project, lambda: tox_settings(matrix, layered))


def _make_marks(name: str) -> tuple[str, str]:
    """Return what stands before and after a part that is renewed."""
    return f"<!-- {name}:start -->", f"<!-- {name}:end -->"


def _between(marks: tuple[str, str], text: str, part: Callable[[], str]) -> str:
    before, start, rest = text.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    return f"{before}{start}\n{part().strip()}\n{end}{after}" if start and end else text
