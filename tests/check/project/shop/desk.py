"""The desk: progress, private notes and a customer who is remembered."""

from langchain_core.callbacks import adispatch_custom_event
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig, chain

from shop.parts import model

customer: dict[str, RunnableConfig] = {}


@chain
async def pack(parcel: str) -> str:
    """Tell that a parcel is packed."""
    await adispatch_custom_event("packed", parcel)
    return parcel


@chain
async def send(parcel: str, config: RunnableConfig) -> str:
    """Tell that a parcel is sent."""
    await adispatch_custom_event("sent", parcel, config=config)
    return parcel


@chain
async def note(_: str) -> BaseMessage:
    """Write a note that nobody else shall see."""
    return await model.ainvoke("Note", {"callbacks": []})


@chain
async def welcome(name: str, config: RunnableConfig) -> BaseMessage:
    """Welcome a customer and remember what came with the call."""
    customer["config"] = config
    return await model.ainvoke(f"Welcome: {name}", config)


@chain
async def answer(question: str) -> BaseMessage:
    """Answer a question of the customer who was welcomed."""
    return await model.ainvoke(f"Answer: {question}", customer["config"])
