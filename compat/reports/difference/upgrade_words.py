"""What an upgrade is in words: for the terminal, for Markdown, and for the page's script.

Every template has named fields only, ``{like_this}``, with no format behind the name, so that the
script fills them as ``str.format`` does.
"""

from collections import Counter
from dataclasses import dataclass

from compat.difference.cause import Axis
from compat.difference.effect import LOSSES, Effect
from compat.difference.upgrade import Decision, Upgrade
from compat.record.model import Status
from compat.reports.words import FLAGS, Tone, describe_status

ARROW = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A template with a ``{count}``, for one and for any other number."""

    one: str
    many: str

    def filled(self, count: int, **fields: object) -> str:
        """Return the words for a count, other fields filled too."""
        return (self.one if count == 1 else self.many).format(count=count, **fields)


DECISIONS = {
    Decision.SAFE: "safe",
    Decision.CHANGES: "needs changes",
    Decision.BLOCKED: "blocked",
    Decision.UNKNOWN: "not known",
}
"""The answer in a word or two."""

DECISION_TONES = {
    Decision.SAFE: Tone.AUTOMATIC,
    Decision.CHANGES: Tone.MANUAL,
    Decision.BLOCKED: Tone.BROKEN,
    Decision.UNKNOWN: Tone.UNSURE,
}

ANSWERS = {
    Decision.SAFE: Counted(
        one="Yes. Nothing that was measured gets worse.",
        many="Yes. Nothing that was measured gets worse.",
    ),
    Decision.CHANGES: Counted(
        one="Not without changes. {count} of {measured} scenarios gets worse.",
        many="Not without changes. {count} of {measured} scenarios get worse.",
    ),
    Decision.BLOCKED: Counted(
        one="No. {target} cannot be had: {status}.",
        many="No. {target} cannot be had: {status}.",
    ),
    Decision.UNKNOWN: Counted(
        one="Not known. Nothing that was measured gets worse, but {count} of {measured} scenarios"
        " could not be compared.",
        many="Not known. Nothing that was measured gets worse, but {count} of {measured} scenarios"
        " could not be compared.",
    ),
}
"""May I? ``count`` are the scenarios with a loss, or those not known where the decision is that."""

NOT_FOUND_OUT = "Not known. {target} was not found out about: {status}."
OVERRIDDEN = (
    "{cell} installs only with an override of {names}, so what is said of it rests on that."
)
OVERRIDDEN_BY = "{cell} installs only with an override of {names}: {why}."
YANKED = "langchain-core {core} is yanked: {reason}."
NO_REASON = "no reason given"
NOTHING_CHANGES = "Nothing changes: every scenario says the same ({measured} measured)."
SAME = Counted(one="{count} scenario says the same.", many="{count} scenarios say the same.")
SAME_ENDS = "Both ends are the same configuration."
UNPROBED_SOURCE = (
    "{source} was not probed ({status}), so there is nothing that {target} could be compared with."
)

EFFECTS = {
    Effect.SILENT: "Stops silently",
    Effect.RAISES: "Newly raises",
    Effect.LEAKS: "Newly leaks",
    Effect.WORSE: "Loses something else",
    Effect.UNKNOWN: "Not known",
    Effect.OTHER: "Differs, neither better nor worse",
    Effect.BETTER: "Gets better",
}
"""Headings, the most pressing first."""

EFFECT_MEANS = {
    Effect.SILENT: "The child shows less than before, and nothing is raised.",
    Effect.RAISES: "An exception comes out where none did.",
    Effect.LEAKS: "What its author means to hide shows.",
    Effect.WORSE: "Another loss, such as the caller's tags, or the API itself.",
    Effect.UNKNOWN: "Not found out before or after: neither a yes nor a no.",
    Effect.OTHER: "Another answer or another outcome that is no loss.",
    Effect.BETTER: "Shows more than before, or no longer fails.",
}

EFFECT_COUNTS = {
    Effect.SILENT: Counted(one="{count} stops silently", many="{count} stop silently"),
    Effect.RAISES: Counted(one="{count} newly raises", many="{count} newly raise"),
    Effect.LEAKS: Counted(one="{count} newly leaks", many="{count} newly leak"),
    Effect.WORSE: Counted(one="{count} loses something else", many="{count} lose something else"),
    Effect.UNKNOWN: Counted(one="{count} is not known", many="{count} are not known"),
    Effect.OTHER: Counted(one="{count} differs", many="{count} differ"),
    Effect.BETTER: Counted(one="{count} gets better", many="{count} get better"),
}

AXES = {
    Axis.PYTHON: "comes with the other Python",
    Axis.CORE: "comes with the other langchain-core",
    Axis.EITHER: "either of the two steps alone brings it",
    Axis.BOTH: "neither of the two steps alone brings it",
    Axis.UNKNOWN: "the cells that would tell which step brings it were not probed",
}
"""The cause, as far as the data shows it."""

TURNS = {
    (Axis.CORE, True): "on Python {at}, {last} is the last release as before and {first} the first"
    " that differs",
    (Axis.CORE, False): "on Python {at}, it changes after {last} and by {first}; nothing between"
    " them was probed",
    (Axis.PYTHON, True): "with langchain-core {at}, Python {last} is as before and {first} differs",
    (Axis.PYTHON, False): "with langchain-core {at}, it changes after Python {last} and by {first};"
    " nothing between them was probed",
}
"""The change-over, by axis and by whether it is exact."""

PACKAGES = "Other packages differ there too: {packages}"
PACKAGE = "{name} {before} " + ARROW + " {after}"

STEP = "{before} " + ARROW + " {after}"
FORM = "{form}: {before} " + ARROW + " {after}"
FORM_SAME = "{form}: {after}"
NOT_MEASURED = "not measured"
FLAG_COMES = "now {flag}"
FLAG_GOES = "no longer so: {flag}"

REMEDY_NOW = (
    "Write {form}: {after} on {target}, and {before} today, so it can be written before the upgrade"
)
REMEDY_THEN = "Write {form}: {after} on {target}; today it is {before}"
NO_REMEDY = "No form that was measured shows more there than passing nothing"
NO_HIDING = "No form that hides it was measured"

NEAREST = "Safe nearby: {cells}"
NO_NEAREST = "No safe configuration was found in that direction."

ENDS = "Python {python}, langchain-core {core}"


def describe_flag_change(flag: str) -> str:
    """Return a flag that comes or goes, ``+tags-lost`` or ``-tags-lost``, as words."""
    words = FLAGS.get(flag[1:], flag[1:])
    return (FLAG_COMES if flag.startswith("+") else FLAG_GOES).format(flag=words)


def word_answer(found: Upgrade) -> str:
    """Return whether the upgrade may be made, as a sentence or two."""
    effects = Counter(change.effect for change in found.changes)
    measured = found.same + len(found.changes)
    if found.decision is Decision.UNKNOWN and found.target.status is not Status.PROBED:
        return NOT_FOUND_OUT.format(
            target=ENDS.format(python=found.target.python, core=found.target.core),
            status=describe_status(found.target.status),
        )
    if found.decision is Decision.SAFE and not found.changes:
        return NOTHING_CHANGES.format(measured=measured)
    losses = sum(effects[effect] for effect in LOSSES)
    count = effects[Effect.UNKNOWN] if found.decision is Decision.UNKNOWN else losses
    return ANSWERS[found.decision].filled(
        count,
        measured=measured,
        target=ENDS.format(python=found.target.python, core=found.target.core),
        status=describe_status(found.target.status),
    )


def list_notes(found: Upgrade) -> tuple[str, ...]:
    """Return what is to be known of the target besides."""
    end = found.target
    cell = ENDS.format(python=end.python, core=end.core)
    words = OVERRIDDEN_BY if end.reason else OVERRIDDEN
    overridden = [words.format(cell=cell, names=", ".join(end.overrides), why=end.reason)]
    yanked = [YANKED.format(core=end.core, reason=end.yanked or NO_REASON)]
    return (
        *(overridden if end.overrides else ()),
        *(yanked if end.yanked is not None else ()),
    )


def count_effects(found: Upgrade) -> str:
    """Return how many scenarios change and how, the most pressing first; "" if none does."""
    effects = Counter(change.effect for change in found.changes)
    return ", ".join(EFFECT_COUNTS[each].filled(effects[each]) for each in Effect if effects[each])
