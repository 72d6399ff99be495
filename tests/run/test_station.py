"""The warm processes of one Python: who learns, who waits, and who is refused."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from compat.run.contained import PROCESSES
from compat.run.station import Seat, Station, UnsafeError
from compat.run.warm import can_fork

ROOT = Path(__file__).parents[2]
THREADED = "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True)"

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork safely")


def station(tmp_path: Path) -> Station:
    """A station with an empty base, and a layer whose import starts a thread."""
    for name in ("base", "plain", "threaded"):
        (tmp_path / "layers" / name).mkdir(parents=True)
    module = tmp_path / "layers" / "threaded" / "starts_a_thread.py"
    module.write_text(f"{THREADED}.start()\n")
    return Station(
        python=Path(sys.executable),
        options=(),
        base=tmp_path / "layers" / "base",
        others=(),
        learnt=tmp_path / "learnt.json",
        root=ROOT,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
        log=tmp_path / "said.txt",
        fence=PROCESSES.fence(tmp_path, Path(sys.executable)),
    )


def used(made: Station, use: Callable[[], Awaitable[object]]) -> None:
    async def go() -> None:
        try:
            await use()
        finally:
            await made.close()

    asyncio.run(go())


def test_the_first_learns_and_the_others_wait_for_it(tmp_path: Path) -> None:
    made, layer = station(tmp_path), tmp_path / "layers" / "plain"

    async def use() -> None:
        first = await made.seat(layer, tmp_path)
        assert (first.learner, first.missing) == (True, (layer, tmp_path))
        second = asyncio.create_task(made.seat(layer, tmp_path))
        await asyncio.sleep(0.05)
        assert not second.done()
        made.learnt.write_text(json.dumps([["colorsys", ""]]))
        await made.learned()
        found = await second
        assert (found.learner, found.missing) == (False, (tmp_path,))
        assert (await made.seat(layer, tmp_path)).warmed is found.warmed

    used(made, use)


@pytest.mark.parametrize("left", [None, "", "[1]"])
def test_where_the_first_has_left_nothing_the_next_learns(tmp_path: Path, left: str | None) -> None:
    made, layer = station(tmp_path), tmp_path / "layers" / "plain"

    async def use() -> None:
        for _ in range(2):
            assert (await made.seat(layer, tmp_path)).learner
            if left is not None:
                made.learnt.write_text(left)
            await made.learned()

    used(made, use)


def test_all_who_want_an_unsafe_layer_are_refused(tmp_path: Path) -> None:
    made, layer = station(tmp_path), tmp_path / "layers" / "threaded"
    place = str(layer / "starts_a_thread.py")
    made.learnt.write_text(json.dumps([["starts_a_thread", place]]))

    async def use() -> None:
        seats = [made.seat(layer, tmp_path) for _ in range(3)]
        found: list[Seat | BaseException] = await asyncio.gather(*seats, return_exceptions=True)
        assert [type(each) for each in found] == [UnsafeError] * 3
        with pytest.raises(UnsafeError, match="2 threads are alive"):
            await made.seat(tmp_path / "layers" / "plain", tmp_path)

    used(made, use)
