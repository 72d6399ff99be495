"""Foreign text made fit to show: nothing in it is obeyed, nothing in it stays hidden."""

import re
import textwrap

DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"
LONGEST = 300

CODE = " " * 6
"""What code is indented by where text is printed: such a line is never wrapped."""

_ACTIVE = re.compile(
    r"""
    [&<>`*\[\]|\\~\#@$]      # always
    | (?<!\w)_ | _(?!\w)     # emphasis does not start or end inside a word
    | :(?=//|[a-z_+-]+:)      # an address, an emoji
    | (?<=www)\.             # an address without a scheme
    """,
    re.VERBOSE | re.IGNORECASE,
)


def make_visible(text: str) -> str:
    r"""Return ``text`` on one line, with what controls, reorders or hides text shown as escapes.

    White space becomes a space; control characters, bidirectional overrides, invisible and
    unassigned characters and lone surrogates become ``\x1b``-like escapes. What is left is legal
    in XML and in UTF-8.
    """
    return text if text.isprintable() else "".join(map(_show, text))


def wrap(line: str, width: int) -> list[str]:
    """Return a line for a terminal of so many columns, broken between words alone.

    An id, or a name, is a word; a line of code is never broken, for it is copied.
    """
    indent = line[: len(line) - len(line.lstrip())]
    if not width or indent.startswith(CODE):
        return [line]
    return textwrap.wrap(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]


def clip(text: str, limit: int = LONGEST) -> str:
    """Return ``text`` visible and no longer than ``limit`` characters, an ellipsis included."""
    shown = make_visible(text)
    return shown if len(shown) <= limit else f"{shown[: limit - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def escape_markdown(text: str) -> str:
    """Return ``text`` for Markdown or for an HTML element inside it, never for an attribute.

    Characters that Markdown, GitHub's autolinks, mentions, emoji or formulas act on become numeric
    entities, which hold in paragraphs, in pipe tables and in HTML blocks alike.
    """
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", make_visible(text))


def escape_address(text: str) -> str:
    """Return the address of a Markdown link: what means nothing there stays as it is."""
    return re.sub(
        r"[^A-Za-z0-9/:#?=%._~-]", lambda found: f"&#{ord(found[0])};", make_visible(text)
    )


def show_code(text: str) -> str:
    """Return program text with its lines kept and everything else as ``make_visible`` makes it."""
    return "\n".join(make_visible(line) for line in text.expandtabs(4).splitlines())


def fence(text: str) -> str:
    """Return Python code as a Markdown block that nothing in the code can end."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}python\n{show_code(text)}\n{fence}"


def capitalise(text: str) -> str:
    """Return a text with a capital first letter, the others as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def make_anchor(text: str) -> str:
    """Return the anchor that GitHub gives a heading: lower case, hyphens, no punctuation."""
    return re.sub(r"[^\w -]", "", make_visible(text).lower()).replace(" ", "-")


def format_amount(count: int, noun: str) -> str:
    """Return ``count`` with ``noun``, in the plural unless there is one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _show(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else character.encode("unicode_escape").decode("ascii")
