import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable
from shop import letters

STEPS = [letters.write_at_once, letters.post, letters.submit, letters.hand_over]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.get_name())
async def test_letters_are_written(step: Runnable) -> None:
    config = {"tags": ["post"], "metadata": {"customer": "one"}}
    await step.ainvoke("lamps", {**config, "callbacks": [BaseCallbackHandler()]})


async def test_the_office_answers() -> None:
    async with letters.open_office() as send:
        assert (await send.ainvoke("Worker: one")).content == "A fine lamp."
