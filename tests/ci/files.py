"""The files that CI services read, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from compat.cli.parse import app
from tests.cli.run import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = [ROOT / "action.yml", *sorted((ROOT / ".github" / "actions").glob("*/action.yml"))]
GITLAB = ROOT / ".gitlab" / "compat.yml"
PAGE = ROOT / "docs" / "ci.md"


@dataclass(frozen=True, kw_only=True)
class Script:
    """What a step runs, the names of its variables, and where it stands."""

    place: str
    text: str
    variables: frozenset[str]


def parsed(path: Path) -> dict[Any, Any]:
    """Return a file's content; the key ``on`` is True, by YAML's old rules."""
    content = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def name(path: Path) -> str:
    """Return a file's name, as tests are called."""
    return path.relative_to(ROOT).as_posix()


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every job of the workflows by its name."""
    for path in WORKFLOWS:
        for job, content in parsed(path)["jobs"].items():
            yield f"{path.stem}/{job}", content


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every step by where it stands."""
    for job, content in jobs():
        for number, step in enumerate(content["steps"]):
            yield f"{job}/{number}", step
    for path in ACTIONS:
        for number, step in enumerate(parsed(path)["runs"]["steps"]):
            yield f"{name(path)}/{number}", step


def scripts() -> Iterator[Script]:
    """Give every script, GitLab's too."""
    for place, step in steps():
        if "run" in step:
            yield Script(place=place, text=step["run"], variables=frozenset(step.get("env", ())))
    for job, content in parsed(GITLAB).items():
        if isinstance(content, dict) and "script" in content:
            text = "\n".join(content["script"])
            yield Script(place=f"gitlab/{job}", text=text, variables=frozenset())


def understood(words: list[str]) -> None:
    """Parse a command without running it. Raises CycloptsError."""
    app.parse_args(words, exit_on_error=False, print_error=False)
