"""What a scenario finds out beside the stream, for the record's ``facts``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from compat.incell.child import REVERSED
from compat.incell.drive import NOTES
from compat.incell.text import as_text, headline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compat.incell.registry import Fact, Factory


def arguments(root: object, build: Factory) -> Mapping[str, Fact]:
    """Return the arguments that a tool shows to a model, in its schema; nothing for others.

    Without a ``root`` to look at, because building one failed, it is built once more.
    """
    try:
        shown = getattr(root or build(), "args", None)
    except Exception as error:  # noqa: BLE001 - whatever a release raises is what we want to know
        return {"arguments": headline(error)}
    return {} if shown is None else {"arguments": ", ".join(sorted(shown))}


async def direct_result(build: Factory, value: object) -> Mapping[str, Fact]:
    """Await the object itself, with no caller's config, and compare with the reversed ten words."""
    try:
        result = as_text(await build().ainvoke(value))
    except Exception as error:  # noqa: BLE001 - whatever a release raises is what we want to know
        return {"direct_result": headline(error), "direct_result_expected": False}
    return {"direct_result": result, "direct_result_expected": result == REVERSED}


async def injection(_build: Factory, _value: object) -> Mapping[str, Fact]:
    """Tell whether the drive's body was handed the config: one that was never reached was not."""
    return {"injected": bool(NOTES.get("injected"))}


def build_error(build: Callable[[], object]) -> str | None:
    """Return what building something raises, or None if it can be built."""
    try:
        build()
    except Exception as error:  # noqa: BLE001 - whatever a release raises is what we want to know
        return headline(error)
    return None


async def returned_type(build: Factory, value: object) -> Mapping[str, Fact]:
    """Await the object itself, with no caller's config, and name the class of what it returns."""
    try:
        returned = await build().ainvoke(value)
    except Exception as error:  # noqa: BLE001 - whatever a release raises is what we want to know
        return {"returned_type": headline(error)}
    return {"returned_type": type(returned).__name__}
