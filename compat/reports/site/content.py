"""What the site's pages are made of, from one set of reports and the docs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from compat.difference.history import History
from compat.difference.sensitivity import Sensitivity
from compat.matrix.model import Matrix, Traces
from compat.reports.headline.claims import Claimed
from compat.reports.layer.claims import judge_layer_claims
from compat.reports.layer.view import make_layer_page
from compat.reports.site import address
from compat.reports.site.address import Addresses, place_pattern
from compat.reports.site.markdown import Written, render_markdown
from compat.reports.site.newer import Newer
from compat.reports.site.pattern import PatternPage, Seen, make_core_page, make_row_page
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


@dataclass(frozen=True, kw_only=True)
class Content:
    """What pages are made of; each part is worked out when it is first asked for."""

    source: Source

    @cached_property
    def shown(self) -> Page:
        """What the matrix says of langchain-core."""
        return make_page(self.source.matrix, self.source.traces, self.source.found)

    @cached_property
    def layer_claims(self) -> tuple[Claimed, ...]:
        """What is published of the layer, judged."""
        return judge_layer_claims(*self.source.layered) if self.source.layered else ()

    @cached_property
    def patterns(self) -> tuple[PatternPage, ...]:
        """The pages of patterns, those of langchain-core first."""
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
        return {page.scenario.id: place_of(page) for page in every}

    @cached_property
    def written(self) -> dict[str, Written]:
        """The pages of the docs by their place."""
        pages = {
            name: address.place_doc(name) for name in self.source.docs if name not in address.MOVED
        }
        pages |= {_name_in_clone(page): place_of(page) for page in self.patterns}
        known = Addresses(pages=pages, files=self.source.files, history=bool(self.source.history))
        return {
            pages[name]: render_markdown(text, partial(known.find, name))
            for name, text in self.source.docs.items()
            if name in pages
        }


def place_of(page: PatternPage) -> str:
    """Return the place of a pattern's page."""
    return place_pattern(page.scenario.id, layered=page.layered)


def _name_in_clone(page: PatternPage) -> str:
    folder = "reports/langgraph" if page.layered else "reports"
    return address.name_report(folder, page.scenario.id)


def _by_scenario(claims: Iterable[Claimed]) -> defaultdict[str, list[Claimed]]:
    found: defaultdict[str, list[Claimed]] = defaultdict(list)
    for each in claims:
        found[each.scenario].append(each)
    return found
