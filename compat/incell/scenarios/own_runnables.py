"""Where it stands: runnables, parsers and compressors of one's own that call a model."""

from collections.abc import Sequence
from typing import Any, Optional

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    BaseCallbackManager,
    Callbacks,
)
from langchain_core.documents import BaseDocumentCompressor, Document
from langchain_core.output_parsers import BaseOutputParser, JsonOutputParser
from langchain_core.runnables import (
    Runnable,
    RunnableConfig,
    RunnableLambda,
    RunnableParallel,
    RunnablePassthrough,
    ensure_config,
)
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain, reverse, structured_model
from compat.incell.registry import scenario
from compat.incell.scenarios.components import AsyncOnlyRetriever

GROUP = "where it stands"
VALUE = {"long_text": LONG_TEXT}


class AsyncOnlyRunnable(Runnable[str, str]):
    """The part that the variants of runnable-subclass share: a runnable for async code only."""

    def invoke(self, *_: Any, **__: Any) -> str:  # noqa: ANN401 - of no use here
        """Refuse: it is for async code."""
        message = "a runnable for async code was run without it"
        raise AssertionError(message)


class Summary(AsyncOnlyRunnable):
    """A runnable of one's own that passes nothing to its model."""

    async def ainvoke(
        self,
        input: str,  # noqa: A002 - as in the base class
        config: Optional[RunnableConfig] = None,  # noqa: FA100, ARG002 - as in the base class
        **_: Any,  # noqa: ANN401 - as in the base class
    ) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(input)).content)


class ConfiguredSummary(AsyncOnlyRunnable):
    """A runnable of one's own that passes its config to its model."""

    async def ainvoke(
        self,
        input: str,  # noqa: A002 - as in the base class
        config: Optional[RunnableConfig] = None,  # noqa: FA100 - as in the base class
        **_: Any,  # noqa: ANN401 - as in the base class
    ) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(input, config)).content)


class TracedSummary(AsyncOnlyRunnable):
    """A runnable of one's own that makes a run of its own, and passes its config on."""

    async def ainvoke(
        self,
        input: str,  # noqa: A002 - as in the base class
        config: Optional[RunnableConfig] = None,  # noqa: FA100 - as in the base class
        **_: Any,  # noqa: ANN401 - as in the base class
    ) -> str:
        """Say a text in ten words, as a run of its own."""

        async def summarize(text: str, _: Any, config: RunnableConfig) -> str:  # noqa: ANN401 - a run manager
            return str((await fake_model().ainvoke(text, config)).content)

        return await self._acall_with_config(summarize, input, config)


@scenario("runnable-subclass", group=GROUP, path=(), value=LONG_TEXT)
def runnable_subclass() -> Runnable[str, str]:
    """Await a model in the ainvoke of a Runnable subclass."""
    return Summary()


@runnable_subclass.variant("configured")
def _() -> Runnable[str, str]:
    return ConfiguredSummary()


@runnable_subclass.remedy("call-with-config", path=("TracedSummary",))
def _() -> Runnable[str, str]:
    return TracedSummary()


@scenario("runnable-subclass-step", group=GROUP, path=("RunnableSequence",), value=LONG_TEXT)
def runnable_subclass_step() -> Runnable[str, str]:
    """Await a model in a Runnable subclass that is a step of a sequence."""
    return RunnableLambda(reverse) | Summary()


@runnable_subclass_step.variant("configured")
def _() -> Runnable[str, str]:
    return RunnableLambda(reverse) | ConfiguredSummary()


@runnable_subclass_step.remedy("call-with-config", path=("RunnableSequence", "TracedSummary"))
def _() -> Runnable[str, str]:
    return RunnableLambda(reverse) | TracedSummary()


class FixingParser(BaseOutputParser[str]):
    """A parser that asks a model to mend what it reads."""

    def parse(self, text: str) -> str:
        """Have a model mend a text."""
        return str(fake_model().invoke(text).content)

    async def aparse(self, text: str) -> str:
        """Have a model mend a text."""
        return str((await fake_model().ainvoke(text)).content)


class AskingParser(BaseOutputParser[str]):
    """The same parser, which passes on the config that it finds around it."""

    def parse(self, text: str) -> str:
        """Have a model mend a text."""
        return str(fake_model().invoke(text, ensure_config()).content)

    async def aparse(self, text: str) -> str:
        """Have a model mend a text."""
        return str((await fake_model().ainvoke(text, ensure_config())).content)


@scenario(
    "parser-with-model", group=GROUP, path=("RunnableSequence", "FixingParser"), value=LONG_TEXT
)
def parser_with_model() -> Runnable[str, str]:
    """Ask a model in an output parser.

    Nothing can be passed by hand: langchain-core hands it the text alone.
    """
    return RunnableLambda(reverse) | FixingParser()


@parser_with_model.remedy("config", path=("RunnableSequence", "AskingParser"))
def _() -> Runnable[str, str]:
    return RunnableLambda(reverse) | AskingParser()


SCHEMA = {"title": "Summary", "type": "object", "properties": {"text": {"type": "string"}}}


@scenario("structured-include-raw", group=GROUP, path=("summarize",), value=VALUE)
def structured_include_raw() -> BaseTool:
    """Await the parts of with_structured_output(include_raw=True), in an async tool."""

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words."""
        parsed = RunnablePassthrough.assign(parsed=(lambda all_: all_["raw"]) | JsonOutputParser())
        both = RunnableParallel(raw=structured_model().bind(response_format=SCHEMA)) | parsed
        return str((await both.ainvoke(long_text))["parsed"]["text"])

    return summarize


@structured_include_raw.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words."""
        parsed = RunnablePassthrough.assign(parsed=(lambda all_: all_["raw"]) | JsonOutputParser())
        both = RunnableParallel(raw=structured_model().bind(response_format=SCHEMA)) | parsed
        return str((await both.ainvoke(long_text, config))["parsed"]["text"])

    return summarize


@structured_include_raw.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words."""
        parsed = RunnablePassthrough.assign(parsed=(lambda all_: all_["raw"]) | JsonOutputParser())
        both = RunnableParallel(raw=structured_model().bind(response_format=SCHEMA)) | parsed
        return str((await both.ainvoke(long_text, {"callbacks": callbacks}))["parsed"]["text"])

    return summarize


@structured_include_raw.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        parsed = RunnablePassthrough.assign(parsed=(lambda all_: all_["raw"]) | JsonOutputParser())
        both = RunnableParallel(raw=structured_model().bind(response_format=SCHEMA)) | parsed
        return str((await both.ainvoke(long_text))["parsed"]["text"])

    return summarize


class Compressor(BaseDocumentCompressor):
    """The part that the variants of compressor share: a compressor for async code only."""

    def compress_documents(self, *_: Any, **__: Any) -> Sequence[Document]:  # noqa: ANN401 - of no use here
        """Refuse: it is for async code."""
        message = "a compressor for async code was run without it"
        raise AssertionError(message)


class SilentCompressor(Compressor):
    """A compressor that passes nothing to its chain."""

    async def acompress_documents(
        self,
        documents: Sequence[Document],
        query: str,
        callbacks: Callbacks = None,  # noqa: ARG002 - it is what this one does not pass on
    ) -> Sequence[Document]:
        """Say in ten words what was found."""
        said = await guide_chain().ainvoke({"long_text": query + documents[0].page_content})
        return [Document(page_content=said)]


class TellingCompressor(Compressor):
    """A compressor that passes the callbacks that it is given to its chain."""

    async def acompress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks = None
    ) -> Sequence[Document]:
        """Say in ten words what was found."""
        text = query + documents[0].page_content
        said = await guide_chain().ainvoke({"long_text": text}, {"callbacks": callbacks})
        return [Document(page_content=said)]


class SettingCompressor(Compressor):
    """A compressor that sets the context variable for its chain."""

    async def acompress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks = None
    ) -> Sequence[Document]:
        """Say in ten words what was found."""
        before = var_child_runnable_config.set({"callbacks": callbacks})
        try:
            said = await guide_chain().ainvoke({"long_text": query + documents[0].page_content})
        finally:
            var_child_runnable_config.reset(before)
        return [Document(page_content=said)]


class ShorteningRetriever(AsyncOnlyRetriever):
    """A retriever that has a compressor shorten what it finds, as langchain's own one does."""

    compressor: Compressor

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        found = [Document(page_content=query)]
        callbacks = run_manager.get_child()
        return [*await self.compressor.acompress_documents(found, query, callbacks=callbacks)]


@scenario("compressor", group=GROUP, path=("ShorteningRetriever",), value=LONG_TEXT)
def compressor() -> Runnable[str, list[Document]]:
    """Await a chain in a document compressor, in a retriever."""
    return ShorteningRetriever(compressor=SilentCompressor())


@compressor.variant("callbacks")
def _() -> Runnable[str, list[Document]]:
    return ShorteningRetriever(compressor=TellingCompressor())


@compressor.remedy("context-variable")
def _() -> Runnable[str, list[Document]]:
    return ShorteningRetriever(compressor=SettingCompressor())
