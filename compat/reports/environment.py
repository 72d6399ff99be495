"""The template environments: whatever a template puts out is made fit for its format first."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from compat.reports import words
from compat.reports.form import form_words, outcome_of
from compat.reports.headline.claimed import by_claim, together
from compat.reports.headline.detail import FOLDER, file_name
from compat.reports.snippet import snippet
from compat.reports.span import listed
from compat.reports.text import amount, anchor, clip, code, fenced, markdown, visible

_LOADER = PackageLoader("compat.reports")


@cache
def for_markdown() -> Environment:
    """Return the environment of Markdown: text is escaped unless a template wrote it."""
    return _environment(markdown)


@cache
def for_markup() -> Environment:
    """Return the environment of HTML and SVG: text is escaped unless a template wrote it."""
    return _environment(lambda text: str(escape(visible(text))))


def source(name: str) -> str:
    """Return a template's file as it is."""
    return _LOADER.get_source(for_markup(), name)[0]


def _environment(escaped: Callable[[str], str]) -> Environment:
    def fit(value: object) -> object:
        raw = isinstance(value, str) and not isinstance(value, Markup)
        return Markup(escaped(str(value))) if raw else value  # noqa: S704 - escaped just here

    environment = Environment(
        loader=_LOADER,
        autoescape=True,
        finalize=fit,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        anchor=anchor,
        by_mark=_by_mark,
        clipped=clip,
        code=lambda text: escape(code(text)),
        fenced=lambda text: Markup(fenced(text)),  # noqa: S704 - nothing acts inside a fence
        counted=amount,
        form_words=form_words,
        flag_words=words.flag_words,
        listed=listed,
        by_claim=by_claim,
        snippet=snippet,
        together=together,
        linked=_linked,
        part_of_fragment=_part_of_fragment,
    )
    environment.globals.update(words=words, outcome_of=outcome_of)
    return environment


def _linked(scenario: str) -> str:
    """Return the address of a scenario's page, as a link in the folder of reports names it."""
    return f"{FOLDER}/{quote(file_name(scenario))}"


def _part_of_fragment(text: str) -> str:
    """Return a text as the page's script writes it into an address."""
    return quote(visible(text), safe="")


def _by_mark(flags: Iterable[str], marks: Mapping[str, str]) -> list[str]:
    return sorted(flags, key=lambda flag: (len(marks[flag]), marks[flag]))
