"""Where the cells were measured, machines that are alike together."""

from collections.abc import Iterable
from dataclasses import replace

from compat.matrix.model import Origin
from compat.reports.text import format_amount


def describe_machines(origins: Iterable[Origin]) -> tuple[str, ...]:
    """Return a line for each kind of machine, tools and commit, in the order of shards."""
    kinds: list[tuple[Origin, list[str]]] = []
    for each in origins:
        kind = replace(each, shard="1/1", cells=0)
        alike = [shards for known, shards in kinds if known == kind]
        if alike:
            alike[0].append(each.shard)
        else:
            kinds.append((kind, [each.shard]))
    return tuple(
        f"{_describe(kind)}{_describe_shards(shards, len(kinds))}" for kind, shards in kinds
    )


def _describe(kind: Origin) -> str:
    cpus = format_amount(kind.cpus, "processor") if kind.cpus else "processors not known"
    tools = ", ".join(f"{name} {version}" for name, version in sorted(kind.tools.items()))
    commit = f"commit {kind.commit[:12]}" if kind.commit else "commit not known"
    changed = " with changes" if kind.modified else ""
    apart = f"containment: {kind.containment}" if kind.containment else ""
    return "; ".join(filter(None, (kind.platform, cpus, tools, f"{commit}{changed}", apart)))


def _describe_shards(shards: list[str], kinds: int) -> str:
    """Return which shards a machine of a kind had: how many, or which, if there are others."""
    if shards == ["1/1"]:
        return ""
    return (
        f" ({format_amount(len(shards), 'shard')}{': ' + ', '.join(shards) if kinds > 1 else ''})"
    )
