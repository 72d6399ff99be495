"""Begins to watch, after the ``sitecustomize`` that this one hides, if there is one."""

import os
import sys


def _run_hidden() -> None:
    """Run the next ``sitecustomize`` on the path, as Python would have done."""
    from importlib.machinery import PathFinder

    own = os.path.dirname(os.path.abspath(__file__))
    path = [each for each in sys.path if os.path.abspath(each or ".") != own]
    spec = PathFinder.find_spec("sitecustomize", path)
    if spec is None or spec.loader is None:
        return
    from importlib.util import module_from_spec

    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


def _begin() -> None:
    try:
        from langchain_core_watch.start import begin

        begin()
    except Exception as error:  # noqa: BLE001 - the program that is watched goes on without us
        sys.stderr.write(f"langchain-core-watch did not start: {error!r}\n")


_begin()
_run_hidden()
