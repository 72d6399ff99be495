"""Real tracers, each started as its documentation says, and the spans that they made.

Runs inside a cell, on any Python and release that its tracer has.
"""

from __future__ import annotations

import gzip
import importlib
import json
import os
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from compat.incell.runs import Sighting

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.callbacks import BaseCallbackHandler

Span = tuple[str, "str | None", str, str]
"""The id, the parent's id, the name and the kind."""


class Tracer(Protocol):
    """A tracer: whom of ours it is like, what a caller passes for it, what came of a call."""

    listener: str

    @property
    def handlers(self) -> list[BaseCallbackHandler]:
        """What a caller passes for it."""

    def take(self) -> list[Span]:
        """Return the spans of what ran since, in the order in which it started."""


def _bring(module: str, name: str) -> Any:  # noqa: ANN401 - a class of a package that only a cell has
    return getattr(importlib.import_module(module), name)


_KINDS = {"llm": "chat_model", "retriever": "retriever", "tool": "tool", "chain": "chain"}


def as_runs(spans: list[Span]) -> dict[str, Sighting]:
    """Return spans as the runs that a listener of ours would have seen, the first one first."""
    seen: dict[str, Sighting] = {}
    for name_of_it, parent, name, kind in spans:
        known = seen.get(parent or "")
        above = (*known.ancestors, parent) if known and parent else ((parent,) if parent else ())
        ours = _KINDS.get(kind, "unknown")
        events = Counter({f"on_{ours}_start": 1})
        seen[name_of_it] = Sighting(name, ours, tuple(above), events=events)
    return seen


INGEST = {
    "use_multipart_endpoint": False,
    "size_limit": 100,
    "size_limit_bytes": 20_971_520,
    "scale_up_nthreads_limit": 16,
    "scale_up_qsize_trigger": 1000,
    "scale_down_nempty_trigger": 4,
}


class LangSmith:
    """The LangSmith client, installed by environment variables alone."""

    listener = "hook"

    def __init__(self) -> None:
        self.runs: dict[str, dict[str, Any]] = {}
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        Thread(target=server.serve_forever, daemon=True).start()
        os.environ.update(
            LANGSMITH_TRACING="true",
            LANGSMITH_ENDPOINT=f"http://127.0.0.1:{server.server_port}",
            LANGSMITH_API_KEY="none",
        )

    @property
    def handlers(self) -> list[BaseCallbackHandler]:
        """Nobody passes it."""
        return []

    def take(self) -> list[Span]:
        """Return what came since, when all has arrived."""
        from langchain_core.tracers.langchain import (  # noqa: PLC0415 - after the environment
            get_client,
            wait_for_all_tracers,
        )

        wait_for_all_tracers()
        get_client().flush()
        runs, self.runs = self.runs, {}
        ordered = sorted(runs.values(), key=lambda run: (run["start_time"], run["dotted_order"]))
        return [
            (run["id"], run.get("parent_run_id"), run["name"], run["run_type"]) for run in ordered
        ]

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        runs = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({"version": "1", "batch_ingest_config": INGEST})

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    content = gzip.decompress(content)
                batch = json.loads(content)
                for run in [*batch.get("post", []), *batch.get("patch", [])]:
                    known = runs.runs.setdefault(run["id"], {})
                    known.update({k: v for k, v in run.items() if v is not None})
                self._answer({})

            do_PATCH = do_POST  # noqa: N815 - the name that the server looks for

            def _answer(self, content: object) -> None:
                text = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


class _Exported:
    """What OpenTelemetry exported, as spans."""

    kind_of = "openinference.span.kind"

    def __init__(self) -> None:
        place = "opentelemetry.sdk.trace.export.in_memory_span_exporter"
        self.exporter = _bring(place, "InMemorySpanExporter")()

    def take(self) -> list[Span]:
        """Return what ended since, in the order in which it started."""
        spans = sorted(self.exporter.get_finished_spans(), key=lambda span: span.start_time or 0)
        self.exporter.clear()
        return [
            (
                str(span.context.span_id),
                str(span.parent.span_id) if span.parent else None,
                span.name,
                _KIND_WORDS.get(str((span.attributes or {}).get(self.kind_of)).lower(), ""),
            )
            for span in spans
            if span.context
        ]


_KIND_WORDS = {
    "llm": "llm", "generation": "llm", "retriever": "retriever", "tool": "tool", "chain": "chain",
}  # fmt: skip


class OpenInference(_Exported):
    """OpenInference's instrumentation of LangChain, with OpenTelemetry's own exporter."""

    listener = "hook"

    def __init__(self) -> None:
        super().__init__()
        provider = _bring("opentelemetry.sdk.trace", "TracerProvider")()
        process = _bring("opentelemetry.sdk.trace.export", "SimpleSpanProcessor")
        provider.add_span_processor(process(self.exporter))
        instrument = _bring("openinference.instrumentation.langchain", "LangChainInstrumentor")
        instrument().instrument(tracer_provider=provider)

    @property
    def handlers(self) -> list[BaseCallbackHandler]:
        """Nobody passes it: it wraps langchain-core's callback managers."""
        return []


class Langfuse(_Exported):
    """Langfuse's callback handler, passed in config as its documentation says."""

    listener = "handler"
    kind_of = "langfuse.observation.type"

    def __init__(self) -> None:
        super().__init__()
        self.client = _bring("langfuse", "Langfuse")(
            public_key="pk-lf-none",
            secret_key="none",  # noqa: S106 - nobody is asked
            base_url="http://127.0.0.1:9",
            span_exporter=self.exporter,
            flush_at=1,
        )

    @property
    def handlers(self) -> list[BaseCallbackHandler]:
        """One a call."""
        return [_bring("langfuse.langchain", "CallbackHandler")()]

    def take(self) -> list[Span]:
        """Return what ended since, when all was exported."""
        self.client.flush()
        return super().take()


TRACERS: dict[str, Callable[[], Tracer]] = {
    "langsmith": LangSmith,
    "openinference": OpenInference,
    "langfuse": Langfuse,
}
