"""Faults of the index: of one page, of the project's own page, and its clock."""

from collections.abc import Iterator
from datetime import timedelta

from tests.proof.faulty import (
    Change,
    around,
    body,
    crowded,
    cut,
    drip,
    first,
    half,
    no_files,
    portal,
    status,
    typed,
)
from tests.proof.injection import Fault, Stage, add
from tests.proof.world import World

DEPENDENCY = "langchain-protocol"
CORE = "langchain-core"
FAILED = ("index-failed",)
CHANGES: tuple[tuple[str, Change], ...] = (
    ("401", status(401)),
    ("403", status(403)),
    ("404", status(404)),
    ("410", status(410)),
    ("429", status(429)),
    ("500", status(500)),
    ("503", status(503)),
    ("an empty body", body(b"")),
    ("{}", body(b"{}")),
    ("a page without files", no_files),
    ("a portal's page, 200", portal),
    ("cut off", cut),
    ("half a page", half),
    ("another content type", typed("application/pdf")),
    ("a redirect loop", around),
)


def page(project: str, change: Change) -> Fault:
    """Break one page."""

    def inject(world: World) -> Iterator[None]:
        world.index.page(project, change)
        yield
        world.index.heal()

    return inject


def clock(**ahead: float) -> Fault:
    """Set the index's clock."""

    def inject(world: World) -> Iterator[None]:
        world.index.skew = timedelta(**ahead)
        yield
        world.index.heal()

    return inject


for words, change in CHANGES:
    add(
        Stage.INDEX, "dependency", f"a dependency's page: {words}", page(DEPENDENCY, change),
        statuses=FAILED, codes=(4,),
    )  # fmt: skip
    add(Stage.INDEX, "project", f"the project's page: {words}", page(CORE, change), codes=(4,))
add(Stage.INDEX, "slow", "a dependency's page drips", page(DEPENDENCY, drip), statuses=FAILED)
add(Stage.INDEX, "slow", "the project's page drips", page(CORE, drip), codes=(4,))
add(Stage.INDEX, "large", "300,000 files on the project's page", page(CORE, crowded(300_000)))
add(
    Stage.INDEX, "large", "300,000 files on a dependency's page", page(DEPENDENCY, crowded(300_000))
)
add(Stage.INDEX, "flapping", "each page fails once: 503", page("*", first(1, status(503))))
add(
    Stage.INDEX,
    "flapping",
    "a dependency's page: 403 once",
    page(DEPENDENCY, first(1, status(403))),
)
add(
    Stage.INDEX,
    "flapping",
    "a dependency's page: a portal once",
    page(DEPENDENCY, first(1, portal)),
)
add(Stage.INDEX, "clock", "the index is two years ahead", clock(days=730))
add(Stage.INDEX, "clock", "the index is two years behind", clock(days=-730))
