from shop.assistant import graph, till
from shop.parts import TOOLS

QUESTION = {"messages": ["I need a lamp."]}


async def test_assistant_uses_its_tools() -> None:
    messages = (await graph.ainvoke(QUESTION))["messages"][-3:]
    assert [(each.name, each.content) for each in messages] == [(n, "A fine lamp.") for n in TOOLS]


async def test_each_step_is_streamed() -> None:
    events = [event async for event in graph.astream_events(QUESTION, version="v2")]
    steps = [event["name"] for event in events if event["event"] == "on_chain_end"]
    assert {"greet", "listen", "price", "search", "suggest", "order", "plan", "tools"} <= set(steps)


def test_till_names_the_sum() -> None:
    assert till.invoke(QUESTION)["messages"][-1].content == "A fine lamp."
