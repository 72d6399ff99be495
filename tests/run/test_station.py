"""The warm processes of one Python: who shares one, and who is refused."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from compat.run.containment import PROCESSES
from compat.run.station import Seat, Station, UnsafeError
from compat.run.warm_host import can_fork

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


def test_cells_of_one_layer_are_forked_from_one_process(tmp_path: Path) -> None:
    made, layer = station(tmp_path), tmp_path / "layers" / "plain"
    ahead = [("colorsys", ""), ("is_not_there", "")]

    async def use() -> None:
        first, second = await asyncio.gather(
            made.seat(layer, tmp_path, ahead), made.seat(layer, tmp_path / "other", ahead)
        )
        assert first.warmed is second.warmed
        assert (first.missing, second.missing) == ((tmp_path,), (tmp_path / "other",))

    used(made, use)


def test_all_who_want_an_unsafe_layer_are_refused(tmp_path: Path) -> None:
    made, layer = station(tmp_path), tmp_path / "layers" / "threaded"
    ahead = [("starts_a_thread", str(layer / "starts_a_thread.py"))]

    async def use() -> None:
        seats = [made.seat(layer, tmp_path, ahead) for _ in range(3)]
        found: list[Seat | BaseException] = await asyncio.gather(*seats, return_exceptions=True)
        assert [type(each) for each in found] == [UnsafeError] * 3
        with pytest.raises(UnsafeError, match="2 threads are alive"):
            await made.seat(tmp_path / "layers" / "plain", tmp_path, ahead)

    used(made, use)
