"""From what processes wrote to call sites."""

from dataclasses import replace

from compat.check.gather import Gathered, gather, name_findings
from compat.check.lines import (
    CallLine,
    ChildNote,
    CoreLine,
    CountsLine,
    DrivenNote,
    OutermostLine,
    Process,
    ProcessLine,
    RefusedNote,
    ShapeLine,
    SiteLine,
    TargetNote,
    Unshown,
)
from compat.check.model import Environment, Passed, Private, Seen
from compat.matrix.model import Listener
from compat.matrix.reading import OF_CORE

CORE = CoreLine(
    kind="core", versions={"langchain-core": "1.4.7", "langgraph": "1.2.24"}, problem=None
)
SHAPE = ShapeLine(
    caller="chain", place="RunnableLambda", form="def", child="chat_model", awaited=False,
    edges=(), passed=Passed.NOTHING,
)  # fmt: skip
LOST = dict.fromkeys(Listener, Seen.LOST)
NESTED = dict.fromkeys(Listener, Seen.NESTED)


def call(number: int = 0, line: int = 3, **changes: object) -> CallLine:
    made = CallLine(
        kind="site", number=number, name="ChatOpenAI", shape=SHAPE, true_path=("ask",),
        site=SiteLine(file="/home/me/p/app/a.py", line=line, function="ask", form="def"),
        through=None, seen_path=(), hook_path=(), outcomes=LOST, dropped=(), duplicated=False,
        inherited=False,
        calls=1,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def counts(calls: dict[int, int], tests: int = 0, *, overflowed: bool = False) -> CountsLine:
    return CountsLine(
        kind="counts", runs=5, calls=calls, unknown_callers=1, overflowed=overflowed, tests=tests
    )


def process(*calls: CallLine, pid: int = 2, parent: int = 1, **changes: object) -> Process:
    start = ProcessLine(
        kind="process", format="1", python="3.10.13", pid=pid, parent=parent, program="pytest",
        forked=False,
    )  # fmt: skip
    return replace(Process(start=start, core=CORE, calls=calls, ended=True), **changes)  # type: ignore[arg-type]


def put_together(*processes: Process) -> Gathered:
    return gather(processes, lambda file, line: f"{file}:{line}", "/home/me/p")


def test_a_call_site_has_the_projects_name_of_its_file_and_the_text_of_its_line() -> None:
    (site,) = put_together(process(call())).sites
    assert (site.place.file, site.place.line, site.place.text) == ("app/a.py", 3, "app/a.py:3")


def test_what_lies_elsewhere_keeps_its_whole_path() -> None:
    other = SiteLine(file="/home/me/project/b.py", line=1, function="f", form="def")
    (site,) = put_together(process(call(site=other))).sites
    assert site.place.file == "/home/me/project/b.py"


def test_the_same_call_in_two_processes_is_one_with_the_worst_of_both() -> None:
    one = process(call(outcomes=NESTED, dropped=("tags",)), counts=counts({0: 4}))
    other = process(call(), counts=counts({0: 2}), pid=3)
    (site,) = put_together(one, other).sites
    assert site.outcomes == LOST
    assert (site.calls, site.dropped) == (6, ("tags",))


def test_worst_first_then_as_they_stand_in_files() -> None:
    calls = (call(0, 1, outcomes=NESTED), call(1, 9), call(2, 5))
    assert [each.place.line for each in put_together(process(*calls)).sites] == [5, 9, 1]


def test_an_empty_list_is_private_and_a_foreign_parent_no_finding() -> None:
    empty = call(0, 1, shape=replace(SHAPE, passed=Passed.EMPTY))
    foreign = call(1, 2, shape=replace(SHAPE, passed=Passed.FOREIGN))
    found = put_together(process(empty, foreign))
    assert [each.private for each in found.sites] == [Private.CALLBACKS, Private.FOREIGN]


def test_what_ran_is_known_judged_or_not() -> None:
    outermost = OutermostLine(kind="outermost", file="/home/me/p/app/b.py", line=7)
    found = put_together(process(call(), outermost=(outermost,)))
    assert found.ran == {("app/a.py", 3), ("app/b.py", 7)}


def test_the_environments_are_those_of_all_processes_with_a_langchain_core() -> None:
    old = Environment(python="3.10.13", core="1.4.7", langgraph="1.2.24", langchain=None)
    found = put_together(process(core=None), process(pid=3), newer(pid=4), process(pid=5))
    assert found.environments == (old, replace(old, python="3.13.0", core="1.8.2"))
    assert put_together(process(core=None)).environments == ()


def test_a_method_is_the_same_call_where_python_names_its_class() -> None:
    named = SiteLine(file="/home/me/p/app/a.py", line=3, function="Shop.ask", form="def")
    one, other = process(call()), newer(call(site=named))
    (site,) = put_together(one, other).sites
    assert (site.place.function, len(site.callers)) == ("Shop.ask", 2)
    alone = [put_together(each).sites[0] for each in (one, other)]
    assert len({id_ for each in alone for id_, _ in name_findings([each])}) == 1


def newer(*calls: CallLine, pid: int = 9) -> Process:
    """A process of another environment."""
    core = replace(CORE, versions={**CORE.versions, "langchain-core": "1.8.2"})
    made = process(*calls, pid=pid, core=core)
    return replace(made, start=replace(made.start, python="3.13.0"))


def test_a_call_that_is_lost_in_one_environment_and_complete_in_another_says_where() -> None:
    (site,) = put_together(process(call(outcomes=NESTED), pid=3), newer(call(calls=2))).sites
    assert (site.outcomes, site.calls) == (LOST, 3)
    assert [(each.environment, each.outcomes, each.calls) for each in site.callers] == [
        (1, LOST, 2),
        (0, NESTED, 1),
    ]


def test_the_calls_of_one_caller_are_counted_by_what_came_of_them() -> None:
    worst = dict(zip(OF_CORE, (Seen.LOST, Seen.LOST, Seen.SPLIT), strict=True))
    nested = dict.fromkeys(OF_CORE, Seen.NESTED)
    came = ((Seen.NESTED, Seen.NESTED, Seen.NESTED, 4), (Seen.LOST, Seen.LOST, Seen.SPLIT, 2))
    counted = replace(counts({0: 6}), came={0: came})
    (site,) = put_together(process(call(outcomes=worst), counts=counted)).sites
    assert (site.outcomes, site.calls) == (worst, 6)
    assert [(each.outcomes, each.calls) for each in site.callers] == [(worst, 2), (nested, 4)]
    (more,) = put_together(process(call(outcomes=worst, calls=7), counts=counted)).sites
    assert [each.calls for each in more.callers] == [3, 4]


def test_all_callers_are_kept_those_with_the_worst_calls_first_and_of_many_the_names_of_some() -> (
    None
):
    nested = call(0, outcomes=NESTED, true_path=("a", "ask"), calls=4)
    (site,) = put_together(process(nested, call(1, calls=2), call(2, true_path=("b",)))).sites
    assert [(each.true_path, each.calls) for each in site.callers] == [
        (("ask",), 2),
        (("b",), 1),
        (("a", "ask"), 4),
    ]
    assert site.true_path == ("ask",)
    many = [call(n, true_path=(f"f{n}",)) for n in range(60)]
    (site,) = put_together(process(*many, call(60, outcomes=NESTED))).sites
    assert sum(each.calls for each in site.callers) == 61
    assert len(site.callers) == 22
    assert [each.true_path for each in site.callers if not each.true_path] == [(), ()]


def test_tests_of_workers_are_their_parents() -> None:
    controller = process(counts=counts({}, tests=10))
    workers = [process(counts=counts({}, tests=5), pid=n, parent=2) for n in (3, 4)]
    alone = process(counts=counts({}, tests=1), pid=9)
    found = put_together(controller, *workers, alone)
    assert (found.counts.tests, found.counts.runs) == (11, 20)


def test_a_python_that_was_started_and_never_wrote_is_unreached() -> None:
    child = ChildNote(kind="note", told="child")
    parent = process(notes=(child, child))
    assert put_together(parent, process(pid=3, parent=2)).counts.unreached == 1
    assert put_together(process(pid=3, parent=2)).counts.unreached == 0


def test_refused_hosts_and_problems_are_told_once() -> None:
    refused = RefusedNote(kind="note", told="refused", host="api.example.com", port="443")
    target = TargetNote(kind="note", told="target", problem="there is no module app")
    broken = replace(CORE, problem="cannot be watched")
    found = put_together(process(notes=(refused, refused, target), core=broken))
    assert found.refused == ("api.example.com:443",)
    assert found.problems == ("cannot be watched", "there is no module app")


def test_what_a_stream_does_not_show_is_found_if_a_findings_line_led_there() -> None:
    places = (
        (("/home/me/p/app/b.py", 1), ("/home/me/p/app/a.py", 3)),
        (("/home/me/p/app/b.py", 1),),
        (),
    )
    note = DrivenNote(
        kind="note", told="driven", target="app:graph", way="astream_events", error=None, ran=5,
        shown=2, unshown=(Unshown(missing=3, places=places),),
    )  # fmt: skip
    other = replace(note, way="invoke", ran=None, shown=None, unshown=())
    found = put_together(process(call(), notes=(note, other)))
    assert [(each.ran, each.shown, each.found) for each in found.driven] == [
        (5, 2, 1),
        (None, None, None),
    ]


def test_what_no_line_led_to_is_found_if_an_agents_own_model_is() -> None:
    note = DrivenNote(
        kind="note", told="driven", target="app:agent", way="astream_events", error=None, ran=2,
        shown=0, unshown=(Unshown(missing=2, places=((), ())),),
    )  # fmt: skip
    found = [
        put_together(process(each, notes=(note,))).driven[0].found
        for each in (call(), call(through="langchain"), call(through="langchain", outcomes=NESTED))
    ]
    assert found == [0, 2, 0]


def test_a_killed_process_is_a_partial_check_and_a_fork_is_not() -> None:
    killed = process(ended=False)
    forked = replace(killed, start=replace(killed.start, forked=True))
    assert put_together(killed, process(pid=3)).partial == (
        "1 of 2 processes was stopped before it had written everything, so calls may be missing",
    )
    assert put_together(killed, process(pid=3), process(pid=4, ended=False)).partial == (
        "2 of 3 processes were stopped before they had written everything, so calls may be missing",
    )
    assert put_together(forked).partial == ()
    assert put_together(process(counts=counts({}, overflowed=True))).partial


def test_what_does_not_say_on_what_it_runs_is_not_booked_on_what_another_has() -> None:
    found = put_together(process(call(), core=None), process(pid=3))
    assert (found.sites, set(found.ran)) == ((), {("app/a.py", 3)})
    assert found.partial == (
        "1 of 2 processes did not say on what it runs, so no call there is judged",
    )
    assert put_together(process(core=None)).partial == ()


def test_an_id_stays_when_lines_move() -> None:
    text = "return model.invoke(x)"
    sites = [
        gather([process(call(line=line))], lambda *_: text, "/home/me/p").sites[0]
        for line in (3, 30)
    ]
    ids = [id_ for id_, _ in name_findings(sites)]
    assert ids[1] == f"{ids[0]}-2"
    assert [next(name_findings([each]))[0] for each in sites] == [ids[0], ids[0]]
