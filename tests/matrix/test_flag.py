"""Flags: what travelled with the child, and how naive fails."""

import pytest

from compat.matrix.flag import find_flags
from compat.matrix.outcome import judge_outcome
from compat.matrix.reading import Flag
from compat.record.model import Observation
from compat.reports.words import FLAGS
from tests.build import FLATTENED, LOST, NESTED, asked, observation, run, stream

SILENT_MODEL = {"on_chat_model_start": 1, "on_chat_model_end": 1}
FAILED_MODEL = {"on_chat_model_start": 1}
# The child fails in a model that wraps it and ends: an end in the stream, which is not the child's.
WRAPPED = observation(
    stream(run(name="outer"), run("outer", events=FAILED_MODEL)),
    handler=(run(name="outer"), run("outer", events=FAILED_MODEL)),
    path=("outer",),
)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (observation(NESTED), ()),
        (observation(LOST), ("silent:naive",)),
        (observation(FLATTENED), ("flattened:naive", "silent:naive")),
        (observation(FLATTENED, variant="configured"), ("flattened:configured",)),
        (observation(raised="E"), ("raises:naive",)),
        (observation(LOST, variant="configured"), ()),
        (observation(stream(run("tool", caller_tags=False))), ("tags-lost:naive",)),
        (observation(stream(run("tool", caller_metadata=False))), ("metadata-lost:naive",)),
        (
            observation(stream(run("tool", caller_tags=False)), handler=(run("tool"),)),
            ("tags-lost:naive",),
        ),
        (observation(stream(run("tool", events=SILENT_MODEL))), ("tokens-lost:naive",)),
        (observation(stream(run("tool", events=FAILED_MODEL))), ()),
        (observation(NESTED, handler=()), ("callbacks-lost:naive",)),
        (observation(NESTED, handler=(run(events=FAILED_MODEL),)), ("callbacks-lost:naive",)),
        (observation(handler=(run("tool", events=SILENT_MODEL),)), ()),
        (WRAPPED, ()),
        (observation(absent="x"), ()),
    ],
)
def test_of_one_variant(seen: Observation, expected: tuple[str, ...]) -> None:
    variant: str = seen.variant
    judged = {variant: judge_outcome(seen, asked())}
    assert find_flags({variant: seen}, judged, "verdict", asked()) == expected


def test_every_flag_has_words() -> None:
    assert FLAGS.keys() == set(Flag)
