"""An index that lags is told from a release that cannot be had, by a real uv and by uv's words."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packaging.version import Version

from compat.axes.relay import serve_pages
from compat.axes.settings import name_index_for_uv
from compat.environments.lacks import Lack, describe_lacks, find_lacks
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.solver import Solved, Solver
from compat.environments.uv import Uv
from compat.record.model import Status
from tests.environments.wheels import uv_of, wheel
from tests.loopback import serving

DAY = "2026-01-31"
PAGES = {
    "dep": {Version("1"), Version("2")},
    "other": {Version("0.5")},
}
Ask = Callable[..., Solved | Refused]


@pytest.mark.parametrize(
    ("proof", "found"),
    [
        ("core>=1.8 depends on\n      dep>=3, we can conclude that", ["dep>=3"]),
        ("core==1 depends on dep>1, we can conclude that", []),
        ("only dep<=2 is available and core==1 depends on dep[more]>=2.1,<4.", ["dep>=2.1,<4"]),
        ("core==1 depends on one of:\n  dep>3\n  dep<1\nand only", ["dep>3 or dep<1"]),
        ("core==1 depends on one of:\n  dep>3\n  dep<2\nand only", []),
        ("core==1 depends on dep>=1 and other>=1, we can", ["other>=1"]),
        ("core==1 depends on dep>=1 and other>=1 depends on dep>=9, we", ["dep>=9"]),
        ("you require Dep==9 and you require dep==8, we can", ["dep==9"]),
        ("core==1 depends on unread>=1 and other, we can", []),
        ("we can conclude that dep>=9 cannot be used", []),
        ("core==1 depends on dep>=nonsense!, we can", []),
    ],
)
def test_what_a_proof_rests_on_is_held_to_what_the_pages_have(proof: str, found: list[str]) -> None:
    assert [each.needed for each in find_lacks(proof, lambda name: PAGES.get(name, ()))] == found


def test_what_is_lacking_is_dated() -> None:
    lack = Lack(project="dep", needed="dep>=3", newest="2")
    assert describe_lacks([lack], DAY) == "the index had no dep>=3 on 2026-01-31, the newest is 2"
    assert describe_lacks([], DAY) is None


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Asks a real uv for what it comes to; the index has 1 and 2 of ``dep``."""
    wheels, work = tmp_path / "wheels", tmp_path / "work"
    work.mkdir()
    released: dict[str, dict[str, list[str]]] = {
        "core": {
            "1": ["dep>1"],
            "2": ["dep>=3"],
            "3": ["between"],
            "4": ["dep>=3", "far>=9"],
            "5": ["dep>=3", "quarrel"],
            "6": ["narrow"],
            "7": ["low>=3", "dep==2"],
            "8": ["dep>=3; platform_python_implementation != 'PyPy'"],
        },
        "dep": {"1": [], "2": []},
        "far": {"1": []},
        "between": {"1": ["dep>=4,<5"]},
        "narrow": {"1": ["far<1"]},
        "rival": {"1": [], "2": []},
        "quarrel": {"1": ["rival==1", "rival==2"]},
        "low": {"1": ["dep==1"]},
    }
    for name, versions in released.items():
        for version, lines in versions.items():
            wheel(wheels, name, version, requires=lines)
    known = uv_of(wheels, tmp_path / "uv")
    hidden = {"UV_FIND_LINKS", "UV_NO_INDEX"}
    env = {name: value for name, value in known.env.items() if name not in hidden}
    with serving(wheels) as index, serve_pages(index.settings, dated=False) as relay:
        env |= name_index_for_uv(index.settings)
        uv = Uv(program=known.program, env=env, as_of=None, relay=relay, day=DAY)
        solver = Solver(uv=uv, interpreter=Path(sys.executable), python="3.11", work=work)

        def asked(*requirements: str, overrides: tuple[str, ...] = ()) -> Solved | Refused:
            recipe = Recipe(requirements=requirements, overrides=overrides)
            return asyncio.run(solver.newest(recipe))

        yield asked


@pytest.mark.parametrize(
    ("core", "overrides", "lacks"),
    [
        ("1", (), []),
        ("2", ("dep",), ["dep>=3"]),
        ("3", ("dep",), ["dep>=4,<5"]),
        ("4", ("dep", "far"), ["dep>=3", "far>=9"]),
        ("6", ("far",), ["far<1"]),
        ("8", ("dep",), ["dep>=3"]),
    ],
    ids=["nothing", "one", "of a dependency", "two", "an older one", "with a marker"],
)
def test_what_the_index_lacks_is_overridden(
    ask: Ask, core: str, overrides: tuple[str, ...], lacks: list[str]
) -> None:
    found = ask(f"core=={core}")
    assert isinstance(found, Solved)
    assert (sorted(found.overrides), sorted(each.needed for each in found.lacks)) == (
        sorted(overrides), lacks,
    )  # fmt: skip
    assert {each.project for each in found.lacks} <= found.rests_on.keys()


def test_what_has_nothing_to_do_with_the_lag_is_a_finding(ask: Ask) -> None:
    found = ask("core==5")
    assert isinstance(found, Refused)
    assert (found.status, found.reason_class, found.lacks) == (
        Status.NOT_INSTALLABLE, "conflict", (),
    )  # fmt: skip
    assert "quarrel" in found.reason


def test_what_an_override_does_not_help_is_no_finding(ask: Ask) -> None:
    found = ask("core==7")
    assert isinstance(found, Refused)
    assert (found.status, found.reason_class) == (Status.INDEX_FAILED, "lacks:low")


def test_what_the_suite_needs_is_not_overridden(ask: Ask) -> None:
    found = ask("core==1", "far>=9")
    assert isinstance(found, Refused)
    assert (found.status, found.reason_class) == (Status.INDEX_FAILED, "lacks:far")
    assert found.reason == "the index had no far>=9 on 2026-01-31, the newest is 1"


def test_what_a_person_names_is_used_as_it_is_named(ask: Ask) -> None:
    found = ask("core==2", overrides=("dep<2", "far"))
    assert isinstance(found, Solved)
    assert found.overrides == ("dep<2",)
    assert "dep==1" in found.listing
