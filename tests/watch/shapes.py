"""Write ``compat/check/shapes.json`` anew: ``python -m tests.watch.shapes PYTHON...``.

Each PYTHON is the interpreter of a cell. With ``--layer`` before them these have LangGraph on top,
and what is written is ``compat/check/layer-shapes.json``, of the layer's rows. A shape is kept if
it is that of a first form: naive, with the config, with the callbacks. Where one pattern has
several calls all of their shapes are kept.
"""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from compat.check.model import Shape
from compat.check.patterns import LAYER_PLACE, PLACE, SHAPES, Known
from compat.record.asked import load_layer_suite, load_suite
from tests.watch.agreement import list_shapes, watch_catalogue

_SHAPE = TypeAdapter(Shape)
_LAYER = "--layer"


def main(words: list[str]) -> None:
    """Run the catalogue in each cell, and write the shapes of all."""
    layered = words[:1] == [_LAYER]
    suite = "inlayer" if layered else "incell"
    watched = []
    for python in words[layered:]:
        with tempfile.TemporaryDirectory() as folder:
            watched.append(watch_catalogue(Path(python), Path(folder), suite))
    write(watched, layered=layered)


def write(watched: Iterable[dict[str, Any]], *, layered: bool) -> None:
    """Write the shapes of a suite, as some cells have them."""
    forms: dict[Shape, set[str]] = {}
    several: set[str] = set()
    for one in watched:
        own: dict[str, set[Shape]] = {}
        for form, shape in list_shapes(one):
            if "/remedy-" not in form:
                own.setdefault(form, set()).add(_SHAPE.validate_python(shape))
        several |= {form for form, shapes in own.items() if len(shapes) > 1}
        for form, shapes in own.items():
            for each in shapes:
                forms.setdefault(each, set()).add(form)
    known = load_layer_suite() if layered else load_suite()
    order = {each: number for number, each in enumerate(known.scenarios)}
    by_name = sorted(forms.items(), key=lambda item: str(item[0]))
    made = tuple(_make_known(shape, every, order, several) for shape, every in by_name)
    place = LAYER_PLACE if layered else PLACE
    place.write_bytes(SHAPES.dump_json(made, indent=1, exclude_defaults=True) + b"\n")
    sys.stdout.write(f"{len(made)} shapes\n")


def _make_known(shape: Shape, forms: set[str], order: dict[str, int], several: set[str]) -> Known:
    numbered = sorted((order[form.partition("/")[0]], form) for form in forms)
    return Known(
        shape=shape,
        forms=tuple(form for _, form in numbered),
        numbers=tuple(number for number, _ in numbered),
        beside=tuple(form for _, form in numbered if form in several),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
