"""Data inside a page, as the page's script unpacks it: JSON, deflated, in base64."""

import base64
import json
import re
import zlib

from compat.reports.text import show_code

_OPEN = '<script type="application/octet-stream" id="'
_BLOCK = re.compile(re.escape(_OPEN) + r'([a-z-]+)">([^<]*)</script>')


def make_block(name: str, value: object) -> str:
    """Return an element that holds a JSON value under an id; no browser runs it.

    Every text in it is made visible first, so what shows it has nothing to watch for.
    """
    text = json.dumps(_fit(value), ensure_ascii=False, separators=(",", ":"))
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflater.compress(text.encode()) + deflater.flush()
    return f'{_OPEN}{name}">{base64.b64encode(packed).decode()}</script>'


def read_blocks(page: str) -> dict[str, object]:
    """Return the values of a page's blocks by their ids."""
    return {
        name: json.loads(zlib.decompress(base64.b64decode(packed), -zlib.MAX_WBITS))
        for name, packed in _BLOCK.findall(page)
    }


def empty_blocks(page: str) -> str:
    """Return a page with its blocks empty: what is there without a script."""
    return _BLOCK.sub(rf'{_OPEN}\1"></script>', page)


def _fit(value: object) -> object:
    match value:
        case str():
            return show_code(value)
        case dict():
            return {show_code(str(name)): _fit(each) for name, each in value.items()}
        case list() | tuple():
            return [_fit(each) for each in value]
        case _:
            return value
