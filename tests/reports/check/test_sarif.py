"""A check is SARIF 2.1.0, whatever a project is called.

``sarif-2.1.0.schema.json`` is SARIF's own, 2.1.0-rtm.5, as SchemaStore has it: taken unchanged from
``lib/schemas/`` of the npm package ``@microsoft/jest-sarif`` 1.0.0-beta.0, which is under MIT.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from compat.check.model import Check
from compat.reports.check.sarif import render_check_sarif
from tests.reports.check.made import EVERY, HOSTILE, LONG, check, finding, haunt, place

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text("utf-8"))


def run_of(found: Check, folder: str = "") -> dict[str, Any]:
    """The only run of a check's SARIF, which is held to the schema."""
    content = json.loads(render_check_sarif(found, folder=folder))
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(content)
    (run,) = content["runs"]
    return dict(run)


def address_of(file: str, folder: str = "") -> dict[str, str]:
    found = check(finding(place=place(f"{file}:3")))
    (result,) = run_of(found, folder)["results"]
    return dict(result["locations"][0]["physicalLocation"]["artifactLocation"])


def test_every_kind_of_finding_has_its_rule_and_its_level() -> None:
    run = run_of(EVERY)
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == [
        *("raised", "missing", "misplaced", "parent-missing", "duplicated", "separate-trace")
    ]
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("raised", "error"),
        ("missing", "error"),
        ("misplaced", "error"),
        ("missing", "error"),
        ("separate-trace", "note"),
        ("parent-missing", "warning"),
        ("duplicated", "warning"),
        ("missing", "error"),
    ]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])


def test_a_result_is_a_line_of_the_repository_and_keeps_its_fingerprint() -> None:
    (result,) = run_of(check(finding()))["results"]
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "app/tools.py", "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 42,
                    "snippet": {"text": '        return await chain.ainvoke({"text": text})'},
                },
            },
            "logicalLocations": [{"fullyQualifiedName": "summarize", "kind": "function"}],
        }
    ]
    assert result["partialFingerprints"] == {"callSite/v1": "id-app/tools.py-42"}
    assert result["message"]["text"] == (
        "RunnableSequence is missing from event streams and handlers; a tracer shows it in a"
        " separate trace. Called by LangGraph › tools › summarize. Or: langchain-core 1.4.8 or"
        " Python 3.11: complete without a change."
    )
    assert result["properties"]["pattern"] == "tool-async"
    assert "baselineState" not in result


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/ü#.py", "a%20b/%C3%BC%23.py"),
        ("x:y.py", "x%3Ay.py"),
        ("\udcff.py", "%5Cudcff.py"),
    ],
)
def test_a_file_of_the_project_is_relative(file: str, uri: str) -> None:
    assert address_of(file) == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert address_of(file, "sub")["uri"] == f"sub/{uri}"


@pytest.mark.parametrize(
    ("file", "uri"),
    [("/usr/lib/x.py", "file:///usr/lib/x.py"), ("C:/lib/x.py", "file:///C%3A/lib/x.py")],
)
def test_a_file_elsewhere_is_not(file: str, uri: str) -> None:
    assert address_of(file, "sub") == {"uri": uri}


def test_what_is_private_is_suppressed_with_its_reason() -> None:
    found = run_of(EVERY)["results"][-1]
    assert found["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "a comment"}
    ]
    assert sum("suppressions" in each for each in run_of(EVERY)["results"]) == 1
    outside = run_of(haunt())["results"][-1]["suppressions"]
    assert [each["kind"] for each in outside] == ["external"]


def test_a_check_that_did_not_see_all_says_so() -> None:
    (told,) = run_of(EVERY)["invocations"]
    assert told["executionSuccessful"] is False
    assert told["endTimeUtc"] == "2026-03-01T12:00:00Z"
    first, *others = told["toolExecutionNotifications"]
    assert first == {
        "level": "error",
        "message": {"text": EVERY.partial[0]},
    }
    assert {each["level"] for each in others} == {"note"}
    assert run_of(check())["invocations"][0]["executionSuccessful"] is True


def test_what_the_baseline_has_is_unchanged() -> None:
    both = check(finding(), finding(where="n.py:1"), known=(finding().id,))
    states = [each["baselineState"] for each in run_of(both)["results"]]
    assert states == ["unchanged", "new"]


@pytest.mark.parametrize("name", [HOSTILE, LONG])
def test_hostile_text_is_no_link_and_no_placeholder(name: str) -> None:
    run = run_of(haunt(name))
    text = render_check_sarif(haunt(name))
    assert text.isascii()
    for result in run["results"]:
        message = result["message"]["text"]
        assert message.isprintable()
        assert "](" not in message
        assert "{0}" not in message.replace("{{0}}", "")
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert "endTimeUtc" not in run["invocations"][0]
