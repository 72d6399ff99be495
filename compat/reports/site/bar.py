"""The page of the matrix on the site: as it is, with the site's bar above it."""

import re
from typing import Final

from compat.reports.site.shell import Shell
from compat.reports.site.words import OWN_PAGE

_HEADER: Final = re.compile(r"<header[ >]")
_BODY: Final = re.compile(r"<body[^>]*>")
_ROOT: Final = re.compile(r"<html(?=[ >])")
_SITE: Final = "data-site"
"""The attribute of the page's root that says what its script calls links to patterns' pages."""


def add_bar(page: str, shell: Shell) -> str:
    """Return the page with the bar before its header, and with what its script can tell it by.

    Its policy stays as it is: what is added has neither style nor script.
    """
    body = _BODY.search(page)
    if body is None:
        return page
    header = _HEADER.search(page, body.end())
    place = header.start() if header else body.end()
    barred = f"{page[:place]}{shell.render_bar()}{page[place:]}"
    return _ROOT.sub(f'<html {_SITE}="{OWN_PAGE}"', barred, count=1)
