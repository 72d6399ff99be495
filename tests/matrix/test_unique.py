"""What is shared is asked about once."""

from compat.matrix.unique import Once


def test_a_function_is_asked_once_about_each_object() -> None:
    asked: list[list[int]] = []

    def total(values: list[int]) -> int:
        asked.append(values)
        return sum(values)

    shared = [1, 2]
    once = Once(total)
    assert [once(shared), once(shared), once([1, 2])] == [3, 3, 3]
    assert len(asked) == 2
