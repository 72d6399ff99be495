"""The gate: a matrix held to what a baseline published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from rich.console import Console

from compat.axes.layer import LAYER
from compat.difference.compare import compare, refuse_other_suite
from compat.difference.comparison import Comparison
from compat.difference.expected import Expected, parse_expected
from compat.difference.gate import Gate, hold_statements
from compat.difference.layered import hear_layer
from compat.errors import ExitCode, UsageError
from compat.matrix.model import Listener, Matrix
from compat.reports.difference.account import describe_entry
from compat.reports.difference.account_text import Shown, render_text
from compat.reports.difference.entries import Atlas, make_atlas, make_entry
from compat.reports.difference.gate_words import describe_gate, make_gate_sections
from compat.run.suite import find_suite_hash
from compat.stored.reports import load_matrix

EXPECTED = Path(".compat-expected.toml")


@dataclass(frozen=True, kw_only=True)
class Promises:
    """A baseline as one listener hears it, its folder, and the differences that are expected."""

    baseline: Matrix
    place: Path
    listener: Listener
    expected: tuple[Expected, ...]


@dataclass(frozen=True, kw_only=True)
class MeasuredRun:
    """What a run measured, the folder with its reports, and what it exits with by itself."""

    measured: Matrix
    place: Path
    code: ExitCode


class GateOutcome(StrEnum):
    """What a comparison, or a gate, comes to: finer than an exit code."""

    GOOD = "good"
    WORSE = "worse"
    BROKEN = "broken"
    EXPECTED = "expected-not-met"
    UNKNOWN = "not-found-out"
    UNCHECKED = "nothing-checked"


@dataclass(frozen=True, kw_only=True)
class Held:
    """What became of a baseline: the comparison, and the gate if one was asked for."""

    comparison: Comparison
    gate: Gate | None
    shown: Shown

    @property
    def outcome(self) -> GateOutcome:
        """What it comes to; a gate that could check nothing is not green.

        A cell that the later run did not find out is a failure where it was one of that run; what
        it did not find out in a cell that it probed always is.
        """
        gated = self.gate
        if gated is None:
            return GateOutcome.WORSE if self.comparison.worse else GateOutcome.GOOD
        if not gated.holds:
            return GateOutcome.BROKEN
        if gated.stale or gated.dead:
            return GateOutcome.EXPECTED
        if gated.unknown or (gated.failed and self.comparison.after.failures):
            return GateOutcome.UNKNOWN
        return GateOutcome.GOOD if gated.checked else GateOutcome.UNCHECKED

    @property
    def code(self) -> ExitCode:
        """What to exit with."""
        match self.outcome:
            case GateOutcome.GOOD:
                return ExitCode.OK
            case GateOutcome.WORSE | GateOutcome.BROKEN | GateOutcome.EXPECTED:
                return ExitCode.BAD_NEWS
            case GateOutcome.UNKNOWN:
                return ExitCode.NOT_FOUND_OUT
            case GateOutcome.UNCHECKED:
                return ExitCode.NOTHING_SELECTED
            case _:
                assert_never(self.outcome)


def read_promises(
    baseline: Path | None,
    expected: Path | None,
    *,
    listener: Listener,
    across_suites: bool,
    layered: bool,
) -> Promises | None:
    """Return what a run is to be held to, before it runs; None if nothing was asked for.

    ``layered``: it is a run of cells with a layer. Raises EvidenceError if the suite of this
    checkout is not the baseline's, the errors of both files, NotFoundOutError if it does not know
    the listener, and UsageError for an option that needs ``--baseline``, or one of other cells.
    """
    if baseline is None:
        if expected is not None or across_suites:
            message = "--expected and --across-suites need a baseline: name it with --baseline"
            raise UsageError(message)
        return None
    matrix = load_matrix(baseline)
    if matrix.layered is not layered:
        has, lacks = ("no cell", "have it") if layered else ("cells", "have none")
        message = f"{baseline} has {has} with {LAYER}, and those of this run {lacks}"
        raise UsageError(message)
    if not across_suites:
        refuse_other_suite(matrix.provenance.suite_hash, find_suite_hash(layered=layered))
    place = baseline if baseline.is_dir() else baseline.parent
    return Promises(
        baseline=hear_layer(matrix, listener),
        place=place,
        listener=listener,
        expected=read_expected(expected),
    )


def read_expected(path: Path | None) -> tuple[Expected, ...]:
    """Return the entries of a file, or of the usual one, which need not be there.

    Raises UsageError.
    """
    try:
        text = (path or EXPECTED).read_text("utf-8")
    except FileNotFoundError as error:
        if path is None:
            return ()
        message = f"there is no {path}; name the file of expected differences"
        raise UsageError(message, "unreadable-expected") from error
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {path or EXPECTED}: {error}"
        raise UsageError(message, "unreadable-expected") from error
    return parse_expected(text, str(path or EXPECTED))


def hold_to(before: Matrix, after: Matrix, expected: Sequence[Expected] | None) -> Held:
    """Return a comparison in values and in words; with a gate unless ``expected`` is None."""
    found = compare(before, after)
    places = make_atlas(before, after)
    gated = (
        None if expected is None else hold_statements(before, after, found, expected, _find_today())
    )
    return Held(comparison=found, gate=gated, shown=_describe(places, found, gated))


def hold_run(published: Promises, run: MeasuredRun, console: Console) -> ExitCode:
    """Hold a run to a baseline, print how that came out, and return what to exit with.

    A statement that no longer holds weighs more than what the run could not find out; that more
    than an expected difference which does not occur.
    """
    heard = hear_layer(run.measured, published.listener)
    found = hold_to(published.baseline, heard, published.expected)
    console.print(render_text(found.shown), highlight=False)
    broken = found.outcome is GateOutcome.BROKEN
    if broken and run.place.absolute() == published.place.absolute():
        words = f"This run's reports have replaced the baseline in {published.place}."
        console.print(words, highlight=False, markup=False)
    return found.code if broken or run.code is ExitCode.OK else run.code


def _describe(places: Atlas, found: Comparison, gated: Gate | None) -> Shown:
    before, after = (each.generated_at for each in (found.before, found.after))
    return Shown(
        question=f"From the matrix of {before} to that of {after}",
        account=describe_entry(make_entry(places, found)),
        gate=describe_gate(gated, before[:10]) if gated else None,
        gated=make_gate_sections(places, gated) if gated else (),
    )


def _find_today() -> date:
    return datetime.now(UTC).date()
