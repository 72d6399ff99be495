"""What the page looks up says what ``compat ask`` says, of each cell and to each listener."""

import pytest

from compat.difference.advice import describe_situation
from compat.difference.layered import hear_layer
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Listener, Matrix
from compat.record.model import Status
from compat.reports.advice.words import reply_to
from compat.reports.html.replies import Replies, make_replies
from compat.reports.words import Tone
from compat.symptoms.model import load_codes, load_facts
from tests.reports.layered import AGENT, NODE, layered
from tests.reports.sample import GUIDE, VARIANTS, Said, measured, tried

CELLS: dict[str, Said] = {
    "py3.9-core0.3.0": "lost~split/flattened/nested",
    "py3.9-core0.3.1": "lost~split/flattened/nested",
    "py3.9-core0.3.2": "nested~nested/nested/nested",
    "py3.10-core0.3.0": "nested~nested/nested/nested",
    "py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel"),
}
HIDES = tried("opt-out", "naive", "remedy-empty-context", row="hiding")
MATRIX, _ = measured(
    CELLS,
    scenarios=(GUIDE, tried("gather", *VARIANTS), HIDES),
    others={
        "gather": {},
        "opt-out": {
            "py3.9-core0.3.0": "nested/lost",
            "py3.9-core0.3.1": "nested/lost",
            "py3.9-core0.3.2": "lost/lost",
            "py3.10-core0.3.0": "lost/lost",
        },
    },
)
NODES: dict[str, Said] = {"py3.9-core0.3.1-lg1.0.0": "lost~split/nested"}
PAIRS = layered(NODES, {"create-agent": dict.fromkeys(NODES, "lost")}, (NODE, AGENT))[0]


def looked_up(found: Replies, cell: str, listener: Listener) -> tuple[str, list[str], list[str]]:
    """The first sentence's end, what is told of the usual patterns, and the notes."""
    kind = found.kinds[found.said[listener.value][found.cells.index(cell)]]
    notes = [found.texts[each] for each in kind.notes]
    if kind.row is None:
        return found.texts[kind.obstacle], [], notes
    row = found.rows[kind.row]
    told = [found.patterns[row.said[place]] for place in found.guides]
    lines = [(each.says, each.beside, each.needless, each.write) for each in told]
    return found.texts[row.first], [found.texts[n] for each in lines for n in each], notes


@pytest.mark.parametrize("matrix", [MATRIX, PAIRS], ids=["core", "layer"])
def test_every_cell_says_what_ask_says(matrix: Matrix) -> None:
    found = make_replies(matrix, load_codes())
    listen = hear_layer if matrix.layered else hear
    for listener in matrix.listeners:
        known = Index(matrix=listen(matrix, listener))
        for cell in known.matrix.cells:
            situation = describe_situation(known, cell)
            reply = reply_to(situation, load_codes(), load_facts(), all_of_them=False)
            first, lines, notes = looked_up(found, cell.id, listener)
            assert reply.answer.endswith(f" {first}.")
            told = [(each.says, each.beside, each.needless, each.write) for each in reply.patterns]
            assert lines == [line for each in told for line in each]
            assert set(notes) <= set(reply.notes)


def test_equal_things_are_held_once_and_code_stands_with_its_pattern() -> None:
    found = make_replies(MATRIX, {})
    first, second, third, fourth, last = found.said["stream"]
    assert third == fourth
    assert len({first, second, third, last}) == 4
    assert found.kinds[last].row is None
    gather = next(each for each in found.heads if each.id == "gather")
    assert list(gather.examples) == ["callbacks"]
    assert gather.examples["callbacks"].before == "x = 'naive'"
    assert len(found.texts) == len(set(found.texts))


def test_how_it_is_otherwise_under_the_layer_stands_beside() -> None:
    found = make_replies(MATRIX, load_codes(), PAIRS)
    _, lines, _ = looked_up(found, "py3.9-core0.3.0", Listener.STREAM)
    assert lines[1].startswith("In LangGraph Python 3.9 never becomes automatic: async")
    _, lines, _ = looked_up(found, "py3.10-core0.3.0", Listener.STREAM)
    assert lines[1] == ""


def test_what_is_safe_looks_safe() -> None:
    found = make_replies(MATRIX, {})
    rows = [found.kinds[kind].row for kind in found.said["stream"]]
    tones = [
        [found.patterns[number].tone for number in found.rows[row].said]
        for row in (rows[0], rows[3])
        if row is not None
    ]
    assert tones == [
        [Tone.MANUAL, Tone.MANUAL, Tone.MANUAL],
        [Tone.AUTOMATIC, Tone.AUTOMATIC, Tone.AUTOMATIC],
    ]
