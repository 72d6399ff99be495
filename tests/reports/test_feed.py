"""The history: what runs changed, newest first, the same bytes every time."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from compat.difference.history import MOST_ENTRIES, MOST_LINES, Entry, History, grow, make_entry_id
from compat.errors import EvidenceError, ExitCode, NewerVersionError
from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.reports.bundle import render
from compat.reports.difference.entries import make_beginning
from compat.reports.difference.feed import render_changes_atom, render_changes_md
from compat.stored.reports import dump_history, load_history
from tests.difference.sample import GONE, entry_of, full, made, with_packages, with_provenance
from tests.difference.test_words import hostile
from tests.reports.sample import HOSTILE, measured

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
BASE = made(full(AUTOMATIC))
LATER = with_provenance(
    made(full(AUTOMATIC) | {"3.12 0.3.1": MANUAL, "3.12 1.0.0": GONE}),
    generated_at="2026-01-02T00:00:00Z",
)
ATOM = "{http://www.w3.org/2005/Atom}"


def history() -> History:
    return grow(grow(None, make_beginning(BASE)), entry_of(BASE, LATER))


def written(folder: Path, text: str) -> Path:
    (folder / "changes.json").write_text(text, "utf-8")
    return folder


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made_of = history()
    assert load_history(written(tmp_path, dump_history(made_of))) == made_of
    assert load_history(tmp_path / "none") is None


@pytest.mark.parametrize("text", ["{", "{}", '{"schema_version":"1.0","id":"x","entries":[]}'])
def test_a_damaged_history_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(EvidenceError, match=r"changes\.json (is no|breaks its schema)") as caught:
        load_history(written(tmp_path, text))
    assert caught.value.exit_code is ExitCode.REFUSED


def test_a_newer_history_is_refused(tmp_path: Path) -> None:
    newer = dump_history(history()).replace('"schema_version": "1.1"', '"schema_version": "1.2"')
    with pytest.raises(NewerVersionError, match=r"changes\.json has schema '1\.2'"):
        load_history(written(tmp_path, newer))


def night(matrix: Matrix, day: int) -> Entry:
    """What a run of another night says of a matrix, with newer dependencies, elsewhere."""
    moment = f"2026-02-{day:02}T00:00:00Z"
    after = with_provenance(
        matrix,
        generated_at=moment,
        plan=f"{day:012}",
        dependencies_as_of=moment,
        platform=f"machine {day}",
    )
    after = with_packages(after, {"py3.12-core0.3.1": {"pydantic": f"2.{day}"}})
    return entry_of(BASE, after)


def test_the_same_change_measured_again_is_the_same_entry() -> None:
    one, other = night(LATER, 1), night(LATER, 2)
    assert one.told != other.told, "what else differs is told"
    assert one.id == other.id
    assert UUID(one.id).version == 5


def test_another_change_or_one_since_another_moment_is_another_entry() -> None:
    more = made(full(AUTOMATIC) | {"3.12 0.3.1": MANUAL, "3.12 0.3.2": MANUAL})
    since = replace(night(LATER, 1), since="2026-01-15T00:00:00Z")
    assert len({night(LATER, 1).id, night(more, 1).id, make_entry_id(since)}) == 3


def test_an_entry_keeps_the_id_that_it_has(tmp_path: Path) -> None:
    old = replace(make_beginning(BASE), id="cf22c8da-fb8b-5b53-ba64-a26e20edfd12")
    text = dump_history(grow(None, old))
    read = load_history(written(tmp_path, text))
    assert read
    assert read.entries[0].id == old.id
    assert dump_history(read) == text


def test_markdown_has_the_newest_first() -> None:
    assert render_changes_md(history()) == (
        "# What runs changed\n"
        "\n"
        "Newest first. For feed readers there is `changes.atom`, for programs `changes.json`.\n"
        "\n"
        "## 2026-01-02T00:00:00Z\n"
        "\n"
        "Something got worse. Changes: 2 worse; 11 cells probed both times.\n"
        "\n"
        "### Worse: cells that can no longer be probed\n"
        "\n"
        "- probed → not installable, in 1 cell (3.12 × 1.0.0)\n"
        "\n"
        "### Worse: missing or incomplete. Less is seen than before, and no error says so.\n"
        "\n"
        "- tool-async: automatic → manual (silent:naive) &#91;naive nested → lost&#93;, in 1 cell"
        " (3.12 × 0.3.1); nothing else that is recorded differs there\n"
        "\n"
        "## 2026-01-01T00:00:00Z\n"
        "\n"
        "The history begins: 12 cells planned, 12 probed. What was measured before is not known"
        " here.\n"
    )


def test_the_feed_is_atom() -> None:
    feed = ET.fromstring(render_changes_atom(history()).encode())  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    ids = [element.text or "" for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == 3
    assert all(UUID(each.removeprefix("urn:uuid:")).version == 5 for each in ids)
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    assert entries[0].findtext(f"{ATOM}updated") == "2026-01-02T00:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert not list(feed.iter(f"{ATOM}link"))
    for each in entries:
        assert {child.tag.removeprefix(ATOM) for child in each} == {
            *("id", "title", "updated", "summary", "content"),
        }
    content = entries[0].find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "text"
    assert "* probed → not installable, in 1 cell (3.12 × 1.0.0)\n" in (content.text or "")


def haunted_history() -> History:
    found = grow(None, entry_of(*hostile()))
    (only,) = found.entries
    told = tuple(replace(each, where=HOSTILE, why=HOSTILE, before=HOSTILE) for each in only.told)
    return replace(found, entries=(replace(only, told=told),))


def test_hostile_text_cannot_inject_into_the_feed() -> None:
    text = render_changes_atom(haunted_history())
    feed = ET.fromstring(text.encode())  # noqa: S314 - strict enough: it raises for what is no XML
    assert {element.tag.removeprefix(ATOM) for element in feed.iter()} == {
        *("feed", "id", "title", "updated", "author", "name", "generator"),
        *("entry", "summary", "content"),
    }
    content = feed.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "<script>alert(1)</script>" in content
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_hostile_text_cannot_inject_into_the_markdown() -> None:
    text = render_changes_md(haunted_history())
    for active in ("<script", "<img", "[l]", "@me", "`x`", "*b*", "\x1b", "\u202e"):
        assert active not in text


def test_an_entry_says_nothing_that_a_resolver_said_of_the_machine() -> None:
    reason = (Status.NOT_INSTALLABLE, "because /home/me/cache has no wheel")
    after = made(full(AUTOMATIC, **{"3.12 1.0.0": reason}))
    assert "/home/me" in entry_of(BASE, after).told[0].why
    assert "/home/me" not in dump_history(grow(None, entry_of(BASE, after)))


def test_long_lists_are_cut_with_their_count() -> None:
    entry = entry_of(BASE, LATER)
    many = replace(entry, told=entry.told[1:] * 100, changes={entry.told[1].kind: 100})
    text = render_changes_md(grow(None, many))
    assert f"- and {100 - MOST_LINES} more\n" in text
    assert text.count("- tool-async") == MOST_LINES


def test_the_oldest_entries_give_way() -> None:
    found = history()
    for number in range(MOST_ENTRIES):
        moment = f"2026-02-01T00:{number // 60:02}:{number % 60:02}Z"
        found = grow(found, entry_of(BASE, with_provenance(LATER, generated_at=moment)))
    assert len(found.entries) == MOST_ENTRIES
    assert found.entries[0].generated_at == "2026-02-01T00:03:19Z"
    assert found.id == history().id
    assert len(ET.fromstring(render_changes_atom(found)).findall(f"{ATOM}entry")) == 50  # noqa: S314
    short = render_changes_md(found, largest=20_000)
    assert len(short.encode()) <= 20_000
    assert short.endswith(" older entries: see `changes.json`.\n")


def test_two_entries_of_one_run_have_ids_of_their_own() -> None:
    entry: Entry = make_beginning(BASE)
    found = grow(grow(grow(None, entry), entry), entry)
    assert len({each.id for each in found.entries}) == 3


def test_reports_have_the_history_only_where_there_is_one() -> None:
    matrix: tuple[Matrix, object] = measured({"py3.12-core0.3.0": AUTOMATIC})
    without = render(*matrix)  # type: ignore[arg-type]
    with_it = render(*matrix, history=history())  # type: ignore[arg-type]
    assert with_it.keys() - without.keys() == {"CHANGES.md", "changes.atom", "changes.json"}
    assert with_it == render(*matrix, history=history())  # type: ignore[arg-type]
    assert json.loads(with_it["changes.json"])["schema_version"] == "1.1"
