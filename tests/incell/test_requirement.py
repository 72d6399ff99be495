"""API checks."""

from compat.incell.requirement import first_unmet


def test_what_is_there_is_met() -> None:
    assert first_unmet(["python>=3", "python>=3.9", "json:dumps"]) is None


def test_the_first_that_fails_is_named() -> None:
    assert first_unmet(["json:dumps", "json:nothing", "python>=99"]) == "json:nothing"


def test_a_python_that_is_too_old_is_unmet() -> None:
    assert first_unmet(["python>=3.99"]) == "python>=3.99"


def test_a_module_that_cannot_be_imported_is_unmet() -> None:
    assert first_unmet(["no_such_module:anything"]) == "no_such_module:anything"


def test_a_part_of_what_a_module_has_may_be_asked_for() -> None:
    assert first_unmet(["json:JSONDecoder.decode"]) is None
    assert first_unmet(["json:JSONDecoder.nothing"]) == "json:JSONDecoder.nothing"
