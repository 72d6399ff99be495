"""Write ``compat/check/shapes.json`` anew: ``python -m tests.watch.shapes PYTHON...``.

Each PYTHON is the interpreter of a cell. A shape is kept if it is that of a first form: naive, with
the config, with the callbacks. Where one pattern has several calls all of their shapes are kept.
"""

import sys
import tempfile
from pathlib import Path

from pydantic import TypeAdapter

from compat.check.model import Shape
from compat.check.patterns import PLACE, SHAPES, Known
from compat.record.asked import load_suite
from tests.watch.agreement import list_shapes, watch_catalogue

_SHAPE = TypeAdapter(Shape)


def main(pythons: list[str]) -> None:
    """Run the catalogue in each cell, and write the shapes of all."""
    forms: dict[Shape, set[str]] = {}
    for python in pythons:
        with tempfile.TemporaryDirectory() as folder:
            for form, shape in list_shapes(watch_catalogue(Path(python), Path(folder))):
                if "/remedy-" not in form:
                    forms.setdefault(_SHAPE.validate_python(shape), set()).add(form)
    order = {each: number for number, each in enumerate(load_suite().scenarios)}
    by_name = sorted(forms.items(), key=lambda item: str(item[0]))
    shapes = tuple(_make_known(shape, every, order) for shape, every in by_name)
    PLACE.write_bytes(SHAPES.dump_json(shapes, indent=1) + b"\n")
    sys.stdout.write(f"{len(shapes)} shapes\n")


def _make_known(shape: Shape, forms: set[str], order: dict[str, int]) -> Known:
    numbered = sorted((order[form.partition("/")[0]], form) for form in forms)
    return Known(
        shape=shape,
        forms=tuple(form for _, form in numbered),
        numbers=tuple(number for number, _ in numbered),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
