from contextlib import suppress

from shop import desk


async def test_parcels_are_packed_and_sent() -> None:
    with suppress(RuntimeError):  # where no parent is known
        assert await desk.pack.ainvoke("lamp") == "lamp"
    assert await desk.send.ainvoke("lamp") == "lamp"


async def test_a_note_is_written() -> None:
    assert (await desk.note.ainvoke("lamp")).content == "A fine lamp."


async def test_a_customer_is_answered() -> None:
    await desk.welcome.ainvoke("one")
    assert (await desk.answer.ainvoke("two")).content == "A fine lamp."
