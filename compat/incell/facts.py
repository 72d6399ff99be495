"""What a scenario finds out beside the stream, for the record's ``facts``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compat.incell.child import REVERSED
from compat.incell.text import as_text, headline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compat.incell.registry import Fact, Factory


async def direct_result(build: Factory, value: object) -> Mapping[str, Fact]:
    """Await the object itself, with no caller's config, and compare with the reversed ten words."""
    try:
        result = as_text(await build().ainvoke(value))
    except Exception as error:  # noqa: BLE001 - whatever a release raises is what we want to know
        return {"direct_result": headline(error), "direct_result_expected": False}
    return {"direct_result": result, "direct_result_expected": result == REVERSED}
