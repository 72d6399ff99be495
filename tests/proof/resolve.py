"""Faults while dependencies are resolved: settings, a lagging index, limits, lost processes."""

from collections.abc import Iterator, Mapping

from tests.proof.faulty import Change, only, status
from tests.proof.index import DEPENDENCY
from tests.proof.injection import Fault, Stage, add
from tests.proof.limits import grouped, limited
from tests.proof.world import VICTIM, World


def setting(**variables: str) -> Fault:
    """Set variables of uv."""

    def inject(world: World) -> Iterator[None]:
        (world.folder / "extra.txt").write_text("pydantic<2.12\n")
        words = {
            name: text.replace("FOLDER", str(world.folder)) for name, text in variables.items()
        }
        world.env |= words
        yield
        for name in words:
            del world.env[name]

    return inject


def configured(text: str) -> Fault:
    """Write the person's own settings file of uv."""

    def inject(world: World) -> Iterator[None]:
        place = world.folder / "home" / ".config" / "uv" / "uv.toml"
        place.parent.mkdir(parents=True)
        place.write_text(text)
        yield
        place.unlink()

    return inject


def offline(world: World) -> Iterator[None]:
    """Forbid uv the network when its cache has what the other cell needs."""
    world.run("matrix", "py3.13-core0.3.86", "--only", "tool-async", "--output", "before")
    world.env["UV_OFFLINE"] = "1"
    yield
    del world.env["UV_OFFLINE"]


def lag(projects: Mapping[str, Change]) -> Fault:
    """Let the index lag; what comes out is about the index on that day, and says so."""

    def inject(world: World) -> Iterator[None]:
        for project, change in projects.items():
            world.index.page(project, change)
        world.differing = frozenset({"packages", "overrides"})
        yield
        found = world.last.found.get(VICTIM, {}) if world.last else {}
        said = found.get("overrides", ())
        world.hold(sorted(said) == sorted(projects), f"its overrides are {said}, not {[*projects]}")
        # What resolved without it is kept: the moment has not moved.
        world.differing = frozenset({"packages"})
        world.index.heal()

    return inject


def only_older_pytest(world: World) -> Iterator[None]:
    """Let the index lack what the suite itself needs: nothing can stand in for it."""
    world.index.page("pytest", only(("8.2.0", "8.3.5")))
    yield
    world.index.heal()


def lacking(world: World) -> Iterator[None]:
    """Have an index that truly lacks a project, today and tomorrow."""
    world.index.page(DEPENDENCY, status(404))
    yield


SETTINGS = (
    "UV_RESOLUTION=lowest", "UV_RESOLUTION=lowest-direct", "UV_EXCLUDE_NEWER=2024-01-01",
    "UV_INDEX_STRATEGY=unsafe-best-match", "UV_PRERELEASE=allow", "UV_CONSTRAINT=FOLDER/extra.txt",
    "UV_OVERRIDE=FOLDER/extra.txt", "UV_LINK_MODE=symlink", "UV_NO_INDEX=1", "UV_NO_BINARY=1",
    "UV_FORK_STRATEGY=fewest", "UV_FIND_LINKS=FOLDER", "UV_REQUIRE_HASHES=1",
    "UV_PYTHON_PLATFORM=windows", "UV_NO_CACHE=1", "UV_BUILD_CONSTRAINT=FOLDER/none.txt",
    "UV_CONFIG_FILE=FOLDER/none.toml",
)  # fmt: skip
for words in SETTINGS:
    name, _, value = words.partition("=")
    add(
        Stage.RESOLVE, "settings", words.replace("FOLDER", "."), setting(**{name: value}),
    )  # fmt: skip
for words in (
    'resolution = "lowest"',
    '[pip]\nresolution = "lowest-direct"',
    'exclude-newer = "2024-01-01T00:00:00Z"',
    'constraint-dependencies = ["pydantic<2.12"]',
    'override-dependencies = ["pydantic<2.12"]',
    "no-index = true",
    "nonsense = true",
    'link-mode = "symlink"',
):
    add(Stage.RESOLVE, "settings", f"uv.toml: {' '.join(words.split())}", configured(words))
add(Stage.RESOLVE, "settings", "UV_OFFLINE=1 with a part of the cache", offline)
OLD: dict[str, Change] = {
    DEPENDENCY: only(("0.0.17", "0.0.18")), "certifi": only(("2026.6.17", "2026.7.22")),
}  # fmt: skip
for names in ((DEPENDENCY,), ("certifi",), tuple(OLD)):
    add(
        Stage.RESOLVE, "lag", f"the index has only older {' and '.join(names)}",
        lag({name: OLD[name] for name in names}),
    )  # fmt: skip
add(
    Stage.RESOLVE, "lag", "the index has only older pytest", only_older_pytest,
    statuses=("index-failed",), codes=(4,),
)  # fmt: skip
add(
    Stage.RESOLVE, "lag", "a mirror truly lacks a dependency", lacking,
    statuses=("index-failed",), codes=(4,), again=(4,),
)  # fmt: skip
for megabytes in (128, 160, 320, 640, 1280):
    add(
        Stage.RESOLVE, "memory", f"address space of {megabytes} MB for all",
        limited(f"--as={megabytes << 20}"),
    )  # fmt: skip
for number in (4, 8, 12, 16, 24, 40):
    add(
        Stage.RESOLVE, "processes", f"at most {number} processes and threads",
        grouped("pids", "pids.max", str(number)),
    )  # fmt: skip
for number in (16, 32, 64):
    add(Stage.RESOLVE, "files", f"at most {number} open files", limited(f"--nofile={number}"))
