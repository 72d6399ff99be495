"""The forms in which a scenario was measured: its variants, and the remedies tried by hand."""

from compat.matrix.model import NAIVE, REMEDY, SHOWN, SIMPLEST_FIRST, Outcome, Result, Verdict
from compat.matrix.outcome import is_better
from compat.record.model import ScenarioInfo

_WAYS = {
    NAIVE: "with no config",
    "configured": "with config",
    "copied-context": "in a copy of the context",
    "context-variable": "with the context variable set",
    "batch-of-one": "with abatch and one input",
    "call-with-config": "as a run of its own, with _acall_with_config",
    "read-inside": "so that the stream is read inside the `with`",
    "empty-context": "as a task in an empty context",
}


def list_forms(scenario: ScenarioInfo) -> tuple[str, ...]:
    """Return a scenario's forms by the names that sources and traces have, the simplest first.

    The variants are ordered as they are taught; the remedies follow as the suite orders them.
    """
    known = [each for each in SIMPLEST_FIRST if each in scenario.variants]
    others = [each for each in scenario.variants if each not in known]
    return (*known, *others, *(f"{REMEDY}{name}" for name in scenario.remedies))


def describe_form(form: str) -> str:
    """Return a form as words; a remedy is called like the variant that is written alike."""
    return form.removeprefix(REMEDY).replace("-", " ")


def describe_way(form: str) -> str:
    """Return how code of a form is written, as words that follow a verb: ``with callbacks``."""
    return _WAYS.get(form.removeprefix(REMEDY)) or f"with {describe_form(form)}"


def find_outcome(result: Result, form: str) -> Outcome | None:
    """Return what a form came to; None if it was not measured."""
    name = form.removeprefix(REMEDY)
    return (result.outcomes if name == form else result.remedies).get(name)


def helps(result: Result, form: str) -> bool:
    """Tell whether a by-hand form shows more than passing nothing, by the rules of the verdict.

    Where there is no naive variant, the variant itself helps only if its verdict says so.
    """
    seen, naive = find_outcome(result, form), result.outcomes.get(NAIVE)
    if seen is None or form == NAIVE:
        return False
    if naive is not None:
        return is_better(seen, naive)
    by_verdict = result.verdict is Verdict.MANUAL or form.startswith(REMEDY)
    return seen in SHOWN and by_verdict
