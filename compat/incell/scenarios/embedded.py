"""Where it stands: an embedding model, and the retriever of a vector store, in a tool."""

from collections.abc import Iterable
from typing import Any

from langchain_core.callbacks import Callbacks
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.tools import BaseTool, tool
from langchain_core.vectorstores import VectorStore

from compat.incell.child import LONG_TEXT
from compat.incell.drive import Drive
from compat.incell.registry import scenario

VALUE = {"long_text": LONG_TEXT}


class LetterEmbeddings(Embeddings):
    """Embeddings that count letters."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Count the letters of each text."""
        return [[float(len(text))] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Count the letters of a text."""
        return [float(len(text))]


class OneTextStore(VectorStore):
    """A vector store that finds what it is asked."""

    embedding = LetterEmbeddings()

    def similarity_search(self, query: str, k: int = 4, **_: Any) -> list[Document]:  # noqa: ANN401 - as in the base class
        """Embed a query, and find it."""
        return [Document(page_content=f"{query} {self.embedding.embed_query(query)} {k}")]

    @classmethod
    def from_texts(cls, texts: list[str], *_: Any, **__: Any) -> "OneTextStore":  # noqa: ANN401 - as in the base class
        """Return a store; what it holds is of no use here."""
        del texts
        return cls()


def _kinds_of_runs(drive: Drive) -> str:
    """Name what has a run below the tool."""
    kinds: Iterable[str] = {
        event["event"].split("_")[1] for event in drive.items if event["name"] != "look_up"
    }
    return ", ".join(sorted(kinds)) or "none"


@scenario(
    "embeddings",
    group="where it stands",
    path=("look_up",),
    child="retriever",
    value=VALUE,
    row="fact",
    answer=_kinds_of_runs,
)
def embeddings() -> BaseTool:
    """Find what has a run: an embedding model, and a vector store's retriever."""

    @tool
    async def look_up(long_text: str, callbacks: Callbacks = None) -> str:
        """Embed a text, and find one."""
        await LetterEmbeddings().aembed_query(long_text)
        retriever = OneTextStore().as_retriever()
        found = await retriever.ainvoke(long_text, {"callbacks": callbacks})
        return found[0].page_content

    return look_up
