"""What an upgrade is in words: for the terminal, for Markdown, and for the page's script.

Every template has named fields only, ``{like_this}``, with no format behind the name, so that the
script fills them as ``str.format`` does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packaging.version import Version

from compat.difference.cause import Axis
from compat.difference.effect import Effect
from compat.difference.end import End
from compat.difference.upgrade import Decision, Upgrade
from compat.matrix.model import Outcome
from compat.matrix.reading import Flag
from compat.record.model import ChildKind, Status
from compat.reports.text import clip
from compat.reports.words import LISTENERS, Tone, describe_status

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

# The first sentence. ``what`` is whose code loses what, and since when.
ONE_CHANGE = "Yes, with one change: {what}."
ONE_LOSS = "Yes, but with one loss: {what}."
LOSSES_ALIKE = Counted(
    one="Only with losses in {changes} patterns: {what}, and so does one other.",
    many="Only with losses in {changes} patterns: {what}, and so do {count} others.",
)
LOSSES = "Only with losses in {changes} patterns, this one first: {what}."
CHANGES_ALIKE = Counted(
    one="Only with changes in {changes} patterns: {what}, and so does one other.",
    many="Only with changes in {changes} patterns: {what}, and so do {count} others.",
)
CHANGES = "Only with changes in {changes} patterns, this one first: {what}."
NO_FIX = "No fix is known."
NO_FIX_FOR = Counted(
    one="For one of them no fix is known.", many="For {count} of them no fix is known."
)
BY_HAND = "Yes, unless you pass config or callbacks by hand: then {what}."
BY_HAND_MORE = Counted(
    one="One other pattern gets worse by hand too.",
    many="{count} other patterns get worse by hand too.",
)
BUT_MISSED = "Yes, nothing gets worse. But in both, {missed}."
MISSED = "In both, {missed}."
MISSED_MORE = Counted(
    one="{what}, and one more of {measured} patterns has a problem too",
    many="{what}, and {count} more of {measured} patterns have a problem too",
)
MISSED_TOO = Counted(
    one="One pattern has a problem today, and keeps it.",
    many="{count} patterns have a problem today, and keep it.",
)
NOTHING_CHANGES = Counted(
    one="Yes. Nothing changes.", many="Yes. Nothing changes in {count} patterns."
)
NOTHING_WORSE = "Yes. Nothing gets worse."
COULD_NOT_COMPARE = Counted(
    one="Not known: one of {measured} patterns could not be compared. Nothing else gets worse.",
    many="Not known: {count} of {measured} patterns could not be compared. Nothing else gets"
    " worse.",
)
NOT_MEASURED_END = "Not known: {target} was not measured ({status})."
BLOCKED = "No: {target} {obstacle}."
SAME_ENDS = "Both are the same configuration."
UNPROBED_SOURCE = (
    "{source} was not measured ({status}), so there is nothing to compare {target} with."
)

LIKE = "patterns like {scenario}"
"""Whose code it is, where nobody has put it in words."""

LOSES_CHILD: Mapping[ChildKind, str] = {
    "chat_model": "lose the model's events",
    "retriever": "lose the retriever's events",
    "custom_event": "lose the event",
}
RAISES = "raise an error"
NO_API = "find their API gone"
LOSES: Mapping[Outcome, str] = {
    Outcome.FLATTENED: "lose a parent",
    Outcome.SPLIT: "have what they call moved to a separate trace",
    Outcome.RAISED: RAISES,
    Outcome.ABSENT: NO_API,
}
LEAKS = "no longer hide it"
LOSES_FLAGS = {
    "tags-lost": "lose the caller's tags",
    "metadata-lost": "lose the caller's metadata",
    "callbacks-lost": "no longer reach the caller's handler",
    "tokens-lost": "no longer stream tokens",
}
LOSES_SOMETHING = "change for the worse"

LACKS: Mapping[ChildKind, str] = {
    "chat_model": "lack the model's events",
    "retriever": "lack the retriever's events",
    "custom_event": "lack the event",
}
LACKS_WRITTEN = "lack what is written"
LOSES_WRITTEN = "lose what is written"
"""Of what code writes to the stream of its own, of which the page's script knows nothing."""

LACKS_A_PARENT = "lack a parent"
STANDS_APART = "have what they call in a separate trace"
SHOWS = "do not hide it"

NAMES = {Axis.PYTHON: "Python", Axis.CORE: "langchain-core"}
ALL_NAMES = {**NAMES, Axis.LAYER: "LangGraph"}
"""With a layer, of which the page's script knows nothing."""

SINCE = {
    "since": " since {name} {first}",
    "before": " in {name} {first} and older",
    "between": " somewhere between {name} {last} and {first}",
}
"""When, by the direction of the upgrade and by whether it is exact."""

NOT_THE_CAUSE = "{name} is not the cause."
NEITHER_IS_THE_CAUSE = "{names} are not the cause."
NEEDS_BOTH = "It needs both upgrades."
EITHER = "Each of the two upgrades causes it alone."

OVERRIDDEN = "{cell} installs only with an override of {names}, so its results depend on that."
OVERRIDDEN_BY = "{cell} installs only with an override of {names}: {why}."
YANKED = "langchain-core {core} is yanked, which means withdrawn: {reason}."
NO_REASON = "no reason given"
SAME = Counted(one="{count} pattern is as before.", many="{count} patterns are as before.")
GET_BETTER = Counted(
    one="One pattern gets better: {code}.",
    many="{count} patterns get better, {code} among them.",
)

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
    Effect.NEW: "Python or langchain-core did not have what the code uses.",
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

NEAREST = "Nearest configurations that need no change: {cells}"
HEARD_BY = "{route}, as {who} sees it"
FOR_OTHERS = "For {who} the answer is different: {decision} (--listener {listener})."

GOES_BACK = "This is a downgrade: {steps}."
STEP_BACK = "{name} {before} " + ARROW + " {after}"
PASSED_OVER = "{newest} is newer, but it {obstacle}."

NO_NEAREST = "No configuration nearby was found that needs no change."

ENDS = "Python {python}, langchain-core {core}"
ENDS_OF_PAIRS = "Python {python}, langchain-core {core}, LangGraph {layer}"

_PARTS = {"py": "Python", "core": "langchain-core", "lg": "LangGraph"}
_NO_WHEELS = "cannot be installed: no wheels yet ({packages}); building from source was not tried"
_NOT_PUBLISHED = "does not support this Python: {reason}"
_CONFLICT = "cannot be installed: {asks}"
_NO_IMPORT = "installs, and does not run: {module} does not import ({error})"
# What the solver and the suite of a layer say; see compat.environments and compat.inlayer.loading.
_ASKS = re.compile(r"\b(langgraph)==(\S+) depends on ([a-z-]+\S*[^\s.,])")
_IMPORT = re.compile(r"PairImportError: (\S+) does not import: (?:\w+: )?(.+)")


def describe_flag_change(flag: str) -> str:
    """Return a flag that comes or goes, ``+tags-lost`` or ``-tags-lost``, as words."""
    return (FLAGS_COME if flag.startswith("+") else FLAGS_GO)[Flag(flag[1:])]


def describe_obstacle(status: Status, reason: str | None, reason_class: str | None) -> str:
    """Return why a configuration cannot be used, as the end of a sentence about it."""
    first = clip(next(iter((reason or "").splitlines()), ""))
    kind, _, packages = (reason_class or "").partition(":")
    if status is Status.NOT_INSTALLABLE and kind == "no-wheel":
        return _NO_WHEELS.format(packages=packages)
    if status is Status.NOT_INSTALLABLE and (asks := _find_asks(reason or "")):
        return _CONFLICT.format(asks=asks)
    if status is Status.IMPORT_FAILED and (failed := _IMPORT.match(first)):
        return _NO_IMPORT.format(module=failed[1], error=failed[2])
    if status is Status.NOT_PUBLISHED and first:
        return _NOT_PUBLISHED.format(reason=first)
    return f"is {describe_status(status)}{f': {first}' if first else ''}"


def _find_asks(reason: str) -> str:
    """Return what the layer asks for, as far as the solver says it; "" if it does not."""
    found = _ASKS.findall(reason)
    if not found:
        return ""
    _, version, asked = found[-1]
    return clip(f"LangGraph {version} needs {asked}")


def describe_place(end: End) -> str:
    """Return a configuration as words."""
    words = ENDS_OF_PAIRS if end.layer else ENDS
    return words.format(python=end.python, core=end.core, layer=end.layer)


def name_axis(axis: Axis) -> str:
    """Return what moves on an axis, as a person calls it."""
    return ALL_NAMES[axis]


def describe_held(at: str) -> str:
    """Return what stands still, from the parts of an id: ``Python 3.10, LangGraph 1.2.24``."""
    found = re.findall(r"(py|core|lg)([^-]+)", at)
    return ", ".join(f"{_PARTS[prefix]} {version}" for prefix, version in found)


def list_others(found: Upgrade) -> Iterator[str]:
    """Give for whom the answer is another one."""
    for listener, decision in found.others.items():
        yield FOR_OTHERS.format(
            who=LISTENERS[listener], decision=DECISIONS[decision], listener=listener
        )


def describe_passed_over(newer: End) -> str:
    """Return why a newer configuration was not taken, for who asked for the newest."""
    if newer.status is Status.PROBED:
        return " ".join(list_notes(newer))
    obstacle = describe_obstacle(newer.status, newer.reason, newer.reason_class)
    return PASSED_OVER.format(newest=describe_place(newer), obstacle=obstacle)


def list_steps_back(found: Upgrade) -> Iterator[str]:
    """Give what goes back from the source to the target, for who meant to go forward."""
    ends = {
        Axis.PYTHON: (found.source.python, found.target.python),
        Axis.CORE: (found.source.core, found.target.core),
        Axis.LAYER: (found.source.layer or "0", found.target.layer or "0"),
    }
    steps = [
        STEP_BACK.format(name=ALL_NAMES[axis], before=before, after=after)
        for axis, (before, after) in ends.items()
        if Version(after) < Version(before)
    ]
    if steps:
        yield GOES_BACK.format(steps=" and ".join(steps))


def list_notes(end: End) -> tuple[str, ...]:
    """Return what a person should know of a configuration besides."""
    words = OVERRIDDEN_BY if end.reason else OVERRIDDEN
    cell, names = describe_place(end), ", ".join(end.overrides)
    overridden = [words.format(cell=cell, names=names, why=end.reason)]
    yanked = [YANKED.format(core=end.core, reason=(end.yanked or NO_REASON).rstrip("."))]
    return (
        *(overridden if end.overrides else ()),
        *(yanked if end.yanked is not None else ()),
    )


def count_effects(found: Upgrade) -> str:
    """Return how many scenarios change and how, the most pressing first; "" if none does."""
    effects = Counter(change.effect for change in found.changes)
    return ", ".join(EFFECT_COUNTS[each].filled(effects[each]) for each in Effect if effects[each])
