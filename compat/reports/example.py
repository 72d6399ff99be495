"""Code to paste: what stands there now, and what to write in its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from compat.difference.remedy import Remedy
from compat.reports.paste import complete, show_before
from compat.reports.snippet import extract_snippet
from compat.reports.text import CODE, show_code
from compat.reports.why import explain_callbacks


@dataclass(frozen=True, kw_only=True)
class Example:
    """``before`` is what people write first, empty if that is not known; ``after`` is complete.

    ``why`` says why the code is as it is, empty where that needs no saying.
    """

    before: str
    after: str
    why: str


_IMPORT = "from langchain_core.callbacks import get_usage_metadata_callback\n\n\n"
_COUNT = """async def count(text: str) -> None:
    with get_usage_metadata_callback() as counter:
"""
_OF_CALLERS = {
    "remedy-read-inside": Example(
        before=_COUNT
        + """        events = my_tool.astream_events({"text": text}, version="v2")
    async for event in events:
        print(event["event"])
    print(counter.usage_metadata)
""".rstrip(),
        after=_IMPORT
        + _COUNT
        + """        async for event in my_tool.astream_events({"text": text}, version="v2"):
            print(event["event"])
    print(counter.usage_metadata)
""".rstrip(),
        why="",
    )
}
"""Forms that change the code which reads the stream, not the tool."""


def make_example(remedy: Remedy) -> Example | None:
    """Return the code of a remedy; None if the matrix does not have it."""
    if not remedy.code:
        return None
    if remedy.form in _OF_CALLERS:
        return _OF_CALLERS[remedy.form]
    code = extract_snippet(remedy.code)
    return Example(
        before=show_before(extract_snippet(remedy.instead_of), code) if remedy.instead_of else "",
        after=complete(code),
        why=explain_callbacks(code),
    )


def say_once(examples: Iterable[Example | None]) -> Iterator[Example | None]:
    """Give examples that are shown together, each reason with the first of them alone."""
    said: set[str] = set()
    for each in examples:
        yield replace(each, why="") if each and each.why in said else each
        said |= {each.why} if each else set()


def make_pasteable(remedy: Remedy | None) -> Remedy | None:
    """Return a remedy whose code is a reader's, not the suite's: for programs."""
    example = make_example(remedy) if remedy else None
    if remedy is None or example is None:
        return remedy
    return replace(remedy, code=example.after, instead_of=example.before)


def render_example(example: Example) -> Iterator[str]:
    """Give the lines of an example for a terminal, code indented as what is never wrapped."""
    if example.before:
        yield f"{CODE}# before"
        yield from _indent(example.before)
        yield ""
        yield f"{CODE}# after"
    yield from _indent(example.after)
    if example.why:
        yield f"  {example.why}"


def _indent(code: str) -> Iterator[str]:
    for line in show_code(code).splitlines():
        yield f"{CODE}{line}".rstrip()
