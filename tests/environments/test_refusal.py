"""What uv's refusals mean. The texts are uv 0.13's own."""

import pytest

from compat.environments.refusal import classify_refusal, refuse_unread
from compat.record.model import Status

NO_WHEEL = """\
error: No solution found when resolving dependencies
  cause: Because pyyaml>=5.3 has no usable wheels and langchain-core==0.2.16 depends on
         pyyaml>=5.3, we can conclude that langchain-core==0.2.16 cannot be used.

hint: Wheels are required for `pyyaml` because building from source is disabled
"""
TOO_OLD = """\
error: No solution found when resolving dependencies
  cause: Because only certifi<=2026.10.18 is available and langchain-core>=1.8.2 depends on
         certifi>=2026.10.19, we can conclude that langchain-core>=1.8.2 cannot be used.
"""
MARKED = """\
error: No solution found when resolving dependencies
  cause: Because only orjson{platform_python_implementation != 'PyPy'}<3.9.14 is available and
         langsmith>=0.4.10 depends on orjson{platform_python_implementation != 'PyPy'}>=3.9.14, we
         can conclude that langsmith>=0.4.10 cannot be used.
"""
PYTHON = """\
error: No solution found when resolving dependencies
  cause: Because the current Python version (3.9.18) does not satisfy Python>=3.11.0,<4.0.0 and
         langchain-core==1.8.2 depends on Python>=3.11.0,<4.0.0, we can conclude that it cannot.
"""
CONFLICT = """\
error: No solution found when resolving dependencies
  cause: Because a==1 depends on b<2 and c==1 depends on b>2, a==1 and c==1 are incompatible.
"""
NETWORK = """\
error: Request failed after 3 retries in 8.6s
  cause: error sending request for url (http://127.0.0.1:9/simple/langchain-core/)
"""
OFFLINE = """\
error: No solution found when resolving dependencies
  cause: Because langchain-core was not found in the cache and you require langchain-core==0.3.5,
         we can conclude that your requirements are unsatisfiable.

hint: Packages were unavailable because the network was disabled.
"""
NO_FILE = """\
error: Failed to fetch: https://files.invalid/pydantic-2.14.4-py3-none-any.whl
  cause: HTTP status client error (403 Forbidden) for url (https://files.invalid/x.whl)
"""
DAMAGED = """\
error: No solution found when resolving dependencies
  cause: Because pydantic>=2.7.4 has an invalid package format and langchain-core==0.3.86 depends on
         pydantic>=2.7.4, we can conclude that your requirements are unsatisfiable.
"""
CUT_OFF = """\
error: No solution found when resolving dependencies
  cause: Because there is no version of langchain-core==0.3.86 and you require it, no.

hint: `langchain-core` was filtered by `exclude-newer` to only include packages uploaded before X.
"""


@pytest.mark.parametrize(
    ("output", "reason_class", "first_line"),
    [
        (NO_WHEEL, "no-wheel:pyyaml", "no wheel for Python 3.15: pyyaml"),
        (
            TOO_OLD,
            "requirement:certifi",
            "needs certifi>=2026.10.19, index has certifi<=2026.10.18",
        ),
        (MARKED, "requirement:orjson", "needs orjson>=3.9.14, index has orjson<3.9.14"),
        (PYTHON, "python", "error: No solution found when resolving dependencies"),
        (CUT_OFF, "conflict", "error: No solution found when resolving dependencies"),
        (CONFLICT, "conflict", "error: No solution found when resolving dependencies"),
    ],
)
def test_a_proof_is_a_finding(output: str, reason_class: str, first_line: str) -> None:
    found = classify_refusal(output, "3.15")
    assert found.status is Status.NOT_INSTALLABLE
    assert found.reason_class == reason_class
    assert found.reason.splitlines()[0] == first_line
    assert "No solution found" in found.reason, "the resolver's own words are kept"


@pytest.mark.parametrize(
    ("output", "status"),
    [
        (NETWORK, Status.INDEX_FAILED),
        (NO_FILE, Status.INDEX_FAILED),
        (OFFLINE, Status.INSTALL_FAILED),
        (DAMAGED, Status.INSTALL_FAILED),
        ("", Status.INSTALL_FAILED),
        ("No space left on device", Status.MACHINE_FAILED),
    ],
)
def test_everything_else_is_a_failure_of_the_run(output: str, status: Status) -> None:
    assert classify_refusal(output, "3.12").status is status


def test_a_page_that_there_was_no_thread_for_is_no_fault_of_the_index() -> None:
    found = refuse_unread("dep", "can't start new thread")
    assert (found.status, found.reason_class) == (Status.MACHINE_FAILED, "shortage")


def test_no_address_and_no_folder_is_published() -> None:
    said = (
        "error: Failed to fetch: `https://me:pw@host/simple/x/`\n  cause: /home/me/.cache/uv/x.whl"
    )
    assert classify_refusal(said, "3.12").reason == (
        "error: Failed to fetch: `<address>`\ncause: x.whl"
    )


def test_a_flood_of_words_is_cut() -> None:
    assert len(classify_refusal("error: x\n" + "y" * 10_000 + "\nz" * 100, "3.12").reason) < 1000
