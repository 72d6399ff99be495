"""Configurations in as many words as people type, with options and without."""

import pytest

from compat.cli.ends import read_ends, split_configurations
from compat.cli.selection import part_names
from compat.errors import UsageError

OLD, NEW = "3.11/0.3.40", "3.14/1.2.0"


@pytest.mark.parametrize(
    ("words", "source", "target", "ends"),
    [
        ("", OLD, NEW, (OLD, NEW)),
        ("", "3.11 0.3.40", "3.14 1.2.0", ("3.11 0.3.40", "3.14 1.2.0")),
        ("", "", "3.14 core=1.2.0", (None, "3.14 core=1.2.0")),
        (f"{OLD} {NEW}", "", "", (OLD, NEW)),
        ("3.11 0.3.40 3.14 1.2.0", "", "", ("3.11 0.3.40", "3.14 1.2.0")),
        ("py3.11 core0.3.40 py3.14 core1.2.0", "", "", ("py3.11 core0.3.40", "py3.14 core1.2.0")),
        ("3.11/0.3.40 3.14 latest", "", "", (OLD, "3.14 latest")),
        ("3.11 3.14", "", "", ("3.11", "3.14")),
        ("0.3.40 1.2.0", "", "", ("0.3.40", "1.2.0")),
        (NEW, "", "", (None, NEW)),
        ("3.14", "", "", (None, "3.14")),
        (NEW, OLD, "", (OLD, NEW)),
        (OLD, "", NEW, (OLD, NEW)),
        ("", f"{OLD} {NEW}", "", (OLD, NEW)),
        ("", OLD, "Python 3.14", (OLD, "Python 3.14")),
    ],
)
def test_what_is_had_and_what_is_wanted_is_read(
    words: str, source: str, target: str, ends: tuple[str | None, str]
) -> None:
    assert read_ends(words.split(), source.split(), target.split()) == ends


@pytest.mark.parametrize(
    ("words", "source", "target", "says"),
    [
        ("", "", "", "upgrade needs what you want: type compat upgrade --to 3.14/1.2.0, or with"),
        ("", OLD, "", "upgrade needs what you want: type"),
        ("3.14 1.2.0", "", "", "is '3.14 1.2.0' one configuration, or two? write each as one wo"),
        (f"{OLD} {NEW} {NEW}", "", "", "upgrade takes what you have and what you want, nothing "),
        (NEW, OLD, NEW, "upgrade takes what you have and what you want, nothing else: type"),
        ("tool-async", "", "", "malformed configuration 'tool-async'; write it like 3.12/0.3.40"),
    ],
)
def test_what_could_be_two_things_or_none_is_told_what_to_type(
    words: str, source: str, target: str, says: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read_ends(words.split(), source.split(), target.split())
    assert str(refused.value).startswith(says)


def test_a_second_python_or_release_begins_the_next() -> None:
    words = ["0.3.40", "3.11", "3.14/1.2.0-lg1.1.0", "latest"]
    assert split_configurations(words) == ["0.3.40 3.11", "3.14/1.2.0-lg1.1.0", "latest"]
    assert split_configurations([]) == []


@pytest.mark.parametrize(
    ("typed", "names", "configurations"),
    [
        (("gather", "3.12/1.2.0"), ("gather",), ("3.12/1.2.0",)),
        (("tool-async,gather", "3.12", "1.2"), ("tool-async", "gather"), ("3.12", "1.2")),
        (("The Guide",), ("The Guide",), ()),
        ((), (), ()),
    ],
)
def test_a_configuration_behind_an_option_of_names_is_none_of_them(
    typed: tuple[str, ...], names: tuple[str, ...], configurations: tuple[str, ...]
) -> None:
    assert part_names("only", typed) == (names, configurations)


@pytest.mark.parametrize("typed", [("3.12/1.2.0",), (",",)])
def test_an_option_of_names_without_a_name_is_refused(typed: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"^--only needs a name; leave it out for the default$"):
        part_names("only", typed)
