"""A callback handler that the caller passes: which runs reach it, whatever the stream shows."""

# Signatures follow langchain_core.callbacks.base, which passes everything by keyword but the
# first arguments.
from __future__ import annotations

from functools import wraps
from typing import Any, Callable

from langchain_core.callbacks import BaseCallbackHandler

from compat.incell.runs import UNKNOWN, UNSEEN, Sighting
from compat.incell.stream import CUSTOM

_Method = Callable[..., None]


def _remembering(method: _Method) -> _Method:
    """Keep what our own code raises: the framework would log it and go on."""

    @wraps(method)
    def guarded(self: RunHandler, *args: object, **known: object) -> None:
        try:
            method(self, *args, **known)
        except Exception as error:
            self.failure = error
            raise

    return guarded


class RunHandler(BaseCallbackHandler):
    """Records runs by id, with events named as in the event stream.

    ``texts`` counts what run managers said by ``on_text``, which is no event of a stream.
    ``failure`` is what a method of ours raised, which the framework swallows.
    """

    # In a thread for each event, as is the default for a sync handler of an async run, events of
    # one run could overtake each other.
    run_inline = True

    def __init__(self) -> None:
        self.seen: dict[str, Sighting] = {}
        self.texts = 0
        self.failure: Exception | None = None

    @_remembering
    def on_chat_model_start(self, serialized: object, *_: object, **known: object) -> None:
        """See a chat model start."""
        self._start("chat_model", serialized, known)

    @_remembering
    def on_llm_start(self, serialized: object, *_: object, **known: object) -> None:
        """See a text model start."""
        self._start("llm", serialized, known)

    @_remembering
    def on_chain_start(self, serialized: object, *_: object, **known: object) -> None:
        """See a chain, a prompt or a parser start: ``run_type`` tells which."""
        self._start(str(known.get("run_type") or "chain"), serialized, known)

    @_remembering
    def on_tool_start(self, serialized: object, *_: object, **known: object) -> None:
        """See a tool start."""
        self._start("tool", serialized, known)

    @_remembering
    def on_retriever_start(self, serialized: object, *_: object, **known: object) -> None:
        """See a retriever start."""
        self._start("retriever", serialized, known)

    @_remembering
    def on_llm_new_token(self, *_: object, **known: object) -> None:
        """See a model, of either kind, stream a token."""
        self._more("stream", known)

    @_remembering
    def on_custom_event(self, *_: object, **known: object) -> None:
        """See a custom event, which carries the id of the run that dispatched it."""
        self._known(known).events[CUSTOM] += 1

    @_remembering
    def on_text(self, *_: object, **__: object) -> None:
        """Hear a run manager say something."""
        self.texts += 1

    @_remembering
    def _ended(self, *_: object, **known: object) -> None:
        self._more("end", known)

    @_remembering
    def _failed(self, *_: object, **known: object) -> None:
        self._more("error", known)

    on_llm_end = on_chain_end = on_tool_end = on_retriever_end = _ended
    on_llm_error = on_chain_error = on_tool_error = on_retriever_error = _failed

    def _start(self, kind: str, serialized: object, known: dict[str, Any]) -> None:
        sighting = Sighting(
            name=known.get("name") or _name(serialized),
            kind=kind,
            ancestors=self._line(known.get("parent_run_id")),
            tags=tuple(known.get("tags") or ()),
            metadata=tuple(known.get("metadata") or ()),
        )
        self.seen.setdefault(str(known["run_id"]), sighting).events[f"on_{kind}_start"] += 1

    def _more(self, what: str, known: dict[str, Any]) -> None:
        run = self._known(known)
        run.events[f"on_{run.kind}_{what}"] += 1

    def _known(self, known: dict[str, Any]) -> Sighting:
        return self.seen.setdefault(str(known["run_id"]), Sighting(UNSEEN, UNKNOWN, ()))

    def _line(self, parent: object) -> tuple[str, ...]:
        """Return the ids of a run's ancestors: those of its parent, and its parent."""
        if parent is None:
            return ()
        known = self.seen.get(str(parent))
        return (*(known.ancestors if known else ()), str(parent))


def _name(serialized: object) -> str:
    """Name a run as the event stream does when it was given no name."""
    told = serialized if isinstance(serialized, dict) else {}
    return str(told.get("name") or (told.get("id") or [UNSEEN])[-1])
