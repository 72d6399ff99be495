"""The cells of the plain hosts, as settings of tox.

They are each release of ``edges`` where it installs, and three cells with langgraph as examples.
"""

from collections.abc import Sequence
from textwrap import fill

from packaging.version import Version

from compat.axes.release import Release
from compat.axes.selection import Here, select_releases
from compat.matrix.model import Cell, Matrix, ReleaseRow
from compat.record.model import Status


def tox_settings(matrix: Matrix, layered: Matrix | None = None) -> str:
    """Return tox's environments, and what each of them installs, as lines of TOML.

    The plain hosts override nothing: a cell that installs only with an override is left out.
    """
    examples = pick_examples(layered) if layered else ()
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
    cells = [f'  "{cell.id}",' for cell in examples]
    runs = [_run_layer(cell) for cell in examples]
    head = ("env_list = [", *products, *cells, "]", "env_run_base.deps = [", *needs, "]")
    return "\n".join((*head, *runs))


def pick_examples(layered: Matrix) -> tuple[Cell, ...]:
    """Return three cells with a layer: the newest pair on the oldest, a middle, the newest Python.

    The plain hosts install what is newest today, so it is the newest release of the layer.
    """
    telling = [cell for cell in layered.cells if cell.tells and cell.layer]
    newest = max((Version(cell.layer or "0") for cell in telling), default=None)
    best: dict[str, Cell] = {}
    for cell in telling:
        if Version(cell.layer or "0") == newest:
            known = best.get(cell.python)
            if known is None or Version(cell.core) > Version(known.core):
                best[cell.python] = cell
    ordered = sorted(best.values(), key=lambda cell: Version(cell.python))
    chosen = (ordered[0], ordered[len(ordered) // 2], ordered[-1]) if ordered else ()
    return tuple({cell.id: cell for cell in chosen}.values())


def _run_layer(cell: Cell) -> str:
    """Return what tox installs and runs in a cell with a layer."""
    name = f'env."{cell.id}"'
    pins = [f"langchain-core=={cell.core}", f"langgraph=={cell.layer}", "langchain>=1"]
    suite = "compat/inlayer"
    words = [
        "python", "-m", "pytest", "-c", f"{suite}/pytest.ini", "--rootdir", suite, suite,
        "--cell", cell.id, "--record", f".compat/probe/{cell.id}.json", "--host", "tox",
    ]  # fmt: skip
    typed = ", ".join(f'"{word}"' for word in words)
    rest = '{ replace = "posargs", extend = true }'
    deps = ", ".join(f'"{pin}"' for pin in pins)
    return f"{name}.deps = [{deps}]\n{name}.commands = [[{typed}, {rest}]]"


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
