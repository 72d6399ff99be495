"""All pages of the site, from one set of reports and the docs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import groupby

from compat.difference.history import History
from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Matrix, Traces
from compat.reports.difference.feed import render_changes_md
from compat.reports.environment import make_markup_environment, read_source
from compat.reports.headline.claims import Claimed
from compat.reports.headline.sentence import find_day
from compat.reports.html.evidence import WORDS as SEEN_WORDS
from compat.reports.layer.claims import judge_layer_claims
from compat.reports.layer.view import make_layer_page
from compat.reports.site import address, words
from compat.reports.site.address import Addresses, ask, climb, link, place_pattern
from compat.reports.site.bar import add_bar
from compat.reports.site.markdown import Written, render_markdown
from compat.reports.site.newer import Newer
from compat.reports.site.pattern import PatternPage, Seen, make_core_page, make_row_page
from compat.reports.site.shell import Shell
from compat.reports.symptoms import NOT_YET, name_group
from compat.reports.text import make_visible
from compat.reports.view import Page, make_page
from compat.symptoms.model import Pattern, load_symptoms


@dataclass(frozen=True, kw_only=True)
class Source:
    """What the site is made from.

    ``layered`` is what was measured with a layer, None if that is not known. ``page`` is
    ``matrix.html``, ``docs`` are Markdown by its path in a clone, ``files`` the names of what goes
    along as it is. ``base`` is the address that the site will have, with a slash at its end, or "".
    """

    matrix: Matrix
    traces: Traces
    page: str
    found: tuple[Sensitivity, ...] = ()
    layered: tuple[Matrix, Traces] | None = None
    history: History | None = None
    docs: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    newer: Newer | None = None
    base: str = ""


def render_site(source: Source) -> dict[str, str]:
    """Return the text of every page, by its place on the site. The same input, the same bytes."""
    return _Site(source=source).render()


@dataclass(frozen=True, kw_only=True)
class _Site:
    source: Source

    @cached_property
    def shown(self) -> Page:
        return make_page(self.source.matrix, self.source.traces, self.source.found)

    @cached_property
    def shell(self) -> Shell:
        newer = self.source.newer
        told = [self.shown.headline.sentence, *([newer.sentence] if newer else [])]
        return Shell(
            base=self.source.base,
            sentence=" ".join(told),
            newer=newer.sentence if newer and newer.any else "",
            history=self.source.history is not None,
        )

    @cached_property
    def layer_claims(self) -> tuple[Claimed, ...]:
        return judge_layer_claims(*self.source.layered) if self.source.layered else ()

    @cached_property
    def patterns(self) -> tuple[PatternPage, ...]:
        known = {each.id: each for each in load_symptoms().pattern}
        return (*self._make_core(known), *self._make_layer(known))

    def _make_core(self, known: Mapping[str, Pattern]) -> Iterator[PatternPage]:
        claims = _by_scenario(self.shown.claims)
        seen = Seen(index=self.shown.index, traces=self.source.traces)
        for group in self.shown.groups:
            for each in group.details:
                name = each.scenario.id
                yield make_core_page(seen, each, known.get(name), claims[name])

    def _make_layer(self, known: Mapping[str, Pattern]) -> Iterator[PatternPage]:
        if self.source.layered is None:
            return
        matrix, traces = self.source.layered
        claims, shown = _by_scenario(self.layer_claims), make_layer_page(matrix)
        seen = Seen(index=shown.places, traces=traces)
        for group in shown.groups:
            for row in group.rows:
                name = row.scenario.id
                yield make_row_page(seen, row, known.get(name), claims[name])

    @cached_property
    def places(self) -> dict[str, str]:
        """The page of every pattern by its id; of two of one name that of langchain-core."""
        every = [*self.patterns][::-1]
        return {
            page.scenario.id: place_pattern(page.scenario.id, layered=page.layered)
            for page in every
        }

    @cached_property
    def written(self) -> dict[str, Written]:
        """The pages of the docs by their place."""
        pages = {
            name: address.place_doc(name) for name in self.source.docs if name not in address.MOVED
        }
        pages |= {_name_in_clone(page): _place(page) for page in self.patterns}
        known = Addresses(pages=pages, files=self.source.files, history=self.shell.history)
        return {
            pages[name]: render_markdown(text, partial(known.find, name))
            for name, text in self.source.docs.items()
            if name in pages
        }

    def render(self) -> dict[str, str]:
        matrix = add_bar(self.source.page, self.shell)
        pages = {
            address.INDEX: matrix,
            address.MATRIX: matrix,
            **{_place(page): self._render_pattern(page) for page in self.patterns},
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
        return {name: link(climb(place), to) for name, to in self.places.items()}

    def _render_pattern(self, page: PatternPage) -> str:
        place, name = _place(page), page.scenario.id
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
            ask=f"{root}{ask(name)}",
            evidence=lambda cell: f"{root}{ask(name, cell)}",
        )

    def _render_patterns(self) -> str:
        parts = [
            (words.OF_CORE, "langchain-core", [e for e in self.patterns if not e.layered]),
            (words.OF_LAYER, address.LAYERED, [e for e in self.patterns if e.layered]),
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
        every = [(words.OF_CORE, self.shown.claims), (words.OF_LAYER, self.layer_claims)]
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
            (made.title, link("../", place), made.begins) for place, made in self.written.items()
        ]
        data = [
            (name, link("../", name), means)
            for name, means in words.DATA.items()
            if name in self.source.files
        ]
        pages = {place: self._render_written(place, made) for place, made in self.written.items()}
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


def _place(page: PatternPage) -> str:
    return place_pattern(page.scenario.id, layered=page.layered)


def _name_in_clone(page: PatternPage) -> str:
    folder = "reports/langgraph" if page.layered else "reports"
    return address.name_report(folder, page.scenario.id)


def _by_scenario(claims: Iterable[Claimed]) -> defaultdict[str, list[Claimed]]:
    found: defaultdict[str, list[Claimed]] = defaultdict(list)
    for each in claims:
        found[each.scenario].append(each)
    return found


def _by_group(pages: Sequence[PatternPage]) -> list[tuple[str, list[PatternPage]]]:
    return [(make_visible(name), list(rows)) for name, rows in groupby(pages, key=_get_group)]


def _get_group(page: PatternPage) -> str:
    return page.group
