"""What one pattern's change is in words: effect, cause, since when, what to write.

Every template has named fields only, ``{like_this}``, with no format behind the name, so that the
script fills them as ``str.format`` does.
"""

from collections import Counter
from dataclasses import dataclass

from compat.difference.cause import Axis
from compat.difference.effect import Effect
from compat.difference.upgrade import Upgrade
from compat.matrix.reading import Flag
from compat.reports.difference.end_words import ARROW


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A template with a ``{count}``, for one and for any other number."""

    one: str
    many: str

    def filled(self, count: int, **fields: object) -> str:
        """Return the words for a count, other fields filled too."""
        return (self.one if count == 1 else self.many).format(count=count, **fields)


EFFECTS = {
    Effect.SILENT: "Missing or incomplete",
    Effect.RAISES: "Raises an error",
    Effect.LEAKS: "No longer hidden",
    Effect.WORSE: "Loses something else",
    Effect.BY_HAND: "Worse only where you pass something by hand",
    Effect.UNKNOWN: "Not known",
    Effect.OTHER: "Differs, neither better nor worse",
    Effect.NEW: "New: not possible before",
    Effect.BETTER: "Gets better",
}
"""Headings, the most pressing first."""

EFFECT_MEANS = {
    Effect.SILENT: "Less is seen than before, and no error says so.",
    Effect.RAISES: "An error is raised where none was.",
    Effect.LEAKS: "What the code tries to hide is shown.",
    Effect.WORSE: "Another loss, such as the caller's tags, or the API itself.",
    Effect.BY_HAND: "Code that passes nothing is no worse; code that passes something by hand is.",
    Effect.UNKNOWN: "Not known before or after: neither a yes nor a no.",
    Effect.OTHER: "Another answer, or another error.",
    Effect.NEW: "What the code uses was not there before.",
    Effect.BETTER: "More is seen than before, or an error is gone.",
}

EFFECT_COUNTS = {
    Effect.SILENT: Counted(
        one="{count} goes missing or incomplete", many="{count} go missing or incomplete"
    ),
    Effect.RAISES: Counted(one="{count} raises an error", many="{count} raise an error"),
    Effect.LEAKS: Counted(one="{count} is no longer hidden", many="{count} are no longer hidden"),
    Effect.WORSE: Counted(one="{count} loses something else", many="{count} lose something else"),
    Effect.BY_HAND: Counted(one="{count} gets worse by hand", many="{count} get worse by hand"),
    Effect.UNKNOWN: Counted(one="{count} is not known", many="{count} are not known"),
    Effect.OTHER: Counted(one="{count} differs", many="{count} differ"),
    Effect.NEW: Counted(one="{count} is new", many="{count} are new"),
    Effect.BETTER: Counted(one="{count} gets better", many="{count} get better"),
}

AXES = {
    Axis.PYTHON: "caused by Python, not langchain-core",
    Axis.CORE: "caused by langchain-core, not Python",
    Axis.EITHER: "each of the two upgrades causes it alone",
    Axis.BOTH: "needs both upgrades",
    Axis.UNKNOWN: "which upgrade causes it was not measured",
}
"""The cause, as far as the data shows it."""

AXES_OF_PAIRS = {
    **AXES,
    Axis.PYTHON: "caused by Python alone",
    Axis.CORE: "caused by langchain-core alone",
    Axis.LAYER: "caused by LangGraph alone",
    Axis.EITHER: "several of the upgrades cause it alone",
    Axis.BOTH: "no single one of the upgrades causes it",
}
"""The same of cells with a layer, where three things may move."""

AXIS_UNSURE = "the two upgrades could not be tried one at a time"
"""Instead, where one of them alone was not measured."""

AXIS_UNSURE_OF_PAIRS = "the upgrades could not be tried one at a time"

TURNS = {
    "since": "changed in {name} {first}",
    "before": "changed in {name} {first} and older",
    "between": "changed between {name} {last} and {first}, and nothing between was measured",
}
"""The change-over, by the direction and by whether it is exact."""

MORE_TURNS = {"since": ", {first}", "before": ", in {first} and older"}
"""The next change-over, where it is told as the one before."""

TURN_AT = "{turn} with {other} {at}"
TURN_AT_OF_PAIRS = "{turn} with {held}"
"""One of several change-overs: with what stands still there."""

PACKAGES = "other packages differ there too: {packages}"
PACKAGE = "{name} {before} " + ARROW + " {after}"

STEP = "{before} " + ARROW + " {after}"
FORM = "{step} ({form})"
NOT_MEASURED = "not measured"
FLAGS_COME = {
    Flag.TAGS_LOST: "the caller's tags no longer reach the child",
    Flag.METADATA_LOST: "the caller's metadata no longer reaches the child",
    Flag.CALLBACKS_LOST: "the caller's handler no longer sees the child",
    Flag.TOKENS_LOST: "the child's tokens are no longer streamed",
}
FLAGS_GO = {
    Flag.TAGS_LOST: "the caller's tags now reach the child",
    Flag.METADATA_LOST: "the caller's metadata now reaches the child",
    Flag.CALLBACKS_LOST: "the caller's handler now sees the child",
    Flag.TOKENS_LOST: "the child's tokens are now streamed",
}

REMEDY_NOW = "Write it {form}: {after}, today and after the upgrade"
REMEDY_THEN = "Write it {form}: {before} today, {after} after the upgrade"
REMEDY_HIDES = "Write it {form}: hidden, today and after the upgrade"
REMEDY_HIDES_THEN = "Write it {form}: hidden after the upgrade"
NO_REMEDY = "No fix is known"
NOT_HIDDEN = "is shown, though the code tries to hide it"
NO_HIDING = "No way to hide it is known"


def describe_flag_change(flag: str) -> str:
    """Return a flag that comes or goes, ``+tags-lost`` or ``-tags-lost``, as words."""
    return (FLAGS_COME if flag.startswith("+") else FLAGS_GO)[Flag(flag[1:])]


def count_effects(found: Upgrade) -> str:
    """Return how many scenarios change and how, the most pressing first; "" if none does."""
    effects = Counter(change.effect for change in found.changes)
    return ", ".join(EFFECT_COUNTS[each].filled(effects[each]) for each in Effect if effects[each])
