"""All pages of the site, from one set of reports and the docs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from compat.reports.difference.feed import render_changes_md
from compat.reports.environment import make_markup_environment, read_source
from compat.reports.headline.sentence import find_day
from compat.reports.html.evidence import WORDS as SEEN_WORDS
from compat.reports.site import address, words
from compat.reports.site.address import ask, climb, link
from compat.reports.site.bar import add_bar
from compat.reports.site.content import Content, Source, place_of
from compat.reports.site.markdown import Written, render_markdown
from compat.reports.site.pattern import PatternPage
from compat.reports.site.shell import Shell
from compat.reports.symptoms import NOT_YET, name_group
from compat.reports.text import make_visible
from compat.symptoms.model import load_symptoms


def render_site(source: Source) -> dict[str, str]:
    """Return the text of every page, by its place on the site. The same input, the same bytes."""
    return _Site(source=source).render()


@dataclass(frozen=True, kw_only=True)
class _Site:
    source: Source

    @cached_property
    def content(self) -> Content:
        return Content(source=self.source)

    @cached_property
    def shell(self) -> Shell:
        newer = self.source.newer
        told = [self.content.shown.headline.sentence, *([newer.sentence] if newer else [])]
        return Shell(
            base=self.source.base,
            sentence=" ".join(told),
            newer=newer.sentence if newer and newer.any else "",
            history=self.source.history is not None,
        )

    def render(self) -> dict[str, str]:
        matrix = add_bar(self.source.page, self.shell)
        pages = {
            address.INDEX: matrix,
            address.MATRIX: matrix,
            **{place_of(page): self._render_pattern(page) for page in self.content.patterns},
            address.PATTERNS: self._render_patterns(),
            address.SYMPTOMS: self._render_symptoms(),
            address.CLAIMS: self._render_claims(),
            **self._render_changes(),
            **self._render_docs(),
        }
        files = {
            address.STYLE: self.shell.style,
            address.ICON: read_source("site/icon.svg"),
            address.NOT_FOUND: self._render_not_found(),
        }
        return {**pages, **files, **self._render_sitemap(pages)}

    def _lead(self, place: str) -> dict[str, str]:
        """Return where a page leads for each pattern."""
        return {name: link(climb(place), to) for name, to in self.content.places.items()}

    def _render_pattern(self, page: PatternPage) -> str:
        place, name = place_of(page), page.scenario.id
        root = climb(place)
        title = page.scenario.title.rstrip(".")
        return self.shell.render(
            place,
            "pattern",
            title=title,
            about=f"{name}: {page.measured}",
            page=page,
            pages=self._lead(place),
            seen_words=SEEN_WORDS,
            shows=words.IN_MAP,
            ask=f"{root}{ask(name)}",
            evidence=lambda cell: f"{root}{ask(name, cell)}",
        )

    def _render_patterns(self) -> str:
        parts = [
            (words.OF_CORE, "langchain-core", [e for e in self.content.patterns if not e.layered]),
            (words.OF_LAYER, address.LAYERED, [e for e in self.content.patterns if e.layered]),
        ]
        every = [(name, anchor, _by_group(rows)) for name, anchor, rows in parts if rows]
        return self.shell.render(
            address.PATTERNS,
            "patterns",
            title=words.ALL,
            about=words.ALL_SAYS,
            every=every,
            pages=self._lead(address.PATTERNS),
            evidence=lambda name, cell: f"../{ask(name, cell)}",
        )

    def _render_symptoms(self) -> str:
        known = load_symptoms()
        return self.shell.render(
            address.SYMPTOMS,
            "symptoms",
            title=words.FIND,
            about=words.FIND_SAYS,
            groups=[(name, list(rows)) for name, rows in groupby(known.pattern, key=name_group)],
            apart=known.word,
            not_yet=NOT_YET,
            pages=self._lead(address.SYMPTOMS),
        )

    def _render_claims(self) -> str:
        every = [
            (words.OF_CORE, self.content.shown.claims),
            (words.OF_LAYER, self.content.layer_claims),
        ]
        return self.shell.render(
            address.CLAIMS,
            "claims",
            title=words.PUBLISHED,
            about=words.PUBLISHED_SAYS,
            every=[(name, claims) for name, claims in every if claims],
            pages=self._lead(address.CLAIMS),
        )

    def _render_changes(self) -> dict[str, str]:
        if self.source.history is None:
            return {}
        made = render_markdown(render_changes_md(self.source.history), lambda _: None)
        return {address.CHANGES: self._render_written(address.CHANGES, made)}

    def _render_docs(self) -> dict[str, str]:
        listed = [
            (made.title, link("../", place), made.begins)
            for place, made in self.content.written.items()
        ]
        data = [
            (name, link("../", name), means)
            for name, means in words.DATA.items()
            if name in self.source.files
        ]
        pages = {
            place: self._render_written(place, made) for place, made in self.content.written.items()
        }
        index = self.shell.render(
            address.DOCS,
            "docs",
            title=words.DOCS_TITLE,
            about=words.ABOUT,
            listed=listed,
            data=data,
        )
        return {address.DOCS: index, **pages}

    def _render_written(self, place: str, made: Written) -> str:
        return self.shell.render(
            place, "written", title=made.title, about=made.begins, body=made.body
        )

    def _render_not_found(self) -> str:
        root = self.source.base or ""
        return self.shell.render(
            address.NOT_FOUND,
            "notfound",
            title=words.NOT_FOUND,
            about=words.ABOUT,
            patterns=link(root, address.PATTERNS),
        )

    def _render_sitemap(self, pages: Iterable[str]) -> dict[str, str]:
        """Return the sitemap; without an address there is none, for it has whole addresses."""
        if not self.source.base:
            return {}
        listed = [self.shell.locate(place) for place in pages if place != address.MATRIX]
        template = make_markup_environment().get_template("site/sitemap.xml.j2")
        day = find_day(self.source.matrix.provenance)
        return {address.SITEMAP: template.render(addresses=listed, day=day)}


def _by_group(pages: Sequence[PatternPage]) -> list[tuple[str, list[PatternPage]]]:
    return [(make_visible(name), list(rows)) for name, rows in groupby(pages, key=_get_group)]


def _get_group(page: PatternPage) -> str:
    return page.group
