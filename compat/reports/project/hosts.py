"""The cells of the plain hosts, as settings of tox: each release of ``edges`` where it installs."""

from collections.abc import Sequence
from textwrap import fill

from packaging.version import Version

from compat.axes.release import Release
from compat.axes.selection import Here, select_releases
from compat.matrix.model import Matrix, ReleaseRow
from compat.record.model import Status


def tox_settings(matrix: Matrix) -> str:
    """Return tox's environments, and what each of them installs, as lines of TOML.

    The plain hosts override nothing: a cell that installs only with an override is left out.
    """
    pythons: dict[str, list[str]] = {}
    for cell in matrix.cells:
        if cell.status is Status.PROBED and not cell.stands_apart:
            pythons.setdefault(cell.core, []).append(f"py{cell.python}")
    here = Here(lags=lambda release: release.text not in pythons)
    edges = [each.text for each in select_releases(map(_release, matrix.releases), here=here)]
    groups: dict[tuple[str, ...], list[str]] = {}
    for release in filter(pythons.__contains__, edges):
        groups.setdefault(tuple(pythons[release]), []).append(release)
    needs = [_need(release) for group in groups.values() for release in group]
    products = [_product(names, releases) for names, releases in groups.items()]
    return "\n".join(("env_list = [", *products, "]", "env_run_base.deps = [", *needs, "]"))


def _release(row: ReleaseRow) -> Release:
    return Release(
        version=Version(row.version),
        uploaded_at=row.uploaded_at,
        requires_python=row.requires_python,
        yanked=row.yanked,
        yanked_reason=row.yanked_reason,
    )


def _product(pythons: Sequence[str], releases: Sequence[str]) -> str:
    cores = [f"core{release}" for release in releases]
    return "\n".join(("  { product = [", _array(pythons), _array(cores), "  ] },"))


def _array(names: Sequence[str]) -> str:
    text = ", ".join(f'"{name}"' for name in names)
    return fill(f"[{text}],", 100, initial_indent=" " * 4, subsequent_indent=" " * 5)


def _need(release: str) -> str:
    condition, then = f"factor['core{release}']", f"langchain-core=={release}"
    return f'  {{ replace = "if", condition = "{condition}", then = ["{then}"], extend = true }},'
