"""A pytest plugin for ``cost.py``: what every case of the suite costs, written at the end."""

import json
import os
import resource
import sys
import time
from collections import defaultdict

import pytest

_STARTED = time.process_time()
_COSTS: dict = defaultdict(float)
_LOADED: list = []


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Note when everything is imported."""
    _LOADED.append(time.process_time() - _STARTED)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):  # noqa: ANN001, ANN201 - runs on Python 3.9
    """Add up the CPU seconds of a case, those of processes that it starts apart."""
    before, others = time.process_time(), _children()
    yield
    _COSTS[str(item.callspec.params["case"])] += time.process_time() - before
    if _children() > others:
        _COSTS["one more process"] += _children() - others


def pytest_sessionfinish() -> None:
    """Write the costs, and the memory that the process had at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open(os.environ["COST"], "w") as file:  # noqa: PTH123 - runs on Python 3.9
        json.dump({"import": _LOADED[0], "cases": _COSTS, "mebibytes": peak}, file)
    sys.stdout.flush()
