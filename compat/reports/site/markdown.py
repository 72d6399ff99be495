"""Markdown as HTML: raw HTML in it stays text, links lead to the site's own pages."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from compat.reports.text import clip, make_anchor, make_visible, show_code

_OUTSIDE: Final = ("https://", "http://")
_MARK: Final = re.compile(r"^<!-- [\w-]+:(?:start|end) -->$", re.MULTILINE)
"""What stands around a part that is renewed, and is for no reader."""

_LONGEST: Final = 200
_Find = Callable[[str], str | None]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A page: its title, what it begins with in a line, and all of it as HTML."""

    title: str
    begins: str
    body: Markup


def render_markdown(text: str, find: _Find) -> Written:
    """Return Markdown as a page; ``find`` says where a relative link leads, None for nowhere."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(_MARK.sub("", text))
    shown = list(_Page(find=find).change(tokens))
    body = parser.renderer.render(shown, parser.options, {})
    return Written(
        title=clip(_read_after(tokens, "heading_open")),
        begins=clip(_find_sentence(tokens), _LONGEST),
        body=Markup(body),  # noqa: S704 - the parser escapes, and lets no HTML through
    )


def _read_after(tokens: Sequence[Token], kind: str) -> str:
    """Return the words of the first block of a kind."""
    place = next((n for n, token in enumerate(tokens) if token.type == kind), None)
    return "" if place is None else _read(tokens[place + 1])


def _find_sentence(tokens: Sequence[Token]) -> str:
    """Return the first paragraph that is whole: it does not lead to a list or to code."""
    every = (
        _read(tokens[n + 1]) for n, token in enumerate(tokens) if token.type == "paragraph_open"
    )
    return next((each for each in every if each.endswith(".")), "")


def _read(inline: Token) -> str:
    kinds = {"softbreak": " ", "hardbreak": " "}
    return "".join(kinds.get(each.type, each.content) for each in inline.children or ())


class _Page:
    """Changes tokens on the way: anchors as GitHub's, tables that scroll, links of the site."""

    def __init__(self, *, find: _Find) -> None:
        self.find = find
        self._seen: Counter[str] = Counter()
        self._tables = 0
        self._heading = ""

    def change(self, tokens: Sequence[Token]) -> Iterator[Token]:
        for place, token in enumerate(tokens):
            match token.type:
                case "heading_open":
                    self._heading = _read(tokens[place + 1])
                    token.attrSet("id", self._name(self._heading))
                    yield token
                case "table_open":
                    self._tables += 1
                    label = escape(make_visible(f"Table {self._tables}: {self._heading}"))
                    opened = f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
                    yield _raw(opened)
                    yield token
                case "table_close":
                    yield token
                    yield _raw("</div>\n")
                case "th_open" | "td_open":
                    token.attrs = {"scope": "col"} if token.type == "th_open" else {}
                    yield token
                case "fence" | "code_block":
                    code = escape(show_code(token.content))
                    yield _raw(f'<pre tabindex="0"><code>{code}\n</code></pre>\n')
                case "inline":
                    token.children = list(self._change_words(token.children or ()))
                    yield token
                case _:
                    yield token

    def _change_words(self, words: Sequence[Token]) -> Iterator[Token]:
        led: list[bool] = []
        for word in words:
            match word.type:
                case "link_open":
                    where = self._lead(str(word.attrGet("href") or ""))
                    led.append(where is not None)
                    if where is not None:
                        word.attrs = {"href": where}
                        yield word
                case "link_close":
                    if led.pop():
                        yield word
                case "image":  # the site has none: its words stand for it
                    yield Token("text", "", 0, content=make_visible(word.content))
                case _:
                    word.content = make_visible(word.content)
                    yield word

    def _lead(self, href: str) -> str | None:
        if href.startswith(_OUTSIDE):
            return href
        return None if re.match(r"[a-z][a-z0-9+.-]*:|//", href, re.IGNORECASE) else self.find(href)

    def _name(self, heading: str) -> str:
        anchor = make_anchor(heading)
        self._seen[anchor] += 1
        again = self._seen[anchor] - 1
        return f"{anchor}-{again}" if again else anchor


def _raw(text: str) -> Token:
    return Token("html_block", "", 0, content=text)
