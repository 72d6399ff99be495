"""A real uv resolves through the relay: what the index did not tell well is never a proof."""

import asyncio
import socket
import struct
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests
from packaging.version import Version

from compat.axes.relay import Relay, serve_pages
from compat.axes.settings import IndexAddress
from compat.environments.recipe import Recipe
from compat.environments.refusal import Refused
from compat.environments.uv import Uv
from compat.record.model import Status
from tests.environments.wheels import uv_of, wheel
from tests.loopback import FAULTS, Fault, Loopback, serving

pytestmark = pytest.mark.slow


@dataclass(frozen=True, kw_only=True)
class Bench:
    """An index, a relay of it, and a folder to work in."""

    index: Loopback
    relay: Relay
    work: Path
    as_of: str | None = None

    def compile(self, *requirements: str) -> str | Refused:
        """Resolve through the relay."""
        known = uv_of(self.work, self.work / "uv")
        env = {
            name: value
            for name, value in known.env.items()
            if name not in {"UV_FIND_LINKS", "UV_NO_INDEX"}
        }
        uv = Uv(program=known.program, env=env, as_of=self.as_of, relay=self.relay)
        recipe = Recipe(requirements=requirements)
        python = Path(sys.executable)
        return asyncio.run(uv.compile(python, recipe, (), "3.11", self.work))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    wheels, work = tmp_path / "wheels", tmp_path / "work"
    work.mkdir()
    wheel(wheels, "dep", "1")
    wheel(wheels, "dep", "2")
    wheel(wheels, "core", "1", requires=["dep>1"])
    wheel(wheels, "core", "2", requires=["dep>2"])
    with serving(wheels) as index, serve_pages(index.settings, dated=False) as relay:
        yield Bench(index=index, relay=relay, work=work)


def test_what_the_index_tells_well_is_resolved_and_read_once(bench: Bench) -> None:
    first, again = bench.compile("core==1"), bench.compile("core==1", "dep")
    assert "dep==2" in str(first)
    assert "dep==2" in str(again)
    assert sorted(bench.index.asked) == ["core", "dep"]
    assert sorted(bench.index.fetched) == ["core-1-py3-none-any.whl", "dep-2-py3-none-any.whl"]


def test_a_proof_that_rests_on_good_pages_is_a_finding_and_names_them(bench: Bench) -> None:
    found = bench.compile("core==2")
    assert isinstance(found, Refused)
    assert (found.status, found.reason_class) == (Status.NOT_INSTALLABLE, "requirement:dep")
    assert found.rests_on.keys() == {"core", "dep"}
    assert bench.relay.still(found.rests_on)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_no_proof_rests_on_a_fault_of_one_page(bench: Bench, fault: Fault) -> None:
    bench.index.faults["dep"] = fault
    found = bench.compile("core==1")
    assert isinstance(found, Refused)
    assert (found.status, found.reason_class) == (Status.INDEX_FAILED, "index:dep")
    assert "127.0.0.1" not in found.reason
    bench.index.faults.clear()
    assert "dep==2" in str(bench.compile("core==1")), "a fault is not kept"


def test_another_state_of_the_index_is_told_apart(bench: Bench, tmp_path: Path) -> None:
    found = bench.compile("core==2")
    assert isinstance(found, Refused)
    wheel(tmp_path / "wheels", "dep", "3")
    assert bench.relay.still(found.rests_on), "one state a run"
    with serve_pages(bench.index.settings, dated=False) as later:
        assert not later.still(found.rests_on)


def test_a_page_tells_its_versions(bench: Bench) -> None:
    page = bench.relay.page("Dep")
    assert page
    assert page.versions == {Version("1"), Version("2")}
    assert bench.relay.page("nothing") is None


def test_it_waits_for_no_thread_that_may_never_begin(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.relay.page("dep")  # else the index of this test would need threads too

    def out_of_memory(_: Thread) -> None:
        raise MemoryError

    monkeypatch.setattr(Thread, "_bootstrap", out_of_memory)
    for _ in range(2):
        assert requests.get(f"{bench.relay.url}dep/", timeout=10).ok


@pytest.mark.parametrize("name", ["refused", "absent", "portal"])
def test_a_file_that_cannot_be_had_is_no_proof(bench: Bench, name: str) -> None:
    bench.index.faults["dep-1-py3-none-any.whl"] = FAULTS[name]
    bench.index.faults["dep-2-py3-none-any.whl"] = FAULTS[name]
    found = bench.compile("core==1")
    assert isinstance(found, Refused)
    expected = Status.INSTALL_FAILED if name == "portal" else Status.INDEX_FAILED
    assert found.status is expected


def test_a_page_without_upload_times_is_no_proof_where_others_have_them(bench: Bench) -> None:
    with serve_pages(bench.index.settings, dated=True) as relay:
        found = replace(bench, relay=relay).compile("core==1")
    assert isinstance(found, Refused)
    assert (found.status, found.reason_class) == (Status.INDEX_FAILED, "index:core")
    assert "it tells no upload time" in found.reason


def test_what_the_suite_needs_is_there_as_of_an_earlier_day_too(
    bench: Bench, tmp_path: Path
) -> None:
    wheel(tmp_path / "wheels", "pytest", "9")
    bench.index.entries = {"upload-time": "2025-07-20T00:00:00Z"}
    earlier = replace(bench, as_of="2024-11-26T00:00:00Z")
    assert "pytest==9" in str(earlier.compile("pytest"))
    assert isinstance(earlier.compile("dep"), Refused), "nothing else is"


def test_what_the_fullest_index_does_not_have_is_no_proof(bench: Bench, tmp_path: Path) -> None:
    wheel(tmp_path / "few", "dep", "1")
    with serving(tmp_path / "few") as few:
        extra = IndexAddress(url=few.url, origin="pip's settings")
        both = replace(bench.index.settings, indexes=(*bench.index.settings.indexes, extra))
        for fault, expected in ((None, "dep==2"), (FAULTS["absent"], "index:dep")):
            bench.index.faults |= {"dep": fault} if fault else {}
            with serve_pages(both, dated=False) as relay:
                found = replace(bench, relay=relay).compile("core==1")
            told = found.reason_class if isinstance(found, Refused) else found
            assert expected in told


@pytest.mark.parametrize("told", [True, {}, {"md5": "0"}])
def test_metadata_without_a_hash_is_not_believed(bench: Bench, told: object) -> None:
    bench.index.entries = {"core-metadata": told}
    cut = Fault(body=b"Metadata-Version: 2.1\nName: core\nVersion: 1\n", kind="text/plain")
    bench.index.faults["core-1-py3-none-any.whl.metadata"] = cut
    assert "dep==2" in str(bench.compile("core==1"))


def test_an_index_that_hangs_is_waited_for_once(bench: Bench) -> None:
    bench.index.faults["dep"] = Fault(status=500, wait=1.1)
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(bench.relay.page, ["dep"] * 4))
    assert (pages, bench.index.asked) == ([None] * 4, ["dep"])


def test_a_page_that_was_read_before_is_not_read_again(bench: Bench) -> None:
    with serve_pages(bench.index.settings, dated=False) as earlier:
        page = earlier.page("core")
    assert page
    bench.index.faults["core"] = FAULTS["absent"]
    with serve_pages(bench.index.settings, {"core": page}, dated=False) as relay:
        assert "dep==2" in str(replace(bench, relay=relay).compile("core==1"))


def test_who_asks_and_goes_leaves_no_words(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    bench.index.faults["dep"] = Fault(body=b" " * 2**20, wait=0.2)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", urlsplit(bench.relay.url).port or 0)) as uv:
            uv.sendall(b"GET /simple/dep/ HTTP/1.1\r\n\r\nGET /simple/core/ HTTP/1.1\r\n")
            gone = struct.pack("ii", 1, 0)  # what is not read is thrown away, see socket(7)
            uv.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, gone)
    assert bench.relay.page("dep") is None
    time.sleep(0.1)
    assert capfd.readouterr().err == ""
