"""What the shop's steps are built of: models, a chain and a catalogue."""

from itertools import repeat

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from typing_extensions import override

TOOLS = ("describe_item", "compare_item", "count_item")

model = FakeListChatModel(responses=["A fine lamp."])
describe = ChatPromptTemplate.from_template("Describe: {item}") | model | StrOutputParser()
calls = [{"name": name, "args": {"item": "lamp"}, "id": name} for name in TOOLS]
planner = GenericFakeChatModel(
    messages=repeat(AIMessage("Let me look.", tool_calls=calls)), disable_streaming=True
)


class Catalogue(BaseRetriever):
    """Finds one page for each question."""

    @override
    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [Document(f"A page about {query}.")]


catalogue = Catalogue()
