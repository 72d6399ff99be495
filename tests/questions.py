"""Questions that people ask, each with the first line of the right answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCK = '[[package]]\nname = "langchain-core"\nversion = "0.3.40"\n'
VENV = ".venv/lib/python3.13/site-packages/langchain_core-0.3.86.dist-info/METADATA"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is typed in a folder with some files, and what comes of it.

    ``remark`` is what is said beside the answer.
    """

    typed: str
    answer: str
    code: int = 0
    remark: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


QUESTIONS = (
    Question(
        typed="ask 3.10/0.3.40",
        answer="Python 3.10, langchain-core 0.3.40: async tools that call a chain lack the model's"
        " events, and no error says so.",
    ),
    Question(
        typed="upgrade --from 3.11/0.3.40 --to 3.14/1.2.0",
        code=1,
        answer="Yes, with one change: chains that use `with_fallbacks` lose a parent since"
        " langchain-core 0.3.46. Python is not the cause.",
    ),
    Question(
        typed="ask",
        files={"uv.lock": LOCK, ".python-version": "3.10\n"},
        answer="Python 3.10, langchain-core 0.3.40: async tools that call a chain lack the model's"
        " events, and no error says so.",
        remark="From Python 3.10 (.python-version), langchain-core 0.3.40 (uv.lock).",
    ),
    Question(
        typed="upgrade --to 3.14",
        files={VENV: "Version: 0.3.86\n", ".venv/pyvenv.cfg": "version = 3.13.0\n"},
        code=1,
        answer="Only with changes in 70 patterns: async tools that call a chain lose the model's"
        " events since Python 3.14, and so do 63 others.",
        remark="From Python 3.13, langchain-core 0.3.86 (.venv).",
    ),
    Question(
        typed="upgrade --from 3.12/0.3.40 --to 3.12/1.2.99",
        code=2,
        answer="",
        remark="compat: unknown release 1.2.99: there was no such langchain-core on 2026-11-28;"
        " nearest: ",
    ),
    Question(
        typed="ask py3.12-core1.7.2-lg1.2.24",
        code=4,
        answer="",
        remark="compat: py3.12-core1.7.2-lg1.2.24 was not measured; measured near it: 3.12/1.7.",
    ),
    Question(
        typed="upgrade --from 3.10/0.3.40 --to 3.11/0.3.40 --only private-model",
        code=1,
        answer="Yes, with one change: ",
    ),
    Question(
        typed="upgrade --from 3.12/1.2.0 --to 3.13/1.2.0 --only tool-async",
        answer="Yes. Nothing changes.",
    ),
    Question(
        typed="upgrade --from 3.10/0.3.40 --to 3.10/1.2.0 --only tool-async",
        answer="Yes, nothing gets worse. But in both, async tools that call a chain lack the"
        " model's events.",
    ),
    Question(
        typed="upgrade --from 3.12/1.2.0 --to 3.15/1.2.0",
        code=1,
        answer="No: Python 3.15, langchain-core 1.2.0 cannot be installed: no wheels yet"
        " (zstandard); building from source was not tried.",
    ),
    Question(
        typed="upgrade --from 3.10/0.3.40 --to 3.10/1.2.0 --only fallbacks",
        answer="Yes, unless you pass config or callbacks by hand: then chains that use"
        " `with_fallbacks` lose a parent since langchain-core 0.3.46.",
    ),
    Question(
        typed="list on_chat_model_end",
        answer="Await the chain in an async function under @tool.",
    ),
)
