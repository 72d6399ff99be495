"""A check as SARIF 2.1.0, for code scanning.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final
from urllib.parse import quote

from compat import __version__
from compat.check.gather import name_findings
from compat.check.model import Advice, CallSite, Check, Finding, Place, Private
from compat.reports.check.sight import tell_site
from compat.reports.check.spread import Spread
from compat.reports.check.tally import list_remarks
from compat.reports.check.words import (
    LEVELS,
    MEANS,
    Kind,
    Level,
    describe_callers,
    describe_environment,
    describe_needless,
    find_kind,
    find_level,
)
from compat.reports.text import capitalise, make_visible, show_code

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_FINGERPRINT: Final = "callSite/v1"
_KINDS: Final = tuple(Kind)
_IN_SOURCE: Final = {Private.COMMENT, Private.CALLBACKS}

Object = dict[str, Any]


def render_check_sarif(check: Check, *, folder: str = "") -> str:
    """Return SARIF; ``folder`` is the project's as seen from the repository, if it is a part."""
    content = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _make_driver()},
                "invocations": [_make_invocation(check)],
                "originalUriBaseIds": {_ROOT: {"description": {"text": "the repository"}}},
                "columnKind": "unicodeCodePoints",
                "results": list(_list_results(check, folder)),
                "properties": {
                    "environments": [
                        make_visible(describe_environment(each)) for each in check.environments
                    ]
                },
            }
        ],
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def _make_driver() -> Object:
    return {
        "name": "compat check",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_make_rule(kind) for kind in _KINDS],
    }


def _make_rule(kind: Kind) -> Object:
    return {
        "id": kind,
        "name": "".join(map(capitalise, kind.split("-"))),
        "shortDescription": {"text": MEANS[kind]},
        "defaultConfiguration": {"level": LEVELS[kind]},
    }


def _make_invocation(check: Check) -> Object:
    """Return how the check went: not well if not all of it was seen."""
    ended = _format_moment(check.date)
    reasons = [_notify(Level.ERROR, each) for each in check.partial]
    others = [_notify(Level.NOTE, each) for each in list_remarks(check)]
    return {
        "executionSuccessful": not check.partial,
        "commandLine": make_visible(" ".join(check.command)),
        "toolExecutionNotifications": [*reasons, *others[bool(check.partial) :]],
        **({"endTimeUtc": ended} if ended else {}),
    }


def _notify(level: Level, text: str) -> Object:
    return {"level": level, "message": {"text": _write(text)}}


def _list_results(check: Check, folder: str) -> Iterator[Object]:
    spread = Spread.of(check)
    for finding in check.findings:
        made = _make_result(finding, folder, spread)
        yield {**made, **_compare(finding.id, check)}
    for id_, site in name_findings(check.private):
        if site.private and not site.is_complete:
            yield {
                **_make_result(Finding(id=id_, site=site, advice=Advice()), folder, spread),
                "suppressions": [_suppress(site.private)],
            }


def _compare(id_: str, check: Check) -> Object:
    """Return how a finding stands to the baseline, if there is one that has something."""
    if not (check.known or check.gone):
        return {}
    return {"baselineState": "unchanged" if id_ in check.known else "new"}


def _make_result(finding: Finding, folder: str, spread: Spread) -> Object:
    site, advice = finding.site, finding.advice
    kind = find_kind(site)
    return {
        "ruleId": kind,
        "ruleIndex": _KINDS.index(kind),
        "level": find_level(site),
        "message": {"text": _write(" ".join(_list_sentences(finding, spread)))},
        "locations": [_locate(site.place, folder)],
        "partialFingerprints": {_FINGERPRINT: make_visible(finding.id)},
        "properties": _list_properties(site, advice),
    }


def _list_sentences(finding: Finding, spread: Spread) -> Iterator[str]:
    yield tell_site(finding.site)
    yield f"Called by {describe_callers(finding.site)}."
    yield from (f"{capitalise(line)}." for line in spread.tell(finding.site))
    if needless := describe_needless(finding.advice):
        yield f"Or: {needless}."


def _list_properties(site: CallSite, advice: Advice) -> Object:
    pattern = {"pattern": advice.scenario} if advice.scenario else {}
    write = {"write": show_code("\n".join(advice.code))} if advice.code else {}
    return {
        "outcomes": {listener.value: seen.value for listener, seen in site.outcomes.items()},
        "calledBy": [make_visible(each) for each in site.true_path],
        **pattern,
        **write,
    }


def _locate(place: Place, folder: str) -> Object:
    snippet = {"snippet": {"text": show_code(place.text)}} if place.text.strip() else {}
    return {
        "physicalLocation": {
            "artifactLocation": _make_address(place.file, folder),
            "region": {"startLine": max(1, place.line), **snippet},
        },
        "logicalLocations": [
            {"fullyQualifiedName": make_visible(place.function), "kind": "function"}
        ],
    }


def _make_address(file: str, folder: str) -> Object:
    """Return where a file is: in the repository, unless it is named by its whole path."""
    if PureWindowsPath(file).is_absolute():
        return {"uri": f"file:///{_quote(PureWindowsPath(file).as_posix())}"}
    if PurePosixPath(file).is_absolute():
        return {"uri": f"file:///{_quote(file.lstrip('/'))}"}
    return {"uri": _quote(PurePosixPath(folder, file).as_posix()), "uriBaseId": _ROOT}


def _quote(path: str) -> str:
    return quote(path, errors="backslashreplace")


def _suppress(private: Private) -> Object:
    kind = "inSource" if private in _IN_SOURCE else "external"
    return {"kind": kind, "status": "accepted", "justification": private}


def _write(text: str) -> str:
    """Return a text for a message, in which no part of it is a placeholder or a link."""
    shown = make_visible(text).replace("{", "{{").replace("}", "}}")
    return shown.replace("](", "] (")


def _format_moment(date: str) -> str:
    """Return a moment as SARIF has it; empty if it is none."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return ""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment.tzinfo else ""
