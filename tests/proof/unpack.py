"""Faults while packages are fetched and unpacked: nothing is there from earlier runs."""

from collections.abc import Iterator

from tests.proof.faulty import Change, body, cut, first, half, portal, status, told
from tests.proof.injection import Fault, Stage, add
from tests.proof.limits import limited, small_disk
from tests.proof.world import World

WHEEL = "langchain_protocol-*.whl"
HONEST = ("index-failed", "install-failed", "machine-failed", "probed")


def broken(name: str, change: Change) -> Fault:
    """Break files."""

    def inject(world: World) -> Iterator[None]:
        world.index.file(name, change)
        yield
        world.index.heal()

    return inject


def wrong_hashes(world: World) -> Iterator[None]:
    """Let a page tell hashes that its files do not have."""
    world.index.page("langchain-protocol", told(hashes={"sha256": "0" * 64}))
    yield
    world.index.heal()


for words, change in (
    ("404", status(404)), ("403", status(403)), ("500", status(500)), ("cut off", cut),
    ("half, as if it were all", half), ("other bytes", body(b"PK" + b"x" * 999)),
    ("a portal's page", portal), ("503 once", first(1, status(503))),
):  # fmt: skip
    add(
        Stage.UNPACK, "file", f"a dependency's wheel: {words}", broken(WHEEL, change), cold=True,
        statuses=HONEST,
    )  # fmt: skip
    add(
        Stage.UNPACK, "file", f"the release's wheel: {words}",
        broken("langchain_core-1.8.2-*.whl", change), cold=True, statuses=HONEST,
    )  # fmt: skip
for words, change in (
    ("404", status(404)), ("a portal's page", portal), ("empty", body(b"")),
    ("of another package", body(b"Metadata-Version: 2.1\nName: other\nVersion: 1\n")),
):  # fmt: skip
    add(
        Stage.UNPACK, "metadata", f"a dependency's metadata: {words}",
        broken(f"{WHEEL}.metadata", change), statuses=HONEST,
    )  # fmt: skip
add(Stage.UNPACK, "hashes", "a page tells other hashes", wrong_hashes, cold=True, statuses=HONEST)
for kilobytes in (0, 64, 1024, 16 * 1024):
    add(
        Stage.UNPACK, "disk", f"{kilobytes} kB are left where runs are kept, nothing unpacked",
        small_disk(kilobytes), cold=True,
    )  # fmt: skip
for kilobytes in (1, 100, 1000):
    add(
        Stage.UNPACK, "disk", f"no file may be larger than {kilobytes} kB",
        limited(f"--fsize={kilobytes << 10}"), cold=True,
    )  # fmt: skip
