"""The answer for an upgrade in words: a decision, and the sentence that it is given with.

Every template has named fields only, ``{like_this}``, with no format behind the name, so that the
script fills them as ``str.format`` does.
"""

from collections.abc import Iterator, Mapping

from compat.difference.upgrade import Decision, Upgrade
from compat.matrix.model import Outcome
from compat.record.model import ChildKind
from compat.reports.difference.change_words import Counted
from compat.reports.words import LISTENERS, Tone

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
"""Of what code writes to the stream of its own."""

LACKS_A_PARENT = "lack a parent"
STANDS_APART = "have what they call in a separate trace"
SHOWS = "do not hide it"

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
SAME = Counted(one="{count} pattern is as before.", many="{count} patterns are as before.")
GET_BETTER = Counted(
    one="One pattern gets better: {code}.",
    many="{count} patterns get better, {code} among them.",
)

NEAREST = "Nearest configurations that need no change: {cells}"
ALONE = "Your code outside LangGraph: {answer}"
HEARD_BY = "{route}, as {who} sees it"
FOR_OTHERS = "For {who} the answer is different: {decision}"
AS_TYPED = "{told} (--listener {listener})."

NO_NEAREST = "No configuration nearby was found that needs no change."


def list_others(found: Upgrade) -> Iterator[str]:
    """Give for whom the answer is another one."""
    for listener, decision in found.others.items():
        told = FOR_OTHERS.format(who=LISTENERS[listener], decision=DECISIONS[decision])
        yield AS_TYPED.format(told=told, listener=listener)
