"""A cut in the shape that a CI service takes for its jobs."""

import json
from collections.abc import Iterator, Mapping
from typing import Literal, assert_never

from compat.errors import UsageError
from compat.shards.model import Cut
from compat.shards.name import ShardName
from compat.shards.split import weigh_cells

Service = Literal["github", "gitlab"]

_MOST_OF_GITLAB = 200
"""Jobs of ``parallel:matrix``. Source: https://docs.gitlab.com/ci/yaml/#parallelmatrix"""


def render_jobs(cut: Cut, service: Service, durations: Mapping[str, float]) -> str:
    """Return a line of JSON with a job for each shard that has cells.

    For ``github`` it is what ``strategy.matrix`` takes through ``fromJSON``: under ``include`` a
    shard's name, the same for paths and artifacts, its Pythons, its cells, and the seconds that it
    will take if cells of the plan were measured before. For ``gitlab`` it is the list that
    ``parallel:matrix`` takes in a generated pipeline, with the first three as ``SHARD``,
    ``SHARD_FILE`` and ``PYTHONS``. Raises UsageError.
    """
    match service:
        case "github":
            content: object = {"include": list(_list_github_jobs(cut, durations))}
        case "gitlab":
            content = list(_list_gitlab_jobs(cut))
            if len(content) > _MOST_OF_GITLAB:
                message = f"GitLab takes {_MOST_OF_GITLAB} jobs of one matrix, not {len(content)}"
                raise UsageError(message)
        case _:
            assert_never(service)
    return json.dumps(content, separators=(",", ":")) + "\n"


def list_filled(cut: Cut) -> tuple[ShardName, ...]:
    """Return the names of the shards that have cells."""
    total = len(cut.shards)
    names = (ShardName(number=number, total=total) for number in range(1, total + 1))
    return tuple(name for name in names if cut.shards[name.number - 1])


def list_pythons(cut: Cut, name: ShardName) -> tuple[str, ...]:
    """Return the Pythons that a shard needs, in the order of the plan."""
    return tuple(dict.fromkeys(cell.python for cell in cut.cells(name)))


def estimate_seconds(cut: Cut, durations: Mapping[str, float]) -> dict[ShardName, int]:
    """Return how long each shard's cells will take together; nothing if none was measured."""
    if durations.keys().isdisjoint(cell.id for cell in cut.plan.cells):
        return {}
    known = weigh_cells(cut.plan, durations)
    return {
        name: round(sum(known[cell] for cell in cut.shards[name.number - 1]))
        for name in list_filled(cut)
    }


def _list_github_jobs(cut: Cut, durations: Mapping[str, float]) -> Iterator[dict[str, object]]:
    took = estimate_seconds(cut, durations)
    for name in list_filled(cut):
        yield {
            "shard": str(name),
            "name": name.file,
            "pythons": " ".join(list_pythons(cut, name)),
            "cells": len(cut.shards[name.number - 1]),
            **({"seconds": took[name]} if took else {}),
        }


def _list_gitlab_jobs(cut: Cut) -> Iterator[dict[str, str]]:
    for name in list_filled(cut):
        yield {
            "SHARD": str(name),
            "SHARD_FILE": name.file,
            "PYTHONS": " ".join(list_pythons(cut, name)),
        }
