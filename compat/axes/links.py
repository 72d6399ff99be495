"""The files that a page of HTML links to (PEP 503, 592, 658, 714), as PEP 691 writes them."""

from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

_ALGORITHMS: Final = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


class Links(HTMLParser):
    """Reads a page that came from ``url``: its ``files``, and the ``version`` of the protocol."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.files: list[dict[str, Any]] = []
        self.version = "1.0"
        self._base = url

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a link, and of what the page says about itself. Raises ValueError."""
        said = dict(attrs)
        match tag, said:
            case "a", {"href": str(place)}:
                self.files.append(_describe_file(urljoin(self._base, place), said))
            case "base", {"href": str(place)}:
                self._base = urljoin(self._base, place)
            case "meta", {"name": "pypi:repository-version", "content": str(version)}:
                self.version = version


def _describe_file(place: str, said: dict[str, str | None]) -> dict[str, Any]:
    url, fragment = urldefrag(place)
    metadata = said.get("data-core-metadata", said.get("data-dist-info-metadata"))
    found = {
        "filename": unquote(urlsplit(url).path.rpartition("/")[2]),
        "url": url,
        "hashes": _read_hashes(fragment),
        "requires-python": said.get("data-requires-python"),
        # The attribute alone says it; its value is the reason.
        "yanked": (said["data-yanked"] or True) if "data-yanked" in said else False,
        "core-metadata": _read_hashes(metadata or "") or bool(metadata),
    }
    return {name: value for name, value in found.items() if value is not None}


def _read_hashes(text: str) -> dict[str, str]:
    name, _, digest = text.partition("&")[0].partition("=")
    return {name: digest} if name in _ALGORITHMS and digest else {}
