"""The template environments: whatever a template puts out is made fit for its format first."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from compat.reports import words
from compat.reports.form import describe_form, describe_way, find_outcome
from compat.reports.headline.claims import group_by_claim, join_alike
from compat.reports.headline.detail import FOLDER, name_file
from compat.reports.snippet import extract_snippet
from compat.reports.span import list_pythons
from compat.reports.text import (
    clip,
    escape_address,
    escape_markdown,
    fence,
    format_amount,
    make_anchor,
    make_visible,
    show_code,
)

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[_<,])")

_LOADER = PackageLoader("compat.reports")


@cache
def make_markdown_environment() -> Environment:
    """Return the environment of Markdown: text is escaped unless a template wrote it."""
    return _make_environment(escape_markdown)


@cache
def make_markup_environment() -> Environment:
    """Return the environment of HTML and SVG: text is escaped unless a template wrote it."""
    return _make_environment(lambda text: str(escape(make_visible(text))))


def read_source(name: str) -> str:
    """Return a template's file as it is."""
    return _LOADER.get_source(make_markup_environment(), name)[0]


def _make_environment(escaped: Callable[[str], str]) -> Environment:
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
        anchor=make_anchor,
        breakable=_break,
        by_mark=_list_marks,
        clipped=clip,
        code=lambda text: escape(show_code(text)),
        fenced=lambda text: Markup(fence(text)),  # noqa: S704 - nothing acts inside a fence
        counted=format_amount,
        href=lambda text: Markup(escape_address(text)),  # noqa: S704 - escaped just here
        form_words=describe_form,
        way_words=describe_way,
        flag_words=words.describe_flag,
        listed=list_pythons,
        by_claim=group_by_claim,
        snippet=extract_snippet,
        together=join_alike,
        linked=_link,
        part_of_fragment=_quote_fragment,
    )
    environment.globals.update(words=words, outcome_of=find_outcome)
    return environment


def _link(scenario: str) -> str:
    """Return the address of a scenario's page, as a link in the folder of reports names it."""
    return f"{FOLDER}/{quote(name_file(scenario))}"


def _quote_fragment(text: str) -> str:
    """Return a text as the page's script writes it into an address."""
    return quote(make_visible(text), safe="")


def _break(name: str) -> Markup:
    """Return a name that HTML breaks between its words, if anywhere."""
    return Markup("<wbr>").join(make_visible(part) for part in _WORDS.split(name))


def _list_marks(flags: Iterable[str], marks: Mapping[str, str]) -> list[str]:
    return sorted(flags, key=lambda flag: (len(marks[flag]), marks[flag]))
