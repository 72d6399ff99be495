"""A configuration in words: its name, what is in its way, what else to know of it.

Every template has named fields only, ``{like_this}``, with no format behind the name, so that the
script fills them as ``str.format`` does.
"""

import re
from collections.abc import Iterator

from packaging.version import Version

from compat.difference.cause import Axis
from compat.difference.end import End
from compat.difference.upgrade import Upgrade
from compat.record.model import Status
from compat.reports.text import clip
from compat.reports.words import describe_status

ARROW = "\N{RIGHTWARDS ARROW}"

NAMES = {Axis.PYTHON: "Python", Axis.CORE: "langchain-core"}
ALL_NAMES = {**NAMES, Axis.LAYER: "LangGraph"}

OVERRIDDEN = "{cell} installs only with an override of {names}, so its results depend on that."
OVERRIDDEN_BY = "{cell} installs only with an override of {names}: {why}."
YANKED = "langchain-core {core} is yanked, which means withdrawn: {reason}."
NO_REASON = "no reason given"

GOES_BACK = "This is a downgrade: {steps}."
STEP_BACK = "{name} {before} " + ARROW + " {after}"
PASSED_OVER = "{newest} is newer, but it {obstacle}."

ENDS = "Python {python}, langchain-core {core}"
ENDS_OF_PAIRS = "Python {python}, langchain-core {core}, LangGraph {layer}"

PARTS = {"py": "Python", "core": "langchain-core", "lg": "LangGraph"}
_NO_WHEELS = "cannot be installed: no wheels yet ({packages}); building from source was not tried"
_NOT_PUBLISHED = "does not support this Python: {reason}"
_CONFLICT = "cannot be installed: {asks}"
_NO_IMPORT = "installs, and does not run: {module} does not import ({error})"
_NO_MODEL = "installs, and does not run: {why}"

# What the solver and the suite of a layer say; see compat.environments and compat.inlayer.loading.
_ASKS = re.compile(r"\b(langgraph)==(\S+) depends on ([a-z-]+\S*[^\s.,])")
_IMPORT = re.compile(r"PairImportError: (\S+) does not import: (?:\w+: )?(.+)")
_MODEL = re.compile(r"PairModelError: (.+)")


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
    if status is Status.IMPORT_FAILED and (failed := _MODEL.match(first)):
        return _NO_MODEL.format(why=failed[1])
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
    return ", ".join(f"{PARTS[prefix]} {version}" for prefix, version in found)


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
