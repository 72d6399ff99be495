"""What to write at a call, from the committed matrix."""

import pytest

from compat.check.model import Advice, CallSite, Environment, Passed
from compat.matrix.model import Matrix, Traces
from compat.work.advise import Advisor
from tests.reports.check.made import shape, site

pytestmark = pytest.mark.slow


def advise(known: tuple[Matrix, Traces], call: CallSite, core: str = "1.4.7") -> Advice:
    environment = Environment(python="3.10.13", core=core)
    return Advisor.of(known[0], environment).advise(call)


def test_a_tool_that_passes_nothing(committed: tuple[Matrix, Traces]) -> None:
    advice = advise(committed, site())
    assert advice.scenario == "tool-async"
    assert (advice.needless_from_core, advice.needless_from_python) == ("1.4.8", "3.11")
    assert advice.heading == "Write it with callbacks, and it is complete:"
    assert any("callbacks: Callbacks = None" in line for line in advice.code)


def test_a_tool_that_passes_its_config_is_wrong_everywhere(
    committed: tuple[Matrix, Traces],
) -> None:
    advice = advise(committed, site("flattened/split", shape=shape(passed=Passed.ABOVE)))
    assert advice.scenario == "tool-async"
    assert (advice.needless_from_core, advice.needless_from_python) == (None, None)
    assert advice.code


def test_what_the_matrix_saw_otherwise_or_never_has_no_advice(
    committed: tuple[Matrix, Traces],
) -> None:
    assert advise(committed, site(), core="1.4.9") == Advice()
    assert advise(committed, site(), core="99.0.0") == Advice()
    assert advise(committed, site(shape=shape(place="RunnableSeq"))) == Advice()
