"""The gate: a matrix held to what a baseline published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from compat.cli.selection import MalformedOptionError
from compat.difference.compare import compare, refuse_other_suite
from compat.difference.comparison import Comparison
from compat.difference.expected import Expected, parse_expected
from compat.difference.gate import Gate, gate
from compat.errors import CompatError, ExitCode
from compat.matrix.model import Matrix
from compat.reports.difference.changed import account
from compat.reports.difference.changed_text import Shown, compared_text
from compat.reports.difference.entries import Atlas, atlas, entry
from compat.reports.difference.gated import gate_answer, gate_sections
from compat.run.suite import suite_hash
from compat.stored.reports import load_matrix

EXPECTED = Path(".compat-expected.toml")
_ABOUT_REPORTS = ("--baseline", "--expected", "--replace")


class MissingExpectedError(CompatError):
    """A file of expected differences that was named and cannot be read."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True, kw_only=True)
class Promises:
    """A baseline, the folder that it was read from, and the differences that are expected."""

    baseline: Matrix
    place: Path
    expected: tuple[Expected, ...]


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run measured, the folder with its reports, and what it exits with by itself."""

    measured: Matrix
    place: Path
    code: ExitCode


@dataclass(frozen=True, kw_only=True)
class Held:
    """What became of a baseline: the comparison, and the gate if one was asked for."""

    comparison: Comparison
    gate: Gate | None
    shown: Shown


def promises(
    baseline: Path | None, expected: Path | None, *, across_suites: bool
) -> Promises | None:
    """Return what a run is to be held to, before it runs; None if nothing was asked for.

    Raises DifferentSuitesError if the suite of this checkout is not the baseline's, the errors of
    both files, and MalformedOptionError for an option that needs ``--baseline``.
    """
    if baseline is None:
        if expected is not None or across_suites:
            message = "--expected and --across-suites are about a baseline: name it with --baseline"
            raise MalformedOptionError(message)
        return None
    matrix = load_matrix(baseline)
    if not across_suites:
        refuse_other_suite(matrix.provenance.suite_hash, suite_hash())
    place = baseline if baseline.is_dir() else baseline.parent
    return Promises(baseline=matrix, place=place, expected=expectations(expected))


def expectations(path: Path | None) -> tuple[Expected, ...]:
    """Return the entries of a file, or of the usual one, which need not be there.

    Raises MissingExpectedError, MalformedExpectedError.
    """
    try:
        text = (path or EXPECTED).read_text("utf-8")
    except FileNotFoundError as error:
        if path is None:
            return ()
        message = f"there is no {path}; name the file of expected differences"
        raise MissingExpectedError(message) from error
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {path or EXPECTED}: {error}"
        raise MissingExpectedError(message) from error
    return parse_expected(text, str(path or EXPECTED))


def leave_out_gate(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a command without those about a baseline, or what is replaced."""
    kept: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, _ = word.partition("=")
        if name in _ABOUT_REPORTS:
            if not equals:
                next(words, None)
        elif name != "--across-suites":
            kept.append(word)
    return kept


def hold_to(before: Matrix, after: Matrix, expected: Sequence[Expected] | None) -> Held:
    """Return a comparison in values and in words; with a gate unless ``expected`` is None."""
    found = compare(before, after)
    places = atlas(before, after)
    gated = None if expected is None else gate(before, after, found, expected, _today())
    return Held(comparison=found, gate=gated, shown=_shown(places, found, gated))


def hold_run(published: Promises, run: Run, console: Console) -> ExitCode:
    """Hold a run to a baseline, print how that came out, and return what to exit with.

    A statement that no longer holds weighs more than what the run could not find out; that more
    than an expected difference which does not occur.
    """
    found = hold_to(published.baseline, run.measured, published.expected)
    console.print(compared_text(found.shown), highlight=False)
    gated = exit_code(found)
    if gated is ExitCode.BASELINE and run.place.absolute() == published.place.absolute():
        words = f"The baseline in {published.place} has given way to this run's reports."
        console.print(words, highlight=False, markup=False)
    return gated if gated is ExitCode.BASELINE or run.code is ExitCode.OK else run.code


def exit_code(found: Held) -> ExitCode:
    """Return what to exit with; a gate that could check nothing is not green.

    A cell that the later run did not find out is a failure where it was one of that run; what it
    did not find out in a cell that it probed always is.
    """
    gated = found.gate
    if gated is None:
        return ExitCode.WORSE if found.comparison.worse else ExitCode.OK
    if not gated.holds:
        return ExitCode.BASELINE
    if gated.stale or gated.dead:
        return ExitCode.EXPECTED
    if gated.unknown or (gated.failed and found.comparison.after.failures):
        return ExitCode.FAILURES
    return ExitCode.OK if gated.checked else ExitCode.NOTHING_SELECTED


def _shown(places: Atlas, found: Comparison, gated: Gate | None) -> Shown:
    before, after = (each.generated_at for each in (found.before, found.after))
    return Shown(
        question=f"From the matrix of {before} to that of {after}",
        account=account(entry(places, found)),
        gate=gate_answer(gated, before[:10]) if gated else None,
        gated=gate_sections(places, gated) if gated else (),
    )


def _today() -> date:
    return datetime.now(UTC).date()
