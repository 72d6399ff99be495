"""Whole processes, watched as ``compat check`` has them watched."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from compat.check.lines import ChildNote, Process, RefusedNote
from compat.check.model import Seen
from compat.matrix.model import Listener
from compat.work.staging import Stage, stage, without_watcher

ROOT = Path(sys.prefix)
ASK = """
    import os, sys, threading
    from langchain_core.language_models.fake_chat_models import FakeListChatModel
    from langchain_core.runnables import RunnableLambda

    model = FakeListChatModel(responses=["planted-answer"])

    def ask(text):
        thread = threading.Thread(target=model.invoke, args=(text,))
        thread.start()
        thread.join()

    def run():
        RunnableLambda(ask).invoke("planted-question", {"tags": ["planted-tag"]})
"""


@pytest.fixture
def laid() -> Iterator[Stage]:
    with stage() as made:
        yield made


def run(
    laid: Stage, folder: Path, code: str, *, network: bool = False, more: str = ""
) -> tuple[int, str]:
    """Run a script and return its exit code and what it said."""
    script = folder / "script.py"
    script.write_text(textwrap.dedent(ASK) + textwrap.dedent(code))
    env = laid.make_variables({"PATH": os.defpath}, (), ROOT, network=network)
    if more:
        env["PYTHONPATH"] += os.pathsep + more
    done = subprocess.run(
        [sys.executable, str(script)],
        env=env, cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def only(laid: Stage) -> Process:
    (process,) = laid.read_processes()
    return process


def test_a_process_writes_what_it_found(laid: Stage, tmp_path: Path) -> None:
    assert run(laid, tmp_path, "run(); run()") == (0, "")
    process = only(laid)
    assert process.ended
    assert process.core is not None
    assert process.core.problem is None
    (call,) = process.calls
    assert (call.name, call.outcomes[Listener.HANDLER], call.calls) == (
        "FakeListChatModel",
        "lost",
        1,
    )
    assert process.counts is not None
    assert process.counts.calls == {call.number: 2}
    assert process.counts.runs == 4
    assert [line.line for line in process.outermost] == [14]


def test_what_came_of_calls_is_counted_where_it_was_not_the_same(
    laid: Stage, tmp_path: Path
) -> None:
    code = """
    from contextvars import Context, copy_context

    def both(text):
        for context in (copy_context(), Context(), Context()):
            context.run(model.invoke, text)

    run()
    RunnableLambda(both).invoke("planted-question")
    """
    assert run(laid, tmp_path, code) == (0, "")
    counts = only(laid).counts
    assert counts is not None
    (came,) = counts.came.values()
    assert sorted(came) == [(*[Seen.LOST] * 3, 2), (*[Seen.NESTED] * 3, 1)]
    assert sorted(counts.calls.values()) == [1, 3]


def test_nothing_that_was_said_is_in_it(laid: Stage, tmp_path: Path) -> None:
    run(laid, tmp_path, "run()")
    (file,) = laid.findings.iterdir()
    assert "planted" not in file.read_text()


def test_the_processes_that_it_starts_are_watched(laid: Stage, tmp_path: Path) -> None:
    code = """
        import subprocess
        if len(sys.argv) == 1:
            run()
            subprocess.run([sys.executable, __file__, "again"], check=True)
            subprocess.run([sys.executable, "-I", "-c", "1"], check=True)
        else:
            run()
    """
    assert run(laid, tmp_path, code) == (0, "")
    processes = laid.read_processes()
    assert [len(each.calls) for each in processes] == [1, 1]
    assert sum(isinstance(note, ChildNote) for each in processes for note in each.notes) == 2


def test_a_fork_has_a_file_of_its_own_and_forgets_its_parents_runs(
    laid: Stage, tmp_path: Path
) -> None:
    code = """
        run()
        child = os.fork()
        if child == 0:
            run()
            RunnableLambda(lambda text: model.invoke(text)).invoke("x")
            os._exit(0)
        os.waitpid(child, 0)
    """
    run(laid, tmp_path, code)
    parent, child = sorted(laid.read_processes(), key=lambda each: each.start.forked)
    assert (parent.start.forked, child.start.forked) == (False, True)
    assert (parent.ended, child.ended) == (True, False)
    assert [len(each.calls) for each in (parent, child)] == [1, 2]


def test_what_was_found_outlives_a_kill(laid: Stage, tmp_path: Path) -> None:
    assert run(laid, tmp_path, "run(); os.kill(os.getpid(), 9)")[0] == -9
    process = only(laid)
    assert not process.ended
    assert len(process.calls) == 1


def test_the_sitecustomize_that_it_hides_is_run(laid: Stage, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("print('mine')")
    assert run(laid, tmp_path, "run()", more=str(own)) == (0, "mine\n")
    assert len(only(laid).calls) == 1


def test_nothing_is_patched_before_langchain_core_is_there(laid: Stage, tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text("import asyncio; print(asyncio.BaseEventLoop.create_task.__module__)")
    env = laid.make_variables({"PATH": os.defpath}, (), ROOT, network=False)
    said = subprocess.check_output([sys.executable, str(script)], env=env, text=True)
    assert said == "asyncio.base_events\n"
    assert only(laid).core is None


@pytest.mark.parametrize(("options", "tests"), [((), [2]), (("-E",), []), (("-I",), [])])
def test_pytest_counts_tests_where_it_is_reached_and_runs_where_not(
    laid: Stage, tmp_path: Path, options: tuple[str, ...], tests: list[int]
) -> None:
    (tmp_path / "test_it.py").write_text("def test_one(): ...\ndef test_two(): ...")
    env = laid.make_variables({"PATH": os.defpath}, (), ROOT, network=False)
    command = [sys.executable, *options, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "2 passed" in done.stdout) == (0, True), done.stdout + done.stderr
    assert [each.counts.tests for each in laid.read_processes() if each.counts] == tests


@pytest.mark.parametrize(("network", "refused"), [(False, ["203.0.113.7"]), (True, [])])
def test_other_machines_are_refused_and_named(
    laid: Stage, tmp_path: Path, refused: list[str], *, network: bool
) -> None:
    code = """
        import socket
        server = socket.create_server(("127.0.0.1", 0))
        socket.create_connection(server.getsockname(), timeout=5).close()
        try:
            socket.create_connection(("203.0.113.7", 9), timeout=0.01)
        except OSError as error:
            print(type(error).__name__)
    """
    _, said = run(laid, tmp_path, code, network=network)
    assert (said == "ConnectionRefusedError\n") is not network
    found = [note.host for note in only(laid).notes if isinstance(note, RefusedNote)]
    assert found == refused


def test_leaving_restores_everything(tmp_path: Path, laid: Stage) -> None:
    code = """
        import asyncio, asyncio.tasks, concurrent.futures, langchain_core.callbacks.manager as m
        import langchain_core.runnables.base as base, langchain_core.runnables.config as config
        from langchain_core_watch import watching
        from langchain_core_watch.session import _session

        def look():
            places = [asyncio, asyncio.tasks, asyncio.BaseEventLoop, threading.Thread,
                      concurrent.futures.ThreadPoolExecutor, base, config, m]
            places += [each for each in vars(m).values() if isinstance(each, type)]
            depth = sys.get_coroutine_origin_tracking_depth()
            return [dict(vars(each)) for each in places], list(sys.meta_path), depth

        before = look()
        with watching():
            during = look()
            import langchain_core.runnables.history as late
            run()
        after = look()
        print(before == after, before == during, late.RunnableWithMessageHistory is not None)
        print([n for n in ("ensure_config", "dispatch_custom_event") for each in
               list(sys.modules.values()) if "watch" in str(getattr(getattr(
               each, n, None), "__code__", ""))])
    """
    (tmp_path / "script.py").write_text(textwrap.dedent(ASK) + textwrap.dedent(code))
    env = without_watcher(laid.make_variables({}, (), ROOT, network=True), laid)
    env["PYTHONPATH"] = str(laid.path)
    said = subprocess.check_output(
        [sys.executable, "-S", "-c", _WITHOUT_SITE, str(tmp_path / "script.py")], env=env, text=True
    )
    assert said == "True False True\n[]\n"


_WITHOUT_SITE = """
import sys, runpy, site
sys.modules["sitecustomize"] = sys
site.main()
runpy.run_path(sys.argv[1], run_name="__main__")
"""


PURGE = """
        def purge():
            for name in [each for each in sys.modules if each.startswith("langchain_core.")]:
                del sys.modules[name]

        def run_anew():
            global model, RunnableLambda
            from langchain_core.language_models.fake_chat_models import FakeListChatModel
            from langchain_core.runnables import RunnableLambda
            model = FakeListChatModel(responses=["yes"])
            run()
"""


def test_what_is_imported_again_is_watched_again(laid: Stage, tmp_path: Path) -> None:
    code = "run(); purge(); run_anew(); purge(); run_anew()"
    assert run(laid, tmp_path, PURGE + textwrap.indent(code, " " * 8)) == (0, "")
    process = only(laid)
    assert process.core is not None
    assert process.core.problem is None
    assert [call.outcomes[Listener.HANDLER] for call in process.calls] == ["lost"]
    assert process.counts is not None
    assert list(process.counts.calls.values()) == [3]


def test_what_is_imported_again_past_the_watcher_is_told(laid: Stage, tmp_path: Path) -> None:
    code = """
        run(); purge()
        sys.meta_path[:] = [each for each in sys.meta_path if "watch" not in type(each).__module__]
        run_anew()
    """
    assert run(laid, tmp_path, PURGE + code) == (0, "")
    process = only(laid)
    assert process.core is not None
    assert process.core.problem is not None
    assert "imported again" in process.core.problem


def test_a_module_that_is_reloaded_is_watched_and_restored(laid: Stage, tmp_path: Path) -> None:
    code = """
        import importlib
        from langchain_core.runnables import config
        from langchain_core_watch.session import stop_watching
        from langchain_core_watch.start import find_output

        importlib.reload(config)
        run()
        print(hasattr(config.ensure_config, "__wrapped__"))
        stop_watching(find_output().watch)
        print(hasattr(config.ensure_config, "__wrapped__"))
    """
    assert run(laid, tmp_path, code) == (0, "True\nFalse\n")


def test_a_hundred_thousand_runs_are_not_kept(laid: Stage, tmp_path: Path) -> None:
    code = """
        import gc, tracemalloc
        from langchain_core_watch.model import Run

        few = RunnableLambda(lambda text: [child.invoke(text) for _ in range(9)])
        child = RunnableLambda(lambda text: text)
        def count(): gc.collect(); return sum(isinstance(each, Run) for each in gc.get_objects())
        for _ in range(300): few.invoke("x")
        before = count()
        for _ in range(300): few.invoke("x")
        print(count() - before, count() < 2200)
    """
    assert run(laid, tmp_path, code) == (0, "0 True\n")


def test_an_old_langchain_core_cannot_be_watched(
    monkeypatch: pytest.MonkeyPatch, laid: Stage, tmp_path: Path
) -> None:
    code = """
        from langchain_core_watch import session
        session.OLDEST = (99,)
        with session.watching() as watch:
            pass
        print(watch.problem)
    """
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(code))
    monkeypatch.setenv("PYTHONPATH", str(laid.path))
    told = "import langchain_core.runnables.base\nexec(open('script.py').read())"
    said = subprocess.check_output([sys.executable, "-c", told], text=True, cwd=tmp_path)
    assert "is older than 99" in said
