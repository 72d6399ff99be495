"""What is typed wrong is told in plain English, with the help of that very command."""

import pytest

from compat.cli.parse import execute
from compat.cli.program import COMMANDS
from compat.errors import UsageError


def said(*words: str) -> str:
    with pytest.raises(UsageError) as refused:
        execute(words)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ask --bogus", "ask has no option --bogus"),
        ("ask --onl gather", "ask has no option --onl; did you mean --only?"),
        ("ask -x", "ask has no option -x"),
        ("ask --no-json", "ask has no option --no-json; did you mean --json?"),
        ("ask --folder", "--folder needs a value"),
        ("ask --only", "--only needs a value; leave it out for the default"),
        ("ask 3.12/1.2.0 --folder x --folder y", "--folder is given more than once"),
        ("ask --json=3", "--json takes no value: leave out =3"),
        ("upgrade --to", "--to needs a value; leave it out for the default"),
        ("matrix --jobs x", "--jobs takes a whole number, not 'x'"),
        ("matrix --jobs 0", "--jobs takes 1 or more, not 0"),
        ("matrix --cells x", "matrix has no option --cells"),
        ("matrix --quiet --quiet", "--quiet is given more than once"),
        ("plan --shards 999", "--shards takes 256 or less, not 999"),
        ("plan --shards x", "--shards takes a whole number, not 'x'"),
        (
            "matrix --resolution newest",
            "--resolution takes highest, lowest or as-of-release, not 'newest'; did you mean low",
        ),
        ("doctor foo bar", "doctor does not take the word 'foo'"),
        ("replay", "replay needs CELL: a probed cell, like py3.12-core0.3.40 or 3.12/0.3.40"),
        ("run", "run needs --shard: which one, like 3/8: the third of eight"),
    ],
)
def test_a_command_says_what_is_wrong_and_names_its_help(typed: str, says: str) -> None:
    words = typed.split()
    line = said(*words)
    assert line.startswith(says)
    assert line.endswith(f" (compat {words[0]} --help says more)")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("matrx", "there is no command 'matrx'; did you mean matrix?"),
        ("Ask 3.12/1.2.0", "there is no command 'Ask'; did you mean ask?"),
        ("3.12/1.2.0", "there is no command '3.12/1.2.0'; type compat ask 3.12/1.2.0"),
        ("gibberish", "there is no command 'gibberish'"),
        ("--json ask", "there is no option --json before a command; type the command first"),
    ],
)
def test_what_is_no_command_is_told_with_what_is_near(typed: str, says: str) -> None:
    assert said(*typed.split()) == f"{says} (compat --help lists the commands)"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("more", ["--bogus", "-x", "--bogus=1"])
def test_no_word_of_the_option_parser_reaches_a_person(command: str, more: str) -> None:
    line = said(command, more)
    assert line.startswith(f"{command} has no option {more.removesuffix('=1')}")
    assert line.endswith(f" (compat {command} --help says more)")


@pytest.mark.parametrize("typed", [["doctor"], ["ask"], ["upgrade"], ["matrix", "--jobs"], []])
def test_a_hostile_word_is_shown_short_and_harmless(typed: list[str]) -> None:
    line = said(*typed, "\x1b[31m\n" + "x" * 999)
    assert line.isprintable()
    assert len(line) < 200
