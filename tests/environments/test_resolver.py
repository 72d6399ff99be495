"""Many cells, few questions: asked of a real uv, which is counted."""

import asyncio
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from compat.axes.relay import serve_pages
from compat.axes.settings import identify_index, name_index_for_uv
from compat.environments.layer import Layers
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.resolution import Pin, Resolution
from compat.environments.resolver import Resolver, Wanted
from compat.environments.uv import Uv
from compat.record.model import Status
from tests.build import RUN
from tests.environments.wheels import uv_of, wheel
from tests.loopback import Loopback, serving

pytestmark = pytest.mark.slow


@dataclass(frozen=True, kw_only=True)
class CountingUv(Uv):
    """A uv that remembers what it was asked to compile."""

    asked: list[tuple[str, ...]] = field(default_factory=list)

    async def compile(
        self, interpreter: Path, recipe: Recipe, overrides: object, python: str, cwd: Path
    ) -> str | Refused:
        self.asked.append(recipe.requirements)
        return await super().compile(interpreter, recipe, overrides, python, cwd)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    for version in ("1", "2"):
        wheel(folder, "dep", version)
    for version, needs in {"0.1": "dep<2", "0.2": "dep<2", "0.3": "dep", "0.4": "dep>2"}.items():
        wheel(folder, "langchain-core", version, requires=[needs, "absent; extra == 'more'"])
    return folder


def wanted(version: str, **changes: object) -> Wanted:
    made = Wanted(
        run=RUN,
        core=Pin(name="langchain-core", version=version),
        recipe=Recipe(requirements=(f"langchain-core=={version}",)),
        interpreter=Path(sys.executable),
        python="3.11",
        build="built",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def resolve(
    tmp_path: Path, *cells: Wanted, forgetting: str = ""
) -> tuple[list[Resolution | Refused], list[str]]:
    """Resolve cells at once; return the answers and the releases that uv was asked about.

    Then forget what is kept for the cell ``forgetting``.
    """
    known = uv_of(tmp_path / "wheels", tmp_path / "uv")
    uv = CountingUv(program=known.program, env=known.env, as_of=None)
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    layers = Layers(tmp_path / "layers", uv, "none")
    resolver = Resolver(uv, layers, tmp_path / "resolutions", work, jobs=2)

    async def ask() -> list[Resolution | Refused]:
        return await asyncio.gather(*(resolver.resolve(cell) for cell in cells))

    found = asyncio.run(ask())
    resolver.forget(forgetting)
    return found, [asked[0].rpartition("=")[2] for asked in uv.asked]


def versions(found: Resolution | Refused) -> dict[str, str]:
    assert isinstance(found, Resolution)
    return {pin.name: pin.version for pin in found.pins}


def test_releases_that_declare_the_same_are_resolved_once(tmp_path: Path) -> None:
    found, asked = resolve(tmp_path, wanted("0.1"), wanted("0.2"), wanted("0.3"))
    assert [versions(each) for each in found] == [{"dep": "1"}, {"dep": "1"}, {"dep": "2"}]
    assert len(asked) == 2


def test_answers_are_kept_for_later_runs(tmp_path: Path) -> None:
    first, _ = resolve(tmp_path, wanted("0.1"))
    wheel(tmp_path / "wheels", "dep", "1.5")
    again, asked = resolve(tmp_path, wanted("0.1"))
    assert (again, asked) == (first, [])


def test_an_answer_by_which_nothing_could_be_installed_is_asked_for_again(tmp_path: Path) -> None:
    one, other = wanted("0.1"), wanted("0.3")
    resolve(tmp_path, one, other, forgetting=one.cell)
    assert resolve(tmp_path, one, other)[1] == ["0.1"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff"])
def test_a_damaged_answer_is_asked_for_again(tmp_path: Path, damage: bytes) -> None:
    first, _ = resolve(tmp_path, wanted("0.1"))
    for kept in (tmp_path / "resolutions").iterdir():
        kept.write_bytes(damage)
    again, asked = resolve(tmp_path, wanted("0.1"))
    assert (again, asked) == (first, ["0.1"])


def test_an_answer_to_another_question_is_none(tmp_path: Path) -> None:
    first, _ = resolve(tmp_path, wanted("0.1"))
    (one,) = (tmp_path / "resolutions").iterdir()
    resolve(tmp_path, wanted("0.3"))
    (other,) = {*(tmp_path / "resolutions").iterdir()} - {one}
    other.rename(one)
    assert resolve(tmp_path, wanted("0.1")) == (first, ["0.1"])


@pytest.mark.parametrize(
    "other",
    [
        {"build": "another"},
        {"recipe": Recipe(requirements=("langchain-core==0.1", "dep==1"))},
        {"recipe": Recipe(requirements=("langchain-core==0.1",), overrides=("dep",))},
        {"published": False},
        {"run": replace(RUN, uv="another")},
        {"run": replace(RUN, index="another")},
        {"run": replace(RUN, as_of="2020-01-01T00:00:00Z")},
        {"run": replace(RUN, wheels_only=False)},
    ],
    ids=["Python", "recipe", "overrides", "unborn", "uv", "index", "day", "wheels"],
)
def test_what_can_change_the_answer_is_asked_apart(
    tmp_path: Path, other: dict[str, object]
) -> None:
    _, asked = resolve(tmp_path, wanted("0.1"), wanted("0.1", **other))
    assert len(asked) == 2


def test_a_refusal_names_its_own_release(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "langchain-core", "0.5", requires=["dep>2"])
    found, _ = resolve(tmp_path, wanted("0.4"), wanted("0.5"))
    reasons = [each.reason for each in found if isinstance(each, Refused)]
    assert ["langchain-core==0.4" in reasons[0], "langchain-core==0.5" in reasons[1]] == [True] * 2
    assert {each.status for each in found if isinstance(each, Refused)} == {Status.NOT_INSTALLABLE}


def test_an_override_is_carried_only_where_it_is_needed(tmp_path: Path) -> None:
    recipes = {
        core: Recipe(requirements=(f"langchain-core=={core}",), overrides=("dep",))
        for core in ("0.3", "0.4")
    }
    found, _ = resolve(tmp_path, *(wanted(core, recipe=each) for core, each in recipes.items()))
    assert [each.overrides for each in found if isinstance(each, Resolution)] == [(), ("dep",)]


def test_the_oldest_that_a_release_declares(tmp_path: Path) -> None:
    recipe = Recipe(requirements=("langchain-core==0.3",), lowest=True)
    found, _ = resolve(tmp_path, wanted("0.3", recipe=recipe))
    assert versions(found[0]) == {"dep": "1"}


def test_a_release_that_has_vanished_is_no_finding(tmp_path: Path) -> None:
    found, _ = resolve(tmp_path, wanted("0.9"))
    assert isinstance(found[0], Refused)
    assert (found[0].status, found[0].reason_class) == (Status.INSTALL_FAILED, "vanished")


def test_a_package_that_asks_for_the_release_is_resolved_for_each(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "dep", "1.9", requires=["langchain-core"])
    found, asked = resolve(tmp_path, wanted("0.1"), wanted("0.2"))
    assert [versions(each) for each in found] == [{"dep": "1.9"}, {"dep": "1.9"}]
    assert {"0.1", "0.2"} <= set(asked)


def test_what_the_index_lacks_is_kept_until_the_index_changes(tmp_path: Path) -> None:
    with serving(tmp_path / "wheels") as index:
        first = through_relay(tmp_path, index, "0.4")
        kept = through_relay(tmp_path, index, "0.4")
        wheel(tmp_path / "wheels", "dep", "3")
        later = through_relay(tmp_path, index, "0.4")
    assert isinstance(first[0], Resolution)
    assert (first[0].overrides, first[0].lacks[0].needed) == (("dep",), "dep>2")
    assert (kept[0], kept[1]) == (first[0], [])
    assert (versions(later[0]), later[1]) == ({"dep": "3"}, ["0.4"])
    assert getattr(later[0], "overrides", None) == ()


def test_a_refusal_is_kept_until_the_index_changes(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "langchain-core", "0.4", requires=["dep==1", "dep==2"])
    with serving(tmp_path / "wheels") as index:
        first = through_relay(tmp_path, index, "0.4")
        kept = through_relay(tmp_path, index, "0.4")
        wheel(tmp_path / "wheels", "dep", "3")
        later = through_relay(tmp_path, index, "0.4")
    assert isinstance(first[0], Refused)
    assert (kept[0], kept[1]) == (first[0], [])
    assert later[1] == ["0.4", "0.4"]


def test_another_index_and_a_fresh_run_are_asked_anew(tmp_path: Path) -> None:
    with serving(tmp_path / "wheels") as one, serving(tmp_path / "wheels") as other:
        asked = [
            through_relay(tmp_path, index, "0.1", fresh=fresh)[1]
            for index, fresh in ((one, False), (one, False), (other, False), (other, True))
        ]
    assert asked == [["0.1"], [], ["0.1"], ["0.1"]]


def through_relay(
    tmp_path: Path, index: Loopback, core: str, *, fresh: bool = False
) -> tuple[Resolution | Refused, list[str]]:
    """Resolve a cell as a run of its own does; return the answer and what uv was asked."""
    known = uv_of(tmp_path / "wheels", tmp_path / "uv")
    env = {name: value for name, value in known.env.items() if name != "UV_NO_INDEX"}
    del env["UV_FIND_LINKS"]
    work = tmp_path / f"run-{len(list(tmp_path.glob('run-*')))}"
    work.mkdir()
    with serve_pages(index.settings, dated=False) as relay:
        uv = CountingUv(
            program=known.program,
            env={**env, **name_index_for_uv(index.settings)},
            as_of=None,
            relay=relay,
        )
        layers = Layers(tmp_path / "layers", uv, "none")
        resolver = Resolver(uv, layers, tmp_path / "resolutions", work, jobs=2, fresh=fresh)
        run = replace(RUN, index=identify_index(index.settings))
        found = asyncio.run(resolver.resolve(wanted(core, run=run)))
    return found, [asked[0].rpartition("=")[2] for asked in uv.asked]


@pytest.mark.parametrize(("wish", "more"), [("extra-dep", {"extra-dep": "1"}), ("extra-dep>1", {})])
def test_what_is_wished_goes_in_where_there_is_a_solution_with_it(
    tmp_path: Path, wish: str, more: dict[str, str]
) -> None:
    wheel(tmp_path / "wheels", "extra-dep", "1")
    wheel(tmp_path / "wheels", "langgraph", "1")
    recipe = Recipe(requirements=("langchain-core==0.1", "langgraph==1"), wished=(wish,))
    (found,), _ = resolve(tmp_path, wanted("0.1", recipe=recipe, layer="1"))
    assert versions(found) == {"dep": "1", "langgraph": "1", **more}


def test_a_cell_with_a_layer_shares_no_answer(tmp_path: Path) -> None:
    wheel(tmp_path / "wheels", "langgraph", "1")
    recipes = [Recipe(requirements=(f"langchain-core==0.{n}", "langgraph==1")) for n in (1, 2)]
    cells = [wanted(f"0.{n}", recipe=each, layer="1") for n, each in enumerate(recipes, 1)]
    found, asked = resolve(tmp_path, *cells)
    assert [each.cell for each in cells] == ["py3.11-core0.1-lg1", "py3.11-core0.2-lg1"]
    assert (len(asked), len(found)) == (2, 2)
