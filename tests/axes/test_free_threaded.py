"""Free-threaded Pythons are known ids, of which the truth is told."""

import pytest

from compat.axes.cell import CellId
from compat.axes.free_threaded import refuse_free_threaded
from compat.axes.python import parse_pythons
from compat.axes.spelling import Spelled
from compat.errors import ExitCode, NothingSelectedError, UsageError

SAYS = r"^Python 3\.14t is not installable: langchain-core needs orjson and zstandard, which had no"


@pytest.mark.parametrize("text", ["3.14t/1.2.0", "3.14t 1.2", "py3.14t-core1.2.0", "Python 3.14t"])
def test_in_any_spelling_it_is_said_what_has_no_wheels(text: str) -> None:
    with pytest.raises(NothingSelectedError, match=SAYS) as caught:
        Spelled.parse(text)
    assert caught.value.exit_code is ExitCode.NOTHING_SELECTED


def test_a_selection_and_an_id_say_the_same() -> None:
    with pytest.raises(NothingSelectedError, match=SAYS):
        parse_pythons(["3.12", "3.14t"])
    with pytest.raises(NothingSelectedError, match="orjson, pyyaml and zstandard"):
        CellId.parse("py3.13t-core1.2.0")


def test_of_others_nothing_is_said() -> None:
    refuse_free_threaded("3.13")
    with pytest.raises(UsageError, match="malformed"):
        Spelled.parse("3.12t/1.2.0")
